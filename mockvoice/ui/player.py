"""Plays stretches of recordings on a thread of its own, and tells where it is."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal

from mockvoice.domain.errors import MockvoiceError
from mockvoice.ui.background import Background
from mockvoice.ui.parts import Excerpt, Play


class Player(QObject):
    """One sound at a time; a new one stops the one before."""

    moved = Signal(float)
    """Second of the recording that sounds now."""
    changed = Signal(bool)
    """True when it begins to play, False when it has stopped."""
    failed = Signal(object)
    """The MockvoiceError that kept it from playing."""
    _at = Signal(int, float)

    def __init__(self, play: Play, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._play = play
        self._thread = Background("player", self)
        self._number = 0
        self._stop = threading.Event()
        self._playing = False
        self._at.connect(self._move, Qt.ConnectionType.QueuedConnection)

    @property
    def playing(self) -> bool:
        """True while something sounds or is about to."""
        return self._playing

    def play(self, excerpt: Excerpt, device: str) -> None:
        """Stop what sounds and play this."""
        self._stop.set()
        self._stop = stop = threading.Event()
        self._number += 1
        number = self._number

        def tell(second: float) -> None:
            self._at.emit(number, second)

        self._thread.submit(
            lambda: self._play(excerpt, device, stop, tell),
            lambda _whole: self._ended(number),
            lambda error: self._broken(number, error),
        )
        self._set(True)

    def stop(self) -> None:
        """Stop at once; does nothing when nothing sounds."""
        self._stop.set()
        self._number += 1
        self._set(False)

    def close(self) -> None:
        """Stop and end the thread."""
        self.stop()
        self._thread.close()

    def _move(self, number: int, second: float) -> None:
        if number == self._number and self._playing:
            self.moved.emit(second)

    def _ended(self, number: int) -> None:
        if number == self._number:
            self._set(False)

    def _broken(self, number: int, error: MockvoiceError) -> None:
        self._ended(number)
        self.failed.emit(error)

    def _set(self, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self.changed.emit(playing)
