"""Voice activity: the same window by window as in one run, and silent where nobody speaks."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from mockvoice import paths
from mockvoice.engine.vad import FAINT, SpeechDetector, speech_probabilities, speech_spans

RATE = 16_000


@pytest.fixture(scope="module")
def detector() -> SpeechDetector:
    """One detector for all tests; each run of probabilities resets it."""
    return SpeechDetector()


@pytest.fixture(scope="module")
def answer() -> np.ndarray:
    """The first ten seconds of the demo's answer."""
    samples, rate = soundfile.read(paths.assets() / "demo" / "answer.flac", dtype="float32")
    assert rate == RATE
    return samples[: 10 * RATE]


def test_live_windows_equal_one_run(detector: SpeechDetector, answer: np.ndarray) -> None:
    """State and context are carried over, so live decisions are those of the whole recording."""
    whole = speech_probabilities(detector, [answer])
    detector.reset()
    before = answer.copy()
    live = [detector(answer[at : at + 512]) for at in range(0, len(answer) - 511, 512)]
    assert np.allclose(whole[: len(live)], live, atol=1e-5)
    assert np.array_equal(before, answer), "the caller's samples must not be written to"


def test_blocks_of_any_length_give_the_same(detector: SpeechDetector, answer: np.ndarray) -> None:
    """How the recording is cut into blocks does not matter."""
    whole = speech_probabilities(detector, [answer])
    blocks = [answer[at : at + 7001] for at in range(0, len(answer), 7001)]
    assert np.allclose(whole, speech_probabilities(detector, blocks), atol=1e-5)


def test_speech_is_found(detector: SpeechDetector, answer: np.ndarray) -> None:
    """Most of a fluent answer is speech."""
    spans = speech_spans(speech_probabilities(detector, [answer]))
    assert sum(end - start for start, end in spans) > 5


@pytest.mark.parametrize("kind", ["silence", "white", "brown", "hum", "chord", "clicks"])
def test_nobody_speaks_in_noise(detector: SpeechDetector, kind: str) -> None:
    """Silence, noise, mains hum, music and clicks are no speech."""
    dice = np.random.default_rng(7)
    t = np.arange(8 * RATE) / RATE
    sounds = {
        "silence": np.zeros_like(t),
        "white": 0.1 * dice.standard_normal(len(t)),
        "brown": np.cumsum(dice.standard_normal(len(t))) * 1e-4,
        "hum": 0.3 * np.sin(2 * np.pi * 50 * t),
        "chord": sum(0.1 * np.sin(2 * np.pi * f * t) for f in (262, 330, 392)),
        "clicks": (dice.random(len(t)) < 0.0003) * 0.8,
    }
    samples = np.asarray(sounds[kind], dtype=np.float32)
    assert speech_spans(speech_probabilities(detector, [samples])) == []


def test_short_silences_do_not_end_speech_and_clicks_are_dropped() -> None:
    """Hysteresis: a dip stays inside, a long silence ends, a blip does not count."""
    spans = speech_spans([0.9] * 10 + [0.1] * 2 + [0.9] * 10 + [0.1] * 10 + [0.9])
    assert spans == [(0.0, pytest.approx(22 * 0.032))]


def test_faint_voice_is_found_with_a_lower_start() -> None:
    """A whisper at 0.3 is no speech by default, and may be speech when asked so."""
    likely = [0.0] * 5 + [0.3] * 10 + [0.0] * 10
    assert speech_spans(likely) == []
    assert len(speech_spans(likely, start_at=FAINT)) == 1
