"""Failures of the judge: what is told, what is kept, and what is passed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockvoice.domain.errors import ModelDamaged, ModelMissing, RoleOff
from mockvoice.domain.ports import JudgeRequest, no_progress
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict
from mockvoice.engine.fakes import FakeJudge
from mockvoice.services import assessing, checkup
from mockvoice.services.checkup import Outcome
from tests import examples

ASKED = JudgeRequest(
    question="Why?", rubric=examples.question().rubric, answer="Because it leaks the target."
)


def test_a_judge_that_is_off_leaves_everything_not_judged() -> None:
    """No point gets a verdict, and the reason is told."""
    judge = FakeJudge(RoleOff("The judge is off.", "Start it again."))

    found = assessing.judge_request(judge, ASKED, no_progress)

    assert {v.verdict for v in found.verdicts} == {Verdict.NOT_JUDGED}
    assert found.failure == "The judge is off. Start it again."


@pytest.mark.parametrize("error", [ModelMissing("It is not there."), ModelDamaged("It is short.")])
def test_a_bad_model_is_not_taken_for_a_judgement(error: ModelMissing | ModelDamaged) -> None:
    """A model that is missing or damaged is an error of its own, to be mended first."""
    with pytest.raises(type(error)):
        assessing.judge_request(FakeJudge(error), ASKED, no_progress)


def test_no_follow_up_when_all_is_covered() -> None:
    """Nothing missing, nothing asked: the model is not even bothered."""
    question = examples.question()
    verdicts = tuple(
        PointVerdict(point=point.id, verdict=Verdict.COVERED, probability=0.9)
        for point in question.rubric
    )
    judge = FakeJudge()

    further = assessing.next_follow_up(
        judge, question, Judgement(verdicts=verdicts, model="m", method="t"), "All of it."
    )

    assert further is None
    assert judge.wordings_asked == []


def test_a_wording_that_fails_its_checks_gives_way_to_the_probe() -> None:
    """A model's wording that says the answer is not spoken; the author's probe is."""
    question = examples.question()
    judge = FakeJudge()
    point = question.rubric[0]
    judge.wordings.enqueue(f"Is it true that {point.text}?")

    further = assessing.next_follow_up(judge, question, examples.judgement(), "Some answer.")

    assert further is not None
    assert further.source == "probe"
    assert further.text in {p.probe for p in question.rubric}


def test_the_doctor_sees_a_judge_that_dies() -> None:
    """A crash of the language model is found by the check-up, with what to do."""
    found = checkup.judging(FakeJudge(RoleOff("It crashed (SIGILL).", "Build it again.")))

    assert found.outcome is Outcome.BAD
    assert found.mend == "Build it again."


@pytest.mark.parametrize(
    ("verdict", "outcome", "said"),
    [
        (Verdict.COVERED, Outcome.GOOD, "covered, as it should be"),
        (Verdict.WRONG, Outcome.NOTE, "contradicted, where “covered” would be right"),
    ],
)
def test_the_doctor_says_what_the_judge_was_tried_on_and_whether_it_was_right(
    verdict: Verdict, outcome: Outcome, said: str
) -> None:
    """The sentence and the point are told with the verdict; a wrong one comes with what to do."""
    one = PointVerdict(point="colour", verdict=verdict, probability=0.5)
    found = checkup.judging(FakeJudge(Judgement(verdicts=(one,), model="m", method="t")))

    assert found.outcome is outcome
    assert said in found.found
    assert "“By day the sky is blue.”" in found.found
    assert bool(found.mend) == (outcome is Outcome.NOTE)


def test_disk_space_is_told_for_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    """The data folder may not exist before the first start."""
    assert "GB free" in checkup.disk(tmp_path / "not" / "yet").found


def test_the_reader_s_form_of_a_point_changes_no_rubric() -> None:
    """It is not judged by; a rubric that says another thing is another rubric."""
    rubric = examples.question().rubric
    told = [point.model_copy(update={"you": "You say so."}) for point in rubric]
    other = [point.model_copy(update={"text": "Another idea."}) for point in rubric]

    assert assessing.rubric_digest(told) == assessing.rubric_digest(rubric)
    assert assessing.rubric_digest(other) != assessing.rubric_digest(rubric)
