"""Playing sound files to their very end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mockvoice.domain.errors import BadAudio, DeviceLost

if TYPE_CHECKING:
    import numpy as np

TAIL_SECONDS = 0.15
"""Silence after the end on top of the stream's latency: PortAudio drops about that much."""
_BLOCK = 1024


def play_file(path: Path, device: str = "") -> None:
    """Play a sound file and return when its last sample has sounded.

    Raises DeviceLost when there is no loudspeaker or it stops answering, BadAudio for the file.
    """
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise BadAudio(f"{path} cannot be played: {error}.", "Give a sound file.") from error
    _play(samples, int(rate), device)


def _play(samples: np.ndarray[Any, Any], rate: int, device: str) -> None:
    import numpy as np

    try:
        import sounddevice

        with sounddevice.OutputStream(
            samplerate=rate,
            channels=samples.shape[1],
            dtype="float32",
            device=device or None,
        ) as stream:
            tail = int(rate * (stream.latency + TAIL_SECONDS))
            padded = np.concatenate([samples, np.zeros((tail, samples.shape[1]), "float32")])
            for at in range(0, len(padded), _BLOCK):
                stream.write(np.ascontiguousarray(padded[at : at + _BLOCK]))
    except (OSError, ValueError, sounddevice.PortAudioError) as error:
        raise DeviceLost(
            f"The loudspeaker does not play: {error}.",
            "Check the loudspeaker in the system's sound settings, then try again.",
        ) from error
