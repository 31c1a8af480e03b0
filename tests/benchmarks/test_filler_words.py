"""The labelled filler words are whole, and what is counted keeps its precision."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from tests.benchmarks import filler_words
from tests.benchmarks.filler_words import MARK, PASSAGES, tallies

_EXPRESSION = re.compile(
    r"(?<![\w-])(?:you know|y'?know|i mean|kind of|sort of|like|so|basically|actually|literally"
    r"|honestly|right|well)(?![\w'-])",
    re.IGNORECASE,
)


def test_every_occurrence_is_labelled() -> None:
    """No expression stands in a passage without its mark, and every mark says which role."""
    readme = (PASSAGES.parent / "README.md").read_text("utf-8")
    for line in PASSAGES.read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        assert not _EXPRESSION.search(MARK.sub("", text)), text
        assert all(f"`{role}`" in readme for _, role in MARK.findall(text)), text


def test_both_halves_hold_both_roles_of_each_expression() -> None:
    """Each expression stands as a filler and with its meaning, in tune and in held."""
    seen = Counter((m.split, m.phrase, m.filler) for m in filler_words.marks())
    phrases = {phrase for _, phrase, _ in seen} - {"y'know"}

    assert [
        (split, phrase, filler)
        for split in ("tune", "held")
        for phrase in phrases
        for filler in (True, False)
        if not seen[split, phrase, filler]
    ] == []


@pytest.mark.parametrize(
    ("split", "precision", "recall"), [("tune", 0.96, 0.88), ("held", 0.93, 0.80)]
)
def test_what_is_counted_is_a_filler(split: str, precision: float, recall: float) -> None:
    """Hardly a counted word is none, and most fillers are counted, as docs/speech.md says."""
    together = tallies(split)["all"]

    assert together.right >= precision * together.counted
    assert together.right >= recall * together.said
