"""The end of an interview: what was recorded, and the way to its review."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from mockvoice.ui.desk import Desk
from mockvoice.ui.parts import Wish
from mockvoice.ui.state import View
from mockvoice.ui.widgets import IconButton, button, row, text
from mockvoice.ui.work import AGAIN, WorkCard


class Ending(QFrame):
    """Shown when all is said."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view = View()
        self._wish: Wish | None = None
        self.setProperty("role", "card")
        self._told = text("", "soft")
        self._told.setObjectName("told")
        self._look = IconButton(desk.theme, "review", "See how it went", "see-review", "primary")
        self._look.clicked.connect(self._review)
        self._practise = IconButton(desk.theme, "redo", "Practise them", "practise-skipped")
        self._practise.clicked.connect(self._ask_skipped)
        self._home = button("Back to start", "back-to-start", lambda: desk.go.emit("start"))
        self._work: WorkCard | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 18, 22, 20)
        box.setSpacing(12)
        box.addWidget(text("That was it", "title"))
        box.addWidget(self._told)
        box.addLayout(row(self._look, self._practise, self._home, None))
        self.hide()

    def show_view(self, view: View, wish: Wish | None) -> None:
        """Show what is recorded, judged and skipped of the wish; hidden before the end."""
        appears = view.ended and not self._view.ended
        self._view, self._wish = view, wish
        self.setVisible(view.ended)
        many, skipped = len(view.recorded), len(view.skipped - view.recorded)
        told = _recorded(many, view.open_assessments) if many else "Nothing was answered."
        if view.not_judged:
            which = f"{len(view.not_judged)} not judged" if many > 1 else "Not judged"
            told += f" {which}: {view.not_judged[-1][1]} {AGAIN}"
        if skipped:
            told += f" {skipped} question{'s' * (skipped != 1)} skipped."
        self._told.setText(told)
        self._show_work(bool(view.ended and view.open_assessments))
        self._look.setVisible(bool(many))
        self._practise.setText("Practise it" if skipped == 1 else "Practise them")
        self._practise.setVisible(bool(skipped) and wish is not None)
        if appears:
            (self._look if many else self._home).setFocus()

    def _show_work(self, shown: bool) -> None:
        """How far the judging is, while anything is left to judge."""
        layout = self.layout()
        if shown and self._work is None and layout is not None:
            self._work = WorkCard(self._desk, self._view.session, framed=False)
            layout.addWidget(self._work)
        elif not shown and self._work is not None:
            self._work.hide()
            self._work.deleteLater()
            self._work = None

    def _ask_skipped(self) -> None:
        """Ask what was skipped, in an interview of its own."""
        view, wish = self._view, self._wish
        if wish is None:
            return
        turns = sorted(view.skipped - view.recorded)
        entries = tuple(wish.entries[turn - 1] for turn in turns if turn <= len(wish.entries))
        self._desk.interview(Wish("Skipped questions", entries, wish.settings))

    def _review(self) -> None:
        if len(self._view.recorded) > 1:
            self._desk.session.emit(self._view.session)
        else:
            self._desk.review.emit(self._view.session, min(self._view.recorded, default=1))


def _recorded(many: int, left: int) -> str:
    waits = f", {left} " if left < many else ", "
    waits = f"{waits}still being judged" if left else ""
    return f"{many} answer{'s' * (many != 1)} recorded{waits}."
