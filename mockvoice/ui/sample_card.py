"""The sample answer: hidden until it is asked for, and read aloud on request."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from mockvoice.domain.question import Question
from mockvoice.settings import Settings
from mockvoice.ui.narrator import Narrator
from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import IconButton, button, fill, row, text


class SampleCard(QFrame):
    """A strong answer to the question, to read or to hear."""

    def __init__(
        self, theme: Theme, question: Question, narrator: Narrator | None, chosen: Settings
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._question, self._narrator, self._chosen = question, narrator, chosen
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 18, 22, 20)
        box.setSpacing(10)
        self._said = text(question.sample_answer, select=True)
        self._said.hide()
        self._ask = button("Show", "show-sample", self._toggle)
        self._read = IconButton(theme, "speaker", "Hear it", "hear-sample")
        self._read.clicked.connect(self._hear)
        head = row(text("A strong answer", "section"), self._read, self._ask)
        head.setStretch(0, 1)
        box.addLayout(head)
        self._why = text("Hidden, so that you can try on your own first.", "soft")
        fill(box, self._why, self._said)
        if narrator is None:
            self._read.hide()
        else:
            narrator.changed.connect(self._reading)

    def _toggle(self) -> None:
        hidden = self._said.isHidden()
        self._said.setVisible(hidden)
        self._why.setVisible(not hidden)
        self._ask.setText("Hide" if hidden else "Show")

    def _hear(self) -> None:
        if self._narrator is None:
            return
        if self._narrator.reading:
            self._narrator.stop()
        else:
            question = self._question
            self._narrator.read(question.sample_answer, question.terms, self._chosen)

    def _reading(self, reading: bool) -> None:
        self._read.setText("Stop" if reading else "Hear it")
        self._read.show_icon("stop" if reading else "speaker")
