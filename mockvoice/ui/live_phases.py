"""The phase map of the interview page: follows what is heard of a design answer."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from mockvoice.domain import phases
from mockvoice.domain.delivery import PhaseTimes
from mockvoice.domain.question import Kind, Level, Question
from mockvoice.domain.transcript import Word
from mockvoice.settings import Settings
from mockvoice.ui.desk import Desk
from mockvoice.ui.phase_map import PhaseMap, slots
from mockvoice.ui.state import View
from mockvoice.ui.widgets import fill, text

_CAPTION = "Phases spoken of, as told from your words"


class LivePhases(QFrame):
    """A card with the phase map; hidden for questions without phases.

    In interview mode a phase gets its name only once it is spoken of, so nothing is given away.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._question: Question | None = None
        self._settings = desk.settings
        self._words: tuple[Word, ...] = ()
        self._map = PhaseMap(desk.theme)
        self.setProperty("role", "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 16, 22, 14)
        box.setSpacing(10)
        self._told = text("")
        self._told.setObjectName("told")
        self._told.hide()
        fill(box, text(_CAPTION, "small"), self._map, self._told)
        self.hide()

    def show_view(self, view: View, question: Question | None, settings: Settings) -> None:
        """Show the phases of what was heard so far."""
        if question is None or question.kind is not Kind.SYSTEM_DESIGN or not question.phases:
            self.hide()
            return
        self._settings = settings
        if question is not self._question:
            self._question, self._words = question, ()
            self._show(question, None)
        self.setVisible(not view.ended)
        self._told.setText("\n".join(("You were told:", *(f"•  {one}" for one in view.asides))))
        self._told.setVisible(bool(view.asides))
        if view.heard != self._words:
            self._words = words = view.heard
            # Long answers take longer than a frame.
            self._desk.packs.submit(
                lambda: phases.follow(words, question),
                lambda times: self._arrived(question, words, times),
                self._desk.show_trouble,
            )

    def _arrived(
        self, question: Question, words: tuple[Word, ...], times: PhaseTimes | None
    ) -> None:
        if question is self._question and words is self._words:
            self._show(question, times)

    def _show(self, question: Question, times: PhaseTimes | None) -> None:
        named = self._settings.mode == "practice"
        self._map.show_slots(slots(question, times, Level(self._settings.level), named=named))
