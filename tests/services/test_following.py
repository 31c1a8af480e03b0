"""An answer is followed while it is spoken: what is loaded, when it thinks, and who goes first."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mockvoice.domain.assessment import FollowUp
from mockvoice.domain.errors import MockvoiceError, RoleOff
from mockvoice.domain.ports import FollowUpRequest, Progress, no_progress
from mockvoice.services.following import Following, Telling
from mockvoice.services.pondering import Subject
from tests.services.people import Ear, Mind, question
from tests.services.sound import speech


class Wordy(Mind):
    """Words until it is stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.wording = threading.Event()
        self.stopped = threading.Event()

    def word_follow_up(self, _request: FollowUpRequest, progress: Progress = no_progress) -> str:
        """Never end by itself."""
        self.wording.set()
        try:
            while True:
                progress(0.5)
        except MockvoiceError:
            self.stopped.set()
            raise


@dataclass
class Room:
    """Someone who follows, and what is told."""

    folder: Path
    ear: Ear = field(default_factory=lambda: Ear({"answer.pcm": "noise"}))
    mind: Mind = field(default_factory=Mind)
    stretches: queue.SimpleQueue[tuple[float, str]] = field(default_factory=queue.SimpleQueue)
    likely: queue.SimpleQueue[FollowUp] = field(default_factory=queue.SimpleQueue)
    failed: queue.SimpleQueue[tuple[str, MockvoiceError]] = field(default_factory=queue.SimpleQueue)
    replies: queue.SimpleQueue[FollowUp | None] = field(default_factory=queue.SimpleQueue)

    def following(self) -> Following:
        """Follow the answer to a question about bias."""
        return Following(self.ear, self.mind)

    def begin(self, following: Following, *points: str) -> None:
        """An answer of two seconds is being recorded."""
        file = self.folder / "answer.pcm"
        file.write_bytes(speech(2.0))
        asked = question("one", points or ("bias",))
        telling = Telling(
            caption=lambda _text, _words: None,
            stretch=lambda until, text: self.stretches.put((until, text)),
            likely=self.likely.put,
            failed=lambda stage, error: self.failed.put((stage, error)),
        )
        following.begin(file, Subject(asked, "", (), more=True), telling)

    def reply(self, following: Following) -> FollowUp | None:
        """End the turn and wait for the reply."""
        following.reply(self.replies.put, until=None)
        return self.replies.get(timeout=5)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room with an ear and a mind."""
    return Room(tmp_path)


@pytest.fixture
def following(room: Room) -> Iterator[Following]:
    """Ended after the test."""
    made = room.following()
    yield made
    room.mind.go.set()
    made.close()
    assert made.join(5)


def test_models_are_loaded_while_the_question_is_asked(room: Room, following: Following) -> None:
    """The first words need not wait for them, nor the first look for the points to be read."""
    following.expect(question("one"), follow_ups=True)

    assert room.ear.ready.wait(5)
    assert room.mind.prepared.get(timeout=5) == ""


def test_without_follow_ups_the_judge_is_left_alone(room: Room, following: Following) -> None:
    """Its memory and its work are for the review then."""
    following.expect(question("one"), follow_ups=False)

    assert room.ear.ready.wait(5)
    following.close()
    assert following.join(5)
    assert room.mind.prepared.empty()


def test_a_question_said_again_leaves_what_was_read(room: Room, following: Following) -> None:
    """Hearing the question once more in the middle of the answer forgets nothing."""
    room.begin(following)

    following.expect(question("one", ("bias",)), follow_ups=True)

    following.close()
    assert following.join(5)
    assert not room.ear.ready.is_set()


def test_no_follow_up_overtakes_a_question_that_is_still_being_heard(
    room: Room, following: Following
) -> None:
    """However long it takes to hear the last words: they may ask the interviewer something."""
    room.begin(following)
    following.stretch(0.0, 2.0)
    assert room.likely.get(timeout=5).point == "bias"
    heard = threading.Event()
    room.ear.wait = lambda: heard.wait(5)
    following.reply(room.replies.put, until=3.0, instead=lambda _said: False)

    assert following.known() is None
    heard.set()
    reply = room.replies.get(timeout=5)
    assert reply is not None
    assert following.known() == reply


def test_the_reply_is_known_while_the_answer_is_spoken(room: Room, following: Following) -> None:
    """Its sound can be made long before the turn ends, and the end asks the judge nothing."""
    room.begin(following)
    following.stretch(0.0, 2.0)

    assert room.likely.get(timeout=5).point == "bias"
    looked = len(room.mind.looked)
    reply = room.reply(following)

    assert reply
    assert reply.text == "And what about bias?"
    assert len(room.mind.looked) == looked


def test_what_was_understood_of_a_stretch_is_told_with_its_end(
    room: Room, following: Following
) -> None:
    """The end of the turn depends on it."""
    room.begin(following)

    following.stretch(0.0, 1.5)

    assert room.stretches.get(timeout=5) == (1.5, "noise")


def test_no_thinking_begins_while_words_are_heard(room: Room, following: Following) -> None:
    """The captions come first; after them it goes on by itself."""
    room.mind.go.clear()
    room.begin(following, "bias", "noise", "data")
    following.stretch(0.0, 2.0)
    while not room.mind.looked:
        pass
    hearing, heard = threading.Event(), threading.Event()

    def wait() -> None:
        hearing.set()
        assert heard.wait(5)

    room.ear.wait = wait
    following.stretch(2.0, 2.1)
    assert hearing.wait(5)
    room.mind.go.set()  # ends the look that had begun
    assert room.likely.get(timeout=5)  # told when that look was over
    following.expect(question("two"), follow_ups=True)
    while room.mind.prepared.get(timeout=5):
        pass  # what was asked for later is done: nothing of this answer went before it
    assert len(room.mind.looked) == 1

    heard.set()

    while len(room.mind.looked) < 2:
        pass


def test_wording_is_stopped_when_the_turn_ends(room: Room) -> None:
    """The model is never waited for: the authored probe is asked at once."""
    mind = room.mind = Wordy()
    following = room.following()
    room.begin(following)
    following.stretch(0.0, 2.0)
    assert mind.wording.wait(5)

    following.consider()
    reply = room.reply(following)

    assert mind.stopped.is_set()
    assert reply
    assert reply.source == "probe"
    following.close()
    assert following.join(5)


def test_a_judge_that_cannot_is_told_once_and_nothing_is_asked(
    room: Room, following: Following
) -> None:
    """One clear sentence for the whole interview; without a verdict there is no follow-up."""
    room.mind.error = RoleOff("It is off.", "Start MockVoice again.")
    for _ in range(2):
        room.begin(following)
        following.stretch(0.0, 2.0)
        assert room.reply(following) is None

    stage, error = room.failed.get(timeout=5)
    assert stage == "reply"
    assert "no follow-up questions are asked" in error.message
    assert error.hint == "Start MockVoice again."
    assert room.failed.empty()


def test_a_judge_that_recovers_is_believed_again(room: Room, following: Following) -> None:
    """After a failure the next answer gets its follow-up, and a new failure is told again."""
    room.mind.error = RoleOff("It is off.")
    room.begin(following)
    following.stretch(0.0, 2.0)
    assert room.reply(following) is None
    room.mind.error = None
    room.begin(following)
    following.stretch(0.0, 2.0)
    assert room.reply(following)
    room.mind.error = RoleOff("It is off.")
    room.begin(following)
    following.stretch(0.0, 2.0)
    assert room.reply(following) is None

    assert [room.failed.get(timeout=5)[0] for _ in range(2)] == ["reply", "reply"]
