"""How often a passage told as an argued trade-off is one: python -m tests.benchmarks.trade_offs."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from mockvoice.domain import trade_offs

PASSAGES = Path(__file__).parents[1] / "data" / "trade_offs" / "passages.jsonl"


@dataclass
class Tally:
    """Passages of one kind."""

    right: int = 0
    wrong: int = 0
    """Told where there is none."""
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was told that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of what is there that was told."""
        return self.right / max(1, self.right + self.missed)


def measured() -> dict[str, Tally]:
    """Compare what is found with the labels, split by split."""
    found: dict[str, Tally] = defaultdict(Tally)
    for line in PASSAGES.read_text("utf-8").splitlines():
        passage = json.loads(line)
        told, there = len(trade_offs.find(passage["text"])), passage["argued"]
        tally = found[passage["split"]]
        tally.right += min(told, there)
        tally.wrong += max(0, told - there)
        tally.missed += max(0, there - told)
    return dict(found)


if __name__ == "__main__":
    for name, tally in measured().items():
        print(
            f"{name}: {tally.right} right, {tally.wrong} wrong, {tally.missed} missed;"
            f" precision {tally.precision:.2f}, recall {tally.recall:.2f}"
        )
