"""Text on a screen of 80 columns and in a file."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from mockvoice import paths
from mockvoice.cli import demo
from mockvoice.cli.demo import QUESTION
from mockvoice.cli.output import folded, say
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict
from mockvoice.services import bank
from tests import examples
from tests.cli.stage import Stage

LONG = "✓ Comparing training error with validation error shows the side: both high points to bias."


def console(*, screen: bool, columns: int = 80) -> Console:
    """A screen, or a file, that is read back."""
    return Console(
        file=StringIO(), force_terminal=screen, width=columns, soft_wrap=True, highlight=False
    )


def written(by: Console) -> str:
    """All that was written there."""
    assert isinstance(by.file, StringIO)
    return by.file.getvalue()


@pytest.mark.parametrize(
    ("line", "hang"), [(LONG, 2), (f"0:07  {LONG}", 6), (f"    “{LONG}”", 4), (LONG[2:], 0)]
)
def test_lines_break_between_words_and_hang_below_their_head(line: str, hang: int) -> None:
    """No word is cut, none is lost, and a sign or a time stands alone at the left."""
    found = folded(line, 60).split("\n")
    assert len(found) > 1
    assert max(map(len, found)) <= 60
    assert all(part.startswith(" " * hang) and part[hang] != " " for part in found[1:])
    assert " ".join(found).split() == line.split()


def test_empty_lines_and_long_names_stay() -> None:
    """A path is never broken: it is to be copied."""
    path = f"/tmp/{'long/' * 30}report.html"
    assert folded(f"One\n\nThe report: {path}", 40).split("\n") == ["One", "", "The report:", path]


def test_a_wide_screen_is_not_filled_and_a_file_is_not_folded() -> None:
    """80 columns are read with ease; other programs read a line each."""
    wide, file = console(screen=True, columns=200), console(screen=False)
    say(wide, LONG)
    say(file, LONG)
    assert written(wide) == f"{folded(LONG, 80)}\n"
    assert written(file) == f"{LONG}\n"


@pytest.mark.parametrize("screen", [True, False])
def test_the_demo_asks_once_on_a_screen_and_its_lines_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, screen: bool
) -> None:
    """Steps and result share the screen; a file that is written alone says the question, too."""
    asked = bank.load([paths.questions()]).find(QUESTION).question
    missed = tuple(
        PointVerdict(point=point.id, verdict=Verdict.MISSED, probability=0.1)
        for point in asked.rubric
    )
    stage = Stage()
    stage.transcriber.replies.enqueue(examples.transcript(), examples.transcript())
    stage.judge.replies.enqueue(*[Judgement(verdicts=missed, model="m", method="t")] * 2)
    stage.judge.wordings.enqueue("", "")
    steps, result = console(screen=True), console(screen=screen)
    monkeypatch.setattr(demo, "stderr", steps)
    monkeypatch.setattr(demo, "stdout", result)

    assert stage.run("demo", "--out", str(tmp_path)) == 0

    shown = written(steps) + (written(result) if screen else "")
    assert " ".join(shown.split()).count(asked.text) == 1
    assert (asked.text in written(result)) is not screen
    long = [line for line in shown.splitlines() if len(line) > 80 and str(tmp_path) not in line]
    assert long == []
