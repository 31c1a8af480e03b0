"""Which of the common false statements of a point an answer resembles, where that can be told.

By words alone, so it is said only where most of the statement's own words were said, clearly more
of them than of any other statement and of the point itself.
"""

from __future__ import annotations

import re
from typing import Final

from mockvoice.domain.question import RubricPoint
from mockvoice.domain.scoring import STOP, stem

ENOUGH: Final = 0.6
"""Share of a statement's words that must have been said."""
CLEARLY: Final = 0.15
"""How much larger that share must be than that of the next."""
FEWEST: Final = 3
"""So many of its words must have been said at the least."""


def wrong_statement(point: RubricPoint, said: str) -> str | None:
    """Return the false statement that the quoted words resemble, None where it cannot be told."""
    words = _stems(said)
    shares = sorted(((_share(wrong, words), wrong) for wrong in point.wrong), reverse=True)
    if not shares:
        return None
    best, statement = shares[0]
    other = max([_share(point.text, words), *(share for share, _ in shares[1:])])
    met = len(_stems(statement) & words)
    return statement if best >= ENOUGH and best - other >= CLEARLY and met >= FEWEST else None


def _share(statement: str, words: frozenset[str]) -> float:
    wanted = _stems(statement)
    return len(wanted & words) / len(wanted) if wanted else 0.0


def _stems(text: str) -> frozenset[str]:
    found = re.findall(r"[\w'’]+", text.lower())
    return frozenset(stem(word) for word in found if word not in STOP and len(word) > 1)
