"""Puts short, clean answers together from the bank: a few points said well, the others not at all.

    python -m tests.training.short_answers OUT.jsonl

In the other labelled answers short ones are mostly weak ones, so that a head trained on them alone
takes brevity for vagueness. Here a point is covered by one of its own ``says``, contradicted by one
of its ``wrong``, and everything else of the rubric is missed; so the labels follow from the packs.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from mockvoice import paths
from mockvoice.domain.question import Kind, Question, RubricPoint
from mockvoice.services import bank

DEV = Path("tests/data/judge/dev.jsonl")
HELD = (
    "ml-fundamentals/bias-variance",
    "evaluation/precision-recall-f1",
    "data-and-features/leakage",
)
"""Left out, because the test of a whole interview is about them."""
SEED = 20261121
ANSWERS = 84
_ALIKE = 62.0
"""Likeness of a question to one of the dev set, in per cent, from which it is left out."""


def records() -> list[dict[str, Any]]:
    """Return two answers each on questions of the bank, the same for the same packs."""
    draw = random.Random(SEED)
    known = {json.loads(line)["question"] for line in DEV.read_text("utf-8").splitlines()}
    entries = [
        entry
        for entry in bank.load([paths.questions()])
        if entry.question.kind in {Kind.TECHNICAL, Kind.SYSTEM_DESIGN}
    ]
    draw.shuffle(entries)
    made: list[dict[str, Any]] = []
    for entry in entries:
        near = max(fuzz.token_set_ratio(entry.question.text, other) for other in known)
        if entry.id in HELD or near >= _ALIKE:
            continue
        if len(made) >= ANSWERS:
            break
        for kind in ("short", "mixed"):
            made.append(_record(entry.id, entry.question, kind, draw))
    return made


def _record(name: str, question: Question, kind: str, draw: random.Random) -> dict[str, Any]:
    points = list(question.rubric)
    order = points[:]
    draw.shuffle(order)
    many = draw.choice((2, 2, 3)) if kind == "short" else 2
    said = [point for point in order if point.says][:many]
    rest = [point for point in order if point not in said and point.wrong]
    false = rest[: draw.choice((1, 2))] if kind == "mixed" else []
    labels = {point.id: "missed" for point in points}
    quotes = {}
    for point in sorted(said + false, key=points.index):
        labels[point.id] = "covered" if point in said else "wrong"
        quotes[point.id] = _sentence(point, draw, true=point in said)
    return {
        "id": f"{name.replace('/', '-')}-{kind}",
        "question_id": f"bank:{name}",
        "question": f"{question.setup} {question.text}".strip(),
        "rubric": [{"id": point.id, "text": point.text} for point in points],
        "kind": kind,
        "answer": " ".join(quotes.values()),
        "labels": labels,
        "evidence": quotes,
    }


def _sentence(point: RubricPoint, draw: random.Random, *, true: bool) -> str:
    text = draw.choice(point.says if true else point.wrong).strip()
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.?!' else '.'}"


def main() -> None:
    """Write the answers."""
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records()]
    Path(sys.argv[1]).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
