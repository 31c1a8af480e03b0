"""Is a library of 1,000 answers as quick as one of ten?

    python -m tests.benchmarks.library [--answers N] [--json FILE]

An invented library is made in a temporary folder (tests/generated.py), the true window is opened
on it without a screen, and what a user waits for is timed, from the press to what is drawn: the
Progress page, a search, the trends, a session, two takes, and the review of an answer of five
minutes. Each is measured several times; the slowest counts. Beside it stand the processor time of
all threads and of the window's own, which tell more on a busy machine, and the longest time the
window did not answer meanwhile. Ends with 1 when a limit is not met.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from mockvoice import paths
from mockvoice.engine.audio_file import SoundFiles
from mockvoice.services import bank
from mockvoice.services.store import AnswerRow, SessionRow, Store
from mockvoice.settings import Settings
from mockvoice.ui.desk import Desk
from mockvoice.ui.pages.history_page import HistoryPage
from mockvoice.ui.theme import Theme
from mockvoice.ui.window import Window
from tests import generated
from tests.ui.fake_interview import FarSide

LONG = "20200101-000000-long"
"""The session that holds the answer of five minutes; the oldest."""
LONG_MINUTES = 5.0
SEARCHES = ("cross validation", "the", "leakage detection", "gradient boosting", "sens")
SETTLED = 0.25
"""Seconds without work after which nothing of one measurement reaches into the next."""


def _nothing() -> None:
    """Come from wherever the window is."""


@dataclass(frozen=True)
class Run:
    """What is pressed, what it must lead to, and where one comes from."""

    press: Callable[[], None]
    there: Callable[[], bool]
    before: Callable[[], None] = _nothing
    """Done, and settled, before the watch starts."""


@dataclass(frozen=True)
class Timed:
    """What was waited for."""

    what: str
    seconds: float
    """The slowest of the runs."""
    median: float
    limit: float
    """Seconds; 0 where none was set."""
    processor: float
    """Processor time, all threads together, of the run that took most."""
    window: float
    """The same of the window's own thread alone."""
    stuck: float
    """Longest time in which the window could not answer, over all runs."""

    @property
    def kept(self) -> bool:
        """True when it is within its limit."""
        return not self.limit or self.seconds <= self.limit


class Bench:
    """A window on the library, and a watch."""

    def __init__(self) -> None:
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        self._application = application
        chosen = Settings(first_start_done=True)
        parts = FarSide().parts()
        # The true reader of sound: the review page draws the recording.
        self.desk = Desk(
            type(parts)(**{**vars(parts), "sounds": SoundFiles()}),
            Theme(application, chosen),
            chosen,
        )
        self.window = Window(self.desk)
        self.window.resize(1120, 780)
        self.window.show()
        self.stuck = 0.0
        self.until(lambda: len(self.desk.bank) > 0)
        self.settle()

    def until(self, true: Callable[[], bool]) -> float:
        """Let the window work until something holds and is drawn; return the seconds it took."""
        begun = time.perf_counter()
        while not true():
            self._turn()
            if time.perf_counter() - begun > 60:
                raise TimeoutError
        self.window.grab()
        return time.perf_counter() - begun

    def settle(self) -> None:
        """Let what is under way come to its end."""
        end = time.perf_counter() + SETTLED
        while time.perf_counter() < end:
            self._turn()

    def time(self, what: str, limit: float, runs: Sequence[Run]) -> Timed:
        """Time from each press to what it must lead to."""
        taken, worked, own, stuck = [], [], [], 0.0
        for run in runs:
            run.before()
            self.settle()
            processor, window = time.process_time(), time.thread_time()
            begun = time.perf_counter()
            run.press()
            self.stuck = time.perf_counter() - begun
            self.until(run.there)
            taken.append(time.perf_counter() - begun)
            worked.append(time.process_time() - processor)
            own.append(time.thread_time() - window)
            stuck = max(stuck, self.stuck)
            self.settle()
        return Timed(
            what=what,
            seconds=max(taken),
            median=sorted(taken)[len(taken) // 2],
            limit=limit,
            processor=max(worked),
            window=max(own),
            stuck=stuck,
        )

    def find(self, page: str, name: str) -> bool:
        """Say whether a part of the page is there and visible."""
        parts = self.window.pages[page].findChildren(QWidget, name)
        return any(part.isVisible() for part in parts)

    def close(self) -> None:
        """End the window."""
        self.window.close()

    def _turn(self) -> None:
        """One turn of the event loop; how long it took is how long nothing could be pressed."""
        begun = time.perf_counter()
        self._application.processEvents()
        took = time.perf_counter() - begun
        self.stuck = max(self.stuck, took)
        if took < 0.001:
            time.sleep(0.001)


def fill(answers: int) -> None:
    """Make the library: so many answers, one of them of five minutes."""
    entries = bank.load([paths.questions()]).entries
    store = Store(paths.library(), paths.recordings())
    try:
        dice = random.Random(5)
        long = generated.answer(dice, entries[0].id, entries[0].question, 0.5, LONG_MINUTES)
        audio = store.folder(LONG) / "answer-1.flac"
        source = paths.assets() / "demo" / "answer.flac"
        SoundFiles().join((source,) * 6, audio)
        store.add_session(SessionRow(id=LONG, started="2020-01-01T00:00:00+00:00", title="Long"))
        store.save_answer(
            AnswerRow(
                session=LONG,
                position=1,
                question_id=entries[0].id,
                audio=audio,
                assessment=long,
            )
        )
        generated.library(store, entries, answers - 1, now=datetime.now(UTC))
    finally:
        store.close()


def measure(bench: Bench) -> list[Timed]:
    """Time all that a user waits for."""
    window, desk = bench.window, bench.desk
    page = window.pages["history"]
    assert isinstance(page, HistoryPage)
    store = Store(paths.library(), paths.recordings())
    past = store.past()
    store.close()
    found = []

    def filled() -> bool:
        return page._list.count() > 100 and page._practice.isVisible()

    def away() -> None:
        window.open("questions")

    def forget() -> None:
        away()
        page._kept = None
        page._list.clear()
        page._practice.hide()

    def history() -> None:
        window.open("history")

    found = [bench.time("Progress, first time", 1.0, [Run(history, filled, away)])]
    found.append(bench.time("Progress, again", 1.0, [Run(history, filled, forget)] * 5))
    found.append(bench.time("search, from the last key", 0.1, [_search(page, w) for w in SEARCHES]))
    page._search.clear()
    bench.settle()
    found.append(_trends(bench, page))

    def reviewed() -> None:
        desk.review.emit(LONG, 1)

    top, whole = (
        [_shown(bench, "review", name, reviewed)] * 5 for name in ("waveform", "show-sample")
    )
    found.append(bench.time("review of five minutes", 0.5, top))
    found.append(bench.time("the same to its last part", 0, whole))
    sessions = list(dict.fromkeys(one.session for one in past))[:5]
    runs = [
        _shown(bench, "session", "competency-map", lambda s=s: desk.session.emit(s))
        for s in sessions
    ]
    found.append(bench.time("session", 0, runs))
    several = [one for one in past if sum(o.question_id == one.question_id for o in past) > 1][:5]
    runs = [
        _shown(bench, "takes", "said-second", lambda o=o: desk.takes.emit(o.session, o.position))
        for o in several
    ]
    found.append(bench.time("two takes", 0, runs))
    return found


def _search(page: HistoryPage, words: str) -> Run:
    """Type all keys at once: the last one starts the watch."""
    return Run(
        lambda: page._search.setText(words),
        lambda: bool(page._count.text()),
        lambda: page._count.setText(""),
    )


def _trends(bench: Bench, page: HistoryPage) -> Timed:
    """The chart draws all answers; what draws it is loaded before the watch starts."""
    page._trends.prepare()
    bench.until(lambda: page._trends._chart is not None)
    chips = page._view._buttons
    measures = list(page._trends._measure._buttons.values())[:5]
    runs = [Run(chips["trends"].click, page._trends.isVisible)]
    runs += [Run(chip.click, lambda: True) for chip in measures]
    timed = bench.time("trends, each measure", 0, runs)
    chips["sessions"].click()
    return timed


def _shown(bench: Bench, page: str, name: str, press: Callable[[], None]) -> Run:
    """Open a page from Progress; it is there when the part of this name is."""

    def away() -> None:
        bench.window.open("history")
        for part in bench.window.pages[page].findChildren(QWidget, name):
            part.setObjectName("old")  # what an earlier run left is not waited for

    return Run(press, lambda: bench.find(page, name), away)


def main() -> int:
    """Fill, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["MOCKVOICE_HOME"] = home
        begun = time.perf_counter()
        fill(chosen.answers)
        size = paths.library().stat().st_size / 1e6
        filled = time.perf_counter() - begun
        print(f"{chosen.answers} answers, {size:.0f} MB, made in {filled:.0f} s\n")
        bench = Bench()
        try:
            found = measure(bench)
        finally:
            bench.close()
    heads = ("slowest", "median", "limit", "processor", "window", "stuck")
    print(f"{'':30}{''.join(f'{head:>11}' for head in heads)}   ms")
    for one in found:
        limit = f"{1000 * one.limit:.0f}" if one.limit else "–"
        times = f"{1000 * one.seconds:11.0f}{1000 * one.median:11.0f}{limit:>11}"
        rest = "".join(f"{1000 * part:11.0f}" for part in (one.processor, one.window, one.stuck))
        print(f"{one.what:30}{times}{rest}{'' if one.kept else '   OVER'}")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(one) for one in found], indent=1))
    return 0 if all(one.kept for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
