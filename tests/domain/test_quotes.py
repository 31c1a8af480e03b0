"""Quotes are verbatim and lead to their sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockvoice.domain import quotes
from mockvoice.domain.transcript import Span, Transcript, Word
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict
from tests import examples

ANSWER = "So bias is what you get, when the model's too rigid. K-fold  helps, 50 % of the time."


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("bias is what you get", "bias is what you get"),
        ("Bias  is\nwhat you GET", "bias is what you get"),
        ("“bias is what you get …”", "bias is what you get"),
        ("the model’s too rigid.", "the model's too rigid"),
        ("get when the model", "get, when the model's"),
        ("k fold helps", "K-fold  helps"),
        ("odel's too rigi", "model's too rigid"),
        ("variance is what you get", None),
        ("", None),
        ("...", None),
        ("a", None),
    ],
)
def test_find(quote: str, expected: str | None) -> None:
    """White space, case and punctuation are folded; what comes back is cut from the answer."""
    assert quotes.find(ANSWER, quote) == expected


@pytest.mark.parametrize("said", ["back to about 1%", "written in C++", "below $5", "at 3°"])
def test_signs_that_are_said_stay_at_the_edge(said: str) -> None:
    """One per cent is not quoted as one."""
    answer = f'It was, {said}, I think; "{said}".'
    assert quotes.find(answer, said) == said


@given(st.data())
def test_any_stretch_of_words_is_found_and_located(data: st.DataObject) -> None:
    """Every run of words of a real transcript is found and sounds from its first to last word."""
    heard = examples.transcript()
    said = [w for w in heard.words if not w.filler]
    first = data.draw(st.integers(0, len(said) - 6))
    last = data.draw(st.integers(first + 5, min(first + 20, len(said) - 1)))
    quote = " ".join(w.text for w in said[first : last + 1])

    span = quotes.locate(heard, quote)

    assert quotes.find(heard.text, quote) is not None
    assert span == Span(start=said[first].start, end=said[last].end)


def test_times_survive_a_different_spelling_in_the_text() -> None:
    """Where the text for reading mends a word, its neighbours still give the time."""
    words = tuple(
        Word(text=t, start=i, end=i + 0.5, probability=0.9, filler=False)
        for i, t in enumerate(["we", "use", "sicket", "learn", "for", "twenty", "folds"])
    )
    heard = Transcript(
        seconds=8,
        text="We use scikit learn for 20 folds.",
        verbatim_text="we use sicket learn for twenty folds",
        words=words,
        fillers=(),
        speech=(),
        model="test",
    )

    assert quotes.locate(heard, "learn for 20 folds") == Span(start=3, end=6.5)


def test_typed_answers_have_no_time() -> None:
    """A quote in a typed answer is found but has no place in any sound."""
    typed = Transcript(
        seconds=0, text="We shuffle.", verbatim_text="", words=(), fillers=(), speech=(), model=""
    )
    verdict = PointVerdict(point="p", verdict=Verdict.COVERED, probability=0.9, quote="we shuffle")
    found = quotes.of_judgement(Judgement(verdicts=(verdict,), model="", method=""), typed)

    assert [(q.text, q.span) for q in found] == [("We shuffle", None)]


def test_invented_quotes_are_left_out() -> None:
    """A quote that was never said does not reach the report."""
    verdict = PointVerdict(
        point="p", verdict=Verdict.COVERED, probability=0.9, quote="words nobody said here"
    )
    judged = Judgement(verdicts=(verdict,), model="", method="")

    assert quotes.of_judgement(judged, examples.transcript()) == ()


def test_what_came_near_a_missed_point_is_no_quote() -> None:
    """The nearest words to a missed point show no verdict, so they are not listed with those."""
    words = examples.transcript().text.split()[:6]
    missed = PointVerdict(point="p", verdict=Verdict.MISSED, probability=0.2, quote=" ".join(words))

    assert (
        quotes.of_judgement(
            Judgement(verdicts=(missed,), model="", method=""), examples.transcript()
        )
        == ()
    )
