"""Following an answer while it is being spoken, so that the reply is ready when it ends.

Each finished stretch is transcribed, and in idle time the judge looks for the points in what was
understood so far. When the turn ends, only the point to be asked for is looked at once more, and
not even that if nothing was said since.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from mockvoice.domain.assessment import FollowUp
from mockvoice.domain.errors import Cancelled, MockvoiceError
from mockvoice.domain.ports import Judge, JudgeRequest, Transcriber, TranscribeRequest
from mockvoice.domain.question import Question
from mockvoice.domain.transcript import Word
from mockvoice.services.pondering import Pondering, Subject
from mockvoice.services.serial import Serial

T = TypeVar("T")


@dataclass(frozen=True)
class Telling:
    """Whom to tell, from the threads of Following."""

    caption: Callable[[str, tuple[Word, ...]], None]
    """Everything understood of the part that is recorded, and its words with their times."""
    stretch: Callable[[float, str], None]
    """The second where a stretch ended, and what was understood of it."""
    likely: Callable[[FollowUp], object]
    """The reply that will probably be given; a chance to make its sound."""
    failed: Callable[[str, MockvoiceError], None]
    """(stage, error)"""


class Following:
    """Understands the part of the answer that is being recorded."""

    def __init__(self, transcriber: Transcriber, judge: Judge) -> None:
        self._transcriber = transcriber
        self._judge = judge
        self._hearing = Serial("captions")
        self._thinking = Serial("reply")
        self._answer: _Answer | None = None
        self._busy = False
        """True while words are being heard; only the hearing thread writes it."""
        self._complained = False
        """True once it was told that the judge cannot; only the thinking thread writes it."""

    @property
    def text(self) -> str:
        """Everything said to the question so far, as understood."""
        return self._answer.text() if self._answer else ""

    def expect(self, question: Question, *, follow_ups: bool) -> None:
        """Have everything loaded by the time the answer to this question begins."""
        if self._answer and self._answer.subject.question == question:
            return  # said again: what was read of the answer stays in the judge's memory
        self._hearing.do(lambda: _try(self._transcriber.prepare))
        if follow_ups:
            request = JudgeRequest(question=question.text, rubric=question.rubric, answer="")
            self._thinking.do(lambda: _try(lambda: self._judge.prepare(request)))

    def begin(self, file: Path, subject: Subject, telling: Telling) -> None:
        """Follow the recording in this file from now on. What was under way before may still be
        told to whom that was given."""
        before = self._answer
        if before and before.goes_on(subject):
            pondering = before.pondering
        else:
            pondering = Pondering(self._judge, subject.question)
        answer = self._answer = _Answer(file, subject, pondering, telling)
        if subject.more:
            self._thinking.do(lambda: pondering.begin(subject))
            self._thinking.do(lambda: self._ponder(answer))

    def stretch(self, start: float, end: float) -> None:
        """Understand what was said between these seconds. Returns at once."""
        if answer := self._answer:
            answer.ending = False
            self._hearing.do(lambda: self._hear(answer, start, end))

    def consider(self) -> None:
        """Decide the reply to what was said so far, in case it was all. Returns at once."""
        answer = self._answer
        if answer and answer.subject.more:
            answer.ending = True
            self._hearing.do(lambda: self._thinking.do(lambda: self._expect_end(answer)))

    def reply(
        self,
        deliver: Callable[[FollowUp | None], None],
        *,
        until: float | None,
        typed: str = "",
        instead: Callable[[str], bool] | None = None,
    ) -> None:
        """Decide the reply to the whole answer and deliver it. Returns at once.

        ``until`` is the end of the recording when something may have been said after the last
        stretch, None when not. ``instead`` is given all that was understood, on another thread,
        before anything is decided; when it returns True nothing is delivered.
        """
        answer = self._answer
        if answer is None or not (answer.subject.more or instead):
            deliver(None)
            return
        answer.ending, answer.may_ask = True, instead is not None
        if until is not None:
            self._hearing.do(lambda: self._hear(answer, answer.done, until))
        if typed:
            self._hearing.do(lambda: answer.texts.append(typed))
        self._hearing.do(lambda: self._heard_all(answer, deliver, instead))

    def known(self) -> FollowUp | None:
        """Return the reply as things stand, for who can wait no longer: perhaps without the last
        words. None where no open point was found yet, or where the last words may still turn out
        to be a question of the candidate."""
        answer = self._answer
        if answer is None or answer.failed or answer.may_ask or not answer.subject.more:
            return None
        return answer.pondering.freshest(answer.text())

    def close(self) -> None:
        """End after what was asked so far."""
        self._answer = None
        self._hearing.do(self._thinking.close)
        self._hearing.close()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the threads after ``close``."""
        return self._hearing.join(timeout) and self._thinking.join(timeout)

    # On the hearing thread.

    def _hear(self, answer: _Answer, start: float, end: float) -> None:
        terms = tuple(term.text for term in answer.subject.question.terms)
        request = TranscribeRequest(audio=answer.file, start=start, end=end, terms=terms, live=True)
        self._busy = True
        try:
            heard = self._transcriber.transcribe(request)
        except MockvoiceError as error:
            answer.telling.failed("captions", error)
            return
        finally:
            self._busy = False
        answer.done = max(answer.done, end)
        if text := heard.text.strip():
            answer.texts.append(text)
            answer.words += heard.words
            answer.telling.caption(" ".join(answer.texts), answer.words)
            answer.telling.stretch(end, text)
        if answer.subject.more:
            self._thinking.do(lambda: self._ponder(answer))

    def _heard_all(
        self,
        answer: _Answer,
        deliver: Callable[[FollowUp | None], None],
        instead: Callable[[str], bool] | None,
    ) -> None:
        if instead and instead(answer.text()):
            return
        answer.may_ask = False
        more = answer.subject.more
        self._thinking.do(lambda: deliver(self._decide(answer) if more else None))

    # On the thinking thread.

    def _ponder(self, answer: _Answer) -> None:
        """Do one piece of work ahead, unless something else wants the processor, and go on."""
        if not self._has_time(answer):
            return
        text = answer.text()
        if self._tried(answer, lambda: answer.pondering.step(text, self._stop(answer))):
            self._tell_likely(answer, text)
            self._thinking.do(lambda: self._ponder(answer))

    def _has_time(self, answer: _Answer) -> bool:
        # What waits in either queue goes on with the work when it is done.
        hearing = self._busy or not self._hearing.idle
        return self._thinking.idle and not hearing and answer is self._answer and not answer.failed

    def _stop(self, answer: _Answer) -> Callable[[float], None] | None:
        """What ends a wording when the turn is about to end; None when it is."""

        def stop(_share: float) -> None:
            if answer.ending or answer is not self._answer:
                raise Cancelled

        return None if answer.ending else stop

    def _expect_end(self, answer: _Answer) -> None:
        if answer is self._answer and answer.text():
            self._tried(answer, lambda: answer.pondering.settle(answer.text()))
            self._tell_likely(answer, answer.text())
            self._ponder(answer)

    def _tell_likely(self, answer: _Answer, text: str) -> None:
        for reply in answer.pondering.likely(text):
            if reply.text not in answer.told:
                answer.told.add(reply.text)
                answer.telling.likely(reply)

    def _decide(self, answer: _Answer) -> FollowUp | None:
        text = answer.text()
        if not text:
            return None
        self._tried(answer, lambda: answer.pondering.settle(text))
        if answer.failed:
            return None
        self._complained = False
        return answer.pondering.reply(text)

    def _tried(self, answer: _Answer, work: Callable[[], T]) -> T | None:
        """Do it; when the judge cannot, say so once, and ask nothing further about this answer."""
        try:
            return work()
        except Cancelled:
            return None
        except MockvoiceError as error:
            answer.failed = True
            if not self._complained:
                self._complained = True
                answer.telling.failed("reply", _no_follow_ups(error))
            return None


class _Answer:
    """One part of an answer, as understood so far."""

    def __init__(
        self, file: Path, subject: Subject, pondering: Pondering, telling: Telling
    ) -> None:
        self.file = file
        self.subject = subject
        self.pondering = pondering
        self.telling = telling
        self.texts: list[str] = []
        self.words: tuple[Word, ...] = ()
        """Both written by the hearing thread only."""
        self.done = 0.0
        self.ending = False
        """True while the turn seems to end; written by the interview's thread only."""
        self.may_ask = False
        """True until all is heard, where it may end with a question of the candidate."""
        self.failed = False
        self.told: set[str] = set()
        """Both written by the thinking thread only."""

    def goes_on(self, subject: Subject) -> bool:
        """True when the subject is the next part of this answer."""
        same = subject.question == self.subject.question
        return same and bool(subject.before) and subject.before == self.text()

    def text(self) -> str:
        return " ".join([self.subject.before, *self.texts]).strip()


def _try(load: Callable[[], None]) -> None:
    with suppress(MockvoiceError):  # told when it is needed
        load()


def _no_follow_ups(error: MockvoiceError) -> MockvoiceError:
    return MockvoiceError(
        "The judge does not work at the moment, so no follow-up questions are asked. The interview "
        "goes on, and your answers are kept.",
        error.hint,
        detail=f"{error.message} {error.detail}".strip(),
    )
