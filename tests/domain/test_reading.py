"""The time that a text takes to say is estimated from its syllables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockvoice.domain.question import Term
from mockvoice.domain.reading import longest, seconds, syllables


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


@pytest.mark.parametrize(
    ("word", "slowly"),
    [
        ("and", 0.4),
        ("model,", 0.6),
        ("GPU", 0.8),
        ("HNSW.", 1.0),
        ("XGBoost", 0.8),
        ("7", 0.6),
        ("2,048", 1.8),
        ("O(n²)", 1.0),
        ("—", 0.2),
    ],
)
def test_a_word_takes_as_long_as_it_is_said(word: str, slowly: float) -> None:
    """One syllable more than it has at the steady pace; letters and digits are said, too."""
    assert longest(word) == pytest.approx(slowly)


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
