"""The figures of bench-judge and bench-grade, on answers small enough to count by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mockvoice.domain.errors import BadData
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict
from tests.benchmarks import grade
from tests.benchmarks.judge import figures, kappa, request_of

RECORD: dict[str, Any] = {
    "id": "q_a1",
    "question_id": "q",
    "question": "Why split the data?",
    "rubric": [{"id": f"r{i}", "text": f"A statement with number {i}."} for i in (1, 2, 3, 4)],
    "kind": "medium",
    "answer": "You keep a test set aside, and you never tune on it.",
    "labels": {"r1": "covered", "r2": "covered", "r3": "wrong", "r4": "missed"},
    "evidence": {"r1": "keep a test set aside", "r2": "never tune on it"},
    "scores": {"overall": 60},
}


def _result(verdicts: str, **quotes: str) -> dict[str, Any]:
    names = {"c": "covered", "p": "partial", "m": "missed", "w": "wrong", "n": "not_judged"}
    points = [point["id"] for point in RECORD["rubric"]]
    said = [names[letter] for letter in verdicts]
    return {
        "id": "q_a1",
        "verdicts": dict(zip(points, said, strict=True)),
        "probabilities": {
            p: 1.0 if s == "covered" else 0.0 for p, s in zip(points, said, strict=True)
        },
        "quotes": quotes,
        "uncertain": [],
        "scores": {"overall": 50},
        "elapsed_s": 2.0,
    }


def test_a_perfect_judge_gets_perfect_figures() -> None:
    """All verdicts right, sure and quoted: ones where high is good, zeros where low is."""
    found = figures([RECORD], [_result("ccwm", r1="a test set", r2="you never tune")])

    assert found["kappa covered or not"] == 1
    assert found["wrong taken as covered"] == 0
    assert found["quotes verbatim"] == 1
    assert found["quotes that meet the annotator's, of covered"] == 1
    assert found["expected calibration error"] == 0
    assert found["seconds per answer"] == 2


def test_mistakes_show_where_they_were_made() -> None:
    """A false point taken as covered, a foreign quote, and a missing verdict are each counted."""
    found = figures([RECORD], [_result("cncm", r1="keep the lights on")])

    assert found["not judged"] == 1
    assert found["wrong taken as covered"] == 1
    assert found["quotes verbatim"] == 0
    assert found["quotes that meet the annotator's, of covered"] == 0
    assert found["accuracy covered or not"] == 0.5


def test_an_answer_without_result_counts_as_not_judged() -> None:
    """Leaving an answer out does not make a judge look better."""
    found = figures([RECORD], [])

    assert found["not judged"] == 4
    assert found["F1 covered"] == 0


def test_kappa_is_zero_at_chance_and_one_when_all_agree() -> None:
    """Saying yes to everything is no agreement beyond chance."""
    assert kappa([True, False, True, False], [True] * 4) == 0
    assert kappa([True, False], [True, False]) == 1


def test_the_judge_sees_no_labels() -> None:
    """The request holds question, rubric and answer and nothing that the annotator wrote."""
    assert "covered" not in request_of(RECORD).model_dump_json()
    assert "medium" not in request_of(RECORD).model_dump_json()


def test_a_reference_is_split_into_points_of_a_sentence() -> None:
    """Each sentence is a point; scraps are joined to the one before."""
    points = grade.points_of("It keeps the order of packets. Yes. It also resends what was lost.")

    assert [p.text for p in points] == [
        "It keeps the order of packets. Yes.",
        "It also resends what was lost.",
    ]


def test_quadratic_kappa_punishes_far_misses_more() -> None:
    """Off by one mark is better than off by five."""
    near = grade.quadratic_kappa([0, 5, 3, 2], [1, 4, 3, 2], 5)
    far = grade.quadratic_kappa([0, 5, 3, 2], [5, 0, 3, 2], 5)

    assert grade.quadratic_kappa([0, 5, 3], [0, 5, 3], 5) == 1
    assert far < near < 1


def test_more_covered_points_give_a_better_grade() -> None:
    """Covered beats partial beats missed."""

    def judged(verdict: Verdict, probability: float) -> Judgement:
        one = PointVerdict(point="r1", verdict=verdict, probability=probability)
        return Judgement(verdicts=(one,), model="m", method="t")

    covered, partial, missed = (
        grade.grade(judged(*pair))
        for pair in ((Verdict.COVERED, 0.9), (Verdict.PARTIAL, 0.4), (Verdict.MISSED, 0.1))
    )

    assert missed < partial < covered


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    """The missing columns are named."""
    path = tmp_path / "grades.csv"
    path.write_text("question,answer\nWhy?,So.\n")

    with pytest.raises(BadData, match="reference"):
        grade.read(path)
