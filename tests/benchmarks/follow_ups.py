"""Which follow-up would be asked after labelled answers, and is it one that an interviewer would?

    python -m tests.benchmarks.follow_ups FILE.jsonl [--most N] [--page docs/replies.md]

Verdicts come from heads trained on the other questions (as in tests.benchmarks.judge with
--cross-validate). The language model words each question; what was worded is kept in
out/follow_ups.jsonl and not worded again until the prompt changes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from mockvoice import paths
from mockvoice.domain import follow_up, judging
from mockvoice.domain.ports import FollowUpRequest
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.verdict import PointVerdict, Verdict
from tests.benchmarks.judge import STANDARD, Record, request_of
from tests.training.extract import read_records

OUT: Final = Path("out/follow_ups.jsonl")
VERDICTS: Final = Path("out/follow_ups_verdicts.json")
LISTED: Final = 20
_BEGIN: Final = "<!-- follow-ups: written by tests.benchmarks.follow_ups -->"
_END: Final = "<!-- end of follow-ups -->"


def verdicts_of(file: Path) -> dict[str, Record]:
    """Return each answer's verdicts, by heads that never saw its question; kept once made."""
    if not VERDICTS.is_file():
        from tests.training.train_head import EXTRA, judged_by_others

        VERDICTS.parent.mkdir(exist_ok=True)
        VERDICTS.write_text(json.dumps(judged_by_others(file, EXTRA)), "utf-8")
    return {one["id"]: one for one in json.loads(VERDICTS.read_text("utf-8"))}


def chosen(record: Record, judged: Record) -> RubricPoint | None:
    """Return the point that would be asked for."""
    verdicts = [
        PointVerdict(
            point=point,
            verdict=Verdict(verdict),
            probability=judged["probabilities"][point],
            uncertain=point in judged["uncertain"],
        )
        for point, verdict in judged["verdicts"].items()
    ]
    return follow_up.choose_point(request_of(record).rubric, verdicts)


def key(record: Record, point: RubricPoint) -> str:
    """Return what a wording depends on, as a digest."""
    pieces = judging.follow_up_prompt(record["question"], record["answer"], point.text)
    return hashlib.sha256("\0".join(piece.text for piece in pieces).encode()).hexdigest()[:16]


def kept() -> dict[str, str]:
    """Return the wordings made so far."""
    lines = OUT.read_text("utf-8").splitlines() if OUT.is_file() else []
    return {row["key"]: row["wording"] for row in map(json.loads, lines)}


def word(
    records: Sequence[Record], points: dict[str, RubricPoint], *, most: int, threads: int
) -> None:
    """Have at most so many questions worded that are not worded yet."""
    from mockvoice.engine.llama import LlamaJudge

    known = kept()
    missing = [r for r in records if r["id"] in points and key(r, points[r["id"]]) not in known]
    # In an order without meaning, so that a part of them stands for all.
    missing.sort(key=lambda record: key(record, points[record["id"]]))
    if not missing or not most:
        return
    judge = LlamaJudge(paths.weights() / STANDARD, STANDARD, None, threads)
    for record in missing[:most]:
        point = points[record["id"]]
        request = FollowUpRequest(question=record["question"], answer=record["answer"], point=point)
        wording = judge.word_follow_up(request).strip()
        with OUT.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"key": key(record, point), "wording": wording}) + "\n")
    judge.close()


def report(records: Sequence[Record], points: dict[str, RubricPoint]) -> str:
    """Return the tables as Markdown."""
    missing = [r for r in records if set(r["labels"].values()) != {"covered"}]
    complete = [r for r in records if r not in missing]
    asked = [r for r in missing if r["id"] in points]
    labels = Counter(r["labels"][points[r["id"]].id] for r in asked)
    right = len(asked) - labels["covered"]
    lines = [
        "| of the answers in which a point is missing, partly said or wrong | |",
        "|---|---|",
        f"| answers | {len(missing)} |",
        f"| a follow-up is asked | {len(asked)} |",
        f"| for a point that is truly open | {_share(right, len(missing))} |",
        *(f"| … which was {label} | {labels[label]} |" for label in ("missed", "partial", "wrong")),
        f"| for a point that was covered | {labels['covered']} |",
        "",
        f"Of the {len(complete)} answers that cover everything, "
        f"{sum(r['id'] in points for r in complete)} would be asked a follow-up all the same.",
        "",
    ]
    return "\n".join([*lines, *_wordings(records, points)])


def _wordings(records: Sequence[Record], points: dict[str, RubricPoint]) -> list[str]:
    known = kept()
    found: list[tuple[Record, str, str | None]] = []
    for record in records:
        if (point := points.get(record["id"])) and (wording := known.get(key(record, point))):
            said = [record["question"]]
            reason = follow_up.check_wording(wording, point, record["answer"], said)
            found.append((record, wording, reason))
    passed = [one for one in found if one[2] is None]
    reasons = Counter(reason for _, _, reason in found if reason)
    lines = [
        "| wording by the language model | |",
        "|---|---|",
        f"| made | {len(found)} of {len(points)} |",
        f"| passes the checks | {_share(len(passed), len(found))} |",
        *(f"| refused: {reason} | {count} |" for reason, count in reasons.most_common()),
        "",
        f"{min(LISTED, len(passed))} that pass, evenly spread over the answers:",
        "",
    ]
    step = max(1, len(passed) // LISTED)
    for record, wording, _ in passed[::step][:LISTED]:
        point = points[record["id"]]
        label = record["labels"][point.id]
        lines.append(f"* {wording}\n  *({label}: {point.text})*")
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "none"


def put(page: Path, text: str) -> None:
    """Write the tables into the page, between its two marks."""
    whole = page.read_text("utf-8")
    before, _, rest = whole.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    page.write_text(f"{before}{_BEGIN}\n\n{text}\n\n{_END}{after}", "utf-8")


def main() -> None:
    """Choose, word, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=1000, help="word at most so many now")
    parser.add_argument("--threads", type=int, default=2, help="1 is faster on a busy machine")
    parser.add_argument("--page", type=Path, help="write the tables into this page")
    options = parser.parse_args()
    records: list[dict[str, Any]] = read_records([options.file])
    judged = verdicts_of(options.file)
    found = {record["id"]: chosen(record, judged[record["id"]]) for record in records}
    points = {name: point for name, point in found.items() if point}
    word(records, points, most=options.most, threads=options.threads)
    text = report(records, points)
    print(text)
    if options.page:
        put(options.page, text)


if __name__ == "__main__":
    main()
