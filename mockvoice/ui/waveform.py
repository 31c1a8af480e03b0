"""The answer as a picture: sound, speech, quotes, fillers, pauses, and the pace over time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mockvoice.domain.advice import clock
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.delivery import pace_runs
from mockvoice.domain.measure import COMFORTABLE_PACE, LONG_PAUSE
from mockvoice.domain.transcript import Span
from mockvoice.services.report_view import PACE_RANGE, quoted_spans
from mockvoice.ui.theme import Theme

BARS = 320
"""Bars of the waveform."""
_SHOWN_PAUSE = 0.5
"""Pauses shorter than this many seconds are breath and not drawn."""


class Waveform(QWidget):
    """The waveform with its marks; a click tells the second clicked."""

    clicked = Signal(float)

    def __init__(self, theme: Theme, made: Assessment) -> None:
        super().__init__()
        self.setObjectName("waveform")
        self.setAccessibleName("Waveform. Left and right arrow move by five seconds.")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme, self._made = theme, made
        self._peaks: tuple[float, ...] = ()
        self._at = 0.0
        self._loop: Span | None = None
        self._still: dict[bool, QPixmap] = {}
        theme.changed.connect(self._redraw)

    def show_peaks(self, peaks: Sequence[float]) -> None:
        """Show these levels, 0..1, evenly spread over the recording."""
        self._peaks = tuple(peaks)
        self._redraw()

    def show_place(self, second: float) -> None:
        """Move the playhead."""
        if second != self._at:
            self._at = second
            self.update()

    def show_loop(self, loop: Span | None) -> None:
        """Mark the stretch that is played again and again; None: there is none."""
        self._loop = loop
        self.update()

    def show_marks(self, made: Assessment) -> None:
        """Show the marks of another assessment of the same answer."""
        self._made = made
        self._redraw()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the usual size."""
        return QSize(400, self._theme.px(132))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Forget the drawings of the old size."""
        self._still.clear()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Tell the second under the pointer."""
        if event.button() is Qt.MouseButton.LeftButton and self.width():
            share = min(max(event.position().x() / self.width(), 0.0), 1.0)
            self.clicked.emit(share * self._made.transcript.seconds)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Put the two still drawings together at the playhead."""
        del event
        painter = QPainter(self)
        x = self._x(self._at)
        painter.drawPixmap(0, 0, self._drawing(played=False))
        if self._at > 0:
            painter.setClipRect(QRectF(0, 0, x, self.height()))
            painter.drawPixmap(0, 0, self._drawing(played=True))
            painter.setClipping(False)
            painter.setPen(QPen(self._theme.colour("ink"), 2))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        if self._loop is not None:
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            left, right = self._x(self._loop.start), self._x(self._loop.end)
            area = QRectF(left, 1, max(6.0, right - left), self._wave_height() - 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(area, 4, 4)
        painter.end()

    def _redraw(self) -> None:
        self._still.clear()
        self.updateGeometry()
        self.update()

    def _x(self, second: float) -> float:
        length = self._made.transcript.seconds
        return self.width() * min(max(second / length, 0.0), 1.0) if length else 0.0

    def _drawing(self, *, played: bool) -> QPixmap:
        if played not in self._still:
            sharp = self.devicePixelRatioF()
            picture = QPixmap(self.size() * sharp)
            picture.setDevicePixelRatio(sharp)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            self._draw_speech(painter)
            self._draw_bars(painter, "accent" if played else "bar")
            self._draw_marks(painter)
            painter.end()
            self._still[played] = picture
        return self._still[played]

    def _wave_height(self) -> float:
        return self.height() - 2.0 * self._theme.px(10) - 6

    def _draw_speech(self, painter: QPainter) -> None:
        painter.setBrush(self._theme.colour("speech"))
        for span in self._made.transcript.speech:
            left = self._x(span.start)
            wide = self._x(span.end) - left
            painter.drawRoundedRect(QRectF(left, 0, wide, self._wave_height()), 4, 4)

    def _draw_bars(self, painter: QPainter, colour: str) -> None:
        painter.setBrush(self._theme.colour(colour))
        loudest = max((*self._peaks, 0.05))
        middle = self._wave_height() / 2
        step = self.width() / max(1, len(self._peaks))
        for place, peak in enumerate(self._peaks):
            half = max(1.0, 0.94 * middle * (peak / loudest) ** 0.8)
            bar = QRectF(place * step + 0.2 * step, middle - half, 0.6 * step, 2 * half)
            painter.drawRoundedRect(bar, 1, 1)

    def _draw_marks(self, painter: QPainter) -> None:
        """Two lanes below the wave: quotes and pauses, then fillers."""
        lane = float(self._theme.px(10))
        top = self._wave_height() + 6
        for pause in self._made.delivery.pauses:
            length = pause.end - pause.start
            if length >= _SHOWN_PAUSE:
                painter.setBrush(self._theme.colour("soft" if length >= LONG_PAUSE else "edge"))
                painter.drawRect(self._mark(pause.start, pause.end, top + lane * 0.3, lane * 0.3))
        painter.setBrush(self._theme.colour("accent"))
        for span in quoted_spans(self._made):
            painter.drawRoundedRect(self._mark(span.start, span.end, top, lane * 0.8), 2, 2)
        painter.setBrush(self._theme.colour("warm"))
        for filler in self._made.transcript.fillers:
            mark = self._mark(filler.start, filler.end, top + lane, lane)
            painter.drawRoundedRect(mark, 1, 1)

    def _mark(self, start: float, end: float, top: float, height: float) -> QRectF:
        left = self._x(start)
        return QRectF(left, top, max(3.0, self._x(end) - left), height)


def legend(made: Assessment) -> tuple[tuple[str, str], ...]:
    """Return what the colours of this recording mean: colour of the palette and meaning."""
    lengths = [pause.end - pause.start for pause in made.delivery.pauses]
    entries = (
        # Quotes can come later, when the user points to them.
        ("accent", "quoted in a verdict", bool(made.transcript.words)),
        ("warm", "filler", bool(made.transcript.fillers)),
        ("edge", "pause", any(_SHOWN_PAUSE <= length < LONG_PAUSE for length in lengths)),
        ("soft", "pause of 2 s or more", any(length >= LONG_PAUSE for length in lengths)),
        ("accent_soft", "comfortable pace", bool(made.delivery.pace)),
    )
    return tuple((colour, meaning) for colour, meaning, there in entries if there)


class PaceCurve(QWidget):
    """Words a minute over time against the comfortable band."""

    def __init__(self, theme: Theme, made: Assessment) -> None:
        super().__init__()
        self.setObjectName("pace")
        self.setAccessibleName("Pace over time")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme, self._made = theme, made
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the usual size."""
        return QSize(400, self._theme.px(110))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw band, curve and scale."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        foot = self._theme.px(18)
        height = self.height() - foot
        low, high = (self._y(rate, height) for rate in COMFORTABLE_PACE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_soft"))
        painter.drawRoundedRect(QRectF(0, high, self.width(), low - high), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(self._theme.colour("accent"), 2.5)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(self._path(height))
        self._draw_scale(painter, low, high, height)
        painter.end()

    def _y(self, rate: float, height: float) -> float:
        least, most = PACE_RANGE
        return height * (most - min(max(rate, least), most)) / (most - least)

    def _path(self, height: float) -> QPainterPath:
        """The curve, level in the half windows at the ends of a turn of the candidate."""
        path = QPainterPath()
        scale = self.width() / (self._made.transcript.seconds or 1.0)
        for turn in pace_runs(self._made.delivery.pace):
            first, last = turn[0], turn[-1]
            path.moveTo(first.start * scale, self._y(first.words_per_minute, height))
            for window in turn:
                x = scale * (window.start + window.end) / 2
                path.lineTo(x, self._y(window.words_per_minute, height))
            path.lineTo(last.end * scale, self._y(last.words_per_minute, height))
        return path

    def _draw_grounded(self, painter: QPainter, at: QPointF, told: str) -> None:
        """Write on a ground of the card's colour, for the curve may run there."""
        ground = self._theme.colour("card")
        ground.setAlpha(225)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        box = QRectF(painter.fontMetrics().tightBoundingRect(told))
        painter.drawRoundedRect(box.translated(at).adjusted(-4, -3, 4, 3), 3, 3)
        painter.setPen(self._theme.colour("soft"))
        painter.drawText(at, told)

    def _draw_scale(self, painter: QPainter, low: float, high: float, height: float) -> None:
        font = painter.font()
        font.setPixelSize(self._theme.px(11))
        painter.setFont(font)
        slow, fast = COMFORTABLE_PACE
        room = self._theme.px(14)
        self._draw_grounded(painter, QPointF(6, high - 4), f"{fast:.0f} words a minute")
        self._draw_grounded(painter, QPointF(6, low + room), f"{slow:.0f}")
        painter.setPen(self._theme.colour("soft"))
        length = self._made.transcript.seconds
        for place in range(5):
            told = clock(length * place / 4)
            wide = painter.fontMetrics().horizontalAdvance(told)
            x = (self.width() - wide) * place / 4
            painter.drawText(QPointF(x, height + room), told)
