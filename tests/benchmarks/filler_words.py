"""How often a word counted as a filler is one: python -m tests.benchmarks.filler_words [--errors].

Text alone: the words of a passage follow each other without pauses, so only the words and the
punctuation of a transcriber tell. `--errors tune` also lists each wrong and missed one.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mockvoice.domain.filler_words import filler_words
from mockvoice.domain.fillers import Said, mark_sounds
from mockvoice.domain.transcript import FillerSource
from mockvoice.domain.words import plain

PASSAGES: Final = Path(__file__).parents[1] / "data" / "fillers" / "lexical.jsonl"
MARK: Final = re.compile(r"\{([^{}+-]+)([+-]\w+)\}")
_SPELLING: Final = {"yknow": "y'know"}
_WORD: Final = 0.3
"""Seconds a word lasts in these passages; the next one follows at once."""


@dataclass(frozen=True)
class Mark:
    """One labelled occurrence."""

    passage: str
    split: str
    phrase: str
    role: str
    """`+opening`, `-verb`: a plus is a filler. README.md beside the passages lists them."""
    counted: bool
    around: str

    @property
    def filler(self) -> bool:
        """True where it is a filler by its label."""
        return self.role.startswith("+")


@dataclass
class Tally:
    """Occurrences of one expression."""

    said: int = 0
    """As fillers, by the labels."""
    meant: int = 0
    counted: int = 0
    right: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was counted that is a filler."""
        return self.right / self.counted if self.counted else None

    @property
    def recall(self) -> float | None:
        """Share of the fillers that was counted."""
        return self.right / self.said if self.said else None

    def add(self, mark: Mark) -> None:
        """Take one occurrence in."""
        self.said += mark.filler
        self.meant += not mark.filler
        self.counted += mark.counted
        self.right += mark.filler and mark.counted


def marks() -> Iterator[Mark]:
    """Compare what is counted with the labels, occurrence by occurrence."""
    for line in PASSAGES.read_text("utf-8").splitlines():
        passage = json.loads(line)
        yield from _of_passage(passage["id"], passage["split"], passage["text"])


def _of_passage(name: str, split: str, marked: str) -> Iterator[Mark]:
    text, places = _unmarked(marked)
    spans = [m.span() for m in re.finditer(r"\S+", text)]
    said = [Said(text[a:b], i * _WORD, (i + 1) * _WORD, 0.9) for i, (a, b) in enumerate(spans)]
    counted = {round(w.start / _WORD) for w in filler_words(mark_sounds(said, FillerSource.CLEAN))}
    for start, phrase, role in places:
        index = next(i for i, (a, b) in enumerate(spans) if a <= start < b)
        around = text[max(0, start - 40) : start + len(phrase) + 30]
        key = plain(phrase)
        yield Mark(name, split, _SPELLING.get(key, key), role, index in counted, around)


def _unmarked(marked: str) -> tuple[str, list[tuple[int, str, str]]]:
    """Return the text as it was said, and where each labelled phrase begins in it."""
    text, places, last = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        places.append((len(text), mark[1], mark[2]))
        text += mark[1]
        last = mark.end()
    return text + marked[last:], places


def tallies(split: str) -> dict[str, Tally]:
    """Count per expression, and under "all" together."""
    found: dict[str, Tally] = defaultdict(Tally)
    for mark in marks():
        if mark.split == split:
            found[mark.phrase].add(mark)
            found["all"].add(mark)
    return dict(sorted(found.items(), key=lambda item: (item[0] == "all", item[0])))


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.2f}"


def main() -> None:
    """Print a table per half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=["tune", "held", "both"], default="both")
    parser.add_argument("--errors", choices=["tune", "held"], help="list the errors of this half")
    asked = parser.parse_args()
    for split in ("tune", "held") if asked.split == "both" else (asked.split,):
        print(f"\n| {split} | as filler | as meaning | counted | right | precision | recall |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for phrase, t in tallies(split).items():
            print(
                f"| {phrase} | {t.said} | {t.meant} | {t.counted} | {t.right}"
                f" | {_share(t.precision)} | {_share(t.recall)} |"
            )
    for mark in marks():
        if mark.split == asked.errors and mark.filler != mark.counted:
            kind = "missed" if mark.filler else "WRONG"
            print(f"{kind} {mark.passage} {mark.phrase} {mark.role}: …{mark.around}…")


if __name__ == "__main__":
    main()
