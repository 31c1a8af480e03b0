"""An interview planned from the bank: balanced, without repeats, and the same for the same seed."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mockvoice.domain.question import Competency, Kind, Level, Question


class Role(StrEnum):
    """What the candidate applies for."""

    ML_ENGINEER = "ml-engineer"
    SENIOR_ML_ENGINEER = "senior-ml-engineer"
    """Senior machine learning or algorithm engineer."""
    DATA_SCIENTIST = "data-scientist"
    MLOPS_ENGINEER = "mlops-engineer"
    RESEARCH_SCIENTIST = "research-scientist"


WEIGHTS: Final[Mapping[Role, Mapping[Competency, float]]] = {
    role: dict(zip(Competency, weights, strict=True))
    for role, weights in {
        # coding basics evaluation deep maths data optimisation mlops design research behaviour
        Role.ML_ENGINEER: (14, 14, 11, 10, 5, 11, 5, 10, 10, 3, 7),
        Role.SENIOR_ML_ENGINEER: (10, 8, 10, 11, 5, 8, 6, 11, 16, 5, 10),
        Role.DATA_SCIENTIST: (9, 16, 17, 4, 12, 15, 4, 4, 6, 4, 9),
        Role.MLOPS_ENGINEER: (9, 7, 9, 5, 2, 12, 3, 27, 15, 2, 9),
        Role.RESEARCH_SCIENTIST: (9, 10, 9, 18, 14, 5, 10, 2, 5, 14, 4),
    }.items()
}
"""Share of the time (per cent) that each role's interview gives to each competency, in the order
of Competency. Our judgement of what such interviews ask; no survey stands behind it."""

_ROLES: Final = {
    Role.ML_ENGINEER: "an ML engineer",
    Role.SENIOR_ML_ENGINEER: "a senior ML engineer",
    Role.DATA_SCIENTIST: "a data scientist",
    Role.MLOPS_ENGINEER: "an MLOps engineer",
    Role.RESEARCH_SCIENTIST: "a research scientist",
}
_SUBJECTS: Final = {
    Competency.ML_FUNDAMENTALS: "ML fundamentals",
    Competency.MLOPS: "MLOps",
    Competency.BEHAVIOURAL: "how you work with others",
}
"""Where the plain words of the name would not do."""

OVERHEAD_SECONDS: Final = 45
"""Beside thinking and answering: saying the question, a follow-up, and going on."""
_HEAD_START: Final = 240.0
"""Seconds counted as already given to each competency, so that the first pick is not everything
and a role's lesser subjects get their turn."""
_JITTER: Final = 0.3
"""How far the seed may move a question's priority, as a fraction, to either side."""
_FOCUS: Final = 2.0
"""How much more a question is wanted when the description names all of its subject."""
_ALIKE: Final = 0.6
"""Share of words in common from which two questions are not both asked."""
DUE: Final = "due for review"
"""Why a question is there whose points come back."""
_ORDER: Final = (Kind.TECHNICAL, Kind.CODING, Kind.SYSTEM_DESIGN, Kind.BEHAVIOURAL)


@dataclass(frozen=True)
class Candidate:
    """A question that could be asked, with its full id."""

    id: str
    question: Question

    @property
    def seconds(self) -> int:
        """Seconds of the interview it takes."""
        asked = self.question
        return asked.think_seconds + asked.answer_seconds + OVERHEAD_SECONDS


@dataclass(frozen=True)
class Focus:
    """How much a question is about what a description names."""

    score: float
    """0 to 1."""
    reason: str


@dataclass(frozen=True)
class Wish:
    """What the interview should be like."""

    role: Role = Role.ML_ENGINEER
    level: Level = Level.MID
    kinds: frozenset[Kind] = frozenset(Kind)
    minutes: float = 45.0
    seed: int = 0
    recent: tuple[str, ...] = ()
    """Ids asked lately, the latest first; left out unless nothing else is there."""
    due: tuple[str, ...] = ()
    """Ids due for review, the most overdue first; asked before anything else."""
    focus: Mapping[str, Focus] = field(default_factory=dict)
    """By id, from a job description or résumé."""


@dataclass(frozen=True)
class Chosen:
    """A question of the plan and why it is there."""

    id: str
    question: Question
    why: str
    seconds: int


@dataclass(frozen=True)
class Plan:
    """The questions in the order they are asked."""

    chosen: tuple[Chosen, ...]

    @property
    def seconds(self) -> int:
        """Seconds the interview takes when every answer takes its time."""
        return sum(entry.seconds for entry in self.chosen)


def plan(candidates: Iterable[Candidate], wish: Wish) -> Plan:
    """Choose questions for the wish. Empty when no question fits the level, kinds and time."""
    fitting = sorted(
        (c for c in candidates if _fits(c.question, wish)), key=lambda candidate: candidate.id
    )
    due, new = [], []
    for candidate in fitting:
        if candidate.id in wish.due:
            due.append(candidate)
        elif candidate.id not in wish.recent:
            new.append(candidate)
    due.sort(key=lambda candidate: wish.due.index(candidate.id))
    choice = _Choice(wish)
    for candidate in due:
        choice.take_if_possible(candidate, DUE)
    choice.fill(new)
    if not choice.taken:  # better an old question than none, the longest ago first
        old = [c for c in fitting if c.id in wish.recent]
        for candidate in sorted(old, key=lambda c: -wish.recent.index(c.id)):
            choice.take_if_possible(candidate, "asked lately, but no other question is left")
    return Plan(tuple(sorted(choice.taken, key=choice.place)))


def shortest(candidates: Iterable[Candidate], wish: Wish) -> int | None:
    """Return the seconds of the shortest question of the wish's level and kinds; None: no such."""
    return min((c.seconds for c in candidates if _fits(c.question, wish)), default=None)


def _fits(question: Question, wish: Wish) -> bool:
    return wish.level in question.levels and question.kind in wish.kinds


class _Choice:
    """What is chosen so far, and how the time is spread."""

    def __init__(self, wish: Wish) -> None:
        self.taken: list[Chosen] = []
        self._wish = wish
        self._left = wish.minutes * 60
        self._spent: dict[Competency, float] = defaultdict(float)

    def fill(self, candidates: list[Candidate]) -> None:
        """Take the most wanted question that is possible, again and again."""
        dice = random.Random(self._wish.seed)
        chance = {c.id: 1 + dice.uniform(-_JITTER, _JITTER) for c in candidates}
        rest = [c for c in candidates if self._possible(c)]
        while rest:
            best = max(rest, key=lambda c: chance[c.id] * self._wanted(c))
            self._take(best, self._why(best))
            rest = [c for c in rest if c.seconds <= self._left and not same_ground(c, best)]

    def take_if_possible(self, candidate: Candidate, why: str) -> None:
        """Take the question if there is time and nothing like it was taken."""
        if self._possible(candidate):
            self._take(candidate, why)

    def place(self, chosen: Chosen) -> tuple[int, int]:
        """Return the sort key of the order of asking: reviews, then short before long."""
        if chosen.id in self._wish.due:
            return -1, self._wish.due.index(chosen.id)
        return _ORDER.index(chosen.question.kind), self.taken.index(chosen)

    def _take(self, candidate: Candidate, why: str) -> None:
        self.taken.append(Chosen(candidate.id, candidate.question, why, candidate.seconds))
        self._left -= candidate.seconds
        self._spent[candidate.question.competency] += candidate.seconds

    def _possible(self, candidate: Candidate) -> bool:
        return candidate.seconds <= self._left and not any(
            same_ground(candidate, other) for other in self.taken
        )

    def _wanted(self, candidate: Candidate) -> float:
        """Return the share of its competency over the time it has had: the larger, the sooner."""
        competency = candidate.question.competency
        focus = self._wish.focus.get(candidate.id)
        weight = WEIGHTS[self._wish.role][competency]
        named = 1 + _FOCUS * focus.score if focus else 1.0
        return named * weight / (_HEAD_START + self._spent[competency])

    def _why(self, candidate: Candidate) -> str:
        focus = self._wish.focus.get(candidate.id)
        if focus:
            return focus.reason
        competency = candidate.question.competency
        share = WEIGHTS[self._wish.role][competency]
        subject = _SUBJECTS.get(competency, competency.replace("-", " "))
        return f"{subject}: {share:.0f} per cent of an interview for {_ROLES[self._wish.role]}"


def same_ground(first: Candidate | Chosen, second: Candidate | Chosen) -> bool:
    """Say whether two questions should not be asked in one interview."""
    return (
        first.id == second.id
        or second.id in _related(first)
        or first.id in _related(second)
        or _overlap(first.question.text, second.question.text) >= _ALIKE
    )


def _related(candidate: Candidate | Chosen) -> set[str]:
    pack = candidate.id.partition("/")[0]
    return {name if "/" in name else f"{pack}/{name}" for name in candidate.question.related}


def _overlap(first: str, second: str) -> float:
    """Return the share of words that two texts have in common."""
    one, two = _words(first), _words(second)
    return len(one & two) / len(one | two) if one | two else 0.0


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))
