"""Fetching and checking models: how it ended is known by more than the sentence that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mockvoice.domain.errors import Cancelled
from mockvoice.services import catalogue, fetch
from mockvoice.settings import Settings
from mockvoice.ui import model_shelf
from mockvoice.ui.model_shelf import Ending
from tests.ui.conftest import Open, part
from tests.ui.fake_interview import FarSide
from tests.ui.test_pages import says


@pytest.mark.parametrize("stopped", [False, True])
def test_only_a_fetch_that_was_not_stopped_loads_the_engines(
    qtbot: QtBot,
    open_window: Open,
    far: FarSide,
    stopped: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where both are told in the same words."""

    def arrive(*_of: object) -> None:
        if stopped:
            raise Cancelled

    monkeypatch.setattr(fetch, "fetch", arrive)
    monkeypatch.setitem(model_shelf._FETCH_SAYS, Ending.STOPPED, "It is over.")
    monkeypatch.setitem(model_shelf._FETCH_SAYS, Ending.DONE, "It is over.")
    monkeypatch.setenv("MOCKVOICE_MODELS", str(tmp_path))
    window = open_window(Settings(profile="light", first_start_done=True))
    window.open("models")
    qtbot.waitUntil(lambda: part(window, "fetch-models").isVisible())
    far.warmed.clear()  # what is tried when the window opens
    qtbot.mouseClick(part(window, "fetch-models"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "It is over." in says(window, "models"))
    assert far.warmed == ([] if stopped else ["light"])


@pytest.mark.parametrize("ending", list(Ending))
def test_a_check_says_how_it_ended(
    qtbot: QtBot,
    open_window: Open,
    light_weights: Path,
    ending: Ending,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Stopped is not the same as sound."""
    del light_weights

    def read(*_of: object) -> None:
        if ending is Ending.STOPPED:
            raise Cancelled

    monkeypatch.setattr(catalogue, "verify", read)
    window = open_window(Settings(profile="light", first_start_done=True))
    window.open("models")
    qtbot.waitUntil(lambda: part(window, "verify-models").isVisible())
    qtbot.mouseClick(part(window, "verify-models"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: model_shelf._CHECK_SAYS[ending] in says(window, "models"))
