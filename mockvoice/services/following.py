"""Following an answer while it is being spoken, so that the reply is ready when it ends.

Each finished stretch is transcribed and pre-read by the judge. When the turn seems to end, the
reply is decided ahead; it is used if nothing more was said and forgotten otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mockvoice.domain.assessment import FollowUp
from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.ports import Judge, JudgeRequest, Transcriber, TranscribeRequest
from mockvoice.domain.question import Question
from mockvoice.domain.verdict import Judgement
from mockvoice.services import assessing
from mockvoice.services.serial import Serial


@dataclass(frozen=True)
class Subject:
    """What is being answered."""

    question: Question
    before: str
    """What was said to the prompts before this one."""
    asked: tuple[FollowUp, ...]
    more: bool
    """True while another follow-up may be asked."""


@dataclass(frozen=True)
class Telling:
    """Whom to tell, from the threads of Following."""

    caption: Callable[[str], None]
    likely: Callable[[FollowUp], None]
    """The reply that will probably be given; a chance to make its sound."""
    failed: Callable[[str, MockvoiceError], None]
    """(stage, error)"""


class Following:
    """Understands the part of the answer that is being recorded."""

    def __init__(self, transcriber: Transcriber, judge: Judge, telling: Telling) -> None:
        self._transcriber = transcriber
        self._judge = judge
        self._telling = telling
        self._hearing = Serial("captions")
        self._thinking = Serial("reply")
        self._answer: _Answer | None = None
        self._decided: tuple[object, FollowUp | None] | None = None

    @property
    def text(self) -> str:
        """Everything said to the question so far, as understood."""
        return self._answer.text() if self._answer else ""

    def begin(self, file: Path, subject: Subject) -> None:
        """Follow the recording in this file from now on."""
        answer = self._answer = _Answer(file, subject)
        if subject.more:
            request = answer.request()
            self._thinking.do(lambda: self._warm(request))

    def stretch(self, start: float, end: float) -> None:
        """Understand what was said between these seconds. Returns at once."""
        if answer := self._answer:
            self._hearing.do(lambda: self._hear(answer, start, end))

    def consider(self) -> None:
        """Decide the reply to what was said so far, in case it was all. Returns at once."""
        answer = self._answer
        if answer and answer.subject.more:
            self._hearing.do(lambda: self._think(answer, self._expect))

    def reply(
        self, deliver: Callable[[FollowUp | None], None], *, until: float | None, typed: str = ""
    ) -> None:
        """Decide the reply to the whole answer and deliver it. Returns at once.

        ``until`` is the end of the recording when something may have been said after the last
        stretch, None when not.
        """
        answer = self._answer
        if answer is None or not answer.subject.more:
            deliver(None)
            return
        if until is not None:
            self._hearing.do(lambda: self._hear(answer, answer.done, until))
        if typed:
            self._hearing.do(lambda: answer.texts.append(typed))
        self._hearing.do(lambda: self._think(answer, deliver))

    def close(self) -> None:
        """End after what was asked so far."""
        self._hearing.do(self._thinking.close)
        self._hearing.close()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the threads after ``close``."""
        return self._hearing.join(timeout) and self._thinking.join(timeout)

    def _hear(self, answer: _Answer, start: float, end: float) -> None:
        terms = tuple(term.text for term in answer.subject.question.terms)
        request = TranscribeRequest(audio=answer.file, start=start, end=end, terms=terms, live=True)
        try:
            text = self._transcriber.transcribe(request).text.strip()
        except MockvoiceError as error:
            self._telling.failed("captions", error)
            return
        answer.done = max(answer.done, end)
        if text:
            answer.texts.append(text)
            if answer is self._answer:
                self._telling.caption(" ".join(answer.texts))
            if answer.subject.more:
                self._thinking.do(lambda: self._prepare(answer))

    def _warm(self, request: JudgeRequest) -> None:
        """Have the judge loaded by the time the first words are understood."""
        with suppress(MockvoiceError):  # told when it is needed
            self._judge.prepare(request)

    def _prepare(self, answer: _Answer) -> None:
        if not self._thinking.idle or answer is not self._answer:
            return  # reading ahead is only worth it while nothing waits for it
        try:
            self._judge.prepare(answer.request())
        except MockvoiceError as error:
            self._telling.failed("reply", error)

    def _think(self, answer: _Answer, deliver: Callable[[FollowUp | None], None]) -> None:
        self._thinking.do(lambda: deliver(self._decide(answer)))

    def _expect(self, reply: FollowUp | None) -> None:
        if reply:
            self._telling.likely(reply)

    def _decide(self, answer: _Answer) -> FollowUp | None:
        text = answer.text()
        if not text:
            return None
        key = (answer, text)
        if self._decided is None or self._decided[0] != key:
            try:
                self._decided = (key, self._chosen(answer, text))
            except MockvoiceError as error:
                self._telling.failed("reply", error)
                return None
        return self._decided[1]

    def _chosen(self, answer: _Answer, text: str) -> FollowUp | None:
        subject = answer.subject
        judged = assessing.judge(self._judge, subject.question, text)
        if judged.failure:
            raise MockvoiceError(judged.failure)
        # A point that was asked for is not asked for again.
        asked = {one.point for one in subject.asked}
        open_ones = tuple(one for one in judged.verdicts if one.point not in asked)
        rest = Judgement(verdicts=open_ones, model=judged.model, method=judged.method)
        said = [subject.question.text, *(one.text for one in subject.asked)]
        return assessing.next_follow_up(self._judge, subject.question, rest, text, said)


class _Answer:
    """One part of an answer, as understood so far; written by the hearing thread only."""

    def __init__(self, file: Path, subject: Subject) -> None:
        self.file = file
        self.subject = subject
        self.texts: list[str] = []
        self.done = 0.0

    def text(self) -> str:
        return " ".join([self.subject.before, *self.texts]).strip()

    def request(self) -> JudgeRequest:
        question = self.subject.question
        return JudgeRequest(question=question.text, rubric=question.rubric, answer=self.text())
