"""The library of sessions: SQLite in WAL mode, every commit synced before it is told.

Rows hold validated documents as JSON plus the columns that queries need. Measured on kill -9 and
power cuts: synchronous=FULL lost no commit, NORMAL lost all of an unfinished log.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.base import Frozen
from mockvoice.domain.errors import StoreProblem


class SessionRow(Frozen):
    """One session in the library."""

    id: str
    started: str
    """UTC, ISO 8601."""
    title: str
    answers: int = 0


class AnswerRow(Frozen):
    """One recorded answer of a session."""

    session: str
    position: int
    """1-based place in the session."""
    question_id: str
    audio: Path | None
    """The recording; None for a typed answer."""
    assessment: Assessment | None
    """None while it has not been assessed."""


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


_MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_m001_sessions, _m002_search)


class Store:
    """All sessions and answers. Open one per thread; keep it off the GUI and audio threads."""

    def __init__(self, file: Path, recordings: Path) -> None:
        self._recordings = recordings
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA foreign_keys=ON")
            self._db.execute("PRAGMA secure_delete=ON")
            self._migrate()
        except (OSError, sqlite3.Error) as error:
            raise StoreProblem(
                f"The library {file} cannot be opened.",
                "Move the file away to start a new library, or restore a copy of it.",
                detail=str(error),
            ) from error

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self._db.close()

    def folder(self, session: str) -> Path:
        """Return the folder that holds the session's recordings, made if it is missing."""
        folder = self._recordings / session
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def add_session(self, session: SessionRow) -> None:
        """Save a new session."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO session VALUES (?, ?, ?)", (session.id, session.started, session.title)
            )

    def save_answer(self, answer: AnswerRow) -> None:
        """Save an answer, or replace the one at its place; searchable once it is assessed."""
        made = answer.assessment
        audio = str(answer.audio.relative_to(self._recordings)) if answer.audio else None
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)",
                (
                    answer.session,
                    answer.position,
                    answer.question_id,
                    audio,
                    made.scores.overall if made else None,
                    made.model_dump_json() if made else None,
                ),
            )
            key = (answer.session, answer.position)
            db.execute("DELETE FROM said WHERE session = ? AND position = ?", key)
            if made:
                db.execute("INSERT INTO said VALUES (?, ?, ?)", (*key, made.transcript.text))

    def sessions(self) -> tuple[SessionRow, ...]:
        """Return all sessions, the newest first."""
        rows = self._db.execute(
            "SELECT id, started, title, (SELECT count(*) FROM answer WHERE session = id)"
            " FROM session ORDER BY started DESC, id DESC"
        )
        return tuple(
            SessionRow(id=row[0], started=row[1], title=row[2], answers=row[3]) for row in rows
        )

    def session(self, name: str) -> SessionRow:
        """Return one session by its id or an unambiguous start of it.

        Raises StoreProblem when there is none.
        """
        found = [row for row in self.sessions() if row.id.startswith(name)]
        exact = [row for row in found if row.id == name]
        if len(exact or found) != 1:
            what = "several sessions" if found else "no session"
            raise StoreProblem(
                f"There {'are' if found else 'is'} {what} “{name}” in the library.",
                "`mockvoice sessions list` shows their ids.",
            )
        return (exact or found)[0]

    def answers(self, session: str) -> tuple[AnswerRow, ...]:
        """Return the answers of a session in order."""
        rows = self._db.execute(
            "SELECT position, question_id, audio, assessment FROM answer"
            " WHERE session = ? ORDER BY position",
            (session,),
        )
        return tuple(
            AnswerRow(
                session=session,
                position=row[0],
                question_id=row[1],
                audio=self._recordings / row[2] if row[2] else None,
                assessment=Assessment.model_validate_json(row[3]) if row[3] else None,
            )
            for row in rows
        )

    def search(self, words: str, limit: int = 50) -> tuple[tuple[str, int, str], ...]:
        """Return (session, position, excerpt) of answers in which all the words were said."""
        terms = " ".join(f'"{word}"' for word in words.replace('"', " ").split())
        if not terms:
            return ()
        rows = self._db.execute(
            "SELECT session, position, snippet(said, 2, '', '', ' … ', 12) FROM said"
            " WHERE said MATCH ? ORDER BY rank LIMIT ?",
            (terms, limit),
        )
        return tuple((row[0], row[1], row[2]) for row in rows)

    def delete(self, session: str) -> None:
        """Delete a session for good: rows, search index, then its audio."""
        with self._writing() as db:
            db.execute("DELETE FROM said WHERE session = ?", (session,))
            db.execute("DELETE FROM session WHERE id = ?", (session,))
        self._db.execute("INSERT INTO said(said) VALUES ('optimize')")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        folder = self._recordings / session
        if folder.is_dir():
            shutil.rmtree(folder)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreProblem(
                "The library could not be written.",
                "Check that the disk has space and that no other program holds the file.",
                detail=str(error),
            ) from error

    def _migrate(self) -> None:
        if self._version() > len(_MIGRATIONS):
            raise StoreProblem(
                "The library was written by a newer MockVoice.", "Update MockVoice to open it."
            )
        while self._version() < len(_MIGRATIONS):
            with self._writing() as db:
                # Asked again under the lock: another thread may have migrated meanwhile.
                number = self._version()
                if number < len(_MIGRATIONS):
                    _MIGRATIONS[number](db)
                    db.execute(f"PRAGMA user_version = {number + 1}")

    def _version(self) -> int:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        return int(version)
