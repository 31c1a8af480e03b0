"""The measures of delivery in words: each a figure, what it means, where to hear it, what to try.

Where the norms come from is said at their names in domain/measure.py. Only a figure outside its
norm says what to try: what is fine as it is needs no remark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from mockvoice.domain.advice import HEDGES_FINE, STUMBLES_FINE, clock
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.delivery import Delivery, Mark, Pause, PauseKind
from mockvoice.domain.measure import (
    COMFORTABLE_PACE,
    FILLERS_FINE,
    FILLERS_HARM,
    INSIDE_FINE,
    LONG_PAUSE,
)
from mockvoice.domain.question import Kind
from mockvoice.domain.transcript import Filler
from mockvoice.domain.words import plain
from mockvoice.services.report_view import Tile, answer_seconds, replies

INSIDE_SHOWN: Final = 0.5
"""Seconds from which on a pause inside a sentence is listed to be heard."""
LENGTH_FINE: Final = (0.5, 1.25)
"""Share of the time given that an answer may take without a remark."""
HARDLY_BEGUN: Final = 0.2
"""Share of the time given under which more is wanted than an example."""
SENTENCE_LONG: Final = 30.0
"""Words of a spoken sentence from which on it is hard to hold in mind."""
FLAT_PITCH: Final = 2.0
"""Semitones of variation under which a voice can sound flat (Hincks 2005: liveliness of pitch)."""
FLAT_LOUDNESS: Final = 3.0
"""dB of variation under which stress is hardly heard; our judgement."""
LATE_START: Final = 5.0
"""Seconds to the first word from which on a sentence that says what comes is worth it."""
FEW_SECONDS: Final = 2.0
"""Seconds under which a tenth is told."""
_KINDS_SHOWN: Final = 4


def tiles(assessment: Assessment) -> tuple[Tile, ...]:
    """All measures of a spoken answer; those that could not be taken are left out."""
    delivery = assessment.delivery
    found = [*_length(assessment), *_pace(delivery)]
    found += _fillers(delivery, assessment.transcript.fillers)
    found += [*_pauses(delivery), *_first_word(delivery), *_words(delivery), *_voice(delivery)]
    if assessment.question.kind is not Kind.BEHAVIOURAL:
        found += _trade_offs(delivery)
    return tuple(found)


def _length(assessment: Assessment) -> list[Tile]:
    """How long the answer was, without the replies to follow-ups, against the time given."""
    seconds = answer_seconds(assessment)
    given = assessment.question.answer_seconds
    if seconds <= 0:
        return []
    share = seconds / given
    tip, more = "", ""
    if share < HARDLY_BEGUN:
        tip = "Say more: what the idea is, why it holds, and where it fails."
    elif share < LENGTH_FINE[0]:
        tip = "Add an example, or a limit of what you propose: there was time for it."
    elif share > LENGTH_FINE[1]:
        tip = "Say the result in your first sentence, and leave out what does not lead to it."
    if many := replies(assessment):
        together = clock(assessment.transcript.seconds)
        more = f" With the follow-up{'s' * (many > 1)} the recording is {together} long."
    return [
        Tile(
            "Length",
            clock(seconds),
            f"of {clock(given)} min",
            "How long you answered, against the time an interviewer plans for this question."
            + more,
            try_this=tip,
        )
    ]


def _pace(delivery: Delivery) -> list[Tile]:
    rate = delivery.words_per_minute
    if rate is None:
        return []
    low, high = COMFORTABLE_PACE
    where, tip = "within", ""
    if rate < low:
        where, tip = "below", "Go on to the next idea where you notice that you search for words."
    elif rate > high:
        where, tip = "above", "Stop for a breath after each full idea, not in the middle of one."
    found = [
        Tile(
            "Pace",
            f"{rate:.0f}",
            "words a minute",
            f"{where.capitalize()} the comfortable {low:.0f} to {high:.0f}, which lies between what"
            " Microsoft's and Read.ai's speech coaches give. Pace alone never costs a score.",
            try_this=tip,
        )
    ]
    if delivery.articulation_rate is not None:
        silent = max(0.0, delivery.articulation_rate - rate) / delivery.articulation_rate
        tip = ""
        if rate < low <= delivery.articulation_rate:
            tip = "Speak as you do, and cut the silences: they alone make you slow."
        found.append(
            Tile(
                "Articulation",
                f"{delivery.articulation_rate:.0f}",
                "words a minute",
                "Your pace while the voice is on, pauses and fillers left out; they are"
                f" {100 * silent:.0f} % of the time.",
                try_this=tip,
            )
        )
    return found


def _fillers(delivery: Delivery, fillers: Sequence[Filler]) -> list[Tile]:
    count = delivery.filler_sounds + delivery.filler_words
    least = "at least " if delivery.fillers_at_least else ""
    rate = delivery.fillers_per_minute
    if not delivery.words and not count:
        return []
    norm = f"Up to {FILLERS_FINE:.0f} a minute do no harm; {FILLERS_HARM:.0f} do."
    kinds = Counter(plain(filler.text) for filler in fillers).most_common(_KINDS_SHOWN)
    said = ", ".join(f"{text} {many}" for text, many in kinds)
    tip = ""
    if rate is not None and rate > FILLERS_FINE and kinds:
        tip = f"Close your mouth where the next “{kinds[0][0]}” would come: silence sounds surer."
    return [
        Tile(
            "Fillers",
            f"{least}{count}",
            f"{rate:.1f} a minute" if rate is not None else "too little said for a rate",
            f"Sounds: {delivery.filler_sounds}. Words: {delivery.filler_words}."
            + (f" Most: {said}." if said else "")
            + f" {norm}",
            tuple((f.text, f.start, f.end) for f in fillers),
            tip,
        )
    ]


def _pauses(delivery: Delivery) -> list[Tile]:
    inside = [p for p in delivery.pauses if p.kind is PauseKind.INSIDE]
    between = [p for p in delivery.pauses if p.kind is PauseKind.BETWEEN]
    minutes = delivery.minutes
    often = len(inside) / minutes > INSIDE_FINE
    return [
        Tile(
            "Pauses between thoughts",
            str(len(between)),
            _in_all(between),
            "At the end of a clause or sentence: they give the listener time.",
            _places([p for p in between if _long(p)]),
        ),
        Tile(
            "Pauses inside sentences",
            str(len(inside)),
            _in_all(inside),
            "In the middle of a clause: these are heard as searching for words.",
            _places([p for p in inside if p.end - p.start >= INSIDE_SHOWN]),
            "Think the sentence to its end, then say it in one breath." if often else "",
        ),
        Tile(
            "Long pauses",
            str(delivery.long_pauses),
            f"of {LONG_PAUSE:.0f} s or more",
            "One before a thought sounds composed; one inside a sentence sounds lost.",
            _places([p for p in delivery.pauses if _long(p)]),
            "Say “let me think for a moment” before the next one." if _stuck(inside) else "",
        ),
    ]


def _first_word(delivery: Delivery) -> list[Tile]:
    after = delivery.first_word_after
    if after is None:
        return []
    return [
        Tile(
            "First word",
            f"{after:.1f}",
            "s after the start",
            "Time to think is well spent; more than some seconds of it want a word.",
            try_this="Begin by saying what your answer will be about."
            if after >= LATE_START
            else "",
        )
    ]


def _words(delivery: Delivery) -> list[Tile]:
    minutes = delivery.minutes
    hedges = len(delivery.hedges)
    stumbles = sorted((*delivery.repeats, *delivery.restarts), key=lambda m: m.start)
    found = [
        Tile(
            "Hedges",
            str(hedges),
            "such as maybe, I guess",
            "They make you sound less sure; “it depends on” is not counted, nor what counts as a"
            " filler already.",
            _marks(delivery.hedges),
            "Say the same sentence without it, and where it depends, say on what."
            if hedges / minutes > HEDGES_FINE
            else "",
        ),
        Tile(
            "Repeats and restarts",
            str(len(stumbles)),
            ", ".join(
                f"{many} {what}"
                for many, what in (
                    (len(delivery.repeats), "repeated"),
                    (len(delivery.restarts), "begun again"),
                )
                if many
            ),
            "Words said twice, sentences dropped. Everyone has some; many are hard to follow.",
            _marks(stumbles),
            "Finish a sentence that went wrong, then mend it in the next."
            if len(stumbles) / minutes > STUMBLES_FINE
            else "",
        ),
    ]
    if delivery.sentence_words is not None:
        found.append(
            Tile(
                "Sentences",
                f"{delivery.sentence_words:.0f}",
                "words on average",
                f"Spoken sentences over some {SENTENCE_LONG:.0f} words are hard to hold in mind.",
                try_this="Put a full stop where you would say “and” for the second time."
                if delivery.sentence_words > SENTENCE_LONG
                else "",
            )
        )
    return found


def _voice(delivery: Delivery) -> list[Tile]:
    found = []
    pitch, loudness = delivery.pitch_variation_semitones, delivery.loudness_variation_db
    enough = delivery.words_per_minute is not None  # else some words happened to be even
    if pitch is not None:
        found.append(
            Tile(
                "Melody",
                f"{pitch:.1f}",
                "semitones of variation",
                f"More variation is heard as livelier; under {FLAT_PITCH:.0f} can sound flat."
                " Not scored.",
                try_this="Let your voice fall at the end of the sentence that matters most."
                if pitch < FLAT_PITCH and enough
                else "",
            )
        )
    if loudness is not None:
        found.append(
            Tile(
                "Loudness",
                f"{loudness:.1f}",
                "dB of variation",
                f"Stress on what matters; under {FLAT_LOUDNESS:.0f} is even. Not scored.",
                try_this="Say the one number or term of each sentence louder than the rest."
                if loudness < FLAT_LOUDNESS and enough
                else "",
            )
        )
    return found


def _trade_offs(delivery: Delivery) -> list[Tile]:
    if delivery.trade_offs is None:
        return []
    count = len(delivery.trade_offs)
    enough = delivery.words_per_minute is not None  # else there was no room for a choice
    tip = "Add to one choice: “rather than …, because …”." if enough and not count else ""
    return [
        Tile(
            "Trade-offs argued",
            f"at least {count}" if count else "0",
            "with choice, alternative and reason",
            "A choice convinces when the other way and the reason are said with it. Found by its"
            " words, so one that is worded differently is not counted.",
            _marks(delivery.trade_offs),
            tip,
        )
    ]


def _long(pause: Pause) -> bool:
    return pause.end - pause.start >= LONG_PAUSE


def _stuck(inside: Sequence[Pause]) -> bool:
    """True when a long pause lies inside a sentence."""
    return any(_long(pause) for pause in inside)


def _in_all(pauses: Sequence[Pause]) -> str:
    """How long they are together; empty where there is none."""
    seconds = sum(pause.end - pause.start for pause in pauses)
    if not pauses:
        return ""
    return f"{seconds:.1f} s in all" if seconds < FEW_SECONDS else f"{seconds:.0f} s in all"


def _places(pauses: Sequence[Pause]) -> tuple[tuple[str, float, float], ...]:
    return tuple((f"{p.end - p.start:.1f} s", p.start, p.end) for p in pauses)


def _marks(marks: Sequence[Mark]) -> tuple[tuple[str, float, float], ...]:
    return tuple((m.text, m.start, m.end) for m in marks)
