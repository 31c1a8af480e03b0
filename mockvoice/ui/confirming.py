"""The box that asks before something is deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mockvoice.ui.widgets import set_role

_MARGINS = (10, 20, 20, 18)


@dataclass(frozen=True)
class Loss:
    """What would be lost, as the box says it."""

    name: str
    """Object name of the box."""
    title: str
    asks: str
    """The question."""
    means: str
    """What goes, what stays, and that it cannot be brought back."""


def confirm_delete(parent: QWidget, loss: Loss, delete: Callable[[], object]) -> QMessageBox:
    """Ask, and ``delete`` when the user says so; Enter, Escape and the box's cross keep."""
    box = QMessageBox(parent)
    box.setObjectName(loss.name)
    box.setWindowTitle(loss.title)
    box.setText(loss.asks)
    box.setInformativeText(loss.means)
    confirm = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
    set_role(confirm, "danger")
    keep = box.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    if (inside := box.layout()) is not None:
        inside.setContentsMargins(*_MARGINS)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    confirm.clicked.connect(lambda _checked=False: delete())
    box.open()
    return box
