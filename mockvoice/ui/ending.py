"""The end of an interview: what was recorded, and the way to its review."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from mockvoice.ui.desk import Desk
from mockvoice.ui.state import View
from mockvoice.ui.widgets import IconButton, button, row, text


class Ending(QFrame):
    """Shown when all is said."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view = View()
        self.setProperty("role", "card")
        self._told = text("", "soft")
        self._told.setObjectName("told")
        self._look = IconButton(desk.theme, "review", "See how it went", "see-review", "primary")
        self._look.clicked.connect(self._review)
        self._home = button("Back to start", "back-to-start", lambda: desk.go.emit("start"))
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 18, 22, 20)
        box.setSpacing(12)
        box.addWidget(text("That was it", "title"))
        box.addWidget(self._told)
        box.addLayout(row(self._look, self._home, None))
        self.hide()

    def show_view(self, view: View) -> None:
        """Show what is recorded and how much of it is judged; hidden before the end."""
        appears = view.ended and not self._view.ended
        self._view = view
        self.setVisible(view.ended)
        many, left = len(view.recorded), view.open_assessments
        waits = f", {left} " if left < many else ", "
        waits = f"{waits}still being judged" if left else ""
        told = f"{many} answer{'s' * (many != 1)} recorded{waits}."
        self._told.setText(told if many else "Nothing was answered.")
        self._look.setVisible(bool(many))
        if appears:
            (self._look if many else self._home).setFocus()

    def _review(self) -> None:
        if len(self._view.recorded) > 1:
            self._desk.session.emit(self._view.session)
        else:
            self._desk.review.emit(self._view.session, min(self._view.recorded, default=1))
