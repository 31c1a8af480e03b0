"""Words are compared without their dress and joined for reading."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockvoice.domain.words import ends_sentence, plain, readable, tokens, word_errors

LINES = st.lists(st.sampled_from(["a", "b", "c", "um"]), max_size=12)


def test_plain_leaves_the_inside_of_a_word() -> None:
    """Punctuation goes at the ends only."""
    assert plain("“Don’t,”") == "don't"
    assert plain("K-fold.") == "k-fold"
    assert plain("99%.") == "99%"


def test_marks_are_no_words() -> None:
    """What stands in brackets was not said."""
    assert tokens("[laughter] Okay, well-known") == ["ok", "well", "known"]


def test_sentences_end_inside_quotes_too() -> None:
    """A closing quote does not hide the full stop."""
    assert ends_sentence("done.”")
    assert not ends_sentence("done,")


def test_reading_begins_sentences_with_capitals() -> None:
    """A sentence whose first word was a filler still begins with a capital."""
    assert readable(["so", "it", "ends.", "and", "again"]) == "So it ends. And again"


@given(LINES, LINES)
def test_word_errors_are_a_distance(one: list[str], two: list[str]) -> None:
    """Nothing for equal lists, the same both ways, never more than the longer list."""
    assert word_errors(one, one) == 0
    assert word_errors(one, two) == word_errors(two, one)
    assert abs(len(one) - len(two)) <= word_errors(one, two) <= max(len(one), len(two))
