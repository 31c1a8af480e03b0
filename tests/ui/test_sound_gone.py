"""Where a recording was deleted, nothing offers to be heard, and a sentence says why."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFrame, QLabel
from pytestqt.qtbot import QtBot

from mockvoice import paths
from mockvoice.services import exporting, retention
from mockvoice.services.store import AnswerRow, Store
from mockvoice.ui.export_dialog import ExportDialog, offer_export
from mockvoice.ui.pages.review_page import ReviewPage
from mockvoice.ui.playable_text import PlayableText
from mockvoice.ui.window import Window
from tests import examples, phased
from tests.ui import library
from tests.ui.conftest import part
from tests.ui.fake_interview import FarSide

GONE = "The recording was deleted, so it cannot be played."


@pytest.fixture
def silenced(window: Window) -> Window:
    """A library of two sessions and a design answer, of which every recording was deleted."""
    library.fill()
    library.answered(phased.DESIGN, "2026-11-18T10:00:00+00:00", phased.assessment(phased.DESIGN))
    _delete_recordings()
    return window


def _delete_recordings() -> None:
    store = Store(paths.library(), paths.recordings())
    assert retention.apply(store, 30, datetime(2030, 1, 1, tzinfo=UTC)) > 0
    store.close()


def offers(window: Window, page: str) -> list[str]:
    """What on a page offers to play something: buttons, and words with a pointing hand."""
    shown = window.pages[page]
    buttons = [
        button.accessibleName() or button.text()
        for button in shown.findChildren(QAbstractButton)
        if button.isVisible() and button.isEnabled()
    ]
    texts = [
        view.objectName()
        for view in shown.findChildren(PlayableText)
        if view.isVisible() and ("href" in view.toHtml() or "plays" in view.accessibleName())
    ]
    starts = ("Play", "Hear", "Loop")
    return [name for name in buttons if name.startswith(starts)] + texts


def says(window: Window, page: str) -> str:
    """All that can be read on a page."""
    labels = window.pages[page].findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def reviewed(qtbot: QtBot, window: Window, session: str) -> None:
    """Open a review and wait until all of it is there."""
    before = getattr(window.pages.get("review"), "_row", None)
    window.desk.review.emit(session, 1)
    page = window.pages["review"]
    qtbot.waitUntil(lambda: page._row is not before and not page.building)  # type: ignore[attr-defined]


def test_the_review_shows_all_and_offers_nothing_to_hear(qtbot: QtBot, silenced: Window) -> None:
    """Quotes, advice and measures are there to be read; no word is a link."""
    reviewed(qtbot, silenced, library.FIRST)
    told = says(silenced, "review")
    assert GONE in told
    assert f"“{examples.assessment().quotes[0].text}”" in told
    assert "Pauses inside sentences" in told
    assert isinstance(part(silenced, "quote-contamination"), QFrame)
    assert offers(silenced, "review") == []


def test_advice_tells_when_and_not_to_listen(qtbot: QtBot, silenced: Window) -> None:
    """In the review and among the next steps of the session."""
    silenced.desk.session.emit(library.FIRST)
    qtbot.waitUntil(lambda: "Next steps" in says(silenced, "session"))
    told = says(silenced, "session")
    reviewed(qtbot, silenced, library.FIRST)
    for page in (told, says(silenced, "review")):
        assert "together from 0:07 on" in page
        assert "Listen" not in page


def test_phases_still_say_when_they_were_heard(qtbot: QtBot, silenced: Window) -> None:
    """The time stands as text where the button was."""
    reviewed(qtbot, silenced, "20261118-100000-d4")
    assert "at 0:" in says(silenced, "review")
    assert offers(silenced, "review") == []


def test_enter_on_a_word_plays_nothing(qtbot: QtBot, silenced: Window, far: FarSide) -> None:
    """Also by keys: the words can be selected and put right, not heard."""
    reviewed(qtbot, silenced, library.FIRST)
    view = part(silenced, "transcript")
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(silenced.pages["review"], Qt.Key.Key_Space)
    assert far.loudspeaker.played == []


def test_the_moments_of_a_session_are_read(qtbot: QtBot, silenced: Window) -> None:
    """The best moment keeps its words; that nothing is heard is said once for both."""
    silenced.desk.session.emit(library.SECOND)
    page = silenced.pages["session"]
    qtbot.waitUntil(lambda: "Best moment" in says(silenced, "session"))
    assert page.isVisible()
    assert says(silenced, "session").count(GONE) == 1
    assert offers(silenced, "session") == []


def test_takes_without_sound_are_compared_by_their_words(
    qtbot: QtBot, silenced: Window, far: FarSide
) -> None:
    """Neither Play nor a hint at it; Space does nothing."""
    silenced.desk.takes.emit(library.FIRST, 1)
    qtbot.waitUntil(lambda: any(v.isVisible() for v in silenced.findChildren(QComboBox)))
    told = says(silenced, "takes")
    assert told.count(GONE) == 2
    assert "Click a word" not in told
    assert "Space plays" not in told
    qtbot.keyClick(silenced.pages["takes"], Qt.Key.Key_Space)
    assert offers(silenced, "takes") == []
    assert far.loudspeaker.played == []


def test_of_two_takes_the_one_with_sound_plays(qtbot: QtBot, window: Window, far: FarSide) -> None:
    """Only its words are links, and Space plays it though it is the second."""
    library.fill()
    (paths.recordings() / library.FIRST / "answer-1.flac").unlink()
    window.desk.takes.emit(library.FIRST, 1)
    qtbot.waitUntil(lambda: "What was said" in says(window, "takes"))
    assert says(window, "takes").count(GONE) == 1
    assert "Click a word of the second take to hear it." in says(window, "takes")
    assert offers(window, "takes") == ["Play the second take", "said-second"]
    qtbot.keyClick(window.pages["takes"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    assert library.SECOND in str(far.loudspeaker.played[0].audio)


def test_a_file_that_was_taken_away_by_hand_is_a_deleted_recording(
    qtbot: QtBot, window: Window
) -> None:
    """The library still names it; the page looks whether it is there."""
    library.fill()
    (paths.recordings() / library.FIRST / "answer-1.flac").unlink()
    reviewed(qtbot, window, library.FIRST)
    assert GONE in says(window, "review")
    assert offers(window, "review") == []


def test_a_spoken_answer_without_words_is_not_called_typed(qtbot: QtBot, silenced: Window) -> None:
    """It lasted some seconds, so that it cannot be heard is because it was deleted."""
    silenced.desk.takes.emit(library.SECOND, 2)
    qtbot.waitUntil(lambda: any(v.isVisible() for v in silenced.findChildren(QComboBox)))
    assert says(silenced, "takes").count(GONE) == 2
    assert "Typed" not in says(silenced, "takes")
    silenced.desk.review.emit(library.SECOND, 2)
    page = silenced.pages["review"]
    qtbot.waitUntil(lambda: page._row is not None and not page.building)  # type: ignore[attr-defined]
    assert GONE in says(silenced, "review")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each time the disk is asked for a recording: was it on the window's thread?"""
    found: list[bool] = []
    look = retention.sound

    def sound(answer: AnswerRow) -> Path | None:
        found.append(threading.current_thread() is threading.main_thread())
        return look(answer)

    monkeypatch.setattr(retention, "sound", sound)
    monkeypatch.setattr(exporting, "sound", sound)
    return found


def test_takes_ask_the_disk_once_and_not_on_the_windows_thread(
    qtbot: QtBot, window: Window, asked: list[bool]
) -> None:
    """A slow disk stops no window: where the recordings are is looked up as the takes load."""
    library.fill()
    window.desk.takes.emit(library.FIRST, 1)
    qtbot.waitUntil(lambda: "What was said" in says(window, "takes"))
    qtbot.keyClick(window.pages["takes"], Qt.Key.Key_Space)
    assert asked == [False, False]


def test_a_session_asks_the_disk_as_it_loads(
    qtbot: QtBot, window: Window, far: FarSide, asked: list[bool]
) -> None:
    """Once for each of its answers; neither its cards nor playing a moment ask again."""
    library.fill()
    window.desk.session.emit(library.SECOND)
    qtbot.waitUntil(lambda: "Best moment" in says(window, "session"))
    qtbot.mouseClick(part(window, "hear-best"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    assert asked == [False] * 4


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_an_export_asks_the_disk_as_it_loads(
    qtbot: QtBot, window: Window, asked: list[bool]
) -> None:
    """Once for the answer and once for the session, whichever is chosen how often."""
    library.fill()
    offer_export(window.desk, library.SECOND, 1, window)
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is not None)
    for name in ("take-session", "take-answer"):
        qtbot.mouseClick(part(window, name), Qt.MouseButton.LeftButton)
    part(window, "export-dialog").close()
    assert len(asked) > 1
    assert not any(asked)


def test_a_review_asks_the_disk_as_it_loads(
    qtbot: QtBot, window: Window, far: FarSide, asked: list[bool]
) -> None:
    """Neither do its sections ask as they are built, nor when a verdict was overruled."""
    library.fill()
    reviewed(qtbot, window, library.FIRST)
    page = window.pages["review"]
    assert isinstance(page, ReviewPage)
    assert page._row is not None
    page.amender.amended.emit(page._row)
    qtbot.waitUntil(lambda: not page.building)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    assert asked == [False]
