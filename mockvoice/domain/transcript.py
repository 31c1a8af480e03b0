"""What was heard: words with times, fillers, and stretches of speech. Times are seconds."""

from __future__ import annotations

from enum import StrEnum

from mockvoice.domain.base import Frozen


class Span(Frozen):
    """A stretch of the recording."""

    start: float
    """Seconds from the start of the recording."""
    end: float
    """Seconds from the start of the recording; never before ``start``."""


class Word(Frozen):
    """One spoken word as the transcriber heard it."""

    text: str
    """As written in the verbatim transcript, punctuation attached ("right,")."""
    start: float
    end: float
    probability: float
    """The transcriber's probability of the word, 0..1."""
    filler: bool
    """True when the word is a filler and is left out of the text for reading."""


class FillerSource(StrEnum):
    """Where a filler was found."""

    CLEAN = "clean"
    """The plain transcription pass wrote it."""
    VERBATIM = "verbatim"
    """Only the pass with a filler prompt wrote it."""
    SOUND = "sound"
    """Neither pass wrote it: a steady voiced stretch between words."""


class Filler(Frozen):
    """One filler: a sound (um, uh, er, hmm) or a word used as one (like, you know)."""

    text: str
    start: float
    end: float
    source: FillerSource


class Transcript(Frozen):
    """Everything the transcriber says about one recording."""

    seconds: float
    """Length of the recording."""
    text: str
    """For reading: without fillers."""
    verbatim_text: str
    """As spoken, fillers included; the words joined by single spaces."""
    words: tuple[Word, ...]
    """In order of time; joined by single spaces they are ``verbatim_text``."""
    fillers: tuple[Filler, ...]
    """Filler sounds and filler words, in order of time."""
    speech: tuple[Span, ...]
    """Stretches with voice activity, in order, not overlapping."""
    model: str
    """Id of the transcriber's model."""

    @property
    def typed(self) -> bool:
        """True when all of it was typed: there is text, and no word of it sounded."""
        return bool(self.text) and not self.words

    @property
    def silent(self) -> bool:
        """True when no word was heard, or only fillers: there is nothing to judge."""
        return not self.text.strip()
