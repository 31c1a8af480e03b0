"""Hedges, repeats and restarts."""

from __future__ import annotations

import pytest

from mockvoice.domain import hesitation


def found(text: str, ranges: list[hesitation.Range]) -> list[str]:
    """The words in each range."""
    words = text.split()
    return [" ".join(words[first : last + 1]) for first, last in ranges]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("maybe we should scale it", ["maybe"]),
        ("it is sort of a filter", ["sort of"]),
        ("what kind of data do you have", []),
        ("there are two kinds of errors and this kind of model", []),
        ("it probably depends on the size", []),
        ("maybe ten thousand rows", []),
        ("maybe 3 percent", []),
        ("I guess it works, or something", ["I guess", "or something"]),
        ("the probability of the class", []),
    ],
)
def test_hedges(text: str, expected: list[str]) -> None:
    """Weak words are found; nouns, conditions and estimates are not."""
    assert found(text, hesitation.hedges(text.split())) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the the model", ["the the"]),
        ("we use we use a tree", ["we use we use"]),
        ("I, I think so", ["I, I"]),
        ("the the the model", ["the the the"]),
        ("that's, that's a good one", ["that's, that's"]),
        ("k means plus plus", []),
        ("one customer in it, it looks perfect", []),
        ("information gain, gain ratio", []),
        ("a very very deep tree", []),
        ("we knew that that column leaks", []),
        ("one one zero", []),
        ("we fit the model. The model is good", []),
        ("more and more data", []),
    ],
)
def test_repeats(text: str, expected: list[str]) -> None:
    """What is said twice in a row counts, unless it is emphasis, grammar or a new sentence."""
    assert found(text, hesitation.repeats(text.split())) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("with L1, sorry, with L2 weights shrink", ["sorry,"]),
        ("Sorry, can you say it again?", []),
        ("I had it just now, sorry, my head is empty", []),
        ("over- and undersampling", []),
        ("what did I do, I took the mean", []),
        ("I'm sorry about that", []),
        ("we used, I mean we trained a tree", ["we used, I mean we"]),
        ("it is fast, I mean really fast", []),
        ("the vali- validation set", ["vali-"]),
        ("we were we used trees", ["we were we"]),
        ("it grows, no wait, it shrinks", ["no wait,"]),
        ("we split, we train, we test", []),
    ],
)
def test_restarts(text: str, expected: list[str]) -> None:
    """Dropped beginnings and spoken repairs count; lists and apologies do not."""
    assert found(text, hesitation.restarts(text.split())) == expected


def test_sentence_length_needs_full_stops() -> None:
    """Long text without any full stop has no sentence length rather than a wrong one."""
    assert hesitation.sentence_words("One two three. Four five six.") == 3
    assert hesitation.sentence_words("word " * 100) is None
    assert hesitation.sentence_words("") is None
