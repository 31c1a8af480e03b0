"""The conduct of an interview: what the candidate can ask for, on top of what follows by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from mockvoice.domain.events import Fact, Gauge
from mockvoice.domain.session import Action, State
from mockvoice.services.barging import Door, ListeningIn
from mockvoice.services.cast import Asked, Cast, Options
from mockvoice.services.review import Library
from mockvoice.services.store import SessionRow
from mockvoice.services.writing import Writing

_REPLAYABLE: Final = {
    State.ASKING,
    State.THINKING,
    State.LISTENING,
    State.FINISHING,
    State.PAUSED,
    State.TYPING,
}


class Conduct(Writing):
    """One session. All methods but ``close`` and ``join`` run on ``serial`` only.

    What the state does not allow does nothing.
    """

    def __init__(
        self,
        session: SessionRow,
        questions: Sequence[Asked],
        cast: Cast,
        options: Options,
        library: Library,
        tell: Callable[[Fact | Gauge], None],
    ) -> None:
        self._door = Door(cast.microphone)
        self._listening_in: ListeningIn | None = None
        cast = replace(cast, microphone=self._door)
        super().__init__(session, questions, cast, options, library, tell)

    def keep_talking(self) -> None:
        """Take back the end of the turn."""
        if self._state is State.FINISHING and self._take:
            self._take.keep_talking()
            self._deadline = None
            self._go(Action.RESUME)
        elif self._state is State.REPLYING and self._turn.part.file:
            self._speaking.stop()
            self.resume()

    def pause(self) -> None:
        """Stop the clock and the recording."""
        if self._may(Action.PAUSE):
            self._go(Action.PAUSE)
            self._when_closed(lambda: None)
            self._review.release()

    def resume(self) -> None:
        """Record again, into the same answer."""
        if self._may(Action.RESUME) and self._state is not State.FINISHING:
            self._review.hold()
            self._speaking.stop()
            self._writes = False
            self._listen(Action.RESUME)

    def skip(self) -> None:
        """Go to the next question."""
        if self._may(Action.SKIP):
            self._speaking.stop()
            self._go(Action.SKIP)
            if self._take is None:
                self._give_up()
            self._when_closed(self._next)

    def redo(self) -> None:
        """Ask the same again and put the attempt aside."""
        if not self._may(Action.REDO):
            return
        self._go(Action.REDO)
        self._give_up()
        if self._turn.part.file:
            self._review.shelve(self._folder / self._turn.part.file, self._last_take)
        self._turn.again()
        self._say_prompt(self._to_think)

    def replay(self, speed: float) -> None:
        """Say the prompt again at this speed; a recording waits meanwhile."""
        if self._state in {State.ASKING, State.THINKING}:
            self._speaking.stop()
            self._go(Action.ASK)
            self._say_prompt(self._to_think, speed)
        elif self._state is State.TYPING:
            self._speaking.stop()
            self._say_prompt(lambda: None, speed)
        elif self._state in _REPLAYABLE:
            if self._state is not State.PAUSED:
                self._go(Action.PAUSE)
            self._when_closed(lambda: self._say_prompt(self._go_on, speed))

    def _go_on(self) -> None:
        if self._state is State.PAUSED:  # else the candidate has begun to type just then
            self.resume()

    def reword(self) -> None:
        """Say the question in its next wording."""
        if self._state in _REPLAYABLE:
            self._turn.reword()
            self.replay(1.0)

    def begin_now(self) -> None:
        """Listen at once."""
        if self._state in {State.ASKING, State.THINKING} and self._take is None:
            self._speaking.stop()
            self._writes = False
            self._listen(Action.LISTEN)

    def choose_microphone(self, name: str) -> None:
        """Record from this device from now on."""
        self._options = replace(self._options, microphone=name)
        if self._state is State.DEVICE_LOST:
            self.resume()
        elif self._state in {State.LISTENING, State.FINISHING}:
            if self._state is State.FINISHING:
                self._go(Action.RESUME)
            self._when_closed(self._reopen)

    def _sounds(self) -> None:
        """Listen for a voice over the interviewer's, where headphones make that possible."""
        if not self._options.barge_in or self._state is State.TYPING:
            return
        self._fall_deaf()
        number, cast = self._number, self._cast
        self._listening_in = ListeningIn(
            self._door,
            cast.vad,
            self._options.microphone,
            lambda: self._later(number, self._interrupted),
        )

    def _interrupted(self) -> None:
        """The candidate speaks over the interviewer: fall silent and take what they say."""
        listening, self._listening_in = self._listening_in, None
        known = self._state in {State.ASKING, State.PAUSED}
        feed = listening.hand_over() if listening and known else None
        if feed is None:
            if listening:
                listening.stop()  # else an open microphone would be nobody's
            return
        self._door.waiting = feed
        self._speaking.stop()
        if self._state is State.PAUSED:
            self.resume()
        else:
            self._listen(Action.LISTEN)

    def _to_think(self) -> None:
        self._fall_deaf()
        super()._to_think()

    def end(self) -> None:
        """End the session; what was said is kept."""
        self._fall_deaf()
        super().end()

    def _give_up(self) -> None:
        self._fall_deaf()
        super()._give_up()

    def _fall_deaf(self) -> None:
        listening, self._listening_in = self._listening_in, None
        if listening:
            listening.stop()

    def _reopen(self) -> None:
        self._give_up()
        self._open(None)

    def close(self, *, drop: bool = False) -> None:
        """End, and with ``drop`` leave open assessments to the next start. Returns at once."""
        if drop:
            self._review.close(drop=True)
        self.serial.do(self.end)

    def join(self, timeout: float | None = None) -> bool:
        """Wait until all is done after the end; False when something still runs."""
        # The interview's own thread last: it waits for the review.
        parts = (self._speaking, self._following, self._review, self.serial)
        done = sum(part.join(timeout) for part in parts) == len(parts)
        if self._last_take:
            self._last_take.join(timeout)
        return done
