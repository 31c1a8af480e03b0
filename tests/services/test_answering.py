"""Answers: time to think, the end of the turn and how it is taken back, pauses, silence."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from mockvoice.domain.end_of_turn import Patience
from mockvoice.domain.events import (
    AnswerRecorded,
    Countdown,
    Nudge,
)
from mockvoice.domain.session import State
from mockvoice.services.cast import Options
from tests.services.people import Room, question
from tests.services.sound import MARK, SECOND, silence, speech

TURN = speech(2.0) + silence(2.6)
MARKED = speech(0.1, level=MARK)
LISTEN = State.LISTENING


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room without sound of its own."""
    return Room(tmp_path)


def test_time_to_think_counts_down_and_can_be_ended(room: Room) -> None:
    """Thinking is not recorded; a key begins the answer before the time is over."""
    with room.interview(question("one", think=30)) as interview:
        interview.start()
        room.until_state(State.THINKING)
        assert room.until(Countdown).seconds == 30
        room.clock.time += 10
        room.until(Countdown, lambda left: left.seconds == 20)
        assert room.microphone.opened == []
        interview.begin_now()
        room.until_state(LISTEN)


def test_time_to_think_ends_by_itself(room: Room) -> None:
    """When the time is over it listens."""
    with room.interview(question("one", think=30)) as interview:
        interview.start()
        room.until(Countdown)
        room.clock.time += 31
        room.until_state(LISTEN)


def test_speaking_again_takes_finishing_back(room: Room) -> None:
    """The answer goes on in the same recording."""
    with room.interview(question("one"), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(1.5))
        room.until_state(State.FINISHING)
        room.microphone.say(speech(2.0))
        room.until_state(LISTEN)
        room.microphone.say(silence(3.0))
        assert room.until(AnswerRecorded).seconds > 7.0


def test_a_key_takes_the_end_back_and_late_words_are_joined(room: Room) -> None:
    """While finishing, and even while the reply is prepared."""
    with room.interview(question("one"), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(1.5))
        room.until_state(State.FINISHING)
        interview.keep_talking()
        room.until_state(LISTEN)
        room.microphone.say(silence(1.9), MARKED)
        assert room.vad.marked.wait(5)
        room.microphone.say(speech(1.0))
        room.microphone.drained()
        interview.done()
        assert room.until(AnswerRecorded).seconds == pytest.approx(6.5, abs=0.05)
    assert room.states()[:5] == [
        State.ASKING,
        LISTEN,
        State.FINISHING,
        LISTEN,
        State.REPLYING,
    ]


def test_late_words_after_the_end_are_joined(room: Room) -> None:
    """What is said after the turn was taken goes into the same answer."""
    room.ear.said = {"answer-1.pcm": "noise"}
    room.speaker.go.clear()
    with room.interview(question("one")) as interview:
        interview.start()
        interview.begin_now()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0))
        room.microphone.drained()
        interview.done()
        interview.keep_talking()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0))
        room.microphone.drained()
    assert (room.folder / "answer-1.flac").stat().st_size >= 3.9 * SECOND


def test_pause_keeps_what_was_said_and_resume_goes_on(room: Room) -> None:
    """The clock and the microphone stop; the file is carried on."""
    with room.interview(question("one"), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(1.0))
        room.microphone.drained()
        interview.pause()
        room.until_state(State.PAUSED)
        interview.resume()
        room.until_state(LISTEN)
        room.microphone.say(speech(1.0))
        room.microphone.drained()
        interview.done()
        assert room.until(AnswerRecorded).seconds == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize(
    ("leave", "state"), [("pause", State.PAUSED), ("begin_typing", State.TYPING)]
)
def test_a_key_in_the_last_moment_is_not_too_late(room: Room, leave: str, state: State) -> None:
    """The end of the turn is told already, but the key was pressed before."""
    held = threading.Event()

    def hold() -> None:
        assert held.wait(5)

    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(1.5))
        room.until_state(State.FINISHING)
        interview._session.serial.do(hold)
        getattr(interview, leave)()
        room.microphone.say(silence(2.6), MARKED)
        assert room.vad.marked.wait(5)
        held.set()
        room.until_state(state)
        interview.resume()
        room.until_state(LISTEN)
    assert room.states()[:5] == [State.ASKING, LISTEN, State.FINISHING, state, LISTEN]


def test_a_long_silence_brings_a_kind_word(room: Room) -> None:
    """Before the first word the turn never ends by itself."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(silence(20.0))
        room.until(Nudge)
        room.until(Nudge)
        assert room.states()[-1] is LISTEN


@pytest.mark.parametrize("patience", list(Patience))
def test_patience_decides_how_long_it_waits(room: Room, patience: Patience) -> None:
    """The recording of the same turn is longer the more patient the interviewer is."""
    least = {Patience.QUICK: 3.2, Patience.NORMAL: 3.9, Patience.PATIENT: 5.1}
    options = Options(follow_ups=0, patience=patience)
    with room.interview(question("one"), options=options) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(6.0))
        assert room.until(AnswerRecorded).seconds >= least[patience]
