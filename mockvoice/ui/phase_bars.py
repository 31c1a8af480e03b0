"""Time per phase in the review: a bar per phase, what suits the level marked on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from mockvoice.domain.advice import clock
from mockvoice.domain.transcript import Span
from mockvoice.services.report_phases import PhaseBar, PhaseView, unclear_told
from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import IconButton, fill, text

_HEIGHT = 20
_BAR = 8


class ShareBar(QWidget):
    """A share as a bar; a stroke marks the target."""

    def __init__(self, theme: Theme, bar: PhaseBar, widest: float) -> None:
        super().__init__()
        self._theme, self._bar, self._widest = theme, bar, widest
        self.setAccessibleName(
            f"{bar.label}: {100 * bar.share:.0f} %, usual {100 * bar.target:.0f} %"
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the usual size."""
        return QSize(self._theme.px(160), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the least size at which the stroke can be told from the end of the bar."""
        return QSize(self._theme.px(60), self._theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw track, bar and stroke."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        high, stroke = self._theme.px(_BAR), self._theme.px(3)
        top = (self.height() - high) / 2
        room = self.width() - stroke
        scale = room / self._widest if self._widest > 0 else 0.0
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(QRectF(0, top, self.width(), high), high / 2, high / 2)
        if self._bar.share > 0:
            painter.setBrush(self._theme.colour("accent"))
            wide = max(high, self._bar.share * scale)
            painter.drawRoundedRect(QRectF(0, top, wide, high), high / 2, high / 2)
        painter.setBrush(self._theme.colour("ink"))
        at = self._bar.target * scale
        painter.drawRoundedRect(QRectF(at, 0, stroke, self.height()), 1, 1)
        painter.end()


def phase_bars(theme: Theme, view: PhaseView, hear: Callable[[Span], None] | None) -> QVBoxLayout:
    """Return the block: title, bars, what it means, one thing to try; without ``hear`` no play."""
    box = QVBoxLayout()
    box.setSpacing(8)
    box.addWidget(text(view.title, "strong"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for place, bar in enumerate(view.bars):
        grid.addWidget(text(bar.label, "" if bar.seconds else "soft", wrap=False), place, 0)
        grid.addWidget(ShareBar(theme, bar, view.widest), place, 1)
        grid.addWidget(text(f"{100 * bar.share:.0f} %", "", wrap=False), place, 2, right)
        grid.addWidget(_place(theme, bar, hear), place, 3)
    box.addLayout(grid)
    usual = f"{view.usual} {unclear_told(view)}".rstrip()
    fill(box, text(usual, "small"), text(view.meaning))
    if view.try_next:
        box.addWidget(text(f"Try: {view.try_next}", "accent"))
    return box


def _place(theme: Theme, bar: PhaseBar, hear: Callable[[Span], None] | None) -> QWidget:
    """Where the phase was first heard."""
    if not bar.places:
        return text("not heard", "small", wrap=False)
    start, end = bar.places[0]
    if hear is None:
        return text(f"at {clock(start)}", "small", wrap=False)
    made = IconButton(theme, "play", clock(start), f"phase-{bar.name}", "chip")
    made.setAccessibleName(f"Hear {bar.label} at {clock(start)}")
    made.clicked.connect(lambda _checked=False: hear(Span(start=start, end=end)))
    return made
