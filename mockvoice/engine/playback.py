"""Playing sound to its very end, or until told to stop: all that sounds goes through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mockvoice.domain.errors import BadAudio, DeviceLost
from mockvoice.domain.ports import Stop
from mockvoice.engine import devices

Samples = npt.NDArray[np.float32]
"""Frames by channels, -1 to 1."""

TAIL_SECONDS = 0.15
"""Silence after the end on top of the stream's latency: PortAudio drops about that much."""
_AFTER_STOP_S = 0.05
"""The same after a stop: short, for what was clicked next waits for it."""
_BLOCK_S = 0.03
"""Sound written at a time: how late a stop or a place told can be."""
_READ_S = 0.25
"""Sound read from a file at a time."""


@dataclass(frozen=True)
class Piece:
    """Some samples, and the second of the recording at the first of them."""

    samples: Samples
    place: float


@dataclass(frozen=True)
class Sound:
    """What is to be played, made piece by piece while it plays."""

    pieces: Iterable[Piece]
    rate: int
    channels: int
    speed: float = 1.0
    """Seconds of the recording that sound in a second."""
    latency: float | str = "high"
    """Seconds from writing to hearing, for what follows a click; PortAudio's "high" otherwise."""


def play(sound: Sound, device: str, stop: Stop, tell: Callable[[float], None]) -> bool:
    """Play to the last sample and return True; False when stopped before.

    ``tell`` hears the second of the recording that sounds now. Raises DeviceLost.
    """
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
                samplerate=sound.rate,
                channels=sound.channels,
                dtype="float32",
                device=device or None,
                latency=sound.latency,
            ) as stream,
        ):
            return write(stream, sound, stop, tell)
    except (OSError, ValueError, sounddevice.PortAudioError) as error:
        raise DeviceLost(
            "The loudspeaker does not play.",
            "Choose another loudspeaker in Settings, or check the system's sound settings.",
            detail=str(error),
        ) from error


def write(stream: Any, sound: Sound, stop: Stop, tell: Callable[[float], None]) -> bool:
    """Write the sound to an open stream, and silence after it so that its end is heard."""
    late = float(stream.latency)
    first, last = None, 0.0
    for piece in _blocks(sound.pieces, sound):
        first = piece.place if first is None else first
        if stop.is_set():
            # Without silence after it the fade itself would be dropped, and the end click.
            stream.write(_faded(piece.samples))
            stream.write(_silence(sound, late + _AFTER_STOP_S))
            return False
        stream.write(piece.samples)
        tell(max(first, piece.place - late * sound.speed))
        last = piece.place + len(piece.samples) / sound.rate * sound.speed
    tail = _silence(sound, late + TAIL_SECONDS)
    for piece in _blocks([Piece(tail, last)], sound):
        if stop.is_set():
            return False
        stream.write(piece.samples)
        tell(min(last, piece.place - late * sound.speed))
    return True


def read(file: Any, start: int = 0, end: int | None = None) -> Iterator[Samples]:
    """Read frames of an open SoundFile from ``start`` on, some at a time."""
    left = (file.frames if end is None else min(end, file.frames)) - start
    file.seek(min(start, file.frames))
    size = int(file.samplerate * _READ_S)
    while left > 0 and len(part := file.read(min(size, left), "float32", always_2d=True)):
        left -= len(part)
        yield part


def bad_audio(audio: Path, error: Exception) -> BadAudio:
    """Return the error of a file that cannot be played."""
    return BadAudio(
        f"The recording {audio.name} cannot be played.",
        "The file may have been moved, deleted, or be of another kind.",
        detail=str(error),
    )


class PortAudioSpeaker:
    """Speaker over PortAudio."""

    def play(self, clip: Path, stop: Stop, device: str) -> bool:
        """Play a sound file to its last sample; see ports.Speaker."""
        import soundfile

        try:
            with soundfile.SoundFile(clip) as file:
                pieces = (Piece(part, 0.0) for part in read(file))
                sound = Sound(pieces, file.samplerate, file.channels)
                return play(sound, device, stop, lambda _second: None)
        except soundfile.LibsndfileError as error:
            raise bad_audio(clip, error) from error


class _Never:
    """A wish that never comes."""

    def is_set(self) -> bool:
        return False


def play_file(path: Path, device: str = "") -> None:
    """Play a sound file and return when its last sample has sounded.

    Raises DeviceLost when there is no loudspeaker or it stops answering, BadAudio for the file.
    """
    PortAudioSpeaker().play(path, _Never(), device)


def _blocks(pieces: Iterable[Piece], sound: Sound) -> Iterator[Piece]:
    """Cut into what is written at a time."""
    size = max(1, int(sound.rate * _BLOCK_S))
    for piece in pieces:
        for at in range(0, len(piece.samples), size):
            place = piece.place + at / sound.rate * sound.speed
            yield Piece(np.ascontiguousarray(piece.samples[at : at + size]), place)


def _silence(sound: Sound, seconds: float) -> Samples:
    return np.zeros((int(sound.rate * seconds), sound.channels), np.float32)


def _faded(block: Samples) -> Samples:
    """Return the block running out to silence, so that stopping makes no click."""
    return np.asarray(block * np.linspace(1, 0, len(block), dtype=np.float32)[:, np.newaxis])
