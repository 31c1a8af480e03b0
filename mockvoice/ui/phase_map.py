"""The phases of a design answer as slots that fill while they are spoken of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mockvoice.domain import phases
from mockvoice.domain.advice import clock
from mockvoice.domain.delivery import PhaseTimes
from mockvoice.domain.question import Level, Question
from mockvoice.services.report_phases import label
from mockvoice.ui.theme import Theme

_SLOT_WIDTH = 91
_SLOT_HEIGHT = 58
_GAP = 11
_BAR = 8


@dataclass(frozen=True)
class Slot:
    """One phase."""

    label: str
    """Empty for one that is not spoken of yet and must not be given away."""
    seconds: float
    full: float
    """0..1: how much of its target time it had."""
    now: bool
    """True for the phase spoken of last."""


def slots(
    question: Question, times: PhaseTimes | None, level: Level, *, named: bool
) -> tuple[Slot, ...]:
    """What the map shows. Not ``named``: phases in the order spoken, the others without a name."""
    order = phases.names(question)
    seconds = times.seconds if times else {}
    if not named:
        said = dict.fromkeys(s.phase for s in times.spans if s.phase) if times else {}
        order = (*said, *(name for name in order if name not in said))
    last = next((s.phase for s in reversed(times.spans) if s.phase), "") if times else ""
    target = phases.targets(question, level)
    found = []
    for name in order:
        spoken = seconds.get(name, 0.0)
        wanted = target.get(name, 0.0) * question.answer_seconds
        shown = label(name) if named or spoken else ""
        full = min(1.0, spoken / wanted) if wanted > 0 else float(spoken > 0)
        found.append(Slot(shown, spoken, full, name == last))
    return tuple(found)


class PhaseMap(QWidget):
    """Slots side by side, in as many rows as the width needs."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("phase-map")
        self._theme = theme
        self._slots: tuple[Slot, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Phases")
        theme.changed.connect(self._fit)

    def show_slots(self, shown: Sequence[Slot]) -> None:
        """Show these; draws only when something changed."""
        if tuple(shown) == self._slots:
            return
        many = len(self._slots)
        self._slots = tuple(shown)
        said = [f"{slot.label} {clock(slot.seconds)}" for slot in shown if slot.seconds > 0]
        told = ", ".join(said) or "none spoken of yet"
        self.setAccessibleName(f"Phases: {told}")
        if many != len(self._slots):
            self._fit()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """More rows are needed in a narrow window."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of all rows."""
        rows, _ = self._grid(width)
        return rows * self._theme.px(_SLOT_HEIGHT) + (rows - 1) * self._theme.px(_GAP)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the usual size."""
        width = self._theme.px(4 * _SLOT_WIDTH)
        return QSize(width, self.heightForWidth(max(self.width(), width)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return two slots side by side."""
        return QSize(self._theme.px(2 * _SLOT_WIDTH), self._theme.px(_SLOT_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Take the height that the width needs."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw a bar per phase with its name and time below."""
        del event
        if not self._slots:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._theme.px
        _, columns = self._grid(self.width())
        gap = px(_GAP)
        wide = (self.width() - gap * (columns - 1)) / columns
        for place, slot in enumerate(self._slots):
            x = (place % columns) * (wide + gap)
            y = (place // columns) * (px(_SLOT_HEIGHT) + gap)
            self._draw(painter, slot, QRectF(x, y, wide, px(_SLOT_HEIGHT)))
        painter.end()

    def _draw(self, painter: QPainter, slot: Slot, area: QRectF) -> None:
        theme = self._theme
        bar = QRectF(area.x(), area.y(), area.width(), theme.px(_BAR))
        round_by = bar.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(bar, round_by, round_by)
        if slot.seconds > 0:
            painter.setBrush(theme.colour("accent"))
            wide = max(bar.height(), bar.width() * slot.full)
            filled = QRectF(bar.x(), bar.y(), wide, bar.height())
            painter.drawRoundedRect(filled, round_by, round_by)
        if not slot.label:
            return
        font = QFont(painter.font())
        font.setPixelSize(theme.px(13))
        font.setWeight(QFont.Weight.DemiBold if slot.now else QFont.Weight.Normal)
        painter.setFont(font)
        line = theme.px(19)
        left, below = Qt.AlignmentFlag.AlignLeft, area.y() + theme.px(_BAR + 5)
        colour = "accent" if slot.now else "ink" if slot.seconds > 0 else "soft"
        painter.setPen(theme.colour(colour))
        painter.drawText(QRectF(area.x(), below, area.width(), line), left, slot.label)
        if slot.seconds > 0:
            font.setWeight(QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(theme.colour("soft"))
            time = QRectF(area.x(), below + line, area.width(), line)
            painter.drawText(time, left, clock(slot.seconds))

    def _grid(self, width: int) -> tuple[int, int]:
        """Rows and columns, the rows evenly filled."""
        many = max(1, len(self._slots))
        room = width + self._theme.px(_GAP)
        fit = max(1, room // (self._theme.px(_SLOT_WIDTH) + self._theme.px(_GAP)))
        rows = math.ceil(many / min(fit, many))
        return rows, math.ceil(many / rows)

    def _fit(self) -> None:
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.updateGeometry()
