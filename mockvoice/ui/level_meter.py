"""The loudness of the microphone as a bar."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mockvoice.domain.events import SignalQuality
from mockvoice.ui.theme import Theme

_FLOOR_DB = -50.0
_BARS = 36


class LevelMeter(QWidget):
    """Bars that light up with the peak level; it falls slowly, as such meters do."""

    def __init__(self, theme: Theme, name: str = "level") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Microphone level")
        self._theme = theme
        self._level = 0.0
        self._quality = SignalQuality.FINE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_level(self, peak: float, quality: SignalQuality) -> None:
        """Show a peak of 0..1."""
        decibels = 20 * math.log10(max(peak, 1e-6))
        wanted = min(max(1 - decibels / _FLOOR_DB, 0.0), 1.0)
        level = wanted if wanted >= self._level or peak == 0 else max(wanted, self._level - 0.06)
        if (level, quality) != (self._level, self._quality):
            self._level, self._quality = level, quality
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the usual size."""
        return QSize(self._theme.px(260), self._theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the bars."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = self.width() / _BARS
        bad = self._quality is not SignalQuality.FINE
        for place in range(_BARS):
            lit = place < round(self._level * _BARS)
            colour = ("warm" if bad else "accent") if lit else "bar"
            painter.setBrush(self._theme.colour(colour))
            painter.setOpacity(1.0 if lit else 0.45)
            bar = QRectF(place * step + 1, 0, max(2.0, step - 3), self.height())
            painter.drawRoundedRect(bar, 1.5, 1.5)
        painter.end()
