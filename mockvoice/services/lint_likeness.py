"""Which texts say nearly the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, process, utils

ALIKE: Final = 88.0
"""Share of letters (per cent) that two texts have in common, their words sorted, from which they
count as nearly the same. Chosen, not fitted; the two most alike of 158 questions of
the bank had 68."""


def pairs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the positions of texts that are nearly the same, the earlier one first."""
    plain = [utils.default_process(text) for text in texts]
    found = process.cdist(plain, plain, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    return [
        (int(first), int(second))
        for first, second in zip(*found.nonzero(), strict=True)
        if first < second
    ]
