"""Put an assessed answer into the library, with its recording as FLAC."""

from __future__ import annotations

import contextlib
import secrets
from datetime import UTC, datetime
from pathlib import Path

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.ports import AudioTools
from mockvoice.services.store import AnswerRow, SessionRow, Store


def new_session(title: str) -> SessionRow:
    """Return a session that starts now; its id sorts by time."""
    now = datetime.now(UTC)
    name = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    return SessionRow(id=name, started=now.isoformat(timespec="seconds"), title=title)


def keep(
    library: Path, recordings: Path, made: Assessment, audio: Path, tools: AudioTools
) -> SessionRow:
    """Save one answer as a session of its own, or nothing: the recording first, then the rows."""
    session = new_session(made.question.text)
    with contextlib.closing(Store(library, recordings)) as store:
        try:
            copy = store.folder(session.id) / "answer-1.flac"
            tools.join((audio,), copy)
            store.add_session(session)
            store.save_answer(
                AnswerRow(
                    session=session.id,
                    position=1,
                    question_id=made.question_id,
                    audio=copy,
                    assessment=made,
                )
            )
        except BaseException:
            with contextlib.suppress(MockvoiceError):  # what went wrong first is what is told
                store.delete(session.id)
            raise
    return session
