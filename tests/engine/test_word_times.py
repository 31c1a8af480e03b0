"""Word times follow the voice."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mockvoice.domain.fillers import Said
from mockvoice.engine.word_times import fill, repair


def times(words: list[Said]) -> list[tuple[float, float]]:
    """Start and end of each word."""
    return [(pytest.approx(w.start), pytest.approx(w.end)) for w in words]


def test_a_word_does_not_begin_in_the_silence_before_it() -> None:
    """The first word after a pause begins with the voice."""
    (word,) = repair([Said("so", 0.2, 1.3, 0.9)], [(1.0, 1.4)])
    assert times([word]) == [(1.0, 1.4)]


def test_a_word_is_not_drawn_across_a_pause() -> None:
    """The longer part stays."""
    (word,) = repair([Said("well", 1.0, 4.0, 0.9)], [(1.0, 1.2), (3.0, 4.1)])
    assert (word.start, word.end) == (3.0, 4.1)


def test_words_without_silence_between_them_touch() -> None:
    """In running speech a word lasts until the next."""
    one, two = repair([Said("a", 0.0, 0.2, 0.9), Said("b", 0.5, 0.9, 0.9)], [(0.0, 1.0)])
    assert one.end == two.start
    assert (one.start, two.end) == (0.0, 1.0)


def test_times_run_forward() -> None:
    """No word begins before the one in front of it ends."""
    words = [Said("a", 0.0, 0.8, 0.9), Said("b", 0.5, 0.7, 0.9), Said("c", 0.6, 1.2, 0.9)]
    out = repair(words, [(0.0, 2.0)])
    assert all(a.end <= b.start and a.start <= a.end for a, b in pairwise(out))


def test_filling_reaches_the_end_of_speech() -> None:
    """A drawn-out last word lasts as long as the voice does."""
    (word,) = fill([Said("words", 1.0, 1.5, 0.9)], [(1.0, 2.2)])
    assert word.end == 2.2
