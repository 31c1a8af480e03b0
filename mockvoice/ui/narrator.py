"""Reads a text aloud in the interviewer's voice, sentence by sentence, so that it begins soon."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.question import Term
from mockvoice.settings import Settings
from mockvoice.ui.background import Background
from mockvoice.ui.parts import Excerpt, Play, Speak
from mockvoice.ui.player import Player


class Narrator(QObject):
    """One text at a time."""

    changed = Signal(bool)
    """True when it begins to read, False when it is silent again."""
    failed = Signal(object)
    """The MockvoiceError that kept it from reading."""

    def __init__(self, speak: Speak, play: Play, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speak = speak
        self._player = Player(play, self)
        self._player.changed.connect(self._sounded)
        self._player.failed.connect(self._broken)
        self._making = Background("narrator", self)
        self._number = 0
        self._left: list[str] = []
        self._ready: Path | None = None
        self._busy = False
        self._chosen = Settings()
        self._terms: Sequence[Term] = ()

    @property
    def reading(self) -> bool:
        """True from the wish to read until the last word, or the end of it."""
        return self._number % 2 == 1

    def read(self, text: str, terms: Sequence[Term], chosen: Settings) -> None:
        """Stop what is read and read this."""
        self.stop()
        self._left = re.split(r"(?<=[.?!])\s+", text.strip())
        self._chosen, self._terms = chosen, terms
        self._number += 1
        self.changed.emit(True)
        self._make()

    def stop(self) -> None:
        """Fall silent at once; does nothing when nothing is read."""
        if self.reading:
            self._number += 1
            self._left, self._ready = [], None
            self._player.stop()
            self.changed.emit(False)

    def close(self) -> None:
        """Stop and end the threads."""
        self.stop()
        self._player.close()
        self._making.close()

    def _make(self) -> None:
        """Make the next sentence while the one before sounds."""
        number = self._number
        self._busy = bool(self._left)
        if not self._left:
            return
        sentence, terms, chosen = self._left.pop(0), self._terms, self._chosen
        self._making.submit(
            lambda: self._speak(sentence, terms, chosen),
            self._only(number, self._made),
            self._only(number, self._broken),
        )

    def _only(self, number: int, then: Callable[[object], None]) -> Callable[[object], None]:
        """Hear of it only while the same text is read."""

        def told(what: object) -> None:
            if number == self._number:
                then(what)

        return told

    def _made(self, clip: object) -> None:
        assert isinstance(clip, Path)
        self._ready, self._busy = clip, False
        if not self._player.playing:
            self._next()

    def _next(self) -> None:
        clip, self._ready = self._ready, None
        if clip is not None:
            self._player.play(Excerpt(clip, 0.0, None), self._chosen.loudspeaker)
            self._make()

    def _sounded(self, playing: bool) -> None:
        if playing or not self.reading:
            return
        if self._ready is not None:
            self._next()
        elif not self._busy:
            self.stop()

    def _broken(self, error: object) -> None:
        self.stop()
        if isinstance(error, MockvoiceError):
            self.failed.emit(error)
