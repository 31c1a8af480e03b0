"""An interview is balanced, fits its time, repeats nothing, and follows its seed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockvoice.domain.plan import (
    OVERHEAD_SECONDS,
    WEIGHTS,
    Candidate,
    Focus,
    Role,
    Wish,
    plan,
    same_ground,
    shortest,
)
from mockvoice.domain.question import Competency, Kind, Level, Question

WORDS = ("apple", "bridge", "candle", "dragon", "engine", "forest", "garden", "harbour")


def candidate(
    number: int,
    competency: Competency = Competency.MATHS,
    kind: Kind = Kind.TECHNICAL,
    *,
    seconds: int = 120,
    levels: tuple[Level, ...] = tuple(Level),
    related: tuple[str, ...] = (),
) -> Candidate:
    """Return a question whose words no other number has."""
    question = Question.model_validate(
        {
            "id": f"q{number}",
            "text": " ".join(f"{word}{number}" for word in WORDS),
            "competency": competency,
            "kind": kind,
            "levels": dict.fromkeys(levels, "x"),
            "answer_seconds": seconds,
            "think_seconds": 10,
            "rubric": [{"id": "a", "text": "A."}],
            "related": related,
        }
    )
    return Candidate(f"p/q{number}", question)


BANK = [candidate(n, list(Competency)[n % len(Competency)]) for n in range(110)]

candidates = st.lists(
    st.builds(
        lambda number, competency, kind, seconds, levels, related: candidate(
            number,
            competency,
            kind,
            seconds=seconds,
            levels=tuple(levels),
            related=tuple(f"q{other}" for other in related),
        ),
        st.integers(0, 60),
        st.sampled_from(Competency),
        st.sampled_from(Kind),
        st.integers(30, 1500),
        st.sets(st.sampled_from(Level), min_size=1),
        st.sets(st.integers(0, 60), max_size=3),
    ),
    max_size=12,
    unique_by=lambda made: made.id,
)
ids = st.lists(st.integers(0, 60).map(lambda n: f"p/q{n}"), max_size=8, unique=True).map(tuple)
wishes = st.builds(
    Wish,
    role=st.sampled_from(Role),
    level=st.sampled_from(Level),
    kinds=st.sets(st.sampled_from(Kind), min_size=1).map(frozenset),
    minutes=st.floats(1, 120),
    seed=st.integers(),
    recent=ids,
    due=ids,
    focus=st.dictionaries(
        st.integers(0, 60).map(lambda n: f"p/q{n}"),
        st.builds(Focus, score=st.floats(0, 1), reason=st.just("named")),
        max_size=5,
    ),
)


@settings(max_examples=40)
@given(candidates, wishes)
def test_a_plan_keeps_its_promises(known: list[Candidate], wish: Wish) -> None:
    """Level, kinds and time fit; nothing stands there twice or on the same ground."""
    made = plan(known, wish)

    assert made.seconds <= wish.minutes * 60
    assert all(wish.level in entry.question.levels for entry in made.chosen)
    assert all(entry.question.kind in wish.kinds for entry in made.chosen)
    assert all(entry.why for entry in made.chosen)
    taken = made.chosen
    assert not any(
        same_ground(one, other) for number, one in enumerate(taken) for other in taken[number + 1 :]
    )


@settings(max_examples=40)
@given(candidates, wishes)
def test_the_same_seed_gives_the_same_plan(known: list[Candidate], wish: Wish) -> None:
    """The order in which the bank was read does not matter."""
    assert plan(known, wish) == plan(reversed(known), wish)


@settings(max_examples=40)
@given(candidates, wishes)
def test_no_time_is_left_that_a_question_would_fit(known: list[Candidate], wish: Wish) -> None:
    """What was not chosen, and was not asked lately, is too long or too like a chosen one."""
    made = plan(known, wish)
    taken = made.chosen

    for other in known:
        asked = other.question
        if other.id in wish.recent or wish.level not in asked.levels:
            continue
        if asked.kind in wish.kinds and other.seconds + made.seconds <= wish.minutes * 60:
            assert any(same_ground(other, one) for one in taken)


@settings(max_examples=40)
@given(candidates, wishes)
def test_what_was_asked_lately_waits(known: list[Candidate], wish: Wish) -> None:
    """A question asked lately is planned only when due, or when no other is left."""
    made = plan(known, wish)
    early = [e for e in made.chosen if e.id in wish.recent and e.id not in wish.due]

    assert early == [] or len(early) == len(made.chosen)


def test_due_reviews_come_first_in_their_order() -> None:
    """Reviews open the interview, the most overdue first, and say so."""
    made = plan(BANK, Wish(due=("p/q7", "p/q3"), recent=("p/q7",), minutes=30))

    assert [entry.id for entry in made.chosen[:2]] == ["p/q7", "p/q3"]
    assert [entry.why for entry in made.chosen[:2]] == ["due for review"] * 2
    assert len(made.chosen) > 4


@pytest.mark.parametrize("role", Role)
def test_time_follows_the_weights_of_the_role(role: Role) -> None:
    """Over many seeds each competency gets about its share of an hour and a half."""
    given: Counter[Competency] = Counter()
    for seed in range(20):
        for entry in plan(BANK, Wish(role=role, minutes=90, seed=seed)).chosen:
            given[entry.question.competency] += entry.seconds

    total = sum(given.values())
    assert sum(WEIGHTS[role].values()) == 100
    for competency, weight in WEIGHTS[role].items():
        assert given[competency] / total == pytest.approx(weight / 100, abs=0.07)


def test_other_seeds_give_other_plans() -> None:
    """Ten seeds give ten interviews."""
    plans = {tuple(e.id for e in plan(BANK, Wish(seed=seed)).chosen) for seed in range(10)}

    assert len(plans) == 10


def test_what_a_description_names_is_asked() -> None:
    """A question in focus is chosen more often than without, and its reason is told."""
    focus = {"p/q5": Focus(1.0, "asks about SMOTE, named in the description")}
    seeds = range(40)
    with_focus = [plan(BANK, Wish(seed=seed, focus=focus)).chosen for seed in seeds]
    without = [plan(BANK, Wish(seed=seed)).chosen for seed in seeds]

    def count(plans: list[tuple[object, ...]]) -> int:
        return sum(any(getattr(e, "id", "") == "p/q5" for e in chosen) for chosen in plans)

    assert count([*with_focus]) > 2 * count([*without])
    reasons = {e.why for chosen in with_focus for e in chosen if e.id == "p/q5"}
    assert reasons == {focus["p/q5"].reason}


def test_long_questions_stand_at_the_end() -> None:
    """Short technical questions warm up; design follows coding; behavioural ones close."""
    known = [
        candidate(1, kind=Kind.BEHAVIOURAL),
        candidate(2, kind=Kind.SYSTEM_DESIGN),
        candidate(3, kind=Kind.CODING),
        candidate(4, kind=Kind.TECHNICAL),
    ]

    assert [e.id for e in plan(known, Wish()).chosen] == ["p/q4", "p/q3", "p/q2", "p/q1"]


def test_related_and_like_questions_are_not_both_asked() -> None:
    """A related question, named by a short or a full id, and a reworded one stay out."""
    first = candidate(1, related=("q2", "other/q9"))
    reworded = Candidate("p/q3", first.question.model_copy(update={"related": ()}))

    assert same_ground(first, candidate(2))
    assert same_ground(candidate(2), first)
    assert same_ground(first, Candidate("other/q9", candidate(9).question))
    assert same_ground(first, reworded)
    assert not same_ground(first, candidate(4))


def test_only_old_questions_are_better_than_none() -> None:
    """When all were asked lately, the one asked longest ago is planned first."""
    made = plan([candidate(1), candidate(2)], Wish(recent=("p/q1", "p/q2"), minutes=4))

    assert [entry.id for entry in made.chosen] == ["p/q2"]
    assert made.seconds == 120 + 10 + OVERHEAD_SECONDS


def test_the_shortest_question_is_of_the_wished_level_and_kinds() -> None:
    """Others are not looked at; where there is none, none is told."""
    known = [candidate(1, seconds=60, levels=(Level.JUNIOR,)), candidate(2), candidate(3)]

    assert shortest(known, Wish(level=Level.MID)) == known[1].seconds
    assert shortest(known, Wish(kinds=frozenset({Kind.CODING}))) is None
