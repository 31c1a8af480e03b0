"""What an interview tells. Facts are saved before they are told and never dropped; of gauges only
the latest counts. All carry the session, and where it applies the turn, so late ones are ignored.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from mockvoice.domain.base import Frozen
from mockvoice.domain.session import State
from mockvoice.domain.transcript import Word


class Event(Frozen):
    """Something that happened in a session."""

    session: str
    turn: int = 0
    """1-based position of the turn; 0 for the session as a whole."""


class StateChanged(Event):
    """The interview is in another state."""

    type: Literal["state"] = "state"
    state: State


class PromptSpoken(Event):
    """The interviewer begins to say something."""

    type: Literal["prompt"] = "prompt"
    text: str
    follow_up: bool
    aside: bool = False
    """True when it answers something that the candidate asked; the same answer then goes on."""
    word_ends: tuple[float, ...] = ()
    """Second at which each word of the text has been said, for captions; empty when unknown."""


class AnswerRecorded(Event):
    """The answer (or reply) is on disk, complete."""

    type: Literal["recorded"] = "recorded"
    seconds: float


class QuestionSkipped(Event):
    """The question was left, or the session ended at it, and nothing was answered."""

    type: Literal["skipped"] = "skipped"


class CaptionReady(Event):
    """A finished stretch of the answer was transcribed."""

    type: Literal["caption"] = "caption"
    text: str
    """Everything said so far in this answer."""
    words: tuple[Word, ...] = ()
    """The same with times in the recording of this answer or reply; empty when unknown."""


class AnswerAssessed(Event):
    """The assessment of the turn is in the library."""

    type: Literal["assessed"] = "assessed"


class StageFailed(Event):
    """A stage of the work failed; the interview goes on and nothing is lost."""

    type: Literal["failed"] = "failed"
    stage: str
    message: str
    hint: str


class SessionEnded(Event):
    """All turns are over; assessments may still be under way."""

    type: Literal["ended"] = "ended"


class SignalQuality(StrEnum):
    """What is wrong with the microphone's signal."""

    FINE = "fine"
    QUIET = "quiet"
    CLIPPED = "clipped"
    NONE = "none"
    """No signal at all: muted, or the wrong device."""


class Level(Event):
    """Gauge: loudness of the microphone right now."""

    type: Literal["level"] = "level"
    peak: float
    """0..1."""
    quality: SignalQuality
    seconds: float
    """Length of the answer so far."""


class Countdown(Event):
    """Gauge: seconds left to think, or until the turn ends."""

    type: Literal["countdown"] = "countdown"
    seconds: float


class Nudge(Event):
    """A long silence: time for a kind word."""

    type: Literal["nudge"] = "nudge"
    text: str


class WorkProgress(Event):
    """Gauge: how far the assessment of an answer is."""

    type: Literal["progress"] = "progress"
    stage: str
    """"hear" while the recording is transcribed, then "judge"."""
    share: float
    """0..1."""


Fact = (
    StateChanged
    | PromptSpoken
    | AnswerRecorded
    | QuestionSkipped
    | CaptionReady
    | AnswerAssessed
    | StageFailed
    | SessionEnded
)
Gauge = Level | Countdown | Nudge | WorkProgress
