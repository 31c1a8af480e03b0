"""An interview from the first question to the assessed answers, with small true doubles."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockvoice.domain.errors import DeviceLost, RoleOff
from mockvoice.domain.events import (
    AnswerAssessed,
    AnswerRecorded,
    CaptionReady,
    PromptSpoken,
    SessionEnded,
    StageFailed,
)
from mockvoice.domain.ports import SpokenClip
from mockvoice.domain.question import Term
from mockvoice.domain.session import State
from mockvoice.engine.fakes import FakeVoice
from mockvoice.services import review
from mockvoice.services.cast import Options
from mockvoice.services.speaking import SLOWER
from tests.services.people import Room, question, recovered
from tests.services.sound import silence, speech

TURN = speech(2.0) + silence(2.6)
LISTEN = State.LISTENING


class Mute(FakeVoice):
    """Cannot say anything."""

    def say(self, text: str, out: Path, speed: float = 1.0) -> SpokenClip:
        """Fail."""
        raise RoleOff("The voice is off.", "Start MockVoice again.")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A room without sound of its own."""
    return Room(tmp_path)


def test_a_question_a_follow_up_and_the_next_question(room: Room) -> None:
    """What is missing is asked for once; then it goes on, and all is assessed and kept."""
    room.ear.said = {
        "answer-1.pcm": "noise and data",
        "answer-1-reply-1.pcm": "the bias",
        "answer-2.pcm": "the bias again",
    }
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        assert room.until(PromptSpoken).text == "Tell me about one."
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        assert room.until(CaptionReady).text == "noise and data"
        assert room.until(AnswerRecorded).seconds > 3.9
        follow_up = room.until(PromptSpoken)
        assert (follow_up.text, follow_up.follow_up) == ("And what about bias?", True)
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        assert room.until(PromptSpoken).text == "Tell me about two."
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(SessionEnded)
        room.until(AnswerAssessed)
        assert room.until(AnswerAssessed).turn == 2
    store = room.library.open()
    first, second = store.answers("s1")
    store.close()
    assert first.assessment is not None
    assert second.assessment is not None
    assert [one.text for one in first.assessment.prompts] == [
        "Tell me about one.",
        "And what about bias?",
    ]
    assert first.assessment.prompts[1].point == "bias"
    assert first.assessment.transcript.text == "noise and data the bias"
    assert first.audio is not None
    assert first.audio.read_bytes().startswith(speech(2.0))
    assert sorted(file.name for file in room.folder.iterdir()) == ["answer-1.flac", "answer-2.flac"]


def test_the_states_follow_the_table_and_the_thanks_come_at_once(room: Room) -> None:
    """Asking, listening, finishing, replying; the thanks are played before the follow-up."""
    room.ear.said = {"answer-1.pcm": "noise"}
    with room.interview(question("one"), options=Options(follow_ups=1)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        room.until(PromptSpoken, lambda prompt: prompt.follow_up)
    assert room.states()[:5] == [
        State.ASKING,
        LISTEN,
        State.FINISHING,
        State.REPLYING,
        State.ASKING,
    ]
    assert room.spoken()[:3] == ["Tell me about one.", "Thank you.", "And what about bias?"]


def test_nothing_is_recorded_while_the_interviewer_speaks(room: Room) -> None:
    """The microphone opens only after the last sample of the question has sounded."""
    room.speaker.go.clear()
    with room.interview(question("one")) as interview:
        interview.start()
        room.until(PromptSpoken)
        assert room.microphone.opened == []
        room.speaker.go.set()
        room.until_state(LISTEN)
        assert room.microphone.opened == [""]


def test_skip_goes_on_and_keeps_what_was_said(room: Room) -> None:
    """A skipped question with an answer is kept; one without leaves nothing."""
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(1.0))
        room.microphone.drained()
        interview.skip()
        room.until(PromptSpoken, lambda prompt: prompt.turn == 2)
        interview.skip()
        room.until(SessionEnded)
        assert room.until(AnswerAssessed).turn == 1
    assert sorted(file.name for file in room.folder.iterdir()) == ["answer-1.flac"]


def test_redo_asks_again_and_puts_the_attempt_aside(room: Room) -> None:
    """The new attempt counts; the old one is still there as a file."""
    with room.interview(question("one"), options=Options(follow_ups=0)) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(speech(1.0))
        room.microphone.drained()
        interview.redo()
        room.until(PromptSpoken)
        room.until_state(LISTEN)
        room.microphone.say(speech(2.0))
        room.microphone.drained()
        interview.done()
        room.until(AnswerAssessed)
    store = room.library.open()
    (answer,) = store.answers("s1")
    store.close()
    assert answer.audio is not None
    assert answer.audio.read_bytes() == speech(2.0)
    assert (room.folder / "answer-1-aside.flac").read_bytes() == speech(1.0)


def test_replay_and_other_words(room: Room) -> None:
    """Slower and reworded while asking; while listening the recording waits."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        interview.replay(slower=True)
        room.until_state(State.PAUSED)
        assert room.until(PromptSpoken).text == "Tell me about one."
        room.until_state(LISTEN)
        interview.reword()
        assert room.until(PromptSpoken).text == "What is one?"
        room.until_state(LISTEN)


def test_a_typed_answer_is_assessed_without_delivery(room: Room) -> None:
    """Typing instead of speaking leads to the reply and to an assessment that says so."""
    with room.interview(question("one", ("bias", "noise"))) as interview:
        interview.start()
        room.until_state(LISTEN)
        interview.type_answer("it is the bias")
        assert room.until(PromptSpoken).text == "And what about noise?"
        interview.end()
        room.until(AnswerAssessed)
    store = room.library.open()
    (answer,) = store.answers("s1")
    store.close()
    assert answer.audio is None
    assert answer.assessment is not None
    assert answer.assessment.audio == ""
    assert answer.assessment.note == review.TYPED
    assert answer.assessment.transcript.text == "it is the bias"


def test_when_the_transcriber_fails_the_interview_goes_on(room: Room) -> None:
    """The failure is told, the sound is kept, and the answer is found again later."""
    room.ear.error = RoleOff("The transcriber is off.", "Try again.")
    with room.interview(question("one"), question("two")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        assert room.until(StageFailed).stage == "captions"
        room.until(PromptSpoken, lambda prompt: prompt.turn == 2)
        interview.end()
        room.until(StageFailed, lambda failed: failed.stage == "review")
    store = room.library.open()
    drafts = recovered(store, room.library)
    store.close()
    assert [draft.position for draft in drafts] == [1]
    assert (room.folder / "answer-1.pcm").is_file()


def test_terms_are_said_as_their_question_says(room: Room) -> None:
    """The voice is given the sound of a term in questions and follow-ups; the screen the term."""
    room.ear.said = {"answer-1.pcm": "noise"}
    bias = Term(text="bias", say="buy us")
    with room.interview(
        *(question(name).model_copy(update={"terms": (bias,)}) for name in ("bias", "two"))
    ) as interview:
        interview.start()
        assert room.until(PromptSpoken).text == "Tell me about bias."
        room.until_state(LISTEN)
        room.microphone.say(TURN)
        assert room.until(PromptSpoken).text == "And what about bias?"
    assert {"Tell me about buy us.", "And what about buy us?"} <= set(room.voice.said)
    assert not any("bias" in said for said in room.voice.said)


def test_when_the_voice_fails_the_question_can_be_read(room: Room) -> None:
    """The prompt is told as text, and the answer is heard."""
    room.speaker.error = DeviceLost("No loudspeaker.", "Plug one in.")
    with room.interview(question("one")) as interview:
        interview.start()
        assert room.until(StageFailed).stage == "voice"
        room.until_state(LISTEN)


def test_commands_that_come_too_late_do_nothing(room: Room) -> None:
    """Keys pressed in a state that has no use for them are ignored."""
    with room.interview(question("one")) as interview:
        interview.done()
        interview.pause()
        interview.keep_talking()
        interview.type_answer("early")
        interview.start()
        room.until_state(LISTEN)
        interview.start()
        interview.begin_now()
        interview.end()
        room.until(SessionEnded)
        interview.done()
    assert room.states() == [State.ASKING, LISTEN, State.ENDED]


def test_said_slower_while_it_is_asked(room: Room) -> None:
    """The prompt begins anew at the other speed, and then the answer is taken as ever."""
    room.speaker.go.clear()
    with room.interview(question("one")) as interview:
        interview.start()
        usual = room.until(PromptSpoken).word_ends
        interview.replay(slower=True)
        slower = room.until(PromptSpoken).word_ends
        room.speaker.go.set()
        room.until_state(LISTEN)
    assert slower == pytest.approx([end / SLOWER for end in usual])
    assert room.states() == [State.ASKING, LISTEN]


def test_a_question_that_no_voice_can_say_is_told(room: Room) -> None:
    """Without a sound there are no times of words, and the answer is taken all the same."""
    room.voice = Mute()
    with room.interview(question("one")) as interview:
        interview.start()
        assert room.until(StageFailed).stage == "voice"
        prompt = room.until(PromptSpoken)
        room.until_state(LISTEN)
    assert (prompt.text, prompt.word_ends) == ("Tell me about one.", ())


def test_an_interview_needs_a_question(room: Room) -> None:
    """Without one there is nothing to begin."""
    with pytest.raises(ValueError, match="needs a question"), room.interview():
        pass
