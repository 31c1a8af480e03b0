"""A balanced choice of questions by level, kind and time."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from mockvoice.domain.question import Kind, Level
from mockvoice.services.bank import Bank, Entry

TALK = 45
"""Seconds around each answer: the question, time to think, a follow-up's wording."""


def choose(
    bank: Bank, *, level: Level, kinds: Sequence[Kind], seconds: int, seed: int = 0
) -> tuple[Entry, ...]:
    """Return questions of these kinds and this level that fit into the time.

    Takes turns between kinds, and within a kind between competencies. The same seed gives the
    same choice. At least one question when any fits the filters.
    """
    piles: dict[Kind, list[Entry]] = defaultdict(list)
    entries = list(bank)
    random.Random(seed).shuffle(entries)
    for entry in entries:
        if level in entry.question.levels and entry.question.kind in kinds:
            piles[entry.question.kind].append(entry)
    order = [piles[kind] for kind in kinds if piles[kind]]
    chosen: list[Entry] = []
    left = float(seconds)
    while any(order):
        for pile in order:
            if not pile:
                continue
            asked = [entry.question.competency for entry in chosen]
            pile.sort(key=lambda e: asked.count(e.question.competency))
            entry = pile.pop(0)
            cost = entry.question.answer_seconds + TALK
            if chosen and cost > left:
                continue
            chosen.append(entry)
            left -= cost
    return tuple(chosen)
