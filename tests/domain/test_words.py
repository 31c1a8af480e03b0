"""Words are compared without their dress and joined for reading."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from mockvoice import paths
from mockvoice.domain.words import (
    EVERYWHERE,
    NUMERALS,
    SMALL,
    ends_sentence,
    plain,
    readable,
    stem,
    tokens,
    word_errors,
)
from mockvoice.services import bank

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


def test_forms_of_a_word_meet() -> None:
    """Plural and singular, and the forms of a verb, have one stem."""
    for forms in (
        "example examples",
        "feature features",
        "value values valued",
        "make makes making",
        "take takes taking",
        "split splits splitting",
        "try tries tried trying",
        "apply applies applied",
        "pass passes passed",
        "bias biases biased",
        "compute computed computation",
        "fall falls falling",
        "agree agrees agreed",
        "gpu gpus",
    ):
        assert len({stem(word) for word in forms.split()}) == 1, forms
    assert len({stem(word) for word in ("rate", "ratio", "string", "during", "need")}) == 5


def test_plurals_of_the_bank_meet_their_singulars() -> None:
    """Wherever the bank has a word with and without -s, -es or -ies, both have one stem."""
    texts = [
        text
        for entry in bank.load([paths.questions()]).entries
        for point in entry.question.rubric
        for text in (point.text, point.probe, *point.says, *point.wrong)
    ]
    words = {word for text in texts for word in tokens(text) if len(word) > 2 and word.isalpha()}
    pairs = [(one, f"{one}s") for one in words] + [(one, f"{one}es") for one in words]
    pairs += [(one, f"{one[:-1]}ies") for one in words if one.endswith("y")]
    both = [(one, many) for one, many in pairs if many in words]

    assert len(both) > 500
    assert [pair for pair in both if stem(pair[0]) != stem(pair[1])] == []


def test_the_words_of_every_subject_are_listed() -> None:
    """The list holds exactly what its docstring says, of the bank as it is."""
    said: dict[str, set[str]] = {}
    for entry in bank.load([paths.questions()]).entries:
        words = map(stem, tokens(entry.question.sample_answer))
        said.setdefault(entry.question.competency, set()).update(words)
    subjects = Counter(word for words in said.values() for word in words)
    common = {word for word, count in subjects.items() if count >= 10}

    assert len(said) == 11
    assert common - set(map(stem, SMALL | NUMERALS)) == set(map(stem, EVERYWHERE))
    assert not EVERYWHERE & (SMALL | NUMERALS)


@given(LINES, LINES)
def test_word_errors_are_a_distance(one: list[str], two: list[str]) -> None:
    """Nothing for equal lists, the same both ways, never more than the longer list."""
    assert word_errors(one, one) == 0
    assert word_errors(one, two) == word_errors(two, one)
    assert abs(len(one) - len(two)) <= word_errors(one, two) <= max(len(one), len(two))
