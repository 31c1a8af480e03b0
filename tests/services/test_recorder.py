"""The microphone of an interview: lost, changed, slow to open, slow to close."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockvoice.domain.errors import DeviceLost
from mockvoice.domain.events import (
    AnswerRecorded,
    PromptSpoken,
    SessionEnded,
    StageFailed,
)
from mockvoice.domain.session import State
from mockvoice.services.cast import Options
from tests.services.people import Room, question
from tests.services.sound import StuckMicrophone, silence, speech

TURN = speech(2.0) + silence(2.6)
LISTEN = State.LISTENING
ONE_PART = Options(follow_ups=0)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room without sound of its own."""
    return Room(tmp_path)


def test_a_lost_microphone_keeps_the_answer_and_another_goes_on(room: Room) -> None:
    """The user is told, picks another, and the same answer goes on."""
    with room.interview(question("one"), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(1.0), DeviceLost("Gone.", "Choose another."))
        assert room.until(StageFailed).stage == "microphone"
        room.until_state(State.DEVICE_LOST)
        room.microphone.lost.add("broken")
        interview.choose_microphone("broken")
        room.until(StageFailed)
        interview.choose_microphone("desk")
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        assert room.until(AnswerRecorded).seconds > 5.0
    assert room.microphone.opened == ["", "desk"]


def test_a_microphone_that_never_opens_is_asked_for_before_the_answer(room: Room) -> None:
    """No microphone at all: the state says so, and another one begins the answer."""
    room.microphone.lost.add("")
    with room.interview(question("one")) as interview:
        interview.start()
        room.until(StageFailed)
        room.until_state(State.DEVICE_LOST)
        interview.choose_microphone("desk")
        room.until_state(LISTEN)


def test_changing_the_microphone_while_speaking(room: Room) -> None:
    """The answer goes on in the same file from the other device."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(1.0))
        room.microphone.drained()
        interview.choose_microphone("desk")
        assert [room.microphone.opening.get(timeout=5) for _ in range(2)] == ["", "desk"]
        room.microphone.say(speech(1.0))
        room.microphone.drained()
    assert (room.folder / "answer-1.flac").read_bytes() == speech(2.0)


def test_another_microphone_while_the_turn_is_about_to_end(room: Room) -> None:
    """The turn goes on: who changes the microphone wants to say more."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(1.5))
        room.until_state(State.FINISHING)
        interview.choose_microphone("desk")
        room.until_state(LISTEN)
        assert [room.microphone.opening.get(timeout=5) for _ in range(2)] == ["", "desk"]


def test_a_microphone_that_does_not_close_is_not_waited_for(room: Room) -> None:
    """After three seconds the file is taken as it is."""
    room.microphone = stuck = StuckMicrophone()
    with room.interview(question("one"), question("two"), options=ONE_PART) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0))
        room.microphone.drained()
        interview.done()
        room.until_state(State.REPLYING)
        room.clock.time += 4
        assert room.until(AnswerRecorded).seconds == pytest.approx(2.0, abs=0.05)
        assert room.until(PromptSpoken).text == "Tell me about two."
        stuck.closes.set()


@pytest.mark.parametrize(
    ("leave", "states"),
    [("begin_typing", [State.TYPING]), ("skip", [State.REPLYING, State.ASKING])],
)
def test_a_microphone_that_opens_too_late_changes_nothing(
    room: Room, leave: str, states: list[State]
) -> None:
    """Resumed and left again before it was open, the interview does not listen any more."""
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        room.until_state(LISTEN)
        interview.pause()
        room.until_state(State.PAUSED)
        room.microphone.go.clear()
        room.speaker.go.clear()
        interview.resume()
        getattr(interview, leave)()
        room.until_state(states[0])
        room.microphone.go.set()
        assert [room.microphone.opening.get(timeout=5) for _ in range(2)] == ["", ""]
        if states[1:]:
            room.until_state(states[1])
        interview.end()
        room.until(SessionEnded)
    after = room.states()[room.states().index(State.PAUSED) :]
    assert after == [State.PAUSED, *states, State.ENDED]


def test_a_microphone_that_opens_when_nobody_waits_for_it_any_more_changes_nothing(
    room: Room,
) -> None:
    """Three seconds after it was to be closed it is given up, and then it may open as it likes."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        interview.pause()
        room.until_state(State.PAUSED)
        room.microphone.go.clear()
        interview.resume()
        interview.begin_typing()
        room.until_state(State.TYPING)
        recorder = interview._session.recorder
        room.clock.time += 4
        while recorder.closing:
            room.clock.looked.clear()
            assert room.clock.looked.wait(5)
        room.microphone.go.set()
        assert [room.microphone.opening.get(timeout=5) for _ in range(2)] == ["", ""]
        recorder.join(5)
        interview.end()
        room.until(SessionEnded)
    assert room.states()[-2:] == [State.TYPING, State.ENDED]
