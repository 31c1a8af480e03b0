"""Filler sounds in the sound itself: a held vowel is one, a moving voice or noise is none."""

from __future__ import annotations

import numpy as np
import pytest

from mockvoice.domain.fillers import Said
from mockvoice.domain.transcript import FillerSource
from mockvoice.engine.voiced_gaps import sounds_in_gaps

RATE = 16_000


def vowel(seconds: float, pitch: tuple[float, float], second: tuple[float, float]) -> np.ndarray:
    """A buzz of gliding pitch through two resonances, the second gliding too."""
    count = int(seconds * RATE)
    phase = np.cumsum(np.linspace(*pitch, count)) / RATE
    buzz = (np.diff(np.floor(phase), prepend=0) > 0).astype(float)
    out = buzz
    for centre in (np.full(count, 600.0), np.linspace(*second, count), np.full(count, 2600.0)):
        past, before = 0.0, 0.0
        radius = np.exp(-np.pi * 90 / RATE)
        turn = 2 * radius * np.cos(2 * np.pi * centre / RATE)
        made = np.empty(count)
        for i in range(count):
            made[i] = out[i] + turn[i] * past - radius * radius * before
            past, before = made[i], past
        out = made
    return (0.3 * out / np.abs(out).max()).astype(np.float32)


def found(sound: np.ndarray) -> list[Said]:
    """Put the sound between two words, 2 s into the recording, and search there."""
    quiet = np.zeros(RATE // 2, dtype=np.float32)
    samples = np.concatenate([quiet, sound, quiet])
    end = 2.5 + len(sound) / RATE
    words = [Said("we", 2.0, 2.4, 0.9), Said("split", end + 0.1, end + 0.4, 0.9)]
    return sounds_in_gaps(samples, 2.0, words, [(2.0, end + 0.5)])


def test_a_held_vowel_is_a_filler() -> None:
    """Level pitch and resting formants, as in a long "uh", with the time in the file."""
    (filler,) = found(vowel(0.5, (120, 118), (1300, 1300)))
    assert filler.source is FillerSource.SOUND
    assert filler.text == "uh"
    assert filler.start == pytest.approx(2.5, abs=0.06)
    assert filler.end == pytest.approx(3.0, abs=0.06)


def test_speech_melody_is_none() -> None:
    """A voice whose pitch glides is a word that was missed, not a hesitation."""
    assert found(vowel(0.5, (100, 180), (1300, 1300))) == []


def test_moving_formants_are_none() -> None:
    """A diphthong moves its formants."""
    assert found(vowel(0.5, (120, 120), (1000, 2000))) == []


def test_breath_is_none() -> None:
    """Noise without a voice is no filler."""
    noise = np.random.default_rng(3).standard_normal(RATE // 2).astype(np.float32) * 0.05
    assert found(noise) == []


def test_short_ends_of_words_are_none() -> None:
    """Less than 0.18 s of voice is too short."""
    assert found(vowel(0.12, (120, 120), (1300, 1300))) == []
