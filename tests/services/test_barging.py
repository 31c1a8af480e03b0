"""Speaking over the interviewer: with headphones the prompt falls silent and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockvoice.domain.events import Countdown, PromptSpoken, SessionEnded
from mockvoice.domain.question import Fact
from mockvoice.domain.session import State
from mockvoice.services.cast import Options
from tests.services.people import Room, question
from tests.services.sound import SECOND, silence, speech

HEADPHONES = Options(follow_ups=0, acknowledge=False, barge_in=True)
LISTEN = State.LISTENING


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room in which each prompt sounds until the test lets it end."""
    made = Room(tmp_path)
    made.speaker.go.clear()
    return made


def test_a_voice_over_the_prompt_takes_the_turn_and_is_kept_from_its_beginning(
    room: Room,
) -> None:
    """The prompt stops, and the recording holds all that was said, the first word included."""
    with room.interview(question("one"), options=HEADPHONES) as interview:
        interview.start()
        room.until(PromptSpoken)
        room.microphone.say(silence(1.0), speech(0.6))
        room.until_state(LISTEN)
        room.microphone.say(speech(1.0))
        room.microphone.drained()
        interview.done()
        room.until(SessionEnded)
    kept = room.folder / "answer-1.flac"
    assert kept.read_bytes().endswith(speech(1.6))
    assert 1.6 <= kept.stat().st_size / SECOND < 2.4
    assert room.microphone.opened == [""]


@pytest.mark.parametrize("sound", [speech(0.3) + silence(1.0), (speech(0.1) + silence(0.3)) * 6])
def test_a_cough_or_a_word_of_assent_does_not_interrupt(room: Room, sound: bytes) -> None:
    """Under 0.4 s of voice the interviewer speaks on."""
    with room.interview(question("one"), options=HEADPHONES) as interview:
        interview.start()
        room.until(PromptSpoken)
        room.microphone.say(sound)
        room.microphone.drained()
        room.speaker.go.set()
        room.until_state(LISTEN)
    assert room.microphone.opened == ["", ""]
    assert not (room.folder / "answer-1.pcm").exists()


def test_without_headphones_the_microphone_stays_closed(room: Room) -> None:
    """Through a loudspeaker the interviewer would interrupt itself."""
    with room.interview(question("one"), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until(PromptSpoken)
        assert room.microphone.opened == []
        room.speaker.go.set()
        room.until_state(LISTEN)
        assert room.microphone.opened == [""]


def test_time_to_think_is_not_interrupted_by_thinking_aloud(room: Room) -> None:
    """Once the question has been said the microphone is closed again until the answer."""
    with room.interview(question("one", think=30), options=HEADPHONES) as interview:
        interview.start()
        room.until(PromptSpoken)
        assert room.microphone.opening.get(timeout=5) == ""
        room.speaker.go.set()
        room.until_state(State.THINKING)
        room.until(Countdown)
        room.microphone.say(speech(2.0))
        room.clock.time += 10
        room.until(Countdown, lambda left: left.seconds == 20)
        assert room.states()[-1] is State.THINKING


def test_what_the_interviewer_tells_can_be_interrupted_too(room: Room) -> None:
    """The answer to a clarifying question is a prompt like any other."""
    fact = Fact(topic="scale", asks=("how many users",), answer="Forty million members.")
    room.ear.said = {"answer-1.pcm": "How many users do we have?"}
    asked = question("one").model_copy(update={"facts": (fact,)})
    room.speaker.go.set()
    with room.interview(asked, options=HEADPHONES) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.speaker.go.clear()
        room.microphone.say(speech(2.0))
        room.microphone.drained()
        interview.done()
        room.until(PromptSpoken, lambda prompt: prompt.aside)
        room.microphone.say(speech(0.6))
        room.until_state(LISTEN)


def test_a_replay_can_be_interrupted_and_the_answer_goes_on(room: Room) -> None:
    """Who has heard enough speaks on, into the same recording."""
    room.speaker.go.set()
    with room.interview(question("one"), options=HEADPHONES) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(1.0))
        room.microphone.drained()
        room.speaker.go.clear()
        interview.replay()
        room.until(PromptSpoken)
        room.microphone.say(speech(0.6))
        room.until_state(LISTEN)
        room.microphone.say(speech(1.0))
        room.microphone.drained()
        interview.end()
        room.until(SessionEnded)
    assert (room.folder / "answer-1.flac").read_bytes() == speech(2.6)


def test_a_microphone_that_does_not_open_lets_the_interviewer_finish(room: Room) -> None:
    """Listening in is a courtesy: its failure is told when the answer is to be recorded."""
    room.microphone.lost = {""}
    with room.interview(question("one"), options=HEADPHONES) as interview:
        interview.start()
        room.until(PromptSpoken)
        room.speaker.go.set()
        room.until_state(State.DEVICE_LOST)


def test_ending_lets_go_of_the_microphone(room: Room) -> None:
    """Leaving while the interviewer speaks leaves no open microphone behind."""
    with room.interview(question("one"), options=HEADPHONES) as interview:
        interview.start()
        room.until(PromptSpoken)
        assert room.microphone.opening.get(timeout=5) == ""
        interview.end()
        room.until(SessionEnded)
