"""A small library of sessions for tests and screenshots of the window."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

from mockvoice import paths
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.transcript import Transcript
from mockvoice.services import assessing, bank
from mockvoice.services.store import AnswerRow, SessionRow, Store
from tests import examples, generated

FIRST, SECOND = "20261119-091500-a1", "20261120-183000-b2"


def fill() -> None:
    """Two sessions; in the second one answer is judged, one silent, one not judged, one open."""
    store = Store(paths.library(), paths.recordings())
    try:
        store.add_session(
            SessionRow(id=FIRST, started="2026-11-19T09:15:00+00:00", title="Data leakage")
        )
        _answer(store, FIRST, 1, examples.assessment())
        store.add_session(
            SessionRow(
                id=SECOND, started="2026-11-20T18:30:00+00:00", title="Mid ML engineer, 20 min"
            )
        )
        _answer(store, SECOND, 1, examples.assessment())
        _answer(store, SECOND, 2, silent())
        _answer(store, SECOND, 3, not_judged())
        _answer(store, SECOND, 4, None)
    finally:
        store.close()


def many(answers: int) -> None:
    """Add so many invented answers of the last 40 weeks, a few questions again and again."""
    store = Store(paths.library(), paths.recordings())
    try:
        entries = bank.load([paths.questions()]).entries[::6]
        generated.library(store, entries, answers, now=datetime.now(UTC))
    finally:
        store.close()


def answered(question_id: str, started: str, made: Assessment) -> str:
    """Add a session of one answer to this question; return its id."""
    store = Store(paths.library(), paths.recordings())
    try:
        name = f"{started[:19].replace('-', '').replace(':', '').replace('T', '-')}-d4"
        store.add_session(SessionRow(id=name, started=started, title=made.question.text))
        _answer(store, name, 1, made, question_id)
    finally:
        store.close()
    return name


def finish(session: str, position: int) -> None:
    """Give an open answer its assessment."""
    store = Store(paths.library(), paths.recordings())
    try:
        _answer(store, session, position, examples.assessment())
    finally:
        store.close()


def silent() -> Assessment:
    """An answer in which nothing was said."""
    heard = Transcript(
        seconds=6.0,
        text="",
        verbatim_text="",
        words=(),
        fillers=(),
        speech=(),
        model="whisper-base",
    )
    judged = assessing.not_judged(examples.question().rubric, assessing.SILENT)
    return examples.assessment(heard, judged)


def not_judged() -> Assessment:
    """An answer that the judge could not judge."""
    why = "The judge stopped twice while it read this answer."
    return examples.assessment(None, assessing.not_judged(examples.question().rubric, why))


def _answer(
    store: Store,
    session: str,
    position: int,
    made: Assessment | None,
    question_id: str = "data-and-features/leakage",
) -> None:
    audio = store.folder(session) / f"answer-{position}.flac"
    shutil.copy(paths.assets() / "demo" / "answer.flac", audio)
    store.save_answer(
        AnswerRow(
            session=session,
            position=position,
            question_id=question_id,
            audio=audio,
            assessment=made,
        )
    )
