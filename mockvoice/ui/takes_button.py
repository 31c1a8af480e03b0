"""The way from an answer to its other takes, there only when there is one."""

from __future__ import annotations

from shiboken6 import isValid

from mockvoice.services.store import AnswerRow
from mockvoice.ui.desk import Desk
from mockvoice.ui.widgets import IconButton


class TakesButton(IconButton):
    """Opens an answer beside another one to the same question; hidden while there is none."""

    def __init__(self, desk: Desk, answer: AnswerRow) -> None:
        super().__init__(desk.theme, "takes", "Compare takes", "compare-takes")
        self.hide()
        self.clicked.connect(lambda: desk.takes.emit(answer.session, answer.position))
        desk.ask_store(lambda store: len(store.past(answer.question_id)), self._show)

    def _show(self, takes: int) -> None:
        if isValid(self):  # the page may show something else by now
            self.setVisible(takes > 1)
