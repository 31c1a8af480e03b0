"""Speech faster or slower at the same pitch, by FFmpeg's filter ``atempo``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

Mono = npt.NDArray[np.float32]
_WINDOWS_PER_SECOND = 24
"""``atempo`` works on windows of the next power of two after a 24th of a second."""


def at_speed(blocks: Iterable[Mono], rate: int, speed: float) -> Iterator[Mono]:
    """Return the same sound at another speed (0.5 to 2.0), block by block as it comes.

    A second of what comes out is ``speed`` seconds of what went in, from the first sample on.
    """
    if speed == 1.0:
        yield from blocks
        return
    import av

    graph = av.filter.Graph()
    beat = Fraction(1, rate)
    source = graph.add_abuffer(format="flt", sample_rate=rate, layout="mono", time_base=beat)
    tempo, sink = graph.add("atempo", str(speed)), graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    at = 0
    for block in _with_lead(blocks, rate):
        frame = av.AudioFrame.from_ndarray(block[np.newaxis], format="flt", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, at, beat
        at += len(block)
        source.push(frame)
        yield from _pulled(sink)
    source.push(None)
    yield from _pulled(sink)


def _with_lead(blocks: Iterable[Mono], rate: int) -> Iterator[Mono]:
    """Put half a window of silence in front, for the filter swallows that much."""
    window = 1 << (rate // _WINDOWS_PER_SECOND).bit_length()
    yield np.zeros(window // 2, np.float32)
    yield from (np.ascontiguousarray(block, np.float32) for block in blocks)


def _pulled(sink: Any) -> Iterator[Mono]:
    import av

    while True:
        try:
            frame = sink.pull()
        except (BlockingIOError, av.error.EOFError):
            return
        yield frame.to_ndarray()[0].astype(np.float32)
