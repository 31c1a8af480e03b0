"""How much the library takes, and how long recordings stay: what was made of them stays for good.

Of an answer older than the user's choice the recording goes, its transcript, verdicts and scores
stay. What is not assessed yet, or is to be judged again, is never touched.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.base import Frozen
from mockvoice.domain.errors import MockvoiceError
from mockvoice.services.locking import Folders
from mockvoice.services.store import AnswerRow, SessionRow, Store

BEGINNING = timedelta(minutes=5)
"""For so long a session may be without a draft: its engines load, its first question is made."""
log = logging.getLogger(__name__)


class Storage(Frozen):
    """What the library takes on disk, in bytes."""

    recordings: int
    texts: int
    """Transcripts, verdicts, scores and the search index."""
    sessions: int
    """Number of sessions."""

    @property
    def total(self) -> int:
        """All of it."""
        return self.recordings + self.texts


def storage(store: Store, library: Path, recordings: Path) -> Storage:
    """Measure what the library takes now."""
    files = [library.with_name(library.name + end) for end in ("", "-wal", "-shm")]
    return Storage(
        recordings=folder_bytes(recordings),
        texts=sum(_bytes(file) for file in files),
        sessions=len(sessions(store, recordings)),
    )


def folder_bytes(folder: Path) -> int:
    """Return what all files of a folder take; 0 when there is none."""
    return sum(_bytes(file) for file in folder.rglob("*") if file.is_file())


def sound(answer: AnswerRow) -> Path | None:
    """Return the recording of an answer where it still is; None, too, where it was typed."""
    return answer.audio if answer.audio is not None and answer.audio.is_file() else None


def sounds(answers: Iterable[AnswerRow]) -> dict[int, Path]:
    """Return the recordings that still are, by the places of their answers in the session.

    The disk may be slow or asleep: not for the window's thread.
    """
    found = ((one.position, sound(one)) for one in answers)
    return {position: audio for position, audio in found if audio is not None}


def no_sound(made: Assessment) -> str:
    """Say why an answer that has no recording cannot be heard."""
    if made.transcript.typed:
        return "Typed, so there is no sound."
    return "The recording was deleted, so it cannot be played."


def apply(store: Store, days: int, now: datetime) -> int:
    """Delete the recordings of sessions that began more than ``days`` ago; return their number.

    0 days keeps everything. Attempts put aside go with the recording. What cannot be deleted is
    logged and tried again at the next start.
    """
    if days <= 0:
        return 0
    gone = 0
    for session, position, audio in store.judged_sounds(now - timedelta(days=days)):
        if audio.with_suffix(".json").is_file():
            continue  # its draft is still there: it is to be judged again
        try:
            audio.unlink(missing_ok=True)
            for aside in audio.parent.glob(f"answer-{position}-*.flac"):
                aside.unlink()
        except OSError as error:
            log.warning("%s stays: %s", audio, error.strerror)
            continue
        store.forget_sound(session, position)
        gone += 1
    return gone


def _bytes(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # deleted meanwhile
        return 0


def shown(size: int) -> str:
    """Return a size in words: "0 MB", "3.4 MB", "1.2 GB"."""
    megabytes = size / 1e6
    if megabytes >= 1000:
        return f"{megabytes / 1000:.1f} GB"
    return f"{megabytes:.1f} MB" if 0 < megabytes < 10 else f"{megabytes:.0f} MB"


def sessions(store: Store, recordings: Path) -> tuple[SessionRow, ...]:
    """Return the sessions that hold something, the newest first.

    One that has just begun, or whose program was ended before anything was said, is none of them.
    """
    return tuple(
        row for row in store.sessions() if row.answers or not _is_empty(recordings / row.id)
    )


def forget_empty(store: Store, folder: Path) -> None:
    """Delete the session of this folder if it has neither an answer nor sound of one."""
    if not _is_empty(folder) or not store.holds(folder.name):
        return
    if not store.session(folder.name).answers:
        store.delete(folder.name)


def forget_abandoned(store: Store, recordings: Path, now: datetime) -> None:
    """Delete the sessions in which the program was ended before anything of them was on disk.

    One that may still be beginning in another window is left alone: by its lock, and, where the
    file system knows no locks, by its age. What fails is logged, and tried again at a later start.
    """
    folders = Folders()
    try:
        for row in store.sessions():
            folder = recordings / row.id
            old = datetime.fromisoformat(row.started) < now - BEGINNING
            if row.answers or not old or not _is_empty(folder):
                continue
            if not folder.is_dir():
                store.delete(row.id)
            elif folders.take(folder):
                folders.free(folder)  # a system may not delete what is open
                forget_empty(store, folder)
    except MockvoiceError as error:
        log.warning("sessions that hold nothing stay: %s", error)


def _is_empty(folder: Path) -> bool:
    """Say whether neither a recording nor the draft of an answer lies there."""
    return not any(_bytes(file) for file in folder.glob("answer-*"))
