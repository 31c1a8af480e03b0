"""The reply to an answer: found while it is spoken, and not waited for longer than people would."""

from __future__ import annotations

from collections.abc import Callable

from mockvoice.domain.assessment import FollowUp
from mockvoice.domain.clarifying import Reply
from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.session import State
from mockvoice.domain.transcript import Word
from mockvoice.services import waiting
from mockvoice.services.archive import SHORTEST
from mockvoice.services.following import Following, Telling
from mockvoice.services.session import Session
from mockvoice.services.turn import Turn
from mockvoice.services.waiting import Waiting

Deliver = Callable[[FollowUp | None], None]
"""Given the follow-up to be asked, None when it goes on to the next question."""
Clarify = Callable[[Reply, str, float], None]
"""Given what a question of the candidate is answered with instead, all that was said, and the
second of the recording."""


class Replying:
    """Finds the reply to each answer and delivers it, while the session waits for that.

    Belongs to the interview's thread.
    """

    def __init__(self, session: Session, deliver: Deliver, clarify: Clarify) -> None:
        self._session = session
        self._deliver = deliver
        self._clarify = clarify
        self._waiting = Waiting(session.cast.clock)
        self.following = Following(session.cast.transcriber, session.cast.judge)
        session.epoch.at_end(self._waiting.end)
        session.at_tick(self._reply_in_time)

    def expect(self) -> None:
        """Have the engines loaded by the time the answer to the question begins."""
        wanted = self._session.manner.follow_ups > 0
        self.following.expect(self._session.turn.asked.question, follow_ups=wanted)

    def follow(self) -> None:
        """Understand the part under way from now on."""
        session, turn = self._session, self._session.turn
        subject = turn.subject(session.manner.follow_ups)
        self.following.begin(session.archive.file(turn), subject, self._telling(turn))

    def acknowledge(self) -> None:
        """The answer ends: say a word at once, so that the candidate knows that they were heard."""
        turn = self._session.turn
        if self._session.manner.acknowledge and (turn.voiced or turn.part.typed):
            self._session.speaking.say(turn.acknowledgement)

    def decide(self) -> None:
        """The answer is on disk: find the reply to all of it."""
        session, turn = self._session, self._session.turn
        self._waiting.begin()
        seconds = session.archive.seconds(turn)
        session.announce.recorded(seconds)
        turn.told = True
        self.following.reply(
            session.epoch.unless_ended(self._reply),
            until=None if turn.silent_end or seconds < SHORTEST else seconds,
            typed=turn.part.typed,
            instead=self._clarifying(turn, seconds) if turn.asked.question.facts else None,
        )

    def _reply(self, reply: FollowUp | None) -> None:
        self._waiting.end()
        if self._session.state is State.REPLYING:
            self._deliver(reply)

    def _reply_in_time(self) -> None:
        """After a while say a word, then take what is known, then go on without a reply."""
        if self._session.state is not State.REPLYING:
            return
        waited = self._waiting.seconds
        if waited >= waiting.REPLY_SECONDS and (reply := self.following.known()):
            self._reply(reply)
        elif waited >= waiting.NO_REPLY_SECONDS:
            self._reply(None)
        elif self._waiting.calls_for_a_word(silent=self._session.speaking.silent):
            self._session.announce.nudge(waiting.STILL_THINKING)
            self._session.speaking.say(waiting.ONE_MOMENT)

    def _clarifying(self, turn: Turn, seconds: float) -> Callable[[str], bool]:
        """Return what looks, on another thread, for a question in all that was said."""
        clarify = self._session.epoch.unless_ended(self._answer)

        def clarified(said: str) -> bool:
            found = turn.clarification(said)
            if found:
                clarify(found, said, seconds)
            return found is not None

        return clarified

    def _answer(self, reply: Reply, said: str, seconds: float) -> None:
        if self._session.state is State.REPLYING:
            self._clarify(reply, said, seconds)

    def _telling(self, turn: Turn) -> Telling:
        """Return what is told of the recording that begins now.

        What is understood of it may come when another question is asked, or when it was put aside
        for another attempt: then it is of no use any more, but for what failed.
        """
        session, file, do = self._session, turn.part.file, self._session.serial.do

        def understood(text: str, words: tuple[Word, ...]) -> None:
            if session.holds(turn) and turn.last_recording == file:
                session.announce.caption(text, words)
                if asked := turn.clarification(self.following.text):
                    ahead(asked.text)

        def stretch(until: float, text: str) -> None:
            if session.holds(turn) and turn.part.file == file:
                session.recorder.understood(until, text)

        def ahead(text: str) -> None:
            if session.holds(turn):
                session.speaking.prepare(turn.asked.aloud(text))

        def failed(stage: str, error: MockvoiceError) -> None:
            session.announce.failed(stage, error, turn.position)

        return Telling(
            caption=lambda text, words: do(lambda: understood(text, words)),
            stretch=lambda until, text: do(lambda: stretch(until, text)),
            likely=lambda reply: do(lambda: ahead(reply.text)),
            failed=lambda stage, error: do(lambda: failed(stage, error)),
        )
