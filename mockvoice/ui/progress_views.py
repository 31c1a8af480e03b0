"""What the Progress page shows beside the sessions: practice, trends, weak points."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mockvoice.domain import progress
from mockvoice.domain.measure import COMFORTABLE_PACE
from mockvoice.domain.progress import ENOUGH, Change, Dot, Measure, Past, PointRecord
from mockvoice.domain.question import Competency
from mockvoice.ui import words
from mockvoice.ui.desk import Desk
from mockvoice.ui.practice_calendar import PracticeCalendar
from mockvoice.ui.widgets import Chips, Flow, button, card, clear, fill, row, rule, text

if TYPE_CHECKING:
    from mockvoice.ui.trend_chart import TrendChart

WEAKEST: Final = 10
"""Points listed; more is a wall."""
_NAMED: Final = 3
"""Changes of what judges that are named under the chart."""
_HOURS_FROM: Final = 2 * 3600
"""Seconds from which on a length is told in hours."""
_ROOM: Final = 300
"""Height kept free for the chart until it is there, pixels at 100 %."""
_LATELY: Final = 28
"""Days that count as lately."""


@dataclass(frozen=True)
class _Scale:
    """How a measure is named and drawn."""

    name: str
    unit: str
    top: float = 0.0
    digits: int = 1
    band: tuple[float, float] | None = None
    ruled: bool = False
    """The user's own rulings change it."""


_SCALES: Final = {
    Measure.OVERALL: _Scale("Score", "of 100", 100, 0, ruled=True),
    Measure.DEPTH: _Scale("Depth", "of 10", 10, ruled=True),
    Measure.CORRECTNESS: _Scale("Correctness", "of 10", 10, ruled=True),
    Measure.RELEVANCE: _Scale("Relevance", "of 10", 10, ruled=True),
    Measure.CLARITY: _Scale("Clarity", "of 10", 10, ruled=True),
    Measure.PACE: _Scale("Pace", "words a minute", digits=0, band=COMFORTABLE_PACE),
    Measure.FILLERS: _Scale("Fillers", "a minute, at least"),
    Measure.STOPS: _Scale("Pauses inside sentences", "a minute"),
    Measure.HEDGES: _Scale("Hedges", "a minute"),
}


def practice_card(desk: Desk, past: Sequence[Past], today: date) -> QFrame:
    """Return the calendar of practice, and the same in figures."""
    frame, box = card()
    days = progress.practice(past)
    lately = [day for day in days if day > today - timedelta(days=_LATELY)]
    seconds = sum(one.summary.seconds for one in past)
    figures = QWidget()
    told = QVBoxLayout(figures)
    told.setContentsMargins(0, 0, 0, 0)
    told.setSpacing(4)
    for figure, what in (
        (str(len(past)), "answers judged" if len(past) != 1 else "answer judged"),
        (_length(seconds), "recorded"),
        (f"{len(lately)} of {_LATELY}", "days with practice"),
    ):
        line = row(text(figure, "strong", wrap=False), text(what, "soft", wrap=False), None)
        told.addLayout(line)
    holder = QWidget()
    side = Flow(holder, desk.theme.px(28))  # in large text the figures go below
    side.addWidget(PracticeCalendar(desk.theme, days, today))
    side.addWidget(figures)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    box.addWidget(holder)
    return frame


def _length(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if seconds >= _HOURS_FROM else words.minutes(seconds)


class TrendView(QFrame):
    """A measure over time for all subjects or one."""

    picked = Signal(str, int)
    """Session and position of an answer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk = desk
        self._past: tuple[Past, ...] = ()
        self._chart: TrendChart | None = None
        self._asked = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(22, 18, 22, 20)
        self._box.setSpacing(14)
        names = [(str(measure), scale.name) for measure, scale in _SCALES.items()]
        self._measure = Chips("measure", names, "What to follow")
        self._measure.choose([Measure.OVERALL])
        self._measure.chosen.connect(self._draw)
        self._subject = QComboBox()
        self._subject.setObjectName("subject")
        self._subject.setAccessibleName("Subject")
        self._subject.activated.connect(lambda _place: self._draw())
        self._told = text("", "soft")
        self._told.setObjectName("trend-told")
        self._room = QWidget()
        self._room.setFixedHeight(desk.theme.px(_ROOM))
        fill(self._box, self._measure, row(self._subject, None), self._room, self._told)

    def show_past(self, past: tuple[Past, ...]) -> None:
        """Show these answers."""
        self._past = past
        kept = self._subject.currentData()
        self._subject.clear()
        self._subject.addItem("All subjects", "")
        met = {one.summary.competency for one in past}
        for competency, name in words.COMPETENCIES.items():
            if competency in met:
                self._subject.addItem(name, str(competency))
        self._subject.setCurrentIndex(max(0, self._subject.findData(kept)))
        self._draw()

    def prepare(self) -> None:
        """Load what draws charts, off the GUI thread: it takes a good half second."""
        if not self._asked:
            self._asked = True
            name = "mockvoice.ui.trend_chart"
            self._desk.packs.submit(
                lambda: importlib.import_module(name), self._loaded, self._desk.show_trouble
            )

    def _loaded(self, _module: object) -> None:
        from mockvoice.ui.trend_chart import TrendChart

        self._chart = TrendChart(self._desk.theme)
        self._chart.picked.connect(self.picked)
        self._box.replaceWidget(self._room, self._chart)
        self._room.deleteLater()
        self._draw()

    def _draw(self) -> None:
        measure = Measure(self._measure.value)
        chosen = self._subject.currentData()
        subject = Competency(chosen) if chosen else None
        dots = progress.dots(self._past, measure, subject)
        weeks = progress.weeks(dots)
        changes = progress.changes(self._past, measure, subject) if dots else ()
        told = _told(_SCALES[measure], dots)
        more = "Each dot is an answer; press it to open it."
        if _SCALES[measure].ruled:
            more += " Where you overruled a verdict, the score with your ruling counts."
        if len(weeks) < 2:
            more += f" A line of medians needs two weeks of {ENOUGH} answers or more."
        else:
            more += f" The line is the median of weeks with {ENOUGH} answers or more."
        self._told.setText(f"{told} {more}{_changed(changes)}" if dots else told)
        if self._chart is not None:
            from mockvoice.ui.trend_chart import Curve

            scale = _SCALES[measure]
            curve = Curve(dots, weeks, changes, scale.top, scale.band)
            self._chart.show_curve(curve, f"{scale.name} over time. {told}")
            self._chart.setVisible(bool(dots))


def _changed(changes: Sequence[Change]) -> str:
    """Return what the dashed lines stand for, the latest first."""
    if not changes:
        return ""
    named = [
        f"{_day(one.at)}: {one.what.lower()}{f' ({one.now})' if one.now else ''}"
        for one in changes[::-1][:_NAMED]
    ]
    more = len(changes) - len(named)
    rest = f", and {more} before" if more else ""
    return f" Compare across a dashed line with care. {'; '.join(named)}{rest}."


def _day(at: datetime) -> str:
    day = at.astimezone()
    return f"{day.day} {day:%B}"


def _told(scale: _Scale, dots: Sequence[Dot]) -> str:
    found = progress.spread([dot.value for dot in dots])
    if found is None:
        return "No answer has this figure yet."
    low, middle, high = (f"{value:.{scale.digits}f}" for value in found)
    many = f"{len(dots)} answer{'s' * (len(dots) != 1)}"
    return f"{many}: {low} to {high} {scale.unit}, median {middle}."


class WeakView(QFrame):
    """The rubric points that are missing most often, and when they come back."""

    practise = Signal(str)
    """Id of the question that is to be asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(22, 18, 22, 20)
        self._box.setSpacing(14)

    def show_points(self, points: Sequence[PointRecord]) -> None:
        """Show the weakest of these, which come weakest first."""
        clear(self._box)
        weak = [point for point in points if point.missed or point.partial][:WEAKEST]
        if not weak:
            told = "No point was missed so far." if points else "Nothing is judged yet."
            self._box.addWidget(text(told, "soft"))
            return
        told = "Missed or said only in part, the most often first. They come back on the start page"
        self._box.addWidget(text(f"{told} when they are due.", "soft"))
        for number, point in enumerate(weak, start=1):
            self._box.addWidget(rule())
            self._box.addWidget(self._point(point, number))

    def _point(self, point: PointRecord, number: int) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        told = QVBoxLayout()
        told.setSpacing(4)
        fill(told, text(point.text), text(point.question, "small"))
        told.addWidget(text(_fared(point), "warm" if _is_due(point) else "small"))
        line.addLayout(told, 1)
        begin = button(
            "Practise", f"practise-{number}", lambda: self.practise.emit(point.question_id)
        )
        begin.setAccessibleName(f"Practise: {point.question}")
        line.addWidget(begin, 0, Qt.AlignmentFlag.AlignTop)
        return holder


def _is_due(point: PointRecord) -> bool:
    return point.due is not None and point.due.astimezone().date() <= _today()


def _fared(point: PointRecord) -> str:
    parts = [f"missed {point.missed} of {point.asked}"]
    if point.partial:
        parts.append(f"said in part {point.partial}")
    if point.due is not None:
        days = (point.due.astimezone().date() - _today()).days
        later = "tomorrow" if days == 1 else f"in {days} days"
        parts.append("due now" if days <= 0 else f"comes back {later}")
    told = "  ·  ".join(parts)
    return told[:1].upper() + told[1:]


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
