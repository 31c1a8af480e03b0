"""The recording: play, move, slower and faster, again and again; its picture shows where it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout
from shiboken6 import isValid

from mockvoice.domain.advice import clock
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.transcript import Span
from mockvoice.ui.desk import Desk
from mockvoice.ui.parts import Excerpt
from mockvoice.ui.player import Player
from mockvoice.ui.review_parts import Legend
from mockvoice.ui.waveform import BARS, PaceCurve, Waveform, legend
from mockvoice.ui.widgets import Chips, IconButton, row, text

SPEEDS = (0.75, 1.0, 1.25, 1.5)
_BEFORE, _AFTER = 0.05, 0.15
"""Seconds of what surrounds a quote that are played with it, so that no sound is cut off."""


class Transport(QFrame):
    """The card of the recording. The player outlives it."""

    moved = Signal(float)
    """Second of the recording that sounds, or at which playing will go on."""
    looping = Signal(bool)
    """Whether a stretch is played again and again."""

    def __init__(self, desk: Desk, player: Player, made: Assessment, audio: Path) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk, self._player, self._audio = desk, player, audio
        self._length = made.transcript.seconds
        self._at = 0.0
        self._end: float | None = None
        self._speed = 1.0
        self._loop: Span | None = None
        self._play = IconButton(desk.theme, "play", "Play", "play", "primary")
        self._play.clicked.connect(self.toggle)
        self._time = text(f"0:00 / {clock(self._length)}", "clock", wrap=False)
        names = [(f"{speed:g}", f"{speed:g}×") for speed in SPEEDS]
        self._speeds = Chips("speed", names, "Speed; the pitch stays")
        self._speeds.choose(["1"])
        self._speeds.chosen.connect(lambda: self.set_speed(float(self._speeds.value)))
        self.wave = Waveform(desk.theme, made)
        self.wave.clicked.connect(self.seek)
        self._arrange(made)
        player.moved.connect(self._moved)
        player.changed.connect(self._changed)
        desk.files.submit(
            lambda: desk.parts.sounds.peaks(audio, BARS), self._show_peaks, desk.show_trouble
        )

    @property
    def speed(self) -> float:
        """How fast it plays; 1.0 is as it was said."""
        return self._speed

    @property
    def loop(self) -> Span | None:
        """The stretch that is played again and again."""
        return self._loop

    def toggle(self) -> None:
        """Play from where it stands, or pause."""
        if self._player.playing:
            self._player.stop()
        else:
            self._go(self._at)

    def hear(self, span: Span) -> None:
        """Play a quote, a filler, a pause: with a little of what surrounds it, and no further."""
        self._drop_loop()
        self._go(max(0.0, span.start - _BEFORE), span.end + _AFTER)

    def start(self, second: float) -> None:
        """Play from here on; inside a loop the loop goes on."""
        if self._loop is not None and not self._loop.start <= second <= self._loop.end:
            self._drop_loop()
        self._go(second)

    def jump(self, by: float) -> None:
        """Move on or back by so many seconds."""
        self.seek(self._at + by)

    def seek(self, second: float) -> None:
        """Move there, playing or not."""
        second = min(max(second, 0.0), self._length)
        if self._player.playing:
            self.start(second)
        else:
            self._end = None
            self._drop_loop()
            self._moved(second)

    def slower(self) -> None:
        """Play at the next lower speed."""
        self._step(-1)

    def faster(self) -> None:
        """Play at the next higher speed."""
        self._step(1)

    def set_speed(self, speed: float) -> None:
        """Play at this speed from now on, also what plays now."""
        self._speeds.choose([f"{speed:g}"])
        if speed != self._speed:
            self._speed = speed
            if self._player.playing:
                self._go(self._at, self._end)

    def repeat(self, span: Span | None) -> None:
        """Play this stretch again and again from now on; None: no longer, and fall silent."""
        if span is None:
            self._drop_loop()
            self._player.stop()
            return
        self._loop = Span(start=max(0.0, span.start - _BEFORE), end=span.end + _AFTER)
        self.wave.show_loop(self._loop)
        self.looping.emit(True)
        self._go(self._loop.start)

    def _arrange(self, made: Assessment) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 18, 22, 20)
        box.setSpacing(12)
        head = row(self._play, self._time, spacing=16)
        head.addWidget(self._speeds, 1)
        box.addLayout(head)
        box.addWidget(self.wave)
        if made.delivery.pace:
            box.addWidget(PaceCurve(self._desk.theme, made))
        if entries := legend(made):
            box.addWidget(Legend(self._desk.theme, entries))
        keys = "Space plays and pauses · arrows move by 5 s · S slower · F faster · L loops"
        box.addWidget(text(keys, "small"))

    def _show_peaks(self, peaks: Sequence[float]) -> None:
        if isValid(self.wave):  # the page may show another answer by now
            self.wave.show_peaks(peaks)

    def _step(self, by: int) -> None:
        place = SPEEDS.index(self._speed) + by
        self.set_speed(SPEEDS[min(max(place, 0), len(SPEEDS) - 1)])

    def _drop_loop(self) -> None:
        if self._loop is not None:
            self._loop = None
            self.wave.show_loop(None)
            self.looping.emit(False)

    def _go(self, start: float, end: float | None = None) -> None:
        again = self._loop is not None
        if self._loop is not None:
            start, end = self._loop.start, self._loop.end
        elif start >= self._length - 0.05:
            start = 0.0
        self._end = end
        self._moved(start)
        excerpt = Excerpt(self._audio, start, end, self._speed, again)
        self._player.play(excerpt, self._desk.settings.loudspeaker)

    def _moved(self, second: float) -> None:
        self._at = second
        self._time.setText(f"{clock(second)} / {clock(self._length)}")
        self.wave.show_place(second)
        self.moved.emit(second)

    def _changed(self, playing: bool) -> None:
        self._play.setText("Pause" if playing else "Play")
        self._play.show_icon("pause" if playing else "play")
