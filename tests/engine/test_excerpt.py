"""A stretch of a recording is played: that stretch, no click, and no longer than asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from mockvoice.domain.errors import BadAudio
from mockvoice.engine import playback
from mockvoice.engine.excerpt import Stretch, pieces, play_excerpt
from mockvoice.engine.playback import Sound

RATE = 16_000


class Stream:
    """A loudspeaker that keeps what it is given."""

    latency = 0.05

    def __init__(self, stop: threading.Event | None = None, after: int = 10) -> None:
        self.blocks: list[np.ndarray[Any, Any]] = []
        self.stop, self._after = stop or threading.Event(), after
        self.wanted = stop is not None

    def write(self, block: np.ndarray[Any, Any]) -> None:
        """Keep a block; after some of them somebody wishes to stop."""
        self.blocks.append(block.copy())
        if self.wanted and len(self.blocks) == self._after:
            self.stop.set()

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


@pytest.fixture
def beeps(tmp_path: Path) -> Path:
    """Write 6 s of silence with 50 ms of noise at each second."""
    samples = np.zeros(6 * RATE)
    noise = np.random.default_rng(1).standard_normal(RATE // 20) * 0.2
    for second in range(1, 6):
        samples[second * RATE : second * RATE + len(noise)] = noise
    soundfile.write(tmp_path / "beeps.flac", samples, RATE)
    return tmp_path / "beeps.flac"


def made(file: Path, wanted: Stretch) -> np.ndarray[Any, Any]:
    """Return all samples of a stretch that is played once."""
    with soundfile.SoundFile(file) as held:
        return np.concatenate([piece.samples for piece in pieces(held, wanted)])[:, 0]


def written(file: Path, wanted: Stretch, stream: Stream) -> tuple[bool, list[float]]:
    """Play to a double of a stream; return whether it was whole, and the places told."""
    places = list[float]()
    with soundfile.SoundFile(file) as held:
        sound = Sound(pieces(held, wanted), RATE, 1, wanted.speed)
        return playback.write(stream, sound, stream.stop, places.append), places


def test_the_stretch_asked_for_is_read(ramp: Path) -> None:
    """From 1.0 to 2.5 s there is a second of 0.2 and half a second of 0.3."""
    samples = made(ramp, Stretch(1.0, 2.5))
    assert len(samples) == 1.5 * RATE
    assert samples[RATE // 2] == pytest.approx(0.2, abs=1e-3)
    assert samples[-RATE // 4] == pytest.approx(0.3, abs=1e-3)


def test_both_ends_fade(ramp: Path) -> None:
    """Cutting into sound makes no click."""
    samples = made(ramp, Stretch(1.0, 2.0))
    assert samples[0] == 0
    assert samples[-1] == 0
    assert float(np.abs(np.diff(samples)).max()) < 0.01


def test_an_end_past_the_recording_is_its_end(ramp: Path) -> None:
    """Asking for too much gives what there is; a start past the end gives nothing."""
    assert len(made(ramp, Stretch(3.5, 99.0))) == RATE // 2
    with soundfile.SoundFile(ramp) as held:
        assert not list(pieces(held, Stretch(9.0, loop=True)))


def test_silence_follows_so_that_the_last_sample_sounds(ramp: Path) -> None:
    """PortAudio drops about the latency at the end; so much silence is written after it."""
    stream = Stream()
    whole, places = written(ramp, Stretch(0.0, 1.0), stream)
    assert whole
    assert len(stream.sound) >= RATE * (1.0 + stream.latency + 0.1)
    assert not stream.sound[RATE + 1 :].any()
    assert places == sorted(places)
    assert places[-1] == pytest.approx(1.0, abs=0.03)


def test_a_wish_to_stop_is_heard_within_a_block(ramp: Path) -> None:
    """One block runs out to silence, and only silence follows, as long as the latency."""
    stream = Stream(threading.Event(), after=10)
    whole, _ = written(ramp, Stretch(0.0), stream)
    assert not whole
    assert len(stream.blocks) == 12
    assert stream.blocks[10][-1] == 0
    assert float(np.abs(np.diff(stream.sound)).max()) < 0.02
    assert len(stream.blocks[11]) >= int(RATE * stream.latency)
    assert not stream.blocks[11].any()


@pytest.mark.parametrize("speed", [0.75, 1.25, 1.5])
def test_every_second_sounds_when_the_speed_says(beeps: Path, speed: float) -> None:
    """At any speed the beep of second n sounds after n / speed seconds, the first one too."""
    samples = made(beeps, Stretch(0.5, 5.5, speed))
    assert len(samples) / RATE == pytest.approx(5.0 / speed, abs=0.03)
    loud = np.flatnonzero(np.abs(samples) > 0.05)
    begins = loud[np.diff(loud, prepend=-RATE) > RATE // 4]
    wanted = [(second - 0.5) / speed for second in range(1, 6)]
    assert [begin / RATE for begin in begins] == pytest.approx(wanted, abs=0.03)


@pytest.mark.parametrize("speed", [0.75, 1.5])
def test_speed_leaves_the_pitch(tmp_path: Path, speed: float) -> None:
    """A tone of 220 Hz stays one."""
    tone = 0.3 * np.sin(2 * np.pi * 220 * np.arange(3 * RATE) / RATE)
    soundfile.write(tmp_path / "tone.wav", tone, RATE)
    samples = made(tmp_path / "tone.wav", Stretch(0.0, None, speed))
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert spectrum.argmax() * RATE / len(middle) == pytest.approx(220, rel=0.01)


def test_the_place_told_is_the_second_that_sounds(ramp: Path) -> None:
    """At speed 1.5 the places told go through the stretch one and a half times as fast."""
    stream = Stream()
    _, places = written(ramp, Stretch(1.0, 4.0, 1.5), stream)
    seconds = len(stream.sound) / RATE
    assert seconds == pytest.approx(2.0 + stream.latency + playback.TAIL_SECONDS, abs=0.03)
    assert max(np.diff(places)) < 0.06
    assert places[0] == pytest.approx(1.0)
    assert places[-1] == pytest.approx(4.0, abs=0.06)


def test_a_loop_begins_again(ramp: Path) -> None:
    """The same samples come again and again, with a breath between, and places come again."""

    def first(wanted: Stretch, many: int) -> list[playback.Piece]:
        with soundfile.SoundFile(ramp) as held:
            endless: Iterator[playback.Piece] = pieces(held, wanted)
            return list(islice(endless, many))

    once, silence, again = first(Stretch(1.0, 1.2, loop=True), 3)
    assert np.array_equal(once.samples, again.samples)
    assert not silence.samples.any()
    assert again.place == once.place == 1.0


def test_a_missing_recording_is_said(tmp_path: Path) -> None:
    """A file that was deleted is an error of ours, with a hint."""
    with pytest.raises(BadAudio, match="cannot be played"):
        play_excerpt(
            tmp_path / "gone.flac",
            Stretch(0),
            device="",
            stop=threading.Event(),
            tell=lambda _second: None,
        )
