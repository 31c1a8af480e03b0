"""Export from the window, what the library takes, and how long recordings stay."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from mockvoice import paths
from mockvoice.services import retention
from mockvoice.services.exporting import Form
from mockvoice.services.store import Store
from mockvoice.settings import Settings
from mockvoice.ui.export_dialog import ExportDialog, offer_export
from mockvoice.ui.lists import TwoLines
from mockvoice.ui.window import Window
from tests.ui import library
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""The offscreen screen says so for every dialog."""


def dialog(qtbot: QtBot, window: Window, session: str, position: int | None) -> ExportDialog:
    """The export dialog of a session, or of one answer."""
    offer_export(window.desk, session, position, window)
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is not None)
    found = window.findChild(ExportDialog)
    assert isinstance(found, ExportDialog)
    return found


def forms(shown: ExportDialog) -> list[str]:
    """The forms that are offered."""
    listed = shown.findChild(TwoLines, "export-forms")
    assert listed is not None
    return [
        str(listed.item(place).data(Qt.ItemDataRole.UserRole)) for place in range(listed.count())
    ]


def says(shown: ExportDialog) -> str:
    """The line that tells what became of it."""
    return shown._says.text()


def read(window: Window) -> str:
    """All that can be read on the review page."""
    return "\n".join(label.text() for label in window.pages["review"].findChildren(QLabel))


def close(qtbot: QtBot, shown: ExportDialog) -> None:
    """Close it by its key."""
    with qtbot.waitSignal(shown.destroyed):
        qtbot.keyClick(shown, Qt.Key.Key_Escape)


def test_a_session_is_exported_by_keys(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From Progress: the button, Enter on the form, a name without ending; then it says where."""
    library.fill()
    window.open("history")
    qtbot.waitUntil(lambda: bool(window.findChild(TwoLines, "session-list").key))
    target = tmp_path / "session"
    asked: list[str] = []

    def answer(_parent: object, _title: str, proposed: str, _kinds: str) -> tuple[str, str]:
        asked.append(proposed)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    window.findChild(QPushButton, "export-session").click()
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is not None)
    shown = window.findChild(ExportDialog)
    assert isinstance(shown, ExportDialog)
    qtbot.keyClick(shown._forms, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Written" in says(shown), timeout=20_000)

    assert asked[0].endswith(".html")
    page = target.with_suffix(".html").read_text("utf-8")
    assert "data leakage" in page
    assert "data:audio/flac;base64," in page
    assert str(target.with_suffix(".html")) in says(shown)
    assert shown._show.isVisible()
    close(qtbot, shown)


def test_one_answer_or_the_whole_session(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    """From an answer the dialog offers both, and writes what is chosen."""
    library.fill()
    shown = dialog(qtbot, window, library.SECOND, 1)
    for chip, many in (("take-answer", 1), ("take-session", 3)):
        shown.findChild(QPushButton, chip).click()
        out = tmp_path / f"{chip}.json"
        shown.write(Form.JSON, out)
        qtbot.waitUntil(lambda out=out: out.name in says(shown) and "Written" in says(shown))  # type: ignore[misc]
        assert out.read_text("utf-8").count('"assessment"') == many
    assert forms(shown) == [form.value for form in Form]
    close(qtbot, shown)


def test_what_cannot_be_written_is_said(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    """A missing folder is a sentence in the dialog, and another try is possible."""
    library.fill()
    shown = dialog(qtbot, window, library.FIRST, None)
    shown.write(Form.MARKDOWN, tmp_path / "no" / "a.md")
    qtbot.waitUntil(lambda: "cannot be written" in says(shown))

    assert shown._save.isEnabled()
    assert not shown._show.isVisible()
    close(qtbot, shown)


def test_a_dialog_closed_while_it_writes_does_no_harm(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    """What was asked for is written all the same, and what went wrong is told by the window."""
    library.fill()
    shown = dialog(qtbot, window, library.FIRST, None)
    go, done = threading.Event(), []
    window.desk.packs.submit(lambda: go.wait(10), lambda _went: None, window.desk.show_trouble)
    shown.write(Form.MARKDOWN, tmp_path / "a.md")
    shown.write(Form.MARKDOWN, tmp_path / "no" / "b.md")
    close(qtbot, shown)
    window.desk.packs.submit(lambda: None, done.append, window.desk.show_trouble)
    with qtbot.waitSignal(window.desk.trouble) as told:
        go.set()
    qtbot.waitUntil(lambda: len(done) == 1)

    assert (tmp_path / "a.md").is_file()
    assert "cannot be written" in told.args[0]


def test_a_name_without_ending_never_replaces_a_file(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file dialog could not ask about the name with its ending, so another one is asked for."""
    library.fill()
    mine = tmp_path / "notes.html"
    mine.write_text("mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "notes"), ""))
    shown = dialog(qtbot, window, library.FIRST, None)
    shown.findChild(QPushButton, "export-save").click()

    assert "notes.html already" in says(shown)
    assert mine.read_text() == "mine"
    close(qtbot, shown)


def test_without_a_recording_there_is_no_sound_to_take(qtbot: QtBot, window: Window) -> None:
    """Sound and subtitles are offered only where there is a recording, and it says so."""
    library.fill()
    (paths.recordings() / library.FIRST / "answer-1.flac").unlink()
    shown = dialog(qtbot, window, library.FIRST, None)

    assert {"srt", "vtt", "flac", "wav"}.isdisjoint(forms(shown))
    assert "no recording" in says(shown)
    close(qtbot, shown)


def test_storage_is_shown_and_a_shorter_time_is_asked_about(qtbot: QtBot, window: Window) -> None:
    """Keep leaves all as it is; Delete deletes what is older, and scores stay."""
    library.fill()
    store = Store(paths.library(), paths.recordings())
    store._db.execute(
        "UPDATE session SET started = '2020-01-01T00:00:00+00:00' WHERE id = ?", (library.FIRST,)
    )
    sound = paths.recordings() / library.FIRST / "answer-1.flac"
    window.open("settings")
    card = window.pages["settings"]._storage  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "2 sessions" in card._taken.text())
    assert "MB of recordings" in card._taken.text()

    for word, gone in (("Keep", False), ("Delete", True)):
        card.findChild(QPushButton, "keep-365").click()
        box = card.findChild(QMessageBox, "confirm-keep")
        press = next(b for b in box.findChildren(QAbstractButton) if b.text() == word)
        with qtbot.waitSignal(box.destroyed):
            qtbot.mouseClick(press, Qt.MouseButton.LeftButton)
        if gone:
            qtbot.waitUntil(lambda: not sound.exists())
        assert sound.exists() is not gone
        assert card._keep.value == ("365" if gone else "0")
    assert window.desk.settings.keep_recordings == 365
    qtbot.waitUntil(lambda: store.answers(library.FIRST)[0].audio is None)
    assert store.answers(library.FIRST)[0].assessment is not None
    card.findChild(QPushButton, "keep-0").click()
    assert window.desk.settings.keep_recordings == 0
    store.close()


def test_a_question_closed_without_an_answer_changes_nothing(qtbot: QtBot, window: Window) -> None:
    """The window's own cross counts as "Keep", and what is shown is what holds."""
    library.fill()
    window.open("settings")
    card = window.pages["settings"]._storage  # type: ignore[attr-defined]
    card.findChild(QPushButton, "keep-365").click()
    box = card.findChild(QMessageBox, "confirm-keep")
    with qtbot.waitSignal(box.destroyed):
        box.close()
    assert card._keep.value == "0"
    assert window.desk.settings.keep_recordings == 0


def test_an_answer_whose_sound_is_gone_still_shows_all(qtbot: QtBot, window: Window) -> None:
    """Its words can still be put right, and its verdicts stand."""
    library.fill()
    store = Store(paths.library(), paths.recordings())
    assert retention.apply(store, 30, datetime(2030, 1, 1, tzinfo=UTC)) > 0
    store.close()
    window.desk.review.emit(library.FIRST, 1)
    qtbot.waitUntil(lambda: "Pauses inside sentences" in read(window))

    page = window.pages["review"]
    assert "Information from test rows reaches training" in read(window)
    qtbot.waitUntil(lambda: "Select words to put right what was misheard." in read(window))
    assert not page.findChild(QPushButton, "hear-words").isVisible()


def test_one_answer_is_deleted_after_a_question(qtbot: QtBot, window: Window) -> None:
    """Keep keeps it; Delete removes row and sound, and Progress is shown again."""
    library.fill()
    sound = paths.recordings() / library.SECOND / "answer-1.flac"
    for word, gone in (("Keep", False), ("Delete", True)):
        window.desk.review.emit(library.SECOND, 1)
        qtbot.waitUntil(lambda: window.findChild(QPushButton, "delete-answer") is not None)
        window.findChild(QPushButton, "delete-answer").click()
        box = window.findChild(QMessageBox, "confirm-delete-answer")
        press = next(b for b in box.findChildren(QAbstractButton) if b.text() == word)
        with qtbot.waitSignal(box.destroyed):
            qtbot.mouseClick(press, Qt.MouseButton.LeftButton)
        if gone:
            qtbot.waitUntil(window.pages["history"].isVisible)
        assert sound.exists() is not gone
    store = Store(paths.library(), paths.recordings())
    assert [row.position for row in store.answers(library.SECOND)] == [2, 3, 4]
    store.close()


def test_old_recordings_go_when_the_window_opens(qtbot: QtBot, open_window: Open) -> None:
    """At start, in the background: what is older than the user keeps goes, newer things stay."""
    library.fill()
    store = Store(paths.library(), paths.recordings())
    for session, started in ((library.FIRST, "2020-01-01"), (library.SECOND, "2100-01-01")):
        store._db.execute(
            "UPDATE session SET started = ? WHERE id = ?", (f"{started}T00:00:00+00:00", session)
        )
    store.close()
    old, new = (paths.recordings() / s / "answer-1.flac" for s in (library.FIRST, library.SECOND))
    open_window(Settings(first_start_done=True, keep_recordings=90))
    qtbot.waitUntil(lambda: not old.exists())

    assert new.exists()
