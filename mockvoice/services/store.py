"""The library of sessions: SQLite in WAL mode, every commit synced before it is told.

Rows hold validated documents as JSON plus the columns that queries need. Measured on kill -9 and
power cuts: synchronous=FULL lost no commit, NORMAL lost all of an unfinished log.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.base import Frozen
from mockvoice.domain.errors import CannotWrite, DiskFull, MockvoiceError, StoreProblem
from mockvoice.domain.progress import Past, PointRecord
from mockvoice.domain.summary import Summary
from mockvoice.services.store_schema import MIGRATIONS, POINTS, keys_of, put_answer, renew_cards

_WAIT_SECONDS = 30.0
"""How long one thread waits for another that writes; a large library takes seconds to migrate."""
FOUND_MOST = 50
"""Answers that a search finds at most."""
_ANSWER = "SELECT session, position, question_id, audio, assessment FROM answer"
_RECORD = ("question_id", "point", "text", "question", "asked", "missed", "partial", "due")


class SessionRow(Frozen):
    """One session in the library."""

    id: str
    started: str
    """UTC, ISO 8601."""
    title: str
    answers: int = 0
    overall: float | None = None
    """Mean of its judged answers, 0 to 100; None when none is judged."""


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


Amend = Callable[[Assessment], Assessment]


class Store:
    """All sessions and answers. Open one per thread; keep it off the GUI and audio threads."""

    def __init__(self, file: Path, recordings: Path) -> None:
        self._recordings = recordings
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, _WAIT_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise _not_opened(file, error) from error
        try:
            # Changing the mode does not wait for other connections, so only the first one does.
            if self._db.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA foreign_keys=ON")
            self._db.execute("PRAGMA secure_delete=ON")
            self._migrate()
        except BaseException as error:
            self._db.close()
            if isinstance(error, sqlite3.Error):
                raise _not_opened(file, error) from error
            raise

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self._db.close()

    def folder(self, session: str) -> Path:
        """Return the folder that holds the session's recordings, made if it is missing."""
        folder = self._recordings / session
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(
                f"The folder {folder} cannot be made: {error.strerror}.",
                "Check who may write there, or set MOCKVOICE_HOME to another folder.",
            ) from error
        return folder

    def add_session(self, session: SessionRow) -> None:
        """Save a new session."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO session VALUES (?, ?, ?)", (session.id, session.started, session.title)
            )

    def save_answer(
        self,
        answer: AnswerRow,
        *,
        known: bool = False,
        unless: Callable[[], object] = lambda: None,
    ) -> bool:
        """Save an answer, or replace the one at its place; True when it was written.

        Once it is assessed it can be searched, counts in the progress, and has rated its points.
        With ``known`` only while it is in the library, and never where ``unless``, asked under the
        lock, finds something.
        """
        with self._writing() as db:
            if unless() or (known and not self.holds(answer.session, answer.position)):
                return False
            self._put(db, answer)
        return True

    def amend(self, session: str, position: int, amend: Amend) -> AnswerRow:
        """Amend the assessment of an answer, the search index too; returns the new row.

        Read and written in one go: of two windows that amend it neither undoes the other's work.
        Raises StoreProblem when there is no assessed answer at this place, and what ``amend``
        raises; then nothing is written.
        """
        with self._writing() as db:
            row = self.answer(session, position)
            if row.assessment is None:
                raise StoreProblem("This answer is not judged yet.", "Wait a moment, then again.")
            amended = row.model_copy(update={"assessment": amend(row.assessment)})
            self._put(db, amended)
        return amended

    def holds(self, session: str, position: int | None = None) -> bool:
        """Tell whether a session, or an answer of it, is in the library."""
        if position is None:
            return bool(self._rows("SELECT 1 FROM session WHERE id = ?", (session,)))
        place = (session, position)
        return bool(self._rows("SELECT 1 FROM answer WHERE session = ? AND position = ?", place))

    def sessions(self) -> tuple[SessionRow, ...]:
        """Return all sessions, the newest first."""
        rows = self._rows(
            "SELECT id, started, title, count(position), avg(overall) FROM session"
            " LEFT JOIN answer ON session = id GROUP BY id ORDER BY started DESC, id DESC"
        )
        return tuple(
            SessionRow(id=row[0], started=row[1], title=row[2], answers=row[3], overall=row[4])
            for row in rows
        )

    def session(self, name: str) -> SessionRow:
        """Return one session by its id or an unambiguous start of it.

        Raises StoreProblem when there is none.
        """
        found = [row for row in self.sessions() if name and row.id.startswith(name)]
        exact = [row for row in found if row.id == name]
        if len(exact or found) != 1:
            what = "several sessions" if found else "no session"
            raise StoreProblem(
                f"There {'are' if found else 'is'} {what} “{name}” in the library.",
                "`mockvoice sessions list` shows their ids.",
            )
        return (exact or found)[0]

    def answers(self, session: str) -> tuple[AnswerRow, ...]:
        """Return the answers of a session in order.

        Raises StoreProblem when an assessment is not one that this version can read.
        """
        rows = self._rows(f"{_ANSWER} WHERE session = ? ORDER BY position", (session,))
        return tuple(self._answer(row) for row in rows)

    def answer(self, session: str, position: int) -> AnswerRow:
        """Return one answer. Raises StoreProblem when there is none, or it cannot be read."""
        rows = self._rows(f"{_ANSWER} WHERE session = ? AND position = ?", (session, position))
        if not rows:
            raise StoreProblem("This answer is not in the library any more.", "Open another one.")
        return self._answer(rows[0])

    def search(self, words: str, limit: int = FOUND_MOST) -> tuple[tuple[str, int, str], ...]:
        """Return (session, position, excerpt) of answers in which all the words were said."""
        # A quote would end a term, a NUL the whole query; a lone surrogate is no text to SQLite.
        plain = words.replace('"', " ").replace("\0", " ").encode(errors="replace").decode()
        terms = " ".join(f'"{word}"' for word in plain.split())
        if not terms:
            return ()
        if not words[-1:].isspace():
            terms += "*"  # the last word may not be typed to its end yet
        rows = self._rows(
            "SELECT session, position, snippet(said, 2, '', '', ' … ', 12) FROM said"
            " WHERE said MATCH ? ORDER BY rank LIMIT ?",
            (terms, limit),
        )
        return tuple((row[0], row[1], row[2]) for row in rows)

    def past(self, question_id: str | None = None) -> tuple[Past, ...]:
        """Return every assessed answer, or those to one question, in short, the latest first."""
        rows = self._rows(
            "SELECT session, position, question_id, started, document FROM summary"
            " JOIN session ON session.id = session WHERE ?1 IS NULL OR question_id = ?1"
            " ORDER BY started DESC, session DESC, position DESC",
            (question_id,),
        )
        return tuple(
            Past(
                session=row[0],
                position=row[1],
                question_id=row[2],
                started=datetime.fromisoformat(row[3]),
                summary=Summary.model_validate_json(row[4]),
            )
            for row in rows
        )

    def asked(self, limit: int = 50) -> tuple[str, ...]:
        """Return the ids of the questions answered lately, the latest first."""
        rows = self._rows(
            "SELECT question_id FROM answer JOIN session ON session.id = session"
            " GROUP BY question_id ORDER BY max(started) DESC, question_id LIMIT ?",
            (limit,),
        )
        return tuple(row[0] for row in rows)

    def points(self, due_until: datetime | None = None) -> tuple[PointRecord, ...]:
        """Return how every judged point has fared, the weakest first.

        With ``due_until`` only those that were ever missed and come back by then, the most overdue
        first.
        """
        until = due_until.astimezone(UTC).isoformat() if due_until else None
        rows = self._rows(POINTS, (until,))
        # The last column only says which answer the text is taken from.
        found = [PointRecord.model_validate(dict(zip(_RECORD, row, strict=False))) for row in rows]
        if until is not None:
            found.sort(key=lambda one: (one.due or datetime.max.replace(tzinfo=UTC), one.point))
        return tuple(found)

    def delete(self, session: str, position: int | None = None) -> None:
        """Delete a session, or one answer of it, for good: rows, search index, then its audio.

        With its last answer a session goes too, unless another is still being given.
        """
        place = (session, position)
        with self._writing() as db:
            stale = keys_of(db, *place)
            where = "WHERE session = ? AND position = ifnull(?, position)"
            db.execute(f"DELETE FROM said {where}", place)
            db.execute(f"DELETE FROM answer {where}", place)
            if position is None:
                db.execute("DELETE FROM session WHERE id = ?", (session,))
            renew_cards(db, stale)
            db.execute("INSERT INTO said(said) VALUES ('optimize')")
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if position is not None:
            self._delete_sound(session, position)
            return
        folder = self._recordings / session
        try:
            if folder.is_dir():
                shutil.rmtree(folder)
        except OSError as error:
            raise StoreProblem(
                f"The recordings of the session could not all be deleted: {error.strerror}.",
                f"Delete the folder {folder} yourself.",
            ) from error

    def judged_sounds(self, before: datetime) -> tuple[tuple[str, int, Path], ...]:
        """Return (session, position, recording) of assessed answers of sessions begun before."""
        rows = self._rows(
            "SELECT session, position, audio FROM answer JOIN session ON session.id = session"
            " WHERE started < ? AND audio IS NOT NULL AND assessment IS NOT NULL",
            (before.astimezone(UTC).isoformat(timespec="seconds"),),
        )
        return tuple((row[0], row[1], self._recordings / row[2]) for row in rows)

    def forget_sound(self, session: str, position: int) -> None:
        """Note that the recording of an answer was deleted; what was made of it stays."""
        with self._writing() as db:
            db.execute(
                "UPDATE answer SET audio = NULL WHERE session = ? AND position = ?",
                (session, position),
            )

    def _delete_sound(self, session: str, position: int) -> None:
        folder = self._recordings / session
        try:
            for name in (f"answer-{position}.*", f"answer-{position}-*"):
                for file in folder.glob(name):
                    file.unlink(missing_ok=True)
            empty = folder.is_dir() and not any(folder.glob("answer-*"))
        except OSError as error:
            raise StoreProblem(
                f"The recording of the answer could not be deleted: {error.strerror}.",
                f"Delete the files of answer {position} in {folder} yourself.",
            ) from error
        rows = self._rows("SELECT 1 FROM answer WHERE session = ?", (session,))
        if not rows and (empty or not folder.is_dir()):
            self.delete(session)

    def _put(self, db: sqlite3.Connection, answer: AnswerRow) -> None:
        audio = answer.audio.relative_to(self._recordings).as_posix() if answer.audio else None
        place = (answer.session, answer.position)
        put_answer(db, place, answer.question_id, audio, answer.assessment)

    def _answer(self, row: Any) -> AnswerRow:
        session, position, question_id, audio, document = row
        return AnswerRow(
            session=session,
            position=position,
            question_id=question_id,
            audio=self._recordings / audio if audio else None,
            assessment=_assessment(session, position, document) if document else None,
        )

    def _rows(self, query: str, values: tuple[object, ...] = ()) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreProblem(
                "The library could not be read.",
                "Try again; if it stays so, restore a copy of the file or move it away.",
                detail=str(error),
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk may have ended it already
                    self._db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            if _disk_full(error):
                raise DiskFull(
                    "The disk is full: the library was not written.", "Free some space."
                ) from error
            raise StoreProblem(
                "The library could not be written.",
                "Check that the disk has space and that no other program holds the file.",
                detail=str(error),
            ) from error

    def _migrate(self) -> None:
        if self._version() > len(MIGRATIONS):
            raise StoreProblem(
                "The library was written by a newer MockVoice.", "Update MockVoice to open it."
            )
        while self._version() < len(MIGRATIONS):
            with self._writing() as db:
                # Asked again under the lock: another thread may have migrated meanwhile.
                number = self._version()
                if number < len(MIGRATIONS):
                    MIGRATIONS[number](db)
                    db.execute(f"PRAGMA user_version = {number + 1}")

    def _version(self) -> int:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        return int(version)


def _assessment(session: str, position: int, document: str) -> Assessment:
    try:
        return Assessment.model_validate_json(document)
    except ValidationError as error:
        raise StoreProblem(
            f"Answer {position} of session {session} was kept in a form that cannot be read.",
            "Its recording is still there: assess it again with this version.",
            detail=str(error),
        ) from error


def _not_opened(file: Path, error: Exception) -> MockvoiceError:
    message = f"The library {file} cannot be opened."
    if isinstance(error, sqlite3.Error) and _disk_full(error):
        return DiskFull(message, "The disk is full: free some space.", str(error))
    if isinstance(error, OSError | sqlite3.OperationalError):  # a folder, no permission, locked
        hint = "Check who may read and write it, and that no other program holds it."
    else:
        hint = "Move the file away to start a new library, or restore a copy of it."
    return StoreProblem(message, hint, str(error))


def _disk_full(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
