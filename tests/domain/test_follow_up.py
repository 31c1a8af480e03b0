"""Which point a follow-up asks for, and which wordings may be said."""

from __future__ import annotations

from collections.abc import Sized
from pathlib import Path

import pytest

from mockvoice import paths
from mockvoice.domain.follow_up import check_wording, choose_point, misleads, rank
from mockvoice.domain.question import Question, RubricPoint
from mockvoice.domain.verdict import PointVerdict, Verdict
from mockvoice.services import bank

DOCS = Path(__file__).parents[2] / "docs"
POINT = RubricPoint(
    id="leak",
    text="Fit the scaler on the training split only, so no test statistics leak into training.",
    says=("I only call fit on train and then transform the rest",),
    probe="Where exactly do you fit your preprocessing?",
)
ANSWER = "I scale everything, then I split the data and train a forest on it."


def _verdict(point: str, verdict: Verdict, *, uncertain: bool = False) -> PointVerdict:
    return PointVerdict(point=point, verdict=verdict, probability=0.2, uncertain=uncertain)


def _point(name: str, *, weight: float = 1.0, must: bool = False) -> RubricPoint:
    return RubricPoint(id=name, text="A statement of some idea.", weight=weight, must=must)


def test_indispensable_points_come_first() -> None:
    """A missing must is asked for before a heavier false statement."""
    rubric = [_point("a", weight=3.0), _point("b", must=True)]
    verdicts = [_verdict("a", Verdict.WRONG), _verdict("b", Verdict.MISSED)]

    chosen = choose_point(rubric, verdicts)

    assert chosen is rubric[1]


def test_wrong_before_missed_before_partial() -> None:
    """Among points of equal weight the false statement is asked about first."""
    rubric = [_point("a"), _point("b"), _point("c")]
    verdicts = [
        _verdict("a", Verdict.PARTIAL),
        _verdict("b", Verdict.MISSED),
        _verdict("c", Verdict.WRONG),
    ]

    assert choose_point(rubric, verdicts) is rubric[2]
    assert choose_point(rubric[:2], verdicts[:2]) is rubric[1]


def test_what_was_likelier_said_than_not_is_not_asked_again() -> None:
    """A point partly said is asked for below even odds of being covered; a missed one always."""
    rubric = [_point("a")]

    def asked(verdict: Verdict, probability: float) -> bool:
        told = PointVerdict(point="a", verdict=verdict, probability=probability)
        return choose_point(rubric, [told]) is not None

    assert asked(Verdict.PARTIAL, 0.49)
    assert not asked(Verdict.PARTIAL, 0.5)
    assert asked(Verdict.MISSED, 0.6)


def test_nothing_to_ask_when_all_is_covered_or_not_judged() -> None:
    """No point is chosen when none is known to be missing."""
    rubric = [_point("a"), _point("b")]
    verdicts = [_verdict("a", Verdict.COVERED), _verdict("b", Verdict.NOT_JUDGED)]

    assert choose_point(rubric, verdicts) is None


def test_a_short_question_about_the_topic_passes() -> None:
    """A question that names what the candidate said and asks for more may be said."""
    text = "You said you scale everything first: what could go wrong with the split afterwards?"

    assert check_wording(text, POINT, ANSWER, ()) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("Tell me more about scaling.", "one question"),
        ("What about scaling? And the split?", "one question"),
        ("How do you scale the split, and what would you do about leaks?", "one question"),
        ("What about `fit` and scaling?", "one question"),
        ("Why " + "scale " * 30 + "?", "more than"),
        ("Should you fit the scaler on the training split only?", "away"),
        ("Would you only call fit on train and then transform the rest?", "away"),
        ("Do you enjoy cooking on Sundays?", "does not speak"),
    ],
)
def test_bad_wordings_are_refused_with_a_reason(text: str, reason: str) -> None:
    """Empty, long, doubled, revealing or foreign wordings are refused, and it is said why."""
    found = check_wording(text, POINT, ANSWER, ())

    assert found is not None
    assert reason in found


def test_the_likeliest_missing_point_comes_first_and_weight_counts() -> None:
    """Weight times the probability that it is missing; a point nobody looked at is even odds."""
    rubric = [_point("a"), _point("b"), _point("c", weight=2.0), _point("d")]
    verdicts = {
        name: PointVerdict(point=name, verdict=Verdict.MISSED, probability=probability)
        for name, probability in (("a", 0.4), ("b", 0.1), ("c", 0.45))
    }

    assert [point.id for point in rank(rubric, verdicts)] == ["c", "b", "a", "d"]


def test_a_covered_point_is_not_ranked() -> None:
    """Nobody is asked for what was said."""
    covered = PointVerdict(point="a", verdict=Verdict.COVERED, probability=0.6)

    assert rank([_point("a")], {"a": covered}) == []


def test_the_question_itself_in_other_words_is_refused() -> None:
    """Three of five content words of the question are too many."""
    asked = "How do you monitor a model in production and detect that it is drifting?"
    again = "How do you detect if your model's input features are drifting over time?"
    drift = RubricPoint(id="drift", text="The distribution of the columns moves after training.")

    assert check_wording(again, drift, ANSWER, (asked,)) == "it was asked before"


def test_naming_what_was_not_said_gives_it_away() -> None:
    """Three words of the point that neither side has said are too many; said words are free."""
    point = RubricPoint(
        id="adam", text="Adam combines momentum with an adaptive learning rate per parameter."
    )
    text = "How does Adam differ in its adaptive rate and momentum from the others?"

    found = check_wording(text, point, "I would take Adam.", ())
    assert found == "it gives the answer away"
    assert check_wording(text, point, "Adam has momentum and an adaptive rate.", ()) is None


def test_a_question_that_leads_to_a_false_statement_is_refused() -> None:
    """A word of the listed wrong ideas may not be put into the mouth of someone who said none."""
    point = RubricPoint(
        id="costs",
        text="The threshold weighs the price of a missed leak against that of a false alarm.",
        wrong=("the threshold with the highest accuracy is always the right one",),
        probe="The sensor is seventy per cent sure of a leak. What do you do?",
    )
    leading = "How do you set the threshold for an alarm by the accuracy of your sensor?"
    plain = "How do you decide from which value on your sensor raises an alarm?"
    said = "I raise an alarm where the accuracy is best."

    assert check_wording(leading, point, "I raise an alarm.", ()) == "it leads to a wrong answer"
    assert check_wording(plain, point, "I raise an alarm.", ()) is None
    assert check_wording(leading, point, said, ()) is None
    asked = "Design an alarm and speak of its accuracy."
    assert check_wording(leading, point, "I raise an alarm.", (asked,)) is None


def test_everyday_words_of_a_false_statement_lead_nowhere() -> None:
    """Words such as "always", "model" or "values" in a wrong idea forbid no question."""
    point = RubricPoint(
        id="drift",
        text="Live inputs move away from the training data.",
        wrong=("a good model always keeps the value of its score for many weeks",),
    )
    said = ("I train it once.",)

    for text in ("Should a model always be watched?", "Which values would its scores have?"):
        assert not misleads(text, point, said)
    assert misleads("Does it hold for weeks?", point, said)


def test_one_word_of_a_longer_wrong_idea_leads_nowhere() -> None:
    """A question may share a word with a wrong idea; half of what the idea says is too much."""
    point = RubricPoint(
        id="axes", text="It shows precision.", wrong=("one axis has the false positive rate",)
    )

    assert not misleads("What does the curve put on its axis?", point, ())
    assert misleads("Is the false positive rate on it?", point, ())


def test_what_the_probe_itself_says_leads_nowhere() -> None:
    """A word of the wrong idea that the authored probe holds, too, may be asked with."""
    point = RubricPoint(
        id="costs", text="Misses have a price.", wrong=("the threshold is always a half",)
    )
    text = "How do you set that threshold?"

    assert misleads(text, point, ())
    assert not misleads(text, point.model_copy(update={"probe": "Which threshold?"}), ())


def test_the_price_and_the_use_of_the_rule_stand_in_the_docs() -> None:
    """What it refuses of the bank's own probes, and of its wrong ideas made a question, is told."""
    points = [
        (entry.question, point)
        for entry in bank.load([paths.questions()]).entries
        for point in entry.question.rubric
    ]

    def refused(question: Question, point: RubricPoint, *said: str) -> bool:
        bare = point.model_copy(update={"probe": ""})
        return misleads(point.probe, bare, (question.text, *said))

    def share(part: int, whole: Sized) -> str:
        return f"{100 * part / len(whole):.0f} %"

    early = sum(refused(q, p) for q, p in points)
    late = sum(refused(q, p, q.sample_answer) for q, p in points)
    leading = [
        misleads(f"Would you say that {wrong}?", p, (q.text,))
        for q, p in points
        for wrong in p.wrong
    ]
    page = " ".join((DOCS / "replies.md").read_text("utf-8").split())

    assert early / len(points) < 0.06
    assert sum(leading) / len(leading) > 0.85
    assert f"{early} of the {len(points):,} authored probes ({share(early, points)})" in page
    assert f"{late} ({share(late, points)})" in page
    assert f"{sum(leading):,} of {len(leading):,} ({share(sum(leading), leading)})" in page


def test_a_repeated_question_is_refused() -> None:
    """Nothing is asked twice, not even in slightly other words."""
    old = "Where exactly do you fit your preprocessing?"
    new = "So where do you fit the preprocessing, exactly?"

    assert check_wording(new, POINT, ANSWER, (old,)) == "it was asked before"
