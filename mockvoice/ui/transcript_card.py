"""What was said, and what can be done with words: hear, loop, put right, point to them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QCompleter,
    QFrame,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.transcript import Span
from mockvoice.services.report_view import Token
from mockvoice.ui.theme import Theme
from mockvoice.ui.transcript_view import TranscriptView
from mockvoice.ui.widgets import Flow, IconButton, button, card, clear, row, text

_ENDS = (".", "?", "!")
"""Signs that end a sentence."""


class TranscriptCard(QWidget):
    """The transcript with its switch, its legend, and the line of what selected words are for."""

    picked = Signal(float)
    """Play from this second on."""
    heard = Signal(object)
    """Play this Span and no more."""
    loop = Signal(object)
    """Play this Span again and again; None: no longer."""
    corrected = Signal(float, float, str)
    """The words of this stretch were misheard: start, end, what was said."""
    taken_back = Signal(int)
    """Return to what was heard: place of the correction."""
    pointed = Signal(str, object)
    """These words say this point: id of the point, tuple of Tokens."""

    def __init__(self, theme: Theme, made: Assessment, *, playable: bool = True) -> None:
        """``playable``: the recording is still there."""
        super().__init__()
        self._theme, self._made, self._playable = theme, made, playable
        self._spoken = not made.transcript.typed
        self._point = ""
        self._looping = False
        self.view = TranscriptView(theme, made, playable=playable and self._spoken)
        self.view.picked.connect(self._picked)
        self.view.selection.connect(self._selection_changed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame, self._box = card()
        outer.addWidget(frame)
        self._add_head()
        self._ask = self._pointing()
        self._box.addWidget(self._ask)
        self._box.addWidget(self.view)
        if self._spoken:
            self._add_actions()
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._list)
        self._show_corrections()

    def show_words(self, made: Assessment) -> Iterator[None]:
        """Return the steps that show the words of another assessment of the same answer."""
        changed = made.transcript != self._made.transcript or made.quotes != self._made.quotes
        self._made = made
        self._show_corrections()
        self.view.show_words(made)
        return self.view.writing() if changed else iter(())

    def show_looping(self, looping: bool) -> None:
        """Say whether words are played again and again."""
        self._looping = looping
        if self._spoken:
            self._again.setText("Stop the loop" if looping else "Loop")
            self._again.setEnabled(looping or self.view.selected() is not None)

    def ask_for(self, point: str, statement: str) -> None:
        """Ask for the words that say a point."""
        self._point = point
        self._asked.setText(f"Select the words in which you said: {statement}")
        self._ask.show()
        self.view.setFocus()

    def toggle_loop(self) -> None:
        """Play the selected words again and again, or end that."""
        chosen = self.view.selected()
        if self._looping:
            self.loop.emit(None)
        elif chosen and self._spoken and self._playable:
            self.loop.emit(_span(chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape leaves what was begun here; with nothing begun it is the page's."""
        begun = self._ask.isVisible() or (self._spoken and self._editor.isVisible())
        if event.key() == Qt.Key.Key_Escape and begun:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _add_head(self) -> None:
        head = row(text("What you said", "section", wrap=False), None)
        if not self._spoken:
            head.addWidget(text("This answer was typed.", "small", wrap=False))
            self._box.addLayout(head)
            return
        group = QButtonGroup(self)
        for name, verbatim in (("Verbatim", True), ("Clean", False)):
            form = button(name, f"transcript-{name.lower()}", partial(self._show_form, verbatim))
            form.setProperty("role", "chip")
            form.setAccessibleDescription("How the transcript is shown")
            form.setCheckable(True)
            form.setChecked(verbatim)
            group.addButton(form)
            head.addWidget(form)
        self._box.addLayout(head)
        self._box.addWidget(Marks(self._theme))

    def _show_form(self, verbatim: bool) -> None:
        self.view.show_verbatim(verbatim)

    def _pointing(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "notice")
        self._asked = text("")
        self._use = button("These words say it", "use-words", self._use_words, role="primary")
        self._use.setEnabled(False)
        stop = button("Cancel", "stop-pointing", self._leave)
        box = QVBoxLayout(frame)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(self._asked)
        box.addLayout(row(self._use, stop, None))
        frame.hide()
        return frame

    def _add_actions(self) -> None:
        """The line under the words: what to do with those selected, or the right ones."""
        self._hear = IconButton(self._theme, "play", "Hear", "hear-words")
        self._hear.clicked.connect(self._hear_selected)
        self._again = IconButton(self._theme, "loop", "Loop", "loop-words")
        self._again.clicked.connect(self.toggle_loop)
        self._misheard = button("That was misheard", "misheard", self._edit)
        hear = "Click a word to hear it. Select words to do more."
        self._hint = text(
            hear if self._playable else "Select words to put right what was misheard.", "small"
        )
        self._tools = QWidget()
        tools = row(self._hear, self._again, self._misheard)
        tools.addWidget(self._hint, 1)
        tools.setContentsMargins(0, 0, 0, 0)
        self._tools.setLayout(tools)
        if not self._playable:
            self._hear.hide()
            self._again.hide()
        self._was = text("", "soft")
        self._right = QLineEdit()
        self._right.setObjectName("right-words")
        self._right.setAccessibleName("What you really said")
        self._right.setPlaceholderText("What you really said")
        terms = QCompleter([term.text for term in self._made.question.terms], self._right)
        terms.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._right.setCompleter(terms)
        self._right.returnPressed.connect(self._save)
        self._editor = QWidget()
        box = QVBoxLayout(self._editor)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._was)
        save = button("Save and judge again", "save-words", self._save, role="primary")
        line = row(save, button("Cancel", "stop-correcting", self._leave))
        line.insertWidget(0, self._right, 1)
        box.addLayout(line)
        self._editor.hide()
        self._box.addWidget(self._tools)
        self._box.addWidget(self._editor)
        self._selection_changed(False)

    def _picked(self, start: float, end: float) -> None:
        if self.view.selected():
            self.heard.emit(Span(start=start, end=end))
        else:
            self.picked.emit(start)

    def _selection_changed(self, some: bool) -> None:
        self._use.setEnabled(some)
        if not self._spoken or not hasattr(self, "_tools"):
            return
        self._hear.setEnabled(some)
        self._again.setEnabled(some or self._looping)
        self._misheard.setEnabled(some)

    def _hear_selected(self) -> None:
        if chosen := self.view.selected():
            self.heard.emit(_span(chosen))

    def _edit(self) -> None:
        chosen = self.view.selected()
        if not chosen:
            return
        self._span = _span(chosen)
        said = " ".join(token.text for token in chosen)
        self._was.setText(
            f"Heard: “{said}”{'' if said.endswith(_ENDS) else '.'} Your words stand in its place;"
            " what was heard is kept."
        )
        self._right.clear()
        self._tools.hide()
        self._editor.show()
        self._right.setFocus()

    def _save(self) -> None:
        said = self._right.text().strip()
        if said:
            span = self._span
            self._leave()
            self.corrected.emit(span.start, span.end, said)

    def _use_words(self) -> None:
        chosen = self.view.selected()
        if chosen and self._point:
            point = self._point
            self._leave()
            self.pointed.emit(point, chosen)

    def _leave(self) -> None:
        self._point = ""
        self._ask.hide()
        if self._spoken:
            self._editor.hide()
            self._tools.show()
        self.view.unselect()
        self.view.setFocus()

    def _show_corrections(self) -> None:
        clear(self._lines)
        for place, one in enumerate(self._made.corrections):
            told = text(f"Corrected by you: “{one.said}”, heard as “{one.heard}”", "small")
            back = button(
                "Take back", f"take-back-{place}", partial(self.taken_back.emit, place), role="chip"
            )
            line = row(back)
            line.insertWidget(0, told, 1)
            self._lines.addLayout(line)
        self._list.setVisible(bool(self._made.corrections))


class Marks(QWidget):
    """What the looks of words mean."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        flow = Flow(self, spacing=18)
        self._labels: list[QLabel] = []
        for place in range(4):
            label = _Dotted() if place == _DOUBTFUL else QLabel()
            label.setProperty("role", "small")
            label.setTextFormat(Qt.TextFormat.RichText)
            self._labels.append(label)
            flow.addWidget(label)
        theme.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        def shade(name: str) -> str:
            return self._theme.colour(name).name()

        looks = (
            (f"color:{shade('warm')}; font-weight:650", "um", "filler"),
            (f"background:{shade('accent_soft')}", "word", "quoted in a verdict"),
            ("", "word", "may have been misheard"),
            (f"color:{shade('accent')}; font-weight:650", "word", "corrected by you"),
        )
        for label, (style, word, means) in zip(self._labels, looks, strict=True):
            label.setText(f'<span style="{style}">{word}</span>&nbsp; {means}')


_DOUBTFUL = 2
"""Place of the words that may have been misheard among the marks."""


class _Dotted(QLabel):
    """A label whose first word has dots below it, which rich text cannot do."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the words, and the dots."""
        super().paintEvent(event)
        painter = QPainter(self)
        font = self.fontMetrics()
        y = (self.height() + font.ascent()) / 2 + 1
        painter.setPen(QPen(self.palette().windowText().color(), 1.4, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(0, y), QPointF(font.horizontalAdvance("word"), y))
        painter.end()


def _span(chosen: tuple[Token, ...]) -> Span:
    return Span(start=chosen[0].start, end=max(chosen[0].start, chosen[-1].end))
