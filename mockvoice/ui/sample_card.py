"""The sample answer: hidden until it is asked for, and read aloud on request."""

from __future__ import annotations

from mockvoice.domain.question import Question
from mockvoice.settings import Settings
from mockvoice.ui.hidden_card import HiddenCard
from mockvoice.ui.narrator import Narrator
from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import IconButton, text

_TITLE = "A strong answer"


class SampleCard(HiddenCard):
    """A strong answer to the question, to read or to hear."""

    def __init__(
        self, theme: Theme, question: Question, narrator: Narrator | None, chosen: Settings
    ) -> None:
        """Without a ``narrator`` it can be read only."""
        read = IconButton(theme, "speaker", "Hear it", "hear-sample")
        tools = () if narrator is None else (read,)
        super().__init__(_TITLE, "sample", text(question.sample_answer, select=True), tools=tools)
        self._question, self._narrator, self._chosen = question, narrator, chosen
        self._read = read
        read.clicked.connect(self._hear)
        self._reading(False)
        if narrator is not None:
            narrator.changed.connect(self._reading)

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
        self._read.setAccessibleName(f"{'Stop reading' if reading else 'Hear'}: {_TITLE}")
        self._read.show_icon("stop" if reading else "speaker")
