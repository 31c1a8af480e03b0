"""No microphone: another one, or the same one again once it is plugged in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout

from mockvoice.ui.desk import Desk
from mockvoice.ui.parts import Device
from mockvoice.ui.widgets import button, row, text

_FOUND = "Choose a microphone"
_NONE = "No microphone was found. Plug one in and try again, or type your answer."


class LostMicrophone(QFrame):
    """Shown while the microphone is gone."""

    chosen = Signal(str)
    """Go on with the microphone of this name."""
    again = Signal()
    """Try the one that was chosen before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("role", "card")
        self._title = text(_FOUND, "section")
        self._title.setObjectName("lost-title")
        self._other = QComboBox()
        self._other.setObjectName("other-microphone")
        self._other.setAccessibleName("Microphone to go on with")
        self._use = button("Go on with this one", "use-microphone", self._choose)
        self._again = button("Try again", "try-microphone", self._try_again)
        line = row(self._other, self._use, self._again)
        line.setStretch(0, 1)
        line.addStretch(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 18, 22, 20)
        box.setSpacing(12)
        box.addWidget(self._title)
        box.addLayout(line)
        self.hide()

    def look(self) -> None:
        """List the microphones afresh."""
        self._desk.devices.submit(self._desk.parts.devices, self._show, self._desk.show_trouble)

    def _show(self, devices: tuple[Device, ...]) -> None:
        names = [device.name for device in devices if device.inputs]
        self._other.clear()
        self._other.addItems(names)
        self._other.setVisible(bool(names))
        self._use.setVisible(bool(names))
        self._title.setText(_FOUND if names else _NONE)

    def _choose(self) -> None:
        if self._other.currentText():
            self.chosen.emit(self._other.currentText())

    def _try_again(self) -> None:
        self.again.emit()
        self.look()
