"""The doubles keep the contracts of the ports."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from mockvoice.domain.errors import RoleOff
from mockvoice.domain.ports import Judge, Transcriber, TranscribeRequest, Voice
from mockvoice.domain.transcript import Transcript
from mockvoice.engine.fakes import FakeJudge, FakeTranscriber, FakeVoice

SILENCE = Transcript(
    seconds=1.0, text="", verbatim_text="", words=(), fillers=(), speech=(), model="fake"
)
REQUEST = TranscribeRequest(audio=Path("a.flac"))


def test_replies_come_in_order_and_errors_are_raised() -> None:
    """What was enqueued is answered once each, and what was asked is kept."""
    transcriber = FakeTranscriber(SILENCE, RoleOff("Off."))

    assert transcriber.transcribe(REQUEST) is SILENCE
    with pytest.raises(RoleOff):
        transcriber.transcribe(REQUEST)
    assert transcriber.asked == [REQUEST, REQUEST]


def test_asking_too_often_is_noticed() -> None:
    """A double without a reply fails the test that asks it."""
    with pytest.raises(AssertionError, match="more often"):
        FakeTranscriber().transcribe(REQUEST)


def test_the_fake_voice_writes_a_real_file(tmp_path: Path) -> None:
    """The clip is a WAV as long as told, with a span for each word."""
    clip = FakeVoice().say("three short words", tmp_path / "a.wav")

    with wave.open(str(clip.path)) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(clip.seconds)
    assert len(clip.words) == 3


def test_doubles_have_the_form_of_the_ports() -> None:
    """A type checker accepts each double as its port."""
    ports: tuple[Transcriber, Judge, Voice] = (FakeTranscriber(), FakeJudge(), FakeVoice())

    assert len(ports) == 3
