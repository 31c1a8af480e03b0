"""What is kept of a session: its folder, the drafts of its answers, and which of them count."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path
from typing import Final

from mockvoice.domain.errors import MockvoiceError
from mockvoice.services import recording, review
from mockvoice.services.announcing import Announcing
from mockvoice.services.locking import Folders
from mockvoice.services.recording import Take
from mockvoice.services.retention import forget_empty
from mockvoice.services.review import Library, Part, Review
from mockvoice.services.store import SessionRow
from mockvoice.services.turn import Turn

SHORTEST: Final = 0.5
"""Seconds under which a recording holds no answer."""
log = logging.getLogger(__name__)


class Archive:
    """The folder of one session, held until all in it is assessed."""

    def __init__(
        self, row: SessionRow, library: Library, reviewing: Review, announce: Announcing
    ) -> None:
        self._row = row
        self._library = library
        self._review = reviewing
        self._announce = announce
        self._folder = library.recordings / row.id
        self._held = Folders()
        self.has_answers = False
        """True once anything was given to the review."""

    def open(self) -> None:
        """Put the session into the library and hold its folder. Raises MockvoiceError."""
        with closing(self._library.open()) as store:
            store.add_session(self._row)
            self._folder = store.folder(self._row.id)
            self._held.take(self._folder)

    def close(self) -> None:
        """Let go of the folder once the review is over; without any answer nothing stays."""
        self._review.close()
        self._review.join()  # until then the folder is nobody else's
        self._held.free()
        if not self.has_answers:
            self._forget()

    def file(self, turn: Turn) -> Path:
        """Where the part under way is recorded."""
        return self._folder / turn.part.file

    def seconds(self, turn: Turn) -> float:
        """Length of the recording of the part under way, as it is on disk."""
        return recording.seconds_of(self.file(turn))

    def may_hold_answer(self, turn: Turn) -> bool:
        """True when something was typed, or may have been said, to the part under way."""
        spoken = self.seconds(turn) >= SHORTEST or self._may_hold_words(turn)
        return bool(turn.part.typed) or spoken

    def forget_silence(self, turn: Turn) -> None:
        """Where it was written instead of spoken, the silence before it is no recording."""
        if turn.part.typed and turn.part.file and not self._may_hold_words(turn):
            self.file(turn).unlink(missing_ok=True)
            turn.part = turn.part.model_copy(update={"file": ""})

    def save(self, turn: Turn) -> None:
        """Write the draft of the answer with the part under way."""
        self._save(turn, (*turn.parts, turn.part))

    def hand_over(self, turn: Turn) -> None:
        """Give the answer to the review if there is one, and tell of a question that was left
        whether an answer of it is kept. Done again it does nothing."""
        if not turn.is_open:
            return  # what is on disk of it is the review's until it is assessed
        turn.close()
        seconds, parts, answered = self.seconds(turn), turn.parts, self._is_answered(turn)
        if answered:
            parts = (*parts, turn.part)
        elif turn.part.file:
            self.file(turn).unlink(missing_ok=True)
        if parts:
            self.has_answers = True
            self._save(turn, parts)
            self._review.add(turn.draft(self._row.id, parts))
        else:  # here and now: the review may be closed already
            review.tidy(turn.draft(self._row.id, parts), self._folder)
        if not parts:
            self._announce.skipped()
        elif answered and not turn.told:
            self._announce.recorded(seconds)

    def put_aside(self, turn: Turn, take: Take | None) -> None:
        """Keep the recording of the part under way apart from the answer, once its take is over."""
        if turn.part.file:
            self._review.shelve(self.file(turn), take)

    def _is_answered(self, turn: Turn) -> bool:
        """The part under way was typed, submitted as an answer, or something was said to it."""
        submitted = turn.submitted and self.seconds(turn) >= SHORTEST
        return bool(turn.part.typed) or submitted or self._may_hold_words(turn)

    def _may_hold_words(self, turn: Turn) -> bool:
        """A voice was heard, or the recording holds what may be one too faint to be heard."""
        file = self.file(turn)
        return file.is_file() and (turn.voiced or recording.sounds(file))

    def _save(self, turn: Turn, parts: tuple[Part, ...]) -> None:
        try:
            review.save(turn.draft(self._row.id, parts), self._folder)
        except OSError as error:
            self._announce.failed("recording", recording.cannot_write(self._folder, error))

    def _forget(self) -> None:
        """Take the session out of the library, unless sound of it lies there."""
        try:
            with closing(self._library.open()) as store:
                forget_empty(store, self._folder)
        except MockvoiceError as error:
            log.warning("the empty session %s stays: %s", self._row.id, error)
