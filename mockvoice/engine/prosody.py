"""Melody and loudness of a recording by Praat (parselmouth).

``prosody(audio: Path) -> Prosody``
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mockvoice.domain.delivery import Prosody
from mockvoice.engine.audio_file import RATE, pcm_of, read_pcm

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

STEP: Final = 0.01
"""Seconds between frames."""
CHUNK: Final = 30.0
"""Seconds analysed at a time, so that memory stays bounded."""
MOST_CHUNKS: Final = 20
"""Chunks taken at most, spread evenly over a longer recording: ten minutes tell enough."""
LEAST_VOICED: Final = 100
"""Voiced frames (a second) under which nothing is said."""
FLOOR, CEILING = 60.0, 500.0
"""Hertz of the first pass, wide enough for every adult voice."""


def prosody(audio: Path) -> Prosody:
    """Return how much pitch and loudness vary; None for both with under a second of voice.

    Pitch is found twice: the quartiles of a wide first pass set the range of the second (De Looze
    and Hirst 2008), which removes most octave jumps. Raises BadAudio for what is no recording.
    """
    import numpy as np

    with pcm_of(audio) as pcm:
        chunks = _chunks(pcm.stat().st_size // 2)
        rough, _ = _frames(pcm, chunks, FLOOR, CEILING)
        if len(rough) < LEAST_VOICED:
            return Prosody(pitch_variation_semitones=None, loudness_variation_db=None)
        low, high = np.percentile(rough, [25, 75])
        pitch, loudness = _frames(pcm, chunks, max(FLOOR, 0.75 * low), min(CEILING, 2.0 * high))
    if len(pitch) < LEAST_VOICED:
        return Prosody(pitch_variation_semitones=None, loudness_variation_db=None)
    semitones = 12 * np.log2(pitch / np.median(pitch))
    return Prosody(
        pitch_variation_semitones=round(float(semitones.std()), 2),
        loudness_variation_db=round(float(loudness.std()), 2),
    )


def _chunks(samples: int) -> list[tuple[int, int]]:
    """Stretches to analyse, in samples."""
    size = int(CHUNK * RATE)
    starts = list(range(0, samples, size))
    if len(starts) > MOST_CHUNKS:
        starts = [starts[i * len(starts) // MOST_CHUNKS] for i in range(MOST_CHUNKS)]
    return [(start, min(start + size, samples)) for start in starts]


def _frames(
    pcm: Path, chunks: list[tuple[int, int]], floor: float, ceiling: float
) -> tuple[Numbers, Numbers]:
    """Pitch in hertz and loudness in dB of every voiced frame."""
    import numpy as np

    pitches: list[Numbers] = []
    levels: list[Numbers] = []
    for start, end in chunks:
        if end - start >= RATE // 2:
            pitch, level = _voiced(read_pcm(pcm, start, end), floor, ceiling)
            pitches.append(pitch)
            levels.append(level)
    nothing = np.empty(0)
    return np.concatenate([nothing, *pitches]), np.concatenate([nothing, *levels])


def _voiced(samples: Any, floor: float, ceiling: float) -> tuple[Numbers, Numbers]:
    """Pitch and level of the voiced frames of one stretch."""
    import numpy as np
    import parselmouth

    sound = parselmouth.Sound(samples.astype(np.float64), sampling_frequency=RATE)
    pitch = sound.to_pitch(time_step=STEP, pitch_floor=floor, pitch_ceiling=ceiling)
    hertz = np.asarray(pitch.selected_array["frequency"])
    intensity = sound.to_intensity(minimum_pitch=FLOOR, time_step=STEP)
    level = np.interp(pitch.xs(), intensity.xs(), np.asarray(intensity.values[0]))
    voiced = (hertz > 0) & (level > level.max() - 40)
    return hertz[voiced], level[voiced]
