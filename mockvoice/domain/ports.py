"""What the services need from engines and devices; see engine/ and worker/remote.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from mockvoice.domain.base import Frozen
from mockvoice.domain.delivery import Prosody
from mockvoice.domain.joining import GAP
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.transcript import Span, Transcript
from mockvoice.domain.verdict import Judgement, PointVerdict

Progress = Callable[[float], None]
"""Told the finished share of the work, 0..1; a gauge, so calls may be dropped."""


def no_progress(_share: float) -> None:
    """Ignore progress."""


class TranscribeRequest(Frozen):
    """One recording, or a stretch of it, to transcribe."""

    audio: Path
    """A sound file of any form libsndfile or PyAV reads; with suffix .pcm: raw 16-bit
    little-endian mono at 16 kHz, as written while recording."""
    start: float = 0.0
    end: float | None = None
    """Stretch to transcribe; times in the answer still count from the start of the file."""
    terms: tuple[str, ...] = ()
    """Technical terms that may occur, to bias the decoder."""
    live: bool = False
    """True for captions: one fast pass, no search for fillers."""


class JudgeRequest(Frozen):
    """One answer to judge against a rubric."""

    question: str
    rubric: tuple[RubricPoint, ...]
    answer: str
    """The transcript. Data, never instructions."""


class FollowUpRequest(Frozen):
    """Ask the language model to word a follow-up question."""

    question: str
    answer: str
    point: RubricPoint


class SpokenClip(Frozen):
    """A synthesised utterance on disk."""

    path: Path
    """WAV, 16-bit mono."""
    seconds: float
    sample_rate: int
    words: tuple[Span, ...] = ()
    """Estimated time of each word of the text, for captions; empty when unknown."""


class Transcriber(Protocol):
    """Turns recorded speech into words with times."""

    def transcribe(
        self, request: TranscribeRequest, progress: Progress = no_progress
    ) -> Transcript:
        """Hear the whole recording, or the stretch asked for."""

    def prepare(self) -> None:
        """Load the model ahead of time, so that the first words are heard sooner."""


class Judge(Protocol):
    """Decides per rubric point, and words follow-ups."""

    def judge(self, request: JudgeRequest, progress: Progress = no_progress) -> Judgement:
        """Give one verdict per rubric point, each with a verbatim quote where there is one."""

    def look(self, request: JudgeRequest, point: str) -> PointVerdict:
        """Look for the point of this id in an answer that may still grow.

        Sooner than ``judge`` and rougher: of a long answer only the last minutes are looked at, and
        the other points are taken as they were. Raises when it cannot.
        """

    def prepare(self, request: JudgeRequest) -> None:
        """Read the question, its points and the answer so far, so that ``look`` is sooner done."""

    def word_follow_up(self, request: FollowUpRequest, progress: Progress = no_progress) -> str:
        """Return the model's raw wording; the caller checks it. ``progress`` may raise to stop."""


class Voice(Protocol):
    """Speaks text to a file."""

    def say(self, text: str, out: Path, speed: float = 1.0) -> SpokenClip:
        """Write the utterance to ``out``; speed 1.0 is the voice's own, 0.8 slower."""


class Sounds(Protocol):
    """What is read from recordings to show them and to take them along."""

    def peaks(self, audio: Path, count: int) -> tuple[float, ...]:
        """Return ``count`` peak levels 0..1 for drawing a waveform."""

    def seconds(self, audio: Path) -> float:
        """Return the length of the recording."""

    def small(self, audio: Path) -> tuple[str, bytes]:
        """Return (MIME type, bytes) of a small copy that any browser plays."""

    def join(self, parts: tuple[Path, ...], out: Path, gap: float = GAP) -> None:
        """Write the recordings one after the other, ``gap`` seconds of silence between.

        As FLAC, or as WAV where ``out`` ends in .wav; complete or not at all.
        """


class AudioTools(Sounds, Protocol):
    """Sound files in and out (engine/audio_file.py)."""

    def prosody(self, audio: Path) -> Prosody:
        """Return how much pitch and loudness vary in the voiced parts."""

    def compress(self, pcm: Path, out: Path) -> None:
        """Write raw 16 kHz PCM as FLAC, complete or not at all."""


class Feed(Protocol):
    """An open microphone: 16 kHz, 16-bit little-endian mono."""

    @property
    def troubles(self) -> int:
        """How often the device reported lost or late sound so far."""

    def read(self, timeout: float) -> bytes:
        """Return what has come in since, at least one block; b"" when nothing came in time.

        Raises DeviceLost when the device has stopped answering. After ``close`` it returns the
        rest, then b"".
        """

    def close(self) -> None:
        """Stop recording; may block while the sound server hangs."""


class Microphone(Protocol):
    """The microphones of this machine."""

    def open(self, device: str) -> Feed:
        """Start to record from the device of this name, the system's own when it is empty.

        Raises DeviceLost when it does not open. May block for seconds.
        """


class Stop(Protocol):
    """A wish to stop, as threading.Event tells it."""

    def is_set(self) -> bool:
        """Return True once it is wished."""


class Speaker(Protocol):
    """The loudspeakers of this machine."""

    def play(self, clip: Path, stop: Stop, device: str) -> bool:
        """Play a WAV file and return when its last sample has sounded: True; False when stopped.

        Raises DeviceLost, BadAudio. May block for seconds.
        """


class VoiceActivity(Protocol):
    """Tells speech from other sound, window by window."""

    def reset(self) -> None:
        """Forget what was heard, before another recording."""

    def voice(self, window: bytes) -> float:
        """Return the probability of speech in the next 512 samples (16-bit, 16 kHz)."""


class TurnEnd(Protocol):
    """Tells by melody and wording-free sound whether a speaker has finished (Smart Turn)."""

    def finished(self, pcm: bytes) -> float:
        """Return the probability that the turn is over at the end of this sound.

        ``pcm`` holds at most the last 8 s, 16-bit mono at 16 kHz, the pause included.
        """


class Clock(Protocol):
    """Time that only goes forward."""

    def now(self) -> float:
        """Return seconds since some fixed moment."""
