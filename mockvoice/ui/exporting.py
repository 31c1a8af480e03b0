"""A session as one HTML page that needs nothing else."""

from __future__ import annotations

import base64
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from mockvoice.domain.errors import CannotWrite, StoreProblem
from mockvoice.services import report_view
from mockvoice.services.store import Store
from mockvoice.ui.parts import Sounds

if TYPE_CHECKING:
    from mockvoice.services import report


def export(store: Store, session: str, sounds: Sounds, target: Path) -> None:
    """Write the judged answers of a session, with their sound, complete or not at all.

    Raises StoreProblem when none is judged yet, BadAudio, CannotWrite.
    """
    from mockvoice.services import report  # Jinja is slow to load

    rows = [row for row in store.answers(session) if row.assessment is not None]
    if not rows:
        raise StoreProblem("No answer of this session is judged yet.", "Wait a moment, then again.")
    made = [row.assessment for row in rows if row.assessment is not None]
    heard = [_sound(sounds, row.audio) if row.audio is not None else None for row in rows]
    title = store.session(session).title
    page = report.page(made, heard, title if len(made) > 1 else "")
    draft = target.with_name(target.name + ".part")
    try:
        draft.write_text(page, encoding="utf-8")
        draft.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise CannotWrite(
            f"{target} cannot be written: {error.strerror}.", "Choose another place."
        ) from error


def _sound(sounds: Sounds, audio: Path) -> report.Sound:
    from mockvoice.services import report

    kind, data = sounds.small(audio)
    address = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
    return report.Sound(address, sounds.peaks(audio, report_view.BARS))
