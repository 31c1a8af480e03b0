"""The ports, done by worker processes, and the host each of them needs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mockvoice.domain.delivery import Prosody
from mockvoice.domain.joining import GAP
from mockvoice.domain.ports import (
    FollowUpRequest,
    JudgeRequest,
    Progress,
    SpokenClip,
    TranscribeRequest,
    no_progress,
)
from mockvoice.domain.transcript import Transcript
from mockvoice.domain.verdict import Judgement, PointVerdict
from mockvoice.worker import messages as m
from mockvoice.worker.host import Host, Limits

_USUAL: Final = Limits()
_JUDGE: Final = Limits(cancel_s=10.0)
"""A wording is stopped between two pieces of work, each of which may take seconds on a busy
machine; killing the worker would cost the model's loading and all that it has read."""


def transcriber_host(
    folder: Path, model: str, *, threads: int = 2, limits: Limits = _USUAL
) -> Host:
    """A host for a Whisper folder; serves RemoteTranscriber and RemoteAudioTools."""
    options = m.WorkerOptions(model=model, weights=folder.absolute(), threads=threads)
    return Host(m.RoleName.TRANSCRIBER, options, limits)


def judge_host(
    gguf: Path, model: str, head: Path | None, *, threads: int = 2, limits: Limits = _JUDGE
) -> Host:
    """A host for a GGUF file and the trained head for it."""
    options = m.WorkerOptions(
        model=model,
        weights=gguf.absolute(),
        head=head.absolute() if head else None,
        threads=threads,
    )
    return Host(m.RoleName.JUDGE, options, limits)


def voice_host(folder: Path, model: str, *, threads: int = 2, limits: Limits = _USUAL) -> Host:
    """A host for a Piper voice's folder."""
    options = m.WorkerOptions(model=model, weights=folder.absolute(), threads=threads)
    return Host(m.RoleName.VOICE, options, limits)


class RemoteTranscriber:
    """Transcriber over a worker."""

    def __init__(self, host: Host) -> None:
        self.host = host

    def transcribe(
        self, request: TranscribeRequest, progress: Progress = no_progress
    ) -> Transcript:
        """Hear the whole recording, or the stretch asked for."""
        whole = request.model_copy(update={"audio": request.audio.absolute()})
        return self.host.ask(m.Transcribe(request=whole), m.Heard, progress).transcript

    def prepare(self) -> None:
        """Load the model ahead of time."""
        self.host.ask(m.Load(), m.Done)

    def close(self) -> None:
        """End the worker."""
        self.host.close()


class RemoteAudioTools:
    """AudioTools over the transcriber's worker."""

    def __init__(self, host: Host) -> None:
        self.host = host

    def peaks(self, audio: Path, count: int) -> tuple[float, ...]:
        """Return ``count`` peak levels 0..1."""
        return self.host.ask(m.Peaks(audio=audio.absolute(), count=count), m.Levels).peaks

    def seconds(self, audio: Path) -> float:
        """Return the length of the recording."""
        return self.host.ask(m.Measure(audio=audio.absolute()), m.Length).seconds

    def decode(self, audio: Path, out: Path, progress: Progress = no_progress) -> float:
        """Write raw 16-bit mono PCM at 16 kHz; returns its seconds."""
        task = m.Decode(audio=audio.absolute(), out=out.absolute())
        return self.host.ask(task, m.Length, progress).seconds

    def join(self, parts: tuple[Path, ...], out: Path, gap: float = GAP) -> None:
        """Write the recordings one after the other as FLAC, ``gap`` seconds of silence between."""
        whole = tuple(part.absolute() for part in parts)
        self.host.ask(m.Join(parts=whole, out=out.absolute(), gap=gap), m.Done)

    def prosody(self, audio: Path) -> Prosody:
        """Return how much pitch and loudness vary in the voiced parts."""
        return self.host.ask(m.Melody(audio=audio.absolute()), m.Varied).prosody

    def compress(self, pcm: Path, out: Path) -> None:
        """Write raw 16 kHz PCM as FLAC, complete or not at all."""
        self.host.ask(m.Compress(pcm=pcm.absolute(), out=out.absolute()), m.Done)

    def small(self, audio: Path) -> tuple[str, bytes]:
        """Return (MIME type, bytes) of a small copy that any browser plays."""
        copy = self.host.ask(m.Shrink(audio=audio.absolute()), m.Copy)
        return copy.mime, copy.content

    def close(self) -> None:
        """End the worker."""
        self.host.close()


class RemoteJudge:
    """Judge over a worker."""

    def __init__(self, host: Host) -> None:
        self.host = host

    def judge(self, request: JudgeRequest, progress: Progress = no_progress) -> Judgement:
        """Give one verdict per rubric point."""
        return self.host.ask(m.JudgeAnswer(request=request), m.Judged, progress).judgement

    def look(self, request: JudgeRequest, point: str) -> PointVerdict:
        """Look for one point in an answer that may still grow."""
        return self.host.ask(m.LookFor(request=request, point=point), m.Seen).verdict

    def prepare(self, request: JudgeRequest) -> None:
        """Read the answer so far ahead of time."""
        self.host.ask(m.Prepare(request=request), m.Done)

    def word_follow_up(self, request: FollowUpRequest, progress: Progress = no_progress) -> str:
        """Return the model's raw wording."""
        return self.host.ask(m.WordFollowUp(request=request), m.Text, progress).text

    def close(self) -> None:
        """End the worker."""
        self.host.close()


class RemoteVoice:
    """Voice over a worker."""

    def __init__(self, host: Host) -> None:
        self.host = host

    def say(self, text: str, out: Path, speed: float = 1.0) -> SpokenClip:
        """Write the utterance to ``out``."""
        return self.host.ask(m.Say(text=text, out=out.absolute(), speed=speed), m.Spoken).clip

    def close(self) -> None:
        """End the worker."""
        self.host.close()
