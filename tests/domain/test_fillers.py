"""Filler sounds: known, merged from two passes, left out of the text for reading."""

from __future__ import annotations

import pytest

from mockvoice.domain.fillers import (
    Said,
    is_laughter,
    is_sound,
    mark_sounds,
    merge_passes,
    reading_words,
    without_false_stops,
    without_piled,
)
from mockvoice.domain.transcript import FillerSource


def said(line: str, start: float = 0.0) -> list[Said]:
    """One word each half second."""
    return [
        Said(word, start + i * 0.5, start + i * 0.5 + 0.4, 0.9)
        for i, word in enumerate(line.split())
    ]


@pytest.mark.parametrize(
    "word", ["um", "Um,", "uh...", "ummmm", "er", "Hmm.", "mm", "erm,", "uhhh", "ehm", "mhm", "ahm"]
)
def test_sounds_are_known_as_written(word: str) -> None:
    """A filler sound is known with any punctuation and however long it is drawn."""
    assert is_sound(word)


@pytest.mark.parametrize(
    "word",
    ["a", "her", "umbrella", "hum", "arm", "error", "he", "huh", "ham", "am", "E-R.", "E.R", "U-M"],
)
def test_words_are_no_sounds(word: str) -> None:
    """Words that only look like a filler sound stay words, and letters that were spelled."""
    assert not is_sound(word)


@pytest.mark.parametrize(("word", "is_it"), [("Ha!", True), ("haha", True), ("he", False)])
def test_laughter(word: str, is_it: bool) -> None:
    """Written laughing is known, and a pronoun is not taken for it."""
    assert is_laughter(word) is is_it


def test_a_sound_of_the_verbatim_pass_is_put_between_the_same_words() -> None:
    """What only the filler prompt brought out stands where it was said, with its source."""
    merged = merge_passes(said("we split it in two"), said("we split um, it in two"))
    assert [w.text for w in merged] == ["we", "split", "um,", "it", "in", "two"]
    assert [w.source for w in merged if w.filler] == [FillerSource.VERBATIM]


def test_words_lost_by_the_verbatim_pass_stay() -> None:
    """The filler prompt may lose a sentence; the clean pass supplies it."""
    merged = merge_passes(said("first we split. Then we train."), said("first we split."))
    assert [w.text for w in merged] == ["first", "we", "split.", "Then", "we", "train."]


def test_words_that_only_the_verbatim_pass_wrote_do_not_come_in() -> None:
    """The filler prompt may invent words; only its sounds are taken."""
    merged = merge_passes(said("we train"), said("we you know train so"))
    assert [w.text for w in merged] == ["we", "train"]


def test_a_misheard_sound_is_replaced() -> None:
    """One short word of the clean pass gives way to the sound heard at the same time."""
    merged = merge_passes(said("clips arm and someone"), said("clips um, and someone"))
    assert [w.text for w in merged] == ["clips", "um,", "and", "someone"]


def test_a_sound_that_both_wrote_is_counted_once() -> None:
    """Agreeing passes give one filler, found by the clean one."""
    merged = merge_passes(said("so um, we"), said("so uh, we"))
    assert [w.source for w in merged if w.filler] == [FillerSource.CLEAN]


def test_the_stretched_word_takes_the_tighter_time() -> None:
    """A word drawn over a hidden filler is put where the other pass heard it."""
    stretched = [Said("and", 0.0, 2.0, 0.9)]
    exact = [Said("um,", 0.1, 0.6, 0.9), Said("and", 1.6, 1.9, 0.9)]
    merged = merge_passes(stretched, exact)
    assert [(w.text, w.start) for w in merged] == [("um,", 0.1), ("and", 1.6)]


def test_piled_up_sounds_go() -> None:
    """A loop of uh, uh, uh without length is no hesitation."""
    words = [
        Said("uh,", 1.0, 1.3, 0.5, FillerSource.CLEAN),
        Said("uh,", 1.3, 1.3, 0.5, FillerSource.CLEAN),
    ]
    assert len(without_piled(words)) == 1


def test_of_a_row_of_sounds_those_with_a_length_stay() -> None:
    """Whichever comes first; where none has a length, one stays."""
    none = Said("er,", 1.0, 1.0, 0.5, FillerSource.CLEAN)
    some = Said("uh,", 1.8, 2.4, 0.5, FillerSource.CLEAN)
    word = Said("so", 2.5, 2.8, 0.9)
    assert without_piled([none, some, word, none, none]) == [some, word, none]


def test_a_sound_without_length_alone_stays() -> None:
    """The light model often gives no length to an "um" that was said."""
    words = [Said("so", 0.0, 0.4, 0.9), Said("um,", 0.4, 0.4, 0.9, FillerSource.CLEAN)]
    assert without_piled(words) == words


def test_text_for_reading_keeps_the_end_of_the_sentence() -> None:
    """A full stop that stood at a filler moves to the word before it."""
    words = merge_passes(said("we train, um. Then"), said("we train, um. Then"))
    assert reading_words(words) == ["we", "train.", "Then"]


def test_a_common_word_gives_way_only_to_a_much_surer_sound() -> None:
    """ "this is a…" was "this is, uh,", but "a tree" stays although the prompt likes "uh"."""
    doubtful = [*said("this is"), Said("a...", 1.0, 1.4, 0.3)]
    sure = [*said("this is"), Said("a", 1.0, 1.4, 0.9)]
    rival = [*said("this is,"), Said("uh,", 1.0, 1.4, 0.9)]
    assert [w.text for w in merge_passes(doubtful, rival)] == ["this", "is", "uh,"]
    assert "a" in [w.text for w in merge_passes(sure, rival)]


def test_a_sound_over_a_sound_is_one() -> None:
    """Two hearings of one "um" among other differences count once."""
    clean = [
        Said("centroid", 0.0, 0.5, 0.9),
        Said("um", 0.6, 1.0, 0.9),
        Said("weave", 1.0, 1.4, 0.9),
    ]
    other = [
        Said("centroids,", 0.0, 0.5, 0.9),
        Said("uh,", 0.6, 1.0, 0.9),
        Said("we've", 1.0, 1.4, 0.9),
    ]
    assert sum(w.filler for w in merge_passes(clean, other)) == 1


@pytest.mark.parametrize("spelled", ["argh,", "ugh", "Urgh...", "ahem", "uhr", "aaargh"])
def test_a_word_that_spells_a_sound_is_the_filler(spelled: str) -> None:
    """What one pass spelled as a word where the other heard "er" is one filler, with its times."""
    clean = [*said("points"), Said(spelled, 0.6, 0.9, 0.9), Said("and", 1.0, 1.3, 0.9)]
    other = [*said("points"), Said("er,", 0.9, 0.9, 0.9), Said("and", 1.0, 1.3, 0.9)]

    merged = merge_passes(clean, other)

    assert [(w.text, w.start, w.end) for w in merged if w.filler] == [("er,", 0.6, 0.9)]
    assert reading_words(merged) == ["points", "and"]


def test_a_spelling_stays_a_word_where_no_sound_was_heard() -> None:
    """An "ugh" that both passes wrote, or far from any sound, was said as a word."""
    assert not any(w.filler for w in merge_passes(said("ugh, no"), said("ugh, no")))
    far = [Said("er,", 3.0, 3.2, 0.9), *said("no", start=3.5)]
    merged = merge_passes([*said("argh"), *said("no", start=3.5)], far)
    assert [w.text for w in merged] == ["argh", "er,", "no"]


@pytest.mark.parametrize(
    "word",
    ["array", "graph", "urge", "harsh", "argue", "high", "hurt", "EHR", "EHR.", "UR5", "AHEM"],
)
def test_a_real_word_beside_a_sound_stays(word: str) -> None:
    """Words that look a little like a spelled sound are the candidate's own, and abbreviations."""
    clean = [*said("points"), Said(word, 0.6, 0.9, 0.9), Said("and", 1.0, 1.3, 0.9)]
    other = [*said("points"), Said("er,", 0.6, 0.9, 0.9), Said("and", 1.0, 1.3, 0.9)]

    assert word in reading_words(merge_passes(clean, other))


@pytest.mark.parametrize("word", ["our", "arm", "hum", "or", "her"])
def test_a_short_real_word_a_little_off_the_sound_stays(word: str) -> None:
    """Only what is never a word but a sound may stand off the time of the sound it spells."""
    clean = [*said("points"), Said(word, 0.6, 0.9, 0.9), Said("and", 1.5, 1.8, 0.9)]
    other = [*said("points"), Said("er,", 1.2, 1.2, 0.9), Said("and", 1.5, 1.8, 0.9)]

    assert word in reading_words(merge_passes(clean, other))


@pytest.mark.parametrize(("ours", "theirs"), [("EHR", "E.H.R."), ("Ur", "Or"), ("ugh", "us")])
def test_a_word_that_the_other_pass_heard_too_is_no_sound(ours: str, theirs: str) -> None:
    """Where the verbatim pass wrote a sound and a word, the clean pass's word is that word."""
    clean = [*said("the"), Said(ours, 0.8, 1.3, 0.9), Said("data", 1.3, 1.6, 0.9)]
    other = [
        *said("the"),
        Said("uh,", 0.5, 0.75, 0.6),
        Said(theirs, 0.8, 1.3, 0.9),
        Said("data", 1.3, 1.6, 0.9),
    ]

    merged = merge_passes(clean, other)

    assert reading_words(merged) == ["the", ours, "data"]
    assert [w.text for w in merged if w.filler] == ["uh,"]


@pytest.mark.parametrize(("after", "is_filler"), [(0.45, True), (0.55, False)])
def test_a_spelling_is_a_sound_only_near_it(after: float, is_filler: bool) -> None:
    """Up to half a second off, a spelled sound is the one that was heard; farther off a word."""
    clean = [*said("points"), Said("argh", 0.6, 0.9, 0.9), Said("and", 2.0, 2.3, 0.9)]
    sound = Said("er,", 0.9 + after, 0.9 + after, 0.9)
    other = [*said("points"), sound, Said("and", 2.0, 2.3, 0.9)]

    assert ("argh" not in reading_words(merge_passes(clean, other))) is is_filler


@pytest.mark.parametrize("word", ["argh", "arm"])
@pytest.mark.parametrize(
    ("sign", "kept"), [(".", "points."), ("?", "points?"), (",", "points"), ("...", "points")]
)
def test_the_full_stop_of_a_word_that_was_a_sound_stays(word: str, sign: str, kept: str) -> None:
    """A sound in place of "argh." ends the sentence as that did; trailing dots end none."""
    clean = [*said("points"), Said(word + sign, 0.6, 0.9, 0.9), Said("And", 1.0, 1.3, 0.9)]
    other = [*said("points"), Said("er,", 0.6, 0.9, 0.9), Said("and", 1.0, 1.3, 0.9)]

    assert reading_words(merge_passes(clean, other)) == [kept, "And"]


def over_letters(start: float, *more: Said) -> list[Said]:
    """What is merged where one pass wrote "E-R." from 0.6 to 1.0 s, the other a sound."""
    clean = [*said("is"), Said("E-R.", 0.6, 1.0, 0.9), Said("Ebenezer", 1.4, 1.8, 0.9)]
    sound = Said("er,", start, start + 0.4, 0.9)
    return merge_passes(clean, [*said("is"), *more, sound, Said("Ebenezer", 1.4, 1.8, 0.9)])


@pytest.mark.parametrize(("start", "sounds"), [(0.6, 0), (0.75, 0), (0.85, 1), (0.3, 1)])
def test_a_sound_over_letters_is_these_letters(start: float, sounds: int) -> None:
    """A sound that lies by more than half over a word in capitals is that word."""
    merged = over_letters(start)

    assert sum(w.filler for w in merged) == sounds
    assert reading_words(merged) == ["is", "E-R.", "Ebenezer"]


def test_a_sound_over_letters_that_were_heard_too_stays() -> None:
    """Where the other pass has a word for the letters, they do not hide the sound behind them."""
    merged = over_letters(0.65, Said("year", 0.6, 0.7, 0.9))

    assert sum(w.filler for w in merged) == 1


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("break when. Um, the total shift.", "break when the total shift."),
        ("minimum of? um, uh, the sum", "minimum of the sum"),
        ("and so... Er the axis", "and so the axis"),
        ("when. Um, i hit it", "when i hit it"),
        ("the end. Um, The next", "the end. The next"),
        ("clearly curved. Um, so it fails", "clearly curved. so it fails"),
        ("in two. Um, I stop", "in two. I stop"),
        ("in two. the rest, um, fails", "in two. the rest, fails"),
        ("that is all. Um.", "that is all."),
    ],
)
def test_a_stop_where_somebody_hesitates_falls(line: str, kept: str) -> None:
    """A stop directly before a sound goes where a small word goes on; all others stay."""
    words = without_false_stops(mark_sounds(said(line), FillerSource.CLEAN))

    assert " ".join(reading_words(words)) == kept


def test_a_sound_after_a_false_stop_begins_small() -> None:
    """What stood as the beginning of a sentence is none any more."""
    words = mark_sounds(said("refit. Um, the chain"), FillerSource.CLEAN)

    assert [w.text for w in without_false_stops(words)] == ["refit", "um,", "the", "chain"]
