"""The measures of delivery in words: each a figure, what it means, and where to hear it."""

from __future__ import annotations

from collections.abc import Sequence

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.delivery import Delivery, Mark, PauseKind
from mockvoice.domain.measure import COMFORTABLE_PACE, FILLERS_FINE, FILLERS_HARM, LONG_PAUSE
from mockvoice.domain.transcript import Filler
from mockvoice.services.report_view import Tile

INSIDE_SHOWN = 0.5
"""Seconds from which on a pause inside a sentence is listed to be heard."""


def tiles(assessment: Assessment) -> tuple[Tile, ...]:
    """All measures of a spoken answer; those that could not be taken are left out."""
    delivery = assessment.delivery
    found = [*_pace(delivery), *_fillers(delivery, assessment.transcript.fillers)]
    found += [*_pauses(delivery), *_words(delivery), *_voice(delivery)]
    return tuple(found)


def _pace(delivery: Delivery) -> list[Tile]:
    rate = delivery.words_per_minute
    if rate is None:
        return []
    low, high = COMFORTABLE_PACE
    where = "below" if rate < low else "above" if rate > high else "within"
    found = [
        Tile(
            "Pace",
            f"{rate:.0f}",
            "words a minute",
            f"{where.capitalize()} the comfortable {low:.0f} to {high:.0f}. Pace alone never costs"
            " a score.",
        )
    ]
    if delivery.articulation_rate is not None:
        found.append(
            Tile(
                "Articulation",
                f"{delivery.articulation_rate:.0f}",
                "words a minute",
                "Your pace while the voice is on, pauses and fillers left out.",
            )
        )
    return found


def _fillers(delivery: Delivery, fillers: Sequence[Filler]) -> list[Tile]:
    count = delivery.filler_sounds + delivery.filler_words
    least = "at least " if delivery.fillers_at_least else ""
    rate = delivery.fillers_per_minute
    if rate is None:
        return []
    norm = f"Up to {FILLERS_FINE:.0f} a minute do no harm; {FILLERS_HARM:.0f} do."
    kinds = f"Sounds: {delivery.filler_sounds}. Words: {delivery.filler_words}."
    return [
        Tile(
            "Fillers",
            f"{least}{count}",
            f"{rate:.1f} a minute",
            f"{kinds} {norm}",
            tuple((f.text, f.start, f.end) for f in fillers),
        )
    ]


def _pauses(delivery: Delivery) -> list[Tile]:
    inside = [p for p in delivery.pauses if p.kind is PauseKind.INSIDE]
    heard = [p for p in inside if p.end - p.start >= INSIDE_SHOWN]
    found = [
        Tile(
            "Pauses",
            str(len(delivery.pauses)),
            f"{len(inside)} inside sentences",
            "Between sentences they help the listener; inside one they sound like searching.",
            tuple((f"{p.end - p.start:.1f} s", p.start, p.end) for p in heard),
        ),
        Tile(
            "Long pauses",
            str(delivery.long_pauses),
            f"of {LONG_PAUSE:.0f} s or more",
            "One before a thought sounds composed.",
            tuple(
                (f"{p.end - p.start:.1f} s", p.start, p.end)
                for p in delivery.pauses
                if p.end - p.start >= LONG_PAUSE
            ),
        ),
    ]
    if delivery.first_word_after is not None:
        found.append(
            Tile(
                "First word",
                f"{delivery.first_word_after:.1f}",
                "s after the start",
                "Time to think is well spent.",
            )
        )
    return found


def _words(delivery: Delivery) -> list[Tile]:
    found = [
        Tile(
            "Hedges",
            str(len(delivery.hedges)),
            "such as maybe, sort of",
            "They make you sound less sure; “it depends on” is not counted.",
            _marks(delivery.hedges),
        ),
        Tile(
            "Repeats and restarts",
            str(len(delivery.repeats) + len(delivery.restarts)),
            "in all",
            "Words said twice, sentences dropped. Everyone has some; many are hard to follow.",
            _marks(sorted((*delivery.repeats, *delivery.restarts), key=lambda m: m.start)),
        ),
    ]
    if delivery.sentence_words is not None:
        found.append(
            Tile(
                "Sentences",
                f"{delivery.sentence_words:.0f}",
                "words on average",
                "Spoken sentences over some 30 words are hard to hold in mind.",
            )
        )
    return found


def _marks(marks: Sequence[Mark]) -> tuple[tuple[str, float, float], ...]:
    return tuple((m.text, m.start, m.end) for m in marks)


def _voice(delivery: Delivery) -> list[Tile]:
    found = []
    if delivery.pitch_variation_semitones is not None:
        found.append(
            Tile(
                "Melody",
                f"{delivery.pitch_variation_semitones:.1f}",
                "semitones of variation",
                "More variation is heard as livelier; under 2 can sound flat. Not scored.",
            )
        )
    if delivery.loudness_variation_db is not None:
        found.append(
            Tile(
                "Loudness",
                f"{delivery.loudness_variation_db:.1f}",
                "dB of variation",
                "Stress on what matters; under 3 is even. Not scored.",
            )
        )
    return found
