"""Listening to a microphone: for the level meter, or to keep a sentence that is read back."""

from __future__ import annotations

import threading
import wave
from array import array
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mockvoice.domain.errors import CannotWrite, MockvoiceError
from mockvoice.domain.ports import Microphone
from mockvoice.ui.background import Background

RATE = 16_000
LONGEST = 12.0
"""Seconds after which a sentence ends by itself."""
SPOKEN = 0.03
"""Peak from which on somebody speaks."""
_ENOUGH = 0.5
"""Seconds of voice that make a sentence."""
_QUIET = 1.6
"""Seconds of silence after it that end the sentence."""
_READ_SECONDS = 0.1
_LOUDEST = 32768


class MicTest(QObject):
    """Opens a microphone and tells its level until it is stopped."""

    level = Signal(float)
    """Peak, 0..1."""
    changed = Signal(bool)
    """True while it listens."""
    kept = Signal(object)
    """Path of the WAV with the sentence that was to be kept."""
    failed = Signal(object)
    """The MockvoiceError that ended it."""

    def __init__(self, microphone: Microphone, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._microphone = microphone
        self._thread = Background("microphone test", self)
        self._stop = threading.Event()
        self._keep: Path | None = None
        self.listening = False

    @property
    def keeping(self) -> bool:
        """True while a sentence is being kept."""
        return self.listening and self._keep is not None

    def start(self, device: str, keep: Path | None = None) -> None:
        """Listen to the device of this name, the system's own when it is empty.

        With ``keep`` one sentence is written there; it ends with a silence, or by ``finish``.
        """
        self.stop()
        self._stop = stop = threading.Event()
        self._keep = keep
        self._set(True)
        self._thread.submit(
            lambda: self._listen(device, stop, keep),
            lambda _nothing: self._ended(stop),
            lambda error: self._broken(stop, error),
        )

    def finish(self) -> None:
        """End the sentence and keep it."""
        self._stop.set()

    def stop(self) -> None:
        """Let go of the microphone; a sentence under way is not kept."""
        self._stop.set()
        self._keep = None
        self._set(False)

    def close(self) -> None:
        """Stop and end the thread."""
        self.stop()
        self._thread.close()

    def _listen(self, device: str, stop: threading.Event, keep: Path | None) -> None:
        with ExitStack() as opened:
            out = _wav(keep, opened) if keep else None
            feed = self._microphone.open(device)
            opened.callback(feed.close)
            sentence = _Sentence()
            while not stop.is_set() and not (out and sentence.over):
                block = array("h", feed.read(_READ_SECONDS))
                if block and not stop.is_set():
                    peak = max(abs(sample) for sample in block) / _LOUDEST
                    sentence.hear(peak, len(block) / RATE)
                    self.level.emit(peak)
                    if out:
                        out.writeframes(block.tobytes())

    def _ended(self, stop: threading.Event) -> None:
        if stop is self._stop:
            self._set(False)
            keep, self._keep = self._keep, None
            if keep:
                self.kept.emit(keep)

    def _broken(self, stop: threading.Event, error: MockvoiceError) -> None:
        if stop is self._stop:
            self._set(False)
            self.failed.emit(error)

    def _set(self, listening: bool) -> None:
        if listening != self.listening:
            self.listening = listening
            self.changed.emit(listening)


class _Sentence:
    """Knows by the peaks when a sentence has been said."""

    def __init__(self) -> None:
        self._all = self._voiced = self._silent = 0.0

    @property
    def over(self) -> bool:
        """True when it was said, or when it takes too long."""
        return self._all >= LONGEST or (self._voiced >= _ENOUGH and self._silent >= _QUIET)

    def hear(self, peak: float, seconds: float) -> None:
        """Take in a block."""
        self._all += seconds
        if peak >= SPOKEN:
            self._voiced += seconds
            self._silent = 0.0
        else:
            self._silent += seconds


def _wav(path: Path, opened: ExitStack) -> wave.Wave_write:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = opened.enter_context(path.open("wb"))
    except OSError as error:
        raise CannotWrite(
            f"The sentence cannot be written to {path.parent}.", "Is the disk full?", str(error)
        ) from error
    out = opened.enter_context(wave.open(file, "wb"))  # noqa: SIM115
    out.setnchannels(1)
    out.setsampwidth(2)
    out.setframerate(RATE)
    return out
