"""A card whose inside is hidden until it is asked for: it would spoil practice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mockvoice.ui.widgets import button, fill, row, text


class HiddenCard(QFrame):
    """A title, and a button that shows what is below it and hides it again."""

    def __init__(
        self, title: str, name: str, *inside: QWidget, tools: Sequence[QWidget] = ()
    ) -> None:
        """``tools`` stand beside the title, and can be used while the inside is hidden."""
        super().__init__()
        self.setProperty("role", "card")
        self._title = title
        self._inside = QWidget()
        held = QVBoxLayout(self._inside)
        held.setContentsMargins(0, 0, 0, 0)
        held.setSpacing(14)
        fill(held, *inside)
        self._ask = button("", f"show-{name}", self._toggle)
        self._why = text("Hidden, so that you can try on your own first.", "soft")
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 18, 22, 20)
        box.setSpacing(10)
        head = row(text(title, "section"), *tools, self._ask)
        head.setStretch(0, 1)
        box.addLayout(head)
        fill(box, self._why, self._inside)
        self._show_inside(False)

    def _toggle(self) -> None:
        self._show_inside(self._inside.isHidden())

    def _show_inside(self, shown: bool) -> None:
        self._inside.setVisible(shown)
        self._why.setVisible(not shown)
        do = "Hide" if shown else "Show"
        self._ask.setText(do)
        self._ask.setAccessibleName(f"{do}: {self._title}")
