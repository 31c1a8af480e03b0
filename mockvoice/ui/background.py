"""Work off the GUI thread: one serial thread per shared thing, results back by signal."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from mockvoice.domain.errors import Cancelled, MockvoiceError

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[MockvoiceError], None]


class Background(QObject):
    """A thread that does one thing after the other, started with the first job.

    ``done`` and ``failed`` are called in the GUI thread. Other exceptions than ours are bugs: they
    are logged with their traceback, and ``failed`` is told a plain sentence.
    """

    _told = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._forget = False
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[MockvoiceError], None],
    ) -> None:
        """Do the work after what was asked before; ignored once closed."""
        if self._closed:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        self._jobs.put(_Job(work, done, failed))

    def close(self, patience: float = 5.0, *, finish: bool = False) -> None:
        """End the thread after the work under way, with ``finish`` after all that waits, too.

        What comes of it is told to nobody any more.
        """
        self._closed, self._forget = True, not finish
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(patience)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._forget:
                continue
            told = self._outcome(job)
            # Bound only until it is told: the thread must not be the last to hold GUI objects.
            del job
            if not self._closed:
                self._told.emit(told)
            del told

    def _outcome(self, job: _Job) -> Callable[[], None]:
        done, failed = job.done, job.failed
        try:
            result = job.work()
        except Cancelled:
            return lambda: None
        except MockvoiceError as error:
            trouble = error
            return lambda: failed(trouble)
        except Exception as error:  # noqa: BLE001 - a bug must not end the thread
            _log.exception("%s: a job ended in a bug", self._name)
            bug = MockvoiceError("Something went wrong inside MockVoice.", str(error))
            return lambda: failed(bug)
        return lambda: done(result)

    @Slot(object)
    def _hear(self, told: Callable[[], None]) -> None:
        if not self._closed:
            told()
