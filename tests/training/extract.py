"""Reads labelled answers with the judge's model once and keeps its inner states on disk.

    python -m tests.training.extract FILE.jsonl... [--variant NAME] [--model ID] [--seconds N]

Stops after N seconds (0: never) and goes on from there when called again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mockvoice import paths
from mockvoice.domain import judging
from mockvoice.domain.judging import Piece
from mockvoice.engine.hidden_states import StateReader
from mockvoice.engine.judge_features import read_prompts

STANDARD = "qwen2.5-coder-1.5b-instruct-q4_k_m"
LIGHT = "qwen2.5-coder-0.5b-instruct-q4_k_m"
LAYERS = {STANDARD: (10, 13, 15, 17), LIGHT: (9, 12, 14, 16)}
KEEP = (1, 3)
"""Which of the layers are kept for the answer's own tokens, to choose quotes by."""
CACHE = Path("out/features")

Shared = Callable[[str, tuple[str, ...], str], tuple[Piece, ...]]
Point = Callable[[str], tuple[Piece, Piece, Piece]]


def _yes_no_shared(question: str, _points: tuple[str, ...], answer: str) -> tuple[Piece, ...]:
    return (
        Piece(
            "<|im_start|>system\nYou check whether an interview answer states given points."
            "<|im_end|>\n<|im_start|>user\n",
            ours=True,
        ),
        Piece(f"Question: {question}\n\nAnswer:\n", ours=False),
        Piece(answer.strip(), ours=False),
    )


def _yes_no_point(point: str) -> tuple[Piece, Piece, Piece]:
    return (
        Piece("\n\nPoint:", ours=False),
        Piece(f" {point}", ours=False),
        Piece(
            "\nDoes the answer state this point? Reply Yes or No.<|im_end|>\n"
            "<|im_start|>assistant\n",
            ours=True,
        ),
    )


def _system_only(question: str, _points: tuple[str, ...], answer: str) -> tuple[Piece, ...]:
    """The shipped prompt without the list of points before the transcript."""
    return (
        Piece(f"<|im_start|>system\n{judging.SYSTEM}<|im_end|>\n<|im_start|>user\n", ours=True),
        Piece(f"Question: {question}\n\nTranscript:\n", ours=False),
        Piece(answer.strip(), ours=False),
    )


VARIANTS: dict[str, tuple[Shared, Point]] = {
    "yes-no": (_yes_no_shared, _yes_no_point),
    "four-way": (_system_only, judging.point_prompt),
    "points-first": (judging.shared_prompt, judging.point_prompt),
}


def key(record: dict[str, Any], variant: str, model: str) -> Path:
    """Where the states of one answer are kept; changes with anything they depend on."""
    shared, point = VARIANTS[variant]
    texts = tuple(p["text"] for p in record["rubric"])
    pieces = [shared(record["question"], texts, record["answer"]), *map(point, texts)]
    made = "\x00".join(p.text for pieces_of_one in pieces for p in pieces_of_one)
    digest = hashlib.sha256(made.encode()).hexdigest()[:24]
    return CACHE / model / variant / f"{digest}.npz"


def states_of(
    reader: StateReader, record: dict[str, Any], variant: str, keep_answer: Sequence[int]
) -> dict[str, Any]:
    """States of one answer: four positions per point, and the answer's own tokens."""
    shared, point = VARIANTS[variant]
    texts = tuple(p["text"] for p in record["rubric"])
    read = read_prompts(
        reader, shared(record["question"], texts, record["answer"]), [point(t) for t in texts]
    )
    return {
        "points": _small(read.points),
        "answer": _small(read.answer[:, list(keep_answer)]),
        "ends": read.ends,
    }


def _small(array: Any) -> Any:
    return np.clip(array, -6e4, 6e4).astype(np.float16)


def main() -> None:
    """Extract what is missing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--variant", default="points-first", choices=VARIANTS)
    parser.add_argument("--model", default=STANDARD)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--share", default="0/1", help="this process's share of the answers: i/n")
    parser.add_argument("--only", type=Path, help="a file with the ids of the answers wanted")
    parser.add_argument("--kinds", default="", help="only these kinds, with commas between")
    options = parser.parse_args()
    records = read_records(options.files, options.only)
    number, parts = map(int, options.share.split("/"))
    questions = sorted({r["question_id"] for r in records})[number::parts]
    missing = [
        record
        for record in records
        if record["question_id"] in questions
        and (not options.kinds or record["kind"] in options.kinds.split(","))
        and not key(record, options.variant, options.model).exists()
    ]
    if missing:
        _extract(missing, options)
    else:
        print("all answers are there")


def read_records(files: Sequence[Path], only: Path | None = None) -> list[dict[str, Any]]:
    """Read labelled answers; ``only`` lists the ids of those that are wanted, one a line."""
    lines = (line for file in files for line in file.read_text("utf-8").splitlines())
    records = [json.loads(line) for line in lines]
    if only is None:
        return records
    wanted = set(only.read_text("utf-8").split())
    return [record for record in records if record["id"] in wanted]


def _extract(missing: Sequence[dict[str, Any]], options: argparse.Namespace) -> None:
    layers = LAYERS[options.model]
    gguf = next((paths.weights() / options.model).glob("*.gguf"))
    reader = StateReader(gguf, layers=layers, threads=options.threads)
    began = time.monotonic()
    done = 0
    for record in missing:
        if options.seconds and time.monotonic() - began > options.seconds:
            break
        place = key(record, options.variant, options.model)
        if place.exists():  # another process was faster
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_suffix(".tmp.npz")
        np.savez(partial, **states_of(reader, record, options.variant, KEEP))
        partial.rename(place)
        done += 1
    spent = time.monotonic() - began
    print(f"{done} answers in {spent:.0f} s; {len(missing) - done} left")


if __name__ == "__main__":
    main()
