"""The ports over real workers, which are killed while they work."""

from __future__ import annotations

import os
import signal
import wave
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from mockvoice import paths
from mockvoice.app import WorkerEngines
from mockvoice.domain.errors import (
    BadAudio,
    BadData,
    Cancelled,
    ModelDamaged,
    ModelMissing,
    RoleOff,
)
from mockvoice.domain.ports import FollowUpRequest, JudgeRequest, Progress, TranscribeRequest
from mockvoice.domain.question import RubricPoint
from mockvoice.worker import messages as m
from mockvoice.worker.host import Host, Limits
from mockvoice.worker.remote import (
    RemoteAudioTools,
    RemoteJudge,
    RemoteTranscriber,
    RemoteVoice,
    judge_host,
    transcriber_host,
    voice_host,
)
from tests.leaks import Log

ALERT = Limits(silence_s=10.0)
"""Short enough to see a stopped worker soon, long enough for a busy machine."""
SIGNALS = (signal.SIGSEGV, signal.SIGKILL, signal.SIGSTOP)
ANSWER = (
    "I would use precision and recall, because with one percent of positives accuracy says "
    "nothing, and then look at the curve of both."
)
RUBRIC = (
    RubricPoint(id="accuracy", text="Accuracy is misleading when classes are imbalanced."),
    RubricPoint(id="threshold", text="The threshold is chosen by the costs of both errors."),
)
QUESTION = "Which metric fits a rare class?"


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[RemoteAudioTools]:
    """Sound files over a transcriber that has no model."""
    with transcriber_host(tmp_path, "none") as host:
        yield RemoteAudioTools(host)


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    """One second of sound."""
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(b"\x00\x10\x00\xf0" * 8000)
    return path


def test_sound_files_need_no_model(tools: RemoteAudioTools, tone: Path, tmp_path: Path) -> None:
    """Length, levels, a small copy, PCM and FLAC come from the worker without any weights."""
    pcm, flac = tmp_path / "tone.pcm", tmp_path / "tone.flac"

    assert tools.seconds(tone) == 1.0
    assert len(tools.peaks(tone, 10)) == 10
    mime, content = tools.small(tone)
    assert mime.startswith("audio/")
    assert len(content) > 100
    assert tools.decode(tone, pcm) == pytest.approx(1.0)
    tools.compress(pcm, flac)
    assert tools.seconds(flac) == 1.0
    tools.join((tone, flac), tmp_path / "both.flac", 0.5)
    assert tools.seconds(tmp_path / "both.flac") == 2.5
    assert tools.prosody(tone).pitch_variation_semitones is None


def test_an_error_of_an_engine_crosses_the_border(tools: RemoteAudioTools, tmp_path: Path) -> None:
    """A file that is no audio is the same error as without a worker, with its hint."""
    (tmp_path / "a.wav").write_text("no audio")

    with pytest.raises(BadAudio) as told:
        tools.seconds(tmp_path / "a.wav")
    assert told.value.hint


def test_a_missing_model_is_told(tmp_path: Path) -> None:
    """Each role without its model says so, and stays on."""
    out = tmp_path / "a.wav"
    request = TranscribeRequest(audio=out)
    question = JudgeRequest(question=QUESTION, rubric=RUBRIC, answer=ANSWER)
    asks: list[tuple[Host, Callable[[Host], object]]] = [
        (voice_host(tmp_path / "no", "v"), lambda host: RemoteVoice(host).say("Hi.", out)),
        (
            transcriber_host(tmp_path / "no", "t"),
            lambda host: RemoteTranscriber(host).transcribe(request),
        ),
        (
            judge_host(tmp_path / "no.gguf", "j", None),
            lambda host: RemoteJudge(host).judge(question),
        ),
    ]
    for host, ask in asks:
        with host:
            with pytest.raises(ModelMissing):
                ask(host)
            assert host.off is None


def test_a_model_that_is_none(tmp_path: Path) -> None:
    """A file of the wrong kind in place of the judge's model is told as damaged."""
    (tmp_path / "a.gguf").write_bytes(b"GGUF" + bytes(1000))
    with judge_host(tmp_path / "a.gguf", "j", None) as host, pytest.raises(ModelDamaged):
        host.warm()


def test_engines_that_were_closed_start_no_worker(light_weights: Path) -> None:
    """Closing the window while engines load leaves no process behind."""
    del light_weights
    engines = WorkerEngines("light")
    engines.close()
    with pytest.raises(Cancelled):
        engines.voice.host.warm()


@pytest.fixture
def voice(light_weights: Path) -> Iterator[Host]:
    """A real voice."""
    name = "en_US-joe-medium"
    with voice_host(light_weights / name, name, limits=ALERT) as host:
        yield host


@pytest.fixture
def transcriber(light_weights: Path) -> Iterator[Host]:
    """A real transcriber."""
    name = "whisper-tiny.en"
    with transcriber_host(light_weights / name, name, limits=ALERT) as host:
        yield host


@pytest.fixture
def judge(light_weights: Path) -> Iterator[Host]:
    """A real judge."""
    name = "qwen2.5-coder-0.5b-instruct-q4_k_m"
    with judge_host(light_weights / name / f"{name}.gguf", name, None, limits=ALERT) as host:
        yield host


def _kill(host: Host, number: signal.Signals, times: int) -> Progress:
    """Progress that sends the signal when a request is taken up, to so many workers in turn."""
    killed: list[int] = []

    def progress(_share: float) -> None:
        # More progress of a worker may lie in the pipe when it is dead already.
        if len(killed) < times and host.pid not in killed:
            assert host.pid is not None
            killed.append(host.pid)
            os.kill(host.pid, number)

    return progress


def _survives(host: Host, work: Callable[[Progress], object], log: Log) -> None:
    """Kill the worker in each way once, and at last twice."""
    log.expect("broke .* trying once more")
    for number in SIGNALS:
        before = host.pid
        work(_kill(host, number, 1))
        assert host.pid not in (None, before)
    with pytest.raises(RoleOff, match="SIGSEGV") as told:
        work(_kill(host, signal.SIGSEGV, 2))
    assert host.role in told.value.message
    assert ("CMAKE_ARGS" in told.value.hint) == (host.role is m.RoleName.JUDGE)
    host.revive()


@pytest.mark.golden
def test_the_voice_survives(voice: Host, tmp_path: Path, log: Log) -> None:
    """A voice killed while it speaks speaks again; killed twice it is off, and says so."""
    out = tmp_path / "a.wav"
    say = m.Say(text="A rather long sentence, so that there is something to kill. " * 2, out=out)

    _survives(voice, partial(voice.ask, say, m.Spoken), log)

    with pytest.raises(BadData):
        RemoteVoice(voice).say("", out)
    assert RemoteVoice(voice).say("Back again.", out).seconds > 0.5


@pytest.mark.golden
def test_the_transcriber_survives(transcriber: Host, log: Log) -> None:
    """A transcriber killed while it hears hears again; killed twice it is off."""
    remote = RemoteTranscriber(transcriber)
    request = TranscribeRequest(audio=paths.assets() / "demo" / "reply.flac", end=8.0, live=True)

    _survives(transcriber, partial(remote.transcribe, request), log)

    assert len(remote.transcribe(request).words) > 5


@pytest.mark.golden
def test_the_judge_survives(judge: Host, log: Log) -> None:
    """A judge killed while it writes writes again; killed twice it is off and tells how to
    rebuild it."""
    request = FollowUpRequest(question=QUESTION, answer=ANSWER, point=RUBRIC[1])
    task = m.WordFollowUp(request=request)

    _survives(judge, partial(judge.ask, task, m.Text), log)

    remote = RemoteJudge(judge)
    assert len(remote.word_follow_up(request).split()) > 3
    question = JudgeRequest(question=QUESTION, rubric=RUBRIC, answer=ANSWER)
    remote.prepare(question)
    verdicts = remote.judge(question).verdicts
    assert [verdict.point for verdict in verdicts] == [point.id for point in RUBRIC]
