"""Said and heard are compared by sound, so that spelling makes no word error."""

from __future__ import annotations

import pytest

from mockvoice.domain.question import Term
from tests.benchmarks.speaking import Utterance, compare, normal


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("two hundred five", "205"),
        ("The behaviour is optimised.", "the behavior is optimized"),
        ("an A B test", "An AB test."),
        ("ten per cent", "10%"),
        ("the L two penalty", "the L2 penalty"),
        ("a data set", "a dataset"),
        ("one thousand and two", "1,000 and 2"),
        (
            "you are on the thirtieth, in the twenty-first test",
            "you're on the 30th, in the 21st test",
        ),
        ("your judgement won't do", "your judgment will not do"),
    ],
)
def test_the_same_sound_has_no_error(said: str, heard: str) -> None:
    """Numbers, spelling, joined letters and compounds do not count."""
    assert compare(Utterance("q", "p", said, ()), heard)["errors"] == 0


def test_a_wrong_word_and_a_lost_term_are_counted() -> None:
    """One word of four is wrong, and the term in it is lost."""
    said = Utterance("q", "p", "What does SMOTE do?", (Term(text="SMOTE"), Term(text="AUC")))

    assert compare(said, "What does smoke do?") == {
        "words": 4,
        "errors": 1,
        "terms": 1,
        "lost": ["SMOTE"],
    }


def test_numbers_are_words() -> None:
    """Thousands and decimals are said as a voice says them."""
    said = "one thousand two hundred fifty and zero point five"

    assert " ".join(normal("1,250 and 0.5")) == said
