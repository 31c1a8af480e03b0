"""Small true doubles of the ports: enqueue replies into them, and see what they were asked.

A reply that is an exception is raised. Asking more than was enqueued is an error of the test.
"""

from __future__ import annotations

import wave
from collections import deque
from pathlib import Path
from typing import Generic, TypeVar

from mockvoice.domain.ports import (
    FollowUpRequest,
    JudgeRequest,
    Progress,
    SpokenClip,
    TranscribeRequest,
    no_progress,
)
from mockvoice.domain.transcript import Span, Transcript
from mockvoice.domain.verdict import Judgement, PointVerdict

T = TypeVar("T")


class Replies(Generic[T]):
    """What a double will answer, in order."""

    def __init__(self) -> None:
        self._waiting: deque[T | BaseException] = deque()

    def enqueue(self, *replies: T | BaseException) -> None:
        """Answer these next."""
        self._waiting.extend(replies)

    def next(self) -> T:
        """Take the next answer, or raise it."""
        if not self._waiting:
            raise AssertionError("The double was asked more often than replies were enqueued.")
        reply = self._waiting.popleft()
        if isinstance(reply, BaseException):
            raise reply
        return reply


class FakeTranscriber:
    """A transcriber that has heard it all before."""

    def __init__(self, *transcripts: Transcript | BaseException) -> None:
        self.asked: list[TranscribeRequest] = []
        self.replies: Replies[Transcript] = Replies()
        self.replies.enqueue(*transcripts)
        self.prepared = False

    def transcribe(
        self, request: TranscribeRequest, progress: Progress = no_progress
    ) -> Transcript:
        """Return the next transcript."""
        self.asked.append(request)
        progress(0.0)
        reply = self.replies.next()
        progress(1.0)
        return reply

    def prepare(self) -> None:
        """Remember that it was asked."""
        self.prepared = True


class FakeJudge:
    """A judge with its mind made up."""

    def __init__(self, *judgements: Judgement | BaseException) -> None:
        self.asked: list[JudgeRequest] = []
        self.looked: list[tuple[str, str]] = []
        """(answer, point)"""
        self.looks: Replies[PointVerdict] = Replies()
        self.prepared: list[JudgeRequest] = []
        self.wordings_asked: list[FollowUpRequest] = []
        self.replies: Replies[Judgement] = Replies()
        self.wordings: Replies[str] = Replies()
        self.replies.enqueue(*judgements)

    def judge(self, request: JudgeRequest, progress: Progress = no_progress) -> Judgement:
        """Return the next judgement."""
        self.asked.append(request)
        progress(0.0)
        reply = self.replies.next()
        progress(1.0)
        return reply

    def look(self, request: JudgeRequest, point: str) -> PointVerdict:
        """Return the next verdict on a point."""
        self.looked.append((request.answer, point))
        return self.looks.next()

    def prepare(self, request: JudgeRequest) -> None:
        """Remember that it was asked."""
        self.prepared.append(request)

    def word_follow_up(self, request: FollowUpRequest, progress: Progress = no_progress) -> str:
        """Return the next wording."""
        self.wordings_asked.append(request)
        progress(0.0)
        return self.wordings.next()


class FakeVoice:
    """Speaks silence: 0.3 s for each word, as a real WAV file."""

    rate = 16000

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str, out: Path, speed: float = 1.0) -> SpokenClip:
        """Write silence as long as the text."""
        self.said.append(text)
        each = 0.3 / speed
        count = len(text.split())
        with wave.open(str(out), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes(bytes(2 * round(count * each * self.rate)))
        words = tuple(Span(start=n * each, end=(n + 1) * each) for n in range(count))
        return SpokenClip(path=out, seconds=count * each, sample_rate=self.rate, words=words)
