"""At most three things to do next time, the most useful first.

``advise(question, judgement, quotes, transcript, delivery, scores) -> tuple[Advice, ...]``

Each piece is tied to a rubric point or to a stretch of the sound. Points are ranked by how much the
overall score would rise if they were covered. Delivery weighs little in the score, yet one habit
that is out of the ordinary gets the last place, because a listener hears it all the time. All
wording is by template: nothing is praised, and every number was measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from mockvoice.domain.assessment import Advice, Quote
from mockvoice.domain.delivery import Delivery, PacePoint, Pause, PauseKind, pace_runs
from mockvoice.domain.measure import COMFORTABLE_PACE, FILLERS_FINE, INSIDE_FINE, LONG_PAUSE
from mockvoice.domain.pauses import TICK
from mockvoice.domain.question import Question, RubricPoint
from mockvoice.domain.quotes import nearest
from mockvoice.domain.scoring import HARM, point_credit
from mockvoice.domain.transcript import Filler, Span, Transcript
from mockvoice.domain.verdict import Judgement, PointVerdict, Scores, Verdict
from mockvoice.domain.words import plain

MOST: Final = 3
"""Pieces of advice per answer: more is not acted on (Fourati et al. 2025: selected feedback)."""
WORTH: Final = 0.04
"""Share of the score under which a point is not worth a piece of advice."""
MUST_FACTOR: Final = 1.5
"""A point without which no answer is good comes before others of its weight."""
NEAR_ENOUGH: Final = 0.25
"""Probability of a missed point from which on what came nearest to it is worth finishing: in the
few answers that were read against their sound, passages below were beside the point."""
PACE_FOR: Final = 20.0
"""Seconds outside the comfortable band before pace is spoken of."""
HEDGES_FINE: Final = 3.0
"""Hedges per minute that pass without a remark; our judgement, no study gives a figure."""
STUMBLES_FINE: Final = 3.0
"""Restarts and repeats per minute that pass: spontaneous speech has 2-6 disfluencies in 100 words
(PMC9014665), fillers among them."""
CLUSTER: Final = 15.0
"""Width in seconds of the stretch that is shown for a habit."""
CLEARLY_MORE: Final = 1.5
"""A stretch is said to hold the most only where it holds so many times its share of the time."""
STOPS_FAR: Final = 2.5 * INSIDE_FINE
"""Pauses inside sentences per minute from which on they are a habit though none is long."""
TOO_SHORT: Final = 15
"""Under so many words an answer cannot be told from one that was broken off."""
ASIDE: Final = 1.0
"""Relevance, of 10, under which an answer of which no point came near was about something else."""


class _Habit(NamedTuple):
    """A habit of delivery; the higher the excess over its norm, the sooner it is named."""

    excess: float
    advice: Advice


def advise(
    question: Question,
    judgement: Judgement,
    quotes: Sequence[Quote],
    transcript: Transcript,
    delivery: Delivery | None,
    scores: Scores,
) -> tuple[Advice, ...]:
    """Choose what to do next time; empty when nothing was said or nothing was judged to mend."""
    if not transcript.text.strip():
        return ()
    quoted = {q.point: q for q in quotes}
    for verdict in judgement.verdicts:
        far = verdict.probability is not None and verdict.probability < NEAR_ENOUGH
        if not far and (near := nearest(verdict, transcript)):
            quoted.setdefault(near.point, near)
    points = _to_say(question, judgement, quoted, transcript, scores)
    habits = sorted(_habits(transcript, delivery), reverse=True, key=lambda h: h.excess)
    chosen = points[: MOST - 1 if habits else MOST]
    chosen += [h.advice for h in habits[: MOST - len(chosen)]]
    return tuple(chosen)


def _to_say(
    question: Question,
    judgement: Judgement,
    quoted: Mapping[str, Quote],
    transcript: Transcript,
    scores: Scores,
) -> list[Advice]:
    """Points to mend; where nothing came near any of them that is said first, and once."""
    if scores.overall is None:
        return []
    lead = _beside_it(judgement, transcript, scores)
    points = list(_points(question, judgement, quoted, aside=bool(lead)))
    if not lead or not points:
        return points
    words = [w for w in transcript.words if not w.filler]
    span = Span(start=words[0].start, end=max(w.end for w in words)) if words else None
    return [Advice(text=lead, point=None, span=span), *points]


def _beside_it(judgement: Judgement, transcript: Transcript, scores: Scores) -> str:
    """What to say where no point was left out, because none was come near to; else empty."""
    judged = [v for v in judgement.verdicts if v.verdict is not Verdict.NOT_JUDGED]
    if any(v.verdict is not Verdict.MISSED for v in judged):
        return ""
    if len(transcript.text.split()) < TOO_SHORT:
        return (
            "This was too short to judge. Say what you know of it in three or four sentences, also"
            " where you are not sure."
        )
    near = any(v.probability is None or v.probability > NEAR_ENOUGH for v in judged)
    if near or scores.relevance is None or scores.relevance >= ASIDE:
        return ""
    return (
        "This was hardly about the question. Say first in your own words what is asked, then answer"
        " that."
    )


def _points(
    question: Question, judgement: Judgement, quoted: Mapping[str, Quote], *, aside: bool
) -> Iterator[Advice]:
    """Points to mend, the most rewarding first; ``quoted`` is what was said of them. ``aside``: the
    whole answer was about something else."""
    verdicts = {v.point: v for v in judgement.verdicts if v.verdict is not Verdict.NOT_JUDGED}
    judged = [p for p in question.rubric if p.id in verdicts]
    total = sum(p.weight for p in judged)

    def gain(point: RubricPoint) -> float:
        verdict = verdicts[point.id]
        missing = 1 - point_credit(verdict)
        harm = HARM if verdict.verdict is Verdict.WRONG else 0.0
        return missing * (1 + harm) * point.weight / total * (MUST_FACTOR if point.must else 1)

    for point in sorted(judged, key=gain, reverse=True):
        verdict = verdicts[point.id]
        if verdict.verdict is not Verdict.COVERED and gain(point) >= WORTH:
            quote = quoted.get(point.id)
            yield Advice(
                text=_told(point) if aside else _point_text(point, verdict, quote),
                point=point.id,
                span=quote.span if quote else None,
            )


def _told(point: RubricPoint) -> str:
    """A point as what there is to know, where nothing can be said of how it was put."""
    return f"A strong answer holds this: {_statement(point)}{_example(point)}"


def _example(point: RubricPoint) -> str:
    return f" For example: “{as_speech(point.says[0])}”" if point.says else ""


def _point_text(point: RubricPoint, verdict: PointVerdict, quote: Quote | None) -> str:
    example = _example(point)
    if verdict.verdict is Verdict.WRONG:
        return _against(point, quote, example, doubted=verdict.uncertain)
    if verdict.verdict is Verdict.PARTIAL:
        if quote:
            return f"Finish the thought “{quote.text}”: {_statement(point)}{example}"
        return f"You only touched on this, so say it outright: {_statement(point)}{example}"
    if quote and verdict.uncertain:
        # It may have been said outright: an order to say it could not be obeyed.
        meant = f"If “{quote.text}” was meant for this, say it so that nobody can miss it"
        return f"{meant}: {_statement(point)}"
    lead = "Say this more plainly, it hardly came across" if verdict.uncertain else "Bring this in"
    if quote:
        lead = f"You came nearest to it with “{quote.text}”; say it outright"
    if example:
        return f"{lead}: {_statement(point)}{example}"
    asked = f" An interviewer would ask: “{point.probe}”" if point.probe else ""
    return f"{lead}: {_statement(point)}{asked}"


def _against(point: RubricPoint, quote: Quote | None, example: str, *, doubted: bool) -> str:
    """What to say of a contradicted point; where that is in doubt, nobody is contradicted."""
    if doubted:
        heard = f"“{quote.text}”" if quote else "what you said"
        lead = f"Compare {heard} with this, and say it so that nobody can doubt it"
        return f"{lead}: {_statement(point)}"
    if quote:
        return f"You said “{quote.text}”, but what holds is this: {_statement(point)}"
    return f"Something you said goes against this: {_statement(point)}{example}"


def _statement(point: RubricPoint) -> str:
    return _sentence(point.you or point.text)


def as_speech(text: str) -> str:
    """An example of speech as a sentence: packs write them the way they are spoken."""
    return _sentence(text[:1].upper() + text[1:])


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _habits(transcript: Transcript, delivery: Delivery | None) -> Iterator[_Habit]:
    """Habits beyond their norms, each with the stretch where it is heard best."""
    if delivery is None or delivery.words_per_minute is None:
        return
    minutes = delivery.minutes
    yield from _fillers(transcript.fillers, delivery)
    yield from _stops(delivery, transcript)
    yield from _pace(delivery, transcript)
    hedges = len(delivery.hedges)
    if hedges >= 3 and hedges / minutes > HEDGES_FINE:
        common = _most_common([m.text for m in delivery.hedges])
        first = delivery.hedges[0]
        yield _Habit(
            hedges / minutes / HEDGES_FINE,
            Advice(
                text=f"You softened what you said {hedges} times"
                + (f", mostly with {common}" if common else "")
                + ". Where you know a thing, state it bare; where it depends, say on what.",
                span=Span(start=first.start, end=first.end),
            ),
        )
    stumbles = sorted((*delivery.restarts, *delivery.repeats), key=lambda m: m.start)
    if len(stumbles) >= 3 and len(stumbles) / minutes > STUMBLES_FINE:
        span, dense = _densest([Span(start=m.start, end=m.end) for m in stumbles], minutes)
        where = f", most of all from {clock(span.start)} on" if dense else ""
        yield _Habit(
            len(stumbles) / minutes / STUMBLES_FINE,
            Advice(
                text=f"You began again or repeated yourself {len(stumbles)} times{where}. Settle"
                " the whole sentence in silence before you start.",
                span=span,
            ),
        )


def _fillers(fillers: Sequence[Filler], delivery: Delivery) -> Iterator[_Habit]:
    rate, count = delivery.fillers_per_minute, len(fillers)
    if rate is None or rate <= FILLERS_FINE or count < 3:
        return
    span, dense = _densest([Span(start=f.start, end=f.end) for f in fillers], delivery.minutes)
    least = "at least " if delivery.fillers_at_least else ""
    common = _most_common([f.text for f in fillers])
    mostly = f", mostly {common}" if common else ""
    where = f"They are closest together from {clock(span.start)} on. " if dense else ""
    yield _Habit(
        rate / FILLERS_FINE,
        Advice(
            text=f"You used {least}{count} fillers, {rate:.0f} a minute{mostly}; up to"
            f" {FILLERS_FINE:.0f} a minute do no harm. {where}Leave a silence in place of each.",
            span=span,
        ),
    )


def _stops(delivery: Delivery, transcript: Transcript) -> Iterator[_Habit]:
    stops = [
        p for p in delivery.pauses if p.kind is PauseKind.INSIDE and p.end - p.start >= LONG_PAUSE
    ]
    longest_first = sorted(stops, key=lambda p: p.start - p.end)
    worst = next((p for p in longest_first if _wordless(p, transcript)), None)
    if worst is not None:
        yield _Habit(
            (worst.end - worst.start) / LONG_PAUSE,
            Advice(
                text=f"At {clock(worst.start)} you stopped for {worst.end - worst.start:.1f} s in"
                " the middle of a sentence. Take the time to think before a sentence, where it"
                " sounds composed.",
                span=Span(start=worst.start, end=worst.end),
            ),
        )
    elif not stops:
        yield from _halts(delivery)


def _halts(delivery: Delivery) -> Iterator[_Habit]:
    """Many short pauses inside sentences."""
    inside = [p for p in delivery.pauses if p.kind is PauseKind.INSIDE]
    rate = len(inside) / delivery.minutes
    if rate <= STOPS_FAR:
        return
    span, dense = _densest([Span(start=p.start, end=p.end) for p in inside], delivery.minutes)
    where = f", most of all from {clock(span.start)} on" if dense else ""
    yield _Habit(
        rate / INSIDE_FINE,
        Advice(
            text=f"You paused {len(inside)} times inside a sentence, {rate:.0f} a minute{where}:"
            " that is heard as searching for words. Think the sentence to its end, then say it in"
            " one breath.",
            span=span,
        ),
    )


def _wordless(pause: Pause, transcript: Transcript) -> bool:
    """Tell whether no word was written there, not even one that the transcriber doubts."""
    return not any(
        pause.start - TICK <= w.start
        and w.end <= pause.end + TICK
        and pause.start < (w.start + w.end) / 2 < pause.end
        for w in transcript.words
        if not w.filler
    )


def _pace(delivery: Delivery, transcript: Transcript) -> Iterator[_Habit]:
    middles = [(w.start + w.end) / 2 for w in transcript.words if not w.filler]
    for low in (False, True):
        run = longest_outside(delivery.pace, low=low)
        if not run or run[-1].end - run[0].start < PACE_FOR:
            continue
        start, end = run[0].start, run[-1].end
        # Counted anew: windows overlap, so that their mean counts words in the middle twice.
        rate = 60 * sum(start <= middle <= end for middle in middles) / (end - start)
        edge = COMFORTABLE_PACE[0] if low else COMFORTABLE_PACE[1]
        if rate <= 0 or (rate >= edge if low else rate <= edge):
            continue
        remedy = (
            "Cut what you are searching for and go on with the next idea."
            if low
            else "Leave a short pause after each idea there."
        )
        yield _Habit(
            edge / rate if low else rate / edge,
            Advice(
                text=f"From {clock(start)} to {clock(end)} you spoke"
                f" {rate:.0f} words a minute, where {COMFORTABLE_PACE[0]:.0f} to"
                f" {COMFORTABLE_PACE[1]:.0f} is easy to follow. {remedy}",
                span=Span(start=start, end=end),
            ),
        )


def longest_outside(pace: Sequence[PacePoint], *, low: bool) -> list[PacePoint]:
    """The longest run of windows below (``low``) or above the comfortable band."""
    best: list[PacePoint] = []
    for turn in pace_runs(pace):
        run: list[PacePoint] = []
        for point in turn:
            rate = point.words_per_minute
            outside = rate < COMFORTABLE_PACE[0] if low else rate > COMFORTABLE_PACE[1]
            run = [*run, point] if outside else []
            if len(run) > len(best):
                best = run
    return best


def _densest(spans: Sequence[Span], minutes: float) -> tuple[Span, bool]:
    """The stretch of at most CLUSTER seconds that holds most of the spans, from the first one, and
    whether that is clearly more than its share of the answer."""
    best: list[Span] = []
    for i, first in enumerate(spans):
        held = [s for s in spans[i:] if s.end <= first.start + CLUSTER]
        if len(held) > len(best):
            best = held
    best = best or [spans[0]]
    dense = len(best) >= CLEARLY_MORE * len(spans) * CLUSTER / (60 * minutes)
    return Span(start=best[0].start, end=best[-1].end), dense


def _most_common(texts: Sequence[str]) -> str:
    """The wording or two that occur twice or more and more often than the next, quoted; empty where
    none stands out."""
    counts = [*Counter(plain(t) for t in texts).most_common(3), ("", 0), ("", 0)]
    (one, first), (two, second), (_, third) = counts[:3]
    if second >= 2 and second > third:
        return f"“{one}” and “{two}”"
    return f"“{one}”" if first >= 2 and first > second else ""


def clock(seconds: float) -> str:
    """Time in the recording as m:ss."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
