"""One question while it is asked and answered: its files, wordings and parts."""

from __future__ import annotations

import pytest

from mockvoice.domain.assessment import FollowUp
from mockvoice.domain.question import Fact
from mockvoice.services.cast import Asked
from mockvoice.services.turn import MOST_ASIDES, Turn
from tests.services.people import question

SCALE = Fact(topic="scale", asks=("how many users",), answer="Forty million members.")
ASKS = "How many users do we have?"
REPLY = FollowUp(text="And what about bias?", point="bias", source="probe")


@pytest.fixture
def turn() -> Turn:
    """The second question, with a fact sheet, being answered."""
    asked = question("one").model_copy(update={"facts": (SCALE,)})
    made = Turn(2, Asked("pack/one", asked))
    made.begin_recording()
    return made


def test_each_part_and_attempt_is_recorded_into_a_file_of_its_own(turn: Turn) -> None:
    """The first attempts of a follow-up do not count on from those of the question."""
    files = [turn.part.file]
    for again in (turn.again, lambda: turn.go_on(REPLY, ""), turn.again):
        again()
        assert turn.part.file == ""
        turn.begin_recording()
        files.append(turn.part.file)
    assert files == [
        "answer-2.pcm",
        "answer-2-attempt-2.pcm",
        "answer-2-reply-1.pcm",
        "answer-2-reply-1-attempt-2.pcm",
    ]


def test_late_words_belong_to_the_last_recording_of_the_answer(turn: Turn) -> None:
    """While a follow-up is asked that is the part before; what was put aside is none of it."""
    turn.again()
    assert turn.last_recording == ""
    turn.begin_recording()
    assert turn.last_recording == "answer-2-attempt-2.pcm"
    turn.go_on(REPLY, "")
    assert turn.last_recording == "answer-2-attempt-2.pcm"
    turn.begin_recording()
    turn.again()
    assert turn.last_recording == "answer-2-attempt-2.pcm"
    turn.begin_recording()
    assert turn.last_recording == "answer-2-reply-1-attempt-2.pcm"


@pytest.mark.parametrize("leave", ["again", "go_on"])
def test_how_a_recording_went_says_nothing_about_the_next(turn: Turn, leave: str) -> None:
    """Neither of the next attempt nor of the next part, even before that is recorded."""
    turn.voice_heard()
    turn.submit(silent=True)
    turn.told = True
    if leave == "again":
        turn.again()
    else:
        turn.go_on(REPLY, "")
    assert (turn.voiced, turn.submitted, turn.silent_end, turn.told) == (False,) * 4


def test_an_end_that_is_taken_back_was_none(turn: Turn) -> None:
    """What was heard before stays heard."""
    turn.voice_heard()
    turn.submit(silent=True)
    turn.told = True
    turn.record_on()
    assert (turn.submitted, turn.silent_end, turn.told) == (False,) * 3
    assert turn.voiced


def test_wordings_go_round_and_a_follow_up_keeps_its_own(turn: Turn) -> None:
    """As written first, then in other words."""
    turn.reword()
    assert turn.part.prompt == "What is one?"
    turn.go_on(REPLY, "")
    turn.reword()
    assert turn.part.prompt == REPLY.text


def test_what_was_said_before_is_asked_no_second_time(turn: Turn) -> None:
    """Only what is said since the interviewer last spoke may be a question."""
    reply = turn.clarification(ASKS)
    assert reply is not None
    turn.clarify(reply, ASKS, at=2.0)
    assert turn.clarification(ASKS) is None
    assert turn.clarification(f"{ASKS} {ASKS}") is not None


def test_questions_of_the_candidate_come_to_an_end(turn: Turn) -> None:
    """After some of them in one part it goes on; in the next part there may be more."""
    said = ""
    for _ in range(MOST_ASIDES):
        said = f"{said} {ASKS}"
        reply = turn.clarification(said)
        assert reply is not None
        turn.clarify(reply, said, at=2.0)
    assert turn.clarification(f"{said} {ASKS}") is None
    turn.go_on(REPLY, said)
    assert turn.clarification(f"{said} {ASKS}") is not None


def test_more_may_be_asked_until_the_follow_ups_are_used_up(turn: Turn) -> None:
    """The subject says so, and holds what was said to the parts before."""
    assert turn.subject(1).more
    turn.go_on(REPLY, "noise")
    assert not turn.subject(1).more
    assert turn.subject(2).more
    assert turn.subject(2).before == "noise"
