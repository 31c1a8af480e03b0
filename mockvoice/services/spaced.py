"""Spaced repetition of rubric points by FSRS: when a point that was missed comes back.

A card is worked out from all ratings of its point, so an answer that is judged again, corrected
or deleted changes its one rating and nothing is ever counted twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from fsrs import Card, Rating, Scheduler

from mockvoice.domain.base import Frozen
from mockvoice.domain.verdict import Verdict

RATINGS: Final = {
    Verdict.MISSED: Rating.Again,
    Verdict.WRONG: Rating.Again,
    Verdict.PARTIAL: Rating.Hard,
    Verdict.COVERED: Rating.Good,
}
"""How each verdict is rated; a point that was not judged is not rated."""

# Steps of minutes are for flash cards; a point that is spoken comes back in days. Without fuzz the
# same answers give the same dates.
_SCHEDULER: Final = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


class Due(Frozen):
    """When a point comes back."""

    at: datetime
    """UTC."""
    missed: bool
    """True when it was ever rated below good: only such points are brought back unasked."""
    card: str
    """The card of FSRS, as JSON."""


def rating(verdict: Verdict) -> int | None:
    """Return the rating of a verdict, 1 (again) to 4 (easy); None when nothing was judged."""
    found = RATINGS.get(verdict)
    return None if found is None else int(found)


def schedule(ratings: Sequence[tuple[datetime, int]]) -> Due | None:
    """Return when a point comes back after these ratings, the earliest first; None without any."""
    card = Card(card_id=0)  # an id of its own would cost a millisecond each
    for at, rated in ratings:
        card, _ = _SCHEDULER.review_card(card, Rating(rated), at.astimezone(UTC))
    if not ratings:
        return None
    missed = any(rated < Rating.Good for _, rated in ratings)
    return Due(at=card.due, missed=missed, card=card.to_json())
