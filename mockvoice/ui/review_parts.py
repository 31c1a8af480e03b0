"""Cards of the review page: advice, rubric, delivery, legend."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mockvoice.domain.advice import clock
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.question import Level
from mockvoice.domain.transcript import Span
from mockvoice.domain.verdict import Verdict
from mockvoice.services import report_phases, report_tiles, report_view
from mockvoice.services.report_view import Row, Tile
from mockvoice.ui import words
from mockvoice.ui.phase_bars import phase_bars
from mockvoice.ui.quote_button import QuoteButton
from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import Flow, IconButton, card, rule, text

Hear = Callable[[Span], None]
_ROLES = {
    Verdict.COVERED.value: "accent",
    Verdict.PARTIAL.value: "warm",
    Verdict.MISSED.value: "strong",
    Verdict.WRONG.value: "bad",
    Verdict.NOT_JUDGED.value: "soft",
}
_MARKS = 6
"""Places to hear per measure; more is a wall of buttons."""


def advice(theme: Theme, made: Assessment, hear: Hear) -> QFrame:
    """Return what to do next time, the most useful first."""
    frame, box = card(spacing=14)
    box.addWidget(text("Next time", "section"))
    for number, item in enumerate(made.advice, start=1):
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(text(str(number), "figure", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text(item.text, select=True), 1)
        if item.span is not None:
            line.addWidget(_listen(theme, item.span, f"advice-{number}", hear))
        box.addLayout(line)
    return frame


def rubric(theme: Theme, rows: Sequence[Row], hear: Hear) -> QFrame:
    """Return the rubric, a verdict per point, the quotes to be heard."""
    frame, box = card(spacing=14)
    box.addWidget(text("Point by point", "section"))
    for place, shown in enumerate(rows):
        if place:
            box.addWidget(rule())
        box.addWidget(_point(theme, shown, hear))
    return frame


def _point(theme: Theme, shown: Row, hear: Hear) -> QWidget:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(6)
    head = QHBoxLayout()
    must = "  (essential)" if shown.point.must else ""
    head.addWidget(text(f"{words.heading(shown.point.id)}{must}", "strong"), 1)
    head.addWidget(text(f"{shown.icon}  {shown.word}", _ROLES[shown.state], wrap=False))
    box.addLayout(head)
    box.addWidget(text(shown.point.text, select=True))
    if shown.near:
        box.addWidget(text(shown.near, "small"))
    if shown.quote is not None:
        said = QuoteButton(theme, f"“{shown.quote.text}”", f"quote-{shown.point.id}")
        span = shown.quote.span
        said.setEnabled(span is not None)
        if span is not None:
            said.clicked.connect(lambda: hear(span))
        box.addWidget(said)
    elif shown.state == Verdict.MISSED.value and shown.point.probe:
        box.addWidget(text(f"An interviewer would ask: {shown.point.probe}", "small"))
    return holder


def delivery(theme: Theme, made: Assessment, hear: Hear, level: Level = Level.MID) -> QFrame:
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
    for place, tile in enumerate(report_tiles.tiles(made)):
        grid.addLayout(_tile(theme, tile, hear), place // 2, place % 2)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    box.addLayout(grid)
    return frame


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
    box.addWidget(text(tile.meaning, "small"))
    if tile.marks:
        places = QWidget()
        flow = Flow(places, spacing=6)
        for number, (said, start, end) in enumerate(tile.marks[:_MARKS], start=1):
            name = f"mark-{words.heading(tile.name).lower().replace(' ', '-')}-{number}"
            label = f"{said.strip(' .,')}  {clock(start)}"
            mark = IconButton(theme, "play", label, name, "chip")
            span = Span(start=start, end=end)
            mark.clicked.connect(lambda _checked=False, span=span: hear(span))
            flow.addWidget(mark)
        box.addSpacing(4)
        box.addWidget(places)
    box.addStretch(1)
    return box


def made_by(made: Assessment) -> QLabel:
    """Return what made this page, in small print."""
    return text("  ·  ".join(f"{k}: {v}" for k, v in report_view.made_by(made)), "small")


class Legend(QWidget):
    """What the colours of the waveform mean."""

    _ENTRIES = (
        ("accent", "quoted in a verdict"),
        ("warm", "filler"),
        ("bar", "pause"),
        ("soft", "pause of 2 s or more"),
        ("accent_soft", "comfortable pace"),
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._labels: list[QLabel] = []
        flow = Flow(self, spacing=18)
        for _, _words in self._ENTRIES:
            label = text("", "small", wrap=False)
            label.setTextFormat(Qt.TextFormat.RichText)
            self._labels.append(label)
            flow.addWidget(label)
        theme.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        for label, (colour, meaning) in zip(self._labels, self._ENTRIES, strict=True):
            shade = self._theme.colour(colour).name()
            label.setText(f'<span style="color:{shade}">■</span> {meaning}')


def _listen(theme: Theme, span: Span, name: str, hear: Hear) -> IconButton:
    made = IconButton(theme, "play", f"Hear {clock(span.start)}", name, "chip")
    made.clicked.connect(lambda: hear(span))
    return made
