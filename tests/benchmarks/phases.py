"""How often the phase of a sentence is right, on sample answers labelled by hand.

Run: `python -m tests.benchmarks.phases`. A sentence counts by the phase that most of its words got,
and is right when a label of tests/data/phases/labels.yaml says so. Sample answers are written
texts: nothing is spoken or transcribed here, and no judged quotes help.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from mockvoice import paths
from mockvoice.domain import phases
from mockvoice.domain.question import Question
from mockvoice.services import bank

LABELS = Path(__file__).parents[1] / "data" / "phases" / "labels.yaml"


@dataclass(frozen=True)
class Sentence:
    """One sentence of a labelled answer."""

    group: str
    """"tuning" or "held_out"."""
    answer: str
    text: str
    wanted: frozenset[str]
    found: str

    @property
    def right(self) -> bool:
        """True when the phase found is one of the labels."""
        return self.found in self.wanted


def sentences() -> list[Sentence]:
    """Every labelled sentence with the phase found for it."""
    entries = {entry.id: entry.question for entry in bank.load([paths.questions()]).entries}
    found = []
    for group, answers in yaml.safe_load(LABELS.read_text("utf-8")).items():
        for answer, rows in answers.items():
            question = entries[answer]
            texts = re.split(r"(?<=[.?!])\s+", question.sample_answer.strip())
            wanted = [label for row in rows for label in row]
            for text, label, phase in zip(texts, wanted, _found(texts, question), strict=True):
                found.append(Sentence(group, answer, text, frozenset(label.split("|")), phase))
    return found


def _found(texts: list[str], question: Question) -> list[str]:
    clauses = iter(phases.label(" ".join(texts), question))
    found = []
    for text in texts:
        left, counts = len(text.split()), Counter[str]()
        while left > 0:
            said, phase = next(clauses)
            counts[phase] += len(said.split())
            left -= len(said.split())
        found.append(counts.most_common(1)[0][0] or "unclear")
    return found


def main() -> None:
    """Print a line per answer and per group, then what is taken for what."""
    every = sentences()
    for group in ("tuning", "held_out"):
        within = [one for one in every if one.group == group]
        for answer in dict.fromkeys(one.answer for one in within):
            of = [one for one in within if one.answer == answer]
            print(f"{group:9} {answer:38} {sum(one.right for one in of):3} of {len(of)}")
        right = sum(one.right for one in within)
        print(f"{group:9} {'all':38} {right:3} of {len(within)} ({right / len(within):.0%})\n")
    for one in every:
        if not one.right:
            print(f"{'/'.join(sorted(one.wanted))} taken for {one.found}: {one.text}")


if __name__ == "__main__":
    main()
