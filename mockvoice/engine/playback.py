"""Playing sound files to their very end, or until told to stop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mockvoice.domain.errors import BadAudio, DeviceLost
from mockvoice.domain.ports import Stop
from mockvoice.engine import devices

if TYPE_CHECKING:
    import numpy as np

TAIL_SECONDS = 0.15
"""Silence after the end on top of the stream's latency: PortAudio drops about that much."""
_BLOCK = 1024


class PortAudioSpeaker:
    """Speaker over PortAudio."""

    def play(self, clip: Path, stop: Stop, device: str) -> bool:
        """Play a sound file to its last sample; see ports.Speaker."""
        return _play(*_read(clip), device, stop)


class _Never:
    """A wish that never comes."""

    def is_set(self) -> bool:
        return False


def play_file(path: Path, device: str = "") -> None:
    """Play a sound file and return when its last sample has sounded.

    Raises DeviceLost when there is no loudspeaker or it stops answering, BadAudio for the file.
    """
    PortAudioSpeaker().play(path, _Never(), device)


def _read(path: Path) -> tuple[np.ndarray[Any, Any], int]:
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise BadAudio(f"{path} cannot be played: {error}.", "Give a sound file.") from error
    return samples, int(rate)


def _play(samples: np.ndarray[Any, Any], rate: int, device: str, stop: Stop) -> bool:
    import numpy as np

    try:
        import sounddevice
    except OSError as error:
        raise DeviceLost(
            "PortAudio is not installed.", "Install the system's package of PortAudio."
        ) from error
    try:
        with (
            devices.stream_open(),
            sounddevice.OutputStream(
                samplerate=rate, channels=samples.shape[1], dtype="float32", device=device or None
            ) as stream,
        ):
            tail = int(rate * (stream.latency + TAIL_SECONDS))
            padded = np.concatenate([samples, np.zeros((tail, samples.shape[1]), "float32")])
            for at in range(0, len(padded), _BLOCK):
                block = np.ascontiguousarray(padded[at : at + _BLOCK])
                if stop.is_set():
                    stream.write(_faded(block))
                    return False
                stream.write(block)
            return True
    except (OSError, ValueError, sounddevice.PortAudioError) as error:
        raise DeviceLost(
            f"The loudspeaker does not play: {error}.",
            "Check the loudspeaker in the system's sound settings, then try again.",
        ) from error


def _faded(block: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the block running out to silence, so that stopping makes no click."""
    import numpy as np

    return np.asarray(block * np.linspace(1, 0, len(block), dtype="float32")[:, np.newaxis])
