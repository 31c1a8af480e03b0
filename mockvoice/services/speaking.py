"""The interviewer's mouth: utterances made ahead on one thread, played in order on another.

What is asked of it comes from one thread, the interview's.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Final

from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.ports import Speaker, SpokenClip, Voice
from mockvoice.services.serial import Serial

SLOWER: Final = 0.8

Began = Callable[[SpokenClip], None]
Ended = Callable[[MockvoiceError | None], None]


def _nobody(_news: object) -> None:
    """Nobody wants to know."""


class Speaking:
    """Says texts one after the other. Callbacks come from its own threads."""

    def __init__(self, voice: Voice, speaker: Speaker, device: str = "") -> None:
        self.device = device
        self._voice = voice
        self._speaker = speaker
        self._folder = Path(tempfile.mkdtemp(prefix="mockvoice-voice-"))
        self._clips: dict[tuple[str, float], Future[SpokenClip]] = {}
        self._numbers = itertools.count(1)
        """Names of files: one that is made again leaves those of others alone."""
        self._stop = threading.Event()
        self._over = threading.Event()
        self._over.set()
        self._making = Serial("voice")
        self._playing = Serial("loudspeaker")

    def prepare(self, text: str, speed: float = 1.0) -> Future[SpokenClip]:
        """Make the sound of a text now, so that it can be said at once; returns at once."""
        key = (text, speed)
        clip = self._clips.get(key)
        if clip is None or (clip.done() and clip.exception()):
            clip = self._clips[key] = Future()
            file = self._folder / f"{next(self._numbers)}.wav"
            made = clip
            self._making.do(lambda: self._make(text, file, speed, made))
        return clip

    def say(
        self, text: str, ended: Ended = _nobody, began: Began = _nobody, speed: float = 1.0
    ) -> None:
        """Say a text after what is being said. ``ended`` is told the error, None when all is well,
        and is not called for what was stopped. Returns at once."""
        clip, stop = self.prepare(text, speed), self._stop
        over = self._over = threading.Event()

        def play() -> None:
            try:
                self._play(clip, stop, began, ended)
            finally:
                over.set()

        self._playing.do(play)

    @property
    def silent(self) -> bool:
        """True while nothing sounds and nothing waits to be said."""
        return self._over.is_set()

    def stop(self) -> None:
        """Fall silent and forget what was still to be said. Returns at once."""
        self._stop.set()
        self._stop = threading.Event()

    def close(self) -> None:
        """Fall silent for good."""
        self.stop()
        self._making.close()
        self._playing.do(self._tidy)
        self._playing.close()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the threads after ``close``."""
        return self._making.join(timeout) and self._playing.join(timeout)

    def _tidy(self) -> None:
        self._making.join()  # what is still being made is written into the folder
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make(self, text: str, file: Path, speed: float, clip: Future[SpokenClip]) -> None:
        try:
            clip.set_result(self._voice.say(text, file, speed))
        except MockvoiceError as error:
            clip.set_exception(error)
        except Exception as error:
            clip.set_exception(MockvoiceError("The voice failed.", detail=repr(error)))
            raise

    def _play(
        self, clip: Future[SpokenClip], stop: threading.Event, began: Began, ended: Ended
    ) -> None:
        if stop.is_set():
            return
        error: MockvoiceError | None = None
        try:
            sound = clip.result()
            if stop.is_set():
                return
            began(sound)
            if not self._speaker.play(sound.path, stop, self.device):
                return
        except MockvoiceError as why:
            error = why
        if not stop.is_set():
            ended(error)
