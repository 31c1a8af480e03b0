"""Progress over time: dots, medians and the days on which what judges has changed. Pure sums.

Nothing is smoothed away: each answer stays a dot, and a median stands only where a week has enough
answers to have one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from mockvoice.domain.base import Frozen
from mockvoice.domain.question import Competency
from mockvoice.domain.summary import Summary

ENOUGH: Final = 3
"""Answers of a week from which on its median is drawn."""


class Past(Frozen):
    """An assessed answer of the library in short."""

    session: str
    position: int
    question_id: str
    started: datetime
    """When its session began, UTC."""
    summary: Summary


class PointRecord(Frozen):
    """How a rubric point has fared over all answers."""

    question_id: str
    point: str
    text: str
    """As last judged by."""
    question: str
    """The question as last asked."""
    asked: int
    """Answers in which it was judged."""
    missed: int
    """Of these, missed or contradicted."""
    partial: int
    due: datetime | None
    """When it comes back; None when it never will unasked."""


class Measure(StrEnum):
    """What can be followed over time."""

    OVERALL = "overall"
    DEPTH = "depth"
    CORRECTNESS = "correctness"
    RELEVANCE = "relevance"
    CLARITY = "clarity"
    PACE = "pace"
    FILLERS = "fillers"
    STOPS = "stops"
    HEDGES = "hedges"


_VALUES: Final[dict[Measure, Callable[[Summary], float | None]]] = {
    Measure.OVERALL: lambda s: s.scores.overall,
    Measure.DEPTH: lambda s: s.scores.depth,
    Measure.CORRECTNESS: lambda s: s.scores.correctness,
    Measure.RELEVANCE: lambda s: s.scores.relevance,
    Measure.CLARITY: lambda s: s.scores.clarity,
    Measure.PACE: lambda s: s.words_per_minute,
    Measure.FILLERS: lambda s: s.fillers_per_minute,
    Measure.STOPS: lambda s: s.stops_per_minute,
    Measure.HEDGES: lambda s: s.hedges_per_minute,
}
_HEARD: Final = {Measure.PACE, Measure.FILLERS, Measure.STOPS, Measure.HEDGES}
"""Measures that depend on the transcriber instead of the judge."""


@dataclass(frozen=True)
class Dot:
    """One answer in a trend."""

    at: datetime
    value: float
    session: str
    position: int
    question: str


@dataclass(frozen=True)
class Week:
    """A week with enough answers."""

    monday: date
    value: float
    """Median."""
    answers: int


@dataclass(frozen=True)
class Change:
    """A day from which on figures are not the same kind of figures as before."""

    at: datetime
    what: str
    """In a word or two."""
    now: str
    """What made the figures from here on; empty when it has no name."""


def value(of: Summary, measure: Measure) -> float | None:
    """Return a measure of an answer; None when it could not be taken."""
    return _VALUES[measure](of)


def dots(
    past: Iterable[Past], measure: Measure, competency: Competency | None = None
) -> tuple[Dot, ...]:
    """Return every answer that has the measure, the earliest first."""
    found = [
        Dot(one.started, taken, one.session, one.position, one.summary.question)
        for one in past
        if competency in (None, one.summary.competency)
        and (taken := value(one.summary, measure)) is not None
    ]
    return tuple(sorted(found, key=lambda dot: (dot.at, dot.session, dot.position)))


def weeks(found: Iterable[Dot]) -> tuple[Week, ...]:
    """Return the weeks that have enough answers for a median; local weeks, from Monday."""
    by_week: dict[date, list[float]] = defaultdict(list)
    for dot in found:
        day = dot.at.astimezone().date()
        by_week[day - timedelta(days=day.weekday())].append(dot.value)
    return tuple(
        Week(monday, median(values), len(values))
        for monday, values in sorted(by_week.items())
        if len(values) >= ENOUGH
    )


def changes(
    past: Iterable[Past], measure: Measure, competency: Competency | None = None
) -> tuple[Change, ...]:
    """Return when the judging model, a question's rubric or the transcriber became another.

    Rubrics count only for the same question asked again, once a day.
    """
    found: list[Change] = []
    before = ""
    rubrics: dict[str, str] = {}
    renewed: Counter[date] = Counter()
    what = "transcriber" if measure in _HEARD else "judge"
    chosen = [one for one in past if competency in (None, one.summary.competency)]
    for one in sorted(chosen, key=lambda one: (one.started, one.position)):
        made = one.summary.transcriber if measure in _HEARD else one.summary.judge
        if made and before and made != before:
            found.append(Change(one.started, f"Other {what}", made))
        before = made or before
        rubric = rubrics.get(one.question_id, one.summary.rubric)
        rubrics[one.question_id] = one.summary.rubric
        day = one.started.astimezone().date()
        if measure not in _HEARD and rubric != one.summary.rubric:
            renewed[day] += 1
            if renewed[day] == 1:
                found.append(Change(one.started, "Other rubric", ""))
    return tuple(found)


def practice(past: Iterable[Past]) -> Counter[date]:
    """Return how many answers were given on each local day."""
    return Counter(one.started.astimezone().date() for one in past)


def spread(values: Sequence[float]) -> tuple[float, float, float] | None:
    """Return lowest, median and highest; None of nothing."""
    return (min(values), median(values), max(values)) if values else None
