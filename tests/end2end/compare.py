"""Recordings cut, read and compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from mockvoice import paths

RATE = 16_000


def spoken(name: str, start: float, end: float, out: Path) -> Path:
    """Cut a stretch out of a candidate's recording."""
    samples, rate = soundfile.read(paths.assets() / "demo" / name, dtype="int16")
    assert rate == RATE
    soundfile.write(out, samples[int(start * rate) : int(end * rate)], rate)
    return out


def likeness(spoken: np.ndarray, recorded: np.ndarray) -> float:
    """Return the highest normalised correlation of a recording with a stretch of another."""
    size = 1 << (len(spoken) + len(recorded)).bit_length()
    product = np.fft.rfft(recorded, size) * np.conj(np.fft.rfft(spoken, size))
    lag = int(np.fft.irfft(product, size)[: len(recorded)].argmax())
    part = recorded[lag : lag + len(spoken)]
    whole = spoken[: len(part)]
    return float(part @ whole / (np.linalg.norm(part) * np.linalg.norm(spoken) + 1e-9))


def samples(file: Path) -> np.ndarray:
    """Return a recording as numbers."""
    return soundfile.read(file, dtype="float32")[0]
