"""The transcript: every word can be heard, selected, and pointed to, by mouse and by keys."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor, QTextFormat

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.words import readable
from mockvoice.services.report_view import Paragraph, Token, paragraphs
from mockvoice.ui.playable_text import PlayableText
from mockvoice.ui.theme import Theme

_STEP_WORDS = 150
"""Words written at a time."""
_TYPED = "w typed"
"""Kind of a word that was typed: it has no time."""


class TranscriptView(PlayableText):
    """Words with fillers, doubtful and corrected words, quotes and pauses marked."""

    picked = Signal(float, float)
    """Start and end of the word, or of the selected words, that is to be heard."""
    selection = Signal(bool)
    """Whether words are selected now."""

    def __init__(self, theme: Theme, made: Assessment, *, playable: bool = True) -> None:
        """Show no word yet: ``writing`` writes them. ``playable``: there is a recording."""
        how = ". Enter plays the word at the caret or the selected words." if playable else ""
        super().__init__(theme, "transcript", f"Transcript{how}")
        self._playable = playable
        self._made = made
        self._verbatim = True
        self.tokens: list[Token] = []
        """Words, fillers and pauses in the order of the text."""
        self._times: list[float] = []
        self._writings = 0
        self.clicked.connect(self._hear_clicked)
        self.entered.connect(self._hear_entered)
        self.selectionChanged.connect(lambda: self.selection.emit(self.selected() is not None))
        theme.changed.connect(self._write)

    @property
    def verbatim(self) -> bool:
        """Whether fillers and pauses are shown."""
        return self._verbatim

    def show_verbatim(self, verbatim: bool) -> None:
        """Show fillers and pauses, or leave them out."""
        if verbatim != self._verbatim:
            self._verbatim = verbatim
            self._write()

    def show_words(self, made: Assessment) -> None:
        """Show another assessment of the same answer, once ``writing`` is done."""
        self._made = made

    def show_place(self, second: float) -> None:
        """Mark the word that sounds at this second; none when there is none."""
        self._mark(self._at(second))

    def selected(self) -> tuple[Token, ...] | None:
        """Return the words that the selection touches, None when there is no word in it."""
        cursor = self.textCursor()
        if not cursor.hasSelection() or not self.tokens:
            return None
        first = max(0, bisect_right(self._starts, cursor.selectionStart()) - 1)
        if self._ends[first] <= cursor.selectionStart():
            first += 1
        last = bisect_right(self._starts, cursor.selectionEnd() - 1)
        found = tuple(token for token in self.tokens[first:last] if "gap" not in token.kind)
        return found or None

    def select(self, first: int, last: int) -> None:
        """Select the tokens from one place to another."""
        self.setTextCursor(self._cursor(first, last))

    def unselect(self) -> None:
        """Select nothing; the caret stays."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def _at(self, second: float) -> int:
        place = bisect_right(self._times, second) - 1
        if place >= 0 and second < self.tokens[place].end:
            return place
        return -1

    def _hear_clicked(self, place: int) -> None:
        if self.selected() is None:
            self._pick(place)

    def _hear_entered(self, place: int) -> None:
        if not self._playable:
            return
        if chosen := self.selected():
            self.picked.emit(chosen[0].start, chosen[-1].end)
        else:
            self._pick(place)

    def _pick(self, place: int) -> None:
        if 0 <= place < len(self.tokens) and self.tokens[place].kind != _TYPED:
            self.picked.emit(self.tokens[place].start, self.tokens[place].end)

    def _paragraphs(self) -> tuple[Paragraph, ...]:
        """What is shown; of an answer without sound, its words as they were typed."""
        heard = self._made.transcript
        if not heard.words:
            typed = tuple(Token(word, 0.0, 0.0, _TYPED) for word in heard.text.split())
            return (Paragraph("", 0.0, typed),) if typed else ()
        shown = paragraphs(self._made)
        if self._verbatim:
            return shown
        return tuple(kept for one in shown if (kept := _clean(one)).tokens or kept.prompt)

    def writing(self) -> Iterator[None]:
        """Write the words, a screenful a step: thousands at once would stop the window."""
        self._writings += 1
        mine = self._writings
        self.tokens, self._times = [], []
        cursor = self._emptied()
        self.selection.emit(False)
        block = self._line()
        block.setBottomMargin(self._theme.px(10))
        written = 0
        cursor.beginEditBlock()
        for number, paragraph in enumerate(self._paragraphs()):
            if written >= _STEP_WORDS:
                cursor.endEditBlock()
                self._caret_to_start()
                yield
                if mine != self._writings:
                    return  # written anew meanwhile
                cursor.beginEditBlock()
                written = 0
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
                self._put(cursor, token.text, self._form(token))
                self.tokens.append(token)
                self._times.append(token.start)
            written += len(paragraph.tokens)
        cursor.endEditBlock()
        self._caret_to_start()

    def _caret_to_start(self) -> None:
        """Writing has pushed the caret on; where the user put it, it stays."""
        if self._starts and self.textCursor().position() > self._starts[-1]:
            self.moveCursor(QTextCursor.MoveOperation.Start)

    def _write(self) -> None:
        for _ in self.writing():
            pass

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
        form.setForeground(self._theme.colour("ink"))
        if token.kind == _TYPED:
            return form
        if self._playable:
            self._heard_by(form)
        if token.note:
            form.setToolTip(token.note)
        kinds = token.kind.split()
        if "filler" in kinds:
            form.setForeground(self._theme.colour("warm"))
            form.setFontWeight(QFont.Weight.DemiBold)
        if "doubt" in kinds:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        if "corrected" in kinds:
            form.setForeground(self._theme.colour("accent"))
            form.setFontWeight(QFont.Weight.DemiBold)
        if "quoted" in kinds:
            form.setBackground(self._theme.colour("accent_soft"))
        if "gap" in kinds:
            form.setForeground(self._theme.colour("soft"))
            form.setProperty(QTextFormat.Property.FontPixelSize, self._theme.px(12))
        return form


def _clean(paragraph: Paragraph) -> Paragraph:
    """Leave out fillers and pauses; sentences still begin with a capital."""
    kept = [t for t in paragraph.tokens if "filler" not in t.kind and "gap" not in t.kind]
    texts = readable(token.text for token in kept).split(" ")
    tokens = tuple(
        Token(text, token.start, token.end, token.kind, token.note)
        for text, token in zip(texts, kept, strict=False)
    )
    return Paragraph(paragraph.prompt, paragraph.start, tokens)
