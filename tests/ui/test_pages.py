"""Start, progress, questions, models and settings: what keys and clicks do."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from mockvoice import paths, settings
from mockvoice.domain.question import Kind
from mockvoice.services import bank, catalogue
from mockvoice.services.store import SessionRow, Store
from mockvoice.settings import Settings
from mockvoice.ui.lists import TwoLines
from mockvoice.ui.pages import questions_page
from mockvoice.ui.theme import DARK
from mockvoice.ui.window import RAIL, Window
from tests.ui import library
from tests.ui.conftest import Open, part
from tests.ui.fake_interview import FarSide

DIALOG = pytest.mark.qt_log_ignore("propagateSizeHints")
"""The offscreen screen says so for every dialog."""


def says(window: Window, page: str) -> str:
    """Return all that can be read on a page."""
    labels = window.pages[page].findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def session_list(window: Window, name: str = "session-list") -> TwoLines:
    """Return the visible list."""
    found = part(window, name)
    assert isinstance(found, TwoLines)
    return found


def test_start_begins_what_was_chosen(
    qtbot: QtBot, open_window: Open, far: FarSide, light_weights: Path
) -> None:
    """Choices go into the interview and into the settings."""
    window = open_window(Settings(first_start_done=True, profile="light"))
    qtbot.waitUntil(lambda: part(window, "begin").isEnabled())
    for kind in (Kind.TECHNICAL, Kind.SYSTEM_DESIGN, Kind.CODING):
        qtbot.mouseClick(part(window, f"kind-{kind}"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(part(window, "follow-ups-3"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(part(window, "begin"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(far.interviews))
    wish = far.interviews[0].wish
    assert {entry.question.kind for entry in wish.entries} == {Kind.BEHAVIOURAL}
    assert wish.settings.follow_ups == 3
    qtbot.waitUntil(lambda: settings.load().follow_ups == 3)


def test_without_models_nothing_can_be_started(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says in a sentence what is missing, and nothing can be started."""
    monkeypatch.setenv("MOCKVOICE_MODELS", str(tmp_path))
    window = open_window()
    window.open("models")
    qtbot.waitUntil(lambda: "One step before the first interview" in says(window, "models"))
    assert part(window, "fetch-models").isEnabled()
    window.open("start")
    qtbot.waitUntil(lambda: "needs 4 models" in says(window, "start"))
    assert not part(window, "begin").isEnabled()


def test_an_interview_does_not_wait_behind_a_check_of_the_models(
    qtbot: QtBot,
    open_window: Open,
    far: FarSide,
    light_weights: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Reading every byte takes minutes on a slow disk; meanwhile an interview begins at once."""
    del light_weights
    begun, go = threading.Event(), threading.Event()

    def slow(*_of: object) -> None:
        begun.set()
        go.wait(20)

    monkeypatch.setattr(catalogue, "verify", slow)
    window = open_window(Settings(profile="light", first_start_done=True))
    window.open("models")
    qtbot.waitUntil(lambda: part(window, "verify-models").isVisible())
    qtbot.mouseClick(part(window, "verify-models"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(begun.is_set)
    window.open("start")
    qtbot.waitUntil(part(window, "begin").isEnabled)
    qtbot.mouseClick(part(window, "begin"), Qt.MouseButton.LeftButton)
    try:
        qtbot.waitUntil(lambda: bool(far.interviews))
    finally:
        go.set()


def test_sessions_are_found_by_what_was_said(qtbot: QtBot, window: Window) -> None:
    """Typing words lists the answers in which they were said; Enter opens the first."""
    library.fill()
    window.open("history")
    qtbot.waitUntil(lambda: session_list(window).count() == 2)
    search = part(window, "search-said")
    assert isinstance(search, QLineEdit)
    qtbot.keyClicks(search, "sensor data")
    qtbot.waitUntil(lambda: "answers in which" in says(window, "history"))
    found = session_list(window)
    assert found.count() == 3
    with qtbot.waitSignal(window.desk.review):
        qtbot.keyClick(found, Qt.Key.Key_Return)


def test_questions_that_have_the_words_themselves_are_found_first() -> None:
    """ "bias variance": those that ask about both stand before those whose rubric names them."""
    shipped = bank.load([Path(__file__).parents[2] / "questions"])
    found = questions_page._matching(shipped, "bias variance", ("", "", ""))
    asked = [f"{entry.id} {entry.question.text}".lower() for entry in found]
    both = ["bias" in text and "variance" in text for text in asked]

    assert found[0].id == "ml-fundamentals/bias-variance"
    assert both == sorted(both, reverse=True)
    assert not all(both)


def test_a_session_that_holds_nothing_is_not_listed(qtbot: QtBot, window: Window) -> None:
    """The program was ended before anything was said: neither a line here nor "Last session"."""
    store = Store(paths.library(), paths.recordings())
    store.add_session(SessionRow(id="later", started="2026-12-01T10:00:00+00:00", title="Nothing"))
    store.close()
    library.fill()
    window.open("history")
    qtbot.waitUntil(lambda: session_list(window).count() == 2)
    assert "Nothing" not in says(window, "history")
    window.open("start")
    qtbot.waitUntil(lambda: "Last session" in says(window, "start"))
    assert "Nothing" not in says(window, "start")


def test_a_search_that_finds_nothing_says_so(qtbot: QtBot, window: Window) -> None:
    """No empty page without a word."""
    library.fill()
    window.open("history")
    qtbot.keyClicks(part(window, "search-said"), "zebra")
    qtbot.waitUntil(lambda: "You have not said this yet." in says(window, "history"))


def test_before_the_first_session_there_is_a_way_to_one_and_no_search(
    qtbot: QtBot, window: Window
) -> None:
    """Nothing can be searched yet; with the first session search and list are there."""
    window.open("history")
    qtbot.waitUntil(lambda: "Nothing here yet" in says(window, "history"))
    assert not window.findChildren(QLineEdit, "search-said")[0].isVisible()
    qtbot.mouseClick(part(window, "first-session"), Qt.MouseButton.LeftButton)
    assert window.pages["start"].isVisible()

    library.fill()
    window.open("history")

    qtbot.waitUntil(lambda: part(window, "search-said").isVisible())
    assert "Nothing here yet" not in says(window, "history")


def test_a_list_in_which_nothing_is_found_is_not_an_empty_box(qtbot: QtBot, window: Window) -> None:
    """The sentence that says so stands alone."""
    window.open("questions")
    assert part(window, "question-list").isVisible()
    qtbot.keyClicks(part(window, "search-questions"), "zebra")
    assert "No question fits." in says(window, "questions")
    assert not window.findChildren(QWidget, "question-list")[0].isVisible()


@DIALOG
def test_deleting_asks_first_and_is_for_good(qtbot: QtBot, window: Window) -> None:
    """Keep keeps; Delete removes rows and recordings."""
    library.fill()
    window.open("history")
    qtbot.waitUntil(lambda: session_list(window).count() == 2)
    for word, left in (("Keep", 2), ("Delete", 1)):
        qtbot.keyClick(session_list(window), Qt.Key.Key_Delete)
        box = window.findChild(QMessageBox, "confirm-delete")
        assert box is not None
        press = next(b for b in box.findChildren(QAbstractButton) if b.text() == word)
        with qtbot.waitSignal(box.destroyed):
            qtbot.mouseClick(press, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda left=left: session_list(window).count() == left)  # type: ignore[misc]
    assert not (paths.recordings() / library.SECOND).exists()


def test_questions_narrow_and_open(qtbot: QtBot, window: Window, far: FarSide) -> None:
    """Search, Enter, read, practise: one question alone becomes an interview."""
    window.open("questions")
    qtbot.keyClicks(part(window, "search-questions"), "conflict")
    found = session_list(window, "question-list")
    assert found.count() == 1
    qtbot.keyClick(found, Qt.Key.Key_Down)
    qtbot.keyClick(found, Qt.Key.Key_Return)
    assert "What a strong answer holds" in says(window, "questions")
    expected = window.pages["questions"].findChildren(QLabel)
    spoilers = [label for label in expected if label.text() == "Expected at each level"]
    assert not spoilers[0].isVisible()
    qtbot.mouseClick(part(window, "show-rubric"), Qt.MouseButton.LeftButton)
    assert spoilers[0].isVisible()
    qtbot.keyClick(part(window, "practise"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(far.interviews))
    assert [entry.id for entry in far.interviews[0].wish.entries] == ["small/question-3"]


def test_a_broken_pack_is_complained_about_by_line(
    qtbot: QtBot, open_window: Open, small_bank: Path
) -> None:
    """It is named once, with the first lines that are wrong; the others still work."""
    (small_bank / "broken.yaml").write_text(
        "pack: broken\ntitle: Broken\nversion: 1\nquestions:\n  - id: first\n", encoding="utf-8"
    )
    window = open_window()
    window.open("questions")
    qtbot.waitUntil(lambda: "1 pack could not be read; all others" in says(window, "questions"))
    told = says(window, "questions")
    assert (told.count("broken.yaml"), told.count("Line 5: ")) == (1, 3)
    assert "more" in told
    assert session_list(window, "question-list").count() == 4


def test_settings_take_effect_and_are_kept(qtbot: QtBot, window: Window) -> None:
    """Dark, 150 %, patient: at once on the screen, and in the file."""
    window.open("settings")
    for name in ("theme-dark", "size-150", "patience-patient"):
        qtbot.mouseClick(part(window, name), Qt.MouseButton.LeftButton)
    assert window.desk.theme.colours is DARK
    assert window.desk.theme.scale == 1.5
    qtbot.waitUntil(lambda: settings.load().patience == "patient")
    kept = settings.load()
    assert (kept.theme, kept.text_scale) == ("dark", 1.5)


def test_the_microphone_test_hears_and_lets_go(qtbot: QtBot, window: Window, far: FarSide) -> None:
    """The level shows that one is heard; leaving the page closes the microphone."""
    window.open("settings")
    qtbot.mouseClick(part(window, "test-microphone"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "You can be heard" in says(window, "settings"))
    window.open("start")
    qtbot.waitUntil(lambda: far.microphone.feeds[0].closed)


def test_the_window_is_remembered(qtbot: QtBot, open_window: Open) -> None:
    """The next start has the same size."""
    window = open_window()
    window.resize(751, 602)
    window.close()
    kept = settings.load()
    again = open_window(kept)
    assert (again.width(), again.height()) == (751, 602)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_can_be_drawn(qtbot: QtBot, open_window: Open, theme: str) -> None:
    """A picture of each page has content, in both themes, at 150 %."""
    library.fill()
    window = open_window(Settings(first_start_done=True, theme=theme, text_scale=1.5))  # type: ignore[arg-type]
    window.desk.review.emit(library.SECOND, 1)
    qtbot.waitUntil(lambda: bool(window.findChildren(QWidget, "overall")))
    for name in window.pages:
        window.open(name)
        data = QBuffer()
        data.open(QIODevice.OpenModeFlag.WriteOnly)
        window.grab().save(data, "PNG")
        assert data.size() > 8_000, name


@DIALOG
def test_the_rail_is_walked_by_keys(qtbot: QtBot, window: Window) -> None:
    """Ctrl and a digit opens each page of the rail, F1 the sheet of keys."""
    for place, (name, _label) in enumerate(RAIL, start=1):
        key = getattr(Qt.Key, f"Key_{place}")
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.pages[name].isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = part(window, "shortcut-sheet")
    with qtbot.waitSignal(sheet.destroyed):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)


@pytest.mark.parametrize("name", [name for name, _ in RAIL])
def test_every_control_is_reached_by_tab_and_has_a_name(
    qtbot: QtBot, window: Window, name: str
) -> None:
    """Tab comes past every enabled control of the page; each says what it is."""
    window.open(name)
    window.desk.files.submit(lambda: None, lambda _nothing: window.desk.go.emit(""), print)
    with qtbot.waitSignal(window.desk.go):
        pass
    reached: set[QWidget] = set()
    for _ in range(120):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        if (at := window.focusWidget()) is not None:
            reached.add(at)
    page = window.pages[name]
    controls = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
    for control in controls:
        assert control.text() or control.accessibleName(), control.objectName()
        exclusive = control.group() is not None and control.group().exclusive()
        if control.focusPolicy() is not Qt.FocusPolicy.NoFocus and not exclusive:
            assert control in reached, control.objectName()


def test_no_label_with_content_has_a_name_of_its_own(qtbot: QtBot, window: Window) -> None:
    """A named label hides its text from screen readers."""
    library.fill()
    window.desk.review.emit(library.SECOND, 1)
    qtbot.waitUntil(lambda: bool(window.findChildren(QWidget, "show-sample")))
    assert [label.text() for label in window.findChildren(QLabel) if label.accessibleName()] == []


def test_every_window_looks_for_what_an_early_exit_left(
    qtbot: QtBot, open_window: Open, far: FarSide
) -> None:
    """What another one records is kept from it by the lock of that folder, not by being second."""
    open_window()
    qtbot.waitUntil(lambda: far.mended == 1)
    open_window()
    qtbot.waitUntil(lambda: far.mended == 2)


def test_closing_leaves_the_library_free(window: Window) -> None:
    """After closing nothing holds the library."""
    window.close()
    Store(paths.library(), paths.recordings()).close()
