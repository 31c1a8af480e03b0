"""What to ask next, kept up to date while an answer grows, one small piece of work at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mockvoice.domain import follow_up
from mockvoice.domain.assessment import FollowUp
from mockvoice.domain.errors import Cancelled, MockvoiceError
from mockvoice.domain.ports import FollowUpRequest, Judge, JudgeRequest, Progress
from mockvoice.domain.question import Question, RubricPoint
from mockvoice.domain.verdict import PointVerdict


@dataclass(frozen=True)
class Subject:
    """What is being answered."""

    question: Question
    before: str
    """What was said to the prompts before this one."""
    asked: tuple[FollowUp, ...]
    more: bool
    """True while another follow-up may be asked."""


class Pondering:
    """Opinions on one question's points, each with the words it was formed by.

    A point that is clearly covered stays so; the others are looked at again when more was said. No
    step takes longer than the judge needs for one point, but for wording, which can be stopped.
    """

    def __init__(self, judge: Judge, question: Question) -> None:
        self._judge = judge
        self._question = question
        self._asked: tuple[FollowUp, ...] = ()
        self._seen: dict[str, PointVerdict] = {}
        self._words: dict[str, str] = {}
        """What had been said when each point was looked at."""
        self._read: str | None = None
        self._wordings: dict[str, str] = {}
        """The model's wordings that passed the checks when they were made; empty where none did."""

    def begin(self, subject: Subject) -> None:
        """Turn to the next part of the answer."""
        self._asked = subject.asked

    def settle(self, text: str) -> None:
        """Do only what the choice of the next question needs. Raises when the judge cannot."""
        while (point := self._first()) and self._stale(point, text):
            self._look(point, text)

    def step(self, text: str, stop: Progress | None) -> bool:
        """Do the most useful piece of work ahead; False when there is none.

        ``stop`` may raise Cancelled to end a wording; with None none is begun. Raises when the
        judge cannot.
        """
        if not text:
            return False
        first = self._first()
        if text != self._read:
            self._judge.prepare(self._request(text))
            self._read = text
        elif first and self._stale(first, text):
            self._look(first, text)
        elif point := self._next(lambda one: one.id not in self._seen):
            self._look(point, text)
        elif stop and first and first.id not in self._wordings:
            self._word(first, text, stop)
        elif point := self._next(lambda one: self._stale(one, text)):
            self._look(point, text)
        else:
            return False
        return True

    def reply(self, text: str) -> FollowUp | None:
        """Return the follow-up as things stand: the model's wording where one is ready and still
        passes the checks, else the authored probe. None where there is nothing to ask."""
        return next(iter(self.likely(text)), None)

    def freshest(self, text: str) -> FollowUp | None:
        """Return the follow-up when there is no time to look again: of the points that were looked
        at last, because of the others more may have been said since. None where there is none."""
        seen = [point for point in self._open() if point.id in self._seen]
        heard = max((len(self._words[point.id]) for point in seen), default=0)
        late = (point for point in seen if len(self._words[point.id]) == heard)
        return next((reply for point in late if (reply := self._worded(point, text))), None)

    def likely(self, text: str) -> tuple[FollowUp, ...]:
        """Return the two replies that will most probably be given, the likeliest first."""
        asked = [point for point in self._open() if point.id in self._seen][:2]
        return tuple(reply for point in asked if (reply := self._worded(point, text)))

    def _open(self) -> list[RubricPoint]:
        """Points that may be asked for, the one most worth asking for first."""
        before = {one.point for one in self._asked}
        return [
            point
            for point in follow_up.rank(self._question.rubric, self._seen)
            if point.id not in before and (point.probe or self._wordings.get(point.id) != "")
        ]

    def _first(self) -> RubricPoint | None:
        return next(iter(self._open()), None)

    def _next(self, wanted: Callable[[RubricPoint], bool]) -> RubricPoint | None:
        return next((point for point in self._open() if wanted(point)), None)

    def _stale(self, point: RubricPoint, text: str) -> bool:
        return self._words.get(point.id) != text

    def _look(self, point: RubricPoint, text: str) -> None:
        self._seen[point.id] = self._judge.look(self._request(text), point.id)
        self._words[point.id] = text

    def _word(self, point: RubricPoint, text: str, stop: Progress) -> None:
        request = FollowUpRequest(question=self._question.text, answer=text, point=point)
        try:
            wording = self._judge.word_follow_up(request, stop).strip()
        except Cancelled:
            return
        except MockvoiceError:
            wording = ""
        self._wordings[point.id] = wording if self._passes(wording, point, text) else ""

    def _passes(self, wording: str, point: RubricPoint, text: str) -> bool:
        said = [self._question.text, *(one.text for one in self._asked)]
        return follow_up.check_wording(wording, point, text, said) is None

    def _worded(self, point: RubricPoint, text: str) -> FollowUp | None:
        wording = self._wordings.get(point.id, "")
        if wording and self._passes(wording, point, text):
            return FollowUp(point=point.id, text=wording, source="model")
        if point.probe:
            return FollowUp(point=point.id, text=point.probe, source="probe")
        return None

    def _request(self, text: str) -> JudgeRequest:
        question = self._question
        return JudgeRequest(question=question.text, rubric=question.rubric, answer=text)
