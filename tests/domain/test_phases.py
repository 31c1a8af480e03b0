"""Phases: which one is spoken of when, told from words, rubric points and judged quotes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockvoice import paths
from mockvoice.domain import phases
from mockvoice.domain.assessment import Quote
from mockvoice.domain.delivery import PhaseTimes
from mockvoice.domain.question import Level, PhaseName, Question
from mockvoice.domain.transcript import Span, Word
from mockvoice.services import bank
from tests import examples
from tests.benchmarks import phases as measured

DESIGN = "system-design/video-recommender"
STORY = "behavioural/missed-deadline"
NONSENSE = (
    "I was at the beach on Sunday. We had ice cream and then it rained. My sister likes the rain."
    " The dog ran after a bird. We took the bus. Then we watched penguins. It was rather nice."
    " The bus was yellow. My sister has a green umbrella."
)


@pytest.fixture(scope="module")
def entries() -> dict[str, Question]:
    """The bank's questions by their full ids."""
    return {entry.id: entry.question for entry in bank.load([paths.questions()]).entries}


def spoken(text: str, start: float = 0.0, step: float = 0.4) -> Iterator[Word]:
    """The words of a text, evenly spread."""
    for place, word in enumerate(text.split()):
        at = start + step * place
        yield Word(text=word, start=at, end=at + step, probability=1.0, filler=False)


def followed(text: str, question: Question, *quotes: Quote) -> PhaseTimes:
    """The phases of a text said evenly."""
    found = phases.follow(list(spoken(text)), question, quotes)
    assert found is not None
    return found


def test_phases_are_named_as_people_name_them(entries: dict[str, Question]) -> None:
    """Sentences that say which phase they open are put there, in order of time."""
    text = (
        "First the goal is retention. For data I log every impression with its position."
        " The model is a two tower network with a ranker."
        " To evaluate I run an A/B test on retention. In production I'd monitor drift."
    )

    found = followed(text, entries[DESIGN])

    said = [span.phase for span in found.spans]
    assert said == ["requirements", "data", "model", "evaluation", "monitoring"]
    assert found.unclear == 0.0


def test_everyday_words_of_a_point_belong_to_no_phase(entries: dict[str, Question]) -> None:
    """A point that says "look at the same thing" does not make that talk of its phase."""
    question = entries[DESIGN]
    points = tuple(
        point.model_copy(update={"text": "You look at the same thing again each week.", "says": ()})
        if point.phase is PhaseName.MONITORING
        else point
        for point in question.rubric
    )
    text = "People look at the same thing again. Then they take another thing and look again."

    found = followed(text, question.model_copy(update={"rubric": points}))

    assert found.seconds["monitoring"] == 0.0


def test_seconds_are_those_of_the_spans_and_nothing_is_lost(entries: dict[str, Question]) -> None:
    """Time per phase and unclear time together are the time that was spoken."""
    question = entries[DESIGN]
    words = list(spoken(question.sample_answer))

    found = phases.follow(words, question)

    assert found is not None
    total = sum(found.seconds.values()) + found.unclear
    assert total == pytest.approx(words[-1].end, abs=0.01)
    assert set(found.seconds) == set(phases.names(question))


@pytest.mark.parametrize("which", [DESIGN, STORY])
def test_what_concerns_no_phase_is_unclear(entries: dict[str, Question], which: str) -> None:
    """A talk about the beach is no phase of anything."""
    found = followed(NONSENSE, entries[which])

    assert found.unclear >= 0.7 * (found.unclear + sum(found.seconds.values()))


def test_a_clause_without_a_sign_goes_with_its_neighbours(entries: dict[str, Question]) -> None:
    """One plain sentence between two on monitoring does not end the phase."""
    text = "In production I monitor drift. That is it. And an alert fires on null rates."

    found = followed(text, entries[DESIGN])

    assert [span.phase for span in found.spans] == ["monitoring"]


def test_a_quote_outweighs_words(entries: dict[str, Question]) -> None:
    """What was judged to show a point of a phase counts to that phase."""
    question = entries[DESIGN]
    text = "People like it very much when that happens and they say so to their friends."
    point = next(p.id for p in question.rubric if p.phase and p.phase.value == "trade_offs")
    quote = Quote(point=point, text=text, span=Span(start=0.0, end=5.6))

    without, with_quote = followed(text, question), followed(text, question, quote)

    assert without.seconds["trade_offs"] == 0.0
    assert with_quote.seconds["trade_offs"] == pytest.approx(6.0)


def test_silence_between_clauses_counts_to_no_phase(entries: dict[str, Question]) -> None:
    """Ten seconds of thinking belong neither to what was said before nor after."""
    words = [
        *spoken("In production I'd monitor drift and alerts."),
        *spoken("In production I'd also watch a dashboard.", start=20.0),
    ]

    found = phases.follow(words, entries[DESIGN])

    assert found is not None
    assert found.seconds["monitoring"] == pytest.approx(14 * 0.4)
    assert len(found.spans) == 2


def test_a_story_has_its_five_parts(entries: dict[str, Question]) -> None:
    """Situation, task, action, result and lesson come in that order."""
    text = (
        "Last year at my last company we had a churn model. My task was to bring it to production."
        " So I talked to the team, then I wrote a plan and I built the pipeline."
        " In the end it went live and churn fell by ten per cent."
        " I learned to ask for the data first."
    )

    found = followed(text, entries[STORY])

    said = [span.phase for span in found.spans]
    assert said == ["situation", "task", "action", "result", "lesson"]


def test_points_with_names_of_their_own_belong_to_the_part_before(
    entries: dict[str, Question],
) -> None:
    """An obstacle named before the action is still the situation; one after it is action."""
    question = entries["behavioural/model-failed-live"]

    assert phases.point_phase(question, "detection") == "situation"
    assert phases.point_phase(question, "root-cause") == "action"
    assert phases.point_phase(question, "lesson") == "lesson"
    assert phases.point_phase(question, "no such point") == phases.UNCLEAR


def test_other_kinds_have_no_phases() -> None:
    """A technical question is not measured by phases."""
    assert phases.names(examples.question()) == ()
    assert phases.follow(examples.transcript().words, examples.question()) is None


def test_nothing_said_has_no_phases(entries: dict[str, Question]) -> None:
    """Without words there is nothing to tell."""
    assert phases.follow((), entries[DESIGN]) is None


@pytest.mark.parametrize("level", Level)
def test_target_shares_add_up(entries: dict[str, Question], level: Level) -> None:
    """For every level the targets of all phases are the whole answer, by the nearest level."""
    asked = [q for q in entries.values() if phases.names(q)]

    assert len(asked) > 30
    for question in asked:
        assert sum(phases.targets(question, level).values()) == pytest.approx(1.0)


def test_labelled_answers_are_told_mostly_right() -> None:
    """On answers that were not looked at while the method was made, 4 sentences of 5 are right."""
    held_out = [one for one in measured.sentences() if one.group == "held_out"]

    assert sum(one.right for one in held_out) >= 0.8 * len(held_out)
