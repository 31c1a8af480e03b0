"""Events from any thread to the GUI thread, by one signal; of waiting gauges the newest wins."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal, Slot

from mockvoice.domain.events import Countdown, Event, Level, WorkProgress

_GAUGES = (Level, Countdown, WorkProgress)


class Bridge(QObject):
    """``tell`` may be called from any thread; ``told`` is emitted in the GUI thread, in order."""

    told = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guard = threading.Lock()
        self._waiting: list[Event] = []
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def tell(self, event: Event) -> None:
        """Take an event; a gauge replaces an older one of its kind that still waits last."""
        with self._guard:
            wake = not self._waiting
            if self._waiting and isinstance(event, _GAUGES):
                last = self._waiting[-1]
                if type(last) is type(event):
                    self._waiting.pop()
            self._waiting.append(event)
        if wake:
            self._woken.emit()

    @Slot()
    def _deliver(self) -> None:
        with self._guard:
            events, self._waiting = self._waiting, []
        for event in events:
            self.told.emit(event)
