"""What each worker can do, and how it proves at its start that it can.

A role's engine is imported and loaded here, inside the worker. What the start costs on two cores:
the judge about 4 s to load and 3 s for its self-test (a prompt of 200+ tokens: a shorter one does
not reach the code that crashes on some processors); the voice about 2 s, with one spoken word. The
transcriber starts at once and loads its model at the first transcription, because reading levels
or the length of a recording needs no model; a model that does not load fails that request.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mockvoice.domain.errors import MockvoiceError, ModelMissing
from mockvoice.domain.ports import Progress
from mockvoice.worker import messages as m
from mockvoice.worker.fake_role import FakeRole

if TYPE_CHECKING:
    from mockvoice.engine.whisper import WhisperTranscriber


class Role(Protocol):
    """The work behind a worker process."""

    @property
    def name(self) -> m.RoleName:
        """Which role this is."""

    @property
    def model(self) -> str:
        """Id of the model that does the work."""

    def self_test(self) -> None:
        """Do a small piece of real work, so that a broken build dies now."""

    def answer(self, task: m.Task, progress: Progress) -> m.Answer:
        """Do a task; ``progress`` raises Cancelled when the app no longer wants it."""


def open_role(name: m.RoleName, options: m.WorkerOptions, raw: Callable[[bytes], None]) -> Role:
    """Load a role; ``raw`` writes to the protocol as it is (only the fake role does)."""
    match name:
        case m.RoleName.TRANSCRIBER:
            return TranscriberRole(options)
        case m.RoleName.JUDGE:
            return JudgeRole(options)
        case m.RoleName.VOICE:
            return VoiceRole(options)
        case m.RoleName.FAKE:
            return FakeRole(options, raw)


class TranscriberRole:
    """Hears recordings, and reads and writes sound files."""

    name = m.RoleName.TRANSCRIBER

    def __init__(self, options: m.WorkerOptions) -> None:
        from mockvoice.engine.audio_file import SoundFiles

        self.model = options.model
        self._options = options
        self._files = SoundFiles()
        self._loaded: WhisperTranscriber | None = None

    def self_test(self) -> None:
        """Nothing: the model is loaded when it is needed."""

    def answer(self, task: m.Task, progress: Progress) -> m.Answer:
        """Transcribe, or work on a sound file."""
        match task:
            case m.Transcribe(request=request):
                return m.Heard(transcript=self._whisper().transcribe(request, progress))
            case m.Peaks(audio=audio, count=count):
                return m.Levels(peaks=self._files.peaks(audio, count))
            case m.Measure(audio=audio):
                return m.Length(seconds=self._files.seconds(audio))
            case m.Melody(audio=audio):
                return m.Varied(prosody=self._files.prosody(audio))
            case m.Shrink(audio=audio):
                mime, content = self._files.small(audio)
                return m.Copy(mime=mime, content=content)
        return self._done(task, progress)

    def _done(self, task: m.Task, progress: Progress) -> m.Answer:
        """Make one sound file from others, or load the model."""
        match task:
            case m.Load():
                self._whisper()
                return m.Done()
            case m.Decode(audio=audio, out=out):
                return m.Length(seconds=self._files.decode(audio, out, progress))
            case m.Compress(pcm=pcm, out=out):
                self._files.compress(pcm, out)
                return m.Done()
            case m.Join(parts=parts, out=out, gap=gap):
                self._files.join(parts, out, gap)
                return m.Done()
        raise _not_mine(self.name, task)

    def _whisper(self) -> WhisperTranscriber:
        if self._loaded is None:
            from mockvoice.engine.whisper import WhisperTranscriber

            options = self._options
            self._loaded = WhisperTranscriber(_weights(options), options.model, options.threads)
        return self._loaded


class JudgeRole:
    """Judges answers and words follow-ups."""

    name = m.RoleName.JUDGE

    def __init__(self, options: m.WorkerOptions) -> None:
        from mockvoice.engine.llama import LlamaJudge

        self.model = options.model
        self._judge = LlamaJudge(_weights(options), options.model, options.head, options.threads)

    def self_test(self) -> None:
        """Run a prompt of real length through the model."""
        self._judge.self_test()

    def answer(self, task: m.Task, progress: Progress) -> m.Answer:
        """Judge, read ahead, or word a follow-up."""
        match task:
            case m.JudgeAnswer(request=request):
                return m.Judged(judgement=self._judge.judge(request, progress))
            case m.LookFor(request=request, point=point):
                return m.Seen(verdict=self._judge.look(request, point))
            case m.Prepare(request=request):
                self._judge.prepare(request)
                return m.Done()
            case m.WordFollowUp(request=follow_up):
                return m.Text(text=self._judge.word_follow_up(follow_up, progress))
        raise _not_mine(self.name, task)


class VoiceRole:
    """Speaks."""

    name = m.RoleName.VOICE

    def __init__(self, options: m.WorkerOptions) -> None:
        from mockvoice.engine.piper import PiperVoice

        self.model = options.model
        self._voice = PiperVoice(_weights(options))

    def self_test(self) -> None:
        """Say one word."""
        with tempfile.TemporaryDirectory(prefix="mockvoice-") as folder:
            self._voice.say("Ready.", Path(folder) / "ready.wav")

    def answer(self, task: m.Task, progress: Progress) -> m.Answer:
        """Speak a text to a file."""
        match task:
            case m.Say(text=text, out=out, speed=speed):
                return m.Spoken(clip=self._voice.say(text, out, speed, progress))
        raise _not_mine(self.name, task)


def _weights(options: m.WorkerOptions) -> Path:
    if options.weights is None:
        raise ModelMissing("No model was chosen.", "Run `mockvoice models fetch`.")
    return options.weights


def _not_mine(name: m.RoleName, task: m.Task) -> MockvoiceError:
    return MockvoiceError(f"The {name} was asked for “{task.type}”, which it cannot do.")
