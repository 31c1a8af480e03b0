"""Puts answers together from graded school answers, so that people's labels tell true from false.

    python -m tests.training.graded_answers scientsbank.csv OUT.jsonl

The file holds the training part of SemEval-2013 task 7, SciEntsBank (Dzikovska et al. 2013,
CC BY-SA 3.0), with the columns question_id, question, reference, answer, label_3way, split. Three
questions make one: their references are its points. One point is contradicted, one or two are
answered rightly, by answers that teachers labelled so; the rest is missed.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SEED = 20261121
ANSWERS = 110
MOST_OF_A_QUESTION = 6
_ANSWER_WORDS = range(5, 40)
_REFERENCE_WORDS = range(5, 30)
_QUESTION_WORDS = 35

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Return the answers of the training part that are neither too short nor too long to say."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["split"] == "train"
            and len(row["answer"].split()) in _ANSWER_WORDS
            and len(row["reference"].split()) in _REFERENCE_WORDS
            and len(row["question"].split()) <= _QUESTION_WORDS
        ]


def records(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return answers on three questions each, the same for the same rows."""
    draw = random.Random(SEED)
    by_label: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(rows, key=lambda row: row["id"]):
        by_label[row["label_3way"]][row["question_id"]].append(row)
    right, false = by_label["correct"], by_label["contradictory"]
    both = sorted(set(right) & set(false))
    made: list[dict[str, Any]] = []
    used: dict[str, int] = defaultdict(int)
    while len(made) < ANSWERS:
        free = [q for q in both if false[q] and used[q] < MOST_OF_A_QUESTION]
        if not free:
            break
        contradicted = draw.choice(free)
        others = draw.sample([q for q in sorted(right) if q != contradicted], 2)
        said = [(contradicted, "wrong", false[contradicted].pop(0)), _right(others[0], right, draw)]
        if draw.random() < 0.5:
            said.append(_right(others[1], right, draw))
        for question in (contradicted, *others):
            used[question] += 1
        made.append(_record(len(made), (contradicted, *others), said, right, draw))
    return made


Said = tuple[str, str, Row]


def _right(question: str, right: dict[str, list[Row]], draw: random.Random) -> Said:
    return question, "covered", draw.choice(right[question])


def _record(
    number: int,
    questions: Sequence[str],
    said: list[Said],
    right: dict[str, list[Row]],
    draw: random.Random,
) -> dict[str, Any]:
    order = list(questions)
    draw.shuffle(order)
    told = {question: (label, _sentence(row["answer"])) for question, label, row in said}
    asked = [right[question][0] for question in order]
    return {
        "id": f"graded-{number:03d}",
        "question_id": f"scientsbank:{questions[0]}",
        "question": " ".join(_sentence(row["question"]) for row in asked),
        "rubric": [{"id": row["question_id"], "text": row["reference"]} for row in asked],
        "kind": "graded",
        "answer": " ".join(told[question][1] for question in order if question in told),
        "labels": {q: told[q][0] if q in told else "missed" for q in order},
        "evidence": {q: told[q][1] for q in order if q in told},
    }


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.?!' else '.'}"


def main() -> None:
    """Write the answers."""
    lines = [
        json.dumps(record, ensure_ascii=False) + "\n" for record in records(read(Path(sys.argv[1])))
    ]
    Path(sys.argv[2]).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
