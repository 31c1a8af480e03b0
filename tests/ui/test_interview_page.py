"""The interview by keyboard: every key sends its command where it is possible, and only there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mockvoice.domain import events
from mockvoice.domain.errors import ModelMissing
from mockvoice.domain.events import SignalQuality
from mockvoice.domain.session import State
from mockvoice.settings import Settings
from mockvoice.ui.parts import Wish
from mockvoice.ui.window import Window
from tests.ui.conftest import Open, part
from tests.ui.fake_interview import FakeInterview, FarSide

S = "20261121-100000-c3"


@pytest.fixture
def live(qtbot: QtBot, window: Window, far: FarSide) -> FakeInterview:
    """Begin an interview of two questions."""
    entries = window.desk.bank.entries[:2]
    window.desk.interview(Wish("Two questions", entries, window.desk.settings))
    qtbot.waitUntil(lambda: bool(far.interviews) and far.interviews[0].commands == ["start"])
    far.interviews[0].commands.clear()
    return far.interviews[0]


def enter(qtbot: QtBot, window: Window, live: FakeInterview, state: State, turn: int = 1) -> None:
    """Bring the page into a state."""
    live.tell(events.StateChanged(session=S, turn=turn, state=state))
    qtbot.waitUntil(lambda: window.pages["interview"].view.state is state)  # type: ignore[attr-defined]


KEYS = [
    (State.ASKING, Qt.Key.Key_Space, "begin_now"),
    (State.ASKING, Qt.Key.Key_R, "replay"),
    (State.ASKING, Qt.Key.Key_S, "slower"),
    (State.THINKING, Qt.Key.Key_D, "reword"),
    (State.THINKING, Qt.Key.Key_Return, "begin_now"),
    (State.LISTENING, Qt.Key.Key_Space, "done"),
    (State.LISTENING, Qt.Key.Key_Return, "done"),
    (State.LISTENING, Qt.Key.Key_P, "pause"),
    (State.LISTENING, Qt.Key.Key_N, "skip"),
    (State.LISTENING, Qt.Key.Key_Backspace, "redo"),
    (State.FINISHING, Qt.Key.Key_K, "keep_talking"),
    (State.FINISHING, Qt.Key.Key_Space, "done"),
    (State.PAUSED, Qt.Key.Key_P, "resume"),
    (State.PAUSED, Qt.Key.Key_Space, "resume"),
]


@pytest.mark.parametrize(("state", "key", "command"), KEYS)
def test_keys_send_commands(
    qtbot: QtBot, window: Window, live: FakeInterview, state: State, key: Qt.Key, command: str
) -> None:
    """Each key does what the sheet of keys says."""
    enter(qtbot, window, live, state)
    qtbot.keyClick(window.focusWidget() or window, key)
    assert live.commands == [command]


@pytest.mark.parametrize(
    ("state", "key"),
    [
        (State.LISTENING, Qt.Key.Key_K),
        (State.LISTENING, Qt.Key.Key_R),
        (State.REPLYING, Qt.Key.Key_Space),
        (State.ASKING, Qt.Key.Key_P),
    ],
)
def test_keys_that_mean_nothing_now_do_nothing(
    qtbot: QtBot, window: Window, live: FakeInterview, state: State, key: Qt.Key
) -> None:
    """What is not offered cannot be sent."""
    enter(qtbot, window, live, state)
    qtbot.keyClick(window.focusWidget() or window, key)
    assert live.commands == []


def test_recording_cannot_be_missed(qtbot: QtBot, window: Window, live: FakeInterview) -> None:
    """While the microphone is on the band says so, with level and time."""
    enter(qtbot, window, live, State.LISTENING)
    live.tell(events.Level(session=S, turn=1, peak=0.3, quality=SignalQuality.NONE, seconds=61))
    qtbot.waitUntil(lambda: "1:01" in text(window, "elapsed"))
    assert text(window, "state") == "Recording"
    assert "muted" in text(window, "state-about")
    assert part(window, "level").isVisible()


def test_an_answer_can_be_typed(qtbot: QtBot, window: Window, live: FakeInterview) -> None:
    """T opens the field; what is typed, spaces and all, is handed in by its button."""
    enter(qtbot, window, live, State.LISTENING)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_T)
    field = part(window, "typed")
    assert isinstance(field, QPlainTextEdit)
    qtbot.keyClicks(field, "bias and variance")
    qtbot.mouseClick(part(window, "hand-in"), Qt.MouseButton.LeftButton)
    assert live.commands == ["begin_typing", "type bias and variance"]


def test_what_is_written_is_kept_before_the_question_is_left(
    qtbot: QtBot, window: Window, live: FakeInterview
) -> None:
    """Next with words that were not handed in hands them over first."""
    enter(qtbot, window, live, State.TYPING)
    qtbot.keyClicks(part(window, "typed"), "bias")
    qtbot.mouseClick(part(window, "skip"), Qt.MouseButton.LeftButton)
    assert live.commands == ["keep bias", "skip"]


def test_one_can_go_back_to_speaking(qtbot: QtBot, window: Window, live: FakeInterview) -> None:
    """The field opens by itself where the state says so, and the microphone can be had again."""
    enter(qtbot, window, live, State.TYPING)
    assert part(window, "typed").isVisible()
    qtbot.mouseClick(part(window, "speak-instead"), Qt.MouseButton.LeftButton)
    enter(qtbot, window, live, State.LISTENING)
    assert hidden(window, "typed")
    assert live.commands == ["resume"]


def test_without_a_microphone_one_can_type_or_try_again(
    qtbot: QtBot, window: Window, live: FakeInterview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no device is listed none is offered, and the ways out are."""
    bare = type(window.desk.parts)(**{**vars(window.desk.parts), "devices": lambda: ()})
    monkeypatch.setattr(window.desk, "parts", bare)
    gone = "No microphone opens."
    live.tell(events.StageFailed(session=S, turn=1, stage="microphone", message=gone, hint=""))
    enter(qtbot, window, live, State.DEVICE_LOST)
    assert not any(
        label.isVisible() for label in window.findChildren(QLabel) if gone in label.text()
    )
    qtbot.waitUntil(lambda: hidden(window, "other-microphone"))
    assert "No microphone was found" in text(window, "lost-title")
    qtbot.mouseClick(part(window, "try-microphone"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(part(window, "done"), Qt.MouseButton.LeftButton)
    assert live.commands == ["resume", "begin_typing"]
    live.tell(events.StageFailed(session=S, turn=1, stage="microphone", message=gone, hint=""))
    qtbot.waitUntil(
        lambda: any(
            label.isVisible() for label in window.findChildren(QLabel) if gone in label.text()
        )
    )


def test_the_end_says_what_was_not_judged(
    qtbot: QtBot, window: Window, live: FakeInterview
) -> None:
    """Nothing is called under way that failed."""
    live.tell(events.AnswerRecorded(session=S, turn=1, seconds=40))
    live.tell(events.StageFailed(session=S, turn=1, stage="review", message="It is off.", hint=""))
    live.tell(events.SessionEnded(session=S))
    qtbot.waitUntil(lambda: window.pages["interview"].view.ended)  # type: ignore[attr-defined]
    assert "Not judged: It is off. It is tried again at the next start." in text(window, "told")
    assert "still being judged" not in text(window, "told")


def test_skipped_questions_can_be_practised_at_the_end(
    qtbot: QtBot, window: Window, live: FakeInterview, far: FarSide
) -> None:
    """The end says how many were skipped and asks them in an interview of their own."""
    enter(qtbot, window, live, State.ASKING)
    live.tell(events.AnswerRecorded(session=S, turn=1, seconds=40))
    enter(qtbot, window, live, State.ASKING, turn=2)
    live.tell(events.QuestionSkipped(session=S, turn=2))
    live.tell(events.SessionEnded(session=S))
    qtbot.waitUntil(lambda: window.pages["interview"].view.ended)  # type: ignore[attr-defined]
    assert "1 question skipped" in text(window, "told")
    qtbot.mouseClick(part(window, "practise-skipped"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(far.interviews) == 2)
    assert far.interviews[1].wish.entries == window.desk.bank.entries[1:2]


def test_a_follow_up_has_no_usual_length(qtbot: QtBot, window: Window, live: FakeInterview) -> None:
    """The length that suits the whole answer is not shown as if a follow-up needed it."""
    enter(qtbot, window, live, State.LISTENING)
    assert part(window, "target").isVisible()
    live.tell(events.StateChanged(session=S, turn=1, state=State.REPLYING))
    live.tell(events.StateChanged(session=S, turn=1, state=State.ASKING))
    live.tell(events.PromptSpoken(session=S, turn=1, text="And noise?", follow_up=True))
    enter(qtbot, window, live, State.LISTENING)
    qtbot.waitUntil(lambda: hidden(window, "target"))


def test_another_microphone_is_chosen_when_one_is_lost(
    qtbot: QtBot, window: Window, live: FakeInterview
) -> None:
    """The page lists the microphones and goes on with the chosen one."""
    enter(qtbot, window, live, State.LISTENING)
    enter(qtbot, window, live, State.DEVICE_LOST)
    choice = part(window, "other-microphone")
    qtbot.waitUntil(lambda: choice.count() == 2)  # type: ignore[attr-defined]
    choice.setCurrentText("Laptop microphone")  # type: ignore[attr-defined]
    qtbot.mouseClick(part(window, "use-microphone"), Qt.MouseButton.LeftButton)
    assert live.commands == ["microphone Laptop microphone"]


def test_hints_are_only_for_practice(qtbot: QtBot, open_window: Open, far: FarSide) -> None:
    """In interview mode no hint can be asked for."""
    window = open_window(Settings(first_start_done=True, mode="interview"))
    window.desk.interview(Wish("One", window.desk.bank.entries[:1], window.desk.settings))
    qtbot.waitUntil(lambda: bool(far.interviews))
    enter(qtbot, window, far.interviews[0], State.LISTENING)
    assert not any(b.isVisible() for b in window.findChildren(QLabel, "hints"))
    assert not window.pages["interview"].hints_offered  # type: ignore[attr-defined]


def test_hints_are_shown_and_hidden_by_one_button(
    qtbot: QtBot, window: Window, live: FakeInterview
) -> None:
    """Its words say which; the next question begins without them."""
    enter(qtbot, window, live, State.LISTENING)
    hints = part(window, "hints")
    assert isinstance(hints, QPushButton)
    said = [hints.text()]
    for _ in range(2):
        qtbot.mouseClick(hints, Qt.MouseButton.LeftButton)
        said.append(hints.text())
    assert said == ["Show hints", "Hide hints", "Show hints"]

    qtbot.mouseClick(hints, Qt.MouseButton.LeftButton)
    enter(qtbot, window, live, State.ASKING, turn=2)

    assert hints.text() == "Show hints"


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_button_moves_when_the_answer_may_have_ended(
    qtbot: QtBot, open_window: Open, far: FarSide, scale: float
) -> None:
    """What comes with the countdown comes after all the others, in the same line."""
    window = open_window(Settings(first_start_done=True, text_scale=scale))
    window.resize(1120, 780)
    window.desk.interview(Wish("One", window.desk.bank.entries[:1], window.desk.settings))
    qtbot.waitUntil(lambda: bool(far.interviews) and bool(far.interviews[0].commands))
    names = ("done", "pause", "redo", "skip", "type")
    enter(qtbot, window, far.interviews[0], State.LISTENING)
    before = [part(window, name).pos() for name in names]

    enter(qtbot, window, far.interviews[0], State.FINISHING)

    qtbot.waitUntil(lambda: part(window, "keep-talking").x() > part(window, "type").x())
    assert [part(window, name).pos() for name in names] == before
    assert part(window, "keep-talking").geometry().center().y() < part(window, "done").height()


def test_the_way_on_stands_below_what_is_typed(
    qtbot: QtBot, window: Window, live: FakeInterview
) -> None:
    """Next does not stand between the band and the field, where it pushes the field down."""
    enter(qtbot, window, live, State.TYPING)
    qtbot.waitUntil(lambda: part(window, "typed").isVisible())
    field, skip = (part(window, name) for name in ("typed", "skip"))

    def below() -> bool:
        bottom = field.mapTo(window, QPoint(0, field.height())).y()
        return skip.mapTo(window, QPoint(0, 0)).y() > bottom

    qtbot.waitUntil(below)


def test_typing_begins_where_it_is_seen(qtbot: QtBot, open_window: Open, far: FarSide) -> None:
    """T puts the cursor into the field, and its button comes into view, also in large text."""
    window = open_window(Settings(first_start_done=True, text_scale=1.5))
    window.resize(900, 560)
    window.desk.interview(Wish("One", window.desk.bank.entries[:1], window.desk.settings))
    qtbot.waitUntil(lambda: bool(far.interviews) and bool(far.interviews[0].commands))
    live, page = far.interviews[0], window.pages["interview"]
    prompt = window.desk.bank.entries[0].question.text
    live.tell(events.StateChanged(session=S, turn=1, state=State.ASKING))
    live.tell(events.PromptSpoken(session=S, turn=1, text=prompt, follow_up=False))
    enter(qtbot, window, live, State.LISTENING)

    qtbot.keyClick(page, Qt.Key.Key_T)

    qtbot.waitUntil(lambda: part(window, "typed").hasFocus())
    send, seen = part(window, "hand-in"), page.viewport()
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 0)
    assert seen.rect().contains(QRect(send.mapTo(seen, QPoint(0, 0)), send.size()))


def test_the_end_leads_to_the_review(qtbot: QtBot, window: Window, live: FakeInterview) -> None:
    """After the last question one key press opens the review."""
    enter(qtbot, window, live, State.LISTENING)
    live.tell(events.AnswerRecorded(session=S, turn=1, seconds=40))
    live.tell(events.SessionEnded(session=S))
    qtbot.waitUntil(lambda: window.pages["interview"].view.ended)  # type: ignore[attr-defined]
    with qtbot.waitSignal(window.desk.review) as told:
        qtbot.keyClick(part(window, "see-review"), Qt.Key.Key_Return)
    assert told.args == [S, 1]


def test_late_news_of_the_last_session_do_not_disturb_the_next(
    qtbot: QtBot, window: Window, live: FakeInterview, far: FarSide
) -> None:
    """An assessment of the session before is news for the library, not for this page."""
    enter(qtbot, window, live, State.LISTENING)
    live.tell(events.SessionEnded(session=S))
    qtbot.waitUntil(lambda: not window.pages["interview"].busy)  # type: ignore[attr-defined]
    window.desk.interview(Wish("Next", window.desk.bank.entries[:1], window.desk.settings))
    qtbot.waitUntil(lambda: len(far.interviews) == 2)
    with qtbot.waitSignal(window.desk.library_changed):
        live.tell(events.AnswerAssessed(session=S, turn=1))
    far.interviews[1].tell(events.StateChanged(session="next", turn=1, state=State.PAUSED))
    qtbot.waitUntil(lambda: window.pages["interview"].view.state is State.PAUSED)  # type: ignore[attr-defined]


def test_no_key_leaves_a_page_that_records(
    qtbot: QtBot, window: Window, live: FakeInterview
) -> None:
    """Ctrl+1 does nothing while an interview is under way."""
    enter(qtbot, window, live, State.LISTENING)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.pages["interview"].isVisible()


def test_a_missing_model_is_told_and_the_start_page_comes_back(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interview that cannot begin says why."""

    def missing(_wish: Wish, _tell: object) -> FakeInterview:
        raise ModelMissing("The voice is missing.", "Fetch it.")

    parts = window.desk.parts
    monkeypatch.setattr(window.desk, "parts", type(parts)(**{**vars(parts), "interview": missing}))
    with qtbot.waitSignal(window.desk.trouble) as told:
        window.desk.interview(Wish("One", window.desk.bank.entries[:1], window.desk.settings))
    assert told.args == ["The voice is missing.", "Fetch it."]
    assert window.pages["start"].isVisible()


def hidden(window: Window, name: str) -> bool:
    """Say whether no part of this object name is seen."""
    return not any(made.isVisible() for made in window.findChildren(QWidget, name))


def text(window: Window, name: str) -> str:
    """Return the words of a label."""
    label = part(window, name)
    assert isinstance(label, QLabel)
    return label.text()
