"""A text whose words can be heard: what the transcript and the words of a take have in common."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from mockvoice.ui.theme import Theme

_LINE_HEIGHT = 150.0
"""Percent; a page of words that are aimed at needs room between its lines."""


class PlayableText(QTextBrowser):
    """Words that are clicked, or reached with the caret, to be heard; as high as they need."""

    clicked = Signal(int)
    """Place of the word that was clicked."""
    entered = Signal(int)
    """Place of the word at the caret when Enter was pressed; -1 before the first."""

    def __init__(self, theme: Theme, name: str, says: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2)
        self._theme = theme
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._marked = -1
        self.anchorClicked.connect(lambda address: self.clicked.emit(int(address.fragment())))
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter is for the word at the caret; Space and Escape are left to the page."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit(bisect_right(self._starts, self.textCursor().position()) - 1)
        elif event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Escape}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep as high as the text."""
        super().resizeEvent(event)
        self._grow(self.document().size())

    def _emptied(self) -> QTextCursor:
        """Forget every word; returns where the next ones are written."""
        self._starts, self._ends, self._marked = [], [], -1
        self.setExtraSelections([])
        self.clear()
        return QTextCursor(self.document())

    def _put(self, cursor: QTextCursor, word: str, form: QTextCharFormat) -> None:
        self._starts.append(cursor.position())
        cursor.insertText(word, form)
        self._ends.append(cursor.position())

    def _heard_by(self, form: QTextCharFormat) -> None:
        """Make the word that is put next one that is heard by a click."""
        form.setAnchor(True)
        form.setAnchorHref(f"#{len(self._starts)}")

    def _line(self) -> QTextBlockFormat:
        block = QTextBlockFormat()
        block.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        return block

    def _cursor(self, first: int, last: int) -> QTextCursor:
        """From the beginning of one word to the end of another."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._starts[first])
        cursor.setPosition(self._ends[last], QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _mark(self, place: int) -> None:
        """Mark the word that sounds; a place before the first marks none."""
        if place == self._marked:
            return
        self._marked = place
        if place < 0:
            self.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        mark.cursor = self._cursor(place, place)
        mark.format.setBackground(self._theme.colour("accent"))
        mark.format.setForeground(self._theme.colour("on_accent"))
        self.setExtraSelections([mark])

    def _grow(self, size: QSizeF) -> None:
        self.setFixedHeight(round(size.height()) + 8)
