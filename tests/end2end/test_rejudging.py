"""The real judge reads a corrected transcript, and a verdict that hung on the words changes."""

from __future__ import annotations

import pytest

from mockvoice.app import WorkerEngines
from mockvoice.domain import amending
from mockvoice.domain.assessment import Assessment, FollowUp
from mockvoice.domain.verdict import Verdict
from mockvoice.domain.words import readable
from mockvoice.services import rejudging
from tests.end2end.test_review_sound import stored

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(400)]
POINTS = ("diagnosis", "l1-zeros")
POINT = "l1-zeros"
MISHEARD = "Ellen, the last so, it ashley hero some of the mount, so you get asparagus modern"


def short() -> Assessment:
    """The stored answer, cut down to what it says of two points."""
    made = stored()
    spans = [q.span for q in made.quotes if q.point in POINTS and q.span]
    heard = made.transcript
    words = tuple(w for w in heard.words if any(s.start <= w.start < s.end for s in spans))
    text = readable(word.text for word in words if not word.filler)
    verbatim = " ".join(word.text for word in words)
    cut = heard.model_copy(update={"words": words, "text": text, "verbatim_text": verbatim})
    rubric = tuple(point for point in made.question.rubric if point.id in POINTS)
    question = made.question.model_copy(update={"rubric": rubric})
    verdicts = tuple(v for v in made.judgement.verdicts if v.point in POINTS)
    judgement = made.judgement.model_copy(update={"verdicts": verdicts})
    quotes = tuple(quote for quote in made.quotes if quote.point in POINTS)
    return made.model_copy(
        update={
            "transcript": cut,
            "question": question,
            "judgement": judgement,
            "quotes": quotes,
            "follow_up": FollowUp(point=POINT, text="And L1?", source="probe"),
        }
    )


def verdict(made: Assessment) -> Verdict:
    """How the point stands."""
    return next(v.verdict for v in made.judgement.verdicts if v.point == POINT)


@pytest.mark.usefixtures("weights")
def test_a_point_lost_by_mishearing_is_won_back_by_the_correction() -> None:
    """Misheard it is not covered; put right it is, the change is told, and its quote sounds."""
    made = short()
    quote = next(q for q in made.quotes if q.point == POINT)
    assert quote.span
    engines = WorkerEngines("standard")
    try:
        garbled = amending.correct(made, quote.span.start, quote.span.end, MISHEARD)
        heard = rejudging.judge_again(garbled, engines.judge)
        right = amending.correct(heard, quote.span.start, quote.span.end, quote.text)
        assert right.outdated
        again = rejudging.judge_again(right, engines.judge)
    finally:
        engines.close()
    assert verdict(heard) is not Verdict.COVERED
    assert verdict(again) is Verdict.COVERED
    assert [c.after for c in again.changes if c.point == POINT] == [Verdict.COVERED]
    found = next(q for q in again.quotes if q.point == POINT)
    assert found.span is not None
    assert found.text in again.transcript.text
    assert quote.span.start - 0.1 <= found.span.start < quote.span.end
