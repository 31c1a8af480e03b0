"""Pictures of states that are met rarely, or only when something is missing; see screens.py."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QMessageBox

from mockvoice import paths
from mockvoice.domain import events
from mockvoice.domain.errors import DeviceLost, FetchFailed
from mockvoice.domain.events import SignalQuality
from mockvoice.domain.session import State
from mockvoice.services.exporting import Form
from mockvoice.services.fetch import FetchProgress
from mockvoice.services.store import Store
from mockvoice.ui.export_dialog import ExportDialog
from mockvoice.ui.model_shelf import ModelShelf
from mockvoice.ui.pages.history_page import HistoryPage
from mockvoice.ui.pages.interview_page import InterviewPage
from mockvoice.ui.pages.models_page import ModelsPage
from mockvoice.ui.pages.questions_page import QuestionsPage
from mockvoice.ui.pages.review_page import ReviewPage
from mockvoice.ui.pages.settings_page import SettingsPage
from mockvoice.ui.pages.setup_page import SetupPage
from mockvoice.ui.pages.start_page import StartPage
from mockvoice.ui.parts import Wish
from tests.ui import library

if TYPE_CHECKING:
    from tests.ui.fake_interview import FakeInterview
    from tests.ui.screens import Camera

_JOB = "We train and serve recommender models in PyTorch, run A/B tests and care about latency."
_BROKEN = "pack: mine\ntitle: Mine\nversion: 1\nquestions:\n  - id: first\n    text: What is it?\n"


def without_models(camera: Camera) -> None:
    """A computer without models: start, models and set-up, before, during and after a fetch."""
    with _no_models():
        camera.window.open("start")
        camera.take("start-no-models")
        camera.window.open("models")
        camera.settle()
        page = camera.window.pages["models"]
        assert isinstance(page, ModelsPage)
        camera.take("models-missing")
        _fetching(camera, page._shelf, "models")
        camera.window.open("setup")
        camera.settle()
        setup = camera.window.pages["setup"]
        assert isinstance(setup, SetupPage)
        camera.take("setup-models-missing")
        _fetching(camera, setup.shelf, "setup-models")
        setup._show(2)
        camera.take("setup-warm-up-no-models")
        camera.window.open("start")


def _fetching(camera: Camera, shelf: ModelShelf, name: str) -> None:
    shelf._begun = shelf._fetch
    shelf._working(True, "")
    shelf._show_progress(FetchProgress("Whisper base", "model.bin", 412_000_000, 1_337_000_000))
    camera.take(f"{name}-fetching")
    shelf._failed(
        FetchFailed(
            "Whisper base did not arrive: the connection was lost.",
            "What has arrived is kept. Fetch again to go on.",
        )
    )
    camera.take(f"{name}-not-fetched")
    shelf._tell("")


@contextmanager
def _no_models() -> Iterator[None]:
    before = os.environ.get("MOCKVOICE_MODELS")
    with TemporaryDirectory() as folder:
        os.environ["MOCKVOICE_MODELS"] = folder
        try:
            yield
        finally:
            os.environ.pop("MOCKVOICE_MODELS")
            if before is not None:
                os.environ["MOCKVOICE_MODELS"] = before


def lists(camera: Camera) -> None:
    """Nothing found, a pack that cannot be read, few answers, a tailored plan, checking models."""
    window = camera.window
    start, questions, history = (window.pages[name] for name in ("start", "questions", "history"))
    assert isinstance(start, StartPage)
    assert isinstance(questions, QuestionsPage)
    assert isinstance(history, HistoryPage)
    window.open("start")
    start._toggle_pasted()
    start._pasted.setPlainText(_JOB)
    camera.settle(0.8)
    start.verticalScrollBar().setValue(start.verticalScrollBar().maximum())
    camera.take("start-tailored")
    start._pasted.clear()
    start._toggle_pasted()
    start.verticalScrollBar().setValue(0)
    window.open("history")
    for view in ("trends", "weak"):
        history._view._buttons[view].click()
        camera.settle()
        camera.take(f"history-{view}-few")
    history._view._buttons["sessions"].click()
    history._search.setText("zebra")
    camera.settle(0.6)
    camera.take("history-none-found")
    history._search.clear()
    window.open("questions")
    questions._back()
    questions._search.setText("zebra")
    camera.take("questions-none-found")
    questions._search.clear()
    broken = paths.own_questions() / "mine.yaml"
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_text(_BROKEN, encoding="utf-8")
    camera.desk.load_bank()
    camera.settle()
    camera.take("questions-broken-pack")
    broken.unlink()
    camera.desk.load_bank()
    camera.settle()
    window.open("models")
    models = window.pages["models"]
    assert isinstance(models, ModelsPage)
    models._shelf._working(True, "")
    models._shelf._show_check("Whisper base", 0.4)
    camera.take("models-checking")
    models._shelf._ended("Every byte is as it should be.")
    camera.take("models-checked")


def sound(camera: Camera) -> None:
    """The settings whole, and a microphone that is too loud, gone, or hears nothing."""
    window = camera.window
    window.open("settings")
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    camera.whole("settings-whole")
    check = page._sound
    page.verticalScrollBar().setValue(check.mapTo(page._column, QPoint(0, 0)).y())
    check._toggle_test()
    camera.until(lambda: bool(camera.far.microphone.feeds))
    check.mic_test.level.emit(1.0)
    check._show_level(1.0)
    camera.window.grab().save(str(camera.picture("settings-too-loud")))
    check.mic_test.stop()
    check._say_trouble(DeviceLost("The headset does not open.", "Choose another microphone."))
    camera.take("settings-no-microphone")
    check.stop()


def boxes(camera: Camera) -> None:
    """What asks or tells on top of a page: export, deleting, trouble, a recording that is gone."""
    window = camera.window
    history, review = window.pages["history"], window.pages["review"]
    assert isinstance(history, HistoryPage)
    assert isinstance(review, ReviewPage)
    window.open("history")
    camera.settle()
    history._list.setCurrentRow(0)
    history._choose_file()
    camera.until(lambda: window.findChild(ExportDialog) is not None)
    dialog = window.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    camera.settle()
    _box(camera, dialog, "export")
    dialog.write(Form.JSON, paths.data() / "answers.json")
    camera.settle()
    _box(camera, dialog, "export-written")
    dialog.close()
    history._confirm()
    asked = window.findChild(QMessageBox)
    assert isinstance(asked, QMessageBox)
    camera.settle()
    _box(camera, asked, "deleting")
    asked.reject()
    window.activateWindow()
    camera.desk.show_trouble(DeviceLost("The headset does not open.", "Is it plugged in?"))
    camera.take("trouble")
    window._trouble.hide()
    _without_sound(camera, review)


def _without_sound(camera: Camera, review: ReviewPage) -> None:
    store = Store(paths.library(), paths.recordings())
    row = store.answers(library.SECOND)[0]
    store.save_answer(row.model_copy(update={"audio": None}))
    camera.review(library.SECOND, 1)
    top = camera.window.findChildren(type(review._said))[-1]
    review.verticalScrollBar().setValue(max(0, top.mapTo(review._column, QPoint(0, 0)).y() - 300))
    camera.take("review-sound-gone")
    camera.whole("review-sound-gone-whole")
    camera.desk.session.emit(library.SECOND)
    camera.settle(0.6)
    camera.take("session-sound-gone")
    camera.desk.takes.emit(library.SECOND, 1)
    camera.settle(0.6)
    camera.take("takes-sound-gone")
    store.save_answer(row)
    store.close()


def judging(camera: Camera) -> None:
    """An answer while it is heard again, while it is judged, and one that could not be judged."""
    place = {"session": library.SECOND, "turn": 4}
    work = camera.desk.work
    for stage, share in (("hear", 0.3), ("judge", 0.6)):
        work.hear(events.WorkProgress(**place, stage=stage, share=share))  # type: ignore[arg-type]
        work.since -= 47
        camera.take(f"waiting-{stage}")
    why = "The judge stopped twice while it read this answer."
    work.hear(events.StageFailed(**place, stage="review", message=why, hint=""))  # type: ignore[arg-type]
    camera.take("waiting-not-judged")
    work.failed.clear()
    work.changed.emit()


def _box(camera: Camera, box: QDialog, name: str) -> None:
    box.grab().save(str(camera.picture(name)))


def interview(camera: Camera) -> None:
    """An interview beyond its usual way: a follow-up, typing, poor sound, headphones, trouble."""
    entry = camera.desk.bank.entries[7]
    before = len(camera.far.interviews)
    chosen = camera.desk.settings.model_copy(update={"headphones": True, "mode": "interview"})
    camera.desk.interview(Wish("Rare", (entry, *camera.desk.bank.entries[:2]), chosen))
    camera.until(lambda: len(camera.far.interviews) > before)
    live = camera.far.interviews[-1]
    page = camera.window.pages["interview"]
    assert isinstance(page, InterviewPage)
    camera.take("interview-ready")
    _tell(live, State.ASKING)
    live.tell(events.PromptSpoken(session=_S, turn=1, text=entry.question.text, follow_up=False))
    camera.take("interview-interruptible")
    _tell(live, State.LISTENING)
    for name, quality in (("quiet", SignalQuality.QUIET), ("no-sound", SignalQuality.NONE)):
        level = events.Level(session=_S, turn=1, peak=0.01, quality=quality, seconds=7)
        live.tell(level)
        camera.take(f"interview-{name}")
    live.tell(events.Level(session=_S, turn=1, peak=0.3, quality=SignalQuality.FINE, seconds=9))
    _tell(live, State.TYPING)
    camera.settle()
    page._typing.field.setPlainText("I would first ask how the data is split.")
    camera.take("interview-typing")
    _tell(live, State.LISTENING)
    live.tell(
        events.StageFailed(
            session=_S,
            turn=1,
            stage="transcriber",
            message="The transcriber stopped and was started again.",
            hint="Your recording goes on; the words appear later.",
        )
    )
    camera.take("interview-trouble")
    first = "I would split by time."
    live.tell(events.CaptionReady(session=_S, turn=1, text=first))
    _tell(live, State.REPLYING)
    _tell(live, State.ASKING)
    asked = "You said you would split it by time. What if one customer has many rows?"
    live.tell(events.PromptSpoken(session=_S, turn=1, text=asked, follow_up=True))
    camera.take("interview-follow-up")
    _tell(live, State.LISTENING)
    more = "I would split by time. Then by customer, so that none is in both."
    live.tell(events.CaptionReady(session=_S, turn=1, text=more))
    camera.take("interview-follow-up-heard")
    _tell(live, State.ASKING, turn=2)
    second = camera.desk.bank.entries[0].question.text
    live.tell(events.PromptSpoken(session=_S, turn=2, text=second, follow_up=False))
    _tell(live, State.DEVICE_LOST, turn=2)
    camera.take("interview-no-microphone")
    live.tell(events.QuestionSkipped(session=_S, turn=2))
    live.tell(events.SessionEnded(session=_S))
    camera.take("interview-ended-empty")


_S = "20261121-120000-e6"


def _tell(live: FakeInterview, state: State, turn: int = 1) -> None:
    live.tell(events.StateChanged(session=_S, turn=turn, state=state))
