"""The transcript: every word can be heard by a click, or by Enter at the caret."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from mockvoice.domain.assessment import Assessment
from mockvoice.services.report_view import Token, paragraphs
from mockvoice.ui.theme import Theme


class TranscriptView(QTextBrowser):
    """Words with fillers, doubtful words, quotes and pauses marked."""

    picked = Signal(float, float)
    """Start and end of the word, in seconds."""

    def __init__(self, theme: Theme, made: Assessment) -> None:
        super().__init__()
        self.setObjectName("transcript")
        self.setAccessibleName("Transcript. Enter plays the word at the caret.")
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
        self._theme, self._made = theme, made
        self.tokens: list[Token] = []
        """Words, fillers and pauses in the order of the text."""
        self._starts: list[int] = []
        self._marked = -1
        self.anchorClicked.connect(self._clicked)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        theme.changed.connect(self._write)
        self._write()

    def show_place(self, second: float) -> None:
        """Mark the word that sounds at this second; none when there is none."""
        place = self._at(second)
        if place == self._marked:
            return
        self._marked = place
        if place < 0:
            self.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._starts[place])
        cursor.setPosition(
            self._starts[place] + len(self.tokens[place].text), QTextCursor.MoveMode.KeepAnchor
        )
        mark.cursor = cursor
        mark.format.setBackground(self._theme.colour("accent"))
        mark.format.setForeground(self._theme.colour("on_accent"))
        self.setExtraSelections([mark])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter plays the word at the caret; Space is left to the page."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pick(bisect_right(self._starts, self.textCursor().position()) - 1)
        elif event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep as high as the text."""
        super().resizeEvent(event)
        self._grow(self.document().size())

    def _at(self, second: float) -> int:
        for place, token in enumerate(self.tokens):
            if token.start <= second < token.end:
                return place
        return -1

    def _clicked(self, address: QUrl) -> None:
        self._pick(int(address.fragment()))

    def _pick(self, place: int) -> None:
        if 0 <= place < len(self.tokens):
            self.picked.emit(self.tokens[place].start, self.tokens[place].end)

    def _grow(self, size: QSizeF) -> None:
        self.setFixedHeight(round(size.height()) + 8)

    def _write(self) -> None:
        self.tokens, self._starts, self._marked = [], [], -1
        self.setExtraSelections([])
        self.clear()
        cursor = QTextCursor(self.document())
        block = QTextBlockFormat()
        block.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(self._theme.px(10))
        cursor.beginEditBlock()
        for number, paragraph in enumerate(paragraphs(self._made)):
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(block)
            if paragraph.prompt:
                cursor.insertText(f"Interviewer: {paragraph.prompt}", self._asked())
                cursor.insertBlock()
                cursor.setBlockFormat(block)
            for token in paragraph.tokens:
                if self.tokens and not cursor.atBlockStart():
                    self._space(cursor, self.tokens[-1], token)
                self._starts.append(cursor.position())
                cursor.insertText(token.text, self._form(token))
                self.tokens.append(token)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _space(self, cursor: QTextCursor, before: Token, after: Token) -> None:
        """The space inside a quote belongs to the quote."""
        form = QTextCharFormat()
        if "quoted" in before.kind and "quoted" in after.kind:
            form.setBackground(self._theme.colour("accent_soft"))
        cursor.insertText(" ", form)

    def _asked(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(self._theme.colour("soft"))
        form.setFontItalic(True)
        return form

    def _form(self, token: Token) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setAnchor(True)
        form.setAnchorHref(f"#{len(self.tokens)}")
        form.setForeground(self._theme.colour("ink"))
        if token.note:
            form.setToolTip(token.note)
        kinds = token.kind.split()
        if "filler" in kinds:
            form.setForeground(self._theme.colour("warm"))
            form.setFontWeight(QFont.Weight.DemiBold)
        if "doubt" in kinds:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        if "quoted" in kinds:
            form.setBackground(self._theme.colour("accent_soft"))
        if "gap" in kinds:
            form.setForeground(self._theme.colour("soft"))
            form.setProperty(QTextFormat.Property.FontPixelSize, self._theme.px(12))
        return form
