"""Clauses: where one cannot have ended."""

from __future__ import annotations

import pytest

from mockvoice.domain.clauses import CLAUSE_OPEN, NEVER_LAST, goes_on


@pytest.mark.parametrize(
    ("before", "after", "on"),
    [
        ("along.", "the", True),
        ("below,", "tolerance", True),
        ("curved.", "so", False),
        ("When.", "so", True),
        ("along.", "The", False),
        ("when.", "The", False),
        ("along.", "", False),
    ],
)
def test_a_clause_goes_on_over_a_sound(before: str, after: str, on: bool) -> None:
    """A small word goes on unless it can begin a clause where one can have ended."""
    assert goes_on(before, after) is on


@pytest.mark.parametrize("word", ["that", "is", "for", "not"])
def test_some_open_words_can_end_a_sentence(word: str) -> None:
    """ "After that." ends, "after the." does not."""
    assert word in CLAUSE_OPEN - NEVER_LAST
