"""Word times repaired against voice activity.

Whisper's cross-attention puts the first word after a pause too early (into the silence), lets
words end before they do, and stretches words over pauses. Silence tells better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from mockvoice.domain.fillers import Said

_SNAP: Final = 0.35
"""Seconds a word's edge may move to reach the edge of speech."""
_FILL: Final = 1.0
_LATE: Final = 0.04
"""Seconds by which Whisper's times are early inside speech: two of its frames."""
_JOIN: Final = 0.5
"""Seconds without silence between two words that belong to the first of them."""
_SHORTEST: Final = 0.05


def repair(words: Sequence[Said], speech: Sequence[tuple[float, float]]) -> list[Said]:
    """Return the words with edges on speech: none in silence, none across a pause."""
    out = [
        _inside(replace(word, start=word.start + _LATE, end=word.end + _LATE), speech)
        for word in words
    ]
    out = _ordered(out)
    return _joined(_snapped(out, speech, _SNAP), speech)


def fill(words: Sequence[Said], speech: Sequence[tuple[float, float]]) -> list[Said]:
    """Let words reach the edges of their speech, once no filler was found in what is left."""
    return _joined(_snapped(words, speech, _FILL), speech)


def _inside(word: Said, speech: Sequence[tuple[float, float]]) -> Said:
    """Keep the part of a word that lies in speech: of several parts the longest."""
    parts = [
        (max(start, word.start), min(end, word.end))
        for start, end in speech
        if min(end, word.end) > max(start, word.start)
    ]
    if not parts:
        return word
    start, end = max(parts, key=lambda part: part[1] - part[0])
    if end - start < _SHORTEST:
        return word
    return replace(word, start=start, end=end)


def _snapped(
    words: Sequence[Said], speech: Sequence[tuple[float, float]], reach: float
) -> list[Said]:
    """Move the first and last word of each stretch of speech to its edges."""
    out = list(words)
    for start, end in speech:
        inside = [
            i for i, word in enumerate(out) if start - 0.05 <= (word.start + word.end) / 2 <= end
        ]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        if 0 < out[first].start - start <= reach:
            out[first] = replace(out[first], start=start)
        if 0 < end - out[last].end <= reach:
            out[last] = replace(out[last], end=end)
    return out


def _joined(words: Sequence[Said], speech: Sequence[tuple[float, float]]) -> list[Said]:
    """Let a word last until the next one where no silence lies between them."""
    out = list(words)
    for index, (word, after) in enumerate(pairwise(words)):
        gap = after.start - word.end
        same = any(a <= word.end and after.start <= b for a, b in speech)
        if 0 < gap <= _JOIN and same:
            out[index] = replace(out[index], end=after.start)
    return out


def _ordered(words: Sequence[Said]) -> list[Said]:
    """Make no word begin before the one in front of it ends."""
    out: list[Said] = []
    for word in words:
        last = out[-1].end if out else 0.0
        start = max(word.start, last)
        out.append(replace(word, start=start, end=max(word.end, start)))
    return out
