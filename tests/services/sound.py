"""Small true doubles of devices: a microphone fed by the test, a voice detector that hears levels.

Loud samples are speech, so a test writes an answer as seconds of speech and silence.
"""

from __future__ import annotations

import queue
import threading
from array import array
from collections.abc import Callable
from pathlib import Path

from mockvoice.domain.errors import DeviceLost
from mockvoice.domain.ports import Stop

SECOND = 32_000
LOUD = 8_000
MARK = 3
"""A level that is silence to every ear, by which a test knows how far it was listened to."""


def speech(seconds: float, level: int = LOUD) -> bytes:
    """Sound, loud unless told otherwise."""
    return array("h", [level, -level] * int(seconds * 8_000)).tobytes()


def silence(seconds: float) -> bytes:
    """No sound at all."""
    return bytes(int(seconds * 16_000) * 2)


class FakeFeed:
    """An open microphone that delivers what the test says."""

    def __init__(
        self, sound: queue.SimpleQueue[bytes | Exception], taken: Callable[[], None]
    ) -> None:
        self._sound = sound
        self._taken = taken
        self._closed = False
        self.troubles = 0

    def read(self, timeout: float) -> bytes:
        """Return the next sound; raise the next error."""
        if self._closed:
            return b""
        try:
            item = self._sound.get(timeout=timeout or None) if timeout else self._sound.get_nowait()
        except queue.Empty:
            return b""
        self._taken()
        if isinstance(item, Exception):
            raise item
        return item

    def close(self) -> None:
        """Stop delivering."""
        self._closed = True


class FakeMicrophone:
    """Feeds in the order in which they will be opened; each is said ahead."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.opening: queue.SimpleQueue[str] = queue.SimpleQueue()
        """The same, to wait for."""
        self.lost: set[str] = set()
        self.go = threading.Event()
        """Cleared, it takes until it is set for one to open."""
        self.go.set()
        self._sound: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()
        self._left = 0
        self._change = threading.Condition()

    def drained(self) -> None:
        """Wait until all that was said has been taken."""
        with self._change:
            assert self._change.wait_for(lambda: self._left == 0, 5)

    def _taken(self) -> None:
        with self._change:
            self._left -= 1
            self._change.notify_all()

    def _put(self, item: bytes | Exception) -> None:
        with self._change:
            self._left += 1
        self._sound.put(item)

    def say(self, *sounds: bytes | Exception) -> None:
        """Deliver these next, in blocks of 512 samples."""
        for sound in sounds:
            if isinstance(sound, Exception):
                self._put(sound)
                continue
            for at in range(0, len(sound), 1024):
                self._put(sound[at : at + 1024])

    def open(self, device: str) -> FakeFeed:
        """Open a device that is not lost."""
        assert self.go.wait(5)
        if device in self.lost:
            raise DeviceLost(f"{device} does not open.", "Choose another.")
        self.opened.append(device)
        self.opening.put(device)
        return FakeFeed(self._sound, self._taken)


class _StuckFeed(FakeFeed):
    """An open microphone that closes only when the test lets it."""

    closes: threading.Event

    def close(self) -> None:
        """Wait, then close."""
        assert self.closes.wait(10)
        super().close()


class StuckMicrophone(FakeMicrophone):
    """Gives such microphones."""

    def __init__(self) -> None:
        super().__init__()
        self.closes = threading.Event()

    def open(self, device: str) -> FakeFeed:
        """Open one."""
        super().open(device)
        feed = _StuckFeed(self._sound, self._taken)
        feed.closes = self.closes
        return feed


class FakeVoiceActivity:
    """Hears speech where it is loud."""

    def __init__(self) -> None:
        self.marked = threading.Event()
        """Set when it hears a mark: all that was told of what came before is told."""

    def reset(self) -> None:
        """Has no memory."""

    def voice(self, window: bytes) -> float:
        """Return 0.9 for loud, 0.1 for silence."""
        loudest = max(array("h", window))
        if loudest == MARK:
            self.marked.set()
        return 0.9 if loudest > 500 else 0.1


class FakeTurnEnd:
    """Is always of one opinion."""

    def __init__(self, opinion: float = 1.0) -> None:
        self.opinion = opinion
        self.asked: list[bytes] = []

    def finished(self, pcm: bytes) -> float:
        """Return the opinion."""
        self.asked.append(pcm)
        return self.opinion


class FakeSpeaker:
    """Plays in no time, or holds each clip until the test lets it end."""

    def __init__(self) -> None:
        self.played: list[tuple[str, str]] = []
        """(name of the file, device)"""
        self.error: Exception | None = None
        self.go = threading.Event()
        self.go.set()

    def play(self, clip: Path, stop: Stop, device: str) -> bool:
        """Return True at the end, False when stopped."""
        if self.error:
            raise self.error
        assert clip.is_file()
        self.played.append((clip.name, device))
        while not self.go.wait(0.005):
            if stop.is_set():
                return False
        return not stop.is_set()
