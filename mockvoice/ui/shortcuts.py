"""The sheet of keys. The same table is shown and, in docs, listed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import button, row, text

SHEET: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Everywhere",
        (
            ("F1 or ?", "These keys"),
            ("Ctrl+1 … Ctrl+5", "Start, Progress, Questions, Models, Settings"),
            ("Tab, Shift+Tab", "Next and previous control"),
            ("Ctrl+Q", "Quit"),
        ),
    ),
    ("Start", (("Ctrl+Enter", "Start the interview"),)),
    (
        "Interview",
        (
            ("Space or Enter", "Answer now, done, go on"),
            ("K", "Keep talking, when it asks whether you have finished"),
            ("P", "Pause and go on"),
            ("R, S, D", "Replay, slower, say it differently"),
            ("N", "Next question"),
            ("Backspace", "Start this answer over"),
            ("T", "Type the answer instead"),
        ),
    ),
    (
        "Review",
        (
            ("Space", "Play and pause"),
            ("Left, Right", "Five seconds back and on"),
            ("S, F", "Slower and faster, 0.75 to 1.5 times; the pitch stays"),
            ("Enter", "Hear the word at the caret of the transcript, or the selected words"),
            ("Shift+arrows", "Select words in the transcript"),
            ("L", "Loop the selected words; again to end it"),
            ("Esc", "Back to Progress"),
        ),
    ),
    (
        "Progress",
        (
            ("Enter", "Open the session"),
            ("Delete", "Delete it, after a question"),
            ("1, 2", "Between two takes: hear the first, the second"),
        ),
    ),
)


class ShortcutSheet(QDialog):
    """The keys, by page."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut-sheet")
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 22)
        box.setSpacing(10)
        sheet = QWidget()
        sheet.setProperty("role", "page")
        grid = QGridLayout(sheet)
        grid.setContentsMargins(28, 24, 28, 6)
        grid.setHorizontalSpacing(theme.px(28))
        grid.setVerticalSpacing(6)
        line = 0
        for title, keys in SHEET:
            grid.addWidget(text(title, "section", wrap=False), line, 0, 1, 2)
            line += 1
            for key, does in keys:
                grid.addWidget(text(key, "accent", wrap=False), line, 0)
                grid.addWidget(text(does, wrap=False), line, 1)
                line += 1
            grid.setRowMinimumHeight(line, 8)
            line += 1
        scrolled = QScrollArea()
        scrolled.setObjectName("keys-scrolled")
        scrolled.setAccessibleName("Keys")
        scrolled.setWidgetResizable(True)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidget(sheet)
        box.addWidget(scrolled)
        close = row(None, button("Close", "close-sheet", self.close, role="primary"))
        close.setContentsMargins(28, 0, 28, 0)
        box.addLayout(close)
        # Never taller than the window it belongs to.
        bar = scrolled.verticalScrollBar().sizeHint().width()
        wide, tall = sheet.sizeHint().width() + bar, sheet.sizeHint().height() + theme.px(90)
        self.resize(wide, min(tall, parent.height() - 40))
