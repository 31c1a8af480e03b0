"""A session in a minute: its overall figure, best moment, moment to redo, and next steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from mockvoice.domain.assessment import Advice, Assessment
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.transcript import Span
from mockvoice.domain.verdict import Doubt, PointVerdict, Verdict

STEPS: Final = 3
"""Next steps at most: more are not taken."""
_LOSS: Final = {Verdict.WRONG: 1.2, Verdict.MISSED: 1.0, Verdict.PARTIAL: 0.4}
"""How much there is to win by saying a point again; a false statement weighs more than silence."""
_MUST: Final = 2.0
"""How much more an essential point weighs."""
_SHORT_QUOTE: Final = 4
"""Words under which a quote says little by itself."""

Answers = Mapping[int, Assessment]
"""Assessed answers of a session by position."""


@dataclass(frozen=True)
class Moment:
    """A place in an answer worth hearing."""

    position: int
    point: RubricPoint
    verdict: Verdict
    text: str
    """What was said there; empty when it is about what was not said."""
    span: Span | None
    """Where it sounds; None when it is the whole answer, or nothing sounds."""
    doubted: bool = False
    """True when the judge was not sure of its verdict."""


@dataclass(frozen=True)
class Step:
    """One thing to do next, and the answer it comes from."""

    position: int
    advice: Advice


def overall(answers: Answers) -> float | None:
    """Return the mean of the judged answers, 0 to 100; None when none is judged."""
    figures = [made.scores.overall for made in answers.values() if made.scores.overall is not None]
    return round(fmean(figures), 1) if figures else None


def best(answers: Answers) -> Moment | None:
    """Return the covered point that weighs most and of which the judge is surest."""
    found = [
        (_strength(verdict, point, moment), moment)
        for verdict, point, moment in _moments(answers)
        if verdict.verdict is Verdict.COVERED
        and verdict.doubt is not Doubt.PASSAGE
        and moment.span is not None
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def to_redo(answers: Answers) -> Moment | None:
    """Return the point by which most was lost; None when all was covered or nothing judged."""
    found = [
        (_loss(verdict, point), -(answers[moment.position].scores.overall or 0.0), moment)
        for verdict, point, moment in _moments(answers)
        if verdict.verdict in _LOSS
    ]
    return max(found, key=lambda one: one[:2])[2] if found else None


def steps(answers: Answers) -> tuple[Step, ...]:
    """Return the first advice of the weakest answers, a habit of delivery only once."""
    ranked = sorted(answers.items(), key=lambda pair: (pair[1].scores.overall or 0.0, pair[0]))
    most = max((len(made.advice) for made in answers.values()), default=0)
    found: list[Step] = []
    for rank in range(most):
        for position, made in ranked:
            if rank >= len(made.advice) or made.scores.overall is None:
                continue
            advice = made.advice[rank]
            habit = advice.point is None
            if habit and any(step.advice.point is None for step in found):
                continue
            found.append(Step(position, advice))
    return tuple(found[:STEPS])


def _moments(answers: Answers) -> Iterator[tuple[PointVerdict, RubricPoint, Moment]]:
    for position, made in answers.items():
        points = {point.id: point for point in made.question.rubric}
        quotes = {quote.point: quote for quote in made.quotes}
        for verdict in made.judgement.verdicts:
            point, quote = points.get(verdict.point), quotes.get(verdict.point)
            if point is not None:
                text, span = (quote.text, quote.span) if quote else ("", None)
                told, doubted = verdict.verdict, verdict.uncertain
                yield verdict, point, Moment(position, point, told, text, span, doubted)


def _strength(verdict: PointVerdict, point: RubricPoint, moment: Moment) -> float:
    sure = 0.5 if verdict.probability is None else verdict.probability
    whole = 1.0 if len(moment.text.split()) >= _SHORT_QUOTE else 0.5
    return point.weight * sure * whole * (0.5 if verdict.uncertain else 1.0)


def _loss(verdict: PointVerdict, point: RubricPoint) -> float:
    doubt = 0.5 if verdict.uncertain else 1.0
    return _LOSS[verdict.verdict] * point.weight * (_MUST if point.must else 1.0) * doubt
