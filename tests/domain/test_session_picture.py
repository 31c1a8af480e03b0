"""A session in a minute: the best moment, the one to redo, and at most three next steps."""

from __future__ import annotations

from mockvoice.domain import session_picture
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.verdict import Judgement, PointVerdict, Scores, Verdict
from tests import examples


def scored(overall: float | None) -> Assessment:
    """The example with another overall figure."""
    made = examples.assessment()
    return made.model_copy(
        update={"scores": Scores(**{**made.scores.model_dump(), "overall": overall})}
    )


def judged(verdict: Verdict) -> Assessment:
    """The example with one verdict for all points and no quotes."""
    made = examples.assessment()
    points = tuple(
        PointVerdict(point=point.id, verdict=verdict, probability=None)
        for point in made.question.rubric
    )
    judgement = Judgement(verdicts=points, model="m", method="h")
    return made.model_copy(update={"judgement": judgement, "quotes": ()})


def test_the_mean_is_of_the_judged_answers_only() -> None:
    """An answer nobody judged is no zero."""
    assert session_picture.overall({1: scored(40), 2: scored(None), 3: scored(61)}) == 50.5
    assert session_picture.overall({1: scored(None)}) is None


def test_the_best_moment_is_a_covered_point_that_can_be_heard() -> None:
    """The judge is surer of it than of the other one, and its words are there."""
    found = session_picture.best({1: examples.assessment()})
    assert found is not None
    assert (found.point.id, found.verdict) == ("contamination", Verdict.COVERED)
    assert found.span is not None
    assert session_picture.best({1: judged(Verdict.COVERED)}) is None


def test_what_to_redo_is_what_cost_most() -> None:
    """An essential point that was missed comes before others; where all was covered, nothing."""
    made = examples.assessment()
    found = session_picture.to_redo({1: judged(Verdict.COVERED), 2: made})
    assert found is not None
    assert found.position == 2
    assert found.verdict in {Verdict.MISSED, Verdict.WRONG}
    assert session_picture.to_redo({1: judged(Verdict.COVERED)}) is None
    assert session_picture.to_redo({1: judged(Verdict.NOT_JUDGED)}) is None


def test_steps_begin_with_the_weakest_answer_and_are_three() -> None:
    """The first advice of each answer, the weakest first, and no habit twice."""
    steps = session_picture.steps({1: scored(70), 2: scored(30), 3: scored(None)})
    assert [step.position for step in steps[:2]] == [2, 1]
    assert len(steps) == 3
    assert sum(1 for step in steps if step.advice.point is None) <= 1
    assert session_picture.steps({}) == ()
