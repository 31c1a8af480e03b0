"""The score as a ring, and the four shares beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar, QVBoxLayout, QWidget

from mockvoice.domain.assessment import Assessment
from mockvoice.services import report_view
from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import fill, row, text


class Ring(QWidget):
    """The overall score, 0 to 100; a dash when there is none."""

    def __init__(self, theme: Theme, overall: float | None) -> None:
        super().__init__()
        self._theme, self._overall = theme, overall
        told = "no score" if overall is None else f"{overall:.0f} of 100"
        self.setAccessibleName(f"Overall: {told}")
        self.setObjectName("overall")
        self._size()
        theme.changed.connect(self._size)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw ring and figure."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._theme.px(9)
        area = QRectF(self.rect()).adjusted(wide, wide, -wide, -wide)
        painter.setPen(QPen(self._theme.colour("line"), wide))
        painter.drawEllipse(area)
        if self._overall is not None:
            cap = Qt.PenCapStyle.RoundCap
            painter.setPen(QPen(self._theme.colour("accent"), wide, Qt.PenStyle.SolidLine, cap))
            painter.drawArc(area, 90 * 16, -round(360 * 16 * self._overall / 100))
        painter.setPen(self._theme.colour("ink"))
        font = QFont(painter.font())
        font.setPixelSize(self._theme.px(34))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        told = "–" if self._overall is None else f"{self._overall:.0f}"
        painter.drawText(area.translated(0, -self._theme.px(6)), Qt.AlignmentFlag.AlignCenter, told)
        font.setPixelSize(self._theme.px(12))
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(self._theme.colour("soft"))
        below = area.translated(0, self._theme.px(20))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, "of 100" if self._overall else "")
        painter.end()

    def _size(self) -> None:
        self.setFixedSize(self._theme.px(128), self._theme.px(128))


def score_card(theme: Theme, made: Assessment) -> QFrame:
    """Return the card with the overall score, what it means, and the four shares."""
    frame = QFrame()
    frame.setProperty("role", "card")
    box = QVBoxLayout(frame)
    box.setContentsMargins(24, 22, 24, 22)
    box.setSpacing(20)
    words = QVBoxLayout()
    words.setSpacing(6)
    told = "    ".join(
        f"{icon}\u00a0{many}\u00a0{word.lower()}".replace(" ", "\u00a0")
        for icon, word, many in report_view.counts(made)
    )
    words.addStretch(1)
    fill(words, text(report_view.meaning(made), "section"), text(told, "soft"))
    words.addStretch(1)
    top = row(Ring(theme, made.scores.overall), spacing=24)
    top.addLayout(words, 1)
    box.addLayout(top)
    if made.scores.overall is not None:
        box.addLayout(_shares(made))
    return frame


def _shares(made: Assessment) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(26)
    grid.setVerticalSpacing(4)
    for column, (name, value, asks) in enumerate(report_view.shares(made)):
        grid.setColumnStretch(column, 1)
        told = "–" if value is None else f"{value:.1f}"
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, 100)
        bar.setValue(round(10 * (value or 0.0)))
        bar.setAccessibleName(f"{name}: {told} of 10")
        grid.addWidget(text(name, "soft", wrap=False), 0, column)
        grid.addWidget(text(told, "figure", wrap=False), 1, column)
        grid.addWidget(bar, 2, column)
        asked = text(asks, "small")
        asked.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(asked, 3, column)
    return grid
