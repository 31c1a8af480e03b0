"""On which days there was practice: half a year of squares, and nothing about streaks."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from mockvoice.ui.theme import Theme

WEEKS = 26
_SQUARE, _GAP, _TOP = 11, 3, 18
"""Pixels at 100 %."""
_SHADES = ((6, 1.0), (3, 0.7), (1, 0.4))
"""From so many answers of a day on, how strong its colour is."""


class PracticeCalendar(QWidget):
    """A square a day, a column a week, the newest at the right."""

    def __init__(self, theme: Theme, days: Counter[date], today: date) -> None:
        super().__init__()
        self._theme, self._days, self._today = theme, days, today
        self._first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
        self.setObjectName("practice-calendar")
        shown = [day for day, many in days.items() if many and day >= self._first]
        self.setAccessibleName(f"Practice on {len(shown)} days of the last {WEEKS} weeks")
        theme.changed.connect(self._size)
        self._size()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the months and the squares."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(11))
        painter.setFont(font)
        month, free = 0, 0.0
        for place in range(WEEKS * 7):
            day = self._first + timedelta(days=place)
            if day > self._today:
                break
            area = self._area(place)
            if day.day <= 7 and day.weekday() == 0 and day.month != month and area.left() >= free:
                month = day.month
                painter.setPen(self._theme.colour("soft"))
                box = QRectF(area.left(), 0, self._theme.px(40), self._theme.px(_TOP - 4))
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft, f"{day:%b}")
                free = area.left() + self._theme.px(34)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._shade(self._days[day]))
            painter.drawRoundedRect(area, 2.5, 2.5)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell what a square stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for place in range(WEEKS * 7):
                day = self._first + timedelta(days=place)
                if self._area(place).contains(event.pos()) and day <= self._today:
                    many = self._days[day]
                    told = f"{many} answer{'s' * (many != 1)}, {day.day} {day:%B %Y}"
                    QToolTip.showText(event.globalPos(), told, self)
                    return True
            QToolTip.hideText()
        return super().event(event)

    def _area(self, place: int) -> QRectF:
        px = self._theme.px
        week, day = divmod(place, 7)
        step = px(_SQUARE + _GAP)
        return QRectF(week * step, px(_TOP) + day * step, px(_SQUARE), px(_SQUARE))

    def _shade(self, many: int) -> QColor:
        strength = next((alpha for least, alpha in _SHADES if many >= least), 0.0)
        if not strength:
            return self._theme.colour("line")
        shade = self._theme.colour("accent")
        shade.setAlphaF(strength)
        return shade

    def _size(self) -> None:
        px = self._theme.px
        step = px(_SQUARE + _GAP)
        self.setFixedSize(WEEKS * step, px(_TOP) + 7 * step)
        self.update()
