"""One transcript from an answer and the replies to its follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from mockvoice.domain.transcript import Filler, Span, Transcript, Word

_Timed = TypeVar("_Timed", Word, Filler, Span)

GAP = 0.6
"""Seconds of silence between two joined recordings."""


def starts(transcripts: Sequence[Transcript], gap: float = GAP) -> tuple[float, ...]:
    """Return the second of the joined recording at which each part begins."""
    at, found = 0.0, []
    for part in transcripts:
        found.append(at)
        at += part.seconds + gap
    return tuple(found)


def join(transcripts: Sequence[Transcript], gap: float = GAP) -> Transcript:
    """Return the transcript of recordings played one after the other, ``gap`` seconds between."""
    if len(transcripts) == 1:
        return transcripts[0]
    offsets = starts(transcripts, gap)
    pairs = list(zip(transcripts, offsets, strict=True))
    last, begin = pairs[-1]
    return Transcript(
        seconds=begin + last.seconds,
        text=" ".join(part.text for part in transcripts if part.text),
        verbatim_text=" ".join(part.verbatim_text for part in transcripts if part.verbatim_text),
        words=tuple(_moved(word, by) for part, by in pairs for word in part.words),
        fillers=tuple(_moved(filler, by) for part, by in pairs for filler in part.fillers),
        speech=tuple(_moved(span, by) for part, by in pairs for span in part.speech),
        model=last.model,
    )


def _moved(thing: _Timed, by: float) -> _Timed:
    return thing.model_copy(update={"start": thing.start + by, "end": thing.end + by})
