"""From recorded answers to assessed ones: kept as FLAC first, assessed when there is time.

Beside the raw recordings of an answer lies a draft, answer-<n>.json, which says what was asked.
Both stay until the assessment is in the library, so that after a crash ``recover`` finds all.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from mockvoice.domain import joining
from mockvoice.domain.assessment import Assessment, Prompt
from mockvoice.domain.base import Frozen
from mockvoice.domain.errors import MockvoiceError, StoreProblem
from mockvoice.domain.ports import AudioTools, Judge, Transcriber
from mockvoice.domain.question import Question
from mockvoice.domain.transcript import Transcript
from mockvoice.services import assessing, rejudging
from mockvoice.services.assessing import Heard
from mockvoice.services.locking import Folders
from mockvoice.services.recording import Take
from mockvoice.services.retention import forget_empty
from mockvoice.services.serial import Serial
from mockvoice.services.store import AnswerRow, Store

TYPED = "This answer was typed, so there is no delivery to measure."
log = logging.getLogger(__name__)


class Part(Frozen):
    """What was said, or typed, to one prompt."""

    prompt: str
    point: str | None = None
    """The rubric point a follow-up asked for; None for the question itself."""
    file: str = ""
    """Name of the raw recording; empty when typed."""
    typed: str = ""
    asides: tuple[Prompt, ...] = ()
    """What the interviewer answered to the candidate's questions; times of this recording."""


class Draft(Frozen):
    """An answer that is not assessed yet."""

    session: str
    position: int
    question_id: str
    question: Question
    parts: tuple[Part, ...] = ()

    @property
    def name(self) -> str:
        """The name its files begin with."""
        return f"answer-{self.position}"


@dataclass(frozen=True)
class Library:
    """Where sessions are kept."""

    file: Path
    recordings: Path

    def open(self) -> Store:
        """Open the store, for one thread."""
        return Store(self.file, self.recordings)


@dataclass(frozen=True)
class Assessors:
    """Who assesses."""

    transcriber: Transcriber
    judge: Judge
    audio: AudioTools
    working: Callable[[Draft, str, float], None] = lambda _draft, _stage, _share: None
    """Told, from the review's thread, at which stage an answer is and what share of it is done."""


def save(draft: Draft, folder: Path) -> None:
    """Write the draft, complete or not at all."""
    file = folder / f"{draft.name}.json"
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        out.write(draft.model_dump_json())
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def keep(store: Store, draft: Draft, audio: AudioTools) -> AnswerRow | None:
    """Put an answer's recording and row into the library, not assessed yet; the raw sound stays.

    Doing it again changes nothing, and what the user put right in it stays. None when its session
    was deleted: nothing of it is made again.
    """
    if not store.holds(draft.session):
        return None
    if (amended := _amended(store, draft)) is not None:
        return amended
    folder = store.folder(draft.session)
    raw = _recorded(draft, folder)
    flac = folder / f"{draft.name}.flac" if raw else None
    row = AnswerRow(
        session=draft.session,
        position=draft.position,
        question_id=draft.question_id,
        audio=flac,
        assessment=None,
    )
    try:
        if flac and not _complete(flac, raw):
            audio.join(raw, flac, joining.GAP)  # takes its time, and the user may amend meanwhile
        if not store.save_answer(row, unless=lambda: _amended(store, draft)):
            return _amended(store, draft)
    except MockvoiceError:
        if store.holds(draft.session):
            raise
        _sweep(folder)
        return None
    return row


def assess(store: Store, draft: Draft, by: Assessors) -> Assessment | None:
    """Assess a kept answer, save that, and delete the raw recordings once it is judged.

    None when the answer, or its session, was deleted meanwhile: nothing of it is made again.
    """
    row = keep(store, draft, by.audio)
    if row is None:
        return None
    folder = store.folder(draft.session)
    if row.assessment is not None:
        return _judged_again(store, draft, row.assessment, by.judge)
    try:
        made = _made(draft, row, folder, by)
    except MockvoiceError:
        if store.holds(draft.session, draft.position):
            raise
        made = None  # its sound was deleted under the reader's hands
    if made is None or not store.save_answer(
        row.model_copy(update={"assessment": made}), known=True
    ):
        if not store.holds(draft.session):
            _sweep(folder)
        return None
    if not (made.judgement.failure and made.transcript.text.strip()):
        tidy(draft, folder)  # what the judge could not judge is judged at the next start
    return made


def _amended(store: Store, draft: Draft) -> AnswerRow | None:
    """Return the answer where the user has put something right in it."""
    if not store.holds(draft.session, draft.position):
        return None
    try:
        row = store.answer(draft.session, draft.position)
    except StoreProblem:  # kept in a form that cannot be read: it is assessed anew
        return None
    made = row.assessment
    return row if made is not None and (made.corrections or made.rulings) else None


def _judged_again(store: Store, draft: Draft, made: Assessment, judge: Judge) -> Assessment | None:
    """Have the words judged as the user put them right: they are not heard anew."""
    judged = rejudging.judge_again(made, judge)
    try:
        row = rejudging.keep_judged(store, draft.session, draft.position, judged)
    except StoreProblem:
        if store.holds(draft.session, draft.position):
            raise
        return None  # deleted meanwhile
    tidy(draft, store.folder(draft.session))
    return row.assessment if row else None


def _made(draft: Draft, row: AnswerRow, folder: Path, by: Assessors) -> Assessment:
    said = _said(draft, folder)
    heard = [_heard(part, folder, draft, by) for part in said]
    by.working(draft, "judge", 0.0)
    begins = joining.starts([one.transcript for one in heard])
    made = assessing.assess(
        heard,
        draft.question,
        draft.question_id,
        model=by.judge,
        audio=by.audio,
        prompts=tuple(
            prompt for part, at in zip(said, begins, strict=True) for prompt in _prompts(part, at)
        ),
        joined=row.audio,
        progress=lambda share: by.working(draft, "judge", share),
    )
    if any(part.typed for part in draft.parts) and not made.judgement.failure:
        made = made.model_copy(update={"note": TYPED})
    return made


def _prompts(part: Part, at: float) -> tuple[Prompt, ...]:
    """What the interviewer said in a part that begins at this second of the whole recording."""
    asides = (aside.model_copy(update={"at": at + aside.at}) for aside in part.asides)
    return (Prompt(text=part.prompt, at=at, point=part.point), *asides)


def recover(
    store: Store, recordings: Path, audio: AudioTools, folders: Folders
) -> tuple[Draft, ...]:
    """Keep every answer a crash or an early exit left behind; return those to be assessed.

    Their folders are held in ``folders``, to be freed when that is done. One that is held already
    is left alone: what is being recorded looks the same.
    """
    found: list[Draft] = []
    for folder in sorted({file.parent for file in recordings.glob("*/answer-*.json")}):
        if not folders.take(folder):
            continue
        left = _left(store, folder, audio)
        if not left:
            folders.free(folder)
            forget_empty(store, folder)
        found += left
    return tuple(found)


def _left(store: Store, folder: Path, audio: AudioTools) -> list[Draft]:
    """Keep the answers left in one folder. A draft that cannot be read is left alone and logged;
    its sound stays where it is."""
    found = []
    for file in sorted(folder.glob("answer-*.json")):
        try:
            draft = Draft.model_validate_json(file.read_text("utf-8"))
            if _said(draft, file.parent):
                if keep(store, draft, audio) is not None:
                    found.append(draft)
                else:
                    log.warning("%s is not recovered: its session is not in the library", file)
            else:
                tidy(draft, file.parent)
        except (OSError, ValidationError, MockvoiceError) as error:
            log.warning("%s is not recovered: %s", file, error)
    return found


class Review:
    """One thread that keeps answers at once and assesses them while ``release``d.

    Assessing shares the engines with the interview, so it waits while an answer is being given.
    """

    def __init__(
        self,
        library: Library,
        by: Assessors,
        assessed: Callable[[Draft], None],
        failed: Callable[[Draft, MockvoiceError], None],
        over: Callable[[], None] = lambda: None,
    ) -> None:
        self._library = library
        self._by = by
        self._assessed = assessed
        self._failed = failed
        self._over = over
        self._free = threading.Event()
        self._dropped = False
        self._keeping = Serial("keeping")
        self._assessing = Serial("review")

    def add(self, draft: Draft) -> None:
        """Keep an answer now, assess it when there is time. Returns at once."""
        self._keeping.do(lambda: self._with_store(draft, self._keep))

    def shelve(self, raw: Path, after: Take | None) -> None:
        """Keep an attempt that was given up, as FLAC, once its take is over. Returns at once."""
        self._keeping.do(lambda: self._shelve(raw, after))

    def release(self) -> None:
        """Assess from now on."""
        self._free.set()

    def hold(self) -> None:
        """Begin no further assessment for now."""
        self._free.clear()

    def close(self, *, drop: bool = False) -> None:
        """End when all is assessed; with ``drop`` the rest is left to ``recover``.

        ``over`` is called then, from its own thread.
        """
        self._dropped = self._dropped or drop
        self._free.set()
        self._keeping.do(lambda: self._assessing.do(self._over))
        self._keeping.do(self._assessing.close)
        self._keeping.close()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the threads after ``close``."""
        return self._keeping.join(timeout) and self._assessing.join(timeout)

    def _keep(self, store: Store, draft: Draft) -> None:
        if keep(store, draft, self._by.audio) is None:
            log.info("%s of %s was deleted before it was kept", draft.name, draft.session)
            return
        self._assessing.do(lambda: self._assess_when_free(draft))

    def _assess_when_free(self, draft: Draft) -> None:
        self._free.wait()
        if not self._dropped:
            self._with_store(draft, self._assess)

    def _assess(self, store: Store, draft: Draft) -> None:
        if store.holds(draft.session, draft.position) and assess(store, draft, self._by):
            self._assessed(draft)
        else:
            log.info("%s of %s was deleted before it was judged", draft.name, draft.session)

    def _with_store(self, draft: Draft, do: Callable[[Store, Draft], None]) -> None:
        try:
            store = self._library.open()
            try:
                do(store, draft)
            finally:
                store.close()
        except MockvoiceError as error:
            self._failed(draft, error)

    def _shelve(self, raw: Path, after: Take | None) -> None:
        if after:
            after.join()
        try:
            if raw.is_file() and raw.stat().st_size:
                self._by.audio.compress(raw, raw.with_name(f"{raw.stem}-aside.flac"))
            raw.unlink(missing_ok=True)
        except (MockvoiceError, OSError) as error:
            log.warning("the attempt %s stays as it is: %s", raw, error)


def _complete(flac: Path, raw: tuple[Path, ...]) -> bool:
    """Return True when the copy was made after the last word was recorded."""
    newest = max(one.stat().st_mtime_ns for one in raw)
    return flac.is_file() and flac.stat().st_mtime_ns >= newest


def _said(draft: Draft, folder: Path) -> tuple[Part, ...]:
    """Return the parts that hold something."""
    return tuple(part for part in draft.parts if part.typed or _has_sound(folder, part))


def _recorded(draft: Draft, folder: Path) -> tuple[Path, ...]:
    return tuple(folder / part.file for part in draft.parts if _has_sound(folder, part))


def _has_sound(folder: Path, part: Part) -> bool:
    raw = folder / part.file
    return bool(part.file) and raw.is_file() and raw.stat().st_size > 1


def _heard(part: Part, folder: Path, draft: Draft, by: Assessors) -> Heard:
    def progress(share: float) -> None:
        by.working(draft, "hear", share)

    if _has_sound(folder, part):
        progress(0.0)
        heard = assessing.hear(by.transcriber, folder / part.file, draft.question, progress)
        both = f"{heard.transcript.text} {part.typed}".strip()
        return replace(heard, transcript=heard.transcript.model_copy(update={"text": both}))
    transcript = Transcript(
        seconds=0.0,
        text=part.typed,
        verbatim_text=part.typed,
        words=(),
        fillers=(),
        speech=(),
        model="",
    )
    return Heard(Path(), transcript, 0.0)


def _sweep(folder: Path) -> None:
    """Take away what was written into the folder of a session while that was being deleted."""
    shutil.rmtree(folder, ignore_errors=True)


def tidy(draft: Draft, folder: Path) -> None:
    """Take away the draft and its raw recordings."""
    for part in draft.parts:
        if part.file:
            (folder / part.file).unlink(missing_ok=True)
    (folder / f"{draft.name}.json").unlink(missing_ok=True)
