"""A word put right changes nothing around it: neither times, nor fillers, nor other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockvoice.domain import correcting
from mockvoice.domain.errors import BadData
from mockvoice.domain.transcript import Transcript
from tests import examples


def middle(transcript: Transcript, place: int) -> float:
    """The second in the middle of a word."""
    word = transcript.words[place]
    return (word.start + word.end) / 2


def put(transcript: Transcript, first: int, last: int, said: str) -> Transcript:
    """Correct the words from one place to another."""
    start, end = middle(transcript, first), middle(transcript, last)
    return correcting.correct(transcript, start, end, said)[0]


def small() -> Transcript:
    """Nine words, one of them a filler."""
    heard = examples.transcript()
    texts = ["Well,", "psychic", "learn", "um", "fits", "it.", "Then", "psychic", "scores."]
    words = tuple(
        heard.words[0].model_copy(
            update={"text": text, "start": float(n), "end": n + 0.8, "filler": text == "um"}
        )
        for n, text in enumerate(texts)
    )
    filler = heard.fillers[0].model_copy(update={"text": "um", "start": 3.0, "end": 3.8})
    return heard.model_copy(
        update={
            "words": words,
            "text": "Well, psychic learn fits it. Then psychic scores.",
            "verbatim_text": " ".join(texts),
            "fillers": (filler,),
        }
    )


def test_two_words_become_one_in_their_time() -> None:
    """The new word has the time of both, and the same words elsewhere stay."""
    made = put(small(), 1, 2, "scikit-learn")
    assert made.text == "Well, scikit-learn fits it. Then psychic scores."
    assert made.verbatim_text == "Well, scikit-learn um fits it. Then psychic scores."
    assert (made.words[1].start, made.words[1].end) == (1.0, 2.8)
    assert made.words[1].probability == 1.0
    assert made.fillers == small().fillers


def test_the_later_of_two_same_words_is_meant() -> None:
    """What is corrected is the word in the stretch, not the first one spelled so."""
    made = put(small(), 7, 7, "XGBoost")
    assert made.text == "Well, psychic learn fits it. Then XGBoost scores."


def test_one_word_becomes_two_that_share_its_time() -> None:
    """The longer word gets more of it; punctuation stays at the end."""
    made = put(small(), 5, 5, "random forests")
    first, second = made.words[5:7]
    assert (first.text, second.text) == ("random", "forests.")
    assert first.start == 5.0
    assert second.end == 5.8
    assert first.end == second.start
    assert made.text == "Well, psychic learn fits random forests. Then psychic scores."


def test_a_sentence_still_begins_with_a_capital() -> None:
    """The first word of a sentence is written as such."""
    assert put(small(), 0, 0, "now,").text.startswith("Now, psychic")


def test_a_filler_that_was_a_word_is_no_filler_any_more() -> None:
    """It stands in the text, and is not counted."""
    made = put(small(), 3, 3, "LMs")
    assert made.text == "Well, psychic learn LMs fits it. Then psychic scores."
    assert made.fillers == ()


@pytest.mark.parametrize("said", ["", "  ", "?!"])
def test_a_word_must_be_given(said: str) -> None:
    """Nothing at all is no correction."""
    with pytest.raises(BadData, match="No word"):
        put(small(), 1, 1, said)


def test_a_stretch_without_words_is_said() -> None:
    """There is nothing to correct in a pause."""
    with pytest.raises(BadData, match="no word"):
        correcting.correct(small(), 100.0, 101.0, "word")


@given(
    first=st.integers(0, 60),
    many=st.integers(1, 6),
    said=st.lists(st.sampled_from(["alpha", "Beta,", "k-fold", "um", "L2."]), min_size=1),
)
def test_words_times_and_text_stay_in_step(first: int, many: int, said: list[str]) -> None:
    """On a real transcript: times go forward, and every word of the text is a word that sounds."""
    heard = examples.transcript()
    made = put(heard, first, first + many - 1, " ".join(said))
    times = [t for word in made.words for t in (word.start, word.end)]
    assert times == sorted(times)
    assert made.verbatim_text == " ".join(word.text for word in made.words)
    assert made.words[:first] == heard.words[:first]
    assert made.words[first + len(said) :] == heard.words[first + many :]
    for word in said:
        assert word.strip(".,").lower() in made.text.lower()
    kept = [word.text for word in heard.words[first + many :] if not word.filler]
    assert made.text.split()[-len(kept) :][-10:] == kept[-10:] or not kept
