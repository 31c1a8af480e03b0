"""A quote: a button with a play sign where it can be heard, its words alone where it cannot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from mockvoice.ui import icons
from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import text

_MARGINS = (14, 9, 14, 9)


def quote(
    theme: Theme, words: str, name: str, hear: Callable[[], None] | None, *, bad: bool = False
) -> QWidget:
    """Return a quote; ``hear`` is None where its sound is gone, or where it was typed."""
    if hear is None:
        return _still(words, name, _role(bad=bad))
    made = QuoteButton(theme, words, name, bad=bad)
    made.clicked.connect(lambda _checked=False: hear())
    return made


def _role(*, bad: bool) -> str:
    return "quote-bad" if bad else "quote"


def _still(words: str, name: str, role: str) -> QFrame:
    frame = QFrame()
    frame.setObjectName(name)
    frame.setProperty("role", role)
    box = QHBoxLayout(frame)
    box.setContentsMargins(*_MARGINS)
    box.addWidget(text(words, select=True))
    return frame


class QuoteButton(QPushButton):
    """Press it to hear the quote."""

    def __init__(self, theme: Theme, words: str, name: str, *, bad: bool = False) -> None:
        """``bad``: what was said contradicts the point; it is red, as in the report."""
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", _role(bad=bad))
        self._colour = "bad" if bad else "accent"
        self.setAutoDefault(True)
        self.setAccessibleName(f"Play: {words}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._theme = theme
        self._sign = QLabel()
        self._said = text(words)
        for label in (self._sign, self._said):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        box = QHBoxLayout(self)
        box.setContentsMargins(*_MARGINS)
        box.setSpacing(10)
        box.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._said, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._draw)
        self._draw()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of the words."""
        box = self.layout()
        return box.sizeHint() if box is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the least size of the words."""
        box = self.layout()
        return box.minimumSize() if box is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Wrapped words get higher as they get narrower."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of the words at this width."""
        box = self.layout()
        return box.heightForWidth(width) if box is not None else -1

    def _draw(self) -> None:
        self._sign.setPixmap(
            icons.pixmap("play", self._theme.colour(self._colour), self._theme.px(18))
        )
