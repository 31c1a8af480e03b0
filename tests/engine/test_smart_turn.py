"""Does it sound finished? Real model, recordings of the demonstration."""

from __future__ import annotations

import statistics
from pathlib import Path

import numpy as np
import pytest

from mockvoice import paths
from mockvoice.domain.errors import ModelDamaged, ModelMissing
from mockvoice.engine.audio_file import pcm_of
from mockvoice.engine.smart_turn import SileroVoice, SmartTurn

RATE = 16_000


def reply() -> np.ndarray:
    """The end of an answer."""
    with pcm_of(paths.assets() / "demo" / "reply.flac") as pcm:
        return np.fromfile(pcm, dtype="<i2")


def voiced(sound: np.ndarray) -> list[bool]:
    """Return for each window of 32 ms whether there is speech."""
    voice = SileroVoice()
    return [
        voice.voice(sound[at : at + 512].tobytes()) > 0.5 for at in range(0, len(sound) - 511, 512)
    ]


@pytest.mark.golden
def test_the_end_of_an_answer_sounds_finished_and_a_cut_sentence_does_not(
    light_weights: Path,
) -> None:
    """Every two seconds a cut in the midst of speech; the pause heard is 0.2 s each time."""
    turn, sound = SmartTurn(light_weights / "smart-turn-v3.2-cpu"), reply()
    speech, pause = voiced(sound), np.zeros(RATE // 5, dtype="<i2")
    last = max(index for index, one in enumerate(speech) if one) + 1
    end = turn.finished(np.concatenate([sound[: last * 512], pause]).tobytes())
    cuts = [
        turn.finished(np.concatenate([sound[: index * 512], pause]).tobytes())
        for index in range(62, last - 31, 62)
        if all(speech[index - 5 : index + 5])
    ]
    assert end > 0.8
    assert len(cuts) >= 4
    assert statistics.median(cuts) < 0.4


@pytest.mark.golden
def test_a_turn_shorter_than_the_window_is_heard(light_weights: Path) -> None:
    """A probability, also for half a second or for nothing."""
    turn = SmartTurn(light_weights / "smart-turn-v3.2-cpu")
    for sound in (reply()[: RATE // 2].tobytes(), b""):
        assert 0.0 <= turn.finished(sound) <= 1.0


def test_a_missing_or_damaged_model_is_a_sentence(tmp_path: Path) -> None:
    """Never a library's exception."""
    with pytest.raises(ModelMissing):
        SmartTurn(tmp_path)
    (tmp_path / "smart-turn.onnx").write_bytes(b"no model")
    with pytest.raises(ModelDamaged):
        SmartTurn(tmp_path)


def test_silence_is_no_speech() -> None:
    """The live detector's probability of nothing is low, of a voice high."""
    sound = reply()
    assert not any(voiced(np.zeros(RATE, dtype="<i2")))
    assert sum(voiced(sound[: 4 * RATE])) > 40
