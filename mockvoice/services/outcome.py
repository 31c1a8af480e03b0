"""What becomes of a question: an answer, one that was skipped; and a session without any answer."""

from __future__ import annotations

import logging

from mockvoice.domain.errors import MockvoiceError
from mockvoice.services.asides import Asides
from mockvoice.services.retention import forget_empty
from mockvoice.services.steps import SHORTEST

log = logging.getLogger(__name__)


class Outcomes(Asides):
    """One session that knows what was answered. All methods run on ``serial`` only."""

    _answered = False
    """True once anything was given to the review."""

    def _ask(self, position: int) -> None:
        self._submitted = False
        super()._ask(position)

    def _recorded(self) -> None:
        """To what was neither said nor typed there is no reply: it goes on."""
        turn = self._turn
        if turn.part.typed and turn.part.file and not self._said_something():
            # Written instead of spoken: the silence before it is no recording.
            (self._folder / turn.part.file).unlink(missing_ok=True)
            turn.part = turn.part.model_copy(update={"file": ""})
        if turn.part.typed or self._seconds() >= SHORTEST or self._said_something():
            super()._recorded()
        else:
            self._next()

    def _hand_over(self) -> None:
        """Tell of a question that was left whether an answer of it is kept."""
        turn, told = self._turn, self._submitted
        if not turn.part.prompt:
            return  # done already: what is on disk of it is the review's until it is assessed
        seconds, answered = self._seconds(), bool(turn.parts) or self._given()
        super()._hand_over()
        self._answered = self._answered or answered
        if not answered:
            self._announce.skipped()
        elif not told:
            self._announce.recorded(seconds)

    def _ended(self) -> None:
        self._hand_over()
        if self._answered:
            self._announce.ended()
        self._following.close()
        self._review.close()
        self._review.join()  # until then the folder is nobody else's
        self._held.free()
        if not self._answered:
            self._forget()
            self._announce.ended()
        self.serial.close()

    def _forget(self) -> None:
        """Take a session without answers out of the library, unless sound of it lies there."""
        try:
            store = self._library.open()
            try:
                forget_empty(store, self._folder)
            finally:
                store.close()
        except MockvoiceError as error:
            log.warning("the empty session %s stays: %s", self._session.id, error)
