"""The warm-up: one easy question of the bank, to be answered in a minute."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mockvoice.domain.errors import UnknownQuestion
from mockvoice.domain.question import Kind, Level
from mockvoice.services.bank import Bank, Entry

QUESTION: Final = "ml-fundamentals/learning-paradigms"
"""Asked first: everyone who prepares for such an interview has something to say to it."""
ANSWER_SECONDS: Final = 60
THINK_SECONDS: Final = 10


def warm_up(bank: Bank) -> Entry | None:
    """The question to begin with, or the shortest for juniors; None in a bank without any."""
    entry = _easy(bank)
    if entry is None:
        return None
    shorter = {"answer_seconds": ANSWER_SECONDS, "think_seconds": THINK_SECONDS}
    return replace(entry, question=entry.question.model_copy(update=shorter))


def _easy(bank: Bank) -> Entry | None:
    try:
        return bank.find(QUESTION)
    except UnknownQuestion:
        known = [e for e in bank.entries if e.question.kind is Kind.TECHNICAL]
        known = [e for e in known if Level.JUNIOR in e.question.levels] or known
        return min(known, key=lambda e: e.question.answer_seconds, default=None)
