"""An interview: asks aloud, listens, asks further, and goes on to the next question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mockvoice.domain.events import Fact, Gauge
from mockvoice.services.cast import Asked, Cast, Options
from mockvoice.services.conduct import Conduct
from mockvoice.services.review import Library
from mockvoice.services.session import Session
from mockvoice.services.speaking import SLOWER
from mockvoice.services.store import SessionRow


class Interview:
    """One session. Every command only enqueues, so none ever blocks; one that comes too late does
    nothing. ``tell`` is called from the interview's threads; it must not block either.
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
        if not questions:
            raise ValueError("An interview needs a question.")
        self._session = Session(session, questions[0], cast, options, library, tell)
        self._conduct = Conduct(self._session, questions)
        self._answering = self._conduct.answering
        self._do = self._session.serial.do

    def start(self) -> None:
        """Save the session and ask the first question."""
        self._do(self._conduct.start)

    def done(self) -> None:
        """The answer is over."""
        self._do(self._answering.done)

    def keep_talking(self) -> None:
        """Take back the end of the turn, while finishing or before the reply is asked."""
        self._do(self._answering.keep_talking)

    def pause(self) -> None:
        """Stop the clock and the recording."""
        self._do(self._answering.pause)

    def resume(self) -> None:
        """Go on after a pause."""
        self._do(self._answering.resume)

    def skip(self) -> None:
        """Go to the next question; what was said so far is kept."""
        self._do(self._conduct.skip)

    def redo(self) -> None:
        """Hear the prompt again and answer it anew; the attempt is put aside."""
        self._do(self._conduct.redo)

    def replay(self, *, slower: bool = False) -> None:
        """Hear the prompt again."""
        self._do(lambda: self._conduct.replay(SLOWER if slower else 1.0))

    def reword(self) -> None:
        """Hear the question in other words, where the bank has some."""
        self._do(self._conduct.reword)

    def begin_now(self) -> None:
        """End the time to think."""
        self._do(self._answering.begin_now)

    def begin_typing(self) -> None:
        """Stop clock and microphone: the candidate writes; resume goes back to speaking."""
        self._do(self._answering.write)

    def keep_typed(self, text: str) -> None:
        """Keep what is written so far; the answer is not over."""
        self._do(lambda: self._answering.keep_typed(text.strip()))

    def type_answer(self, text: str) -> None:
        """Answer in writing instead, or in addition to what was said."""
        self._do(lambda: self._answering.hand_in(text.strip()))

    def choose_microphone(self, name: str) -> None:
        """Record from this device from now on; also the way out of a lost one."""
        self._do(lambda: self._answering.choose_microphone(name))

    def end(self) -> None:
        """End the session; what was said is kept and will be assessed."""
        self._do(self._conduct.end)

    def close(self, *, drop: bool = False) -> None:
        """End; with ``drop`` open assessments are left to the next start. Returns at once."""
        if drop:
            self._session.review.close(drop=True)
        self.end()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until all is done after the end; False when something still runs."""
        return self._conduct.join(timeout)
