"""The microphone: PortAudio's callback copies each block into a queue, all else is elsewhere."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from mockvoice.domain.errors import DeviceLost
from mockvoice.engine import devices

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE: Final = 16_000
BLOCK: Final = 512
"""Samples per callback at 16 kHz: one window of the voice activity detector."""
SILENT_SECONDS: Final = 1.0
"""A device that has not called back for so long is lost: PortAudio itself says nothing."""
_HINT: Final = "Choose another microphone, or check it in the system's sound settings."


class Stream(Protocol):
    """The part of PortAudio's input stream that is used."""

    def start(self) -> None:
        """Begin to call back."""

    def close(self) -> None:
        """Stop calling back and let go of the device."""


@dataclass(frozen=True)
class Calls:
    """What a stream calls, in PortAudio's own thread."""

    block: Callable[[Any, int, Any, Any], None]
    """(samples, frames, times, flags)"""
    finished: Callable[[], None]


class System(Protocol):
    """What is asked of PortAudio."""

    def open(self, device: str, rate: int, calls: Calls) -> Stream:
        """Open the device of this name ("" for the system's own), 16-bit mono."""

    def own_rate(self, device: str) -> int:
        """Return the rate the device prefers."""

    def renew(self) -> bool:
        """Look for devices again; False when that is not possible now."""


class PortAudioMicrophone:
    """Microphone over PortAudio."""

    def __init__(self, system: System | None = None, silent: float = SILENT_SECONDS) -> None:
        self._system = system or PortAudio()
        self._silent = silent

    def open(self, device: str) -> Capture:
        """Start to record. Raises DeviceLost when the device opens at no rate."""
        try:
            return self._begin(device)
        except DeviceLost:
            if not self._system.renew():
                raise
        return self._begin(device)

    def _begin(self, device: str) -> Capture:
        devices.opened()
        try:
            return Capture(self._system, device, self._silent)
        except BaseException:
            devices.closed()
            raise


class Capture:
    """An open microphone; see ports.Feed. Read it from one thread only."""

    def __init__(self, system: System, device: str, silent: float) -> None:
        self._queue: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._troubles = 0
        self._silent = silent
        self._closed = self._gone = False
        self._resample: Callable[[bytes], bytes] | None = None
        calls = Calls(self._block, self._finished)
        self._stream = self._opened(system, device, calls)
        self._last = time.monotonic()

    @property
    def troubles(self) -> int:
        """How often PortAudio flagged lost or late sound."""
        return self._troubles

    def read(self, timeout: float) -> bytes:
        """Return the blocks that came in, as 16 kHz; see ports.Feed."""
        blocks = list(self._waiting(timeout))
        if blocks:
            self._last = time.monotonic()
            sound = b"".join(blocks)
            return self._resample(sound) if self._resample else sound
        if not self._closed and (self._gone or time.monotonic() - self._last > self._silent):
            raise DeviceLost("The microphone has stopped answering.", _HINT)
        return b""

    def close(self) -> None:
        """Stop recording; what has come in can still be read."""
        if not self._closed:
            self._closed = True
            try:
                self._stream.close()
            finally:
                devices.closed()

    def _block(self, samples: Any, _frames: int, _times: Any, flags: Any) -> None:
        # Runs in PortAudio's real-time thread: copy and leave.
        if flags:
            self._troubles += 1  # only this thread writes it
        self._queue.put(bytes(samples))

    def _finished(self) -> None:
        self._queue.put(None)

    def _waiting(self, timeout: float) -> Iterator[bytes]:
        try:
            block = self._queue.get(timeout=timeout) if timeout else self._queue.get_nowait()
            while True:
                if block is None:
                    self._gone = True
                else:
                    yield block
                block = self._queue.get_nowait()
        except queue.Empty:
            return

    def _opened(self, system: System, device: str, calls: Calls) -> Stream:
        trouble = _trouble()
        try:
            try:
                stream = system.open(device, RATE, calls)
            except trouble:
                rate = system.own_rate(device)
                stream = system.open(device, rate, calls)
                self._resample = _resampler(rate)
            try:
                stream.start()
            except trouble:
                stream.close()
                raise
        except trouble as error:
            raise DeviceLost(
                f"The microphone {device} does not open." if device else "No microphone opens.",
                _HINT,
                detail=str(error),
            ) from error
        return stream


class PortAudio:
    """The true System."""

    def open(self, device: str, rate: int, calls: Calls) -> Stream:
        """Open a callback stream; sounddevice finds a device by its name or a part of it."""
        import sounddevice

        stream: Stream = sounddevice.RawInputStream(
            samplerate=rate,
            blocksize=BLOCK * rate // RATE,
            device=device or None,
            channels=1,
            dtype="int16",
            callback=calls.block,
            finished_callback=calls.finished,
        )
        return stream

    def own_rate(self, device: str) -> int:
        """Return the device's default rate in Hz."""
        import sounddevice

        return int(sounddevice.query_devices(device or None, "input")["default_samplerate"])

    def renew(self) -> bool:
        """Start PortAudio again: its list may be of before the device was plugged in."""
        return devices.renew()


def _trouble() -> tuple[type[Exception], ...]:
    """What opening a device raises: PortAudio's own, an unknown name, no PortAudio at all."""
    try:
        import sounddevice
    except OSError:
        return (OSError, ValueError)
    return (OSError, ValueError, sounddevice.PortAudioError)


def _resampler(rate: int) -> Callable[[bytes], bytes]:
    """Return a function from s16 mono at ``rate`` to 16 kHz that remembers its state."""
    import av
    import numpy as np

    graph = av.AudioResampler(format="s16", layout="mono", rate=RATE)

    def resample(sound: bytes) -> bytes:
        frame = av.AudioFrame.from_ndarray(
            np.frombuffer(sound, dtype="<i2").reshape(1, -1), format="s16", layout="mono"
        )
        frame.sample_rate = rate
        return b"".join(part.to_ndarray().astype("<i2").tobytes() for part in graph.resample(frame))

    return resample
