"""An interview from the first question to the assessed answers, with small true doubles."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from pathlib import Path

import pytest

from mockvoice.domain.end_of_turn import Patience
from mockvoice.domain.errors import DeviceLost, RoleOff
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
from mockvoice.domain.question import Term
from mockvoice.domain.session import State
from mockvoice.services import review, waiting
from mockvoice.services.cast import Options
from mockvoice.services.locking import Folders
from mockvoice.services.speaking import Speaking
from tests.services.people import Room, Tape, question, recovered
from tests.services.sound import SECOND, silence, speech

TURN = speech(2.0) + silence(2.6)
LISTEN = State.LISTENING


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
        room.microphone.say(silence(1.5), speech(1.0))
        room.microphone.drained()
        assert room.states()[-1] is LISTEN


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
        room.until_state(LISTEN)
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
        room.until_state(LISTEN)
        room.microphone.say(speech(0.5, level=600), silence(1.5))
        room.until_state(State.FINISHING)
        interview.skip()
        room.until(SessionEnded)
    assert (room.folder / "answer-1.flac").is_file()


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


def test_a_long_silence_brings_a_kind_word(room: Room) -> None:
    """Before the first word the turn never ends by itself."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
        room.microphone.say(silence(20.0))
        room.until(Nudge)
        room.until(Nudge)
        assert room.states()[-1] is LISTEN


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


def test_another_window_leaves_alone_what_is_being_recorded(room: Room) -> None:
    """It looks like what a crash left, but its folder is held until the session is over."""
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(LISTEN)
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
        room.until_state(LISTEN)
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
        room.until_state(LISTEN)
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
