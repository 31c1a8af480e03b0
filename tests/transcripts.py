"""Transcripts made word by word, for what is measured of them."""

from __future__ import annotations

from mockvoice.domain.fillers import is_sound
from mockvoice.domain.transcript import Filler, FillerSource, Span, Transcript, Word


def spoken(
    text: str,
    *,
    gaps: dict[int, float] | None = None,
    pace: float = 0.4,
    speech: bool = True,
    start: float = 0.0,
) -> Transcript:
    """A transcript of words of ``pace`` seconds each, with silence after the words in ``gaps``."""
    words, at = [], start
    for index, word in enumerate(text.split()):
        filler = is_sound(word)
        words.append(Word(text=word, start=at, end=at + pace, probability=0.9, filler=filler))
        at += pace + (gaps or {}).get(index, 0.0)
    spans, begun = [], start
    for index, word in enumerate(words):
        if (gaps or {}).get(index) or index == len(words) - 1:
            spans.append(Span(start=begun, end=word.end))
            begun = word.end + (gaps or {}).get(index, 0.0)
    fillers = [
        Filler(text=w.text, start=w.start, end=w.end, source=FillerSource.VERBATIM)
        for w in words
        if w.filler
    ]
    return Transcript(
        seconds=at,
        text=" ".join(w.text for w in words if not w.filler),
        verbatim_text=text,
        words=tuple(words),
        fillers=tuple(fillers),
        speech=tuple(spans) if speech else (),
        model="test",
    )


def uttered(*words: tuple[str, float, float, float], speech: tuple[Span, ...]) -> Transcript:
    """A transcript of words with start, end and probability."""
    text = " ".join(word for word, *_ in words)
    return Transcript(
        seconds=words[-1][2],
        text=text,
        verbatim_text=text,
        words=tuple(
            Word(text=word, start=start, end=end, probability=sure, filler=False)
            for word, start, end, sure in words
        ),
        fillers=(),
        speech=speech,
        model="test",
    )
