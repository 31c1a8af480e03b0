"""The words of one take, with what only this take says; every word can be heard."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor

from mockvoice.services.takes import Mark, Said
from mockvoice.ui.playable_text import PlayableText
from mockvoice.ui.theme import Theme


class TakeText(PlayableText):
    """A column of words."""

    picked = Signal(float)
    """Second at which the word begins that is to be heard."""

    def __init__(
        self, theme: Theme, said: Sequence[Said], name: str, says: str, *, playable: bool = True
    ) -> None:
        """``playable``: there is a recording."""
        how = ". Enter plays from the word at the caret." if playable else ""
        super().__init__(theme, name, f"{says}{how}")
        self._playable = playable
        self._said = tuple(said)
        self.clicked.connect(self._pick)
        self.entered.connect(self._pick)
        theme.changed.connect(self._write)
        self._write()

    def show_place(self, second: float | None) -> None:
        """Mark the word that sounds at this second; None marks none."""
        starts = [word.start or 0.0 for word in self._said]
        self._mark(-1 if second is None else bisect_right(starts, second) - 1)

    def _pick(self, place: int) -> None:
        if (
            self._playable
            and 0 <= place < len(self._said)
            and (start := self._said[place].start) is not None
        ):
            self.picked.emit(start)

    def _write(self) -> None:
        cursor = self._emptied()
        cursor.beginEditBlock()
        cursor.setBlockFormat(self._line())
        before: Mark | None = None
        for place, word in enumerate(self._said):
            if place:
                both = before is Mark.ONLY and word.mark is Mark.ONLY
                cursor.insertText(" ", self._form(Mark.ONLY if both else Mark.BOTH))
            form = self._form(word.mark)
            if word.start is not None and self._playable:
                self._heard_by(form)
            self._put(cursor, word.text, form)
            before = word.mark
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _form(self, mark: Mark) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(self._theme.colour("ink"))
        if mark is Mark.ONLY:
            form.setBackground(self._theme.colour("accent_soft"))
        elif mark is Mark.OTHER:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            form.setUnderlineColor(self._theme.colour("accent"))
        return form
