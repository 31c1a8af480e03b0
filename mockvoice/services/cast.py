"""Who takes part in an interview, what the user chose, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from mockvoice.domain.end_of_turn import Patience
from mockvoice.domain.ports import (
    AudioTools,
    Clock,
    Judge,
    Microphone,
    Speaker,
    Transcriber,
    TurnEnd,
    Voice,
    VoiceActivity,
)
from mockvoice.domain.question import Question
from mockvoice.domain.say import in_own_terms


@dataclass(frozen=True)
class Cast:
    """Everyone who takes part."""

    transcriber: Transcriber
    judge: Judge
    voice: Voice
    audio: AudioTools
    microphone: Microphone
    speaker: Speaker
    vad: VoiceActivity
    turn_end: TurnEnd
    clock: Clock


@dataclass(frozen=True)
class Manner:
    """How the interviewer behaves, from the beginning to the end."""

    follow_ups: int = 2
    """At most so many per question, 0 to 3."""
    think: bool = True
    """Give the question's time to think."""
    acknowledge: bool = True
    """Say a word of thanks at once when an answer ends."""
    barge_in: bool = False
    """Listen for the candidate's voice while the interviewer speaks; only for headphones."""


@dataclass(frozen=True)
class Options(Manner):
    """What the user chose before; another microphone may be chosen later."""

    patience: Patience = Patience.NORMAL
    microphone: str = ""
    """Name of the device; empty for the system's own."""
    loudspeaker: str = ""


@dataclass(frozen=True)
class Asked:
    """A question of the plan."""

    id: str
    """Its full id, ``pack/id``."""
    question: Question

    def aloud(self, text: str) -> str:
        """What the voice is given to say a text of this question: its terms as they are said."""
        return in_own_terms(text, self.question.terms)
