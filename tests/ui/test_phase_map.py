"""The phase map: fills while phases are spoken of, and gives nothing away in interview mode."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mockvoice.domain import events, phases
from mockvoice.domain.question import Level
from mockvoice.domain.session import State
from mockvoice.services.bank import Entry
from mockvoice.settings import Settings
from mockvoice.ui import state
from mockvoice.ui.parts import Wish
from mockvoice.ui.phase_map import slots
from mockvoice.ui.state import View
from tests import phased
from tests.ui.conftest import Open, part
from tests.ui.fake_interview import FarSide

S = "20261121-100000-c3"
SAID = "For data I log every impression with its position. The model is a two tower network."


def test_in_practice_every_slot_has_its_name_in_the_usual_order() -> None:
    """What is to come can be seen; what was spoken of has its time; the last one is marked."""
    question = phased.questions()[phased.DESIGN]
    times = phases.follow(phased.spoken(SAID, step=1.0), question)

    shown = slots(question, times, Level.MID, named=True)

    assert [slot.label for slot in shown][:4] == ["Requirements", "Data", "Features", "Model"]
    assert [slot.seconds for slot in shown][:4] == [0.0, 9.0, 0.0, 7.0]
    assert [slot.label for slot in shown if slot.now] == ["Model"]
    assert shown[1].full == pytest.approx(9.0 / (0.1 * question.answer_seconds))


def test_in_an_interview_only_what_was_said_has_a_name() -> None:
    """Names and places of the other slots give nothing away: those spoken of come first."""
    question = phased.questions()[phased.DESIGN]
    times = phases.follow(phased.spoken(SAID), question)

    shown = slots(question, times, Level.MID, named=False)

    assert [slot.label for slot in shown] == ["Data", "Model", *[""] * 5]
    assert slots(question, None, Level.MID, named=False)[0].label == ""


def tell(view: View, *told: events.Event) -> View:
    """The view after these events."""
    for event in told:
        view = state.reduce(view, event)
    return view


def entered(value: State) -> events.StateChanged:
    """The interview enters a state in its first turn."""
    return events.StateChanged(session=S, turn=1, state=value)


def prompt(*, follow_up: bool = False, aside: bool = False) -> events.PromptSpoken:
    """The interviewer says something."""
    return events.PromptSpoken(session=S, turn=1, text="Said.", follow_up=follow_up, aside=aside)


def caption(text: str) -> events.CaptionReady:
    """A stretch was heard."""
    return events.CaptionReady(session=S, turn=1, text=text, words=phased.spoken(text))


def test_a_reply_to_a_follow_up_is_added_to_what_was_heard_before() -> None:
    """Times run on over the parts, and a later caption of a part replaces its words."""
    view = tell(
        View(),
        entered(State.ASKING),
        entered(State.LISTENING),
        caption("one two"),
        entered(State.REPLYING),
        entered(State.ASKING),
        prompt(follow_up=True),
        entered(State.LISTENING),
        caption("three"),
        caption("three four"),
    )

    assert [word.text for word in view.heard] == ["one", "two", "three", "four"]
    assert [word.start for word in view.heard] == pytest.approx([0.0, 0.4, 2.8, 3.2])


def test_an_answer_to_the_candidate_leaves_question_and_words_as_they_are() -> None:
    """The question stays on the screen, and captions of the same part replace each other."""
    view = tell(
        View(),
        entered(State.ASKING),
        prompt().model_copy(update={"text": "The question."}),
        entered(State.LISTENING),
        caption("how many"),
        entered(State.REPLYING),
        entered(State.ASKING),
        prompt(aside=True),
        entered(State.LISTENING),
        caption("how many then I"),
    )

    assert (view.prompt, view.asides) == ("The question.", ("Said.",))
    assert [word.text for word in view.heard] == ["how", "many", "then", "I"]


def test_starting_over_forgets_the_words_of_the_part() -> None:
    """After redo only the parts before count, and the next question begins with nothing."""
    view = tell(View(), entered(State.ASKING), entered(State.LISTENING), caption("one two"))

    again = tell(view, entered(State.ASKING))
    other = tell(view, events.StateChanged(session=S, turn=2, state=State.ASKING))

    assert again.heard == ()
    assert other.heard == ()


@pytest.mark.parametrize("mode", ["practice", "interview"])
def test_the_map_fills_from_captions(
    qtbot: QtBot, open_window: Open, far: FarSide, mode: str
) -> None:
    """On the page of a design question each caption moves the map, in both modes."""
    window = open_window(Settings(first_start_done=True, mode=mode))
    question = phased.questions()[phased.DESIGN]
    entry = Entry(question, "system-design", 1, phased.FOLDER / "system-design.yaml")
    window.desk.interview(Wish("Design", (entry,), window.desk.settings))
    qtbot.waitUntil(lambda: bool(far.interviews))
    live = far.interviews[0]
    live.tell(entered(State.ASKING))
    live.tell(entered(State.LISTENING))
    live.tell(caption(SAID))

    def told() -> str:
        return part(window, "phase-map").accessibleName()

    qtbot.waitUntil(lambda: told() == "Phases: Data 0:03, Model 0:02")


def test_other_questions_have_no_map(qtbot: QtBot, open_window: Open, far: FarSide) -> None:
    """A technical question has no phases, so there is no empty card."""
    window = open_window()
    window.desk.interview(Wish("One", window.desk.bank.entries[:1], window.desk.settings))
    qtbot.waitUntil(lambda: bool(far.interviews))
    far.interviews[0].tell(entered(State.ASKING))
    qtbot.waitUntil(lambda: window.pages["interview"].view.state is State.ASKING)  # type: ignore[attr-defined]

    assert not any(w.isVisible() for w in window.findChildren(QWidget, "phase-map"))
