"""What the user puts right goes through the whole assessment, and can be had back."""

from __future__ import annotations

import pytest

from mockvoice.domain import amending
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.errors import BadData
from mockvoice.domain.transcript import Span
from mockvoice.domain.verdict import Judgement, Verdict
from tests import examples, phased


def verdict(made: Assessment, point: str) -> Verdict:
    """How a point stands."""
    return next(v.verdict for v in made.judgement.verdicts if v.point == point)


def span_of(made: Assessment, point: str) -> Span:
    """Where the quote of a point sounds."""
    span = next(quote.span for quote in made.quotes if quote.point == point)
    assert span is not None
    return span


def ruled(point: str = "target") -> Assessment:
    """The example with a point overruled by its first words."""
    made = examples.assessment()
    quote = amending.quote_of(made, point, made.transcript.words[0].start, 3.0)
    return amending.overrule(made, point, quote)


def test_a_correction_keeps_what_was_heard() -> None:
    """Both transcripts are there, the words differ only where it was put right."""
    made = examples.assessment()
    word = made.transcript.words[5]
    told = amending.correct(made, word.start, word.end, "XGBoost")
    assert told.heard == made.transcript
    assert told.corrections[0].heard == word.text
    assert told.corrections[0].said == "XGBoost"
    assert told.outdated
    assert "XGBoost" in told.transcript.text
    assert told.delivery.words == made.delivery.words


def test_taking_it_back_gives_the_same_assessment() -> None:
    """Words, quotes, delivery and scores are those of before, but for the judge's say."""
    made = examples.assessment()
    word = made.transcript.words[5]
    told = amending.correct(made, word.start, word.end, "XGBoost")
    back = amending.take_back_correction(told, 0)
    assert back.outdated
    assert back.model_copy(update={"outdated": False}) == made


def test_one_of_two_corrections_is_taken_back() -> None:
    """The other one stays in its place though words were added before it."""
    made = examples.assessment()
    first, second = made.transcript.words[5], made.transcript.words[20]
    told = amending.correct(made, first.start, first.end, "gradient boosted trees")
    told = amending.correct(told, second.start, second.end, "Zipf")
    back = amending.take_back_correction(told, 0)
    assert "gradient boosted" not in back.transcript.text
    assert back.transcript.words[20].text.startswith("Zipf")
    assert [one.said for one in back.corrections] == ["Zipf"]


def test_a_quote_with_a_corrected_word_is_quoted_as_corrected() -> None:
    """The quote still sounds at its place, and is in the transcript word for word."""
    made = examples.assessment()
    span = span_of(made, "contamination")
    inside = [w for w in made.transcript.words if w.start >= span.start and not w.filler]
    told = amending.correct(made, inside[1].start, inside[1].end, "average")
    quote = next(q for q in told.quotes if q.point == "contamination")
    assert "average" in quote.text
    assert quote.text in told.transcript.text
    assert quote.span == span


def test_the_same_judgement_changes_nothing() -> None:
    """Judged again with the same outcome: the same scores, and no change is told."""
    made = examples.assessment()
    again = amending.judged_again(made, made.judgement)
    assert again.scores == made.scores
    assert again.quotes == made.quotes
    assert again.advice == made.advice
    assert again.changes == ()


def test_changed_verdicts_are_told() -> None:
    """A point that was missed and is covered now is named, with both."""
    made = examples.assessment()
    new = tuple(
        v.model_copy(update={"verdict": Verdict.COVERED, "probability": 0.9})
        if v.point == "target"
        else v
        for v in made.judgement.verdicts
    )
    judgement = Judgement(verdicts=new, model="other", method="head-2")
    again = amending.judged_again(made.model_copy(update={"outdated": True}), judgement)
    assert [(c.point, c.before, c.after) for c in again.changes] == [
        ("target", Verdict.MISSED, Verdict.COVERED)
    ]
    assert not again.outdated
    assert again.made_by.judge == "other"
    assert (again.scores.overall or 0) > (made.scores.overall or 0)


def test_a_ruling_counts_and_the_judges_own_stays() -> None:
    """The point is covered by the user's words, the score rises, the judge's own is kept."""
    made, told = examples.assessment(), ruled()
    assert verdict(told, "target") is Verdict.COVERED
    assert told.judged == made.judgement
    assert told.judged_scores == made.scores
    assert (told.scores.overall or 0) > (made.scores.overall or 0)
    quote = next(q for q in told.quotes if q.point == "target")
    assert quote.text in made.transcript.verbatim_text
    assert [ruling.point for ruling in told.rulings] == ["target"]


def test_a_ruling_taken_back_leaves_nothing() -> None:
    """The assessment is the one of before."""
    assert amending.take_back_ruling(ruled(), "target") == examples.assessment()


def test_a_ruling_outlives_another_judgement() -> None:
    """Judged again, the user's word still stands, and is not told as a change of the judge."""
    again = amending.judged_again(ruled(), examples.judgement())
    assert verdict(again, "target") is Verdict.COVERED
    assert again.changes == ()
    assert again.judged == examples.judgement()


def test_only_points_of_the_rubric_can_be_ruled() -> None:
    """A ruling on anything else is refused, and so is one without words."""
    made = examples.assessment()
    with pytest.raises(BadData, match="no point"):
        amending.overrule(made, "weather", made.quotes[0])
    with pytest.raises(BadData, match="no word"):
        amending.quote_of(made, "target", 900.0, 901.0)


def test_old_documents_are_read() -> None:
    """An assessment that was kept before these fields existed."""
    made = examples.assessment()
    new = {"corrections", "heard", "outdated", "changes", "rulings", "judged", "judged_scores"}
    assert Assessment.model_validate_json(made.model_dump_json(exclude=new)) == made


def test_phases_follow_the_words_as_they_were_put_right() -> None:
    """What was taken for one phase and turns out to be of another is counted there."""
    said = "For data I log every impression with its position. In production I monitor drift daily."
    made = phased.assessment(phased.DESIGN, said)
    last = made.transcript.words[-6:]

    now = amending.correct(made, last[0].start, last[-1].end, "the model is two towers")

    assert phased_names(made) == ["data", "monitoring"]
    assert phased_names(now) == ["data", "model"]
    back = amending.take_back_correction(now, 0)
    assert back.delivery.phases == made.delivery.phases


def phased_names(made: Assessment) -> list[str]:
    """The phases in the order they were spoken of."""
    assert made.delivery.phases is not None
    return [span.phase for span in made.delivery.phases.spans]
