"""What is kept of a session: answered, left, killed, or with little or nothing said in it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from mockvoice.domain.errors import DeviceLost, RoleOff
from mockvoice.domain.events import (
    AnswerAssessed,
    AnswerRecorded,
    PromptSpoken,
    QuestionSkipped,
    SessionEnded,
    StageFailed,
    WorkProgress,
)
from mockvoice.domain.session import State
from mockvoice.services import review
from mockvoice.services.cast import Options
from mockvoice.services.locking import Folders
from mockvoice.services.review import Draft, Part, save
from mockvoice.services.store import AnswerRow
from tests import leaks
from tests.services.people import Room, Tape, question, recovered
from tests.services.sound import StuckMicrophone, silence, speech

ONE_PART = Options(follow_ups=0)
TURN = speech(2.0) + silence(2.6)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room without sound of its own."""
    return Room(tmp_path)


def kept(room: Room) -> list[str]:
    """Return the ids of the sessions in the library."""
    store = room.library.open()
    try:
        return [session.id for session in store.sessions()]
    finally:
        store.close()


def test_a_session_without_an_answer_is_not_kept(room: Room) -> None:
    """When the end is told nothing of it is in the library or on disk any more."""
    room.microphone.lost.add("")
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.DEVICE_LOST)
        assert kept(room) == ["s1"]
        interview.end()
        room.until(SessionEnded)
        assert kept(room) == []
    assert not room.folder.exists()


def test_a_session_without_an_answer_is_not_kept_when_the_program_ends(room: Room) -> None:
    """The review is closed before the end comes, and nothing is left of silence all the same."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        interview.close(drop=True)
        assert interview.join(10)
        assert kept(room) == []
    assert not room.folder.exists()


@pytest.mark.parametrize("answered", [False, True])
def test_after_a_kill_in_silence_no_empty_session_stays(room: Room, answered: bool) -> None:
    """The next start takes a session without answers away, and none that has one."""
    store = room.library.open()
    store.add_session(room.session)
    asked = question("one")
    place = {"session": "s1", "question_id": "pack/one"}
    if answered:
        row = {**place, "position": 1, "audio": None, "assessment": None}
        store.save_answer(AnswerRow.model_validate(row))
    parts = (Part(prompt=asked.text, file="answer-2.pcm"),)
    draft = Draft(**place, position=2, question=asked, parts=parts)
    save(draft, store.folder("s1"))
    assert recovered(store, room.library) == ()
    store.close()
    assert kept(room) == ["s1"] * answered


def test_a_session_with_an_answer_or_an_attempt_is_kept(room: Room) -> None:
    """What was said once, even if it was put aside, is nowhere lost."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(speech(2.0))
        room.microphone.drained()
        interview.redo()
        room.until(PromptSpoken)
        interview.end()
        room.until(SessionEnded)
    assert kept(room) == ["s1"]
    assert [file.name for file in room.folder.iterdir()] == ["answer-1-aside.flac"]


def test_an_answer_of_nothing_is_no_answer(room: Room) -> None:
    """Finished without a microphone, a question gets no reply and is told as skipped."""
    room.microphone.lost.add("")
    with room.interview(question("one"), question("two"), options=ONE_PART) as interview:
        interview.start()
        room.until_state(State.DEVICE_LOST)
        interview.done()
        assert room.until(QuestionSkipped).turn == 1
        assert room.until(PromptSpoken, lambda prompt: prompt.turn == 2)
    assert not any(isinstance(event, AnswerRecorded) for event in room.told)


def test_skipping_tells_what_was_left_and_what_was_kept(room: Room) -> None:
    """A question with something said counts as recorded, one without as skipped."""
    with room.interview(question("one"), question("two"), options=ONE_PART) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(speech(2.0))
        room.microphone.drained()
        interview.skip()
        assert room.until(AnswerRecorded).turn == 1
        room.until(PromptSpoken, lambda prompt: prompt.turn == 2)
        interview.skip()
        assert room.until(QuestionSkipped).turn == 2
        room.until(SessionEnded)


@pytest.mark.parametrize("leave", ["skip", "end"])
@pytest.mark.parametrize("taken_back", [False, True])
def test_an_answer_left_while_the_microphone_closes_is_told(
    room: Room, leave: str, taken_back: bool
) -> None:
    """It is kept, so it counts as answered; also when its end was taken back meanwhile."""
    room.microphone = stuck = StuckMicrophone()
    with room.interview(question("one"), options=ONE_PART) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(speech(2.0))
        room.microphone.drained()
        interview.done()
        room.until_state(State.REPLYING)
        if taken_back:
            interview.keep_talking()
        else:
            getattr(interview, leave)()
        stuck.closes.set()
        if taken_back:
            room.until_state(State.LISTENING)
            getattr(interview, leave)()
        room.until(SessionEnded)
    recorded = [event.seconds for event in room.told if isinstance(event, AnswerRecorded)]
    assert recorded == [pytest.approx(2.0, abs=0.05)]
    assert kept(room) == ["s1"]


def test_the_stages_of_the_assessment_are_told(room: Room) -> None:
    """First it is heard, then judged; each stage ends with all of it done."""
    with room.interview(question("one"), options=ONE_PART) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.ear.said = {"answer-1.pcm": "the bias"}
        room.microphone.say(speech(2.0))
        room.microphone.drained()
        interview.done()
        room.until(AnswerAssessed)
    work = [event for event in room.told if isinstance(event, WorkProgress)]
    assert [(one.stage, one.share) for one in work] == [
        ("hear", 0.0),
        ("hear", 1.0),
        ("judge", 0.0),
        ("judge", 1.0),
    ]
    assert {one.turn for one in work} == {1}


def test_the_last_answer_is_found_again_when_the_program_ends_before_it_is_judged(
    room: Room,
) -> None:
    """The session is over, its draft lies there until the assessment does, and the next start
    assesses it."""
    room.ear.said = {"answer-1.pcm": "the bias"}
    reading, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        if not room.ear.asked[-1].live:
            reading.set()
            assert go_on.wait(10)
            room.ear.error = RoleOff("The program ends.", "")

    room.ear.wait = wait
    with room.interview(question("one"), options=ONE_PART) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(TURN)
        room.until(SessionEnded)
        assert reading.wait(10)
        assert (room.folder / "answer-1.json").is_file()
        interview.close(drop=True)
        go_on.set()
        assert interview.join(10)
    store = room.library.open()
    assert [draft.position for draft in recovered(store, room.library)] == [1]
    store.close()


def test_trying_again_opens_the_microphone_that_was_lost(room: Room) -> None:
    """Once it is plugged in, the same question is answered."""
    room.microphone.lost.add("")
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.DEVICE_LOST)
        room.microphone.lost.clear()
        interview.resume()
        room.until_state(State.LISTENING)


def test_sound_before_a_lost_microphone_is_an_answer(room: Room) -> None:
    """What was said before the device went is kept when the answer is finished there."""
    with room.interview(question("one"), options=ONE_PART) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(speech(2.0), DeviceLost("Gone.", "Choose another."))
        room.until_state(State.DEVICE_LOST)
        interview.done()
        assert room.until(AnswerRecorded).seconds >= 1.9
    assert kept(room) == ["s1"]


@pytest.mark.parametrize("leave", ["skip", "end", "close"])
@pytest.mark.parametrize(
    ("sound", "kept"),
    [
        pytest.param(speech(0.3), True, id="a word"),
        pytest.param(speech(1.2, level=80), True, id="a voice too faint for the detector"),
        pytest.param(speech(0.8, level=80), False, id="a faint cough"),
        pytest.param(speech(3.0, level=30), False, id="the noise of the converter"),
    ],
)
def test_whatever_may_have_been_said_is_kept(
    room: Room, leave: str, sound: bytes, kept: bool
) -> None:
    """A question left without an answer deletes only what can hold no words."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(sound)
        room.microphone.drained()
        getattr(interview, leave)()
        room.until(SessionEnded)
    assert (room.folder / "answer-1.flac").is_file() is kept
    if kept:
        assert (room.folder / "answer-1.flac").read_bytes() == sound


def test_a_quiet_word_that_the_detector_heard_is_kept(room: Room) -> None:
    """Half a second under -30 dBFS is an answer when it was a voice."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(speech(0.5, level=600), silence(1.5))
        room.until_state(State.FINISHING)
        interview.skip()
        room.until(SessionEnded)
    assert (room.folder / "answer-1.flac").is_file()


def test_another_window_leaves_alone_what_is_being_recorded(room: Room) -> None:
    """It looks like what a crash left, but its folder is held until the session is over."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(speech(1.5))
        room.microphone.drained()
        store = room.library.open()
        assert recovered(store, room.library) == ()
        assert (room.folder / "answer-1.json").is_file()
        interview.close(drop=True)
        assert interview.join(10)
        (draft,) = recovered(store, room.library)
        assert draft.position == 1
        store.close()


def test_a_folder_is_held_until_its_answers_are_assessed(room: Room) -> None:
    """The interview is over, the judge is still reading: nobody else may begin to judge it."""
    room.ear.said = {"answer-1.pcm": "the bias"}
    reading, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        if not room.ear.asked[-1].live:
            reading.set()
            assert go_on.wait(10)

    room.ear.wait = wait
    other = Folders()
    with room.interview(question("one"), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(TURN)
        room.until(SessionEnded)
        assert reading.wait(10)
        assert not other.take(room.folder)
        go_on.set()
        room.until(AnswerAssessed)
    assert other.take(room.folder)
    other.free()


def test_after_a_kill_everything_is_recovered(room: Room) -> None:
    """What was recorded before the end came is kept as an answer and can be assessed."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(speech(1.5))
        room.microphone.drained()
        copy = {file.name: file.read_bytes() for file in room.folder.iterdir()}
        interview.end()
        room.until(AnswerAssessed)
    for name, content in copy.items():
        (room.folder / name).write_bytes(content)
    (room.folder / "answer-1.flac").unlink()
    store = room.library.open()
    (draft,) = recovered(store, room.library)
    assert [row.assessment for row in store.answers("s1")] == [None]
    room.ear.said = {"answer-1.pcm": "the bias"}
    by = review.Assessors(room.ear, room.mind, Tape())
    assert review.assess(store, draft, by).transcript.text == "the bias"
    assert recovered(store, room.library) == ()
    store.close()


def test_a_draft_that_cannot_be_written_is_told_and_the_answer_is_taken(room: Room) -> None:
    """What cannot be found again after a crash is said at once."""
    room.speaker.go.clear()
    with room.interview(question("one"), options=ONE_PART) as interview:
        interview.start()
        room.until(PromptSpoken)
        (room.folder / "answer-1.part").mkdir()
        room.speaker.go.set()
        assert room.until(StageFailed).stage == "recording"
        room.until_state(State.LISTENING)
        (room.folder / "answer-1.part").rmdir()
        room.microphone.say(TURN)
        assert room.until(AnswerRecorded).seconds > 3.9


def test_a_library_that_does_not_open_ends_the_session(room: Room, log: leaks.Log) -> None:
    """Nothing is asked when no answer could be kept."""
    log.expect("the empty session s1 stays")
    room.library.file.mkdir(parents=True)
    with room.interview(question("one")) as interview:
        interview.start()
        assert room.until(StageFailed).stage == "library"
        room.until(SessionEnded)
    assert room.states() == [State.ENDED]
    assert room.voice.said == []
