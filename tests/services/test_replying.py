"""The reply to an answer: ready when it ends, and never waited for too long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from mockvoice.domain.errors import RoleOff
from mockvoice.domain.events import (
    AnswerAssessed,
    AnswerRecorded,
    CaptionReady,
    Countdown,
    Level,
    Nudge,
    PromptSpoken,
    SessionEnded,
    StageFailed,
    StateChanged,
)
from mockvoice.domain.ports import SpokenClip
from mockvoice.domain.session import State
from mockvoice.services import waiting
from mockvoice.services.recorder import Recorder
from mockvoice.services.speaking import Speaking
from tests.services.people import Room, question
from tests.services.sound import MARK, FakeTurnEnd, silence, speech

TURN = speech(2.0) + silence(2.6)
MARKED = speech(0.1, level=MARK)
LISTEN = State.LISTENING


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room without sound of its own."""
    return Room(tmp_path)


def test_a_slow_judge_is_not_waited_for(room: Room) -> None:
    """After six seconds the reply is what was known before the last words."""
    room.ear.said = {"answer-1.pcm": "data"}
    with room.interview(question("one", ("bias", "noise"))) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(0.9))
        while "And what about noise?" not in room.voice.said:
            room.until(Level)
            room.microphone.say(speech(0.1))
        room.mind.go.clear()
        room.microphone.drained()
        interview.type_answer("and more")
        room.until(AnswerRecorded)
        room.clock.time += 6
        assert room.until(PromptSpoken).text in {"And what about bias?", "And what about noise?"}
        room.mind.go.set()


def test_all_sound_is_asked_for_by_one_thread(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is likely to be asked next is found by another thread, but not given to the voice."""
    room.ear.said = {"answer-1.pcm": "data"}
    asked: dict[str, str] = {}
    prepare = Speaking.prepare

    def noted(self: Speaking, text: str, speed: float = 1.0) -> Future[SpokenClip]:
        asked[text] = threading.current_thread().name
        return prepare(self, text, speed)

    monkeypatch.setattr(Speaking, "prepare", noted)
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(0.9))
        while "And what about bias?" not in asked:
            room.until(Level)
            room.microphone.say(speech(0.1))
    assert set(asked.values()) == {"interview"}


def test_without_any_verdict_it_goes_on_in_time(room: Room) -> None:
    """A judge that has not said a word after thirty seconds is left aside."""
    room.ear.said = {"answer-1.pcm": "data"}
    room.mind.go.clear()
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(AnswerRecorded)
        room.clock.time += 25
        room.until(Nudge)  # it has looked at the clock, and says a word
        assert room.states()[-1] is State.REPLYING
        room.clock.time += 6
        assert room.until(PromptSpoken).text == "Tell me about two."
        room.mind.go.set()


def test_a_reply_that_takes_long_is_asked_patience_for_once(room: Room) -> None:
    """After three seconds the interviewer says so, and the screen too; not again after that."""
    room.ear.said = {"answer-1.pcm": "data"}
    room.mind.go.clear()
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(AnswerRecorded)
        room.clock.time += 3
        assert room.until(Nudge).text == waiting.STILL_THINKING
        room.clock.time += 28
        assert room.until(PromptSpoken).text == "Tell me about two."
        room.mind.go.set()
    assert sum(isinstance(event, Nudge) for event in room.told) == 1
    assert room.spoken()[:4] == [
        "Tell me about one.",
        "Thank you.",
        "One moment.",
        "Tell me about two.",
    ]


def test_no_patience_is_asked_for_while_something_sounds(room: Room) -> None:
    """Words that are still being said show well enough that nobody hangs."""
    room.ear.said = {"answer-1.pcm": "data"}
    room.mind.go.clear()
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.speaker.go.clear()
        room.microphone.say(TURN)
        room.until(AnswerRecorded)
        room.clock.time += 4
        for _ in range(3):  # looks at the clock: by then a word would have been said
            room.clock.looked.clear()
            assert room.clock.looked.wait(5)
        room.clock.time += 27
        room.until(StateChanged, lambda event: event.turn == 2)
        room.speaker.go.set()
        room.until_state(LISTEN)
        room.mind.go.set()
    assert room.spoken()[:3] == ["Tell me about one.", "Thank you.", "Tell me about two."]
    assert not any(isinstance(event, Nudge) for event in room.told)


def test_a_reply_in_time_needs_no_word(room: Room) -> None:
    """The usual case: thanks, then the follow-up."""
    room.ear.said = {"answer-1.pcm": "data"}
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(PromptSpoken, lambda prompt: prompt.follow_up)
        room.clock.time += 4
        room.until_state(LISTEN)
    assert "One moment." not in room.spoken()


def test_skip_while_the_reply_is_prepared_goes_on(room: Room) -> None:
    """The answer is kept, and nobody waits for a judge that thinks for long."""
    room.ear.said = {"answer-1.pcm": "noise"}
    room.mind.go.clear()
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(AnswerRecorded)
        interview.skip()
        assert room.until(PromptSpoken).text == "Tell me about two."
        room.mind.go.set()
        interview.end()
        assert room.until(AnswerAssessed).turn == 1
    assert not any(isinstance(event, PromptSpoken) and event.follow_up for event in room.told)


def test_when_the_judge_fails_the_interview_goes_on_without_follow_ups(room: Room) -> None:
    """It is said once what that means; no question is asked without a verdict."""
    room.ear.said = {"answer-1.pcm": "noise", "answer-2.pcm": "noise"}
    room.mind.error = RoleOff("The judge is off.", "Start MockVoice again.")
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        failed = room.until(StageFailed)
        assert (failed.stage, failed.hint) == ("reply", "Start MockVoice again.")
        assert "no follow-up questions are asked" in failed.message
        assert room.until(PromptSpoken).text == "Tell me about two."
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(SessionEnded)
    assert sum(isinstance(event, StageFailed) for event in room.told) == 1


def test_the_reply_is_ready_before_the_turn_ends(room: Room) -> None:
    """While finishing it is judged and the follow-up is made; at the end nothing is left to do."""
    room.ear.said = {"answer-1.pcm": "noise"}
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(0.9))
        assert room.mind.prepared.get(timeout=5) == ""  # loads the model
        assert room.mind.prepared.get(timeout=5) == "noise"
        room.microphone.say(silence(0.6))
        room.until_state(State.FINISHING)
        while "And what about bias?" not in room.voice.said:
            assert room.until(Countdown)
        assert room.states()[-1] is State.FINISHING
        looked = len(room.mind.looked)
        room.microphone.say(silence(1.5))
        room.until(PromptSpoken, lambda prompt: prompt.follow_up)
        assert len(room.mind.looked) == looked
        assert room.mind.judged == []


def knows(room: Room, said: str) -> None:
    """Wait until this was understood, and all of that was told."""
    while room.mind.prepared.get(timeout=5) != said:
        pass


@pytest.mark.parametrize(
    ("leave", "understood_late"),
    [
        ("skip", lambda room: room.ear.ready.wait(5)),
        ("redo", lambda room: knows(room, "first")),
    ],
)
def test_words_understood_too_late_are_nobodys(
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
    leave: str,
    understood_late: Callable[[Room], object],
) -> None:
    """Neither shown under the next question or attempt, nor told to the microphone of that."""
    room.ear.said = {
        "answer-1.pcm": "first",
        "answer-1-attempt-2.pcm": "second",
        "answer-2.pcm": "second",
    }
    hears, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        hears.set()
        assert go_on.wait(10)

    room.ear.wait = wait
    understood: list[str] = []
    monkeypatch.setattr(Recorder, "understood", lambda _, _until, text: understood.append(text))
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(0.9))
        assert hears.wait(5)
        room.speaker.go.clear()
        getattr(interview, leave)()
        room.until(PromptSpoken)
        room.ear.ready.clear()
        go_on.set()
        understood_late(room)
        room.speaker.go.set()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(0.9))
        room.until(CaptionReady)
    captions = [event.text for event in room.told if isinstance(event, CaptionReady)]
    assert captions == ["second"]
    assert "first" not in understood


def test_what_fails_late_is_told_of_its_own_question(room: Room) -> None:
    """Also while the next one is asked: what could not be heard was said before."""
    hears, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        hears.set()
        assert go_on.wait(10)

    room.ear.wait = wait
    room.ear.error = RoleOff("The transcriber is off.", "Try again.")
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(0.9))
        assert hears.wait(5)
        room.speaker.go.clear()
        interview.skip()
        assert room.until(PromptSpoken).turn == 2
        go_on.set()
        assert room.until(StageFailed, lambda failed: failed.stage == "captions").turn == 1


def test_a_whole_sentence_is_listened_to_twice(room: Room) -> None:
    """What was understood of it reaches the one who decides whether the turn is over."""
    room.ear.said = {"answer-1.pcm": "It is noise."}
    room.turn_end = FakeTurnEnd(0.6)
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0), silence(0.9))
        knows(room, "It is noise.")
        room.microphone.say(silence(0.1))
        room.until(Level, lambda level: level.seconds > 2.95)
        assert len(room.turn_end.asked) == 1
        room.microphone.say(silence(0.4), MARKED)
        assert room.vad.marked.wait(5)
        assert len(room.turn_end.asked) == 2
