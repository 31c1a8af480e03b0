"""How well the score formula ranks answers whose verdicts are right: its upper bound.

Usage: python -m tests.benchmarks.score_formula FILE.jsonl [FILE.jsonl ...]

The annotator's own labels stand in for the judge, so what is left of the difference to the
annotator's scores is the formula's. Prints one JSON object per file: rank correlation for each
score, the mean distance of the overall score, and how far the lowest strong answer lies above the
highest weak, wrong, jargon or off-topic one. The last figure, ``chosen_by_other_questions``, is the
rank correlation when the three main parameters are chosen anew on all other questions.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mockvoice.domain import scoring
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.verdict import Judgement, PointVerdict, Scores, Verdict

NAMES = ("overall", "relevance", "depth", "clarity", "correctness")
BAD = ("weak", "wrong", "jargon", "offtopic")
CERTAIN = {"covered": 0.95, "partial": 0.4, "missed": 0.04, "wrong": 0.05}
"""Probabilities that a good judge gives for each label."""
GRID = tuple(itertools.product((0.4, 0.6, 0.8), (0.6, 0.8, 1.0), (5.0, 10.0, 20.0)))
"""HARM, DIMINISHING and RELEVANCE to choose from."""


def scored(row: dict[str, Any]) -> Scores:
    """Score one labelled answer by the formula."""
    rubric = [RubricPoint(id=p["id"], text=p["text"]) for p in row["rubric"]]
    verdicts = tuple(
        PointVerdict(
            point=point.id,
            verdict=Verdict(row["labels"][point.id]),
            probability=CERTAIN[row["labels"][point.id]],
        )
        for point in rubric
    )
    judged = Judgement(verdicts=verdicts, model="", method="labels")
    return scoring.score(rubric, judged, row["question"], row["answer"])


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 0, equal values sharing their mean rank."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    at = 0
    for _, group in itertools.groupby(order, key=values.__getitem__):
        members = list(group)
        for index in members:
            found[index] = at + (len(members) - 1) / 2
        at += len(members)
    return found


def spearman(a: Sequence[float], b: Sequence[float]) -> float:
    """Rank correlation; 0 where one side does not vary."""
    x, y = ranks(a), ranks(b)
    mean = (len(a) - 1) / 2
    up = sum((p - mean) * (q - mean) for p, q in zip(x, y, strict=True))
    down = (sum((p - mean) ** 2 for p in x) * sum((q - mean) ** 2 for q in y)) ** 0.5
    return up / down if down else 0.0


def figures(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """All figures for one set of labelled answers."""
    made = [scored(row).model_dump() for row in rows]
    found = {
        name: spearman([m[name] for m in made], [r["scores"][name] for r in rows]) for name in NAMES
    }
    apart = [abs(m["overall"] - r["scores"]["overall"]) for m, r in zip(made, rows, strict=True)]
    found["mean_distance"] = sum(apart) / len(apart)
    strong = [m["overall"] for m, r in zip(made, rows, strict=True) if r["kind"] == "strong"]
    bad = [m["overall"] for m, r in zip(made, rows, strict=True) if r["kind"] in BAD]
    found["lowest_strong_minus_highest_bad"] = min(strong) - max(bad)
    return {name: round(value, 3) for name, value in found.items()}


def chosen_by_other_questions(rows: Sequence[dict[str, Any]]) -> float:
    """Rank correlation of scores whose parameters never saw the question they are used on."""
    kept = scoring.HARM, scoring.DIMINISHING, scoring.RELEVANCE, scoring.CONTENT
    table = {}
    try:
        for harm, diminishing, relevance in GRID:
            scoring.HARM, scoring.DIMINISHING = harm, diminishing  # type: ignore[misc]
            scoring.RELEVANCE, scoring.CONTENT = relevance, 90.0 - relevance
            table[harm, diminishing, relevance] = [scored(r).overall or 0.0 for r in rows]
    finally:
        scoring.HARM, scoring.DIMINISHING, scoring.RELEVANCE, scoring.CONTENT = kept  # type: ignore[misc]
    gold = [float(r["scores"]["overall"]) for r in rows]
    found = [0.0] * len(rows)
    for question in {r["question_id"] for r in rows}:
        rest = [i for i, r in enumerate(rows) if r["question_id"] != question]
        best = max(
            GRID, key=lambda g: spearman([table[g][i] for i in rest], [gold[i] for i in rest])
        )
        for i, row in enumerate(rows):
            if row["question_id"] == question:
                found[i] = table[best][i]
    return round(spearman(found, gold), 3)


def main() -> None:
    """Print the figures for each file named on the command line."""
    for name in sys.argv[1:]:
        rows = [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()]
        result = figures(rows) | {"chosen_by_other_questions": chosen_by_other_questions(rows)}
        print(json.dumps({"file": Path(name).name, "answers": len(rows), **result}))


if __name__ == "__main__":
    main()
