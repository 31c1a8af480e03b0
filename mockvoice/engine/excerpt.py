"""Playing a stretch of a recording, telling which second of it sounds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mockvoice.domain.errors import BadAudio, DeviceLost
from mockvoice.domain.ports import Stop
from mockvoice.engine import devices
from mockvoice.engine.playback import TAIL_SECONDS

if TYPE_CHECKING:
    import numpy as np

_BLOCK_S = 0.03
"""Sound written at a time: how late a stop or a place told can be."""
_RAMP_S = 0.005
"""Fade at both ends, so that cutting into speech makes no click."""


def play_excerpt(
    audio: Path,
    start: float,
    end: float | None,
    *,
    device: str,
    stop: Stop,
    tell: Callable[[float], None],
) -> bool:
    """Play from ``start`` to ``end`` (seconds; None: to the end of the file).

    Returns True when its last sample has sounded, False when stopped. ``tell`` hears the second
    that sounds now. Raises BadAudio for the file, DeviceLost for the loudspeaker.
    """
    samples, rate = _read(audio, start, end)
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
                samplerate=rate, channels=1, dtype="float32", device=device or None, latency="low"
            ) as stream,
        ):
            return _write(stream, samples, rate, stop, lambda at: tell(start + at))
    except (OSError, ValueError, sounddevice.PortAudioError) as error:
        raise DeviceLost(
            f"The loudspeaker does not play: {error}.",
            "Choose another loudspeaker in Settings, or check the system's sound settings.",
        ) from error


def _write(
    stream: Any,
    samples: np.ndarray[Any, Any],
    rate: int,
    stop: Stop,
    tell: Callable[[float], None],
) -> bool:
    import numpy as np

    late = float(stream.latency)
    tail = np.zeros((int(rate * (late + TAIL_SECONDS)), 1), "float32")
    sound = np.concatenate([samples, tail])
    block = max(1, int(rate * _BLOCK_S))
    for at in range(0, len(sound), block):
        piece = np.ascontiguousarray(sound[at : at + block])
        if stop.is_set():
            fade = np.linspace(1, 0, len(piece), dtype="float32")[:, np.newaxis]
            stream.write(np.asarray(piece * fade, dtype="float32"))
            return False
        stream.write(piece)
        tell(min(max(0.0, at / rate - late), len(samples) / rate))
    return True


def _read(audio: Path, start: float, end: float | None) -> tuple[np.ndarray[Any, Any], int]:
    import numpy as np
    import soundfile

    try:
        with soundfile.SoundFile(audio) as file:
            rate = int(file.samplerate)
            first = min(max(0, int(start * rate)), file.frames)
            last = file.frames if end is None else min(int(end * rate), file.frames)
            file.seek(first)
            read = file.read(max(0, last - first), dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise BadAudio(
            f"The recording {audio.name} cannot be played.",
            "The file may have been moved or deleted.",
            detail=str(error),
        ) from error
    samples = read.mean(axis=1, keepdims=True, dtype="float32")
    ramp = min(int(rate * _RAMP_S), len(samples) // 2)
    if ramp:
        slope = np.linspace(0, 1, ramp, dtype="float32")[:, np.newaxis]
        samples[:ramp] *= slope
        samples[-ramp:] *= slope[::-1]
    return samples, rate
