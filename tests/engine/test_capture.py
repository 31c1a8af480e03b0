"""The microphone, with a system double that calls back as PortAudio does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from mockvoice.domain.errors import DeviceLost
from mockvoice.engine.capture import Calls, Capture, PortAudioMicrophone


class Stream:
    """An input stream that calls back when told to."""

    def __init__(self, calls: Calls, rate: int) -> None:
        self.calls = calls
        self.rate = rate
        self.started = self.closed = False

    def start(self) -> None:
        """Begin."""
        self.started = True

    def close(self) -> None:
        """End."""
        self.closed = True

    def push(self, samples: np.ndarray, flags: int = 0) -> None:
        """Call back with this block, as PortAudio's thread does."""
        data = bytearray(samples.astype("<i2").tobytes())
        self.calls.block(memoryview(data), len(samples), None, flags)
        data[:] = bytes(len(data))  # PortAudio uses its buffer again


class System:
    """PortAudio with one device that opens at these rates."""

    def __init__(self, *rates: int) -> None:
        self.rates = rates
        self.streams: list[Stream] = []
        self.asked: list[tuple[str, int]] = []
        self.on_renew: Callable[[], None] | None = None

    def open(self, device: str, rate: int, calls: Calls) -> Stream:
        """Open at a rate the device has."""
        self.asked.append((device, rate))
        if rate not in self.rates:
            raise ValueError("Invalid sample rate")
        self.streams.append(Stream(calls, rate))
        return self.streams[-1]

    def own_rate(self, _device: str) -> int:
        """Return the first rate."""
        if not self.rates:
            raise ValueError("No input device matching")
        return self.rates[0]

    def renew(self) -> bool:
        """Let the test plug something in."""
        if self.on_renew:
            self.on_renew()
        return self.on_renew is not None


def opened(system: System, silent: float = 0.05) -> tuple[Capture, Stream]:
    """Open the double's device."""
    capture = PortAudioMicrophone(system, silent).open("desk")
    return capture, system.streams[-1]


def ramp(count: int) -> np.ndarray:
    """Samples that are all different."""
    return np.arange(count, dtype="<i2")


@pytest.mark.parametrize("sizes", [(512, 512), (1, 700, 31, 480)])
def test_blocks_of_any_size_arrive_in_order_and_copied(sizes: tuple[int, ...]) -> None:
    """What is read is what was called back, though PortAudio uses its buffer again."""
    capture, stream = opened(System(16_000))
    whole, at = ramp(sum(sizes)), 0
    for size in sizes:
        stream.push(whole[at : at + size])
        at += size
    assert capture.read(0.01) == whole.tobytes()
    capture.close()


def test_flags_are_counted_and_the_sound_is_kept() -> None:
    """An overflow is a number, not a loss of what did arrive."""
    capture, stream = opened(System(16_000))
    stream.push(ramp(512), flags=2)
    stream.push(ramp(512))
    assert len(capture.read(0.01)) == 2048
    assert capture.troubles == 1
    capture.close()


def test_a_device_that_goes_silent_is_lost() -> None:
    """Callbacks that just stop are noticed after the limit, not before."""
    capture, stream = opened(System(16_000), silent=0.05)
    stream.push(ramp(512))
    assert capture.read(0.01)
    assert capture.read(0.0) == b""
    with pytest.raises(DeviceLost):
        capture.read(0.1)
    capture.close()


def test_a_stream_that_ends_by_itself_is_lost_at_once_after_its_last_block() -> None:
    """PortAudio's finished callback: what came before it is read first."""
    capture, stream = opened(System(16_000), silent=60)
    stream.push(ramp(512))
    stream.calls.finished()
    assert len(capture.read(0.01)) == 1024
    with pytest.raises(DeviceLost):
        capture.read(0.01)
    capture.close()


def test_after_close_the_rest_is_read_and_nothing_is_lost() -> None:
    """Closing does not throw away what has been called back."""
    capture, stream = opened(System(16_000), silent=0.0)
    stream.push(ramp(512))
    capture.close()
    assert stream.closed
    assert len(capture.read(0.0)) == 1024
    assert capture.read(0.0) == b""


@pytest.mark.parametrize("rate", [44_100, 48_000, 8_000])
def test_another_rate_is_resampled_without_losing_a_block(rate: int) -> None:
    """A tone of 440 Hz for one second stays that, in whatever blocks it comes."""
    capture, stream = opened(System(rate))
    tone = np.sin(2 * np.pi * 440 * np.arange(rate) / rate) * 12_000
    sound = b""
    for start in range(0, rate, 1_411):
        stream.push(tone[start : start + 1_411])
        sound += capture.read(0.01)
    heard = np.frombuffer(sound, dtype="<i2").astype(float)
    assert 15_900 <= len(heard) <= 16_000
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert abs(spectrum.argmax() * 16_000 / len(heard) - 440) < 2
    assert 11_000 < np.abs(heard[500:-500]).max() < 13_000
    capture.close()


def test_a_device_that_opens_at_no_rate_is_a_sentence() -> None:
    """PortAudio's error becomes ours, with a hint."""
    with pytest.raises(DeviceLost) as caught:
        PortAudioMicrophone(System()).open("desk")
    assert "desk" in caught.value.message
    assert caught.value.hint
    assert caught.value.detail not in caught.value.message
    with pytest.raises(DeviceLost) as caught:
        PortAudioMicrophone(System()).open("")
    assert caught.value.message == "No microphone opens."


def test_a_device_plugged_in_later_is_found_after_looking_again() -> None:
    """The list is renewed once before giving up."""
    system = System()

    def plug_in() -> None:
        system.rates = (16_000,)

    system.on_renew = plug_in
    capture, stream = opened(system)
    assert stream.started
    capture.close()
