"""How much the library takes, and how long recordings stay: what was made of them stays for good.

Of an answer older than the user's choice the recording goes, its transcript, verdicts and scores
stay. What is not assessed yet, or is to be judged again, is never touched.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

from mockvoice.domain.base import Frozen
from mockvoice.services.store import AnswerRow, Store

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
        sessions=len(store.sessions()),
    )


def folder_bytes(folder: Path) -> int:
    """Return what all files of a folder take; 0 when there is none."""
    return sum(_bytes(file) for file in folder.rglob("*") if file.is_file())


def sound(answer: AnswerRow) -> Path | None:
    """Return the recording of an answer where it still is; None, too, where it was typed."""
    return answer.audio if answer.audio is not None and answer.audio.is_file() else None


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


def forget_empty(store: Store, folder: Path) -> None:
    """Delete the session of this folder if it has neither an answer nor sound of one."""
    if any(folder.glob("answer-*")) or not store.holds(folder.name):
        return
    if not store.session(folder.name).answers:
        store.delete(folder.name)
