"""The true clock."""

from __future__ import annotations

import time


class MonotonicClock:
    """Clock by the system's monotonic time."""

    def now(self) -> float:
        """Return seconds since some fixed moment."""
        return time.monotonic()
