"""Microphone and loudspeaker: choose them and try them. In the settings and in the set-up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from mockvoice import paths
from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.events import SignalQuality
from mockvoice.ui.desk import Desk
from mockvoice.ui.level_meter import LevelMeter
from mockvoice.ui.mic_test import SPOKEN, MicTest
from mockvoice.ui.parts import Device, Excerpt
from mockvoice.ui.player import Player
from mockvoice.ui.widgets import Flow, IconButton, fill, set_role, text

CLIPPED = 0.98
_SAY = "Say a sentence as you would in an interview, for example: “{}”"
_EXAMPLE = "I trained the model on two years of data and tested it on the third."


class SoundCheck(QFrame):
    """Two devices to choose, a level meter, a sentence read back, a sound to hear."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.mic_test = MicTest(desk.parts.microphone, self)
        self.player = Player(desk.parts.play, self)
        self._reading = 0
        """Raised whenever a sentence is forgotten or another one is read: older words are late."""
        self.setProperty("role", "card")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(22, 18, 22, 20)
        self._box.setSpacing(12)
        self._box.addWidget(text("Sound", "section"))
        self._add_devices()
        self._add_tests()
        self.mic_test.level.connect(self._show_level)
        self.mic_test.changed.connect(self._listening)
        self.mic_test.kept.connect(self._read_back)
        self.mic_test.failed.connect(self._say_trouble)
        self.player.failed.connect(self._say_trouble)

    @property
    def first(self) -> QWidget:
        """The control that is reached first by keys."""
        return self._microphone

    def look(self) -> None:
        """List the devices afresh."""
        self._headphones.setChecked(self._desk.settings.headphones)
        if not self.mic_test.listening:
            self._desk.devices.submit(
                self._desk.parts.devices, self._show_devices, self._desk.show_trouble
            )

    def stop(self) -> None:
        """Let go of microphone and loudspeaker, and forget the sentence."""
        self.mic_test.stop()
        self.player.stop()
        self._again.hide()
        self._said.hide()
        self._tell("")
        self._reading += 1
        sentence = _sentence()
        self._desk.files.submit(
            lambda: sentence.unlink(missing_ok=True), lambda _nothing: None, self._say_trouble
        )

    def close_devices(self) -> None:
        """Stop and end the threads, before the window closes."""
        self.stop()
        self.mic_test.close()
        self.player.close()

    def _add_devices(self) -> None:
        self._microphone = _devices_box("microphone", "Microphone")
        self._loudspeaker = _devices_box("loudspeaker", "Loudspeaker")
        self._microphone.activated.connect(self._choose_devices)
        self._loudspeaker.activated.connect(self._choose_devices)
        lines = (("Microphone", self._microphone), ("Loudspeaker", self._loudspeaker))
        self._box.addLayout(labelled(*lines))

    def _add_tests(self) -> None:
        theme = self._desk.theme
        self._listen = IconButton(theme, "interview", "Test the microphone", "test-microphone")
        self._listen.clicked.connect(self._toggle_test)
        self._speak = IconButton(theme, "record", "Say a sentence", "say-sentence")
        self._speak.clicked.connect(self._toggle_sentence)
        if self._desk.parts.hear is None:
            self._speak.hide()
        self._ring = IconButton(theme, "speaker", "Play a sound", "test-loudspeaker")
        self._ring.clicked.connect(self._play_sound)
        self._again = IconButton(theme, "play", "Hear it", "hear-sentence")
        self._again.clicked.connect(lambda: self._play(_sentence()))
        self._again.hide()
        buttons = QWidget()
        flow = Flow(buttons)
        for made in (self._listen, self._speak, self._again, self._ring):
            flow.addWidget(made)
        self._headphones = QCheckBox("I wear headphones: I may speak over the interviewer")
        self._headphones.setObjectName("headphones")
        self._headphones.setChecked(self._desk.settings.headphones)
        self._headphones.toggled.connect(lambda on: self._desk.change(headphones=on))
        self._meter = LevelMeter(theme, "test-level")
        self._heard = text("", "soft")
        self._heard.setObjectName("test-says")
        self._said = text("", "section", select=True)
        self._said.setObjectName("read-back")
        fill(self._box, buttons, self._meter, self._heard, self._said, self._headphones)
        for quiet in (self._meter, self._heard, self._said):
            quiet.hide()

    def _show_devices(self, devices: tuple[Device, ...]) -> None:
        chosen = self._desk.settings
        _offer(self._microphone, [d.name for d in devices if d.inputs], chosen.microphone)
        _offer(self._loudspeaker, [d.name for d in devices if d.outputs], chosen.loudspeaker)
        if not any(device.inputs for device in devices):
            self._tell("No microphone was found. Answers can also be typed.")

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
            self._tell("Speak as loud as you would in an interview.")
            self.mic_test.start(self._desk.settings.microphone)

    def _toggle_sentence(self) -> None:
        if self.mic_test.keeping:
            self.mic_test.finish()
            return
        self._again.hide()
        self._said.hide()
        self._reading += 1
        self.mic_test.start(self._desk.settings.microphone, _sentence())
        self._listening(True)
        self._tell(_SAY.format(_EXAMPLE))

    def _listening(self, listening: bool) -> None:
        sentence = listening and self.mic_test.keeping
        self._listen.setText("Stop the test" if listening else "Test the microphone")
        self._listen.show_icon("stop" if listening else "interview")
        self._listen.setVisible(not sentence)
        self._speak.setText("That was it" if sentence else "Say a sentence")
        self._speak.show_icon("check" if sentence else "record")
        self._meter.setVisible(listening)
        if not listening:
            self._tell("")

    def _show_level(self, peak: float) -> None:
        if not self.mic_test.listening:
            return
        clipped = peak >= CLIPPED
        self._meter.show_level(peak, SignalQuality.CLIPPED if clipped else SignalQuality.FINE)
        if clipped:
            self._tell("Too loud: move back, or turn the microphone down.")
        elif peak >= SPOKEN and not self.mic_test.keeping:
            self._tell("You can be heard.")

    def _read_back(self, sentence: Path) -> None:
        hear = self._desk.parts.hear
        if hear is None:
            return
        self._tell("Reading it back… The first time this takes some seconds.")
        self._again.show()
        self._reading += 1
        reading, profile = self._reading, self._desk.settings.profile
        self._desk.models.submit(
            lambda: hear(sentence, profile),
            lambda said: self._show_said(said) if reading == self._reading else None,
            lambda error: self._say_trouble(error) if reading == self._reading else None,
        )

    def _show_said(self, said: str) -> None:
        if not said.strip():
            self._tell("No words were heard. Come closer to the microphone, or choose another one.")
            return
        self._tell("This is what was heard:")
        self._said.setText(f"“{said.strip()}”")
        self._said.show()

    def _play_sound(self) -> None:
        self._play(paths.assets() / "earcons" / "listening.wav")

    def _play(self, sound: Path) -> None:
        self.player.play(Excerpt(sound, 0.0, None), self._desk.settings.loudspeaker)

    def _tell(self, say: str, role: str = "soft") -> None:
        self._heard.setText(say)
        set_role(self._heard, role)
        self._heard.setVisible(bool(say))

    def _say_trouble(self, error: MockvoiceError) -> None:
        self._tell(f"{error.message} {error.hint}".strip(), "bad")


def labelled(*lines: tuple[str, QWidget]) -> QGridLayout:
    """Return controls one below the other, each with its name in front."""
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


def _sentence() -> Path:
    """Where the sentence of the test is kept until the page is left."""
    return paths.data() / "microphone-test.wav"


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
