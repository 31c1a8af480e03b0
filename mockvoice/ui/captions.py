"""Text whose words change colour as they are said."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from mockvoice.ui.theme import Theme


class Caption(QLabel):
    """The interviewer's words; those that have been said are in full ink."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "question")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._theme = theme
        self._shown: tuple[tuple[str, ...], int] = ((), 0)
        theme.changed.connect(self._draw)

    def show_words(self, words: tuple[str, ...], said: int) -> None:
        """Show these words, the first ``said`` of them as spoken."""
        if (words, said) != self._shown:
            self._shown = (words, said)
            self._draw()

    def _draw(self) -> None:
        words, said = self._shown
        colours = self._theme.colours
        parts = ((words[:said], colours.ink), (words[said:], colours.edge))
        self.setText(
            " ".join(
                f'<span style="color:{colour}">{html.escape(" ".join(some))}</span>'
                for some, colour in parts
                if some
            )
        )
