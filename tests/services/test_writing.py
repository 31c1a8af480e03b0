"""Writing instead of speaking: clock and microphone stand still, and what is written is kept."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from mockvoice.domain.events import AnswerAssessed, PromptSpoken, SessionEnded
from mockvoice.domain.session import State
from mockvoice.services.review import Draft
from tests.services.people import Room, question
from tests.services.sound import silence

BOTH = ("bias", "noise")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room without sound of its own."""
    return Room(tmp_path)


def test_the_clock_of_think_time_stands_still(room: Room) -> None:
    """However long one writes, nothing is recorded."""
    with room.interview(question("one", think=30)) as interview:
        interview.start()
        room.until_state(State.THINKING)
        interview.begin_typing()
        room.until_state(State.TYPING)
        room.clock.time += 60
        interview.type_answer("it is the bias")
        room.until_state(State.ENDED)
    assert room.microphone.opened == []
    assert State.LISTENING not in room.states()


def test_writing_from_the_question_on_opens_no_microphone(room: Room) -> None:
    """Who writes while the question is read aloud is not listened to when it ends."""
    room.speaker.go.clear()
    with room.interview(question("one")) as interview:
        interview.start()
        room.until(PromptSpoken)
        interview.begin_typing()
        room.until_state(State.TYPING)
        room.speaker.go.set()
        interview.resume()
        room.until_state(State.LISTENING)
    assert room.microphone.opened == [""]
    assert room.states()[:3] == [State.ASKING, State.TYPING, State.LISTENING]


def test_the_silence_before_a_typed_answer_is_no_recording(room: Room) -> None:
    """The microphone closes, and the review of what was typed has nothing to play."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(silence(5.0))
        room.microphone.drained()
        interview.begin_typing()
        room.until_state(State.TYPING)
        interview.type_answer("it is the bias")
        room.until(AnswerAssessed)
    store = room.library.open()
    (answer,) = store.answers("s1")
    store.close()
    assert answer.audio is None
    assert not list(room.folder.iterdir())


def test_after_a_typed_answer_the_follow_up_is_typed_too(room: Room) -> None:
    """Until the candidate wants to speak again."""
    with room.interview(question("one", BOTH)) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        interview.type_answer("it is the bias")
        assert room.until(PromptSpoken).follow_up
        room.until_state(State.TYPING)
        interview.resume()
        room.until_state(State.LISTENING)
    assert len(room.microphone.opened) == 2


def test_what_is_written_is_kept_when_the_question_is_left(room: Room) -> None:
    """Skipping or ending loses no word that was not handed in; a crash finds it on disk."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        interview.begin_typing()
        room.until_state(State.TYPING)
        interview.keep_typed("the bias")
        interview.skip()
        room.until(SessionEnded)
        room.until(AnswerAssessed)
    store = room.library.open()
    (answer,) = store.answers("s1")
    store.close()
    assert answer.assessment is not None
    assert answer.assessment.transcript.text == "the bias"


def test_what_is_written_is_on_disk_before_it_is_handed_in(room: Room) -> None:
    """The draft beside the recording holds it."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        interview.begin_typing()
        interview.keep_typed("the bias")
        interview.replay()
        room.until(PromptSpoken)
        draft = Draft.model_validate_json((room.folder / "answer-1.json").read_text("utf-8"))
        assert draft.parts[-1].typed == "the bias"


def test_no_microphone_opens_when_one_begins_to_type_as_a_replay_ends(room: Room) -> None:
    """The end of the sound is told already, but what it leads to comes too late."""
    held = threading.Event()

    def hold() -> None:
        assert held.wait(5)

    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.speaker.go.clear()
        interview.replay()
        room.until(PromptSpoken)
        session = interview._session
        session.serial.do(hold)
        interview.begin_typing()
        room.speaker.go.set()
        session.speaking._over.wait(5)
        held.set()
        room.until_state(State.TYPING)
        interview.keep_typed("the bias")
        interview.end()
        room.until_state(State.ENDED)
    assert room.microphone.opened == [""]
    assert State.LISTENING not in room.states()[room.states().index(State.PAUSED) :]


def test_starting_over_keeps_what_was_typed(room: Room) -> None:
    """Only the sound is put aside."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        interview.begin_typing()
        interview.keep_typed("the bias")
        interview.resume()
        room.until_state(State.TYPING)
        room.until_state(State.LISTENING)
        interview.redo()
        room.until(PromptSpoken)
        room.until_state(State.LISTENING)
        interview.end()
        room.until(AnswerAssessed)
    store = room.library.open()
    (answer,) = store.answers("s1")
    store.close()
    assert answer.assessment is not None
    assert answer.assessment.transcript.text == "the bias"
