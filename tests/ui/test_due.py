"""The start page: what is due comes first, in other words, and what was asked lately waits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mockvoice.settings import Settings
from mockvoice.ui.window import Window
from tests import examples
from tests.ui import library
from tests.ui.conftest import Open, part
from tests.ui.fake_interview import FarSide

LIGHT = Settings(first_start_done=True, profile="light", kinds=("technical",))


@pytest.fixture
def due(small_bank: Path, light_weights: Path) -> None:
    """One answer of long ago that missed points of a question which has another wording."""
    del light_weights
    file = small_bank / "small.yaml"
    pack = json.loads(file.read_text("utf-8"))
    pack["questions"][0]["rewordings"] = ["What is leakage, in other words?"]
    file.write_text(json.dumps(pack), encoding="utf-8")
    library.answered("small/question-1", "2026-01-05T10:00:00+00:00", examples.assessment())


def says(window: Window) -> str:
    """Return all that can be read on the start page."""
    labels = window.pages["start"].findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.mark.usefixtures("due")
def test_due_points_are_offered_and_asked_in_other_words(
    qtbot: QtBot, open_window: Open, far: FarSide
) -> None:
    """Three missed and one partly said of one question: one press asks it, reworded."""
    window = open_window(LIGHT)
    qtbot.waitUntil(lambda: "4 points are due" in says(window))
    qtbot.waitUntil(lambda: part(window, "practise-due").isEnabled())
    qtbot.keyClick(part(window, "practise-due"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(far.interviews))
    (entry,) = far.interviews[0].wish.entries
    assert entry.id == "small/question-1"
    assert entry.question.text == "What is leakage, in other words?"


@pytest.mark.usefixtures("due")
def test_a_planned_interview_begins_with_what_is_due(
    qtbot: QtBot, open_window: Open, far: FarSide
) -> None:
    """The due question comes first, reworded; the rest is new."""
    window = open_window(LIGHT)
    qtbot.waitUntil(lambda: "1 is due again" in says(window))
    qtbot.waitUntil(lambda: part(window, "begin").isEnabled())
    qtbot.mouseClick(part(window, "begin"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(far.interviews))
    first, second = far.interviews[0].wish.entries
    assert first.question.text == "What is leakage, in other words?"
    assert second.id == "small/question-4"


def test_without_anything_due_nothing_is_offered(qtbot: QtBot, window: Window) -> None:
    """An empty library shows no empty card."""
    window.desk.library_changed.emit()
    with qtbot.waitSignal(window.desk.go):
        window.desk.files.submit(lambda: None, lambda _nothing: window.desk.go.emit(""), print)
    assert "due" not in says(window)
