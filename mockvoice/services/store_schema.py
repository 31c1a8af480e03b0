"""The tables of the library, step by step, and what is worked out from an assessment for queries.

Each migration stands as it was: a library of any earlier version passes through all that follow.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime

from pydantic import ValidationError

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.summary import summary
from mockvoice.services import spaced

Key = tuple[str, str]
"""A point across all its answers: question id, point id."""
POINTS = """
SELECT p.question_id, p.point, p.text, json_extract(document, '$.question'), count(*),
  sum(rating = 1), sum(rating = 2), iif(card.missed, due, NULL), max(started)
FROM point p JOIN summary USING (session, position) JOIN session ON session.id = p.session
  LEFT JOIN card ON card.question_id = p.question_id AND card.point = p.point
WHERE rating IS NOT NULL AND (?1 IS NULL OR (card.missed AND due <= ?1))
GROUP BY p.question_id, p.point
ORDER BY (sum(rating = 1) + 0.5 * sum(rating = 2)) / (count(*) + 1.0) DESC, max(started) DESC
"""
"""How every judged point has fared, or those that are due by a time, the weakest first. The text is
that of the latest answer (bare columns go with max). One more answer is counted than there are, so
that a point missed once is not above one missed four times of five."""


def _m001_sessions(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE session (id TEXT PRIMARY KEY, started TEXT NOT NULL, title TEXT NOT NULL)"
    )
    db.execute(
        "CREATE TABLE answer ("
        " session TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,"
        " position INTEGER NOT NULL, question_id TEXT NOT NULL, audio TEXT, overall REAL,"
        " assessment TEXT, PRIMARY KEY (session, position))"
    )
    db.execute("CREATE INDEX answer_question ON answer(question_id)")


def _m002_search(db: sqlite3.Connection) -> None:
    db.execute("CREATE VIRTUAL TABLE said USING fts5(session UNINDEXED, position UNINDEXED, text)")


def _m003_points(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE answer ADD COLUMN summary TEXT")
    db.execute(
        "CREATE TABLE point ("
        " session TEXT NOT NULL, position INTEGER NOT NULL, question_id TEXT NOT NULL,"
        " point TEXT NOT NULL, text TEXT NOT NULL, verdict TEXT NOT NULL, rating INTEGER,"
        " PRIMARY KEY (session, position, point),"
        " FOREIGN KEY (session, position) REFERENCES answer(session, position) ON DELETE CASCADE)"
    )
    db.execute("CREATE INDEX point_question ON point(question_id, point)")
    db.execute(
        "CREATE TABLE card (question_id TEXT NOT NULL, point TEXT NOT NULL, due TEXT NOT NULL,"
        " missed INTEGER NOT NULL, state TEXT NOT NULL, PRIMARY KEY (question_id, point))"
    )
    db.execute("CREATE INDEX session_started ON session(started)")
    rows = db.execute("SELECT session, position, question_id, assessment FROM answer").fetchall()
    keys: set[Key] = set()
    for session, position, question_id, document in rows:
        if document is None:
            continue
        try:
            made = Assessment.model_validate_json(document)
        except ValidationError:
            continue  # told when the answer itself is opened
        db.execute(
            "UPDATE answer SET summary = ? WHERE session = ? AND position = ?",
            (summary(made).model_dump_json(), session, position),
        )
        keys |= add_points(db, (session, position), question_id, made)
    renew_cards(db, keys)


def _m004_summaries(db: sqlite3.Connection) -> None:
    # In a table of their own: behind the document of an answer each would be read with it.
    db.execute(
        "CREATE TABLE summary (session TEXT NOT NULL, position INTEGER NOT NULL,"
        " question_id TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (session, position),"
        " FOREIGN KEY (session, position) REFERENCES answer(session, position) ON DELETE CASCADE)"
    )
    db.execute("CREATE INDEX summary_question ON summary(question_id)")
    db.execute(
        "INSERT INTO summary SELECT session, position, question_id, summary FROM answer"
        " WHERE summary IS NOT NULL"
    )
    db.execute("ALTER TABLE answer DROP COLUMN summary")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _m001_sessions,
    _m002_search,
    _m003_points,
    _m004_summaries,
)


def put_answer(
    db: sqlite3.Connection,
    place: tuple[str, int],
    question_id: str,
    audio: str | None,
    made: Assessment | None,
) -> None:
    """Write an answer in its place, and all that is worked out from its assessment."""
    stale = keys_of(db, *place)
    db.execute(
        "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)",
        (
            *place,
            question_id,
            audio,
            made.scores.overall if made else None,
            made.model_dump_json() if made else None,
        ),
    )
    db.execute("DELETE FROM said WHERE session = ? AND position = ?", place)
    if made:
        db.execute("INSERT INTO said VALUES (?, ?, ?)", (*place, made.transcript.text))
        db.execute(
            "INSERT INTO summary VALUES (?, ?, ?, ?)",
            (*place, question_id, summary(made).model_dump_json()),
        )
        stale |= add_points(db, place, question_id, made)
    renew_cards(db, stale)


def add_points(
    db: sqlite3.Connection, place: tuple[str, int], question_id: str, made: Assessment
) -> set[Key]:
    """Write how each point fared in the answer at this place; return whose cards are stale."""
    verdicts = {verdict.point: verdict.verdict for verdict in made.judgement.verdicts}
    points = [point for point in made.question.rubric if point.id in verdicts]
    db.executemany(
        "INSERT INTO point VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (*place, question_id, p.id, p.text, verdicts[p.id], spaced.rating(verdicts[p.id]))
            for p in points
        ],
    )
    return {(question_id, point.id) for point in points}


def keys_of(db: sqlite3.Connection, session: str, position: int | None = None) -> set[Key]:
    """Return the points that an answer, or a whole session, has rated."""
    rows = db.execute(
        "SELECT question_id, point FROM point WHERE session = ? AND position = ifnull(?, position)",
        (session, position),
    )
    return {(row[0], row[1]) for row in rows}


def renew_cards(db: sqlite3.Connection, keys: Iterable[Key]) -> None:
    """Work the cards of these points out anew from all that is in the library."""
    for key in sorted(keys):
        rows = db.execute(
            "SELECT session.started, rating FROM point JOIN session ON session.id = point.session"
            " WHERE question_id = ? AND point = ? AND rating IS NOT NULL"
            " ORDER BY session.started, point.position",
            key,
        ).fetchall()
        due = spaced.schedule([(datetime.fromisoformat(row[0]), row[1]) for row in rows])
        db.execute("DELETE FROM card WHERE question_id = ? AND point = ?", key)
        if due is not None:
            db.execute(
                "INSERT INTO card VALUES (?, ?, ?, ?, ?)",
                (*key, due.at.isoformat(), due.missed, due.card),
            )
