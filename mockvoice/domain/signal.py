"""What is wrong with a microphone's signal, from its peaks. Times are seconds of sound."""

from __future__ import annotations

from collections import deque
from typing import Final

from mockvoice.domain.events import SignalQuality

DEAD: Final = 0.0005
"""Peak under which there is no signal: the last bits of a 16-bit converter."""
QUIET: Final = 0.03
"""Peak (-30 dBFS) that speech at a well set microphone exceeds in every sentence."""
FULL: Final = 0.99
"""Peak of a clipped block."""
_DEAD_AFTER: Final = 2.0
_QUIET_AFTER: Final = 6.0
_MEMORY: Final = 10.0
"""Long enough to hold speech in spite of a thinking pause."""
_CLIPPED_MEMORY: Final = 3.0
_CLIPPED_BLOCKS: Final = 3


class Meter:
    """Remembers the peaks of the last 10 s."""

    def __init__(self) -> None:
        self._peaks: deque[tuple[float, float]] = deque()
        self._seconds = 0.0

    def add(self, peak: float, seconds: float) -> SignalQuality:
        """Take the peak (0..1) of the next block of so many seconds; return the judgement now."""
        self._seconds += seconds
        self._peaks.append((self._seconds, peak))
        while self._peaks[0][0] < self._seconds - _MEMORY:
            self._peaks.popleft()
        recent = self._seconds - _CLIPPED_MEMORY
        if sum(at >= recent and one >= FULL for at, one in self._peaks) >= _CLIPPED_BLOCKS:
            return SignalQuality.CLIPPED
        loudest = max(one for _, one in self._peaks)
        if loudest < DEAD and self._seconds >= _DEAD_AFTER:
            return SignalQuality.NONE
        if loudest < QUIET and self._seconds >= _QUIET_AFTER:
            return SignalQuality.QUIET
        return SignalQuality.FINE
