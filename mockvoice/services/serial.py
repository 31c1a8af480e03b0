"""One thread that does what it is given, one after the other, instead of locks."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

Job = Callable[[], None]
log = logging.getLogger(__name__)


TICK_SECONDS = 0.1


class Serial:
    """A named thread with a queue. A job that raises is logged, and the next one is done.

    ``tick`` is called about every 0.1 s between jobs.
    """

    def __init__(self, name: str, tick: Job | None = None) -> None:
        self._tick = tick
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        """True when nothing waits behind the job under way."""
        return self._jobs.empty()

    def do(self, job: Job) -> None:
        """Do this after all that was given before; returns at once."""
        self._jobs.put(job)

    def close(self) -> None:
        """End after the jobs given so far; returns at once."""
        self._jobs.put(None)

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the thread has ended; False when it still runs."""
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        ticked = time.monotonic()
        while True:
            try:
                job = self._jobs.get(timeout=TICK_SECONDS if self._tick else None)
            except queue.Empty:
                job = _nothing
            if job is None:
                return
            self._do(job)
            if self._tick and time.monotonic() - ticked >= TICK_SECONDS:
                self._do(self._tick)
                ticked = time.monotonic()

    @staticmethod
    def _do(job: Job) -> None:
        try:
            job()
        except Exception:
            log.exception("a job failed")


def _nothing() -> None:
    """Only the time has passed."""
