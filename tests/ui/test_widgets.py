"""Small parts that pages are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mockvoice.ui.widgets import Chips


def test_tab_leads_to_the_choice_that_was_made(qtbot: QtBot) -> None:
    """Among choices that exclude each other Tab stops at the chosen one; arrows go on from it."""
    chips = Chips("size", (("s", "Small"), ("m", "Medium"), ("l", "Large")), "Size")
    chips.choose(["m"])
    first, window = QLineEdit(), QWidget()
    box = QVBoxLayout(window)
    box.addWidget(first)
    box.addWidget(chips)
    window.setFixedSize(600, 200)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert window.focusWidget().objectName() == "size-m"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert (window.focusWidget().objectName(), chips.value) == ("size-l", "l")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is first
