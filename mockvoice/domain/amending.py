"""What the user knows better: words that were misheard, and points that were said after all.

Each function returns another assessment in which transcript, verdicts, quotes, scores and advice
agree with each other; what the machine had said is kept beside it and can be had back.
"""

from __future__ import annotations

from collections.abc import Sequence

from mockvoice.domain import advice, correcting, measure, phases, quotes, scoring
from mockvoice.domain.assessment import Assessment, Change, Correction, Quote, Ruling
from mockvoice.domain.delivery import Delivery, Prosody
from mockvoice.domain.errors import BadData
from mockvoice.domain.transcript import Span, Transcript
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict


def correct(made: Assessment, start: float, end: float, said: str) -> Assessment:
    """Put the words of a stretch right; the verdicts are outdated until it is judged again.

    Raises BadData when there is no word in the stretch, or none is given.
    """
    transcript, heard = correcting.correct(made.transcript, start, end, said)
    places = correcting.words_in(made.transcript, start, end)
    words = made.transcript.words
    correction = Correction(
        start=words[places.start].start,
        end=words[places.stop - 1].end,
        heard=heard,
        said=" ".join(said.split()),
    )
    return _reworded(made, transcript, (*made.corrections, correction))


def take_back_correction(made: Assessment, place: int) -> Assessment:
    """Return to what was heard in this one; later corrections stay."""
    left = tuple(one for number, one in enumerate(made.corrections) if number != place)
    transcript = made.heard or made.transcript
    for one in left:
        transcript, _ = correcting.correct(transcript, one.start, one.end, one.said)
    return _reworded(made, transcript, left)


def judged_again(made: Assessment, judgement: Judgement) -> Assessment:
    """Take a new judgement of the words as they are now, and say what it decided otherwise."""
    judged = [v for v in _own(made).verdicts if v.verdict is not Verdict.NOT_JUDGED]
    before = {verdict.point: verdict.verdict for verdict in judged}
    ruled = {ruling.point for ruling in made.rulings}
    changes = tuple(
        Change(point=now.point, before=before[now.point], after=now.verdict)
        for now in judgement.verdicts
        if now.point not in ruled and before.get(now.point, now.verdict) != now.verdict
    )
    by = made.made_by.model_copy(update={"judge": judgement.model, "method": judgement.method})
    held = {"outdated": False, "changes": changes, "made_by": by}
    return _weighed(made.model_copy(update=held), judgement, made.rulings)


def overrule(made: Assessment, point: str, quote: Quote) -> Assessment:
    """Count a point as covered because the user points to the words that say it."""
    if point not in {one.id for one in made.question.rubric}:
        raise BadData(f"The rubric has no point “{point}”.", "Choose a point of this question.")
    others = (ruling for ruling in made.rulings if ruling.point != point)
    return _weighed(made, _own(made), (*others, Ruling(point=point, quote=quote)))


def take_back_ruling(made: Assessment, point: str) -> Assessment:
    """Return to the judge's verdict on this point."""
    left = tuple(ruling for ruling in made.rulings if ruling.point != point)
    return _weighed(made, _own(made), left)


def quote_of(made: Assessment, point: str, start: float, end: float) -> Quote:
    """Return the words of a stretch as a quote. Raises BadData when there are none."""
    text = correcting.said_in(made.transcript, start, end)
    places = correcting.words_in(made.transcript, start, end)
    if not text:
        raise BadData("There is no word in this stretch.", "Select the words that say it.")
    words = made.transcript.words
    span = Span(start=words[places.start].start, end=words[places.stop - 1].end)
    return Quote(point=point, text=text, span=span)


def _own(made: Assessment) -> Judgement:
    """The judge's own verdicts."""
    return made.judged or made.judgement


def _reworded(
    made: Assessment, transcript: Transcript, corrections: tuple[Correction, ...]
) -> Assessment:
    """Carry delivery, verdicts and rulings over to other words."""
    before = made.transcript
    own = _own(made)
    verdicts = tuple(_carried(verdict, before, transcript) for verdict in own.verdicts)
    rulings = tuple(
        ruling.model_copy(update={"quote": _moved(ruling.quote, transcript)})
        for ruling in made.rulings
    )
    held = {
        "transcript": transcript,
        "delivery": _delivery(made, transcript),
        "corrections": corrections,
        "heard": (made.heard or before) if corrections else None,
        "outdated": True,
        "changes": (),
    }
    judgement = own.model_copy(update={"verdicts": verdicts})
    return _weighed(made.model_copy(update=held), judgement, rulings)


def _weighed(made: Assessment, own: Judgement, rulings: tuple[Ruling, ...]) -> Assessment:
    """Work out quotes, scores and advice from the judge's verdicts and the user's rulings."""
    said, question = made.transcript, made.question
    judgement = _with(own, rulings)
    pointed = {ruling.point: ruling.quote for ruling in rulings}
    found = {quote.point: quote for quote in quotes.of_judgement(judgement, said)} | pointed
    shown = tuple(found[v.point] for v in judgement.verdicts if v.point in found)
    delivery = _phased(made, shown)
    scores = scoring.score(question.rubric, judgement, question.text, said.text, delivery)
    alone = scoring.score(question.rubric, own, question.text, said.text, delivery)
    return made.model_copy(
        update={
            "delivery": delivery,
            "judgement": judgement,
            "quotes": shown,
            "scores": scores,
            "advice": advice.advise(question, judgement, shown, said, delivery, scores),
            "rulings": rulings,
            "judged": own if rulings else None,
            "judged_scores": alone if rulings else None,
        }
    )


def _phased(made: Assessment, shown: Sequence[Quote]) -> Delivery:
    """Delivery with the phases as words and quotes are now, where they were measured."""
    if made.delivery.phases is None:
        return made.delivery
    followed = phases.follow(made.transcript.words, made.question, shown)
    return made.delivery.model_copy(update={"phases": followed})


def _with(own: Judgement, rulings: Sequence[Ruling]) -> Judgement:
    """The judge's verdicts, those the user overruled replaced."""
    if not rulings:
        return own
    covered = {
        ruling.point: PointVerdict(
            point=ruling.point,
            verdict=Verdict.COVERED,
            probability=None,
            quote=ruling.quote.text,
        )
        for ruling in rulings
    }
    verdicts = tuple(covered.get(verdict.point, verdict) for verdict in own.verdicts)
    return own.model_copy(update={"verdicts": verdicts})


def _carried(verdict: PointVerdict, before: Transcript, now: Transcript) -> PointVerdict:
    """A verdict whose quote is in the words as they are now."""
    if verdict.quote is None or quotes.find(now.text, verdict.quote) is not None:
        return verdict
    span = quotes.locate(before, verdict.quote)
    text = correcting.said_in(now, span.start, span.end) if span else ""
    return verdict.model_copy(update={"quote": text or None})


def _moved(quote: Quote, now: Transcript) -> Quote:
    if quote.span is None:
        return quote
    text = correcting.said_in(now, quote.span.start, quote.span.end)
    return quote.model_copy(update={"text": text or quote.text})


def _delivery(made: Assessment, transcript: Transcript) -> Delivery:
    """Measure what depends on the words; melody and whatever was measured elsewhere stay."""
    old = made.delivery
    melody = Prosody(
        pitch_variation_semitones=old.pitch_variation_semitones,
        loudness_variation_db=old.loudness_variation_db,
    )
    begins = [prompt.at for prompt in made.prompts]
    measured = measure.measure(transcript, melody, begins)
    held = {name: getattr(measured, name) for name in measured.model_fields_set}
    return old.model_copy(update=held)
