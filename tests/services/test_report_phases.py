"""Time per phase in words: what stands out is named, and what does not is not."""

from __future__ import annotations

import dataclasses

from mockvoice.domain.question import Level
from mockvoice.domain.verdict import PointVerdict, Verdict
from mockvoice.services import report_phases
from mockvoice.services.report import Sound, page
from mockvoice.services.report_phases import PhaseView
from tests import examples, phased

ONLY_MODEL = (
    "The model is a two tower network. The ranker is a transformer with a listwise loss."
    " The neural network has many layers and the model predicts watch time."
    " A baseline is a boosted tree model. The model has embeddings and a calibrated layer."
    " Then the ranker is an ensemble of networks with another loss function for the model."
)
STORY_WITHOUT_END = (
    "Last year at my last company we had promised a forecast to logistics. My task was the model."
    " So I talked to the team, then I wrote a plan, and I compared three options."
    " Then I built the pipeline, I asked a colleague for help and I explained it to the head."
    " First I measured the errors, then I cut the plan into steps and I went to each of them."
)


def shown(which: str, text: str = "") -> PhaseView:
    """The view of an answer at mid level."""
    found = report_phases.view(phased.assessment(which, text), Level.MID)
    assert found is not None
    return found


def test_shares_of_a_spoken_answer_add_up() -> None:
    """All bars and the unclear time together are the answer."""
    found = shown(phased.DESIGN)
    total = sum(bar.seconds for bar in found.bars) + found.unclear

    assert abs(sum(bar.share for bar in found.bars) - (1 - found.unclear / total)) < 1e-9
    assert all(bar.places for bar in found.bars if bar.seconds)


def test_what_never_came_up_and_what_took_over_are_named() -> None:
    """An answer on the model alone is told so, and what to try is one thing."""
    found = shown(phased.DESIGN, ONLY_MODEL)

    assert "did not come up" in found.meaning
    assert "Requirements, data" in found.meaning
    assert "model took" in found.meaning
    assert found.try_next.startswith("Name the phases at the start")


def test_a_story_without_result_is_asked_for_one() -> None:
    """The advice for a story is about the part that is missing most."""
    found = shown(phased.STORY, STORY_WITHOUT_END)

    assert found.meaning.startswith("Result and lesson did not come up")
    assert found.try_next == "End the story with what came of it, with a figure."


def test_a_balanced_answer_is_told_nothing_to_try() -> None:
    """Where nothing stands out, nothing is made up."""
    found = shown("system-design/ad-click-prediction")
    balanced = all(bar.share >= report_phases.SHORT * bar.target for bar in found.bars)

    assert bool(found.try_next) is not balanced


def test_a_few_words_are_not_measured_by_shares() -> None:
    """Under twenty seconds nothing is concluded."""
    found = shown(phased.DESIGN, "The model is a two tower network.")

    assert found.meaning == "Too short to say how the time was shared out."
    assert found.try_next == ""


def test_talk_of_other_things_is_said_to_be_unclear() -> None:
    """Where no phase can be told, no phase is called missing."""
    found = shown(phased.DESIGN, "We had ice cream and it rained on my sister and her dog. " * 8)

    assert found.meaning.startswith("For most of the answer no phase could be told")


def test_the_exported_page_shows_the_bars_with_a_place_to_hear() -> None:
    """Each phase that was spoken of has its share and, where there is a recording, a button that
    plays its longest stretch."""
    made = phased.assessment(phased.DESIGN)
    written = page([made], [Sound("data:audio/flac;base64,", (0.5,))], "Design")
    silent = page([made], [None], "Design")

    found = report_phases.view(made, Level.MID)
    assert found is not None
    for bar in found.bars:
        assert f'<th scope="row">{bar.label}</th>' in written
        if bar.places:
            assert f'aria-label="Play {bar.label} at' in written
        assert f'<th scope="row">{bar.label}</th>' in silent
    assert 'aria-label="Play' not in silent
    assert "Time per phase" not in page([examples.assessment()], [None], "Leakage")


def test_questions_without_phases_show_none() -> None:
    """A technical answer has no such block, nor has one assessed before phases were measured."""
    assert report_phases.view(examples.assessment(), Level.MID) is None


def test_a_part_whose_point_is_covered_is_not_called_missing() -> None:
    """However short it was: what was judged to have been said needs no word to bring it in."""
    made = phased.assessment(phased.STORY, STORY_WITHOUT_END)
    result = PointVerdict(point="result", verdict=Verdict.COVERED, probability=0.95)
    judged = made.judgement.model_copy(update={"verdicts": (result,)})
    found = report_phases.view(made.model_copy(update={"judgement": judged}), Level.MID)

    assert found is not None
    assert found.meaning.startswith("Lesson did not come up")
    assert found.try_next == "Close with one sentence: what you do differently since."


def test_unclear_time_is_told_in_seconds() -> None:
    """A stretch without a phase is said in plain words, and less than a second not at all."""
    found = shown(phased.DESIGN, ONLY_MODEL)

    told = report_phases.unclear_told(dataclasses.replace(found, unclear=15.2))
    assert told == "15 s belong to no phase that the words would tell."
    assert report_phases.unclear_told(dataclasses.replace(found, unclear=0.6)) == ""
