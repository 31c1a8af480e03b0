"""The time that a text takes to say is estimated from its syllables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockvoice.domain.question import Term
from mockvoice.domain.reading import seconds, syllables


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("model", 2),
        ("make", 1),
        ("makes", 1),
        ("trained", 1),
        ("weighted", 2),
        ("table", 2),
        ("losses", 2),
        ("evaluation", 4),
        ("the", 1),
        ("A.U.C", 3),
        ("", 0),
    ],
)
def test_syllables_are_counted(said: str, count: int) -> None:
    """Silent endings do not count, letters one by one do."""
    assert syllables(said) == count


def test_pauses_take_time() -> None:
    """The same words with stops take longer."""
    assert seconds("It works, it works. Good.") > seconds("It works it works good")


def test_what_is_said_counts_not_what_is_written() -> None:
    """A term takes as long as its pronunciation."""
    assert seconds("SGD", [Term(text="SGD", say="stochastic gradient descent")]) > 1


@given(st.text())
def test_any_text_takes_time_or_none(text: str) -> None:
    """Time is not negative."""
    assert seconds(text) >= 0
