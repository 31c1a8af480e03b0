"""Screenshots of every page and state: python -m tests.ui.screens FOLDER [light|dark] [percent]."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QPushButton

from mockvoice import paths
from mockvoice.domain import events
from mockvoice.domain.events import SignalQuality
from mockvoice.domain.session import State
from mockvoice.services.store import Store
from mockvoice.services.waiting import STILL_THINKING
from mockvoice.settings import Settings
from mockvoice.ui.desk import Desk
from mockvoice.ui.pages.history_page import HistoryPage
from mockvoice.ui.pages.review_page import ReviewPage
from mockvoice.ui.pages.setup_page import SetupPage
from mockvoice.ui.parts import Wish
from mockvoice.ui.shortcuts import ShortcutSheet
from mockvoice.ui.theme import Theme
from mockvoice.ui.widgets import Page
from mockvoice.ui.window import Window
from tests import phased
from tests.ui import library, review_screens, state_screens
from tests.ui.fake_interview import FarSide

SESSION = "20261121-100000-c3"


class Camera:
    """Drives a window through its states and takes a picture of each."""

    def __init__(self, folder: Path, theme: str, percent: int) -> None:
        self._folder, self._suffix = folder, f"{theme}-{percent}"
        self.application = QApplication.instance() or QApplication([])
        assert isinstance(self.application, QApplication)
        chosen = Settings(theme=theme, text_scale=percent / 100, first_start_done=True)  # type: ignore[arg-type]
        self.far = FarSide()
        # A voice that nobody asks for: with one the sample answers offer to be heard.
        parts = replace(self.far.parts(), speak=lambda *_of: Path())
        self.desk = Desk(parts, Theme(self.application, chosen), chosen)
        self.window = Window(self.desk)
        self.window.resize(1120, 780)
        self.window.show()
        self.until(lambda: len(self.desk.bank) > 0)
        self.settle()

    def until(self, true: Callable[[], bool], seconds: float = 20) -> None:
        """Let the window work until something holds."""
        end = time.monotonic() + seconds
        while not true():
            self.application.processEvents()
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.005)

    def settle(self, seconds: float = 0.4) -> None:
        """Let what was asked for in the background arrive, and what follows from it."""
        for _ in range(2):
            arrived: list[None] = []
            threads = (self.desk.files, self.desk.packs, self.desk.devices)
            for thread in threads:
                thread.submit(lambda: None, arrived.append, self.desk.show_trouble)
            self.until(lambda: len(arrived) == len(threads))  # noqa: B023
        end = time.monotonic() + seconds
        page = self.window._stack.currentWidget()
        # A review is built card by card.
        self.until(lambda: time.monotonic() > end and not getattr(page, "building", False))

    def review(self, session: str, position: int) -> None:
        """Open the review of an answer and wait until all of it is there."""
        page = self.window.pages["review"]
        assert isinstance(page, ReviewPage)
        before = page._row
        self.desk.review.emit(session, position)
        # Every opening reads the answer afresh, also that of the answer which is open already.
        self.until(lambda: page._row is not before and not page.building)

    def picture(self, name: str) -> Path:
        """Return where the picture of this name is saved."""
        return self._folder / f"{name}-{self._suffix}.png"

    def take(self, name: str) -> None:
        """Save a picture of the window."""
        self.settle()
        self.window.grab().save(str(self.picture(name)))

    def whole(self, name: str) -> None:
        """Save a picture of the whole page, however long."""
        self.settle()
        page = self.window._stack.currentWidget()
        assert isinstance(page, Page)
        page.widget().grab().save(str(self.picture(name)))

    def setup(self) -> None:
        """Walk through the set-up of the first start."""
        self.window.open("setup")
        self.settle(0.6)
        setup = self.window.pages["setup"]
        assert isinstance(setup, SetupPage)
        self.take("setup-models")
        setup._show(1)
        self.take("setup-sound")
        setup.sound._toggle_sentence()
        self.until(lambda: bool(self.far.microphone.feeds))
        self.take("setup-saying")
        setup.sound._toggle_sentence()
        self.until(lambda: bool(self.far.sentences))
        self.take("setup-heard")
        setup._show(2)
        self.take("setup-warm-up")

    def design(self) -> None:
        """The phase map of a design question, in both modes, and the phases in the review."""
        for which in (phased.DESIGN, phased.STORY):
            started = f"2026-11-20T18:3{len(which) % 10}:00+00:00"
            session = library.answered(which, started, phased.assessment(which))
            self.review(session, 1)
            self.whole(f"review-{which.split('/')[0]}")
        entry = self.desk.bank.find(phased.DESIGN)
        for mode in ("practice", "interview"):
            session = f"20261121-11000{len(mode)}-d5"
            before = len(self.far.interviews)
            chosen = self.desk.settings.model_copy(update={"mode": mode})
            self.desk.interview(Wish("Design", (entry,), chosen))
            self.until(lambda before=before: len(self.far.interviews) > before)  # type: ignore[misc]
            live = self.far.interviews[-1]
            for state in (State.ASKING, State.LISTENING):
                live.tell(events.StateChanged(session=session, turn=1, state=state))
                if state is State.ASKING:
                    said = entry.question.text
                    live.tell(
                        events.PromptSpoken(session=session, turn=1, text=said, follow_up=False)
                    )
            text = " ".join(entry.question.sample_answer.split()[:110])
            words = phased.spoken(text, step=0.8)
            for fact in entry.question.facts[:2] if mode == "practice" else ():
                told = events.PromptSpoken(
                    session=session, turn=1, text=fact.answer, follow_up=False, aside=True
                )
                live.tell(told)
            live.tell(events.CaptionReady(session=session, turn=1, text=text, words=words))
            self.take(f"phases-{mode}")
            live.tell(events.SessionEnded(session=session))
            self.settle()

    def interview(self) -> None:
        """Walk through the states of an interview."""
        self.window.open("start")
        self.settle(1.0)
        earlier = len(self.far.interviews)
        self.window.pages["start"]._start()  # type: ignore[attr-defined]
        self.until(lambda: len(self.far.interviews) > earlier)
        live = self.far.interviews[-1]
        entry = live.wish.entries[0]
        words = entry.question.text.split()
        ends = tuple(0.02 * (place + 1) for place in range(len(words)))

        def state(value: State) -> events.StateChanged:
            return events.StateChanged(session=SESSION, turn=1, state=value)

        live.tell(state(State.ASKING))
        live.tell(
            events.PromptSpoken(
                session=SESSION,
                turn=1,
                text=entry.question.text,
                follow_up=False,
                word_ends=(*ends[: len(ends) // 2], *(99.0 for _ in ends[len(ends) // 2 :])),
            )
        )
        self.take("interview-asking")
        live.tell(state(State.THINKING))
        live.tell(events.Countdown(session=SESSION, turn=1, seconds=24))
        live.tell(events.Countdown(session=SESSION, turn=1, seconds=17))
        self.take("interview-thinking")
        live.tell(state(State.LISTENING))
        live.tell(
            events.Level(session=SESSION, turn=1, peak=0.4, quality=SignalQuality.FINE, seconds=47)
        )
        live.tell(
            events.CaptionReady(
                session=SESSION,
                turn=1,
                text="Bias is the error from a model that is too simple, and variance is how much"
                " the fit would change with another sample.",
            )
        )
        self.window.pages["interview"]._show_or_hide(True)  # type: ignore[attr-defined]
        self.take("interview-listening")
        live.tell(
            events.Level(session=SESSION, turn=1, peak=1, quality=SignalQuality.CLIPPED, seconds=49)
        )
        self.window.pages["interview"]._show_or_hide(False)  # type: ignore[attr-defined]
        self.take("interview-clipped")
        live.tell(state(State.FINISHING))
        live.tell(events.Countdown(session=SESSION, turn=1, seconds=3))
        live.tell(events.Countdown(session=SESSION, turn=1, seconds=2))
        self.take("interview-finishing")
        live.tell(state(State.PAUSED))
        self.take("interview-paused")
        live.tell(state(State.LISTENING))
        live.tell(state(State.DEVICE_LOST))
        self.take("interview-lost")
        live.tell(state(State.REPLYING))
        live.tell(events.AnswerRecorded(session=SESSION, turn=1, seconds=63))
        self.take("interview-replying")
        live.tell(events.Nudge(session=SESSION, turn=1, text=STILL_THINKING))
        self.take("interview-still-thinking")
        live.tell(events.SessionEnded(session=SESSION))
        self.take("interview-ended")


def progress(camera: Camera) -> None:
    """Sessions, trends, weak points, a session and two takes, of many answers."""
    library.many(160)
    window = camera.window
    window.open("start")
    camera.settle(1.0)
    camera.take("start-due")
    window.open("history")
    camera.settle(1.0)
    camera.take("history-many")
    page = window.pages["history"]
    assert isinstance(page, HistoryPage)
    for view in ("weak", "trends"):
        page._view._buttons[view].click()
        camera.until(lambda: view == "weak" or page._trends._chart is not None)  # noqa: B023
        camera.whole(f"history-{view}")
    for measure in ("pace", "fillers"):
        page._trends._measure._buttons[measure].click()
        camera.take(f"history-trend-{measure}")
    page._view._buttons["sessions"].click()
    page._search.setText("cross validation")
    camera.settle(0.6)
    camera.take("history-found")
    page._search.clear()
    store = Store(paths.library(), paths.recordings())
    past = store.past()
    store.close()
    latest = next(one for one in past if one.position == 3 and one.session != library.SECOND)
    camera.desk.session.emit(latest.session)
    camera.settle(0.8)
    camera.take("session-top")
    camera.whole("session")
    camera.desk.session.emit(library.SECOND)
    camera.settle(0.8)
    camera.whole("session-waiting")
    camera.desk.takes.emit(latest.session, 3)
    camera.settle(0.8)
    camera.take("takes-top")
    camera.whole("takes")


def main(folder: Path, theme: str, percent: int) -> None:
    """Take all pictures of one theme and text size."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["MOCKVOICE_HOME"] = home
        camera = Camera(folder, theme, percent)
        camera.take("start-first")
        camera.window.open("history")
        camera.take("history-empty")
        state_screens.without_models(camera)
        library.fill()
        for name in ("start", "history", "questions", "models", "settings"):
            camera.window.open(name)
            camera.take(name)
        questions = camera.window.pages["questions"]
        questions._open(camera.desk.bank.entries[0].id)  # type: ignore[attr-defined]
        camera.window.open("questions")
        camera.take("question")
        for name in ("show-rubric", "show-sample"):
            questions.findChild(QPushButton, name).click()
        camera.whole("question-shown")
        for position, name in enumerate(("review", "silent", "not-judged", "waiting"), start=1):
            camera.review(library.SECOND, position)
            camera.whole(name)
        state_screens.judging(camera)
        camera.review(library.SECOND, 1)
        camera.window.pages["review"]._moved(14.2)
        camera.take("review-top")
        state_screens.lists(camera)
        state_screens.sound(camera)
        state_screens.boxes(camera)
        review_screens.review(camera)
        progress(camera)
        camera.setup()
        camera.design()
        camera.interview()
        state_screens.interview(camera)
        camera.window.show_keys()
        camera.settle()
        sheet = camera.window.findChild(ShortcutSheet)
        sheet.grab().save(str(camera.picture("keys")))
        camera.window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(sys.argv[2:3] or ["light"]), *map(int, sys.argv[3:4] or ["100"]))
