"""A stretch of a recording is played: that stretch, no click, and no longer than asked for."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from mockvoice.domain.errors import BadAudio
from mockvoice.engine import excerpt

RATE = 16_000


class Stream:
    """A loudspeaker that keeps what it is given."""

    latency = 0.05

    def __init__(self) -> None:
        self.blocks: list[np.ndarray[Any, Any]] = []
        self.wish: threading.Event | None = None

    def write(self, block: np.ndarray[Any, Any]) -> None:
        """Keep a block; after ten of them somebody wishes to stop."""
        self.blocks.append(block.copy())
        if self.wish is not None and len(self.blocks) == 10:
            self.wish.set()

    @property
    def sound(self) -> np.ndarray[Any, Any]:
        """All of it."""
        return np.concatenate(self.blocks)[:, 0]


@pytest.fixture
def ramp(tmp_path: Path) -> Path:
    """Write 4 s of sound whose level tells the second."""
    samples = np.repeat(np.array([0.1, 0.2, 0.3, 0.4]), RATE)
    soundfile.write(tmp_path / "ramp.flac", samples, RATE)
    return tmp_path / "ramp.flac"


def test_the_stretch_asked_for_is_read(ramp: Path) -> None:
    """From 1.0 to 2.5 s there is a second of 0.2 and half a second of 0.3."""
    samples, rate = excerpt._read(ramp, 1.0, 2.5)
    assert rate == RATE
    assert len(samples) == 1.5 * RATE
    assert samples[RATE // 2, 0] == pytest.approx(0.2, abs=1e-3)
    assert samples[-RATE // 4, 0] == pytest.approx(0.3, abs=1e-3)


def test_both_ends_fade(ramp: Path) -> None:
    """Cutting into sound makes no click."""
    samples, _ = excerpt._read(ramp, 1.0, 2.0)
    assert samples[0, 0] == 0
    assert samples[-1, 0] == 0
    assert float(np.abs(np.diff(samples[:, 0])).max()) < 0.01


def test_an_end_past_the_recording_is_its_end(ramp: Path) -> None:
    """Asking for too much gives what there is."""
    samples, _ = excerpt._read(ramp, 3.5, 99.0)
    assert len(samples) == RATE // 2


def test_silence_follows_so_that_the_last_sample_sounds(ramp: Path) -> None:
    """PortAudio drops about the latency at the end; so much silence is written after it."""
    samples, rate = excerpt._read(ramp, 0.0, 1.0)
    stream, places = Stream(), list[float]()
    whole = excerpt._write(stream, samples, rate, threading.Event(), places.append)
    assert whole
    assert len(stream.sound) >= RATE * (1.0 + stream.latency + 0.1)
    assert not stream.sound[RATE + 1 :].any()
    assert places == sorted(places)
    assert places[-1] <= 1.0


def test_a_wish_to_stop_is_heard_within_a_block(ramp: Path) -> None:
    """The last block runs out to silence, and nothing follows."""
    samples, rate = excerpt._read(ramp, 0.0, None)
    stream, stop = Stream(), threading.Event()
    stream.wish = stop
    assert not excerpt._write(stream, samples, rate, stop, lambda _at: None)
    assert len(stream.blocks) == 11
    assert stream.sound[-1] == 0


def test_a_missing_recording_is_said(tmp_path: Path) -> None:
    """A file that was deleted is an error of ours, with a hint."""
    with pytest.raises(BadAudio, match="cannot be played"):
        excerpt.play_excerpt(
            tmp_path / "gone.flac", 0, None, device="", stop=threading.Event(), tell=print
        )
