"""Settings: look, patience, voice, microphone and loudspeaker."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from mockvoice import paths
from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.events import SignalQuality
from mockvoice.ui.desk import Desk
from mockvoice.ui.level_meter import LevelMeter
from mockvoice.ui.mic_test import MicTest
from mockvoice.ui.parts import Device, Excerpt
from mockvoice.ui.player import Player
from mockvoice.ui.widgets import Chips, IconButton, Page, card, fill, row, text

_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
_SIZES = ("100", "115", "130", "150", "175", "200")
_PATIENCE = (("quick", "Quick"), ("normal", "Normal"), ("patient", "Patient"))
_SPEEDS = (("80", "Slower"), ("90", "A little slower"), ("100", "Natural"), ("110", "Faster"))
_QUIET = 0.03
_CLIPPED = 0.98


class SettingsPage(Page):
    """Everything that is chosen once; each choice takes effect and is kept at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "Settings", "settings-page")
        self._desk = desk
        self.mic_test = MicTest(desk.parts.microphone, self)
        self.player = Player(desk.parts.play, self)
        self._add_look()
        self._add_talk()
        self._add_sound()
        self.body.addStretch(1)
        self._take_settings()
        self.mic_test.level.connect(self._show_level)
        self.mic_test.changed.connect(self._listening)
        self.mic_test.failed.connect(self._say_trouble)
        self.player.failed.connect(self._say_trouble)

    def shown(self) -> None:
        """List the devices afresh."""
        if not self.mic_test.listening:
            self._desk.devices.submit(
                self._desk.parts.devices, self._show_devices, self._desk.show_trouble
            )

    def hide_page(self) -> None:
        """Let go of the microphone."""
        self.mic_test.stop()
        self.player.stop()

    def _add_look(self) -> None:
        frame, box = card()
        box.addWidget(text("Look", "section"))
        self._theme_chips = Chips("theme", _THEMES, "Theme")
        self._size = Chips("size", [(size, f"{size} %") for size in _SIZES], "Text size")
        box.addLayout(_grid(("Theme", self._theme_chips), ("Text size", self._size)))
        self._theme_chips.chosen.connect(lambda: self._desk.change(theme=self._theme_chips.value))
        self._size.chosen.connect(lambda: self._desk.change(text_scale=int(self._size.value) / 100))
        self.body.addWidget(frame)

    def _add_talk(self) -> None:
        frame, box = card()
        box.addWidget(text("Conversation", "section"))
        self._patience = Chips("patience", _PATIENCE, "Patience")
        self._speed = Chips("speed", _SPEEDS, "The interviewer's pace")
        box.addLayout(_grid(("Patience", self._patience), ("Voice", self._speed)))
        box.addWidget(
            text(
                "Patience is how long a silence may last before the interviewer takes over.",
                "small",
            )
        )
        self._patience.chosen.connect(lambda: self._desk.change(patience=self._patience.value))
        self._speed.chosen.connect(
            lambda: self._desk.change(voice_speed=int(self._speed.value) / 100)
        )
        self.body.addWidget(frame)

    def _add_sound(self) -> None:
        theme = self._desk.theme
        frame, box = card()
        box.addWidget(text("Sound", "section"))
        self._microphone = _devices_box("microphone", "Microphone")
        self._loudspeaker = _devices_box("loudspeaker", "Loudspeaker")
        self._microphone.activated.connect(self._choose_devices)
        self._loudspeaker.activated.connect(self._choose_devices)
        box.addLayout(_grid(("Microphone", self._microphone), ("Loudspeaker", self._loudspeaker)))
        self._listen = IconButton(theme, "interview", "Test the microphone", "test-microphone")
        self._listen.clicked.connect(self._toggle_test)
        self._ring = IconButton(theme, "speaker", "Play a sound", "test-loudspeaker")
        self._ring.clicked.connect(self._play_sound)
        self._meter = LevelMeter(theme, "test-level")
        self._heard = text("", "soft")
        self._heard.setObjectName("test-says")
        box.addLayout(row(self._listen, self._ring, None))
        fill(box, self._meter, self._heard)
        self._meter.hide()
        self.body.addWidget(frame)

    def _take_settings(self) -> None:
        chosen = self._desk.settings
        self._theme_chips.choose([chosen.theme])
        nearest = min(_SIZES, key=lambda size: abs(int(size) / 100 - chosen.text_scale))
        self._size.choose([nearest])
        self._patience.choose([chosen.patience])
        speeds = [speed for speed, _ in _SPEEDS]
        self._speed.choose([min(speeds, key=lambda s: abs(int(s) / 100 - chosen.voice_speed))])

    def _show_devices(self, devices: tuple[Device, ...]) -> None:
        chosen = self._desk.settings
        _offer(self._microphone, [d.name for d in devices if d.inputs], chosen.microphone)
        _offer(self._loudspeaker, [d.name for d in devices if d.outputs], chosen.loudspeaker)
        if not any(device.inputs for device in devices):
            self._heard.setText("No microphone was found. Answers can also be typed.")

    def _choose_devices(self) -> None:
        self._desk.change(
            microphone=self._microphone.currentData(), loudspeaker=self._loudspeaker.currentData()
        )
        if self.mic_test.listening:
            self.mic_test.start(self._desk.settings.microphone)

    def _toggle_test(self) -> None:
        if self.mic_test.listening:
            self.mic_test.stop()
        else:
            self._heard.setText("Say a sentence, as loud as you would in an interview.")
            self.mic_test.start(self._desk.settings.microphone)

    def _listening(self, listening: bool) -> None:
        self._listen.setText("Stop the test" if listening else "Test the microphone")
        self._listen.show_icon("stop" if listening else "interview")
        self._meter.setVisible(listening)
        if not listening:
            self._heard.setText("")

    def _show_level(self, peak: float) -> None:
        if not self.mic_test.listening:
            return
        clipped = peak >= _CLIPPED
        self._meter.show_level(peak, SignalQuality.CLIPPED if clipped else SignalQuality.FINE)
        if clipped:
            self._heard.setText("Too loud: move back, or turn the microphone down.")
        elif peak >= _QUIET:
            self._heard.setText("You can be heard.")

    def _play_sound(self) -> None:
        sound = paths.assets() / "earcons" / "listening.wav"
        self.player.play(Excerpt(sound, 0.0, None), self._desk.settings.loudspeaker)

    def _say_trouble(self, error: MockvoiceError) -> None:
        self._heard.setText(f"{error.message} {error.hint}".strip())


def _grid(*lines: tuple[str, QWidget]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(14)
    grid.setColumnStretch(1, 1)
    for place, (name, widget) in enumerate(lines):
        label: QLabel = text(name, "soft", wrap=False)
        label.setBuddy(widget)
        grid.addWidget(label, place, 0)
        grid.addWidget(widget, place, 1)
    return grid


def _devices_box(name: str, says: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(says)
    combo.setMinimumContentsLength(24)
    combo.addItem("The system's own", "")
    return combo


def _offer(combo: QComboBox, names: list[str], chosen: str) -> None:
    combo.clear()
    combo.addItem("The system's own", "")
    for name in names:
        combo.addItem(name, name)
    if chosen and chosen not in names:
        combo.addItem(f"{chosen} (not connected)", chosen)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
