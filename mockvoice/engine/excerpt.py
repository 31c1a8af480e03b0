"""A stretch of a recording: at any speed, once or again and again, without clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mockvoice.domain.ports import Stop
from mockvoice.engine import playback
from mockvoice.engine.playback import Piece, Sound
from mockvoice.engine.tempo import Mono, at_speed

_RAMP_S = 0.005
"""Fade at both ends, so that cutting into speech makes no click."""
_LATENCY_S = 0.1
"""Soon enough after a click; PortAudio's "low", some 9 ms, stutters when the judge works beside."""
_BREATH_S = 0.35
"""Silence before a looped stretch begins again."""


@dataclass(frozen=True)
class Stretch:
    """What is to be heard of a recording."""

    start: float
    """Seconds from its start."""
    end: float | None = None
    """Seconds from its start; None: to its end."""
    speed: float = 1.0
    """0.5 to 2.0, the pitch stays."""
    loop: bool = False
    """Again and again, until stopped."""


def play_excerpt(
    audio: Path, wanted: Stretch, *, device: str, stop: Stop, tell: Callable[[float], None]
) -> bool:
    """Play a stretch; returns True when its last sample has sounded, False when stopped.

    ``tell`` hears the second of the recording that sounds now. Raises BadAudio for the file,
    DeviceLost for the loudspeaker.
    """
    import soundfile

    try:
        with soundfile.SoundFile(audio) as file:
            rate = int(file.samplerate)
            sound = Sound(pieces(file, wanted), rate, 1, wanted.speed, _LATENCY_S)
            return playback.play(sound, device, stop, tell)
    except soundfile.LibsndfileError as error:
        raise playback.bad_audio(audio, error) from error


def pieces(file: Any, wanted: Stretch) -> Iterator[Piece]:
    """Return the samples of an open SoundFile as they are played, each with its place."""
    rate = int(file.samplerate)
    first = min(max(0, int(wanted.start * rate)), file.frames)
    last = file.frames if wanted.end is None else min(int(wanted.end * rate), file.frames)
    while True:
        at = first / rate
        for block in at_speed(_read(file, first, last), rate, wanted.speed):
            yield Piece(block[:, np.newaxis], at)
            at += len(block) / rate * wanted.speed
        if not wanted.loop or last <= first:
            return
        breath = np.zeros((int(rate * _BREATH_S), 1), np.float32)
        yield Piece(breath, first / rate - _BREATH_S * wanted.speed)


def _read(file: Any, first: int, last: int) -> Iterator[Mono]:
    """Read mono, fading in over the first samples and out over the last."""
    ramp = min(int(file.samplerate * _RAMP_S), (last - first) // 2)
    at = 0
    for block in playback.read(file, first, last):
        place = np.arange(at, at + len(block), dtype=np.float32)
        edge = np.minimum(place, last - first - 1 - place) / max(1, ramp)
        at += len(block)
        yield np.asarray(block.mean(axis=1) * np.clip(edge, 0, 1), np.float32)
