"""Progress: sessions, trends and weak points, each leading to an answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from mockvoice.domain.progress import Measure
from mockvoice.ui.pages.history_page import HistoryPage
from mockvoice.ui.window import Window
from tests import examples
from tests.ui import library
from tests.ui.conftest import part
from tests.ui.fake_interview import FarSide


def says(window: Window) -> str:
    """Return all that can be read on the page."""
    labels = window.pages["history"].findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def page(qtbot: QtBot, window: Window) -> HistoryPage:
    """Open the page on a library of two sessions and an answer to a question of the bank."""
    library.fill()
    library.answered("small/question-1", "2026-03-01T10:00:00+00:00", examples.assessment())
    window.open("history")
    qtbot.waitUntil(lambda: bool(window.findChildren(QWidget, "practice-calendar")))
    found = window.pages["history"]
    assert isinstance(found, HistoryPage)
    return found


def test_practice_is_told_in_words_too(page: HistoryPage, window: Window) -> None:
    """The calendar has a name that says what it shows, and stands beside figures."""
    name = part(window, "practice-calendar").accessibleName()
    assert name.startswith("Practice on ")
    assert "answers judged" in says(window)


def test_a_dot_of_the_trend_opens_its_answer(
    qtbot: QtBot, page: HistoryPage, window: Window
) -> None:
    """The chart holds every judged answer, says so in words, and each dot leads to its answer."""
    qtbot.mouseClick(part(window, "progress-trends"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._trends._chart is not None, timeout=20_000)
    chart = page._trends._chart
    assert chart is not None
    assert chart.accessibleName().startswith("Score over time. 3 answers")
    assert len(chart._curve.dots) == 3
    assert "the score with your ruling counts" in says(window)
    with qtbot.waitSignal(window.desk.review) as told:
        chart._clicked([Point(chart._curve.dots[0])])
    assert told.args[1] == 1
    window.open("history")
    for measure in Measure:
        qtbot.mouseClick(part(window, f"measure-{measure}"), Qt.MouseButton.LeftButton)
        assert chart._curve.dots
    assert "ruling" not in says(window)  # of what is heard, not judged


def test_weak_points_can_be_practised(
    qtbot: QtBot, page: HistoryPage, window: Window, far: FarSide
) -> None:
    """The weakest points are listed with how they fared; one press asks their question."""
    qtbot.mouseClick(part(window, "progress-weak"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Missed 1 of 1" in says(window))
    assert "due now" in says(window)
    names = [f"practise-{number}" for number in range(1, 9)]
    buttons = [b for name in names for b in window.findChildren(QWidget, name)]
    assert buttons
    for button in buttons:
        assert button.accessibleName().startswith("Practise: ")
    page._weak.practise.emit("small/question-1")
    qtbot.waitUntil(lambda: bool(far.interviews))
    assert far.interviews[0].wish.entries[0].id == "small/question-1"


def test_a_search_hides_what_is_not_searched(
    qtbot: QtBot, page: HistoryPage, window: Window
) -> None:
    """What was found stands alone, whatever was shown before; a word half typed finds."""
    qtbot.mouseClick(part(window, "progress-weak"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(part(window, "search-said"), "sensor da")
    qtbot.waitUntil(lambda: "answers in which this was said" in says(window))
    assert not page._weak.isVisible()
    assert part(window, "session-list").isVisible()
    page._search.clear()
    qtbot.waitUntil(page._weak.isVisible)


def test_a_session_of_several_answers_opens_as_a_page(
    qtbot: QtBot, page: HistoryPage, window: Window
) -> None:
    """One answer opens as its review, several as the session."""
    page._list.setCurrentRow(0)
    with qtbot.waitSignal(window.desk.session) as told:
        qtbot.keyClick(page._list, Qt.Key.Key_Return)
    assert told.args == [library.SECOND]
    window.open("history")
    page._list.setCurrentRow(1)
    with qtbot.waitSignal(window.desk.review) as told:
        qtbot.keyClick(page._list, Qt.Key.Key_Return)
    assert told.args == [library.FIRST, 1]


class Point:
    """A point of the chart as the click tells it."""

    def __init__(self, dot: object) -> None:
        self._dot = dot

    def data(self) -> object:
        """Return what it stands for."""
        return self._dot
