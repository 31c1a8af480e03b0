"""Progress shows every answer, a median where there is enough, and what changed in between."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mockvoice.domain import progress
from mockvoice.domain.progress import Measure, Past
from mockvoice.domain.question import Competency
from mockvoice.domain.summary import Summary, summary
from tests import examples

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
BASE = summary(examples.assessment())


def past(day: float, overall: float | None = 50.0, question: str = "q", **fields: object) -> Past:
    """An answer so many days after a Monday."""
    scores = BASE.scores.model_copy(update={"overall": overall})
    made: Summary = BASE.model_copy(update={"scores": scores, **fields})
    at = MONDAY + timedelta(days=day)
    return Past(session=str(day), position=1, question_id=question, started=at, summary=made)


def test_each_answer_is_a_dot_in_order_of_time() -> None:
    """Answers without the figure, or of another subject, have no dot."""
    other = past(3, 70, competency=Competency.MATHS)
    answers = [past(2, 60), past(1, 40), past(4, None), other]

    found = progress.dots(answers, Measure.OVERALL, BASE.competency)

    assert [dot.value for dot in found] == [40, 60]
    assert [dot.value for dot in progress.dots(answers, Measure.OVERALL)] == [40, 60, 70]


def test_a_week_has_a_median_only_with_enough_answers() -> None:
    """Two answers of a week are two dots, three have a median."""
    answers = [past(0, 10), past(1, 90), past(7, 20), past(8, 30), past(9, 80)]

    (week,) = progress.weeks(progress.dots(answers, Measure.OVERALL))

    assert (week.monday, week.value, week.answers) == (date(2026, 3, 9), 30, 3)


def test_another_judge_is_a_change_of_scores_and_another_transcriber_of_delivery() -> None:
    """Each concerns the measures that come from it; unjudged answers change nothing."""
    answers = [
        past(0, judge="a"),
        past(1, None, judge=""),
        past(2, judge="b"),
        past(3, judge="b", transcriber="other"),
    ]

    scores = progress.changes(answers, Measure.OVERALL)
    pace = progress.changes(answers, Measure.PACE)

    assert [(one.at, one.now) for one in scores] == [(MONDAY + timedelta(days=2), "b")]
    assert [(one.at, one.now) for one in pace] == [(MONDAY + timedelta(days=3), "other")]


def test_a_rubric_is_another_one_only_for_the_same_question() -> None:
    """Different questions have different rubrics; a changed one is told once a day."""
    answers = [
        past(0, question="q", rubric="1"),
        past(0.01, question="r", rubric="2"),
        past(5, question="q", rubric="3"),
        past(5.01, question="r", rubric="4"),
    ]

    (change,) = progress.changes(answers, Measure.DEPTH)

    assert (change.at, change.what) == (MONDAY + timedelta(days=5), "Other rubric")
    assert progress.changes(answers, Measure.FILLERS) == ()


def test_practice_is_counted_by_day() -> None:
    """Two answers of a day are one day of practice with two answers."""
    days = progress.practice([past(0), past(0.1), past(3)])
    assert sorted(days.values()) == [1, 2]


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_is_read_from_the_summary(measure: Measure) -> None:
    """A real answer has all of them, but for what it does not hold."""
    assert progress.value(BASE, measure) is not None
