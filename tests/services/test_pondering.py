"""What is asked next is known while the answer is spoken, and costs little when it ends."""

from __future__ import annotations

import pytest

from mockvoice.domain.assessment import FollowUp
from mockvoice.domain.errors import Cancelled, RoleOff
from mockvoice.domain.ports import no_progress
from mockvoice.domain.question import Question
from mockvoice.domain.verdict import PointVerdict, Verdict
from mockvoice.engine.fakes import FakeJudge
from mockvoice.services.pondering import Pondering, Subject
from tests.services.people import question

GOOD = "You spoke of noise: what else is in the error?"


def verdict(point: str, probability: float, *, uncertain: bool = False) -> PointVerdict:
    """A verdict that fits the probability."""
    kind = Verdict.COVERED if probability >= 0.5 else Verdict.MISSED
    return PointVerdict(point=point, verdict=kind, probability=probability, uncertain=uncertain)


def pondering(judge: FakeJudge, *points: str, asked: tuple[FollowUp, ...] = ()) -> Pondering:
    """Thoughts about a question with these points."""
    asks = question("one", points)
    made = Pondering(judge, asks)
    made.begin(Subject(asks, "", asked, more=True))
    return made


def idle(thoughts: Pondering, text: str) -> None:
    """Do all that can be done ahead, but for wording."""
    while thoughts.step(text, None):
        pass


def test_the_words_are_read_first_and_then_one_point_at_a_time() -> None:
    """Each step is one request to the judge, so that something else can come between."""
    judge = FakeJudge()
    judge.looks.enqueue(verdict("bias", 0.1), verdict("noise", 0.2))
    thoughts = pondering(judge, "bias", "noise")

    assert not thoughts.step("", no_progress)  # nothing was said
    assert thoughts.step("words", None)
    assert [one.answer for one in judge.prepared] == ["words"]
    assert judge.looked == []
    assert thoughts.step("words", None)
    assert judge.looked == [("words", "bias")]
    assert thoughts.step("words", None)
    assert not thoughts.step("words", None)


def test_what_is_covered_stays_so_and_the_rest_is_looked_at_again() -> None:
    """A growing answer costs only the points that are still open."""
    judge = FakeJudge()
    judge.looks.enqueue(verdict("bias", 0.9), verdict("noise", 0.2))
    thoughts = pondering(judge, "bias", "noise")
    idle(thoughts, "words")
    judge.looked.clear()
    judge.looks.enqueue(verdict("noise", 0.1))

    idle(thoughts, "words and more")

    assert judge.looked == [("words and more", "noise")]


def test_at_the_end_only_the_point_to_be_asked_for_is_looked_at() -> None:
    """With the last words one look decides, and none where nothing was said since."""
    judge = FakeJudge()
    judge.looks.enqueue(verdict("a", 0.4), verdict("b", 0.1), verdict("c", 0.2))
    thoughts = pondering(judge, "a", "b", "c")
    idle(thoughts, "words")
    judge.looked.clear()

    thoughts.settle("words")
    assert judge.looked == []

    judge.looks.enqueue(verdict("b", 0.15))
    thoughts.settle("words and the last")
    assert judge.looked == [("words and the last", "b")]
    reply = thoughts.reply("words and the last")
    assert reply == FollowUp(point="b", text="And what about b?", source="probe")


def test_what_the_last_words_covered_gives_way_to_the_next() -> None:
    """The next point is looked at with the last words too, before it is asked for."""
    judge = FakeJudge()
    judge.looks.enqueue(verdict("a", 0.1), verdict("b", 0.2))
    thoughts = pondering(judge, "a", "b")
    idle(thoughts, "words")
    judge.looked.clear()
    judge.looks.enqueue(verdict("a", 0.9), verdict("b", 0.3))

    thoughts.settle("words and a")

    assert judge.looked == [("words and a", "a"), ("words and a", "b")]
    reply = thoughts.reply("words and a")
    assert reply
    assert reply.point == "b"


def test_nothing_is_asked_when_all_is_covered_or_was_asked_for() -> None:
    """Neither a covered point nor one that was asked for is asked for."""
    judge = FakeJudge()
    judge.looks.enqueue(verdict("a", 0.9))
    before = FollowUp(point="b", text="And what about b?", source="probe")
    thoughts = pondering(judge, "a", "b", asked=(before,))

    thoughts.settle("words")

    assert thoughts.reply("words") is None


def test_a_wording_is_used_only_when_it_is_ready_and_passes() -> None:
    """Until then, and where it fails the checks, the authored probe is asked."""
    judge = FakeJudge()
    judge.looks.enqueue(verdict("bias", 0.1))
    thoughts = pondering(judge, "bias")
    idle(thoughts, "just noise")
    reply = thoughts.reply("just noise")
    assert reply
    assert reply.source == "probe"
    assert judge.wordings_asked == []

    judge.wordings.enqueue(GOOD)
    assert thoughts.step("just noise", no_progress)

    reply = thoughts.reply("just noise")
    assert reply == FollowUp(point="bias", text=GOOD, source="model")
    assert not thoughts.step("just noise", no_progress)  # worded once


@pytest.mark.parametrize("wording", ["Two questions? Or one?", RoleOff("It is off.")])
def test_a_bad_wording_is_not_tried_again(wording: str | RoleOff) -> None:
    """The probe is asked, and the model is left alone."""
    judge = FakeJudge()
    judge.looks.enqueue(verdict("bias", 0.1))
    judge.wordings.enqueue(wording)
    thoughts = pondering(judge, "bias")
    while thoughts.step("just noise", no_progress):
        pass

    reply = thoughts.reply("just noise")

    assert reply
    assert reply.source == "probe"
    assert len(judge.wordings_asked) == 1


def test_a_wording_that_was_stopped_is_tried_again() -> None:
    """When speech goes on there may be time for it later."""
    judge = FakeJudge()
    judge.looks.enqueue(verdict("bias", 0.1))
    judge.wordings.enqueue(Cancelled(), GOOD)
    thoughts = pondering(judge, "bias")
    idle(thoughts, "just noise")

    assert thoughts.step("just noise", no_progress)
    assert thoughts.step("just noise", no_progress)

    reply = thoughts.reply("just noise")
    assert reply
    assert reply.source == "model"


def test_the_two_likeliest_replies_are_known_for_their_sound() -> None:
    """If the last words cover the first point, the next one's question is ready as well."""
    judge = FakeJudge()
    judge.looks.enqueue(verdict("a", 0.3), verdict("b", 0.1), verdict("c", 0.2))
    thoughts = pondering(judge, "a", "b", "c")
    idle(thoughts, "words")

    assert [one.point for one in thoughts.likely("words")] == ["b", "c"]


def test_a_point_without_a_probe_is_asked_for_only_in_words_of_the_model() -> None:
    """Without either nothing is asked about it."""
    asks = question("one", ("bias", "noise"))
    bare = asks.rubric[0].model_copy(update={"probe": ""})
    asks = Question.model_validate(
        asks.model_copy(update={"rubric": (bare, asks.rubric[1])}).model_dump()
    )
    judge = FakeJudge()
    judge.looks.enqueue(verdict("bias", 0.1), verdict("noise", 0.2))
    judge.wordings.enqueue("", "")
    thoughts = Pondering(judge, asks)
    thoughts.begin(Subject(asks, "", (), more=True))
    while thoughts.step("words", no_progress):
        pass

    reply = thoughts.reply("words")

    assert reply
    assert reply.point == "noise"


def test_without_time_the_point_looked_at_last_is_asked_for() -> None:
    """Of a point that was missing long ago more may have been said; of the last one it was not."""
    judge = FakeJudge()
    judge.looks.enqueue(verdict("bias", 0.1), verdict("noise", 0.2), verdict("bias", 0.3))
    thoughts = pondering(judge, "bias", "noise")
    idle(thoughts, "words")
    while len(judge.looked) < 3:
        thoughts.step("words and more", None)

    found = thoughts.freshest("words and more, and still more")

    assert judge.looked[-1] == ("words and more", "bias")
    assert found is not None
    assert found.point == "bias"
    noise = thoughts.reply("words and more")
    assert noise is not None
    assert noise.point == "noise"
