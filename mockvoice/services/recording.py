"""Recording one answer: one thread writes it to disk, another listens to what it has written.

The writer does nothing that can be slow, so that kill -9 loses nothing that the device delivered.
Time is counted in samples, so what is told does not depend on how fast the threads run.
"""

from __future__ import annotations

import errno
import logging
import os
import queue
import threading
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from mockvoice.domain.end_of_turn import WINDOW, EndOfTurn, Patience, Sign
from mockvoice.domain.errors import CannotWrite, DiskFull, MockvoiceError
from mockvoice.domain.events import SignalQuality
from mockvoice.domain.ports import Feed, Microphone, TurnEnd, VoiceActivity
from mockvoice.domain.signal import QUIET, Meter

BYTES_PER_SECOND: Final = 32_000
_WINDOW_BYTES: Final = 1024
_HEARD_BYTES: Final = 8 * BYTES_PER_SECOND
_SYNC_SECONDS: Final = 1.0
"""A power cut loses about so much."""
_READ_SECONDS: Final = 0.05
_LET_GO_SECONDS: Final = 2.0
_LEVELS_PER_SECOND: Final = 15
_FAINT: Final = 0.0018
"""Peak of -55 dBFS. A voice at a microphone turned down to a twentieth of what it should be still
exceeds it, though the detector may miss it; the bare noise of a converter does not. So a room may
be kept where nothing was said, but nothing that was said is deleted."""
_FAINT_SECONDS: Final = 1.0
"""A key or a cough is shorter; a voice so faint that the detector misses it needs a word or two."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opened:
    """The microphone records."""


@dataclass(frozen=True)
class Loudness:
    """Gauge: the loudest sample of the last moment, 0..1."""

    peak: float
    quality: SignalQuality
    seconds: float


@dataclass(frozen=True)
class Heard:
    """A sign of the end of turn, with the seconds left where the turn is about to end."""

    sign: Sign
    at: float
    left: float


@dataclass(frozen=True)
class Stretch:
    """What was said between these seconds can be transcribed."""

    start: float
    end: float


@dataclass(frozen=True)
class Closed:
    """The recording is on disk, complete; ``error`` says why it ended unasked."""

    seconds: float
    error: MockvoiceError | None


News = Opened | Loudness | Heard | Stretch | Closed


@dataclass(frozen=True)
class Ears:
    """What a take listens with."""

    microphone: Microphone
    voice: VoiceActivity
    turn_end: TurnEnd
    device: str
    patience: Patience


class Take:
    """The microphone open into one file, until ``stop`` or until the device or the disk fails.

    A file that exists is carried on, once the take ``after`` has let go of it. ``tell`` is called
    from the take's own threads.
    """

    def __init__(
        self,
        file: Path,
        ears: Ears,
        tell: Callable[[News], None],
        after: Take | None = None,
    ) -> None:
        self._file = file
        self._ears = ears
        self._tell = tell
        self._after = after
        self._stop = threading.Event()
        self._wait = threading.Event()
        self._understood: queue.SimpleQueue[tuple[float, str]] = queue.SimpleQueue()
        self._begins: queue.SimpleQueue[float | None] = queue.SimpleQueue()
        self._windows: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._write, name="recording", daemon=True),
            threading.Thread(target=self._listen, name="listening", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Close the microphone; Closed is told when all is on disk. Returns at once."""
        self._stop.set()

    def keep_talking(self) -> None:
        """Take back the end of the turn; returns at once."""
        self._wait.set()

    def understood(self, until: float, text: str) -> None:
        """Take what was understood of the stretch that ended at this second; returns at once."""
        self._understood.put((until, text))

    def join(self, timeout: float | None = None) -> None:
        """Wait for the threads."""
        for thread in self._threads:
            thread.join(timeout)

    def _write(self) -> None:
        error: MockvoiceError | None = None
        seconds = 0.0
        if self._after:
            self._after.join(_LET_GO_SECONDS)
            self._after = None
        try:
            with _kept(self._file) as out:
                try:
                    self._record(out)
                except MockvoiceError as why:
                    error = why
                os.fsync(out.fileno())
                seconds = os.fstat(out.fileno()).st_size / BYTES_PER_SECOND
        except OSError as why:
            error = error or cannot_write(self._file, why)
            seconds = seconds_of(self._file)
        finally:
            self._begins.put(None)
            self._windows.put(b"")
        self._tell(Closed(seconds, error))

    def _record(self, out: BinaryIO) -> None:
        self._begins.put(os.fstat(out.fileno()).st_size / BYTES_PER_SECOND)
        feed = self._ears.microphone.open(self._ears.device)
        try:
            self._tell(Opened())
            self._copy(feed, out)
        finally:
            _close(feed)

    def _copy(self, feed: Feed, out: BinaryIO) -> None:
        gauge = _Gauge(os.fstat(out.fileno()).st_size, self._tell)
        synced = time.monotonic()
        closing = False
        while True:
            sound = feed.read(0.0 if closing else _READ_SECONDS)
            if sound:
                _all_of(sound, out, self._file)
                self._windows.put(sound)
                gauge.add(sound)
            elif closing:
                return
            if time.monotonic() - synced >= _SYNC_SECONDS:
                os.fsync(out.fileno())
                synced = time.monotonic()
            if self._stop.is_set() and not closing:
                closing = True
                feed.close()

    def _listen(self) -> None:
        try:
            if (begin := self._begins.get()) is None:
                return
            listener = _Listener(self._ears, begin, self._tell)
            while (sound := self._windows.get()) and not self._stop.is_set():
                if self._wait.is_set():
                    self._wait.clear()
                    listener.take_back()
                while not self._understood.empty():
                    listener.understood(*self._understood.get())
                listener.hear(sound)
        except MockvoiceError:
            log.exception("the end of turn cannot be heard")


class _Gauge:
    """Tells the level some times a second."""

    def __init__(self, before: int, tell: Callable[[News], None]) -> None:
        self._bytes = before
        self._tell = tell
        self._meter = Meter()
        self._peak = 0.0
        self._told = before

    def add(self, sound: bytes) -> None:
        self._bytes += len(sound)
        samples = array("h", sound[: len(sound) // 2 * 2])
        peak = _peak(samples)
        quality = self._meter.add(peak, len(sound) / BYTES_PER_SECOND)
        self._peak = max(self._peak, peak)
        if self._bytes - self._told >= BYTES_PER_SECOND / _LEVELS_PER_SECOND:
            self._tell(Loudness(self._peak, quality, self._bytes / BYTES_PER_SECOND))
            self._told, self._peak = self._bytes, 0.0


class _Listener:
    """Voice activity, Smart Turn and the end of turn over the sound as it comes."""

    def __init__(self, ears: Ears, begin: float, tell: Callable[[News], None]) -> None:
        self._ears = ears
        self._tell = tell
        self._turn = EndOfTurn(ears.patience, begin)
        self._at = begin
        self._recent = bytearray()
        self._rest = b""
        ears.voice.reset()

    def take_back(self) -> None:
        self._turn.take_back()

    def understood(self, until: float, text: str) -> None:
        self._turn.understood(until, text)

    def hear(self, sound: bytes) -> None:
        sound = self._rest + sound
        whole = len(sound) // _WINDOW_BYTES * _WINDOW_BYTES
        for start in range(0, whole, _WINDOW_BYTES):
            self._window(sound[start : start + _WINDOW_BYTES])
        self._rest = sound[whole:]

    def _window(self, window: bytes) -> None:
        self._recent += window
        del self._recent[:-_HEARD_BYTES]
        self._at += WINDOW
        for sign in self._turn.hear(self._at, self._ears.voice.voice(window)):
            self._act(sign)

    def _act(self, sign: Sign) -> None:
        if sign in {Sign.ASK, Sign.ASK_AGAIN}:
            self._turn.opinion(self._ears.turn_end.finished(bytes(self._recent)))
        elif sign is Sign.STRETCH:
            start, end = self._turn.stretch
            self._turn.stretch_taken()
            self._tell(Stretch(start, end))
        else:
            self._tell(Heard(sign, self._at, self._turn.left))


def sounds(file: Path) -> bool:
    """Return True when a raw recording may hold words: one loud moment, or a second of sound.

    The detector's word is not enough to delete: it may not have heard the last moment yet.
    """
    faint = 0.0
    with file.open("rb") as raw:
        while len(window := raw.read(_WINDOW_BYTES)) > 1:
            loudest = _peak(array("h", window[: len(window) // 2 * 2]))
            faint += WINDOW if loudest >= _FAINT else 0.0
            if loudest >= QUIET or faint > _FAINT_SECONDS:
                return True
    return False


def _peak(samples: array[int]) -> float:
    return min(1.0, max(*samples, -min(samples)) / 32767)


def _kept(file: Path) -> BinaryIO:
    """Open a recording to carry it on, unbuffered, cut to whole samples."""
    if file.is_file() and file.stat().st_size % 2:
        os.truncate(file, file.stat().st_size // 2 * 2)
    return file.open("ab", buffering=0)


def _all_of(sound: bytes, out: BinaryIO, file: Path) -> None:
    """Write all of it: an unbuffered write may stop where the disk is full."""
    view = memoryview(sound)
    try:
        while view:
            view = view[out.write(view) :]
    except OSError as error:
        raise cannot_write(file, error) from error


def _close(feed: Feed) -> None:
    try:
        feed.close()
    except MockvoiceError:
        log.exception("the microphone did not close")


def seconds_of(file: Path) -> float:
    """Return the length of a raw recording; 0 when there is none."""
    return file.stat().st_size / BYTES_PER_SECOND if file.is_file() else 0.0


def cannot_write(file: Path, error: OSError) -> MockvoiceError:
    """Return our error for one of the system's while writing ``file``."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            "The disk is full, so the recording has stopped. What you said so far is kept.",
            "Free some space, then go on.",
        )
    return CannotWrite(
        f"The recording cannot be written to {file.parent}.",
        "Check that the folder exists and may be written to.",
        detail=str(error),
    )
