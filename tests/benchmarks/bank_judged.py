"""Does the judge find what the bank says? Sample answers and confidently false ones are judged.

    python -m tests.benchmarks.bank_judged [--seconds N] [--pack NAME] [--model ID]

Of each question two answers are judged against its whole rubric: the sample answer, of which every
point should be covered, and a false one, made of one false statement per point, of which no point
should be. The questions come in a random order with a fixed seed, so what a stopped run has judged
is a fair sample. Results are kept in out/bank_judged.jsonl and a later run goes on;
docs/questions-measured.md gets the figures of all that was judged. The judge errs, so this is no
gate: the worst entries are for people to look at.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mockvoice import paths
from mockvoice.domain.ports import JudgeRequest
from mockvoice.domain.verdict import Verdict
from mockvoice.services import bank
from tests.benchmarks.bank_results import ROOT, keep, kept, key, put
from tests.benchmarks.judge import STANDARD

CACHE = ROOT / "out" / "bank_judged.jsonl"
SEED = 0
TRAINED_ON = (
    "Some forty sample answers, in the words of that time, and many of the false statements were "
    "among what the judge learned from (docs/judge.md), so this flatters."
)


@dataclass(frozen=True)
class Case:
    """An answer that the bank itself says how to judge."""

    entry: str
    pack: str
    request: JudgeRequest
    sample: bool
    """True for a sample answer, False for a false one."""

    def key(self, model: str) -> str:
        """Name what the verdicts depend on: the model, its head and all that it reads."""
        asked = self.request
        points = (text for point in asked.rubric for text in (point.id, point.text))
        return key(model, _head(model), asked.question, asked.answer, *points)


Told = Mapping[str, str]
"""Verdict by point."""
Row = tuple[Case, Told]


def cases(entry: bank.Entry) -> Iterator[Case]:
    """Yield the sample answer and the false one, each with the whole rubric."""
    asked = entry.question
    text = f"{asked.setup} {asked.text}".strip()
    for answer, sample in ((asked.sample_answer, True), (false_answer(entry), False)):
        request = JudgeRequest(question=text, rubric=asked.rubric, answer=answer)
        yield Case(entry.id, entry.pack, request, sample)


def false_answer(entry: bank.Entry) -> str:
    """Return the first false statement of every point, said one after the other."""
    said = [point.wrong[0].strip() for point in entry.question.rubric if point.wrong]
    return " ".join(f"{text[0].upper()}{text[1:].rstrip('.')}." for text in said)


@functools.cache
def _head(model: str) -> str:
    file = _head_file(model)
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _head_file(model: str) -> Path:
    return paths.assets() / "judge" / f"{model}.npz"


def in_random_order(entries: Sequence[bank.Entry]) -> list[Case]:
    """Return all cases, the entries shuffled by a fixed seed.

    Both answers to a question come together, so that the model reads its rubric once.
    """
    order = random.Random(SEED).sample(entries, len(entries))
    return [case for entry in order for case in cases(entry)]


def measure(wanted: Sequence[Case], model: str, limit: float) -> None:
    """Judge what has not been judged yet, until the time is up."""
    from mockvoice.engine.llama import LlamaJudge

    done = kept(CACHE)
    todo = [case for case in wanted if case.key(model) not in done]
    if not todo:
        return
    head = _head_file(model)
    judge = LlamaJudge(paths.weights() / model, model, head if head.is_file() else None)
    end = time.monotonic() + limit
    for case in todo:
        if time.monotonic() > end:
            return
        verdicts = {v.point: str(v.verdict) for v in judge.judge(case.request).verdicts}
        keep(CACHE, {"key": case.key(model), "verdicts": verdicts})


def page(wanted: Sequence[Case], model: str) -> str:
    """Return the figures of what has been judged."""
    done = kept(CACHE)
    rows = [(c, done[c.key(model)]["verdicts"]) for c in wanted if c.key(model) in done]
    samples = [row for row in rows if row[0].sample]
    false = [row for row in rows if not row[0].sample]
    lines = ["## Judged by itself", ""]
    lines += [f"{len(samples)} sample answers and {len(false)} false ones of {len(wanted) // 2}"]
    lines[-1] += f" questions, by {model}. {TRAINED_ON}"
    lines += ["", f"| points of | {' | '.join(Verdict)} |", "|---|" + "---:|" * len(Verdict)]
    lines += [_verdicts("sample answers", samples), _verdicts("false answers", false)]
    lines += ["", "| pack | sample answers | points covered | false answers | points covered |"]
    lines += ["|---|---:|---:|---:|---:|"]
    for pack in sorted({case.pack for case, _ in rows}):
        here = ([row for row in group if row[0].pack == pack] for group in (samples, false))
        lines.append(
            f"| {pack} | {' | '.join(f'{len(some)} | {_covered(some)}' for some in here)} |"
        )
    return "\n".join([*lines, *_worst(samples, false)])


def _verdicts(name: str, rows: Sequence[Row]) -> str:
    counts = Counter(verdict for _, told in rows for verdict in told.values())
    total = max(1, counts.total())
    cells = [f"{counts[v]} ({100 * counts[v] / total:.0f} %)" for v in Verdict]
    return f"| {name} | {' | '.join(cells)} |"


def _covered(rows: Sequence[Row]) -> str:
    verdicts = [verdict for _, told in rows for verdict in told.values()]
    return f"{verdicts.count(Verdict.COVERED)} of {len(verdicts)}"


def _worst(samples: Sequence[Row], false: Sequence[Row]) -> Iterator[str]:
    """Yield the entries of which most points are not as they should be."""
    for rows, told_as in ((samples, "not covered"), (false, "covered")):
        amiss = [
            (
                case.entry,
                [p for p, v in told.items() if (v == Verdict.COVERED) != case.sample],
                told,
            )
            for case, told in rows
        ]
        name = "sample" if rows is samples else "false"
        yield from ("", f"Most points of a {name} answer {told_as}:", "")
        worst = sorted((row for row in amiss if row[1]), key=lambda row: -len(row[1]))
        for entry, points, told in worst[:10]:
            yield f"- {entry}: {', '.join(f'{point} ({told[point]})' for point in points)}"
        if not worst:
            yield "- none"


def main() -> None:
    """Judge for a while and renew the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=150, help="stop after this time")
    parser.add_argument("--pack", default="", help="judge only this pack")
    parser.add_argument("--model", default=STANDARD)
    chosen = parser.parse_args()
    wanted = in_random_order(tuple(bank.load([paths.questions()])))
    measure([c for c in wanted if chosen.pack in ("", c.pack)], chosen.model, chosen.seconds)
    text = page(wanted, chosen.model)
    put("judged", text)
    print(text)


if __name__ == "__main__":
    main()
