"""Does the judge find what the bank says? Sample answers and false statements are judged.

    python -m tests.benchmarks.bank_judged [--seconds N] [--pack NAME] [--model ID]

Every point of a sample answer should be covered, and a false statement should never count as its
point. Results are kept in out/bank_judged.jsonl, so the run can be stopped and goes on later;
docs/questions-measured.md gets the figures of all that was judged. The judge errs, so this is no
gate: the worst entries are for people to look at.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mockvoice import paths
from mockvoice.domain.ports import JudgeRequest
from mockvoice.domain.verdict import Verdict
from mockvoice.services import bank
from tests.benchmarks.bank_results import ROOT, keep, kept, key, put
from tests.benchmarks.judge import STANDARD

CACHE = ROOT / "out" / "bank_judged.jsonl"


@dataclass(frozen=True)
class Case:
    """An answer that the bank itself says how to judge."""

    entry: str
    pack: str
    request: JudgeRequest
    sample: bool
    """True for a sample answer, False for a false statement."""

    def key(self, model: str) -> str:
        """Name what the verdicts depend on."""
        return key(model, self.request.model_dump_json())


def cases(entry: bank.Entry) -> Iterator[Case]:
    """Yield the sample answer with the whole rubric, and each false statement with its point."""
    asked = entry.question
    text = f"{asked.setup} {asked.text}".strip()
    whole = JudgeRequest(question=text, rubric=asked.rubric, answer=asked.sample_answer)
    yield Case(entry.id, entry.pack, whole, sample=True)
    for point in asked.rubric:
        for statement in point.wrong:
            request = JudgeRequest(question=text, rubric=(point,), answer=statement)
            yield Case(entry.id, entry.pack, request, sample=False)


def measure(wanted: Sequence[Case], model: str, limit: float) -> None:
    """Judge what has not been judged yet, until the time is up."""
    from mockvoice.engine.llama import LlamaJudge

    done = kept(CACHE)
    todo = [case for case in wanted if case.key(model) not in done]
    if not todo:
        return
    head = paths.assets() / "judge" / f"{model}.npz"
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
    lines = ["## Judged by itself", "", f"{len(rows)} of {len(wanted)} answers, by {model}.", ""]
    lines += [f"| | {' | '.join(Verdict)} |", "|---|" + "---:|" * len(Verdict)]
    for sample, name in ((True, "points of sample answers"), (False, "false statements")):
        counts = Counter(v for case, told in rows if case.sample == sample for v in told.values())
        total = max(1, sum(counts.values()))
        cells = [f"{counts[v]} ({100 * counts[v] / total:.0f} %)" for v in Verdict]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    amiss: Counter[str] = Counter()
    for case, told in rows:
        amiss[case.entry] += sum((v == Verdict.COVERED) != case.sample for v in told.values())
    lines += ["", "Entries with the most verdicts that are not as they should be:", ""]
    lines += [f"- {entry}: {count}" for entry, count in amiss.most_common(10) if count]
    return "\n".join(lines)


def main() -> None:
    """Judge for a while and renew the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=150, help="stop after this time")
    parser.add_argument("--pack", default="", help="judge only this pack")
    parser.add_argument("--model", default=STANDARD)
    chosen = parser.parse_args()
    loaded = bank.load([paths.questions()])
    wanted = sorted((c for entry in loaded for c in cases(entry)), key=lambda case: not case.sample)
    measure([c for c in wanted if chosen.pack in ("", c.pack)], chosen.model, chosen.seconds)
    put("judged", page(wanted, chosen.model))
    print(page(wanted, chosen.model))


if __name__ == "__main__":
    main()
