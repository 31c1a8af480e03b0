"""The competency map: where this session's answers stand against all earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mockvoice.domain.progress import spread
from mockvoice.ui.theme import Theme

_ROW = 34
_HEAD = 20
"""Room for the figures of the scale above the rows, pixels at 100 %."""
_SCALE = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Strand:
    """A competency with its scores, 0 to 100."""

    name: str
    now: tuple[float, ...]
    """In this session."""
    before: tuple[float, ...]
    """In earlier sessions."""


class CompetencyMap(QWidget):
    """One line a competency: dots for this session, a band for what was before."""

    def __init__(self, theme: Theme, strands: Sequence[Strand]) -> None:
        super().__init__()
        self._theme, self._strands = theme, tuple(strands)
        self.setObjectName("competency-map")
        self.setAccessibleName("Scores by competency")
        self.setAccessibleDescription(" ".join(_told(strand) for strand in strands))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._size)
        self._size()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the scale and the strands."""
        del event
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPixelSize(px(12))
        left = self._left(painter)
        line = QRectF(left, px(_HEAD), self.width() - left - px(14), self.height() - px(_HEAD))
        painter.setFont(small)
        for mark in _SCALE:
            x = line.left() + line.width() * mark / 100
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawLine(QPointF(x, line.top()), QPointF(x, line.bottom()))
            painter.setPen(self._theme.colour("soft"))
            box = QRectF(x - px(20), 0, px(40), px(_HEAD) - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(mark))
        for place, strand in enumerate(self._strands):
            self._draw(painter, line, place, strand)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _draw(self, painter: QPainter, line: QRectF, place: int, strand: Strand) -> None:
        px = self._theme.px
        y = line.top() + px(_ROW) * (place + 0.5)
        painter.setFont(self.font())
        painter.setPen(self._theme.colour("ink" if strand.now else "soft"))
        box = QRectF(px(6), y - px(_ROW) / 2, line.left() - px(18), px(_ROW))
        painter.drawText(
            box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, strand.name
        )
        painter.setPen(Qt.PenStyle.NoPen)
        if (before := spread(strand.before)) is not None:
            low, middle, high = (line.left() + line.width() * value / 100 for value in before)
            painter.setBrush(self._theme.colour("line"))
            band = QRectF(low - px(5), y - px(6), high - low + px(10), px(12))
            painter.drawRoundedRect(band, px(6), px(6))
            painter.setBrush(self._theme.colour("edge"))
            painter.drawRoundedRect(QRectF(middle - 1.5, y - px(6), 3, px(12)), 1.5, 1.5)
        fill = self._theme.colour("accent")
        fill.setAlphaF(0.85)
        painter.setBrush(fill)
        for value in strand.now:
            painter.drawEllipse(
                QPointF(line.left() + line.width() * value / 100, y), px(5.5), px(5.5)
            )

    def _left(self, painter: QPainter) -> float:
        painter.setFont(self.font())
        names = [painter.fontMetrics().horizontalAdvance(s.name) for s in self._strands]
        return max(names, default=0) + self._theme.px(34)

    def _size(self) -> None:
        self.setFixedHeight(self._theme.px(_HEAD + _ROW * len(self._strands) + 4))
        self.update()


def _told(strand: Strand) -> str:
    """Return what a screen reader says of a strand."""
    now = ", ".join(f"{value:.0f}" for value in strand.now)
    told = f"{strand.name}: {now} in this session" if now else f"{strand.name}: not in this session"
    before = spread(strand.before)
    if before is None:
        return f"{told}."
    low, middle, high = before
    return f"{told}; {low:.0f} to {high:.0f} before, median {middle:.0f}."
