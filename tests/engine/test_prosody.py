"""Melody and loudness of sounds whose variation is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mockvoice.engine.prosody import prosody

RATE = 16_000


def write(path: Path, samples: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Path:
    """Write raw 16-bit PCM."""
    path.write_bytes((samples * 32767).astype("<i2").tobytes())
    return path


def voice(
    semitones: float, decibels: float, seconds: float = 6.0
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A buzz whose pitch and level swing as sines of these amplitudes, once in two seconds."""
    t = np.arange(int(seconds * RATE)) / RATE
    swing = np.sin(np.pi * t)
    phase = 2 * np.pi * np.cumsum(140 * 2 ** (semitones * swing / 12)) / RATE
    buzz = sum(np.sin(k * phase) / k for k in range(1, 8))
    return 0.08 * buzz * 10 ** (decibels * np.cos(np.pi * t) / 20)


def test_known_variation_is_found(tmp_path: Path) -> None:
    """A sine swing of 4 semitones and 6 dB has the standard deviations of sines."""
    found = prosody(write(tmp_path / "a.pcm", voice(4.0, 6.0)))

    assert found.pitch_variation_semitones == pytest.approx(4 / 2**0.5, rel=0.1)
    assert found.loudness_variation_db == pytest.approx(6 / 2**0.5, rel=0.15)


def test_a_monotone_voice_varies_little(tmp_path: Path) -> None:
    """Flat pitch and level give nearly nothing."""
    found = prosody(write(tmp_path / "a.pcm", voice(0.0, 0.0)))

    assert found.pitch_variation_semitones == pytest.approx(0, abs=0.1)
    assert found.loudness_variation_db == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize("level", [0.0, 0.01])
def test_without_a_voice_nothing_is_said(tmp_path: Path, level: float) -> None:
    """Silence and noise have no melody."""
    noise = np.random.default_rng(1).normal(0, level, 4 * RATE)
    found = prosody(write(tmp_path / "a.pcm", noise))

    assert found.pitch_variation_semitones is None
    assert found.loudness_variation_db is None
