"""Scores are ours, bounded, and in the order a person would give."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mockvoice.domain.question import RubricPoint
from mockvoice.domain.scoring import score, topic
from mockvoice.domain.verdict import Judgement, PointVerdict, Scores, Verdict
from tests import examples
from tests.benchmarks import score_formula

RUBRIC = tuple(
    RubricPoint(id=f"p{i}", text=text)
    for i, text in enumerate(
        [
            "High bias means that the model underfits the pattern in the data.",
            "High variance means that the model overfits its training sample.",
            "Regularization penalizes large weights for less variance.",
            "Cross-validation tunes the strength of the penalty.",
        ]
    )
)
QUESTION = "Can you explain the bias-variance trade-off?"
ANSWER = (
    "First, a rigid model underfits because it cannot follow the pattern. A flexible one overfits"
    " its sample, which means validation suffers. So we penalize large weights, and"
    " cross-validation picks the strength."
)


def scored(verdicts: str, answer: str = ANSWER, certainty: float = 0.95) -> Scores:
    """Scores for verdicts given by their first letters, like "cpmw"."""
    names = {v.value[0]: v for v in Verdict}
    chance = {"c": certainty, "p": 0.4, "m": 1 - certainty, "w": 1 - certainty, "n": None}
    judged = tuple(
        PointVerdict(point=p.id, verdict=names[letter], probability=chance[letter])
        for p, letter in zip(RUBRIC, verdicts, strict=True)
    )
    return score(RUBRIC, Judgement(verdicts=judged, model="", method=""), QUESTION, answer)


def overall(verdicts: str, **more: float) -> float:
    """The overall score; fails where there is none."""
    value = scored(verdicts, **more).overall  # type: ignore[arg-type]
    assert value is not None
    return value


def test_nothing_judged_gives_no_score() -> None:
    """There is no default score when the judge failed or nothing was said."""
    none = Scores(overall=None, relevance=None, depth=None, clarity=None, correctness=None)

    assert scored("nnnn") == none
    assert scored("cccc", answer="  ") == none


def test_order_of_answers() -> None:
    """All covered beats half, half beats touched, and false statements come last."""
    order = [overall(v) for v in ("cccc", "ccpm", "ccmm", "cpmm", "ppmm", "mmmm")]

    assert order == sorted(order, reverse=True)
    assert overall("cccc") > 90
    assert overall("ccmm") > overall("ccww")
    assert overall("wwww") < 20


def test_points_left_unjudged_do_not_count() -> None:
    """A point that could not be judged neither helps nor harms."""
    assert abs(overall("cccn") - overall("cccc")) < 2


def test_a_flip_near_the_line_moves_little() -> None:
    """A verdict that flips at even odds moves the score by less than a certain one."""
    sure = overall("cccc") - overall("cccm")
    near = scored("cccc", certainty=0.55).overall, scored("cccm", certainty=0.55).overall

    assert near[0] is not None
    assert near[1] is not None
    assert near[0] - near[1] < sure


def test_a_missing_essential_point_caps_the_score() -> None:
    """An answer without a point marked as a must cannot be a good one."""
    rubric = tuple(p.model_copy(update={"must": p.id == "p3"}) for p in RUBRIC)
    verdicts = tuple(
        PointVerdict(
            point=p.id,
            verdict=Verdict.MISSED if p.id == "p3" else Verdict.COVERED,
            probability=0.0 if p.id == "p3" else 1.0,
        )
        for p in rubric
    )
    judged = Judgement(verdicts=verdicts, model="", method="")
    capped = score(rubric, judged, QUESTION, ANSWER)

    assert capped.overall is not None
    assert capped.overall <= 60


def test_stumbling_costs_clarity_alone() -> None:
    """Many fillers lower clarity; relevance, depth and correctness stay as they are."""
    made = examples.assessment()
    calm = made.delivery.model_copy(update={"fillers_per_minute": 0.0})
    rough = made.delivery.model_copy(update={"fillers_per_minute": 14.0})
    args = (made.question.rubric, made.judgement, made.question.text, made.transcript.text)
    with_calm, with_rough = score(*args, calm), score(*args, rough)

    assert with_rough.clarity is not None
    assert with_calm.clarity is not None
    assert with_rough.clarity < with_calm.clarity
    assert with_rough.depth == with_calm.depth
    assert with_rough.correctness == with_calm.correctness


def test_pace_alone_costs_nothing() -> None:
    """Fast and slow speakers get the same scores for the same words."""
    made = examples.assessment()
    args = (made.question.rubric, made.judgement, made.question.text, made.transcript.text)
    fast = made.delivery.model_copy(update={"words_per_minute": 230.0, "pace": ()})

    assert score(*args, fast) == score(*args, made.delivery)


@given(st.text(alphabet="cpmwn", min_size=4, max_size=4), st.text(max_size=400))
def test_scores_stay_in_their_bounds(verdicts: str, answer: str) -> None:
    """Whatever is judged and said, scores lie in 0..100 and 0..10."""
    scores = scored(verdicts, answer=answer)
    if scores.overall is not None:
        assert 0 <= scores.overall <= 100
        for value in (scores.relevance, scores.depth, scores.clarity, scores.correctness):
            assert value is not None
            assert 0 <= value <= 10


def test_right_verdicts_give_the_annotators_order() -> None:
    """With the annotator's labels as verdicts, scores rank answers as the annotator did.

    The labelled answers are not those that the formula was made on.
    """
    files = sorted((Path(__file__).parents[1] / "data" / "judge").glob("train_*.jsonl"))
    rows = [json.loads(line) for f in files for line in f.read_text("utf-8").splitlines()]
    rows = [row for row in rows if "scores" in row]  # those made of the bank have none
    found = score_formula.figures(rows)

    assert len(rows) > 600
    assert found["overall"] >= 0.93
    assert found["lowest_strong_minus_highest_bad"] > 20


def test_one_word_met_by_chance_is_no_topic() -> None:
    """A short answer about something else shares a comparison or a single word: that is little."""
    animals = "I can't think of an animal that's less busy"
    pattern = "I can't think of a pattern that's nice for socks"

    assert topic(RUBRIC, QUESTION, animals) == 0
    assert 0 < topic(RUBRIC, QUESTION, pattern) < 0.25
    assert topic(RUBRIC, QUESTION, "It overfits its training sample, so tune the penalty") == 1
