"""A measure over time: each answer a dot, the median of a week a line, changes of what judges.

Imports pyqtgraph, which takes long: import this module off the GUI thread first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mockvoice.domain.progress import Change, Dot, Week
from mockvoice.ui.theme import Theme

HEIGHT = 300
"""Pixels at 100 %."""
_DAY = 86400.0
_TOGETHER = 3 * 7 * _DAY
"""Medians further apart than this are not joined: between them nothing is known."""
_LABEL_ROOM = 0.16
"""Share of the width that the word of a mark needs; without it the line stands alone."""
_MONTH_DAYS = 28.0
"""Least stretch of time that is shown, so that two answers are not a year apart to the eye."""


@dataclass(frozen=True)
class Curve:
    """What is drawn."""

    dots: tuple[Dot, ...]
    weeks: tuple[Week, ...]
    changes: tuple[Change, ...]
    top: float
    """Upper end of the scale; from 0 on. 0 for one that fits the dots."""
    band: tuple[float, float] | None
    """Where it is comfortable; None where there is no such thing."""


class TrendChart(QWidget):
    """The chart. Nothing can be dragged; a click on a dot opens its answer."""

    picked = Signal(str, int)
    """Session and position of the dot."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("trend-chart")
        self._theme = theme
        self._curve = Curve((), (), (), 100.0, None)
        self._plot = pg.PlotWidget(axisItems={"bottom": pg.DateAxisItem()})
        self._plot.setAntialiasing(True)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._plot)
        theme.changed.connect(self._draw)
        self._draw()

    def show_curve(self, curve: Curve, told: str) -> None:
        """Draw this; ``told`` is the same in words."""
        self.setAccessibleName(told)
        self._curve = curve
        self._draw()

    def _draw(self) -> None:
        plot, curve, colour = self._plot, self._curve, self._theme.colour
        self.setFixedHeight(self._theme.px(HEIGHT))
        plot.clear()
        plot.setBackground(colour("card"))
        self._dress_axes()
        if not curve.dots:
            return
        if curve.band is not None:
            band = pg.LinearRegionItem(curve.band, "horizontal", movable=False)
            band.setBrush(_faint(colour("accent_soft"), 0.6))
            for line in band.lines:
                line.setPen(pg.mkPen(None))
            plot.addItem(band)
        plot.addItem(self._scatter(curve.dots))
        if len(curve.weeks) > 1:
            plot.addItem(self._median(curve.weeks))
        self._fit(curve)
        self._add_marks(curve.changes)

    def _scatter(self, dots: Sequence[Dot]) -> Any:
        colour = self._theme.colour("accent")
        scatter = pg.ScatterPlotItem(
            size=self._theme.px(9),
            pen=pg.mkPen(None),
            brush=pg.mkBrush(_faint(colour, 0.42)),
            hoverable=True,
            hoverBrush=pg.mkBrush(colour),
            tip=_tip,
        )
        scatter.addPoints([{"pos": (dot.at.timestamp(), dot.value), "data": dot} for dot in dots])
        scatter.sigClicked.connect(lambda _item, points, _event: self._clicked(points))
        return scatter

    def _median(self, weeks: Sequence[Week]) -> Any:
        middles = [
            (datetime.combine(week.monday, time()) + timedelta(days=3.5)).timestamp()
            for week in weeks
        ]
        joined = [late - early <= _TOGETHER for early, late in pairwise(middles)]
        return pg.PlotDataItem(
            middles,
            [week.value for week in weeks],
            connect=np.array([*joined, False], dtype=np.int32),
            antialias=True,
            pen=pg.mkPen(self._theme.colour("accent"), width=self._theme.px(2.2)),
            symbol="s",
            symbolSize=self._theme.px(7),
            symbolPen=pg.mkPen(None),
            symbolBrush=self._theme.colour("accent"),
        )

    def _add_marks(self, changes: Sequence[Change]) -> None:
        """Draw a dashed line at each change, and say what it is where there is room."""
        (left, right), (_, top) = self._plot.viewRange()
        soft, free = self._theme.colour("soft"), left
        for change in changes:
            at = change.at.timestamp()
            pen = pg.mkPen(soft, width=1, style=Qt.PenStyle.DashLine)
            self._plot.addItem(pg.InfiniteLine(at, pen=pen))
            if at < free:
                continue
            flip = at > right - (right - left) * _LABEL_ROOM
            label = pg.TextItem(change.what, color=soft, anchor=(1, 0) if flip else (0, 0))
            label.setFont(self._font(11))
            label.setPos(at, top)
            self._plot.addItem(label, ignoreBounds=True)
            free = at + (right - left) * _LABEL_ROOM

    def _fit(self, curve: Curve) -> None:
        times = [dot.at.timestamp() for dot in curve.dots]
        first, last = min(times), max(times)
        room = max(_MONTH_DAYS * _DAY - (last - first), 0) / 2 + 0.025 * (last - first + _DAY)
        self._plot.setXRange(first - room, last + room, padding=0)
        values = [dot.value for dot in curve.dots]
        low, top = 0.0, curve.top or max(*values, 1.0) * 1.15
        if curve.band is not None:
            low = max(0.0, min(*values, curve.band[0]) - 15)
            top = max(*values, curve.band[1]) + 15
        self._plot.setYRange(low, top * 1.06, padding=0.035)
        steps = [curve.top * part / 4 for part in range(5)] if curve.top else None
        ticks = [[(step, f"{step:g}") for step in steps], []] if steps else None
        self._plot.getAxis("left").setTicks(ticks)

    def _dress_axes(self) -> None:
        for name in ("left", "bottom"):
            axis = self._plot.getAxis(name)
            axis.setPen(pg.mkPen(self._theme.colour("line")))
            axis.setTextPen(pg.mkPen(self._theme.colour("soft")))
            axis.setStyle(tickFont=self._font(12), tickLength=-4)
        # What pyqtgraph reckons by itself leaves no room for large text.
        self._plot.getAxis("bottom").setHeight(self._theme.px(26))
        self._plot.getAxis("left").setWidth(self._theme.px(36))
        self._plot.showGrid(x=False, y=True, alpha=0.12)

    def _font(self, size: float) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(size))
        return font

    def _clicked(self, points: Sequence[Any]) -> None:
        if len(points):
            dot = points[0].data()
            self.picked.emit(dot.session, dot.position)


def _faint(colour: QColor, strength: float) -> QColor:
    colour.setAlphaF(strength)
    return colour


def _tip(x: float, y: float, data: Dot) -> str:
    del x
    day = data.at.astimezone()
    return f"{y:.0f}, {day.day} {day:%B %Y}\n{data.question}"
