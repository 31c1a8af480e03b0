"""The words of one take, with what only this take says; every word can be heard."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from mockvoice.services.takes import Mark, Said
from mockvoice.ui.theme import Theme


class TakeText(QTextBrowser):
    """A column of words; as high as they need."""

    picked = Signal(float)
    """Second at which the word begins that is to be heard."""

    def __init__(self, theme: Theme, said: Sequence[Said], name: str, says: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(f"{says}. Enter plays from the word at the caret.")
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
        self._theme, self._said = theme, tuple(said)
        self._places: list[int] = []
        self._marked = -1
        self.anchorClicked.connect(lambda address: self._pick(_place(address)))
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        theme.changed.connect(self._write)
        self._write()

    def show_place(self, second: float | None) -> None:
        """Mark the word that sounds at this second; None marks none."""
        place = -1
        if second is not None:
            starts = [word.start or 0.0 for word in self._said]
            place = bisect_right(starts, second) - 1
        if place == self._marked:
            return
        self._marked = place
        if place < 0:
            self.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._places[place])
        end = self._places[place] + len(self._said[place].text)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        mark.cursor = cursor
        mark.format.setBackground(self._theme.colour("accent"))
        mark.format.setForeground(self._theme.colour("on_accent"))
        self.setExtraSelections([mark])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter plays from the word at the caret; Space and Escape are left to the page."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pick(bisect_right(self._places, self.textCursor().position()) - 1)
        elif event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Escape}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep as high as the text."""
        super().resizeEvent(event)
        self._grow(self.document().size())

    def _pick(self, place: int) -> None:
        if 0 <= place < len(self._said) and (start := self._said[place].start) is not None:
            self.picked.emit(start)

    def _grow(self, size: QSizeF) -> None:
        self.setFixedHeight(round(size.height()) + 8)

    def _write(self) -> None:
        self._places, self._marked = [], -1
        self.setExtraSelections([])
        self.clear()
        cursor = QTextCursor(self.document())
        block = QTextBlockFormat()
        block.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.beginEditBlock()
        cursor.setBlockFormat(block)
        before: Mark | None = None
        for place, word in enumerate(self._said):
            if place:
                both = before is Mark.ONLY and word.mark is Mark.ONLY
                cursor.insertText(" ", self._form(None, Mark.ONLY if both else Mark.BOTH))
            self._places.append(cursor.position())
            linked = place if word.start is not None else None
            cursor.insertText(word.text, self._form(linked, word.mark))
            before = word.mark
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _form(self, place: int | None, mark: Mark) -> QTextCharFormat:
        form = QTextCharFormat()
        if place is not None:
            form.setAnchor(True)
            form.setAnchorHref(f"#{place}")
        form.setForeground(self._theme.colour("ink"))
        if mark is Mark.ONLY:
            form.setBackground(self._theme.colour("accent_soft"))
        elif mark is Mark.OTHER:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            form.setUnderlineColor(self._theme.colour("accent"))
        return form


def _place(address: QUrl) -> int:
    return int(address.fragment())
