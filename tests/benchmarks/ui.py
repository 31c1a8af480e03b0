"""Does the window stutter? Gaps of its event loop while everything works, its start, its memory.

Run on a machine that does nothing else: ``python -m tests.benchmarks.ui [FILE.json]``. The real
program opens on a screen that nobody sees, begins an interview and records a voice, while its
transcriber, judge and voice are kept busy without a break; a bare window beside it, with a timer of
its own, shows what the machine itself does. A gap is the time between two ticks of a timer of 4 ms
in the thread that draws.
"""

from __future__ import annotations

import json
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests import rig
from tests.end2end.compare import spoken

STARTS = 5
SECONDS = 45.0
"""Of recording with all engines busy."""
QUIET_SECONDS = 10.0
WAIT_S = 300.0
TARGETS = {"gap_p95_ms": 16.0, "gap_worst_ms": 100.0, "start_s": 1.5, "memory_mb": 3000.0}


@dataclass(frozen=True)
class Figures:
    """What was measured of one window."""

    start_s: float
    """Median seconds from the start of the process until the window is usable."""
    start_worst_s: float
    gap_p95_ms: float
    gap_p99_ms: float
    gap_worst_ms: float
    gaps: int
    """Ticks that were seen."""
    memory_mb: float
    """Largest proportional share of memory of all its processes together."""


class Child:
    """A measured window."""

    def __init__(self, kind: str, env: Mapping[str, str]) -> None:
        self.begun = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.ui_child", kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **env},
        )
        self._told: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def say(self, command: str) -> None:
        """Give it a command."""
        assert self._process.stdin
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()

    def until(self, key: str) -> object:
        """Return what it tells under this key."""
        while key not in (told := self._told.get(timeout=WAIT_S)):
            pass
        return told[key]

    def usable(self) -> float:
        """Return the seconds from its start until its window could be used."""
        return float(str(self.until("usable"))) - self.begun

    def memory(self) -> float:
        """Return the memory of it and all its workers, MB."""
        return sum(map(_share, _family(self._process.pid))) / 1e6

    def close(self) -> None:
        """Close the window as a person would."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._told.put(json.loads(line))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _family(int(child))


def _share(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(1024.0 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextmanager
def opened(kind: str, env: Mapping[str, str]) -> Iterator[Child]:
    """Open a window for the length of the block."""
    child = Child(kind, env)
    try:
        yield child
    finally:
        child.close()


def starts(kind: str, env: Mapping[str, str]) -> list[float]:
    """Return how long each of several starts took, the files being in memory already."""
    times = []
    for _ in range(STARTS + 1):
        with opened(kind, env) as child:
            times.append(child.usable())
    return times[1:]


def gaps(children: tuple[Child, ...], seconds: float) -> tuple[list[list[float]], list[float]]:
    """Count the gaps of all at the same time; return them, and each one's largest memory."""
    for child in children:
        child.say("begin")
    most = [0.0] * len(children)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        most = [max(was, child.memory()) for was, child in zip(most, children, strict=True)]
        time.sleep(2)
    for child in children:
        child.say("end")
    return [list(child.until("gaps")) for child in children], most  # type: ignore[call-overload]


def figures(took: list[float], seen: list[float], memory: float) -> Figures:
    """Put the figures of one window together."""
    cuts = statistics.quantiles(seen, n=100)
    return Figures(
        start_s=round(statistics.median(took), 2),
        start_worst_s=round(max(took), 2),
        gap_p95_ms=round(cuts[94], 1),
        gap_p99_ms=round(cuts[98], 1),
        gap_worst_ms=round(max(seen), 1),
        gaps=len(seen),
        memory_mb=round(memory),
    )


def measure(screen: Mapping[str, str], sound: rig.AudioRig, home: Path) -> dict[str, Figures]:
    """Measure the program and a bare window in the same run."""
    env = {**screen, **sound.env, "MOCKVOICE_HOME": str(home)}
    env["PYTHONPATH"] = str(Path(__file__).parents[2])
    settings = {"first_start_done": True, "profile": "standard", "patience": "patient"}
    (home / "settings.json").write_text(json.dumps(settings))
    took = {kind: starts(kind, env) for kind in ("bare", "app")}
    voice = spoken("answer.flac", 0.0, 50.0, home / "voice.wav")
    with opened("bare", env) as bare, opened("app", env) as program:
        bare.usable()
        program.usable()
        program.until("bank")
        quiet, _ = gaps((bare, program), QUIET_SECONDS)
        program.say("interview")
        program.until("listening")
        program.say("work")
        program.until("busy")
        with sound.speaking(voice):
            busy, most = gaps((bare, program), SECONDS)
        program.say("stop")
        print("engines meanwhile:", program.until("worked"), file=sys.stderr)
    return {
        "MockVoice, recording, engines busy": figures(took["app"], busy[1], most[1]),
        "bare window at the same time": figures(took["bare"], busy[0], most[0]),
        "MockVoice, idle": figures(took["app"], quiet[1], most[1]),
        "bare window, idle": figures(took["bare"], quiet[0], most[0]),
    }


def table(measured: Mapping[str, Figures]) -> str:
    """Return the figures as a table."""
    rows = [
        "| window | usable after (worst) | gaps: 95 % | 99 % | worst | memory |",
        "|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {name} | {one.start_s:.2f} s ({one.start_worst_s:.2f} s) | {one.gap_p95_ms:.1f} ms"
        f" | {one.gap_p99_ms:.1f} ms | {one.gap_worst_ms:.1f} ms | {one.memory_mb:.0f} MB |"
        for name, one in measured.items()
    ]
    ours = asdict(next(iter(measured.values())))
    rows.append("")
    rows += [
        f"{name}: {ours[name]:g}, target {most:g}: {'met' if ours[name] <= most else 'MISSED'}"
        for name, most in TARGETS.items()
    ]
    return "\n".join(rows)


def main() -> None:
    """Print the table, and write the figures when a file is named."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mockvoice-home-")))
        screen = stack.enter_context(rig.a_screen())
        sound = stack.enter_context(rig.a_sound_server())
        before = os.getloadavg()[0]
        measured = measure(screen, sound, home)
    print(f"{os.cpu_count()} cores, load before: {before:.1f}; models: standard\n")
    print(table(measured))
    told = {name: asdict(one) for name, one in measured.items()}
    text = json.dumps({"cores": os.cpu_count(), "load_before": before, "windows": told}, indent=1)
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(text + "\n")
    else:
        print("\n" + text)


if __name__ == "__main__":
    main()
