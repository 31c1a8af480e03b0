"""Listening to a microphone for the level meter, without recording anything."""

from __future__ import annotations

import threading
from array import array

from PySide6.QtCore import QObject, Signal

from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.ports import Microphone
from mockvoice.ui.background import Background

_READ_SECONDS = 0.1
_LOUDEST = 32768


class MicTest(QObject):
    """Opens a microphone and tells its level until it is stopped."""

    level = Signal(float)
    """Peak, 0..1."""
    changed = Signal(bool)
    """True while it listens."""
    failed = Signal(object)
    """The MockvoiceError that ended it."""

    def __init__(self, microphone: Microphone, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._microphone = microphone
        self._thread = Background("microphone test", self)
        self._stop = threading.Event()
        self.listening = False

    def start(self, device: str) -> None:
        """Listen to the device of this name, the system's own when it is empty."""
        self.stop()
        self._stop = stop = threading.Event()
        self._set(True)
        self._thread.submit(
            lambda: self._listen(device, stop),
            lambda _nothing: self._ended(stop),
            lambda error: self._broken(stop, error),
        )

    def stop(self) -> None:
        """Let go of the microphone."""
        self._stop.set()
        self._set(False)

    def close(self) -> None:
        """Stop and end the thread."""
        self.stop()
        self._thread.close()

    def _listen(self, device: str, stop: threading.Event) -> None:
        feed = self._microphone.open(device)
        try:
            while not stop.is_set():
                block = array("h", feed.read(_READ_SECONDS))
                if block and not stop.is_set():
                    loudest = max(abs(sample) for sample in block)
                    self.level.emit(loudest / _LOUDEST)
        finally:
            feed.close()

    def _ended(self, stop: threading.Event) -> None:
        if stop is self._stop:
            self._set(False)

    def _broken(self, stop: threading.Event, error: MockvoiceError) -> None:
        if stop is self._stop:
            self._set(False)
            self.failed.emit(error)

    def _set(self, listening: bool) -> None:
        if listening != self.listening:
            self.listening = listening
            self.changed.emit(listening)
