"""The candidate's side of an interview: answers, spoken or typed, with pauses where wanted."""

from __future__ import annotations

from typing import Final, Protocol

from mockvoice.domain.end_of_turn import Sign
from mockvoice.domain.errors import DeviceLost, MockvoiceError
from mockvoice.domain.session import Action, State
from mockvoice.services import recording
from mockvoice.services.following import Following
from mockvoice.services.session import Session

NUDGE: Final = "Take your time."


class Interviewer(Protocol):
    """Who is answered."""

    def answer_begins(self) -> None:
        """The part under way is answered from now on."""

    def answer_ends(self) -> None:
        """The candidate has finished; the microphone is about to close."""

    def answer_recorded(self) -> None:
        """All of what was answered is on disk."""


class Answering:
    """Takes the answer to each prompt. All methods run on the interview's thread only.

    What the state does not allow does nothing.
    """

    def __init__(self, session: Session, following: Following, interviewer: Interviewer) -> None:
        self._session = session
        self._following = following
        self._interviewer = interviewer
        self._deadline: float | None = None
        """When the time to think is over, or the turn; None while no clock runs."""
        self._writes = False
        """True after a typed answer: the next prompt is answered in writing, too."""
        session.epoch.at_end(self._stop_clock)
        session.at_tick(self._tick)

    def begin(self) -> None:
        """The prompt has been said: give time to think, or take the answer at once."""
        session, turn = self._session, self._session.turn
        session.recorder.fall_deaf()
        if self._writes:
            self.write()
        elif session.may(Action.LISTEN):
            seconds = turn.asked.question.think_seconds
            if turn.part.point is None and session.manner.think and seconds:
                session.go(Action.SPOKEN)
                self._run_clock(seconds)
                self._tick()
            else:
                self.listen(Action.LISTEN)

    def begin_now(self) -> None:
        """Listen at once."""
        opening = self._session.recorder.is_open
        if self._session.state in {State.ASKING, State.THINKING} and not opening:
            self._session.speaking.stop()
            self._writes = False
            self.listen(Action.LISTEN)

    def listen(self, action: Action) -> None:
        """Open the microphone; the state changes by ``action`` once it records."""
        session, turn = self._session, self._session.turn
        session.epoch.end()
        if not turn.part.file:
            turn.begin_recording()
            session.archive.save(turn)
            self._interviewer.answer_begins()
        self._record(action)

    def keep_talking(self) -> None:
        """Take back the end of the turn."""
        session = self._session
        if session.state is State.FINISHING and session.recorder.is_open:
            session.recorder.keep_talking()
            session.go(Action.RESUME)
        elif session.state is State.REPLYING and session.turn.part.file:
            self.resume()

    def pause(self) -> None:
        """Stop the clock and the recording."""
        if self._session.may(Action.PAUSE):
            self._session.go(Action.PAUSE)
            self._session.recorder.close()
            self._session.review.release()

    def resume(self) -> None:
        """Record again, into the same answer."""
        session = self._session
        if session.may(Action.RESUME) and session.state is not State.FINISHING:
            session.review.hold()
            session.speaking.stop()
            self._writes = False
            self.listen(Action.RESUME)

    def done(self, *, silent: bool = False) -> None:
        """End the turn; ``silent`` when nothing was said since the last stretch."""
        session = self._session
        if session.may(Action.DONE):
            session.go(Action.DONE)
            session.turn.submit(silent=silent)
            self._interviewer.answer_ends()
            session.recorder.close(self._interviewer.answer_recorded)

    def choose_microphone(self, name: str) -> None:
        """Record from this device from now on."""
        session = self._session
        session.recorder.choose(name)
        if session.state is State.DEVICE_LOST:
            self.resume()
        elif session.state in {State.LISTENING, State.FINISHING}:
            if session.state is State.FINISHING:
                session.go(Action.RESUME)
            session.recorder.close(self._reopen)

    def write(self) -> None:
        """Stop clock and microphone; the interviewer may finish the question."""
        session, recorder = self._session, self._session.recorder
        if not session.may(Action.TYPE):
            return
        asking = session.state is State.ASKING and not recorder.is_open
        about_to_listen = session.state in {State.ASKING, State.THINKING} and not asking
        if session.state is State.PAUSED:  # what sounds would begin to record at its end
            session.speaking.stop()
        session.go(Action.TYPE)
        recorder.fall_deaf()
        if about_to_listen:
            session.epoch.end()
        if not session.turn.part.file:
            self._interviewer.answer_begins()
        recorder.close()

    def keep_typed(self, text: str) -> None:
        """Keep what is written so far, also on disk."""
        turn = self._session.turn
        if self._session.state is State.TYPING and text != turn.part.typed:
            turn.part = turn.part.model_copy(update={"typed": text})
            self._session.archive.save(turn)

    def hand_in(self, text: str) -> None:
        """Take a written answer."""
        if text and self._session.state is not State.TYPING:
            self.write()
        if text and self._session.state is State.TYPING:
            self._session.speaking.stop()
            self.keep_typed(text)
            self._writes = True
            self.done()

    def listen_in(self) -> None:
        """Listen for a voice over the interviewer's, where headphones make that possible."""
        if self._session.manner.barge_in and self._session.state is not State.TYPING:
            self._session.recorder.listen_in(self._interrupt)

    def _interrupt(self) -> None:
        """The candidate speaks over the interviewer: fall silent and take what they say."""
        session = self._session
        if session.state not in {State.ASKING, State.PAUSED}:
            session.recorder.fall_deaf()
        elif session.recorder.take_over():
            session.speaking.stop()
            if session.state is State.PAUSED:
                self.resume()
            else:
                self.listen(Action.LISTEN)

    def _reopen(self) -> None:
        self._session.epoch.end()
        self._record(None)

    def _record(self, action: Action | None) -> None:
        session = self._session
        session.turn.record_on()
        file = session.archive.file(session.turn)
        session.recorder.record(file, lambda news: self._hear(news, action))

    def _hear(self, news: recording.News, action: Action | None) -> None:
        session = self._session
        match news:
            case recording.Opened():
                if action and session.may(action):
                    session.go(action)
            case recording.Loudness(peak, quality, seconds):
                session.announce.level(peak, quality, seconds)
            case recording.Stretch(start, end):
                self._following.stretch(start, end)
            case recording.Heard(sign, _, left):
                self._act_on(sign, left)
            case recording.Closed(_, error):
                if error:
                    self._break_off(error)

    def _act_on(self, sign: Sign, left: float) -> None:
        session = self._session
        match sign:
            case Sign.SPEECH:
                session.turn.voice_heard()
                self._stop_clock()
                if session.state is State.FINISHING:
                    session.go(Action.RESUME)
            case Sign.FINISHING if session.state is State.LISTENING:
                session.go(Action.QUIET)
                self._run_clock(left)
                self._following.consider()
            case Sign.DONE if session.state in {State.LISTENING, State.FINISHING}:
                self.done(silent=True)  # else a key was pressed in the last moment
            case Sign.NUDGE:
                session.announce.nudge(NUDGE)

    def _break_off(self, error: MockvoiceError) -> None:
        """The recording ended by itself: what was said is on disk."""
        session, lost = self._session, isinstance(error, DeviceLost)
        session.announce.failed("microphone" if lost else "recording", error)
        if lost and session.state is State.ASKING:
            session.go(Action.SPOKEN)
        action = Action.LOSE if lost else Action.PAUSE
        if not session.recorder.closing and session.may(action):
            session.go(action)

    def _tick(self) -> None:
        """Count down; when the time to think is over, listen."""
        session = self._session
        if self._deadline is None or session.state not in {State.THINKING, State.FINISHING}:
            return
        left = self._deadline - session.cast.clock.now()
        session.announce.countdown(left)
        if left <= 0:
            self._stop_clock()
            if session.state is State.THINKING:
                self.listen(Action.LISTEN)

    def _run_clock(self, seconds: float) -> None:
        self._deadline = self._session.cast.clock.now() + seconds

    def _stop_clock(self) -> None:
        self._deadline = None
