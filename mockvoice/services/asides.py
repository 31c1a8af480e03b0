"""Questions of the candidate: answered aloud from the fact sheet, then the same answer goes on."""

from __future__ import annotations

from collections.abc import Callable

from mockvoice.domain.clarifying import Reply
from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.session import Action, State
from mockvoice.services.steps import Steps


class Asides(Steps):
    """One session in which the candidate may ask back. All methods run on ``serial`` only."""

    def _instead(self, seconds: float) -> Callable[[str], bool] | None:
        number, turn = self._number, self._turn
        if not turn.asked.question.facts:
            return None

        def clarified(said: str) -> bool:
            found = turn.clarification(said)
            if found:
                self._later(number, lambda: self._clarify(found, said, seconds))
            else:
                self._later(number, self._thank)
            return found is not None

        return clarified

    def _clarify(self, reply: Reply, said: str, seconds: float) -> None:
        """Answer what the candidate asked, then listen on to the same answer."""
        if self._state is not State.REPLYING:
            return
        turn = self._turn
        self._submitted = False  # a question is no answer yet
        turn.clarify(reply, said, seconds)
        self._save_draft((*turn.parts, turn.part))
        self._go(Action.ASK)
        self._give_up()
        number = self._number

        def spoken(error: MockvoiceError | None) -> None:
            if error:
                self._announce.failed("voice", error)
            if self._may(Action.LISTEN):
                self._listen(Action.LISTEN)

        self._announce.aside(reply.text)
        self._sounds()
        aloud = turn.asked.aloud(reply.text)
        self._speaking.say(aloud, lambda error: self._later(number, lambda: spoken(error)))
