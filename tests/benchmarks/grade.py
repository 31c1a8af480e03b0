"""How well the judge ranks answers that people graded.

    python -m tests.benchmarks.grade FILE.csv [--model ID] [--limit N] [--json FILE]

FILE has the columns question, reference, answer, score_avg, max_score. The reference is split into
points (its sentences), the answer is judged, and the share of its points that are covered, half
for partial ones, is the grade. Given: Pearson's r, the error (root mean square, in shares of the
full mark) and quadratic kappa on whole marks from 0 to 5. Nothing is fitted to FILE.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mockvoice import paths
from mockvoice.domain.errors import BadData
from mockvoice.domain.ports import Judge, JudgeRequest
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.verdict import Judgement, Verdict
from tests.benchmarks.judge import STANDARD, pearson, show

COLUMNS = ("question", "reference", "answer", "score_avg", "max_score")
MARKS = 5
_WORTH = {Verdict.COVERED: 1.0, Verdict.PARTIAL: 0.5}


def read(path: Path) -> list[dict[str, str]]:
    """Read the graded answers; BadData when a column is missing or a score is no number."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    missing = [name for name in COLUMNS if rows and name not in rows[0]]
    if not rows or missing:
        raise BadData(f"{path.name} lacks: {', '.join(missing) or 'rows'}.", f"Give {COLUMNS}.")
    return rows


def points_of(reference: str) -> tuple[RubricPoint, ...]:
    """Split a reference answer into points: its sentences, short ones joined to the one before."""
    sentences = re.split(r"(?<=[.!?;])\s+|\n+", reference.strip())
    texts: list[str] = []
    for sentence in sentences:
        if texts and (len(sentence) < 25 or len(texts[-1]) < 25):
            texts[-1] += f" {sentence}"
        elif sentence:
            texts.append(sentence)
    return tuple(
        RubricPoint(id=f"r{number}", text=text.ljust(15, "."))
        for number, text in enumerate(texts, start=1)
    )


def grade(judged: Judgement) -> float:
    """Return the share of the points that the answer has, 0 to 1."""
    probabilities = [v.probability for v in judged.verdicts if v.probability is not None]
    shares = [_WORTH.get(v.verdict, 0.0) for v in judged.verdicts]
    # Verdicts alone give few different grades to a reference of one or two points.
    return (sum(shares) / len(shares) + sum(probabilities) / len(probabilities)) / 2


def quadratic_kappa(one: Sequence[int], other: Sequence[int], marks: int) -> float:
    """Cohen's kappa with quadratic weights on marks from 0 to ``marks``."""
    total = len(one)
    seen = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / total
    by_chance = sum(
        one.count(a) * other.count(b) * (a - b) ** 2
        for a in range(marks + 1)
        for b in range(marks + 1)
    ) / (total * total)
    return 1 - seen / by_chance if by_chance else 1.0


def figures(ours: Sequence[float], theirs: Sequence[float]) -> dict[str, Any]:
    """Compare our grades with people's, both as shares of the full mark."""
    errors = [(a - b) ** 2 for a, b in zip(ours, theirs, strict=True)]
    whole = [[round(MARKS * share) for share in side] for side in (ours, theirs)]
    return {
        "answers": len(ours),
        "Pearson": pearson(ours, theirs),
        "root mean square error": (sum(errors) / len(errors)) ** 0.5,
        f"quadratic kappa on 0..{MARKS}": quadratic_kappa(whole[0], whole[1], MARKS),
    }


def judge_rows(judge: Judge, rows: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """Judge every answer; an empty one covers nothing."""
    results = []
    for row in rows:
        begun = time.perf_counter()
        request = JudgeRequest(
            question=row["question"], rubric=points_of(row["reference"]), answer=row["answer"]
        )
        judged = judge.judge(request)
        if judged.failure:
            raise BadData("The judge could not judge.", judged.failure)
        results.append(
            {
                "grade": grade(judged),
                "score": float(row["score_avg"]) / float(row["max_score"]),
                "verdicts": [str(v.verdict) for v in judged.verdicts],
                "elapsed_s": time.perf_counter() - begun,
            }
        )
    return results


def main() -> None:
    """Judge, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", default=STANDARD)
    parser.add_argument("--limit", type=int, default=0, help="only the first N answers")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    from mockvoice.engine.llama import LlamaJudge

    rows = read(options.file)
    rows = rows[: options.limit] if options.limit else rows
    head = paths.assets() / "judge" / f"{options.model}.npz"
    judge = LlamaJudge(paths.weights() / options.model, options.model, head)
    results = judge_rows(judge, rows)
    found = figures([r["grade"] for r in results], [r["score"] for r in results])
    show(f"{options.file.name}, {options.model}", found)
    if options.json:
        options.json.write_text(json.dumps({"figures": found, "results": results}, indent=1))


if __name__ == "__main__":
    main()
