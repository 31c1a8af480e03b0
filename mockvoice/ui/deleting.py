"""Deleting one answer from the window, after a question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mockvoice.domain.errors import MockvoiceError
from mockvoice.ui.desk import Desk


def offer_delete(
    desk: Desk, session: str, position: int, parent: QWidget, after: Callable[[], None]
) -> None:
    """Ask, then delete the answer for good; ``after`` is called when it is gone."""
    box = QMessageBox(parent)
    box.setObjectName("confirm-delete-answer")
    box.setWindowTitle("Delete answer")
    box.setText("Delete this answer for good?")
    box.setInformativeText(
        "Its recording, transcript, verdicts and scores are removed from this computer and cannot"
        " be brought back. Other answers of the session stay."
    )
    delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def gone(_nothing: None) -> None:
        after()
        desk.library_changed.emit()

    def failed(error: MockvoiceError) -> None:
        desk.show_trouble(error)
        desk.library_changed.emit()  # rows may be gone though a file of the sound is not

    delete.clicked.connect(
        lambda _checked=False: desk.ask_store(
            lambda store: store.delete(session, position), gone, failed
        )
    )
    box.open()
