"""Words used as fillers are counted, words that mean something are not."""

from __future__ import annotations

import pytest

from mockvoice.domain.filler_words import filler_words
from mockvoice.domain.fillers import Said, mark_sounds
from mockvoice.domain.transcript import FillerSource


def found(line: str) -> list[str]:
    """The filler words of a line spoken without pauses."""
    words = [Said(w, i * 0.3, i * 0.3 + 0.3, 0.9) for i, w in enumerate(line.split())]
    return [w.text for w in filler_words(mark_sounds(words, FillerSource.CLEAN))]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("We used, like, a queue.", ["like"]),
        ("It had only like four games to go.", ["like"]),
        ("It was, you know, quite slow.", ["you know"]),
        ("The cache is, I mean, the index is small.", ["i mean"]),
        ("It kind of works.", ["kind of"]),
        ("And it sort of drifts.", ["sort of"]),
        ("Regularization is basically a knob.", ["basically"]),
        ("So, um, we split it.", ["so"]),
        ("You split it first, right?", ["right"]),
        ("Well, it depends.", ["well"]),
        ("We were, actually, too late.", ["actually"]),
    ],
)
def test_fillers_are_counted(line: str, wanted: list[str]) -> None:
    """A word set off from its sentence, or before a guessed number, is a filler."""
    assert found(line) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "I like the second one.",
        "It looks like a tree.",
        "Things like trees and forests.",
        "We cache it so that it is fast.",
        "It failed, so we rolled back.",
        "Use the right join.",
        "All right, we start.",
        "Do you know the answer?",
        "If you know what it means, say it.",
        "What I mean is the mean.",
        "That kind of tree is a kind of model.",
        "Two sorts of errors and one sort of noise.",
        "If you get those mechanics, right, you avoid it.",
        "It went well, and it works well.",
        "They basically never hit zero.",
        "It actually zeroes some of them out.",
    ],
)
def test_meaning_is_not_counted(line: str) -> None:
    """A word that carries meaning in its sentence is left alone."""
    assert found(line) == []


def test_time_spans_the_phrase() -> None:
    """A filler of two words lasts from the first to the end of the second."""
    words = [
        Said(w, float(i), i + 0.5, 0.9) for i, w in enumerate(["it,", "you", "know,", "works"])
    ]
    (one,) = filler_words(words)
    assert (one.start, one.end) == (1.0, 2.5)
