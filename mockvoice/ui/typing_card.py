"""An answer in writing: a field, the way to hand it in, and the way back to speaking."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import IconButton, button, row

_KEEP_MS = 1000
"""So long after the last key what is written is kept."""


class TypingCard(QFrame):
    """Shown while the candidate writes."""

    handed_in = Signal(str)
    speak = Signal()
    """The candidate would rather speak."""
    kept = Signal(str)
    """What is written so far has changed and is to be kept."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.field = QPlainTextEdit()
        self.field.setObjectName("typed")
        self.field.setAccessibleName("Typed answer")
        self.field.setPlaceholderText("Type your answer as you would say it.")
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(120)
        self._kept = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_MS)
        self._timer.timeout.connect(self.keep)
        self.field.textChanged.connect(self._timer.start)
        send = button("Hand in", "hand-in", self._hand_in, role="primary")
        speak = IconButton(theme, "interview", "Speak instead", "speak-instead", "plain")
        speak.clicked.connect(lambda _checked=False: self.speak.emit())
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 18, 22, 20)
        box.setSpacing(12)
        box.addWidget(self.field)
        box.addLayout(row(speak, None, send))
        self.hide()

    def keep(self) -> None:
        """Have what is written kept, when it has changed."""
        self._timer.stop()
        text = self.field.toPlainText().strip()
        if text != self._kept:
            self._kept = text
            self.kept.emit(text)

    def empty(self) -> None:
        """Begin the next answer."""
        self._kept = ""
        self.field.clear()
        self._timer.stop()

    def _hand_in(self) -> None:
        text = self.field.toPlainText().strip()
        if text:
            self.empty()
            self.handed_in.emit(text)
