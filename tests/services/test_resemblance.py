"""A false statement is named only where the words really resemble it."""

from __future__ import annotations

from mockvoice.domain.question import RubricPoint
from mockvoice.services.resemblance import wrong_statement

POINT = RubricPoint(
    id="penalty",
    text="The L1 penalty drives some weights to exactly zero; L2 only shrinks them.",
    wrong=(
        "L2 regularization sets many coefficients exactly to zero",
        "A stronger penalty increases variance",
    ),
)


def test_a_statement_said_nearly_word_for_word_is_named() -> None:
    """Inflection and small words make no difference."""
    said = "so with L2 regularization many of the coefficients are set to zero exactly"
    assert wrong_statement(POINT, said) == POINT.wrong[0]


def test_words_that_fit_the_point_as_well_name_nothing() -> None:
    """When the point itself shares as many words, nobody can tell."""
    assert wrong_statement(POINT, "the L1 penalty drives weights to exactly zero") is None


def test_other_words_name_nothing() -> None:
    """No resemblance, no statement; nor where none is written."""
    assert wrong_statement(POINT, "the number came out nice") is None
    assert wrong_statement(POINT.model_copy(update={"wrong": ()}), "L2 sets many to zero") is None
