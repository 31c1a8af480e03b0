"""A session while it is held: where it stands, and what the parts of an interview share."""

from __future__ import annotations

from collections.abc import Callable

from mockvoice.domain.events import Fact, Gauge
from mockvoice.domain.session import Action, State, allowed, step
from mockvoice.services.announcing import Announcing
from mockvoice.services.archive import Archive
from mockvoice.services.cast import Asked, Cast, Manner, Options
from mockvoice.services.epoch import Epoch
from mockvoice.services.recorder import Recorder
from mockvoice.services.review import Assessors, Library, Review
from mockvoice.services.serial import Serial
from mockvoice.services.speaking import Speaking
from mockvoice.services.store import SessionRow
from mockvoice.services.turn import Turn


class Session:
    """State, question, voice, microphone and archive of one session.

    All of it belongs to the thread ``serial``; the news of other threads only enqueue there.
    ``tell`` is called from several threads; it must not block.
    """

    def __init__(
        self,
        row: SessionRow,
        first: Asked,
        cast: Cast,
        options: Options,
        library: Library,
        tell: Callable[[Fact | Gauge], None],
    ) -> None:
        self.cast = cast
        self.manner: Manner = options
        self.state = State.READY
        self.turn = Turn(0, first, is_open=False)
        self._ticks: list[Callable[[], None]] = []
        self.serial = Serial("interview", self._tick)
        self.epoch = Epoch(self.serial)
        self.announce = Announcing(row.id, tell)
        self.speaking = Speaking(cast.voice, cast.speaker, options.loudspeaker)
        self.recorder = Recorder(cast, options, self.epoch)
        self.review = Review(
            library,
            Assessors(cast.transcriber, cast.judge, cast.audio, self.announce.working),
            lambda draft: self.announce.assessed(draft.position),
            lambda draft, error: self.announce.failed("review", error, draft.position),
        )
        self.archive = Archive(row, library, self.review, self.announce)
        self.at_tick(self.recorder.tick)

    def may(self, action: Action) -> bool:
        """Return True where the state allows this."""
        return action in allowed(self.state)

    def go(self, action: Action) -> None:
        """Take this step, and tell the state when it is another. Raises IllegalStep."""
        before, self.state = self.state, step(self.state, action)
        if before is not self.state:
            self.announce.state(self.state)

    def turn_to(self, turn: Turn) -> None:
        """Make this the question under way."""
        self.turn = turn
        self.announce.turn = turn.position

    def holds(self, turn: Turn) -> bool:
        """Return True while this question is under way."""
        return self.turn is turn and turn.is_open

    def at_tick(self, do: Callable[[], None]) -> None:
        """Have this done about every 0.1 s from now on."""
        self._ticks.append(do)

    def _tick(self) -> None:
        for do in self._ticks:
            do()
