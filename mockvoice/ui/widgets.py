"""Small parts that pages are made of: text, buttons, cards, chips, a layout that wraps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mockvoice.ui import icons
from mockvoice.ui.theme import Theme

COLUMN = 860
"""Width of the reading column at 100 %, device-independent pixels."""
_ICON_ROOM = 3
"""Between an icon and the words beside it, on top of the style's own 4 pixels, which no style sheet
can change."""


def text(words: str, role: str = "", *, wrap: bool = True, select: bool = False) -> QLabel:
    """Return a label; never give it an accessible name, which would hide its text."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
    if select:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def set_role(widget: QWidget, role: str) -> None:
    """Give the widget another role and draw it so; does nothing when it has it."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def button(
    words: str, name: str, press: Callable[[], object], *, role: str = "", tip: str = ""
) -> QPushButton:
    """Return a push button; ``name`` is its object name, by which tests find it."""
    made = QPushButton(words)
    made.setObjectName(name)
    made.setAutoDefault(True)
    if role:
        made.setProperty("role", role)
    if tip:
        made.setToolTip(tip)
    made.clicked.connect(lambda _checked=False: press())
    return made


class IconButton(QPushButton):
    """A button with an icon that follows the theme."""

    def __init__(self, theme: Theme, picture: str, words: str, name: str, role: str = "") -> None:
        super().__init__(words)
        self._theme, self._picture = theme, picture
        self.setObjectName(name)
        self.setAutoDefault(True)
        if role:
            self.setProperty("role", role)
        theme.changed.connect(self._draw)
        self._draw()

    def show_icon(self, picture: str) -> None:
        """Show another icon."""
        if picture != self._picture:
            self._picture = picture
            self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """An icon is as pale as the words beside it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._draw()

    def _draw(self) -> None:
        role = self.property("role")
        name = "on_accent" if role in {"primary", "big"} else "ink"
        name = "soft" if role == "rail" else "bad" if role == "danger" else name
        name = "accent" if role == "quote" else name
        if not self.isEnabled():
            name = "soft" if role in {"primary", "big"} else "edge"
        size, room = self._theme.px(20), self._theme.px(_ICON_ROOM)
        self.setIcon(icons.icon(self._picture, self._theme.colour(name), size, room))
        self.setIconSize(QSize(size + room, size))


def card(*, spacing: int = 12, margin: int = 22) -> tuple[QFrame, QVBoxLayout]:
    """Return a framed box and its layout."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(margin, margin - 4, margin, margin - 2)
    layout.setSpacing(spacing)
    return frame, layout


def notice(words: str = "", role: str = "notice") -> tuple[QFrame, QLabel]:
    """Return a coloured box with a sentence in it."""
    frame = QFrame()
    frame.setProperty("role", role)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(16, 12, 16, 12)
    layout.setSpacing(10)
    label = text(words)
    layout.addWidget(label)
    return frame, label


def rule() -> QFrame:
    """Return a thin line."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def row(*items: QWidget | None, spacing: int = 10) -> QHBoxLayout:
    """Return widgets side by side; None is a stretch."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        else:
            layout.addWidget(item)
    return layout


def bullet(words: str) -> QHBoxLayout:
    """Return a point of a list; what does not fit a line goes on below its words."""
    layout = QHBoxLayout()
    layout.setSpacing(8)
    layout.addWidget(text("•", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(text(words), 1)
    return layout


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class Page(QScrollArea):
    """A page: a title and a calm column that scrolls."""

    def __init__(self, theme: Theme, title: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        outer = _Sheet()
        outer.setProperty("role", "page")
        across = QHBoxLayout(outer)
        across.setContentsMargins(32, 28, 32, 32)
        self._column = QWidget()
        across.addStretch(1)
        across.addWidget(self._column, 1000)
        across.addStretch(1)
        self.body = QVBoxLayout(self._column)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(18)
        if title:
            self.body.addWidget(text(title, "title"))
        self.setWidget(outer)
        theme.changed.connect(self._fit)
        self._fit()

    def shown(self) -> None:
        """The page has come to the front."""

    def hide_page(self) -> None:
        """Another page comes to the front."""

    def close_page(self) -> None:
        """The window closes: let go of devices and threads."""

    def _fit(self) -> None:
        self._column.setMaximumWidth(self._theme.px(COLUMN))


class _Sheet(QWidget):
    """The inside of a page. Its least height is that at its width, not that of words piled up."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(super().minimumSizeHint().width(), 0)


class Flow(QLayout):
    """Lays widgets out in rows, as many a row as fit."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def invalidate(self) -> None:
        """Forget the heights: an item changed."""
        self._heights.clear()
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Take an item at the end."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Return an item, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Remove an item and return it, None past the end."""
        self.invalidate()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Take no more space than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Height depends on how many rows there are."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of all rows at this width; asked for again and again."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rectangle: QRect) -> None:  # noqa: N802
        """Place the items."""
        super().setGeometry(rectangle)
        self._arrange(rectangle, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, area: QRect, *, move: bool) -> int:
        y = area.y()
        for place, items in enumerate(self._lines(area.width())):
            height = max(item.sizeHint().height() for item in items)
            y += self.spacing() if place else 0
            x = area.x()
            for item in items:
                size = item.sizeHint()
                if move:
                    corner = QPoint(x, y + (height - size.height()) // 2)
                    item.setGeometry(QRect(corner, size))
                x += size.width() + self.spacing()
            y += height
        return y - area.y()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            wide = item.sizeHint().width()
            if not lines or wide > left:
                lines.append([])
                left = width
            lines[-1].append(item)
            left -= wide + self.spacing()
        return lines


class Chips(QWidget):
    """A few choices side by side; one of them, or any number."""

    chosen = Signal()

    def __init__(
        self, name: str, choices: Iterable[tuple[str, str]], says: str, *, several: bool = False
    ) -> None:
        super().__init__()
        self.setAccessibleName(says)
        # A group, exclusive or not, leaves Tab only one of its buttons; arrows reach the others.
        self._single = not several
        group = None if several else QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        flow = Flow(self)
        for key, words in choices:
            chip = QPushButton(words)
            chip.setObjectName(f"{name}-{key}")
            chip.setAccessibleDescription(says)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAutoDefault(True)
            chip.clicked.connect(lambda _checked=False: self.chosen.emit())
            if group is not None:
                group.addButton(chip)
            self._buttons[key] = chip
            flow.addWidget(chip)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def value(self) -> str:
        """The chosen key; empty when none is."""
        return next(iter(self.values), "")

    @property
    def values(self) -> tuple[str, ...]:
        """All chosen keys."""
        return tuple(key for key, chip in self._buttons.items() if chip.isChecked())

    def choose(self, keys: Sequence[str]) -> None:
        """Choose these; tells nothing."""
        for key, chip in self._buttons.items():
            chip.setChecked(key in keys)
        if self._single and self.value:
            # Tab leads to the chosen one; Qt sees to this only after a click.
            for key, chip in self._buttons.items():
                way = Qt.FocusPolicy.StrongFocus if key in keys else Qt.FocusPolicy.ClickFocus
                chip.setFocusPolicy(way)


def fill(layout: QBoxLayout, *items: QWidget | QLayout) -> None:
    """Add widgets and layouts in order."""
    for item in items:
        if isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
