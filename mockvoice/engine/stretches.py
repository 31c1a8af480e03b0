"""Cuts a recording into stretches of at most 30 s that Whisper can hear whole, at its pauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

LONGEST: Final = 28.0
"""Seconds of speech in a stretch; with its margins it stays under Whisper's 30 s."""
_PAUSE: Final = 3.0
"""Seconds of silence that always end a stretch: Whisper invents text in long silences."""
_MARGIN: Final = 0.45
"""Seconds kept before and after the speech, for soft beginnings and ends (docs/speech.md)."""


def stretches(
    speech: Sequence[tuple[float, float]], last: float, first: float = 0.0
) -> list[tuple[float, float]]:
    """Return (start, end) of each stretch, margins included; neighbours do not overlap.

    Nothing before ``first`` or after ``last`` is taken; all are seconds of the recording.
    """
    groups: list[list[float]] = []
    for start, end in _short(speech):
        if groups and end - groups[-1][0] <= LONGEST and start - groups[-1][1] <= _PAUSE:
            groups[-1][1] = end
        else:
            groups.append([start, end])
    out: list[tuple[float, float]] = []
    for index, (start, end) in enumerate(groups):
        before = (groups[index - 1][1] + start) / 2 if index else first
        after = (end + groups[index + 1][0]) / 2 if index + 1 < len(groups) else last
        out.append((max(start - _MARGIN, before), min(end + _MARGIN, after)))
    return out


def _short(speech: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Cut speech that goes on without a pause for longer than a stretch holds."""
    out: list[tuple[float, float]] = []
    for start, end in speech:
        pieces = max(1, int(-(-(end - start) // LONGEST)))
        step = (end - start) / pieces
        out += [(start + step * i, start + step * (i + 1)) for i in range(pieces)]
    return out


def uncovered(
    speech: Sequence[tuple[float, float]], words: Sequence[tuple[float, float]], least: float
) -> list[tuple[float, float]]:
    """Return the stretches of speech of at least ``least`` seconds that hold no word."""
    out: list[tuple[float, float]] = []
    for start, end in speech:
        at = start
        for left, right in sorted(words):
            if right <= at or left >= end:
                continue
            if left - at >= least:
                out.append((at, left))
            at = max(at, right)
        if end - at >= least:
            out.append((at, end))
    return out
