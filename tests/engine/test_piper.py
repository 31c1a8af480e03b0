"""The real voice, on disk."""

from __future__ import annotations

import array
import json
import shutil
import wave
from itertools import pairwise
from pathlib import Path

import pytest

from mockvoice.domain.errors import BadData, Cancelled, CannotWrite, ModelDamaged, ModelMissing
from mockvoice.engine.piper import PiperVoice

pytestmark = pytest.mark.golden
TEXT = "How does XGBoost, i.e. a boosted tree, treat missing values? Please take your time."


@pytest.fixture(scope="module")
def folder(light_weights: Path) -> Path:
    """The voice's folder."""
    return light_weights / "en_US-joe-medium"


@pytest.fixture(scope="module")
def voice(folder: Path) -> PiperVoice:
    """The voice, loaded once."""
    return PiperVoice(folder)


def test_a_sentence_becomes_a_wav(voice: PiperVoice, tmp_path: Path) -> None:
    """The file is 16-bit mono, as long as told, loud enough, and complete."""
    clip = voice.say(TEXT, tmp_path / "a.wav")

    with wave.open(str(clip.path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert file.getframerate() == clip.sample_rate
        assert file.getnframes() / clip.sample_rate == clip.seconds
        samples = array.array("h", file.readframes(file.getnframes()))
    assert 3 < clip.seconds < 12
    assert max(samples) > 3000
    assert list(tmp_path.iterdir()) == [clip.path]


def test_every_word_has_its_time(voice: PiperVoice, tmp_path: Path) -> None:
    """There is one span for each written word, in order, inside the clip, with a gap between
    the sentences."""
    clip = voice.say(TEXT, tmp_path / "a.wav")

    assert len(clip.words) == len(TEXT.split())
    assert all(0 <= span.start < span.end <= clip.seconds for span in clip.words)
    assert all(a.end <= b.start for a, b in pairwise(clip.words))
    last = TEXT.split().index("values?")
    assert clip.words[last + 1].start - clip.words[last].end > 0.2


def test_slower_takes_longer(voice: PiperVoice, tmp_path: Path) -> None:
    """At speed 0.7 the same words take clearly longer than at 1.4."""
    slow, fast = (voice.say(TEXT, tmp_path / "a.wav", speed).seconds for speed in (0.7, 1.4))

    assert slow > 1.5 * fast


@pytest.mark.parametrize("text", ["", "  \n", "...", "?!", "***"])
def test_nothing_to_say_is_an_error(voice: PiperVoice, tmp_path: Path, text: str) -> None:
    """A text without words leaves no file."""
    with pytest.raises(BadData, match="nothing to say"):
        voice.say(text, tmp_path / "a.wav")

    assert list(tmp_path.iterdir()) == []


def test_an_impossible_speed_is_an_error(voice: PiperVoice, tmp_path: Path) -> None:
    """A speed outside the range is refused."""
    with pytest.raises(BadData, match="speed of 0"):
        voice.say("Hello.", tmp_path / "a.wav", 0.0)


def test_a_place_that_cannot_be_written(voice: PiperVoice, tmp_path: Path) -> None:
    """A missing folder is told, and an earlier file is kept when the new one fails."""
    with pytest.raises(CannotWrite, match="No such file"):
        voice.say("Hello.", tmp_path / "nowhere" / "a.wav")


def test_a_cancel_leaves_the_old_file(voice: PiperVoice, tmp_path: Path) -> None:
    """A cancel in the middle leaves what was there, and nothing half-written."""
    out = tmp_path / "a.wav"
    out.write_bytes(b"old")

    def stop(share: float) -> None:
        if share > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        voice.say(TEXT, out, progress=stop)

    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_no_voice_in_the_folder(tmp_path: Path) -> None:
    """A folder without a voice, or none at all, is a missing model."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ModelMissing):
            PiperVoice(folder)


def test_a_voice_without_its_description(folder: Path, tmp_path: Path) -> None:
    """The file beside the model is needed too."""
    (tmp_path / "a.onnx").symlink_to(next(folder.glob("*.onnx")))

    with pytest.raises(ModelMissing, match=r"a\.onnx\.json"):
        PiperVoice(tmp_path)


@pytest.mark.parametrize("damage", ["truncated", "not json", "another json"])
def test_a_damaged_voice(folder: Path, tmp_path: Path, damage: str) -> None:
    """A truncated model or a description of the wrong kind is a damaged model."""
    model, described = tmp_path / "a.onnx", tmp_path / "a.onnx.json"
    shutil.copy(next(folder.glob("*.json")), described)
    model.write_bytes(next(folder.glob("*.onnx")).read_bytes()[:1_000_000])
    if damage == "not json":
        described.write_text("no")
    elif damage == "another json":
        described.write_text(json.dumps({"audio": {}}))

    with pytest.raises(ModelDamaged):
        PiperVoice(tmp_path)
