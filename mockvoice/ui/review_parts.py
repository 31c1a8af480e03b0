"""Cards of the review page: advice, rubric, delivery, legend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mockvoice.domain.advice import as_speech, clock
from mockvoice.domain.assessment import Assessment, Quote
from mockvoice.domain.question import Level, Question
from mockvoice.domain.transcript import Span
from mockvoice.domain.verdict import Verdict
from mockvoice.services import report_phases, report_tiles, report_view, resemblance
from mockvoice.services.report_view import Row, Tile
from mockvoice.services.store import AnswerRow
from mockvoice.services.verdict_words import verdict_word
from mockvoice.ui import words
from mockvoice.ui.phase_bars import phase_bars
from mockvoice.ui.quote_button import QuoteButton, quote
from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import Flow, IconButton, button, card, notice, row, rule, text

Hear = Callable[[Span], None] | None
"""Plays a stretch; None where there is no sound: then nothing offers to be heard."""
Staged = tuple[QWidget, Iterator[None]]
"""A card, and what fills it step by step, so that none of them makes the window stutter."""
_ROLES = {
    Verdict.COVERED.value: "accent",
    Verdict.PARTIAL.value: "warm",
    Verdict.MISSED.value: "strong",
    Verdict.WRONG.value: "bad",
    Verdict.NOT_JUDGED.value: "soft",
}
_CHIP_SIGNS = 40
"""Signs from which on what was said is shown as a quote, not as a chip."""
_TIED = "\N{NO-BREAK SPACE}"
_MARKS = 6
"""Places to hear per measure that are shown at once; more is a wall of buttons."""


def question(asked: Question) -> QVBoxLayout:
    """Return what was asked: what it is about, and its words."""
    box = QVBoxLayout()
    box.setSpacing(8)
    box.addWidget(text(words.subject(asked), "accent"))
    box.addWidget(text(asked.text, "question", select=True))
    return box


def advice(theme: Theme, made: Assessment, hear: Hear) -> QFrame:
    """Return what to do next time, the most useful first."""
    frame, box = card(spacing=14)
    box.addWidget(text("Next time", "section"))
    for number, item in enumerate(made.advice, start=1):
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(text(str(number), "figure", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text(item.text, select=True), 1)
        if item.span is not None and hear is not None:
            listen = _listen(theme, item.span, f"advice-{number}", hear)
            line.addWidget(listen, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(line)
    return frame


@dataclass(frozen=True)
class Actions:
    """What the buttons of the rubric do."""

    hear: Hear
    point_to: Callable[[str], None]
    """"I did say that": ask for the words that say this point."""
    take_back: Callable[[str], None]
    """Return to the judge's verdict on this point."""


class Judging(Protocol):
    """What becomes of an answer that was corrected."""

    @property
    def busy(self) -> bool:
        """True while the judge reads it."""

    @property
    def trouble(self) -> str:
        """Why it could not be judged again; empty when nothing failed."""

    def judge_again(self) -> None:
        """Let the judge read it once more."""


def status(made: Assessment, judging: Judging) -> QWidget | None:
    """Return how the verdicts stand to the words: old, new, or not there; None: as always."""
    again, role = "Judge again", "notice"
    if judging.busy:
        old = "" if made.judgement.failure else " The verdicts below are those of before."
        return notice(f"The answer is being judged again.{old}", "told")[0]
    if judging.trouble:
        kept = "Your correction is kept. " if made.corrections else ""
        old = "" if made.judgement.failure else " The verdicts below are those of before."
        told = f"{kept}The answer could not be judged again: {judging.trouble}{old}"
    elif made.judgement.failure:
        told = made.judgement.failure
        again = "" if made.transcript.silent else again
    elif made.changes or (made.corrections and not made.outdated):
        told, again, role = _changed(made), "", "told"
    elif made.outdated:
        told = "The words were corrected. The verdicts below are those of before."
    else:
        return None
    frame, label = notice(told, role)
    label.setObjectName("status")
    box = frame.layout()
    if again and isinstance(box, QVBoxLayout):
        box.addLayout(row(button(again, "judge-again", judging.judge_again), None))
    return frame


def _changed(made: Assessment) -> str:
    """Which verdicts the judge decided otherwise."""
    many = len(made.changes)
    if not many:
        return "Judged again with your correction: no verdict changed."
    told = [
        f"{words.heading(one.point)}: {_verdict(one.before)} → {_verdict(one.after)}"
        for one in made.changes
    ]
    return f"Judged again: {many} {'point' if many == 1 else 'points'} changed.\n" + "\n".join(told)


def _verdict(value: Verdict) -> str:
    return verdict_word(value)[1].lower()


def rubric(theme: Theme, rows: Sequence[Row], actions: Actions) -> Staged:
    """Return the rubric, a verdict per point, the quotes to be heard; a point at a time."""
    frame, box = card(spacing=14)
    box.addWidget(text("Point by point", "section"))

    def points() -> Iterator[None]:
        for place, shown in enumerate(rows):
            if place:
                box.addWidget(rule())
            box.addWidget(_point(theme, shown, actions))
            yield

    return frame, points()


def _point(theme: Theme, shown: Row, actions: Actions) -> QWidget:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(6)
    head = QHBoxLayout()
    must = "  (essential)" if shown.point.must else ""
    head.addWidget(text(f"{words.heading(shown.point.id)}{must}", "strong"), 1)
    if shown.near:
        head.addWidget(text("in doubt", "pill", wrap=False))
    head.addWidget(text(f"{shown.icon}  {shown.word}", _ROLES[shown.state], wrap=False))
    box.addLayout(head)
    holds = "What holds: " if shown.state == Verdict.WRONG.value and not shown.near else ""
    box.addWidget(text(f"{holds}{shown.point.text}", select=True))
    for told in (shown.near, shown.ruled):
        if told:
            box.addWidget(text(told, "small"))
    if shown.quote is not None:
        box.addWidget(_quote(theme, shown, shown.quote, actions.hear))
    elif shown.nearest is not None:
        box.addWidget(text("You came nearest to it here:", "small"))
        box.addWidget(_quote(theme, shown, shown.nearest, actions.hear))
    for help_ in _help(shown):
        box.addWidget(text(help_, "small", select=True))
    says = text("", select=True)
    tools = _tools(shown, actions, says)
    if tools.count():
        box.addLayout(tools)
        box.addWidget(says)
    return holder


_OPEN = {Verdict.MISSED.value, Verdict.PARTIAL.value, Verdict.WRONG.value}
"""Verdicts that leave something to learn, or to object to."""


def _quote(theme: Theme, shown: Row, said: Quote, hear: Hear) -> QWidget:
    bad = shown.state == Verdict.WRONG.value and not shown.near
    span = said.span
    play = partial(hear, span) if hear is not None and span is not None else None
    return quote(theme, f"“{said.text}”", f"quote-{shown.point.id}", play, bad=bad)


def _help(shown: Row) -> list[str]:
    """What to learn from a point that was missed or contradicted."""
    if shown.state == Verdict.WRONG.value and shown.quote is not None and not shown.near:
        wrong = resemblance.wrong_statement(shown.point, shown.quote.text)
        return [f"It resembles a common mistake: “{wrong}”"] if wrong else []
    if shown.state in {Verdict.MISSED.value, Verdict.PARTIAL.value} and shown.point.probe:
        return [f"An interviewer would ask: {shown.point.probe}"]
    return []


def _tools(shown: Row, actions: Actions, says: QLabel) -> QHBoxLayout:
    """The user's word against the judge's, and how a strong answer says it, on request."""
    point = shown.point.id
    line = row()
    says.hide()
    if shown.ruled:
        back = button("Take my ruling back", f"unrule-{point}", lambda: actions.take_back(point))
        line.addWidget(back)
    elif shown.state in _OPEN:
        said = button("I did say that", f"rule-{point}", lambda: actions.point_to(point))
        line.addWidget(said)
        if shown.point.says:
            says.setText(f"“{as_speech(shown.point.says[0])}”")
            line.addWidget(_says(point, says))
    if line.count():
        line.addStretch(1)
    return line


def _says(point: str, says: QLabel) -> QPushButton:
    """A button that shows and hides how a strong answer says a point."""
    ask = "How a strong answer says it"

    def toggle() -> None:
        hidden = says.isHidden()
        says.setVisible(hidden)
        made.setText("Hide it" if hidden else ask)

    made = button(ask, f"says-{point}", toggle)
    return made


def delivery(theme: Theme, made: Assessment, hear: Hear, level: Level = Level.MID) -> Staged:
    """Return the measures of delivery, each with what it means and where to hear it."""
    frame, box = card(spacing=16)
    box.addWidget(text("How you said it", "section"))
    shared = report_phases.view(made, level)
    if shared is not None:
        box.addLayout(phase_bars(theme, shared, hear))
        box.addWidget(rule())
    grid = QGridLayout()
    grid.setHorizontalSpacing(34)
    grid.setVerticalSpacing(22)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    box.addLayout(grid)

    def measures() -> Iterator[None]:
        for place, tile in enumerate(report_tiles.tiles(made)):
            grid.addLayout(_tile(theme, tile, hear), place // 2, place % 2)
            if place % 2:
                yield

    return frame, measures()


def _tile(theme: Theme, tile: Tile, hear: Hear) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(3)
    figures = QHBoxLayout()
    figures.setSpacing(8)
    unit = text(tile.unit, "soft", wrap=False)
    figures.addWidget(text(tile.value, "figure", wrap=False))
    figures.addWidget(unit, 1, Qt.AlignmentFlag.AlignBottom)
    box.addWidget(text(tile.name, "strong", wrap=False))
    box.addLayout(figures)
    box.addWidget(text(tile.meaning.replace(" %", f"{_TIED}%"), "small"))
    if tile.try_this:
        box.addWidget(text(f"Try: {tile.try_this}"))
    if tile.marks and hear is not None:
        box.addSpacing(4)
        box.addWidget(_places(theme, tile, hear))
    box.addStretch(1)
    return box


def _places(theme: Theme, tile: Tile, hear: Callable[[Span], None]) -> QWidget:
    """Where a measure is heard: some places at once, the rest on request."""
    holder = QWidget()
    long = any(len(said) > _CHIP_SIGNS for said, _, _ in tile.marks)
    into: QVBoxLayout | Flow = QVBoxLayout(holder) if long else Flow(holder, spacing=6)
    into.setContentsMargins(0, 0, 0, 0)
    marks: list[QPushButton] = []

    def add(last: int) -> None:
        for number in range(len(marks) + 1, last + 1):
            said, start, end = tile.marks[number - 1]
            name = f"mark-{_slug(tile.name)}-{number}"
            short = f"{said.strip(' .,')}  {clock(start)}"
            mark = (
                QuoteButton(theme, f"“{said}”", name)
                if long
                else IconButton(theme, "play", short, name, "chip")
            )
            span = Span(start=start, end=end)
            mark.clicked.connect(lambda _checked=False, span=span: hear(span))
            into.addWidget(mark)
            if marks:
                QWidget.setTabOrder(marks[-1], mark)
            marks.append(mark)

    def reveal() -> None:
        add(len(tile.marks))
        for mark in marks[_MARKS:]:
            mark.show()
        marks[_MARKS].setFocus()
        more.hide()

    add(min(_MARKS, len(tile.marks)))
    if len(tile.marks) > _MARKS:
        told = f"and {len(tile.marks) - _MARKS} more"
        more = button(told, f"more-{_slug(tile.name)}", reveal, role="chip")
        into.addWidget(more)
    return holder


def _slug(name: str) -> str:
    return words.heading(name).lower().replace(" ", "-")


def made_by(made: Assessment) -> QLabel:
    """Return what made this page, in small print."""
    told = (f"{key}: {value}".replace(" ", _TIED) for key, value in report_view.made_by(made))
    return text("  ·  ".join(told), "small")


def chip(answer: AnswerRow) -> str:
    """Return how an answer is named among those of its session."""
    made = answer.assessment
    if made is None or made.scores.overall is None:
        return f"Question {answer.position}"
    yours = " by your ruling" if made.rulings else ""
    return f"Question {answer.position}  ·  {made.scores.overall:.0f}{yours}"


class Legend(QWidget):
    """What the colours of the waveform mean."""

    def __init__(self, theme: Theme, entries: Sequence[tuple[str, str]]) -> None:
        """``entries``: colour of the palette and meaning."""
        super().__init__()
        self._theme, self._entries = theme, entries
        self._labels: list[QLabel] = []
        flow = Flow(self, spacing=18)
        for _, _words in entries:
            label = text("", "small", wrap=False)
            label.setTextFormat(Qt.TextFormat.RichText)
            self._labels.append(label)
            flow.addWidget(label)
        theme.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        for label, (colour, meaning) in zip(self._labels, self._entries, strict=True):
            shade = self._theme.colour(colour).name()
            label.setText(f'<span style="color:{shade}">■</span> {meaning}')


def _listen(theme: Theme, span: Span, name: str, hear: Callable[[Span], None]) -> IconButton:
    made = IconButton(theme, "play", f"Hear {clock(span.start)}", name, "chip")
    made.clicked.connect(lambda: hear(span))
    return made
