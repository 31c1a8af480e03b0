"""What an interview tells: every event with the session and the question it belongs to."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypedDict

from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.events import (
    AnswerAssessed,
    AnswerRecorded,
    CaptionReady,
    Countdown,
    Fact,
    Gauge,
    Level,
    Nudge,
    PromptSpoken,
    QuestionSkipped,
    SessionEnded,
    SignalQuality,
    StageFailed,
    StateChanged,
    WorkProgress,
)
from mockvoice.domain.session import State
from mockvoice.domain.transcript import Word
from mockvoice.services.review import Draft

log = logging.getLogger(__name__)


class _Here(TypedDict):
    session: str
    turn: int


class Announcing:
    """Events of one session; ``turn`` is the question under way. ``tell`` must not block."""

    def __init__(self, session: str, tell: Callable[[Fact | Gauge], None]) -> None:
        self.turn = 0
        self._session = session
        self._tell = tell

    def state(self, state: State) -> None:
        """The interview is in another state."""
        self._tell(StateChanged(**self._here(), state=state))

    def aside(self, text: str) -> None:
        """The interviewer answers a question of the candidate."""
        self._tell(PromptSpoken(**self._here(), text=text, follow_up=False, aside=True))

    def prompt(self, text: str, *, follow_up: bool, word_ends: tuple[float, ...]) -> None:
        """The interviewer begins to say something."""
        event = PromptSpoken(**self._here(), text=text, follow_up=follow_up, word_ends=word_ends)
        self._tell(event)

    def recorded(self, seconds: float) -> None:
        """The answer is on disk."""
        self._tell(AnswerRecorded(**self._here(), seconds=seconds))

    def skipped(self) -> None:
        """The question was left without an answer."""
        self._tell(QuestionSkipped(**self._here()))

    def caption(self, text: str, words: tuple[Word, ...]) -> None:
        """More was understood."""
        self._tell(CaptionReady(**self._here(), text=text, words=words))

    def level(self, peak: float, quality: SignalQuality, seconds: float) -> None:
        """How loud it is."""
        self._tell(Level(**self._here(), peak=peak, quality=quality, seconds=seconds))

    def countdown(self, seconds: float) -> None:
        """How many seconds are left."""
        self._tell(Countdown(**self._here(), seconds=max(0.0, seconds)))

    def nudge(self, text: str) -> None:
        """A kind word."""
        self._tell(Nudge(**self._here(), text=text))

    def assessed(self, turn: int) -> None:
        """An answer's assessment is in the library."""
        self._tell(AnswerAssessed(session=self._session, turn=turn))

    def working(self, draft: Draft, stage: str, share: float) -> None:
        """An answer is being heard or judged."""
        at = draft.position
        self._tell(WorkProgress(session=self._session, turn=at, stage=stage, share=share))

    def ended(self) -> None:
        """All turns are over."""
        self._tell(SessionEnded(session=self._session))

    def failed(self, stage: str, error: MockvoiceError, turn: int | None = None) -> None:
        """A stage of the work failed, of the question under way unless another is named."""
        if error.detail:
            log.info("%s: %s", stage, error.detail)
        event = StageFailed(
            session=self._session,
            turn=self.turn if turn is None else turn,
            stage=stage,
            message=error.message,
            hint=error.hint,
        )
        self._tell(event)

    def _here(self) -> _Here:
        return {"session": self._session, "turn": self.turn}
