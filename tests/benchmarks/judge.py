"""How far the judge's verdicts can be trusted, measured on labelled answers.

    python -m tests.benchmarks.judge FILE.jsonl [--cross-validate [--no-extract]] [--model ID]
        [--json FILE]

FILE has one answer per line: id, question_id, question, rubric [{id, text}], kind, answer,
labels {point: covered|partial|missed|wrong}, evidence {point: quote}, scores {overall}.

Without --cross-validate the shipped head judges: right for answers it was not trained on. With it
heads are trained anew, six times, each on the other questions of FILE and on --extra files, and
judge the questions left out: right for FILE itself.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from mockvoice import paths
from mockvoice.domain import scoring
from mockvoice.domain.ports import JudgeRequest
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.verdict import Judgement

STANDARD = "qwen2.5-coder-1.5b-instruct-q4_k_m"
VERDICTS = ("covered", "partial", "missed", "wrong")

Record = dict[str, Any]


def request_of(record: Record) -> JudgeRequest:
    """Return the request the judge gets: no labels, no kind."""
    rubric = tuple(RubricPoint(id=p["id"], text=p["text"]) for p in record["rubric"])
    return JudgeRequest(question=record["question"], rubric=rubric, answer=record["answer"])


def result_of(record: Record, judged: Judgement, elapsed: float) -> Record:
    """Return what `mockvoice judge` would write for the answer."""
    request = request_of(record)
    scores = scoring.score(request.rubric, judged, request.question, request.answer)
    return {
        "id": record["id"],
        "verdicts": {v.point: str(v.verdict) for v in judged.verdicts},
        "probabilities": {v.point: v.probability for v in judged.verdicts},
        "quotes": {v.point: v.quote for v in judged.verdicts},
        "uncertain": [v.point for v in judged.verdicts if v.uncertain],
        "scores": scores.model_dump(),
        "elapsed_s": elapsed,
    }


def judged_by_shipped(records: Sequence[Record], model: str) -> list[Record]:
    """Judge every answer with the head that comes with MockVoice."""
    from mockvoice.engine.llama import LlamaJudge

    head = paths.assets() / "judge" / f"{model}.npz"
    judge = LlamaJudge(paths.weights() / model, model, head if head.is_file() else None)
    results = []
    for record in records:
        begun = time.perf_counter()
        judged = judge.judge(request_of(record))
        results.append(result_of(record, judged, time.perf_counter() - begun))
    judge.close()
    return results


def kappa(one: Sequence[bool], other: Sequence[bool]) -> float:
    """Cohen's kappa of two yes-or-no judgements."""
    total = len(one)
    agreed = sum(a == b for a, b in zip(one, other, strict=True)) / total
    yes = sum(one) * sum(other) / total**2
    no = (total - sum(one)) * (total - sum(other)) / total**2
    return (agreed - yes - no) / (1 - yes - no) if yes + no < 1 else 1.0


def figures(records: Sequence[Record], results: Sequence[Record]) -> Record:
    """Return every figure that counts; verdicts that are missing count as not judged."""
    by_id = {result["id"]: result for result in results}
    rows = [
        _Row(record, by_id.get(record["id"], {}), point["id"])
        for record in records
        for point in record["rubric"]
    ]
    gold = [row.gold for row in rows]
    said = [row.verdict for row in rows]
    wrong = [row for row in rows if row.gold == "wrong"]
    covered = [row for row in rows if row.gold == "covered"]
    quoted = [row for row in rows if row.quote]
    sure = [row for row in rows if not row.uncertain]
    out: Record = {
        "answers": len(records),
        "points": len(rows),
        "not judged": said.count("not_judged"),
        "kappa covered or not": kappa(
            [g == "covered" for g in gold], [s == "covered" for s in said]
        ),
        "accuracy covered or not": _share(rows, lambda r: (r.gold == "covered") == r.covered),
        "macro F1, four classes": sum(_f1(gold, said, c) for c in VERDICTS) / 4,
        **{f"F1 {c}": _f1(gold, said, c) for c in VERDICTS},
        "wrong taken as covered": _share(wrong, lambda r: r.covered),
    }
    for kind in ("jargon", "offtopic", "special"):
        missed = [row for row in rows if row.kind == kind and row.gold == "missed"]
        out[f"{kind}: missed taken as covered"] = _share(missed, lambda r: r.covered)
    out |= {
        "quotes verbatim": _share(quoted, lambda r: r.verbatim),
        "quotes that meet the annotator's, of covered": _share(covered, lambda r: r.overlaps),
        "points shown as uncertain": _share(rows, lambda r: r.uncertain),
        "accuracy where not uncertain": _share(sure, lambda r: (r.gold == "covered") == r.covered),
    }
    if all(row.probability is not None for row in rows):
        out["expected calibration error"] = _calibration(rows)
        out["AUC covered against the rest"] = _auc(rows, lambda r: r.gold != "covered")
        out["AUC covered against wrong"] = _auc(rows, lambda r: r.gold == "wrong")
    overall = [(by_id[r["id"]]["scores"]["overall"], r) for r in records if r["id"] in by_id]
    if overall and all(score is not None and "scores" in r for score, r in overall):
        out |= _rank_figures(overall)
    spent = [r["elapsed_s"] for r in results if r.get("elapsed_s")]
    if spent:
        out["seconds per answer"] = sum(spent) / len(spent)
    return out


class _Row:
    """One rubric point of one answer: what the annotator and the judge said."""

    def __init__(self, record: Record, result: Record, point: str) -> None:
        self.kind = record["kind"]
        self.gold = record["labels"][point]
        self.verdict = result.get("verdicts", {}).get(point, "not_judged")
        self.covered = self.verdict == "covered"
        self.probability = result.get("probabilities", {}).get(point)
        self.uncertain = point in result.get("uncertain", ())
        self.quote = result.get("quotes", {}).get(point)
        self.verbatim = bool(self.quote) and self.quote in record["answer"]
        self.overlaps = self.verbatim and _overlap(
            record["answer"], self.quote, record["evidence"].get(point)
        )


def _overlap(answer: str, quote: str, evidence: str | None) -> bool:
    if not evidence or evidence not in answer:
        return False
    one, other = answer.find(quote), answer.find(evidence)
    return one < other + len(evidence) and other < one + len(quote)


def _share(rows: Sequence[_Row], true: Callable[[_Row], bool]) -> float | None:
    return sum(map(true, rows)) / len(rows) if rows else None


def _f1(gold: Sequence[str], said: Sequence[str], verdict: str) -> float:
    both = sum(g == s == verdict for g, s in zip(gold, said, strict=True))
    total = list(gold).count(verdict) + list(said).count(verdict)
    return 2 * both / total if total else 0.0


def _calibration(rows: Sequence[_Row]) -> float:
    bins: list[list[_Row]] = [[] for _ in range(10)]
    for row in rows:
        bins[min(9, int(row.probability * 10))].append(row)
    return sum(
        abs(sum(r.probability for r in b) - sum(r.gold == "covered" for r in b)) for b in bins
    ) / len(rows)


def _auc(rows: Sequence[_Row], against: Callable[[_Row], bool]) -> float | None:
    yes = [r.probability for r in rows if r.gold == "covered"]
    no = [r.probability for r in rows if against(r)]
    if not yes or not no:
        return None
    return sum((a > b) + 0.5 * (a == b) for a in yes for b in no) / (len(yes) * len(no))


def _rank_figures(overall: Sequence[tuple[float, Record]]) -> Record:
    ours = [score for score, _ in overall]
    theirs = [record["scores"]["overall"] for _, record in overall]
    out: Record = {"Spearman of overall scores": pearson(_ranks(ours), _ranks(theirs))}
    for kind in sorted({record["kind"] for _, record in overall}):
        of_kind = [score for score, record in overall if record["kind"] == kind]
        out[f"mean overall, {kind}"] = sum(of_kind) / len(of_kind)
    return out


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered.index(v) + (ordered.count(v) - 1) / 2 for v in values]


def pearson(one: Sequence[float], other: Sequence[float]) -> float:
    """Correlation of two lists; 0 where one of them does not vary."""
    a, b = sum(one) / len(one), sum(other) / len(other)
    top = sum((x - a) * (y - b) for x, y in zip(one, other, strict=True))
    bottom = sum((x - a) ** 2 for x in one) * sum((y - b) ** 2 for y in other)
    return top / bottom**0.5 if bottom else 0.0


def show(title: str, found: Record) -> None:
    """Print the figures as a table."""
    table = Table(title=title)
    table.add_column("figure")
    table.add_column("value", justify="right")
    for name, value in found.items():
        table.add_row(name, "–" if value is None else _plain(value))
    Console().print(table)


def _plain(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def main() -> None:
    """Judge, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--no-extract", action="store_true", help="use only what was read before")
    parser.add_argument("--extra", nargs="*", type=Path, help="more labelled answers to train on")
    parser.add_argument("--model", default=STANDARD)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    records = [json.loads(line) for line in options.file.read_text("utf-8").splitlines()]
    if options.cross_validate:
        from tests.training.train_head import DEV, EXTRA, judged_by_others

        known = [file for file in (DEV, *EXTRA) if file.resolve() != options.file.resolve()]
        extra = known if options.extra is None else options.extra
        results = judged_by_others(options.file, extra, options.model, read=not options.no_extract)
    else:
        results = judged_by_shipped(records, options.model)
    found = figures(records, results)
    show(f"{options.file.name}, {options.model}", found)
    if options.json:
        options.json.write_text(json.dumps({"figures": found, "results": results}, indent=1))


if __name__ == "__main__":
    main()
