"""Missed points come back, later each time they are said, and no verdict counts twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from mockvoice.domain import due
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict
from mockvoice.services import spaced, store_schema
from mockvoice.services.store import AnswerRow, SessionRow, Store
from tests import examples

BEGIN = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
QUESTION = "data-and-features/leakage"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty library."""
    made = opened(tmp_path)
    yield made
    made.close()


def opened(folder: Path) -> Store:
    """Open the library of the test."""
    return Store(folder / "library.sqlite", folder / "recordings")


def judged(**verdicts: Verdict) -> Assessment:
    """An answer in which these points fared so; the others were not judged."""
    made = examples.assessment()
    points = tuple(
        PointVerdict(
            point=point.id, verdict=verdicts.get(point.id, Verdict.NOT_JUDGED), probability=None
        )
        for point in made.question.rubric
    )
    return made.model_copy(update={"judgement": Judgement(verdicts=points, model="m", method="h")})


def answer(store: Store, at: datetime, made: Assessment) -> str:
    """Keep a session of one answer at this time."""
    name = f"{at:%Y%m%d-%H%M%S}-aa"
    if name not in {row.id for row in store.sessions()}:
        store.add_session(SessionRow(id=name, started=at.isoformat(), title="t"))
    store.save_answer(
        AnswerRow(session=name, position=1, question_id=QUESTION, audio=None, assessment=made)
    )
    return name


def due_points(store: Store, at: datetime) -> list[str]:
    """The points that are due at this time."""
    return [one.point for one in store.points(at)]


def test_a_missed_point_is_walked_through_three_weeks(store: Store) -> None:
    """Each day what is due is answered: missed comes back the next day, said in growing steps."""
    said = {0: Verdict.MISSED, 1: Verdict.MISSED, 2: Verdict.PARTIAL}
    asked: list[int] = []
    for day in range(22):
        now = BEGIN + timedelta(days=day)
        if day == 0 or due_points(store, now):
            verdict = said.get(day, Verdict.COVERED)
            answer(store, now, judged(target=verdict))
            asked.append(day)

    assert asked[:4] == [0, 1, 2, 3]
    gaps = [late - early for early, late in pairwise(asked[3:])]
    assert gaps == sorted(gaps)
    assert gaps[-1] >= 4
    assert len(asked) <= 8
    (record,) = store.points()
    assert (record.asked, record.missed, record.partial) == (len(asked), 2, 1)
    assert record.due is not None
    assert record.due > BEGIN + timedelta(days=21)


def test_the_same_answer_never_rates_twice(store: Store) -> None:
    """Judged again it changes nothing; corrected it counts once, with the new verdict."""
    answer(store, BEGIN, judged(target=Verdict.MISSED))
    before = store.points()

    answer(store, BEGIN, judged(target=Verdict.MISSED))
    assert store.points() == before

    answer(store, BEGIN, judged(target=Verdict.COVERED))
    (record,) = store.points()
    assert (record.asked, record.missed) == (1, 0)
    assert due_points(store, BEGIN + timedelta(days=60)) == []


def test_only_what_was_missed_comes_back(store: Store) -> None:
    """Covered points and points nobody judged are not due, however much time goes by."""
    answer(
        store,
        BEGIN,
        judged(target=Verdict.COVERED, time=Verdict.PARTIAL, detection=Verdict.WRONG),
    )

    assert sorted(due_points(store, BEGIN + timedelta(days=90))) == ["detection", "time"]
    assert due_points(store, BEGIN + timedelta(hours=2)) == []


def test_a_deleted_session_is_forgotten_by_its_cards(store: Store) -> None:
    """Without its answer a point is not due any more; other answers to it still count."""
    first = answer(store, BEGIN, judged(target=Verdict.MISSED))
    second = answer(store, BEGIN + timedelta(days=1), judged(target=Verdict.COVERED))

    store.delete(first)
    assert due_points(store, BEGIN + timedelta(days=90)) == []
    assert [one.asked for one in store.points()] == [1]
    store.delete(second)
    assert store.points() == ()


def test_ratings_follow_verdicts() -> None:
    """Missed and contradicted are again, partly is hard, covered is good, unjudged is nothing."""
    assert [spaced.rating(verdict) for verdict in Verdict] == [3, 2, 1, 1, None]
    assert spaced.schedule([]) is None


def test_a_library_from_before_has_its_points(tmp_path: Path) -> None:
    """Answers kept by an earlier version are summed up once; one that cannot be read is left."""
    database = sqlite3.connect(tmp_path / "library.sqlite", isolation_level=None)
    for migrate in store_schema.MIGRATIONS[:2]:
        migrate(database)
    database.execute("PRAGMA user_version = 2")
    document = judged(target=Verdict.MISSED).model_dump_json()
    database.execute("INSERT INTO session VALUES ('a', ?, 't')", (BEGIN.isoformat(),))
    for position, kept in enumerate((document, "{}", None), start=1):
        database.execute(
            "INSERT INTO answer VALUES ('a', ?, ?, NULL, NULL, ?)", (position, QUESTION, kept)
        )
    database.close()

    store = opened(tmp_path)

    assert [one.position for one in store.past()] == [1]
    assert due_points(store, BEGIN + timedelta(days=2)) == ["target"]
    store.close()


def test_due_questions_are_asked_in_other_words() -> None:
    """Every wording is used before one comes again, and the rubric is the same for all."""
    question = examples.question().model_copy(update={"rewordings": ("Second?", "Third?")})

    asked = [due.reworded(question, attempts) for attempts in range(4)]

    assert [one.text for one in asked] == [question.text, "Second?", "Third?", question.text]
    assert asked[1].rewordings == ("Third?", question.text)
    assert {one.rubric for one in asked} == {question.rubric}
