"""Settings: look, patience, voice, microphone and loudspeaker."""

from __future__ import annotations

from mockvoice.ui.desk import Desk
from mockvoice.ui.sound_check import SoundCheck, labelled
from mockvoice.ui.storage_card import StorageCard
from mockvoice.ui.widgets import Chips, Page, button, card, row, text

_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
_SIZES = ("100", "115", "130", "150", "175", "200")
_PATIENCE = (("quick", "Quick"), ("normal", "Normal"), ("patient", "Patient"))
_SPEEDS = (("80", "Slower"), ("90", "A little slower"), ("100", "Natural"), ("110", "Faster"))


class SettingsPage(Page):
    """Everything that is chosen once; each choice takes effect and is kept at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "Settings", "settings-page")
        self._desk = desk
        self._add_look()
        self._add_talk()
        self._sound = SoundCheck(desk)
        self.body.addWidget(self._sound)
        self._storage = StorageCard(desk)
        self.body.addWidget(self._storage)
        self._add_setup()
        self.body.addStretch(1)
        self._take_settings()

    def shown(self) -> None:
        """List the devices and measure the library afresh."""
        self._sound.look()
        self._storage.look()

    def hide_page(self) -> None:
        """Let go of the microphone."""
        self._sound.stop()

    def close_page(self) -> None:
        """Let go of the devices for good."""
        self._sound.close_devices()

    def _add_look(self) -> None:
        frame, box = card()
        box.addWidget(text("Look", "section"))
        self._theme_chips = Chips("theme", _THEMES, "Theme")
        self._size = Chips("size", [(size, f"{size} %") for size in _SIZES], "Text size")
        box.addLayout(labelled(("Theme", self._theme_chips), ("Text size", self._size)))
        self._theme_chips.chosen.connect(lambda: self._desk.change(theme=self._theme_chips.value))
        self._size.chosen.connect(lambda: self._desk.change(text_scale=int(self._size.value) / 100))
        self.body.addWidget(frame)

    def _add_talk(self) -> None:
        frame, box = card()
        box.addWidget(text("Conversation", "section"))
        self._patience = Chips("patience", _PATIENCE, "Patience")
        self._speed = Chips("speed", _SPEEDS, "The interviewer's pace")
        box.addLayout(labelled(("Patience", self._patience), ("Voice", self._speed)))
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

    def _add_setup(self) -> None:
        frame, box = card()
        box.addWidget(text("Set-up", "section"))
        box.addWidget(
            text("Fetch the models, try microphone and loudspeaker, answer a warm-up.", "soft")
        )
        again = button("Go through the set-up", "open-setup", lambda: self._desk.go.emit("setup"))
        box.addLayout(row(again, None))
        self.body.addWidget(frame)

    def _take_settings(self) -> None:
        chosen = self._desk.settings
        self._theme_chips.choose([chosen.theme])
        nearest = min(_SIZES, key=lambda size: abs(int(size) / 100 - chosen.text_scale))
        self._size.choose([nearest])
        self._patience.choose([chosen.patience])
        speeds = [speed for speed, _ in _SPEEDS]
        self._speed.choose([min(speeds, key=lambda s: abs(int(s) / 100 - chosen.voice_speed))])
