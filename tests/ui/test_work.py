"""How far the judging is: told while it lasts, and what is not known is not claimed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from mockvoice.domain import events
from mockvoice.domain.events import WorkProgress
from mockvoice.ui.window import Window
from mockvoice.ui.work import WorkCard

S = "20261121-100000-c3"


def at(stage: str, share: float, turn: int = 1) -> WorkProgress:
    """News of an answer."""
    return WorkProgress(session=S, turn=turn, stage=stage, share=share)


@pytest.fixture
def made(qtbot: QtBot, window: Window) -> WorkCard:
    """The card of the first answer."""
    card = WorkCard(window.desk, S, 1)
    qtbot.addWidget(card)
    return card


def says(card: WorkCard) -> str:
    """Return the words of the card."""
    return " ".join(label.text() for label in card.findChildren(QLabel))


def busy(card: WorkCard) -> bool:
    """Say whether the bar only shows that something goes on."""
    return card.findChildren(QProgressBar)[0].maximum() == 0


def test_what_is_done_and_how_far_it_is(window: Window, made: WorkCard) -> None:
    """Hearing, then judging, with the share and the time so far."""
    assert "still being judged" in says(made)
    assert busy(made)
    window.desk.work.hear(at("hear", 0.25))
    assert "Listening to the recording once more. 0:00 so far" in says(made).replace("  ", " ")
    assert made.findChildren(QProgressBar)[0].value() == 25
    window.desk.work.hear(at("judge", 0.0))
    assert "Heard, now being judged" in says(made)
    assert busy(made)


def test_a_typed_answer_is_not_called_heard(window: Window, made: WorkCard) -> None:
    """Nothing was there to hear."""
    window.desk.work.hear(at("judge", 0.5))
    assert "Now being judged" in says(made)


def test_another_answer_comes_first(window: Window, made: WorkCard) -> None:
    """While the one before is judged this one says that it waits."""
    window.desk.work.hear(at("judge", 0.5, turn=2))
    assert "Its turn comes" in says(made)


@pytest.mark.parametrize(
    "event",
    [
        events.AnswerAssessed(session=S, turn=1),
        events.StageFailed(session=S, turn=1, stage="review", message="No.", hint=""),
    ],
)
def test_nothing_is_claimed_after_the_end(
    window: Window, made: WorkCard, event: events.Event
) -> None:
    """Judged or failed: the clock does not go on."""
    window.desk.work.hear(at("judge", 0.5))
    window.desk.work.hear(event)
    assert window.desk.work.now is None
    assert "so far" not in says(made)


@pytest.mark.parametrize("position", [0, 1])
def test_an_answer_that_could_not_be_judged_says_so(
    qtbot: QtBot, window: Window, position: int
) -> None:
    """No bar runs for ever, and it is told why and when it is tried again."""
    card = WorkCard(window.desk, S, position)
    qtbot.addWidget(card)
    failed = events.StageFailed(session=S, turn=1, stage="review", message="It is off.", hint="")
    window.desk.work.hear(failed)
    told = says(card)
    assert "Recorded and safe, not judged It is off. It is tried again at the next start." in told
    assert "being judged" not in says(card)
    assert card.findChildren(QProgressBar)[0].isHidden()
    window.desk.work.hear(events.AnswerAssessed(session=S, turn=1))
    card._show()
    assert not card.findChildren(QProgressBar)[0].isHidden()
