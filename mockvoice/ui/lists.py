"""A list with two lines per entry, for sessions, questions and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from mockvoice.ui.theme import Theme

_PAD = 12


@dataclass(frozen=True)
class Line:
    """One entry of a list."""

    key: str
    title: str
    about: str
    side: str = ""
    """Shown at the right end; empty for nothing."""


class TwoLines(QListWidget):
    """The list. Enter or a double click picks an entry."""

    picked = Signal(str)
    """Key of the entry."""

    def __init__(self, theme: Theme, name: str, says: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setItemDelegate(_Delegate(theme, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemActivated.connect(self._tell)
        self.itemClicked.connect(lambda _item: None)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def key(self) -> str:
        """Key of the selected entry; empty when none is."""
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replace all entries; the selection stays on the same key where it still exists."""
        kept = self.key
        self.clear()
        for place, line in enumerate(lines):
            item = QListWidgetItem(line.title)
            item.setData(Qt.ItemDataRole.UserRole, line.key)
            item.setData(Qt.ItemDataRole.UserRole + 1, line)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{line.title}. {line.about}. {line.side}"
            )
            self.addItem(item)
            if line.key == kept:
                self.setCurrentRow(place)

    def _tell(self, item: QListWidgetItem) -> None:
        self.picked.emit(str(item.data(Qt.ItemDataRole.UserRole)))


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: TwoLines) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, self._theme.px(46) + _PAD)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line = index.data(Qt.ItemDataRole.UserRole + 1)
        self.initStyleOption(option, index)
        option.text = ""
        style = QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        if not isinstance(line, Line):
            return
        area: QRect = option.rect.adjusted(_PAD, 6, -_PAD, -6)
        painter.save()
        if line.side:
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(self._theme.colour("accent"))
            wide = painter.fontMetrics().horizontalAdvance(line.side) + 16
            painter.drawText(
                area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.side
            )
            area.setRight(area.right() - wide)
        top = QRect(area.left(), area.top(), area.width(), area.height() // 2)
        _write(painter, option.font, top, line.title, self._theme, "ink")
        small = QFont(option.font)
        small.setPixelSize(self._theme.px(13))
        _write(painter, small, top.translated(0, top.height()), line.about, self._theme, "soft")
        painter.restore()


def _write(
    painter: QPainter, font: QFont, area: QRect, words: str, theme: Theme, colour: str
) -> None:
    painter.setFont(font)
    painter.setPen(theme.colour(colour))
    cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
