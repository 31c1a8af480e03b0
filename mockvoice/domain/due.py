"""What is due: points that were missed come back as their question in other words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Final

from mockvoice.domain.progress import PointRecord
from mockvoice.domain.question import Question

QUARTER: Final = 15.0
"""Minutes of a planned interview per question that is due; the rest of it stays new."""


def end_of_day(now: datetime) -> datetime:
    """Return the last moment of the local day: what is due in the evening is due all day."""
    return datetime.combine(now.astimezone().date(), time(23, 59, 59)).astimezone()


def attempts(points: Iterable[PointRecord]) -> dict[str, int]:
    """Return how often each question of these points was answered, in the points' order."""
    found: dict[str, int] = {}
    for point in points:
        found[point.question_id] = max(found.get(point.question_id, 0), point.asked)
    return found


def share(ids: tuple[str, ...], minutes: float) -> tuple[str, ...]:
    """Return as many of the due questions as a planned interview of this length begins with."""
    return ids[: max(1, int(minutes / QUARTER))]


def reworded(question: Question, answered: int) -> Question:
    """Return the question as it is asked after so many answers: each time in other words.

    The wording as written comes round again when the others have been used; the rubric stays.
    """
    wordings = (question.text, *question.rewordings)
    chosen = answered % len(wordings)
    if chosen == 0:
        return question
    # A rewording stands alone, without the sentence said before the question.
    rest = (*wordings[chosen + 1 :], *wordings[:chosen])
    return question.model_copy(update={"text": wordings[chosen], "setup": "", "rewordings": rest})
