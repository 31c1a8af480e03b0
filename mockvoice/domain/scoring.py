"""From verdicts and delivery to scores: our own sums, explained in docs/scores.md.

``score(rubric, judgement, question, answer, delivery=None) -> Scores``

The language model only says how each point stands; every figure is computed here. Where nothing
was judged or nothing was said, all scores are None: there is no default score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mockvoice.domain import hesitation
from mockvoice.domain.delivery import Delivery
from mockvoice.domain.measure import FILLERS_FINE, FILLERS_HARM
from mockvoice.domain.pauses import PAUSE_AT_LEAST
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.verdict import Judgement, PointVerdict, Scores, Verdict
from mockvoice.domain.words import plain

FORMULA: Final = "scores-2"
"""Raised whenever a figure can change, so that trends compare like with like."""

VALUE: Final = {
    Verdict.COVERED: 1.0,
    Verdict.PARTIAL: 0.45,
    Verdict.MISSED: 0.0,
    Verdict.WRONG: 0.0,
}
"""Credit of a point by its verdict alone."""
PROBABILITY_SHARE: Final = 0.5
"""Share of the judge's probability in a point's credit; a verdict near the line then moves the
score little when it flips."""
DIMINISHING: Final = 0.8
"""Exponent of the credit: the first ideas are worth more than the last ones."""
HARM: Final = 0.6
"""What is left of the content when every point was contradicted is 1 - HARM."""
CONTENT, RELEVANCE, CLARITY = 80.0, 10.0, 10.0
"""Shares of the overall score; they add up to 100."""
MUST_CEILING: Final = 60.0
"""Highest overall score when a point marked as a must has no credit at all."""


@dataclass(frozen=True)
class Content:
    """What the verdicts add up to; all shares of the judged points by weight, 0..1."""

    credit: float
    """Said and right."""
    harm: float
    """Contradicted."""
    must: float
    """Credit of the must point that fares worst; 1 where there is none."""
    topic: float
    """How much of the rubric's own vocabulary the answer uses."""


def point_credit(verdict: PointVerdict) -> float:
    """Credit of one judged point, 0..1: its verdict, softened by the judge's probability."""
    value = VALUE[verdict.verdict]
    if verdict.probability is None:
        return value
    return (1 - PROBABILITY_SHARE) * value + PROBABILITY_SHARE * verdict.probability


def content(
    rubric: Sequence[RubricPoint], judgement: Judgement, question: str, answer: str
) -> Content | None:
    """Sum up the verdicts; None when no point was judged."""
    verdicts = {v.point: v for v in judgement.verdicts if v.verdict is not Verdict.NOT_JUDGED}
    judged = [p for p in rubric if p.id in verdicts]
    total = sum(p.weight for p in judged)
    if not judged:
        return None
    credits = {p.id: point_credit(verdicts[p.id]) for p in judged}
    harm = sum(
        p.weight * (1 - credits[p.id]) for p in judged if verdicts[p.id].verdict is Verdict.WRONG
    )
    return Content(
        credit=sum(p.weight * credits[p.id] for p in judged) / total,
        harm=harm / total,
        must=min((credits[p.id] for p in judged if p.must), default=1.0),
        topic=topic(rubric, question, answer),
    )


def score(
    rubric: Sequence[RubricPoint],
    judgement: Judgement,
    question: str,
    answer: str,
    delivery: Delivery | None = None,
) -> Scores:
    """Score one answer; ``delivery`` is None for typed answers, then the words alone count.

    ``question`` is not used to reward its own words: saying the question again is no answer.
    """
    sums = content(rubric, judgement, question, answer)
    if sums is None or not answer.strip():
        return Scores(overall=None, relevance=None, depth=None, clarity=None, correctness=None)
    relevance = _relevance(sums)
    clarity = _clarity(sums, answer, delivery)
    substance = sums.credit**DIMINISHING
    overall = (CONTENT * substance + RELEVANCE * relevance) * (1 - HARM * sums.harm)
    overall += CLARITY * clarity * min(1.0, 2 * sums.credit)
    ceiling = MUST_CEILING + (100 - MUST_CEILING) * sums.must
    return Scores(
        overall=round(min(overall, ceiling), 1),
        relevance=round(10 * relevance, 1),
        depth=round(10 * min(1.0, substance + DEPTH_OF_FALSE * sums.harm), 1),
        clarity=round(10 * clarity, 1),
        correctness=round(10 * _correctness(sums), 1),
    )


DEPTH_OF_FALSE: Final = 0.35
"""Depth of a false statement: it goes into the matter, though wrongly."""


MET_FULL: Final = 0.6
"""Share of the rubric's ideas, right or wrong, that makes an answer fully relevant."""
VOCABULARY: Final = 0.5
"""Relevance that the right words alone can give: naming things is easily done."""
WRONG_TURN: Final = 0.2
"""Relevance lost when all is contradicted: it speaks of the matter, but not to the question."""


def _relevance(sums: Content) -> float:
    """Whether the answer speaks of what was asked: ideas met, right or wrong, and vocabulary."""
    met = min(1.0, (sums.credit + sums.harm) / MET_FULL)
    return (met + (1 - met) * VOCABULARY * sums.topic) * (1 - WRONG_TURN * sums.harm)


PRIOR: Final = 0.1
"""Weight of the doubt when little was said, in shares of the rubric."""


def _correctness(sums: Content) -> float:
    """Right among what was stated; with nothing stated, half of how far it kept to the topic."""
    return (sums.credit + PRIOR * 0.5 * sums.topic) / (sums.credit + sums.harm + PRIOR)


SIGNPOST = re.compile(
    r"\b(first|firstly|second|secondly|third|finally|lastly|for example|for instance|such as"
    r"|because|so that|which means|that means|the reason|in short|to sum up|the main|on the other"
    r" hand|in other words|that's why|therefore|as a result|instead|whereas|let's say|then)\b",
    re.IGNORECASE,
)
"""Words that tell the listener where a thought stands to the one before."""

CLARITY_BASE: Final = 0.75
"""A plain answer without signs of structure and without flaws."""
SIGNPOSTS_FINE: Final = 2.0
"""Signposts per 100 words from which on nothing is gained."""
SENTENCE_FINE: Final = 32.0
"""Words per spoken sentence from which on it is hard to follow; speech runs longer than print."""
SHORT: Final = 60
"""Under so many words there is too little to have structure."""
LONG: Final = 200
"""From so many words on an answer that meets few ideas is a ramble: about 80 s of speech."""


def _clarity(sums: Content, answer: str, delivery: Delivery | None) -> float:
    """Structure and delivery, 0..1; neither accent nor speed alone counts."""
    words = answer.split()
    per_hundred = 100 / max(len(words), 50)
    signposts = len(SIGNPOST.findall(answer)) * per_hundred
    value = CLARITY_BASE + 0.15 * min(1.0, signposts / SIGNPOSTS_FINE)
    value -= 0.25 * max(0.0, 1 - len(words) / SHORT)
    value -= 0.4 * _between(len(words), LONG, 2 * LONG) * (1 - sums.credit)
    sentence = hesitation.sentence_words(answer)
    if sentence is not None:
        value -= min(0.15, 0.1 * max(0.0, sentence - SENTENCE_FINE) / SENTENCE_FINE)
    # Names without statements, or talk around the matter, leave the listener with nothing.
    value -= 0.4 * sums.topic * max(0.0, 1 - 3 * (sums.credit + sums.harm))
    if delivery is None:
        stumbles = len(hesitation.repeats(words)) + len(hesitation.restarts(words))
        value -= min(0.1, 0.03 * max(0.0, stumbles * per_hundred - 1))
    else:
        value -= _delivery_loss(delivery)
    return min(1.0, max(0.0, value))


def _delivery_loss(delivery: Delivery) -> float:
    """What stumbling costs, 0..0.3, each part only beyond what speakers do anyway."""
    minutes = delivery.minutes
    fillers = delivery.fillers_per_minute or 0.0
    loss = 0.15 * _between(fillers, FILLERS_FINE, FILLERS_HARM)
    inside = sum(
        p.kind == "inside" and p.end - p.start >= 2 * PAUSE_AT_LEAST for p in delivery.pauses
    )
    loss += 0.1 * _between(inside / minutes, 4.0, 12.0)
    stumbles = len(delivery.repeats) + len(delivery.restarts)
    return loss + 0.1 * _between(stumbles / minutes, 2.0, 8.0)


def _between(value: float, fine: float, bad: float) -> float:
    return min(1.0, max(0.0, (value - fine) / (bad - fine)))


STOP = frozenset(
    re.findall(
        r"\w+",
        """
a an the and or but if so as of to in on at by for from with without into than then that this
these those it its is are was were be been has have had do does did can could will would may
might should must not no only also very more most much many some any all each every other
such when where which who what how why there their they them we you your our he she one two
because while use used using make makes get gets like just about over under both same new
good better best less least fewer bad worse worst way thing things well even still out up down off
i me my
""",
    )
)
"""Words that say nothing about the topic, comparisons without a measure among them."""

TOPIC_FULL: Final = 0.3
"""Share of the rubric's vocabulary at which an answer is fully on topic: good answers use their own
words, so all of it is never asked for."""
TOPIC_DENSE: Final = 0.25
"""Share of an answer's vocabulary that is the rubric's at which it is fully on topic, however
short it is."""
TOPIC_LEAST: Final = 2
"""Words shared with the rubric from which on that share counts: one is met by chance. Three would
rank relevance 0.01 worse on tests/data/judge/dev.jsonl."""


def stem(word: str) -> str:
    """A crude stem, so that "regularized" meets "regularization"; never shown."""
    word = plain(word)
    for ending in ("izations", "ization", "ations", "ation", "ingly", "ings", "ing", "edly", "ies"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    for ending in ("izes", "ized", "ize", "ers", "er", "ed", "es", "ly", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _stems(text: str) -> set[str]:
    words = re.findall(r"[\w'’]+", text.lower())
    return {stem(w) for w in words if w not in STOP and len(w) > 1}


def topic(rubric: Sequence[RubricPoint], question: str, answer: str) -> float:
    """How far the answer's vocabulary is the rubric's, 0..1; the question's own words count not."""
    asked = _stems(question)
    wanted = set().union(*(_stems(p.text) for p in rubric)) - asked if rubric else set()
    used = _stems(answer) - asked
    if not wanted or not used:
        return 0.0
    met = len(wanted & used)
    dense = met / max(len(used), 8) / TOPIC_DENSE if met >= TOPIC_LEAST else 0.0
    return min(1.0, max(met / len(wanted) / TOPIC_FULL, dense))
