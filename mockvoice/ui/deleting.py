"""Deleting one answer from the window, after a question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mockvoice.domain.errors import MockvoiceError
from mockvoice.ui.confirming import Loss, confirm_delete
from mockvoice.ui.desk import Desk

_LOSS = Loss(
    "confirm-delete-answer",
    "Delete answer",
    "Delete this answer for good?",
    "Its recording, transcript, verdicts and scores are removed from this computer and cannot be"
    " brought back. Other answers of the session stay.",
)


def offer_delete(
    desk: Desk, session: str, position: int, parent: QWidget, after: Callable[[], None]
) -> None:
    """Ask, then delete the answer for good; ``after`` is called when it is gone."""

    def gone(_nothing: None) -> None:
        after()
        desk.library_changed.emit()

    def failed(error: MockvoiceError) -> None:
        desk.show_trouble(error)
        desk.library_changed.emit()  # rows may be gone though a file of the sound is not

    def delete() -> None:
        desk.ask_store(lambda store: store.delete(session, position), gone, failed)

    confirm_delete(parent, _LOSS, delete)
