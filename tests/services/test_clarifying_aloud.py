"""Clarifying questions in an interview: answered aloud, and the same answer goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockvoice.domain.clarifying import ASSUME
from mockvoice.domain.errors import DeviceLost
from mockvoice.domain.events import (
    AnswerAssessed,
    AnswerRecorded,
    CaptionReady,
    PromptSpoken,
    SessionEnded,
    StageFailed,
)
from mockvoice.domain.question import Fact, Question
from mockvoice.domain.session import State
from mockvoice.services import report_view
from mockvoice.services.cast import Options
from tests import phased
from tests.services.people import Room, question
from tests.services.sound import silence, speech

TURN = speech(2.0) + silence(2.6)
LISTEN = State.LISTENING
SCALE = Fact(topic="scale", asks=("how many users", "traffic"), answer="Forty million members.")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room without sound of its own."""
    return Room(tmp_path)


def design(*points: str) -> Question:
    """A question with a fact sheet."""
    return question("one", points or ("bias",)).model_copy(update={"facts": (SCALE,)})


def test_a_clarifying_question_is_answered_and_the_answer_goes_on(room: Room) -> None:
    """The fact is told behind a word that fits a question too, and without thanks for it; what is
    said then is in the same recording and answer."""
    room.ear.said = {"answer-1.pcm": "How many users do we have?"}
    with room.interview(design(), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        asked_at = room.until(AnswerRecorded).seconds
        aside = room.until(PromptSpoken, lambda prompt: prompt.aside)
        assert (aside.text, aside.follow_up) == ("Forty million members.", False)
        room.until_state(LISTEN)
        room.ear.said["answer-1.pcm"] = "How many users do we have? Then the bias matters."
        room.microphone.say(TURN)
        room.until(SessionEnded)
        room.until(AnswerAssessed)
    assert room.spoken()[:4] == [
        "Tell me about one.",
        "All right.",
        "Forty million members.",
        "Okay.",
    ]
    store = room.library.open()
    (answer,) = store.answers("s1")
    store.close()
    made = answer.assessment
    assert made is not None
    assert made.transcript.text == "How many users do we have? Then the bias matters."
    assert made.transcript.seconds > asked_at + 2.0
    question_asked, told = made.prompts
    assert (question_asked.answers, told.answers) == (False, True)
    assert (told.text, told.point) == ("Forty million members.", None)
    assert told.at == asked_at


def test_what_cannot_be_said_aloud_is_told_and_the_answer_goes_on(room: Room) -> None:
    """A loudspeaker that fails costs the sound of it, not the interview."""
    room.ear.said = {"answer-1.pcm": "How many users do we have?"}
    with room.interview(design(), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.speaker.error = DeviceLost("No loudspeaker.", "Plug one in.")
        room.microphone.say(TURN)
        assert room.until(PromptSpoken, lambda prompt: prompt.aside).text == SCALE.answer
        assert room.until(StageFailed).stage == "voice"
        room.until_state(LISTEN)


def test_it_does_not_count_as_a_follow_up(room: Room) -> None:
    """After a clarifying question the one follow-up can still be asked."""
    room.ear.said = {"answer-1.pcm": "How many users do we have?"}
    with room.interview(design(), options=Options(follow_ups=1)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(PromptSpoken, lambda prompt: prompt.aside)
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        follow_up = room.until(PromptSpoken)
    assert (follow_up.text, follow_up.follow_up) == ("And what about bias?", True)


def test_the_same_words_are_not_answered_twice(room: Room) -> None:
    """What was asked before the answer is done with; only what is said since counts."""
    room.ear.said = {"answer-1.pcm": "How many users do we have?"}
    with room.interview(design(), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until_state(State.ASKING)
        room.until_state(LISTEN)
        interview.done()
        room.until(SessionEnded)
    asides = [one for one in room.told if isinstance(one, PromptSpoken) and one.aside]
    assert len(asides) == 1


def test_what_the_sheet_does_not_hold_is_left_to_the_candidate(room: Room) -> None:
    """It says so instead of inventing something."""
    room.ear.said = {"answer-1.pcm": "Do we have a marketing department?"}
    with room.interview(design()) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        assert room.until(PromptSpoken, lambda prompt: prompt.aside).text == ASSUME


def test_questions_without_a_sheet_are_answered_by_nobody(room: Room) -> None:
    """There the end of the turn is the end of the turn."""
    room.ear.said = {"answer-1.pcm": "How many users do we have?"}
    with room.interview(question("one"), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(SessionEnded)
    assert not any(isinstance(one, PromptSpoken) and one.aside for one in room.told)


def test_a_rhetorical_question_ends_the_turn_as_ever(room: Room) -> None:
    """No answer where none was asked for."""
    room.ear.said = {"answer-1.pcm": "So how would I evaluate this?"}
    with room.interview(design(), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(SessionEnded)
    assert not any(isinstance(one, PromptSpoken) and one.aside for one in room.told)


def test_starting_over_forgets_what_was_asked(room: Room) -> None:
    """The new attempt may ask the same again, and the old aside is not kept with it."""
    room.ear.said = {
        "answer-1.pcm": "How many users do we have?",
        "answer-1-attempt-2.pcm": "How many users do we have?",
    }
    with room.interview(design(), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(PromptSpoken, lambda prompt: prompt.aside)
        room.until_state(LISTEN)
        interview.redo()
        room.until_state(State.ASKING)
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(PromptSpoken, lambda prompt: prompt.aside)
        room.until_state(LISTEN)
        interview.end()
        room.until(AnswerAssessed)
    store = room.library.open()
    (answer,) = store.answers("s1")
    store.close()
    assert answer.assessment is not None
    assert sum(prompt.answers for prompt in answer.assessment.prompts) == 1


def test_captions_go_on_after_the_answer(room: Room) -> None:
    """The caption of the part still begins with the question that was asked."""
    room.ear.said = {"answer-1.pcm": "How many users do we have?"}
    with room.interview(design()) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        assert room.until(CaptionReady).text == "How many users do we have?"
        room.until(PromptSpoken, lambda prompt: prompt.aside)
        room.until_state(LISTEN)


def test_the_report_shows_what_was_told_where_it_was_told() -> None:
    """An aside stands before the words that follow it."""
    made = phased.assessment(phased.DESIGN)
    told = made.prompts[0].model_copy(
        update={"text": "Forty million.", "at": 20.0, "answers": True}
    )
    made = made.model_copy(update={"prompts": (made.prompts[0], told)})

    shown = [one for one in report_view.paragraphs(made) if one.prompt]

    assert [one.prompt for one in shown] == ["Forty million."]
    assert shown[0].start >= 20.0 - 0.4
