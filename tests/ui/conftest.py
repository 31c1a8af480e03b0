"""A window with doubles on its far side, closed after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mockvoice import paths
from mockvoice.domain.question import Kind, Pack
from mockvoice.settings import Settings
from mockvoice.ui.desk import Desk
from mockvoice.ui.theme import Theme
from mockvoice.ui.window import Window
from tests import examples
from tests.ui.fake_interview import FarSide

Open = Callable[..., Window]


KINDS = (Kind.TECHNICAL, Kind.SYSTEM_DESIGN, Kind.BEHAVIOURAL, Kind.TECHNICAL)


@pytest.fixture(autouse=True)
def small_bank(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the window four questions instead of hundreds, which take seconds to read."""
    asked = examples.question()
    texts = (asked.text, "Design a feed.", "Tell me about a conflict.", "What is a kernel?")
    questions = tuple(
        asked.model_copy(update={"id": f"question-{place}", "text": text, "kind": kind})
        for place, (text, kind) in enumerate(zip(texts, KINDS, strict=True), start=1)
    )
    pack = Pack(pack="small", title="Small", version=1, questions=questions)
    folder = tmp_path_factory.mktemp("packs")
    # JSON is YAML.
    (folder / "small.yaml").write_text(pack.model_dump_json(), encoding="utf-8")
    monkeypatch.setattr(paths, "questions", lambda: folder)
    return folder


@pytest.fixture
def far() -> FarSide:
    """Return the doubles behind the window."""
    return FarSide()


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, far: FarSide) -> Iterator[Open]:
    """Open a window with these settings; each is closed after the test."""
    opened: list[Window] = []

    def make(chosen: Settings | None = None) -> Window:
        chosen = chosen or Settings(first_start_done=True)
        theme = Theme(qapp, chosen)
        desk = Desk(far.parts(), theme, chosen)
        window = Window(desk)
        opened.append(window)
        with qtbot.waitSignal(desk.bank_ready, timeout=20_000):
            window.show()
        window.activateWindow()
        return window

    yield make
    for window in opened:
        window.close()
        window.deleteLater()
        window.desk.theme.deleteLater()


@pytest.fixture
def window(open_window: Open) -> Window:
    """Return an open window with the usual settings."""
    return open_window()


def part(window: QWidget, name: str) -> QWidget:
    """Return the visible part of this object name."""
    found = [w for w in window.findChildren(QWidget, name) if w.isVisible()]
    assert len(found) == 1, f"{name}: {len(found)} visible"
    return found[0]
