"""The real microphone and loudspeaker code on virtual devices."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from tests.end2end.compare import RATE, likeness, samples, spoken
from tests.rig import AudioRig

pytestmark = pytest.mark.end2end
SCRIPT = Path(__file__).with_name("one_take.py")


@contextmanager
def recording(rig: AudioRig, clip: Path, seconds: float, file: Path) -> Iterator[None]:
    """Play a clip for so long (0: whole), then record while the block runs."""
    child = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(clip), str(seconds), str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **rig.env, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    try:
        assert child.stdout
        assert child.stdout.readline() == "recording\n"
        yield
        child.communicate("\n", timeout=30)
        assert child.returncode == 0
    finally:
        child.kill()
        child.communicate()


def test_what_is_spoken_is_on_disk_and_what_is_played_is_heard_to_its_end(
    audio_rig: AudioRig, tmp_path: Path
) -> None:
    """Both ways the sound arrives whole."""
    clip = spoken("reply.flac", 0.0, 3.0, tmp_path / "clip.wav")
    answer = spoken("answer.flac", 0.0, 6.0, tmp_path / "answer.wav")
    heard, file = tmp_path / "heard.wav", tmp_path / "answer-1.pcm"
    with audio_rig.listening(heard), recording(audio_rig, clip, 0.0, file):
        audio_rig.speak(answer)
    recorded = np.fromfile(file, dtype="<i2").astype(np.float32) / 32768
    assert likeness(samples(answer), recorded) > 0.97
    assert likeness(samples(clip), samples(heard)) > 0.97
    assert likeness(samples(clip)[-RATE // 2 :], samples(heard)) > 0.97


def test_playing_stops_when_told(audio_rig: AudioRig, tmp_path: Path) -> None:
    """After one of six seconds the loudspeaker falls silent."""
    clip = spoken("answer.flac", 0.0, 6.0, tmp_path / "clip.wav")
    heard, file = tmp_path / "heard.wav", tmp_path / "answer-1.pcm"
    with audio_rig.listening(heard), recording(audio_rig, clip, 1.0, file):
        pass
    loud = np.flatnonzero(np.abs(samples(heard)) > 0.02)
    assert 0.3 < (loud[-1] - loud[0]) / RATE < 1.6
