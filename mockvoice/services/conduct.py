"""The interviewer's side of an interview: asks, replies, and goes on to the next question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from mockvoice.domain.assessment import FollowUp
from mockvoice.domain.clarifying import Reply
from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.session import Action, State
from mockvoice.services import prompting, waiting
from mockvoice.services.answering import Answering
from mockvoice.services.cast import Asked
from mockvoice.services.replying import Replying
from mockvoice.services.session import Session
from mockvoice.services.turn import ACKNOWLEDGEMENTS, TO_ANSWERS_AND_QUESTIONS, Turn, wording

_REPLAYABLE: Final = {
    State.ASKING,
    State.THINKING,
    State.LISTENING,
    State.FINISHING,
    State.PAUSED,
    State.TYPING,
}


class Conduct:
    """Leads through one session. All methods but ``join`` run on the interview's thread only.

    What the state does not allow does nothing.
    """

    def __init__(self, session: Session, questions: Sequence[Asked]) -> None:
        self._session = session
        self._questions = tuple(questions)
        self._replying = Replying(session, self._reply, self._clarify)
        self.answering = Answering(session, self._replying.following, self)

    def start(self) -> None:
        """Save the session and ask the first question."""
        session = self._session
        if not session.may(Action.ASK):
            return
        try:
            session.archive.open()
        except MockvoiceError as error:
            session.announce.failed("library", error)
            self.end()
            return
        self._ask(1)
        thanks = ACKNOWLEDGEMENTS + TO_ANSWERS_AND_QUESTIONS if session.manner.acknowledge else ()
        for words in (*thanks, waiting.ONE_MOMENT):
            session.speaking.prepare(words)

    def skip(self) -> None:
        """Go to the next question."""
        session = self._session
        if session.may(Action.SKIP):
            session.speaking.stop()
            session.go(Action.SKIP)
            if not session.recorder.is_open:
                session.epoch.end()
            session.recorder.close(self._next)

    def redo(self) -> None:
        """Ask the same again and put the attempt aside."""
        session = self._session
        if session.may(Action.REDO):
            session.go(Action.REDO)
            session.epoch.end()
            session.archive.put_aside(session.turn, session.recorder.last)
            session.turn.again()
            self._say_prompt(self.answering.begin)

    def replay(self, speed: float = 1.0) -> None:
        """Say the prompt again at this speed; a recording waits meanwhile."""
        session = self._session
        if session.state in {State.ASKING, State.THINKING}:
            session.speaking.stop()
            session.go(Action.ASK)
            self._say_prompt(self.answering.begin, speed)
        elif session.state is State.TYPING:
            session.speaking.stop()
            self._say_prompt(lambda: None, speed)
        elif session.state in _REPLAYABLE:
            if session.state is not State.PAUSED:
                session.go(Action.PAUSE)
            session.recorder.close(lambda: self._say_prompt(self._go_on, speed))

    def reword(self) -> None:
        """Say the question in its next wording."""
        if self._session.state in _REPLAYABLE:
            self._session.turn.reword()
            self.replay()

    def end(self) -> None:
        """End the session; what was said is kept."""
        session = self._session
        session.recorder.fall_deaf()
        if session.may(Action.END):
            session.speaking.close()
            session.go(Action.END)
            session.recorder.close(self._ended)

    def join(self, timeout: float | None = None) -> bool:
        """Wait until all is done after the end; False when something still runs."""
        session = self._session
        # The interview's own thread last: it waits for the review.
        parts = (session.speaking, self._replying.following, session.review, session.serial)
        done = sum(part.join(timeout) for part in parts) == len(parts)
        session.recorder.join(timeout)
        return done

    def answer_begins(self) -> None:
        """Understand the answer as it comes, and make the sound of the next question."""
        self._replying.follow()
        position = self._session.turn.position
        if position < len(self._questions):
            following = self._questions[position]
            self._session.speaking.prepare(following.aloud(wording(following.question, 0)))

    def answer_ends(self) -> None:
        """Say a word at once, so that the candidate knows that they were heard."""
        self._replying.acknowledge()

    def answer_recorded(self) -> None:
        """Reply; to what was neither said nor typed there is no reply, so it goes on."""
        session = self._session
        session.archive.forget_silence(session.turn)
        if session.archive.may_hold_answer(session.turn):
            self._replying.decide()
        else:
            self._next()

    def _ask(self, position: int) -> None:
        asked = self._questions[position - 1]
        self._session.turn_to(Turn(position, asked))
        self._session.go(Action.ASK)
        self._say_prompt(self.answering.begin)

    def _say_prompt(self, then: Callable[[], None], speed: float = 1.0) -> None:
        prompting.say_prompt(self._session, self._prompt_begins, then, speed)

    def _prompt_begins(self) -> None:
        self.answering.listen_in()
        if self._session.turn.part.point is None:
            self._replying.expect()

    def _go_on(self) -> None:
        if self._session.state is State.PAUSED:  # else the candidate began to type just then
            self.answering.resume()

    def _reply(self, reply: FollowUp | None) -> None:
        if reply is None:
            self._next()
            return
        self._session.turn.go_on(reply, self._replying.following.text)
        self._session.go(Action.ASK)
        self._say_prompt(self.answering.begin)

    def _clarify(self, reply: Reply, said: str, seconds: float) -> None:
        """Answer what the candidate asked, then listen on to the same answer."""
        session, turn = self._session, self._session.turn
        turn.clarify(reply, said, seconds)
        session.archive.save(turn)
        session.go(Action.ASK)
        prompting.say_aside(session, reply.text, self.answering.listen_in, self._listen_on)

    def _listen_on(self) -> None:
        if self._session.may(Action.LISTEN):
            self.answering.listen(Action.LISTEN)

    def _next(self) -> None:
        session = self._session
        session.archive.hand_over(session.turn)
        if session.turn.position < len(self._questions):
            self._ask(session.turn.position + 1)
        else:
            self.end()

    def _ended(self) -> None:
        """Nothing is recorded any more: tell it, and close all."""
        session = self._session
        session.archive.hand_over(session.turn)
        answered = session.archive.has_answers
        if answered:
            session.announce.ended()
        self._replying.following.close()
        session.archive.close()
        if not answered:  # told once nothing of it is in the library any more
            session.announce.ended()
        session.serial.close()
