"""What would spoil practice is hidden until it is asked for, and a sample can be heard."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mockvoice.domain.question import Term
from mockvoice.settings import Settings
from mockvoice.ui.hidden_card import HiddenCard
from mockvoice.ui.window import Window
from tests import examples
from tests.ui.conftest import part
from tests.ui.fake_interview import FarSide


def button(window: Window | HiddenCard, name: str) -> QPushButton:
    """Return the visible button of this name."""
    found = part(window, name)
    assert isinstance(found, QPushButton)
    return found


@pytest.mark.qt_log_ignore("propagateSizeHints")  # said of every window of the offscreen screen
def test_the_button_says_what_it_shows_and_hides(qtbot: QtBot) -> None:
    """Two cards on a page are told apart by the names of their buttons alone."""
    inside = QLabel("Reduce variance by averaging.")
    card = HiddenCard("A strong answer", "sample", inside)
    qtbot.addWidget(card)
    card.show()
    ask = button(card, "show-sample")
    assert (ask.text(), ask.accessibleName()) == ("Show", "Show: A strong answer")
    assert not inside.isVisible()
    qtbot.keyClick(ask, Qt.Key.Key_Return)
    assert (ask.text(), ask.accessibleName()) == ("Hide", "Hide: A strong answer")
    assert inside.isVisible()
    qtbot.keyClick(ask, Qt.Key.Key_Return)
    assert ask.accessibleName() == "Show: A strong answer"
    assert not inside.isVisible()


@pytest.fixture
def spoken(window: Window, tmp_path: Path) -> Window:
    """A window with a voice, one question of the bank open."""

    def speak(text: str, terms: Sequence[Term], chosen: Settings) -> Path:
        del text, terms, chosen
        file = tmp_path / "said.wav"
        with wave.open(str(file), "wb") as made:
            made.setparams((1, 2, 16_000, 0, "NONE", ""))
        return file

    window.desk.parts = replace(window.desk.parts, speak=speak)
    open_question(window)
    return window


def open_question(window: Window) -> None:
    """Show the first question of the bank."""
    window.open("questions")
    window.pages["questions"]._open(window.desk.bank.entries[0].id)  # type: ignore[attr-defined]


def test_the_sample_of_a_question_is_heard_before_it_is_shown(
    qtbot: QtBot, spoken: Window, far: FarSide
) -> None:
    """Hear it reads the sample aloud, a second press stops it, and going back does, too."""
    far.loudspeaker.holds = True
    hear = button(spoken, "hear-sample")
    assert (hear.text(), hear.accessibleName()) == ("Hear it", "Hear: A strong answer")
    qtbot.keyClick(hear, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    assert (hear.text(), hear.accessibleName()) == ("Stop", "Stop reading: A strong answer")
    assert examples.question().sample_answer not in _read(spoken)
    qtbot.keyClick(hear, Qt.Key.Key_Return)
    assert hear.text() == "Hear it"
    qtbot.keyClick(hear, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 2)
    qtbot.keyClick(spoken.pages["questions"], Qt.Key.Key_Escape)
    assert hear.text() == "Hear it"
    assert part(spoken, "question-list").isVisible()


def test_without_a_voice_there_is_nothing_to_hear(window: Window) -> None:
    """The sample can still be read."""
    open_question(window)
    assert button(window, "show-sample").isVisible()
    assert not window.pages["questions"].findChildren(QPushButton, "hear-sample")


def _read(window: Window) -> str:
    labels = window.pages["questions"].findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())
