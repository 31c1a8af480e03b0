"""The microphone of an interview: recording an answer, or listening in on a prompt, or closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from mockvoice.services.barging import Door, ListeningIn
from mockvoice.services.cast import Cast, Options
from mockvoice.services.epoch import Epoch
from mockvoice.services.recording import Closed, Ears, News, Opened, Take

_CLOSE_SECONDS: Final = 3.0
"""A sound server that hangs may never close the microphone; then the file is taken as it is."""


def _nothing() -> None:
    """Nothing waits for the microphone to close."""


class Recorder:
    """At most one take, or one ear for interruptions. Belongs to the interview's thread."""

    def __init__(self, cast: Cast, options: Options, epoch: Epoch) -> None:
        self._clock = cast.clock
        self._epoch = epoch
        self._door = Door(cast.microphone)
        self._ears = Ears(self._door, cast.vad, cast.turn_end, options.microphone, options.patience)
        self._take: Take | None = None
        self._closed: Callable[[], None] | None = None
        self._deadline = 0.0
        """When it goes on without the microphone having closed; counts only while it closes."""
        self._listening_in: ListeningIn | None = None
        self.last: Take | None = None
        """The take under way or, when there is none, the one before."""
        epoch.at_end(self._let_go)

    @property
    def is_open(self) -> bool:
        """True from ``record`` until what was recorded is on disk, the recording is given up, or a
        microphone that does not close has been waited for long enough."""
        return self._take is not None

    @property
    def closing(self) -> bool:
        """True from ``close`` for as long as ``is_open`` stays so."""
        return self._closed is not None

    def choose(self, device: str) -> None:
        """Record from this device from the next time on."""
        self._ears = replace(self._ears, device=device)

    def record(self, file: Path, tell: Callable[[News], None]) -> None:
        """Open the microphone into this file, carrying on what is there. ``tell`` is called on the
        interview's thread until what is under way is given up."""

        def pass_on(news: News) -> None:
            match news:
                case Opened() if self.closing or not self.is_open:
                    pass  # it took until after the order to close: nothing is recorded now
                case Closed():
                    self._take = None
                    tell(news)
                    self._go_on()
                case _:
                    tell(news)

        self._take = self.last = Take(
            file, self._ears, self._epoch.unless_ended(pass_on), self.last
        )

    def keep_talking(self) -> None:
        """Take back the end of the turn."""
        if self._take:
            self._take.keep_talking()

    def understood(self, until: float, text: str) -> None:
        """Take what was understood of the stretch that ended at this second of the recording."""
        if self._take:
            self._take.understood(until, text)

    def close(self, then: Callable[[], None] = _nothing) -> None:
        """Close the microphone, then go on with this alone; at once when it is closed."""
        if self._take is None:
            then()
            return
        self._closed = then
        self._deadline = self._clock.now() + _CLOSE_SECONDS
        self._take.stop()

    def tick(self) -> None:
        """Go on when the microphone takes too long to close."""
        if self._closed and self._clock.now() >= self._deadline:
            self._take = None
            self._go_on()

    def listen_in(self, interrupted: Callable[[], None]) -> None:
        """Listen, recording nothing; ``interrupted`` when a voice has gone on for a moment."""
        self.fall_deaf()
        ears, interrupted = self._ears, self._epoch.unless_ended(interrupted)
        self._listening_in = ListeningIn(self._door, ears.voice, ears.device, interrupted)

    def fall_deaf(self) -> None:
        """Listen in no longer."""
        listening, self._listening_in = self._listening_in, None
        if listening:
            listening.stop()

    def take_over(self) -> bool:
        """Keep the open microphone, and what it heard of the interruption, for the next recording;
        False when there is none any more."""
        listening, self._listening_in = self._listening_in, None
        if listening is None:
            return False
        self._door.waiting = listening.hand_over()
        if self._door.waiting is None:
            listening.stop()  # else an open microphone would be nobody's
        return self._door.waiting is not None

    def join(self, timeout: float | None = None) -> None:
        """Wait for the threads of the last take."""
        if self.last:
            self.last.join(timeout)

    def _go_on(self) -> None:
        then, self._closed = self._closed, None
        if then:
            then()

    def _let_go(self) -> None:
        self.fall_deaf()
        self._closed = None
        if self._take:
            self._take.stop()
            self._take = None
