"""The session page and two takes: every figure leads to the sound, the answer, or another try."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mockvoice import paths
from mockvoice.domain import session_picture
from mockvoice.domain.transcript import Transcript
from mockvoice.domain.verdict import Verdict
from mockvoice.services.store import Store
from mockvoice.ui.pages.session_page import SessionPage
from mockvoice.ui.window import Window
from tests import examples
from tests.ui import library
from tests.ui.conftest import part
from tests.ui.fake_interview import FarSide


def says(window: Window, page: str) -> str:
    """Return all that can be read on a page."""
    labels = window.pages[page].findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def has(window: Window, name: str) -> bool:
    """Say whether a part of this name is visible."""
    return any(found.isVisible() for found in window.findChildren(QWidget, name))


@pytest.fixture
def session(qtbot: QtBot, window: Window) -> Window:
    """Open the session of four answers, of which one is judged and one still open."""
    library.fill()
    window.desk.session.emit(library.SECOND)
    qtbot.waitUntil(lambda: has(window, "review-4"))
    return window


@pytest.fixture
def takes(qtbot: QtBot, window: Window) -> Window:
    """Open two takes of one question, of different sessions."""
    library.fill()
    window.desk.takes.emit(library.FIRST, 1)
    qtbot.waitUntil(lambda: has(window, "said-second"))
    return window


def test_both_moments_are_heard_by_one_press(qtbot: QtBot, session: Window, far: FarSide) -> None:
    """The best one plays its quote; the one to redo plays the answer in which it was missing."""
    best = session_picture.best({1: examples.assessment()})
    assert best is not None
    assert best.span is not None
    qtbot.keyClick(part(session, "hear-best"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    assert far.loudspeaker.played[0].start == pytest.approx(best.span.start, abs=0.1)
    assert far.loudspeaker.played[0].end == pytest.approx(best.span.end, abs=0.2)
    qtbot.keyClick(part(session, "hear-redo"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 2)
    assert (far.loudspeaker.played[1].start, far.loudspeaker.played[1].end) == (0.0, None)


def test_a_moment_that_contradicts_is_red(qtbot: QtBot, session: Window) -> None:
    """As in the review; one that is merely missing is not."""
    page = session.pages["session"]
    assert isinstance(page, SessionPage)
    assert page._found is not None
    moment = session_picture.to_redo({1: examples.assessment()})
    assert moment is not None
    looks = {}
    for verdict in (Verdict.MISSED, Verdict.WRONG):
        shown = page._moment(page._found, "Redo", replace(moment, verdict=verdict), "redo")
        qtbot.addWidget(shown)
        hear = shown.findChild(QPushButton, "hear-redo")
        assert isinstance(hear, QPushButton)
        looks[verdict] = hear.property("role")
    assert looks == {Verdict.MISSED: "quote", Verdict.WRONG: "quote-bad"}


def test_a_second_press_and_leaving_stop_the_sound(
    qtbot: QtBot, session: Window, far: FarSide
) -> None:
    """Nothing goes on sounding that was stopped or left."""
    far.loudspeaker.holds = True
    player = session.pages["session"].player  # type: ignore[attr-defined]
    qtbot.keyClick(part(session, "hear-best"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    assert player.playing
    qtbot.keyClick(part(session, "hear-best"), Qt.Key.Key_Return)
    assert not player.playing
    qtbot.keyClick(part(session, "hear-best"), Qt.Key.Key_Return)
    qtbot.keyClick(session.pages["session"], Qt.Key.Key_Escape)
    assert session.pages["history"].isVisible()
    assert not player.playing


def test_what_is_not_judged_does_not_count(qtbot: QtBot, session: Window) -> None:
    """The figure is that of the one judged answer, and the page says what is left out."""
    overall = examples.assessment().scores.overall
    assert overall is not None
    assert part(session, "overall").accessibleName() == f"Overall: {overall:.0f} of 100"
    told = says(session, "session")
    assert "2 answers could not be judged" in told
    assert "1 answer is not judged yet" in told


def test_an_answer_judged_meanwhile_appears(qtbot: QtBot, session: Window) -> None:
    """The page fills by itself."""
    library.finish(library.SECOND, 4)
    session.desk.library_changed.emit()
    qtbot.waitUntil(lambda: "Mean of 2 answers" in says(session, "session"))
    assert "not judged yet" not in says(session, "session")


def test_every_answer_has_its_ways_on(qtbot: QtBot, session: Window, far: FarSide) -> None:
    """Review, answer again, compare: each leads there."""
    with qtbot.waitSignal(session.desk.review) as told:
        qtbot.keyClick(part(session, "review-3"), Qt.Key.Key_Return)
    assert told.args == [library.SECOND, 3]
    session.desk.session.emit(library.SECOND)
    qtbot.waitUntil(lambda: has(session, "takes-1"))
    with qtbot.waitSignal(session.desk.takes) as told:
        qtbot.keyClick(part(session, "takes-1"), Qt.Key.Key_Return)
    assert told.args == [library.SECOND, 1]
    session.desk.session.emit(library.SECOND)
    qtbot.waitUntil(lambda: has(session, "redo-moment"))
    qtbot.keyClick(part(session, "redo-moment"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(far.interviews))
    # The question is in no pack of the test: the answer's own copy is asked.
    assert far.interviews[0].wish.entries[0].question == examples.question()


def test_both_takes_sound_and_words_are_heard(qtbot: QtBot, takes: Window, far: FarSide) -> None:
    """Play plays its own side; a word plays from its second."""
    for name, session in (("first", library.FIRST), ("second", library.SECOND)):
        qtbot.keyClick(part(takes, f"play-{name}"), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda s=session: any(s in str(e.audio) for e in far.loudspeaker.played))  # type: ignore[misc]
    qtbot.waitUntil(lambda: not takes.pages["takes"].player.playing)  # type: ignore[attr-defined]
    view = part(takes, "said-first")
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    many = len(far.loudspeaker.played)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == many + 1)
    heard = far.loudspeaker.played[-1]
    assert heard.start in [word.start for word in examples.transcript().words[1:8]]
    assert library.FIRST in str(heard.audio)


def test_takes_say_contradicted_in_doubt_as_the_review_does(qtbot: QtBot, window: Window) -> None:
    """A sure contradiction in one take, one in doubt in the other."""
    made = examples.assessment()
    verdicts = tuple(
        v.model_copy(update={"uncertain": v.uncertain or v.verdict is Verdict.WRONG})
        for v in made.judgement.verdicts
    )
    judged = made.judgement.model_copy(update={"verdicts": verdicts})
    sure = library.answered("small/question-4", "2026-02-01T10:00:00+00:00", made)
    later = made.model_copy(update={"judgement": judged})
    library.answered("small/question-4", "2026-02-02T10:00:00+00:00", later)
    window.desk.takes.emit(sure, 1)
    qtbot.waitUntil(lambda: has(window, "said-second"))
    told = says(window, "takes").split("\n")
    assert [line for line in told if "Contradicted" in line] == [
        "✕  Contradicted",
        "✕  Contradicted?",
    ]


def test_another_take_can_be_chosen(qtbot: QtBot, takes: Window) -> None:
    """Any two of all takes stand side by side; an unjudged one says that nothing is compared."""
    chooser = part(takes, "take-second")
    assert isinstance(chooser, QComboBox)
    assert chooser.count() == 4
    assert "No point was won or lost" in says(takes, "takes")
    chooser.setCurrentIndex(3)
    chooser.activated.emit(3)
    qtbot.waitUntil(lambda: "not judged, so no points" in says(takes, "takes"))


def test_both_takes_can_be_chosen_in_a_row(qtbot: QtBot, takes: Window) -> None:
    """The second choice does not undo the first, and the focus stays on the list just used."""
    for name, place in (("first", 1), ("second", 3)):
        chooser = part(takes, f"take-{name}")
        assert isinstance(chooser, QComboBox)
        chooser.setCurrentIndex(place)
        chooser.activated.emit(place)
    qtbot.waitUntil(lambda: part(takes, "take-second").hasFocus())
    page = takes.pages["takes"]
    assert [box.currentIndex() for box in page._choices] == [1, 3]  # type: ignore[attr-defined]
    assert "not judged, so no points" in says(takes, "takes")


def test_a_single_take_says_so(qtbot: QtBot, window: Window) -> None:
    """Without another take there is nothing to compare, and no button that leads there."""
    name = library.answered("small/question-4", "2026-02-01T10:00:00+00:00", examples.assessment())
    window.desk.takes.emit(name, 1)
    qtbot.waitUntil(lambda: "one take of this question so far" in says(window, "takes"))
    window.desk.review.emit(name, 1)
    qtbot.waitUntil(lambda: has(window, "answer-again"))
    assert not has(window, "compare-takes")


def test_the_review_leads_to_other_takes(qtbot: QtBot, window: Window) -> None:
    """Where the question was answered before, the review has a way to compare."""
    library.fill()
    window.desk.review.emit(library.FIRST, 1)
    qtbot.waitUntil(lambda: has(window, "compare-takes"))
    with qtbot.waitSignal(window.desk.takes):
        qtbot.keyClick(part(window, "compare-takes"), Qt.Key.Key_Return)


def test_names_stand_on_controls_only(qtbot: QtBot, session: Window) -> None:
    """A named label hides its text from screen readers."""
    labels = session.pages["session"].findChildren(QLabel)
    assert [label.text() for label in labels if label.accessibleName()] == []


def test_an_answer_is_told_as_typed_as_on_its_own_page(qtbot: QtBot, window: Window) -> None:
    """The silence that was recorded beside a typed answer does not make it a spoken one."""
    library.fill()
    text = "I split by time."
    typed = Transcript(
        seconds=9.0, text=text, verbatim_text=text, words=(), fillers=(), speech=(), model=""
    )
    made = examples.assessment(typed)
    assert made.audio
    store = Store(paths.library(), paths.recordings())
    row = store.answers(library.SECOND)[0]
    store.save_answer(row.model_copy(update={"assessment": made}))
    store.close()

    window.desk.session.emit(library.SECOND)
    qtbot.waitUntil(lambda: has(window, "review-4"))

    assert "typed" in says(window, "session")
