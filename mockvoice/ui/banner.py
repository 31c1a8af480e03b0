"""The band that says whether the microphone is on, so that nobody can miss it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mockvoice.domain.advice import clock
from mockvoice.domain.events import SignalQuality
from mockvoice.domain.session import State
from mockvoice.ui import state
from mockvoice.ui.level_meter import LevelMeter
from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import set_role, text

_LOOKS = {
    State.LISTENING: ("bad_soft", "bad"),
    State.FINISHING: ("warm_soft", "warm"),
    State.THINKING: ("warm_soft", "warm"),
    State.TYPING: ("accent_soft", "accent"),
    State.DEVICE_LOST: ("bad_soft", "bad"),
    State.ASKING: ("accent_soft", "accent"),
}
"""Ground and edge per state; others are plain."""


class Banner(QFrame):
    """State in words, a light, the level, and the time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._theme = theme
        self._state = State.READY
        self._light = _Light(theme)
        self._heading = text("", "section", wrap=False)
        self._heading.setObjectName("state")
        self._about = text("", "soft")
        self._about.setObjectName("state-about")
        self._meter = LevelMeter(theme)
        self._clock = text("", "clock", wrap=False)
        self._clock.setObjectName("elapsed")
        self._target = text("", "small", wrap=False)
        self._target.setObjectName("target")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._heading)
        words.addWidget(self._about)
        times = QVBoxLayout()
        times.setSpacing(0)
        times.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignRight)
        times.addWidget(self._target, 0, Qt.AlignmentFlag.AlignRight)
        across = QHBoxLayout(self)
        across.setContentsMargins(22, 16, 22, 16)
        across.setSpacing(16)
        across.addWidget(self._light)
        across.addLayout(words, 3)
        across.addWidget(self._meter, 2)
        across.addLayout(times)
        theme.changed.connect(self.update)

    def show_view(self, view: state.View, target: int, *, interruptible: bool = False) -> None:
        """Show this moment; ``target`` is the answer's usual length in seconds, 0 for none.

        ``interruptible`` when the microphone listens for a voice while the interviewer speaks.
        """
        heading = state.heading(view)
        if view.countdown is not None and view.state in {State.THINKING, State.FINISHING}:
            heading += f"  {view.countdown:.0f}"
        self._heading.setText(heading)
        warning = state.WARNINGS[view.quality] if view.state is State.LISTENING else ""
        listens = interruptible and view.state is State.ASKING and bool(view.prompt)
        about = state.INTERRUPTIBLE if listens else state.about(view)
        self._about.setText(warning or view.nudge or about)
        set_role(self._about, "strong" if warning else "soft")
        hearing = view.state in {State.LISTENING, State.FINISHING}
        self._meter.setVisible(hearing)
        self._meter.show_level(view.peak, view.quality)
        stopped = view.state in {State.PAUSED, State.DEVICE_LOST}
        timed = hearing or (stopped and view.elapsed > 0)
        self._clock.setVisible(timed)
        self._target.setVisible(timed and target > 0)
        self._clock.setText(clock(view.elapsed))
        self._target.setText(f"of about {clock(target)}")
        self._light.show_share(
            view.state, view.countdown, warn=view.quality is not SignalQuality.FINE
        )
        if view.state is not self._state:
            self._state = view.state
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground and the edge."""
        del event
        ground, edge = _LOOKS.get(self._state, ("card", "line"))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour(ground))
        wide = 2.0 if self._state in _LOOKS else 1.0
        painter.setPen(QPen(self._theme.colour(edge), wide))
        inside = QRectF(self.rect()).adjusted(wide, wide, -wide, -wide)
        painter.drawRoundedRect(inside, 14, 14)
        painter.end()


class _Light(QWidget):
    """A dot: full while recording, a ring that runs out while counting down."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[State, float | None] = (State.READY, None)
        self._longest = 1.0
        self._size()
        theme.changed.connect(self._size)

    def show_share(self, state: State, countdown: float | None, *, warn: bool) -> None:
        del warn
        if (state, countdown) == self._shown:
            return
        old = self._shown
        if countdown is not None:
            begun = old[0] is not state or old[1] is None
            self._longest = countdown if begun else max(self._longest, countdown)
        self._shown = (state, countdown)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        state, countdown = self._shown
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        colour: QColor = self._theme.colour(_LOOKS.get(state, ("", "bar"))[1])
        if countdown is not None and state in {State.THINKING, State.FINISHING}:
            painter.setPen(QPen(self._theme.colour("line"), 4))
            painter.drawEllipse(area)
            painter.setPen(QPen(colour, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            share = min(countdown / self._longest, 1.0) if self._longest > 0 else 0.0
            painter.drawArc(area, 90 * 16, round(360 * 16 * share))
        elif state is State.PAUSED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("soft"))
            wide = area.width() / 4
            for left in (area.left() + wide * 0.6, area.right() - wide * 1.6):
                painter.drawRoundedRect(QRectF(left, area.top(), wide, area.height()), 2, 2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(area)
        painter.end()

    def _size(self) -> None:
        self.setFixedSize(self._theme.px(30), self._theme.px(30))
