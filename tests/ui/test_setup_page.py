"""The set-up of the first start: shown once, every step can be skipped, found again in settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from mockvoice import paths, settings
from mockvoice.domain import events
from mockvoice.domain.errors import Cancelled
from mockvoice.domain.session import State
from mockvoice.services import catalogue, fetch, warm_up
from mockvoice.services.bank import Bank
from mockvoice.settings import Settings
from mockvoice.ui.parts import Wish
from mockvoice.ui.window import Window
from tests.ui.conftest import Open, part
from tests.ui.fake_interview import FarSide
from tests.ui.test_pages import says


@pytest.fixture
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched yet, so the first step can only be skipped."""
    monkeypatch.setenv("MOCKVOICE_MODELS", str(tmp_path))


def press(qtbot: QtBot, window: Window, name: str) -> None:
    """Click the visible button of this name once it can be clicked."""
    qtbot.waitUntil(part(window, name).isEnabled)
    qtbot.mouseClick(part(window, name), Qt.MouseButton.LeftButton)


def label(window: Window, name: str) -> str:
    """The words on a button."""
    found = part(window, name)
    assert isinstance(found, QPushButton)
    return found.text()


def test_the_first_start_opens_the_set_up_and_later_ones_do_not(
    qtbot: QtBot, open_window: Open
) -> None:
    """Leaving it, by whatever way, is remembered."""
    window = open_window(Settings())
    assert window.pages["setup"].isVisible()

    window.open("questions")

    qtbot.waitUntil(lambda: settings.load().first_start_done)
    again = open_window(settings.load())
    assert again.pages["start"].isVisible()


@pytest.mark.usefixtures("no_models")
def test_every_step_can_be_skipped(qtbot: QtBot, open_window: Open) -> None:
    """Without models, microphone or warm-up one still gets to the start page, and back before."""
    window = open_window(Settings())
    qtbot.waitUntil(lambda: part(window, "fetch-models").isEnabled())
    assert not part(window, "setup-next").isEnabled()

    press(qtbot, window, "setup-skip")
    press(qtbot, window, "setup-next")
    assert not part(window, "setup-next").isEnabled()
    assert "needs the models of the first step" in says(window, "setup")
    press(qtbot, window, "setup-back")
    assert part(window, "test-microphone").isVisible()
    press(qtbot, window, "setup-next")
    press(qtbot, window, "setup-skip")

    assert window.pages["start"].isVisible()


def test_after_a_fetch_the_engines_are_loaded_ahead_and_enter_goes_on(
    qtbot: QtBot,
    open_window: Open,
    far: FarSide,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when the window opens with models; a fetch that was stopped loads nothing."""
    here = catalogue.State.MISSING
    stop = True

    def arrive(*_of: object) -> None:
        nonlocal here
        if stop:
            raise Cancelled
        here = catalogue.State.VERIFIED

    monkeypatch.setattr(fetch, "fetch", arrive)
    monkeypatch.setattr(catalogue, "state", lambda _entry, _weights: here)
    window = open_window(Settings(profile="light"))
    far.warmed.clear()  # what is tried when the window opens
    qtbot.waitUntil(lambda: part(window, "fetch-models").isVisible())
    press(qtbot, window, "fetch-models")
    qtbot.waitUntil(lambda: "Stopped." in says(window, "setup"))
    assert far.warmed == []
    assert part(window, "fetch-models").hasFocus()

    stop = False
    qtbot.waitUntil(lambda: part(window, "fetch-models").isVisible())
    press(qtbot, window, "fetch-models")

    qtbot.waitUntil(lambda: far.warmed == ["light"])
    qtbot.waitUntil(lambda: part(window, "setup-next").hasFocus())
    assert not window.findChildren(QPushButton, "fetch-models")[0].isVisible()


def test_the_warm_up_is_one_easy_question_of_a_minute_in_practice(
    qtbot: QtBot, open_window: Open, far: FarSide, light_weights: Path
) -> None:
    """Whatever is set otherwise, it is practice without follow-ups."""
    del light_weights
    chosen = Settings(profile="light", mode="interview", follow_ups=3)
    window = open_window(chosen)
    for _ in range(3):
        press(qtbot, window, "setup-next")

    qtbot.waitUntil(lambda: bool(far.interviews))
    wish = far.interviews[0].wish
    assert [entry.question.answer_seconds for entry in wish.entries] == [60]
    assert (wish.settings.mode, wish.settings.follow_ups) == ("practice", 0)
    assert (window.desk.settings.mode, window.desk.settings.follow_ups) == ("interview", 3)
    qtbot.waitUntil(lambda: settings.load().first_start_done)


@pytest.mark.usefixtures("no_models")
def test_a_sentence_is_read_back_and_can_be_heard(
    qtbot: QtBot, open_window: Open, far: FarSide
) -> None:
    """What the transcriber made of it is shown; leaving the page deletes the recording."""
    window = open_window(Settings())
    press(qtbot, window, "setup-skip")
    press(qtbot, window, "say-sentence")
    qtbot.waitUntil(lambda: label(window, "say-sentence") == "That was it")
    qtbot.waitUntil(lambda: part(window, "test-level").isVisible())
    press(qtbot, window, "say-sentence")

    qtbot.waitUntil(lambda: f"“{far.heard}”" in says(window, "setup"))
    assert len(far.sentences) == 1
    press(qtbot, window, "hear-sentence")
    qtbot.waitUntil(lambda: bool(far.loudspeaker.played))
    sentence = far.loudspeaker.played[0].audio
    assert sentence.is_file()
    assert far.microphone.feeds[0].closed
    window.open("start")
    qtbot.waitUntil(lambda: not sentence.exists())


@pytest.mark.usefixtures("no_models")
def test_a_sentence_without_words_is_told_so(qtbot: QtBot, open_window: Open, far: FarSide) -> None:
    """Silence is no success."""
    far.heard = ""
    window = open_window(Settings())
    press(qtbot, window, "setup-skip")
    press(qtbot, window, "say-sentence")
    qtbot.waitUntil(lambda: part(window, "test-level").isVisible())
    press(qtbot, window, "say-sentence")

    qtbot.waitUntil(lambda: "No words were heard" in says(window, "setup"))


@pytest.mark.usefixtures("no_models")
def test_a_sentence_ends_by_itself(qtbot: QtBot, open_window: Open, far: FarSide) -> None:
    """Nobody has to press anything: it ends after twelve seconds of sound at the latest."""
    window = open_window(Settings())
    press(qtbot, window, "setup-skip")
    press(qtbot, window, "say-sentence")

    qtbot.waitUntil(lambda: bool(far.sentences), timeout=20_000)
    assert far.sentences == pytest.approx([12.0], abs=0.1)


@pytest.mark.usefixtures("no_models")
def test_leaving_the_page_forgets_a_sentence_under_way(
    qtbot: QtBot, open_window: Open, far: FarSide
) -> None:
    """The microphone is let go, and nothing is read back."""
    window = open_window(Settings())
    press(qtbot, window, "setup-skip")
    press(qtbot, window, "say-sentence")
    qtbot.waitUntil(lambda: bool(far.microphone.feeds))
    window.open("start")

    qtbot.waitUntil(lambda: far.microphone.feeds[0].closed)
    qtbot.waitUntil(lambda: not (paths.data() / "microphone-test.wav").exists())
    assert far.sentences == []


def test_leaving_while_a_sentence_is_read_back_leaves_nothing_behind(
    qtbot: QtBot, open_window: Open, far: FarSide
) -> None:
    """Who comes back finds no heading without words, and no words of a forgotten sentence."""
    window = open_window()
    window.open("settings")
    far.reads.clear()
    press(qtbot, window, "say-sentence")
    qtbot.waitUntil(lambda: part(window, "test-level").isVisible())
    press(qtbot, window, "say-sentence")
    qtbot.waitUntil(lambda: "Reading it back" in says(window, "settings"))

    window.open("start")
    window.open("settings")
    assert "Reading it back" not in says(window, "settings")
    far.reads.set()
    done: list[None] = []
    window.desk.models.submit(lambda: None, done.append, window.desk.show_trouble)
    qtbot.waitUntil(lambda: bool(done))
    assert "heard" not in says(window, "settings")


def test_after_next_the_keys_are_at_the_controls_of_the_step(
    qtbot: QtBot, open_window: Open, light_weights: Path
) -> None:
    """Next leads to the first control of its card, so a stray Tab and Enter stay in the set-up."""
    del light_weights
    window = open_window(Settings(profile="light"))
    press(qtbot, window, "setup-next")
    assert part(window, "microphone").hasFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.pages["setup"].isVisible()
    press(qtbot, window, "setup-next")
    assert part(window, "setup-next").hasFocus()


def test_headphones_let_one_speak_over_the_interviewer_and_the_page_says_so(
    qtbot: QtBot, open_window: Open, far: FarSide
) -> None:
    """The choice is kept, and the band does not claim that the microphone is off."""
    window = open_window()
    window.open("settings")
    box = part(window, "headphones")
    assert isinstance(box, QCheckBox)
    box.click()
    qtbot.waitUntil(lambda: settings.load().headphones)

    window.desk.interview(Wish("One", window.desk.bank.entries[:1], window.desk.settings))
    qtbot.waitUntil(lambda: bool(far.interviews))
    live = far.interviews[0]
    live.tell(events.StateChanged(session="s", turn=1, state=State.ASKING))
    live.tell(events.PromptSpoken(session="s", turn=1, text="What?", follow_up=False))

    qtbot.waitUntil(lambda: "Speak to interrupt" in says(window, "interview"))
    assert "microphone is off" not in says(window, "interview")


def test_the_set_up_is_reached_from_the_settings(qtbot: QtBot, open_window: Open) -> None:
    """One can go through it again."""
    window = open_window()
    window.open("settings")
    press(qtbot, window, "open-setup")
    assert window.pages["setup"].isVisible()


def test_the_warm_up_is_found_in_any_bank(open_window: Open, qtbot: QtBot) -> None:
    """In a bank without the usual question the shortest one is taken; an empty bank has none."""
    window = open_window()
    found = warm_up.warm_up(window.desk.bank)

    assert found is not None
    assert found.question.answer_seconds == warm_up.ANSWER_SECONDS
    assert window.desk.bank.find(found.id).question.answer_seconds != 60
    assert warm_up.warm_up(Bank(())) is None
