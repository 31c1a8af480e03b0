"""How an answer was said: the shape of the measures. How they are taken is in measure.py."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from mockvoice.domain.base import Frozen

SHORTEST = 30.0
"""Seconds that counts per minute are taken over at least: one "um" in 5 s is no 12 a minute."""


class PauseKind(StrEnum):
    """Where in the sentence a silence lies."""

    BETWEEN = "between"
    """At the end of a clause or sentence: thinking, harmless."""
    INSIDE = "inside"
    """In the middle of a clause: heard as hesitation (Kahng, Applied Psycholinguistics)."""


class Pause(Frozen):
    """A silence of at least 0.25 s between two words."""

    start: float
    end: float
    kind: PauseKind


class Mark(Frozen):
    """A stretch of words worth showing: a hedge, a repeated word, a restart."""

    text: str
    start: float
    end: float


class PacePoint(Frozen):
    """The pace in one window of the answer."""

    start: float
    end: float
    words_per_minute: float


class Prosody(Frozen):
    """Melody and loudness of the voice, taken from the sound itself (engine/prosody.py)."""

    pitch_variation_semitones: float | None
    """Standard deviation of the pitch of voiced frames, semitones; None with too little voice."""
    loudness_variation_db: float | None
    """Standard deviation of the loudness of voiced frames, dB; None with too little voice."""


class PhaseSpan(Frozen):
    """A stretch of the answer that speaks of one phase."""

    phase: str
    """Name of the phase (requirements, data, …; situation, task, …); empty where it is unclear."""
    start: float
    end: float


class PhaseTimes(Frozen):
    """When each phase of a design answer, or part of a story, was spoken of. Times are seconds."""

    spans: tuple[PhaseSpan, ...]
    """In order of time, not overlapping."""
    seconds: dict[str, float]
    """Time per phase; 0 for one that was not spoken of."""
    unclear: float
    """Time in which no phase could be told."""


class Delivery(Frozen):
    """Measures of delivery. Times in seconds, rates per minute."""

    seconds: float
    """Length of the recording."""
    speaking_seconds: float
    """Time with voice activity."""
    first_word_after: float | None
    """Time to the first word that is not a filler; None when nothing was said."""
    words: int
    """Words without fillers."""
    words_per_minute: float | None
    """Words over the time from the first word to the last; None under 20 words or 10 s."""
    articulation_rate: float | None
    """Words per minute of speaking time, pauses left out; None under 20 words or 10 s."""
    pace: tuple[PacePoint, ...]
    pauses: tuple[Pause, ...]
    long_pauses: int
    """Pauses of 2 s or more."""
    filler_sounds: int
    """At least so many um, uh, er, hmm."""
    filler_words: int
    """At least so many words used as fillers (like, you know)."""
    fillers_at_least: bool
    """True when the sources disagree, so that the count is a lower bound."""
    fillers_per_minute: float | None
    """Sounds and words together, per minute of talk, half a minute at least; None under 20 words or
    10 s."""
    hedges: tuple[Mark, ...]
    """Weak words (maybe, I guess), honest technical uncertainty left out, and what counts as a
    filler already."""
    repeats: tuple[Mark, ...]
    """A word or phrase said twice in a row."""
    restarts: tuple[Mark, ...]
    """A sentence begun and dropped ("we used, I mean we trained")."""
    sentence_words: float | None
    """Mean words per sentence."""
    loudness_variation_db: float | None = None
    """Standard deviation of the loudness of voiced frames, dB."""
    pitch_variation_semitones: float | None = None
    """Standard deviation of the pitch of voiced frames, semitones."""
    phases: PhaseTimes | None = None
    """Time per phase; None where the question has no phases, nothing was said, or it was typed."""
    trade_offs: tuple[Mark, ...] | None = None
    """Passages in which a choice, an alternative and a reason were given: at least so many
    (trade_offs.py). None in answers assessed before this was measured."""
    turn_seconds: float | None = None
    """Length of the recording without the silences in which the interviewer spoke. None in answers
    assessed before this was measured."""

    @property
    def minutes(self) -> float:
        """Minutes that counts per minute are taken over: the candidate's own, half a one at
        least."""
        own = self.seconds if self.turn_seconds is None else self.turn_seconds
        return max(own, SHORTEST) / 60


def pace_runs(pace: Sequence[PacePoint]) -> list[list[PacePoint]]:
    """Pace windows in unbroken runs: where two do not touch, the interviewer spoke."""
    runs = [[window] for window in pace[:1]]
    for before, window in pairwise(pace):
        if window.start > before.end:
            runs.append([])
        runs[-1].append(window)
    return runs
