"""The rig is a machine with a loudspeaker, a microphone and a screen."""

from __future__ import annotations

import math
import os
import struct
import subprocess
import wave
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.rig import AudioRig

pytestmark = pytest.mark.end2end
RATE = 16000


def _tone(path: Path, seconds: float) -> None:
    samples = [
        int(12000 * math.sin(2 * math.pi * 440 * i / RATE)) for i in range(int(seconds * RATE))
    ]
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def _loud_seconds(path: Path) -> float:
    with wave.open(str(path), "rb") as heard:
        data = heard.readframes(10**9)
    samples = struct.unpack(f"<{len(data) // 2}h", data)
    block = RATE // 100
    blocks = (samples[i : i + block] for i in range(0, len(samples), block))
    return sum(max(map(abs, b)) > 1000 for b in blocks) / 100


def test_what_is_played_is_heard(audio_rig: AudioRig, tmp_path: Path) -> None:
    """A second of sound into the loudspeaker arrives whole at its monitor."""
    _tone(tmp_path / "tone.wav", 1.0)
    heard = tmp_path / "heard.wav"

    with audio_rig.listening(heard):
        command = ["paplay", "-d", audio_rig.sink, "--latency-msec=200", str(tmp_path / "tone.wav")]
        subprocess.run(command, env={**os.environ, **audio_rig.env}, check=True, timeout=30)

    assert 0.95 < _loud_seconds(heard) < 1.05


def test_the_screen_takes_a_client(screen: Mapping[str, str]) -> None:
    """An X client can ask the screen for its size."""
    told = subprocess.run(
        ["xdotool", "getdisplaygeometry"],
        env={**os.environ, **screen},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert told.stdout.split() == ["1280", "800"]
