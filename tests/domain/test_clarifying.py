"""Clarifying questions are answered from the fact sheet, and only they."""

from __future__ import annotations

import re

import pytest

from mockvoice.domain import clarifying
from mockvoice.domain.clarifying import ASSUME
from mockvoice.domain.question import Fact
from tests import phased

VIDEO = phased.questions()[phased.DESIGN].facts
FRAUD = phased.questions()["system-design/fraud-streaming"].facts
CLOUD = phased.questions()["system-design/cloud-ml-architecture"].facts

ASKED: list[tuple[tuple[Fact, ...], str, tuple[str, ...]]] = [
    (VIDEO, "How many users do we have?", ("scale",)),
    (VIDEO, "Okay. So before I start, how many members are there?", ("scale",)),
    (VIDEO, "What's the latency budget?", ("latency",)),
    (VIDEO, "How fast must the page be there?", ("latency",)),
    (VIDEO, "Do we have logs of what people watched?", ("data",)),
    (VIDEO, "What is the business goal here?", ("goal",)),
    (VIDEO, "Is there a current system in place?", ("current system",)),
    (VIDEO, "How many users do we have, and how many titles are there?", ("scale", "catalogue")),
    (VIDEO, "How many users do we have? And what's the latency budget?", ("scale", "latency")),
    (VIDEO, "um so can you tell me how big the catalogue is", ("catalogue",)),
    (VIDEO, "how many users are there", ("scale",)),
    (FRAUD, "How many transactions per second do we get?", ("scale",)),
    (FRAUD, "Can I assume that the labels arrive late?", ("labels",)),
    (
        FRAUD,
        "Do we have a team for manual review, and what's the fraud rate?",
        ("review", "fraud rate"),
    ),
    (FRAUD, "What actions can the system take?", ("actions",)),
    (FRAUD, "What QPS do we expect?", ("scale",)),
    (CLOUD, "What's the budget?", ("budget",)),
    (CLOUD, "And the budget?", ("budget",)),
    (CLOUD, "Is there any regulation about where the data may be stored?", ("regulation",)),
    (CLOUD, "How many people are on the team?", ("team",)),
]


@pytest.mark.parametrize(("facts", "said", "topics"), ASKED)
def test_a_question_on_the_sheet_is_answered_from_it(
    facts: tuple[Fact, ...], said: str, topics: tuple[str, ...]
) -> None:
    """The right fact is told in its own words; two questions get two facts."""
    found = clarifying.reply(said, facts)

    assert found is not None
    assert found.topics == topics
    answers = {fact.topic: fact.answer for fact in facts}
    assert found.text == " ".join(answers[topic] for topic in topics)


@pytest.mark.parametrize(
    "said",
    [
        "What kind of hardware are people watching on?",
        "Do we have a marketing department?",
        "Can I assume that artwork is made by hand?",
        "Is there a rule on children's accounts?",
    ],
)
def test_what_the_sheet_does_not_hold_is_left_to_the_candidate(said: str) -> None:
    """It is clearly a question, so it is answered; nothing is made up."""
    found = clarifying.reply(said, VIDEO)

    assert found is not None
    assert (found.text, found.topics) == (ASSUME, ())


LONG = (
    "I would start with the goal, which is retention over months, and I would train on satisfied"
    " watching and not on clicks because clicks reward misleading artwork. For data I log every"
    " impression with its position so that I know what was seen and what was ignored."
)


@pytest.mark.parametrize(
    "said",
    [
        "So how would I evaluate this?",
        "How do I know it works?",
        "What would I do about cold start?",
        "How do we get labels?",
        "How do we keep the latency low?",
        "Why not just use clicks?",
        "What about cold start?",
        "What if the store is down?",
        "What happens when a new title arrives?",
        "What's the problem with clicks?",
        "Now, what is the trade-off here?",
        "How does that scale?",
        "Does that make sense?",
        "Is that okay?",
        "Right?",
        "Could you repeat the question?",
        "Should I go into the model first?",
        "I would ask how many users we have. Then I'd look at the data.",
        "How many users do we have? I'd guess forty million.",
        "It has to be fast and it has to be fresh.",
        "",
        f"{LONG} How many users do we have?",
        f"{LONG} And what is the latency budget? I would say two hundred milliseconds.",
        f"{LONG} So how do I evaluate that?",
    ],
)
def test_what_is_no_question_to_the_interviewer_gets_no_answer(said: str) -> None:
    """Rhetorical questions, answered ones, checks whether one is heard, and plain statements."""
    assert clarifying.reply(said, VIDEO) is None


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        (f"{LONG} Can I ask how many users we have?", ("scale",)),
        (f"{LONG} Could you tell me what the latency budget is?", ("latency",)),
        (f"{LONG} Can I assume that impressions are logged?", ("data",)),
    ],
)
def test_in_a_long_stretch_only_a_question_that_turns_to_the_interviewer_counts(
    said: str, topics: tuple[str, ...]
) -> None:
    """Whoever says "can I ask" means it, however long they spoke before."""
    found = clarifying.reply(said, VIDEO)

    assert found is not None
    assert found.topics == topics


def test_without_a_fact_sheet_nothing_is_answered() -> None:
    """Other questions are asked without one."""
    assert clarifying.reply("How many users do we have?", ()) is None


def test_at_most_three_facts_are_told_at_once() -> None:
    """Nobody can keep more in mind."""
    said = (
        "How many users do we have? How many titles are there? What's the latency? What's the goal?"
    )

    found = clarifying.reply(said, VIDEO)

    assert found is not None
    assert found.topics == ("scale", "catalogue", "latency")


def test_every_fact_of_the_bank_is_found_by_its_own_keys() -> None:
    """Asked plainly with one of its keys, nine facts of ten are the one that is told."""
    right = wrong = 0
    for question in phased.questions().values():
        for fact in question.facts:
            for key in fact.asks:
                said = (
                    f"{key}?" if key.startswith(("how", "what", "where")) else f"What is the {key}?"
                )
                found = clarifying.reply(said, question.facts)
                hit = found is not None and found.topics[:1] == (fact.topic,)
                right, wrong = right + hit, wrong + (not hit)

    assert right >= 0.9 * (right + wrong)


def test_no_sample_answer_asks_anything() -> None:
    """Any one to three sentences of any sample answer are no question, whatever the fact sheet."""
    for question in phased.questions().values():
        said = re.split(r"(?<=[.?!])\s+", question.sample_answer)
        for first in range(len(said)):
            for last in range(first + 1, min(first + 3, len(said)) + 1):
                stretch = " ".join(said[first:last])
                assert clarifying.reply(stretch, question.facts or VIDEO) is None, stretch
