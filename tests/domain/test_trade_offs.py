"""Trade-offs that were argued: choice, alternative and reason, found by their words."""

from __future__ import annotations

import json

import pytest

from mockvoice.domain import measure, trade_offs
from mockvoice.domain.transcript import Transcript, Word
from tests.benchmarks.trade_offs import PASSAGES, measured


def test_the_labelled_passages_are_told_apart() -> None:
    """On the passages left aside no more is missed or told in error than the page on it says."""
    tally = measured()

    assert (tally["test"].right, tally["test"].wrong, tally["test"].missed) == (10, 0, 0)
    assert (tally["drawn"].right, tally["drawn"].wrong) == (2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "I would use trees here. They are good.",
        "I would use trees rather than a network.",
        "I would use trees because they are fast.",
        "Trees are used rather than networks because they are fast.",
        "",
    ],
)
def test_two_parts_of_three_are_not_enough(text: str) -> None:
    """Without a choice, an alternative or a reason nothing was argued."""
    assert trade_offs.find(text) == ()


def test_the_passage_is_the_sentence_that_holds_it() -> None:
    """Only the sentences with the three parts are quoted, whatever stands around them."""
    argued = "I'd use trees rather than a network, because there are few rows."
    apart = "We took Postgres instead of Kafka. The reason was that we run it already."
    text = f"That is a good question. {argued} It has ten columns. {apart} Then we shipped."

    assert [text[a:b] for a, b in trade_offs.find(text)] == [argued, apart]


def test_capitals_and_typographic_signs_do_not_matter() -> None:
    """Curly apostrophes and capitals are read as plain ones."""
    assert len(trade_offs.find("I’d Use trees RATHER THAN nets, because it’s cheap.")) == 1


def test_it_sounds_where_it_was_said() -> None:
    """The measure gives the seconds from the first to the last word of the passage."""
    said = "Sure. I'd use trees rather than nets because rows are few."
    words = tuple(
        Word(text=text, start=float(at), end=at + 0.8, probability=0.9, filler=False)
        for at, text in enumerate(said.split())
    )
    heard = Transcript(
        seconds=12, text=said, verbatim_text=said, words=words, fillers=(), speech=(), model="m"
    )
    (mark,) = measure.measure(heard).trade_offs or ()

    assert mark.text == "I'd use trees rather than nets because rows are few."
    assert (mark.start, mark.end) == (1.0, 10.8)


def test_every_label_is_a_count() -> None:
    """The labelled file has a passage, a split and a count on each line, each id once."""
    lines = [json.loads(line) for line in PASSAGES.read_text("utf-8").splitlines()]

    assert len({line["id"] for line in lines}) == len(lines)
    assert all(line["argued"] >= 0 and line["text"] for line in lines)
