"""Speaking over the interviewer: the microphone listens while a prompt sounds, and a voice that
goes on for a moment takes the turn. Only for headphones: a loudspeaker would interrupt itself."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from mockvoice.domain.end_of_turn import WINDOW
from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.ports import Feed, Microphone, VoiceActivity

ENOUGH: Final = 0.4
"""Seconds of voice that take the turn: a cough or an "mm-hm" is shorter."""
_GAP: Final = 0.13
"""Seconds without voice that a word may hold; more starts the count anew."""
_BEFORE: Final = 0.3
"""Seconds kept from before the voice, so that its first sound is whole."""
_VOICED: Final = 0.5
_READ_SECONDS: Final = 0.1
_WINDOW_BYTES: Final = 1024
_JOIN_SECONDS: Final = 1.0
log = logging.getLogger(__name__)


class ListeningIn:
    """The microphone open while the interviewer speaks; nothing of it is written anywhere.

    ``spoken`` is called once, from its thread, when a voice has gone on for ``ENOUGH`` seconds;
    then ``hand_over`` gives the open microphone with all that was said, unless ``stop`` came first.
    """

    def __init__(
        self,
        microphone: Microphone,
        voice: VoiceActivity,
        device: str,
        spoken: Callable[[], None],
    ) -> None:
        self._microphone = microphone
        self._voice = voice
        self._device = device
        self._spoken = spoken
        self._stop = threading.Event()
        self._feed: Feed | None = None
        self._kept: list[bytes] = []
        self._thread = threading.Thread(target=self._listen, name="listening in", daemon=True)
        self._thread.start()

    def hand_over(self) -> Feed | None:
        """Give away the open microphone with what was said; None when there is none any more."""
        self._thread.join(_JOIN_SECONDS)
        feed, self._feed = self._feed, None
        return Continued(self._kept, feed) if feed else None

    def stop(self) -> None:
        """Let go of the microphone."""
        self._stop.set()
        self._thread.join(_JOIN_SECONDS)
        feed, self._feed = self._feed, None
        if feed:
            with suppress(MockvoiceError):
                feed.close()

    def _listen(self) -> None:
        try:
            feed = self._microphone.open(self._device)
        except MockvoiceError as error:
            log.info("cannot listen while the interviewer speaks: %s", error)
            return  # told when the answer is to be recorded
        try:
            heard = self._hear(feed)
        except MockvoiceError as error:
            log.info("stopped listening while the interviewer speaks: %s", error)
            heard = False
        if heard:
            self._feed = feed
            self._spoken()
        else:
            with suppress(MockvoiceError):
                feed.close()

    def _hear(self, feed: Feed) -> bool:
        """Return True once a voice has gone on for long enough."""
        self._voice.reset()
        recent: deque[bytes] = deque(maxlen=round((ENOUGH + _GAP * 3 + _BEFORE) / WINDOW))
        voiced = silent = 0.0
        rest = b""
        while not self._stop.is_set():
            sound = rest + feed.read(_READ_SECONDS)
            whole = len(sound) // _WINDOW_BYTES * _WINDOW_BYTES
            rest = sound[whole:]
            for at in range(0, whole, _WINDOW_BYTES):
                window = sound[at : at + _WINDOW_BYTES]
                recent.append(window)
                if self._voice.voice(window) >= _VOICED:
                    voiced, silent = voiced + WINDOW, 0.0
                else:
                    silent += WINDOW
                    voiced = 0.0 if silent > _GAP else voiced
                if voiced >= ENOUGH:
                    self._kept = [*recent, sound[at + _WINDOW_BYTES :]]
                    return True
        return False


class Continued:
    """An open microphone, with sound that was taken from it before."""

    def __init__(self, before: list[bytes], feed: Feed) -> None:
        self._before = b"".join(before)
        self._feed = feed

    @property
    def troubles(self) -> int:
        """How often the device reported lost sound."""
        return self._feed.troubles

    def read(self, timeout: float) -> bytes:
        """Return what was taken before, then what comes in."""
        if self._before:
            sound, self._before = self._before, b""
            return sound
        return self._feed.read(timeout)

    def close(self) -> None:
        """Stop recording."""
        self._feed.close()


class Door:
    """The microphones, of which one may be open already."""

    def __init__(self, microphone: Microphone) -> None:
        self._microphone = microphone
        self.waiting: Feed | None = None
        """What the next ``open`` gives."""

    def open(self, device: str) -> Feed:
        """Give the microphone that is open already, or open one. Raises DeviceLost."""
        feed, self.waiting = self.waiting, None
        return feed or self._microphone.open(device)
