"""How long the interviewer takes to reply, through the real microphone and loudspeaker path.

    python -m tests.benchmarks.reply DIR [--lengths 20 60 180 300] [--repeats 5] [--question ID]

Answers of these lengths are cut and joined from the recordings in DIR so that each ends where a
speaker ended, and are played in real time into a virtual microphone while the real interview runs.
What the loudspeaker plays is recorded. The same answers are then replied to the plain way, in the
same run: transcribe all, judge all, synthesise, play. Use a machine that does nothing else. Each
answer is taken for one to the question whose rubric it is nearest to, or to the one that is named.

Each measured answer is a line of out/reply.jsonl; what is there is not measured again.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile

from mockvoice import paths
from mockvoice.domain.question import Question
from mockvoice.services import bank
from tests import rig
from tests.benchmarks.reply_sound import RATE, Ear, answer_of, load, question_for

LENGTHS: Final = (20, 60, 180, 300)
_WAIT_S: Final = 240.0
_EARLY_S: Final = 0.05
"""So much earlier than it was told may a sound seem to begin: how exactly its moment is known."""
OUT: Final = Path("out/reply.jsonl")
TARGETS: Final = (
    "(b) median ≤ 0.5 s, 95 % ≤ 1.5 s; (c) median ≤ 2.5 s; (b) at 300 s ≤ 1.3 × at 20 s"
)


class Child:
    """One side, and what it tells."""

    def __init__(self, kind: str, plan: Path, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.reply_child", kind, str(plan)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=env,
        )
        self._told: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def do(self, word: str) -> None:
        """Send a command."""
        assert self.process.stdin
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def until(self, kind: str, **fields: object) -> dict[str, Any]:
        """Return the next event of a kind with these fields."""
        end = time.monotonic() + _WAIT_S
        while True:
            event = self._told.get(timeout=max(0.0, end - time.monotonic()))
            if event is None:
                raise SystemExit(f"The child ended before {kind} {fields}.")
            if event["type"] == "failed":
                print(f"failed: {event['stage']}: {event['message']}", file=sys.stderr)
            if event["type"] == kind and fields.items() <= event.items():
                return event

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_error: object) -> None:
        """End it."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._thread.join()
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._told.put(json.loads(line))
        self._told.put(None)


# The measuring.


@dataclass(frozen=True)
class Job:
    """One answer to be given."""

    length: int
    repeat: int
    recording: str
    file: Path
    question: Question


@dataclass(frozen=True)
class Bench:
    """The virtual devices and where the answers lie."""

    server: rig.AudioRig
    env: dict[str, str]
    microphone: Ear
    loudspeaker: Ear
    folder: Path
    patience: str

    def plan(self, jobs: Sequence[Job], *more: Question) -> Path:
        """Write down what a child is to do."""
        file = self.folder / "plan.json"
        settings = {"profile": "standard", "follow_ups": 1, "patience": self.patience}
        questions = [*(job.question for job in jobs), *more]
        given = {
            "settings": settings,
            "questions": [question.model_dump(mode="json") for question in questions],
            "recordings": [str(job.file) for job in jobs],
        }
        file.write_text(json.dumps(given))
        return file

    def interview(self, jobs: Sequence[Job]) -> list[dict[str, Any]]:
        """Give the answers to the real interview; return the seconds of each."""
        with Child("session", self.plan(jobs, jobs[0].question), self.env) as child:
            return [self._replied(child, job) for job in jobs]

    def sequentially(self, jobs: Sequence[Job]) -> list[dict[str, Any]]:
        """Reply to the same answers the plain way; return the seconds of each."""
        with Child("sequential", self.plan(jobs), self.env) as child:
            return [self._answered(child) for _ in jobs]

    def _replied(self, child: Child, job: Job) -> dict[str, Any]:
        child.until("state", state="listening")
        begun = time.time()
        seconds = soundfile.info(job.file).duration
        with self.server.speaking(job.file):
            time.sleep(seconds)
        decided = child.until("state", state="replying")["at"]
        prompt = child.until("prompt")
        time.sleep(1.0)  # until it sounds and was recorded
        found = {
            "a": decided - self.microphone.last(begun),
            "b": self._sounded(decided) - decided,
            "b2": self._sounded(prompt["at"]) - decided,
            "follow_up": prompt["follow_up"],
            "text": prompt["text"],
            "early": decided < begun + seconds - 0.5,
        }
        if prompt["follow_up"]:
            child.do("skip")
        return found

    def _answered(self, child: Child) -> dict[str, Any]:
        child.do("go")
        marks = {kind: child.until(kind)["at"] for kind in ("begun", "heard", "judged", "spoken")}
        child.until("played")
        return {
            "transcribe": marks["heard"] - marks["begun"],
            "judge": marks["judged"] - marks["heard"],
            "synthesise": marks["spoken"] - marks["judged"],
            "sequential": self._sounded(marks["spoken"]) - marks["begun"],
        }

    def _sounded(self, after: float) -> float:
        end = time.monotonic() + 30
        while (found := self.loudspeaker.first(after - _EARLY_S)) is None:
            if time.monotonic() > end:
                raise SystemExit("Nothing was played.")
            time.sleep(0.1)
        return max(after, found)


@contextmanager
def bench(patience: str) -> Iterator[Bench]:
    """A sound server, ears at both ends, and an empty home."""
    with rig.a_sound_server() as server, tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, **server.env, "MOCKVOICE_HOME": f"{folder}/home"}
        ears = [Ear(env, source) for source in (server.source, f"{server.sink}.monitor")]
        try:
            yield Bench(server, env, ears[0], ears[1], Path(folder), patience)
        finally:
            for ear in ears:
                ear.close()


def measure(options: argparse.Namespace) -> None:
    """Measure what is not in the file yet, one repeat after the other."""
    done = {(row["length"], row["repeat"], row["patience"]) for row in rows(options.out)}
    recordings = load(options.folder)
    sounds = [sound for _, sound in recordings]
    entries = [
        entry
        for entry in bank.load([paths.questions()]).entries
        if options.question in {None, entry.id}
    ]
    if not entries:
        raise SystemExit(f"There is no question “{options.question}”.")
    for repeat in range(options.repeats):
        with bench(options.patience) as measured:
            jobs: list[Job] = []
            for length in options.lengths:
                if (length, repeat, options.patience) in done:
                    continue
                last = (repeat + len(jobs)) % len(recordings)
                name = recordings[last][0]
                file = measured.folder / f"answer-{length}.wav"
                soundfile.write(file, answer_of(sounds, last, length), RATE)
                question = question_for(name, options.folder, entries)
                jobs.append(Job(length, repeat, name, file, question))
            if not jobs:
                continue
            replied = measured.interview(jobs)
            plainly = measured.sequentially(jobs)
            with options.out.open("a", encoding="utf-8") as out:
                for job, one, other in zip(jobs, replied, plainly, strict=True):
                    about = {
                        "length": job.length,
                        "repeat": repeat,
                        "patience": options.patience,
                        "recording": job.recording,
                        "question": job.question.id,
                    }
                    out.write(json.dumps({**about, **one, **other}) + "\n")


def rows(file: Path) -> list[dict[str, Any]]:
    """Return what was measured so far."""
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


# The table.


def spread(values: Sequence[float]) -> str:
    """Return the median, and the value that 95 % stay under."""
    return f"{statistics.median(values):.2f} / {np.percentile(values, 95):.2f}"


def table(measured: Sequence[dict[str, Any]]) -> str:
    """Return a Markdown table of all lengths, median / 95 %."""
    head = (
        "answer",
        "n",
        "(a) last word to decision",
        "(b) decision to first sample",
        "(b') decision to the question itself",
        "(c) last word to first sample",
        "(c') last word to the question itself",
        "sequential: decision to first sample",
        "sequential: last word to first sample",
        "times faster, (b') against sequential",
    )
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    lengths = sorted({row["length"] for row in measured})
    for length in (*lengths, None):
        of = [row for row in measured if length in (row["length"], None)]
        ratio = statistics.median(r["sequential"] for r in of) / statistics.median(
            r["b2"] for r in of
        )
        cells = [
            f"{length} s" if length else "all",
            str(len(of)),
            spread([r["a"] for r in of]),
            spread([r["b"] for r in of]),
            spread([r["b2"] for r in of]),
            spread([r["a"] + r["b"] for r in of]),
            spread([r["a"] + r["b2"] for r in of]),
            spread([r["sequential"] for r in of]),
            spread([r["a"] + r["sequential"] for r in of]),
            f"{ratio:.1f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    follow_ups = sum(row["follow_up"] for row in measured)
    lines += [
        "",
        f"Seconds, median / 95 %. {len(measured)} answers, {follow_ups} of them got a follow-up, "
        f"the others the next question; {sum(row['early'] for row in measured)} taken for over "
        f"before they were. Targets: {TARGETS}; 10 times faster than sequential at 180 s.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lengths", type=int, nargs="+", default=list(LENGTHS))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--patience", default="normal", choices=("quick", "normal", "patient"))
    parser.add_argument("--question")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    measure(options)
    found = [row for row in rows(options.out) if row["length"] in options.lengths]
    found = [row for row in found if row["patience"] == options.patience]
    options.out.with_suffix(".md").write_text(table(found) + "\n", "utf-8")
    print(table(found))


if __name__ == "__main__":
    main()
