"""The steps of an interview: what follows by itself, from the first question to the last answer.

All state belongs to one serial thread; the news of other threads only enqueue. What comes too late
is recognised by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from mockvoice.domain.assessment import FollowUp
from mockvoice.domain.end_of_turn import Sign
from mockvoice.domain.errors import DeviceLost, MockvoiceError
from mockvoice.domain.events import Fact, Gauge
from mockvoice.domain.ports import SpokenClip
from mockvoice.domain.session import Action, State, allowed, step
from mockvoice.domain.transcript import Word
from mockvoice.services import recording, review, waiting
from mockvoice.services.announcing import Announcing
from mockvoice.services.cast import ACKNOWLEDGEMENTS, Asked, Cast, Options, Turn, wording
from mockvoice.services.following import Following, Telling
from mockvoice.services.locking import Folders
from mockvoice.services.pondering import Subject
from mockvoice.services.recording import Take
from mockvoice.services.review import Assessors, Library, Part, Review
from mockvoice.services.serial import Serial
from mockvoice.services.speaking import Speaking
from mockvoice.services.store import SessionRow

NUDGE: Final = "Take your time."
SHORTEST: Final = 0.5
"""Seconds under which a recording holds no answer."""
_CLOSE_SECONDS: Final = 3.0
"""A sound server that hangs may never close the microphone; then the file is taken as it is."""


class Steps:
    """What follows by itself in one session. All methods run on ``serial`` only.

    ``tell`` is called from several threads; it must not block.
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
        self._session = session
        self._questions = tuple(questions)
        self._cast = cast
        self._options = options
        self._library = library
        self._announce = Announcing(session.id, tell)
        self._folder = library.recordings / session.id
        self._held = Folders()
        self._state = State.READY
        self._turn = Turn(0, self._questions[0], Part(prompt=""))
        self._take: Take | None = None
        self._last_take: Take | None = None
        self._number = 0
        """Raised whenever what is under way is given up; older news is late."""
        self._deadline: float | None = None
        self._waiting = waiting.Waiting(cast.clock)
        self._closed: Callable[[], None] | None = None
        self._voiced = self._tail_silent = self._submitted = False
        self.serial = Serial("interview", self._tick)
        self._speaking = Speaking(cast.voice, cast.speaker, options.loudspeaker)
        self._following = Following(cast.transcriber, cast.judge, self._telling())
        self._review = Review(
            library,
            Assessors(cast.transcriber, cast.judge, cast.audio, self._announce.working),
            lambda draft: self._announce.assessed(draft.position),
            lambda draft, error: self._announce.failed("review", error, draft.position),
        )

    def start(self) -> None:
        """Save the session and ask the first question."""
        if not self._may(Action.ASK):
            return
        try:
            store = self._library.open()
            try:
                store.add_session(self._session)
                self._folder = store.folder(self._session.id)
                self._held.take(self._folder)
            finally:
                store.close()
        except MockvoiceError as error:
            self._announce.failed("library", error)
            self.end()
            return
        self._ask(1)
        for words in (*(ACKNOWLEDGEMENTS if self._options.acknowledge else ()), waiting.ONE_MOMENT):
            self._speaking.prepare(words)

    def _ask(self, position: int) -> None:
        asked = self._questions[position - 1]
        self._turn = Turn(position, asked, Part(prompt=wording(asked.question, 0)))
        self._announce.turn = position
        self._go(Action.ASK)
        self._say_prompt(self._to_think)

    def _say_prompt(self, then: Callable[[], None], speed: float = 1.0) -> None:
        self._give_up()
        number, part, begun = self._number, self._turn.part, []

        def begin(clip: SpokenClip | None) -> None:
            begun.append(clip)
            self._sounds()
            ends = tuple(word.end for word in clip.words) if clip else ()
            follow_up = part.point is not None
            self._announce.prompt(part.prompt, follow_up=follow_up, word_ends=ends)
            if not follow_up:
                question, wanted = self._turn.asked.question, self._options.follow_ups > 0
                self._following.expect(question, follow_ups=wanted)

        def spoken(error: MockvoiceError | None) -> None:
            if error:
                self._announce.failed("voice", error)
            if not begun:
                begin(None)
            then()

        self._speaking.say(
            self._turn.asked.aloud(part.prompt),
            lambda error: self._later(number, lambda: spoken(error)),
            lambda clip: self._later(number, lambda: begin(clip)),
            speed,
        )

    def _sounds(self) -> None:
        """The interviewer begins to speak."""

    def _to_think(self) -> None:
        if not self._may(Action.LISTEN):
            return
        seconds = self._turn.asked.question.think_seconds
        if self._turn.part.point is None and self._options.think and seconds:
            self._go(Action.SPOKEN)
            self._deadline = self._cast.clock.now() + seconds
            self._tick()
        else:
            self._listen(Action.LISTEN)

    def _listen(self, action: Action) -> None:
        """Open the microphone; the state changes once it records."""
        self._give_up()
        turn = self._turn
        if not turn.part.file:
            turn.part = turn.part.model_copy(update={"file": turn.file})
            self._voiced = self._submitted = False
            self._save_draft((*turn.parts, turn.part))
            self._follow()
        self._open(action)
        if turn.position < len(self._questions):
            following = self._questions[turn.position]
            self._speaking.prepare(following.aloud(wording(following.question, 0)))

    def _open(self, action: Action | None) -> None:
        number = self._number
        options, cast = self._options, self._cast
        ears = recording.Ears(
            cast.microphone, cast.vad, cast.turn_end, options.microphone, options.patience
        )
        self._tail_silent = False
        self._take = self._last_take = Take(
            self._folder / self._turn.part.file,
            ears,
            lambda news: self._later(number, lambda: self._news(news, action)),
            self._last_take,
        )

    def _follow(self) -> None:
        turn = self._turn
        more = len(turn.follow_ups) < self._options.follow_ups
        subject = Subject(turn.asked.question, turn.said, turn.follow_ups, more)
        self._following.begin(self._folder / turn.part.file, subject)

    def _news(self, news: recording.News, action: Action | None) -> None:
        match news:
            case recording.Opened():
                if action and self._may(action):
                    self._go(action)
            case recording.Loudness(peak, quality, seconds):
                self._announce.level(peak, quality, seconds)
            case recording.Stretch(start, end):
                self._following.stretch(start, end)
            case recording.Heard(sign, _, left):
                self._heard(sign, left)
            case recording.Closed(seconds, error):
                self._on_closed(seconds, error)

    def _heard(self, sign: Sign, left: float) -> None:
        match sign:
            case Sign.SPEECH:
                self._voiced = True
                self._deadline = None
                if self._state is State.FINISHING:
                    self._go(Action.RESUME)
            case Sign.FINISHING if self._state is State.LISTENING:
                self._go(Action.QUIET)
                self._deadline = self._cast.clock.now() + left
                self._following.consider()
            case Sign.DONE:
                self.done(silent=True)
            case Sign.NUDGE:
                self._announce.nudge(NUDGE)

    def done(self, *, silent: bool) -> None:
        """End the turn; ``silent`` when nothing was said since the last stretch."""
        if not self._may(Action.DONE):
            return
        self._go(Action.DONE)
        self._tail_silent, self._submitted = silent, True
        if not self._turn.asked.question.facts:  # else it may have been a question: see Asides
            self._thank()
        self._when_closed(self._recorded)

    def _thank(self) -> None:
        """Say a word at once, so that the candidate knows that they were heard."""
        if self._options.acknowledge and (self._voiced or self._turn.part.typed):
            self._speaking.say(self._turn.acknowledgement, lambda _error: None)

    def _when_closed(self, then: Callable[[], None]) -> None:
        """Close the microphone, then go on; at once when it is closed."""
        self._deadline = None
        if self._take is None:
            then()
            return
        self._closed = then
        self._deadline = self._cast.clock.now() + _CLOSE_SECONDS
        self._take.stop()

    def _on_closed(self, _seconds: float, error: MockvoiceError | None) -> None:
        self._take, self._deadline = None, None
        if error:
            self._broken(error)
        then, self._closed = self._closed, None
        if then:
            then()

    def _broken(self, error: MockvoiceError) -> None:
        """The recording ended by itself: what was said is on disk."""
        lost = isinstance(error, DeviceLost)
        self._announce.failed("microphone" if lost else "recording", error)
        if lost and self._state is State.ASKING:
            self._go(Action.SPOKEN)
        if self._closed is None and self._may(action := Action.LOSE if lost else Action.PAUSE):
            self._go(action)

    def _recorded(self) -> None:
        self._waiting.begin()
        seconds = self._seconds()
        self._announce.recorded(seconds)
        number = self._number
        self._following.reply(
            lambda reply: self._later(number, lambda: self._reply(reply)),
            until=None if self._tail_silent or seconds < SHORTEST else seconds,
            typed=self._turn.part.typed,
            instead=self._instead(seconds),
        )

    def _instead(self, seconds: float) -> Callable[[str], bool] | None:
        """What comes before a reply, given all that was understood; see Asides."""

    def _reply(self, reply: FollowUp | None) -> None:
        self._waiting.end()
        if self._state is not State.REPLYING:
            return
        if reply is None:
            self._next()
            return
        self._turn.go_on(reply, self._following.text)
        self._go(Action.ASK)
        self._say_prompt(self._to_think)

    def _reply_in_time(self) -> None:
        waited = self._waiting.seconds
        if waited >= waiting.REPLY_SECONDS and (reply := self._following.known()):
            self._reply(reply)
        elif waited >= waiting.NO_REPLY_SECONDS:
            self._reply(None)
        elif self._waiting.calls_for_a_word(silent=self._speaking.silent):
            self._announce.nudge(waiting.STILL_THINKING)
            self._speaking.say(waiting.ONE_MOMENT, lambda _error: None)

    def _next(self) -> None:
        self._hand_over()
        if self._turn.position < len(self._questions):
            self._ask(self._turn.position + 1)
        else:
            self.end()

    def _hand_over(self) -> None:
        """Give the turn to the review if anything was said, typed, or submitted as an answer."""
        turn, parts = self._turn, self._turn.parts
        if self._given():
            parts = (*parts, turn.part)
        elif turn.part.file:
            (self._folder / turn.part.file).unlink(missing_ok=True)
        if parts:
            self._save_draft(parts)
            self._review.add(turn.draft(self._session.id, parts))
        else:  # here and now: the review may be closed already
            review.tidy(turn.draft(self._session.id, parts), self._folder)
        turn.part, turn.parts = Part(prompt=""), ()

    def end(self) -> None:
        """End the session; what was said is kept."""
        if not self._may(Action.END):
            return
        self._speaking.close()
        self._go(Action.END)
        self._when_closed(self._ended)

    def _ended(self) -> None:
        """Nothing is recorded any more: tell it, and close all; see Outcomes."""

    def _tick(self) -> None:
        if self._state is State.REPLYING:
            self._reply_in_time()
        if self._deadline is None:
            return
        left = self._deadline - self._cast.clock.now()
        if self._closed is not None:
            if left <= 0:
                self._on_closed(0.0, None)
        elif self._state in {State.THINKING, State.FINISHING}:
            self._announce.countdown(left)
            if left <= 0:
                self._deadline = None
                if self._state is State.THINKING and self._take is None:
                    self._listen(Action.LISTEN)

    def _telling(self) -> Telling:
        def caption(text: str, words: tuple[Word, ...]) -> None:
            self.serial.do(lambda: understood(text, words))

        def understood(text: str, words: tuple[Word, ...]) -> None:
            self._announce.caption(text, words)
            if asked := self._turn.clarification(self._following.text):
                ahead(asked.text)

        def ahead(text: str) -> None:
            self._speaking.prepare(self._turn.asked.aloud(text))

        return Telling(
            caption=caption,
            likely=lambda reply: self.serial.do(lambda: ahead(reply.text)),
            failed=lambda stage, error: self.serial.do(lambda: self._announce.failed(stage, error)),
        )

    def _later(self, number: int, do: Callable[[], None]) -> None:
        """Do it on the interview's thread unless what it belongs to was given up meanwhile."""
        self.serial.do(lambda: do() if number == self._number else None)

    def _give_up(self) -> None:
        """Forget what is under way: its microphone closes, and its news comes too late."""
        self._number += 1
        self._deadline = self._closed = None
        self._waiting.end()
        if self._take:
            self._take.stop()
            self._take = None

    def _may(self, action: Action) -> bool:
        return action in allowed(self._state)

    def _go(self, action: Action) -> None:
        before, self._state = self._state, step(self._state, action)
        if before is not self._state:
            self._announce.state(self._state)

    def _given(self) -> bool:
        """The part under way was typed, submitted as an answer, or something was said to it."""
        submitted = self._submitted and self._seconds() >= SHORTEST
        return bool(self._turn.part.typed) or submitted or self._said_something()

    def _said_something(self) -> bool:
        """A voice was heard, or the recording holds what may be one too faint to be heard."""
        file = self._folder / self._turn.part.file
        return file.is_file() and (self._voiced or recording.sounds(file))

    def _seconds(self) -> float:
        """Length of the recording of the part under way, as it is on disk."""
        file = self._folder / self._turn.part.file
        return file.stat().st_size / recording.BYTES_PER_SECOND if file.is_file() else 0.0

    def _save_draft(self, parts: tuple[Part, ...]) -> None:
        try:
            review.save(self._turn.draft(self._session.id, parts), self._folder)
        except OSError as error:
            self._announce.failed("recording", recording.cannot_write(self._folder, error))
