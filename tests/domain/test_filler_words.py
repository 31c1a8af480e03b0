"""Words used as fillers are counted, words that mean something are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import pytest

from mockvoice.domain.filler_words import filler_words
from mockvoice.domain.fillers import Said, mark_sounds
from mockvoice.domain.transcript import FillerSource


def found(line: str) -> list[str]:
    """The filler words of a line spoken without pauses, but 0.4 s where "|" stands."""
    return [w.text for w in filler_words(mark_sounds(spoken(line), FillerSource.CLEAN))]


def spoken(line: str) -> list[Said]:
    """The words of a line, 0.3 s each."""
    words, now = [], 0.0
    for word in line.split():
        if word == "|":
            now += 0.4
        else:
            words.append(Said(word, now, now + 0.3, 0.9))
            now += 0.3
    return words


class Counted(Sequence[Said]):
    """Words that count how many of them are looked at."""

    def __init__(self, words: list[Said]) -> None:
        self._words = words
        self.looked = 0

    def __len__(self) -> int:
        return len(self._words)

    @overload
    def __getitem__(self, at: int) -> Said: ...
    @overload
    def __getitem__(self, at: slice) -> list[Said]: ...
    def __getitem__(self, at: int | slice) -> Said | list[Said]:
        self.looked += 1 if isinstance(at, int) else len(self._words[at])
        return self._words[at]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("We used, like, a queue.", ["like"]),
        ("And like we never saw it.", ["like"]),
        ("It was like super slow.", ["like"]),
        ("It was, you know, quite slow.", ["you know"]),
        ("But you know i never saw it.", ["you know"]),
        ("The fix is you know we restart it.", ["you know"]),
        ("Y'know it showed.", ["y'know"]),
        ("We just yknow ran it.", ["yknow"]),
        ("The cache is, I mean, the index is small.", ["i mean"]),
        ("But I mean, who cares.", ["i mean"]),
        ("It broke, I mean it was old.", ["i mean"]),
        ("and i mean we knew.", ["i mean"]),
        ("It kind of works.", ["kind of"]),
        ("There's kind of a ladder.", ["kind of"]),
        ("And it sort of drifts.", ["sort of"]),
        ("They hold it up sort of.", ["sort of"]),
        ("Regularization is basically a knob.", ["basically"]),
        ("That's basically the whole proof.", ["basically"]),
        ("So, um, we split it.", ["so"]),
        ("So I was at a bank.", ["so"]),
        ("Okay so we split it.", ["so"]),
        ("It was cheaper, so.", ["so"]),
        ("We'll see so, yeah.", ["so"]),
        ("And, so, so we stopped.", ["so", "so"]),
        ("You split it first, right?", ["right"]),
        ("That's it, right?", ["right"]),
        ("It saw the future, right.", ["right"]),
        ("Right. So we split it.", ["right", "so"]),
        ("Well, it depends.", ["well"]),
        ("Okay, well I depend on it.", ["well"]),
        ("Ours was, well, slow.", ["well"]),
        ("Ours was | well | slow.", ["well"]),
        ("It failed. Oh. Well, it was old.", ["well"]),
        ("We were, actually, too late.", ["actually"]),
        ("Actually I began as a labeller.", ["actually"]),
        ("He was at my wedding actually.", ["actually"]),
        ("That's actually quite easy.", ["actually"]),
        ("And actually that helped.", ["actually"]),
        ("It was literally the worst week.", ["literally"]),
        ("I literally slept there.", ["literally"]),
        ("The simplest one, honestly, worked.", ["honestly"]),
        ("But honestly I forgot.", ["honestly"]),
        ("It broke. Honestly, we were tired.", ["honestly"]),
    ],
)
def test_fillers_are_counted(line: str, wanted: list[str]) -> None:
    """A word that opens, holds, softens or asks for a nod is a filler."""
    assert found(line) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "I like the second one.",
        "It looks like a tree.",
        "Things like trees and forests.",
        "It had only like four games to go.",
        "Like, say, a tree.",
        "The first, like, say, a tree.",
        "It looks, uh, like, um, a tree.",
        "And he was like, ship it.",
        "We cache it so that it is fast.",
        "So far it holds.",
        "It failed, so we rolled back.",
        "It failed. So we rolled back.",
        "It failed. So, um, we rolled back.",
        "I think so, yeah.",
        "Use the right join.",
        "All right, we start.",
        "It is right now at the right side.",
        "Do you know the answer?",
        "If you know what it means, say it.",
        "Once you know it, you see it.",
        "You know that it is convex.",
        "What I mean is the mean.",
        "We are done. I mean the width.",
        "We trained on May, sorry, I mean, on June.",
        "On Monday, I mean Tuesday, it broke.",
        "That kind of tree is a kind of model.",
        "It's a typical kind of error.",
        "That's my kind of, uh, model.",
        "We need sort of things, and model kind of stuff.",
        "Did it help? Kind of.",
        "Two sorts of errors and one sort of noise.",
        "If you get those mechanics, right, you avoid it.",
        "It went well, and it works well.",
        "Well known models, as well, of course.",
        "We log it as | well, and alert.",
        "We log it as, um, well, and alert.",
        "As | well, we log it.",
        "That went very | well, so we kept it.",
        "It ran pretty | well, I think.",
        "It ran quite | well, I think.",
        "Oh, well, it failed.",
        "We tried it. Oh, well, it failed.",
        "It was two, well, three.",
        "They basically never hit zero.",
        "It is basically the same.",
        "It actually zeroes some of them out.",
        "We thought it was that, but it was actually this.",
        "It is not actually, uh, wrong.",
        "It is literally one line.",
        "Fit literally does nothing.",
        "We report it honestly.",
    ],
)
def test_meaning_is_not_counted(line: str) -> None:
    """A word that carries meaning in its sentence is left alone."""
    assert found(line) == []


def test_a_pause_sets_a_word_off_as_a_comma_does() -> None:
    """What the transcriber wrote without commas is set off by silence around it."""
    words = [Said("we", 0.0, 0.2, 0.9), Said("used", 0.2, 0.4, 0.9)]
    words += [Said("like", 0.8, 1.0, 0.9), Said("a", 1.4, 1.5, 0.9), Said("queue", 1.5, 1.9, 0.9)]

    assert [w.text for w in filler_words(words)] == ["like"]


def test_a_filler_word_sets_off_the_next() -> None:
    """After a filler word the next expression stands as after a comma."""
    assert found("It was, you know like, slow.") == ["you know", "like"]


def test_time_spans_the_phrase() -> None:
    """A filler of two words lasts from the first to the end of the second."""
    words = [
        Said(w, float(i), i + 0.5, 0.9) for i, w in enumerate(["it,", "you", "know,", "works"])
    ]
    (one,) = filler_words(words)
    assert (one.start, one.end) == (1.0, 2.5)


@pytest.mark.parametrize(
    "line",
    [
        "It was, like, slow, so we, um, split it, right, and, well, you know it worked.",
        "um like",  # hardly a word that is none of them
        "so",
    ],
)
def test_a_long_recording_costs_no_more_per_word(line: str) -> None:
    """Twice the words are looked at twice as often, not four times: two hours are possible."""
    words = mark_sounds(spoken(" ".join([line] * 500)), FillerSource.CLEAN)
    half, whole = Counted(words[: len(words) // 2]), Counted(words)

    assert filler_words(half)
    assert filler_words(whole)
    assert whole.looked <= 2.1 * half.looked
