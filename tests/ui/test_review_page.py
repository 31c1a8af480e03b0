"""The review: every verdict leads to the sound, and what was not judged is said plainly."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mockvoice import paths
from mockvoice.services.bank import Bank
from mockvoice.services.store import AnswerRow, Store
from mockvoice.ui import review_parts, style, theme
from mockvoice.ui.transcript_view import TranscriptView
from mockvoice.ui.waveform import Waveform
from mockvoice.ui.window import Window
from tests import examples
from tests.ui import library
from tests.ui.conftest import part
from tests.ui.fake_interview import FarSide


@pytest.fixture
def shown(qtbot: QtBot, window: Window) -> Window:
    """Open the review of a judged answer."""
    library.fill()
    open_review(qtbot, window, 1)
    qtbot.waitUntil(lambda: has(window, "overall") and has(window, "show-sample"))
    return window


def open_review(qtbot: QtBot, window: Window, position: int) -> None:
    """Open an answer of the second session."""
    window.desk.review.emit(library.SECOND, position)
    qtbot.waitUntil(lambda: has(window, "back-to-history"))


def has(window: Window, name: str) -> bool:
    """Say whether a part of this name is visible."""
    return any(found.isVisible() for found in window.findChildren(QWidget, name))


def words(window: Window) -> str:
    """Return all that can be read on the page."""
    labels = window.pages["review"].findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_a_quote_plays_its_second(qtbot: QtBot, shown: Window, far: FarSide) -> None:
    """Pressing the quote of a covered point plays that stretch of the recording."""
    quote = next(q for q in examples.assessment().quotes if q.point == "contamination")
    assert quote.span is not None
    qtbot.keyClick(part(shown, "quote-contamination"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    played = far.loudspeaker.played[0]
    assert played.audio.name == "answer-1.flac"
    assert played.start == pytest.approx(quote.span.start, abs=0.1)
    assert played.end == pytest.approx(quote.span.end, abs=0.2)


def test_places_that_are_not_shown_at_once_are_counted_and_shown_on_request(
    qtbot: QtBot, shown: Window, far: FarSide
) -> None:
    """Of nine fillers six stand there; "and 3 more" shows the rest, in the order of Tab."""
    made = examples.assessment()
    uh = made.transcript.fillers[0]
    nine = tuple(uh.model_copy(update={"start": t + 0.1, "end": t + 0.4}) for t in range(9))
    heard = made.transcript.model_copy(update={"fillers": nine})
    heard_at: list[float] = []
    made = made.model_copy(update={"transcript": heard})
    frame, steps = review_parts.delivery(shown.desk.theme, made, lambda s: heard_at.append(s.start))
    frame.setParent(shown.pages["review"])
    for _ in steps:
        pass
    frame.show()
    more = frame.findChild(QPushButton, "more-fillers")
    assert isinstance(more, QPushButton)
    assert more.text() == "and 3 more"
    assert frame.findChild(QPushButton, "mark-fillers-7") is None

    qtbot.keyClick(more, Qt.Key.Key_Return)

    assert more.isHidden()
    chips = [frame.findChild(QPushButton, f"mark-fillers-{n}") for n in range(1, 10)]
    assert all(isinstance(chip, QPushButton) and chip.isVisible() for chip in chips)
    assert chips[5].nextInFocusChain() is chips[6]
    qtbot.keyClick(chips[8], Qt.Key.Key_Return)
    assert heard_at == [8.1]


def test_a_contradicted_quote_is_red_as_in_the_report(shown: Window) -> None:
    """What contradicts a point has the colour of its verdict; what covers one has the accent."""
    assert part(shown, "quote-detection").property("role") == "quote-bad"
    assert part(shown, "quote-contamination").property("role") == "quote"
    assert 'role="quote-bad"' in style.sheet(theme.LIGHT, round)


def test_a_clicked_word_is_heard(qtbot: QtBot, shown: Window, far: FarSide) -> None:
    """A click on any word plays from its start."""
    view = part(shown, "transcript")
    assert isinstance(view, TranscriptView)
    view.anchorClicked.emit(QUrl("#10"))
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    assert far.loudspeaker.played[0].start == view.tokens[10].start


def test_the_word_at_the_caret_is_heard_by_enter(qtbot: QtBot, shown: Window, far: FarSide) -> None:
    """Without a mouse: move the caret, press Enter."""
    view = part(shown, "transcript")
    assert isinstance(view, TranscriptView)
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    starts = [token.start for token in view.tokens[:6]]
    assert far.loudspeaker.played[0].start in starts[1:]


def test_space_plays_and_pauses_and_goes_on(qtbot: QtBot, shown: Window, far: FarSide) -> None:
    """Space starts, space stops, space goes on where it stopped."""
    far.loudspeaker.holds = True
    page = shown.pages["review"]
    qtbot.keyClick(page, Qt.Key.Key_Right)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: part(shown, "play").text() == "Pause")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: part(shown, "play").text() == "Play")  # type: ignore[attr-defined]
    qtbot.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 2)
    assert far.loudspeaker.played[0].start == pytest.approx(5.0)
    assert far.loudspeaker.played[1].start == pytest.approx(5.0, abs=0.1)


def test_a_click_on_the_waveform_moves_there(qtbot: QtBot, shown: Window, far: FarSide) -> None:
    """Half of the width is half of the recording."""
    wave = part(shown, "waveform")
    assert isinstance(wave, Waveform)
    qtbot.mouseClick(wave, Qt.MouseButton.LeftButton, pos=wave.rect().center())
    qtbot.keyClick(shown.pages["review"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    half = examples.transcript().seconds / 2
    assert far.loudspeaker.played[0].start == pytest.approx(half, rel=0.02)


def test_leaving_the_page_stops_the_sound(qtbot: QtBot, shown: Window, far: FarSide) -> None:
    """Nothing goes on sounding behind another page."""
    far.loudspeaker.holds = True
    qtbot.keyClick(shown.pages["review"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    qtbot.keyClick(shown.pages["review"], Qt.Key.Key_Escape)
    assert shown.pages["history"].isVisible()
    assert not shown.pages["review"].player.playing  # type: ignore[attr-defined]


def test_the_sample_answer_is_hidden_until_asked_for(qtbot: QtBot, shown: Window) -> None:
    """One press shows it, another hides it."""
    sample = examples.question().sample_answer
    assert sample not in words(shown)
    qtbot.mouseClick(part(shown, "show-sample"), Qt.MouseButton.LeftButton)
    assert sample in words(shown)


def test_silence_is_said_plainly(qtbot: QtBot, window: Window) -> None:
    """An answer without speech shows no score at all."""
    library.fill()
    open_review(qtbot, window, 2)
    qtbot.waitUntil(lambda: "No speech was heard" in words(window))
    assert not has(window, "overall")


def test_not_judged_is_said_plainly(qtbot: QtBot, window: Window) -> None:
    """When the judge failed the page says why, and gives no figure."""
    library.fill()
    open_review(qtbot, window, 3)
    qtbot.waitUntil(lambda: has(window, "overall"))
    assert "The judge stopped twice" in words(window)
    assert part(window, "overall").accessibleName() == "Overall: no score"


def test_an_open_assessment_appears_when_it_is_done(qtbot: QtBot, window: Window) -> None:
    """The page waits, and fills as soon as the library has the assessment."""
    library.fill()
    open_review(qtbot, window, 4)
    qtbot.waitUntil(lambda: "still being judged" in words(window))
    library.finish(library.SECOND, 4)
    window.desk.library_changed.emit()
    qtbot.waitUntil(lambda: has(window, "overall"))


def test_what_was_asked_is_there_while_it_is_judged(qtbot: QtBot, window: Window) -> None:
    """The question stands above what is done; one that is in no pack is left out."""
    library.fill()
    store = Store(paths.library(), paths.recordings())
    for place, question in ((4, "small/question-2"), (5, "gone/question")):
        row = AnswerRow(
            session=library.SECOND,
            position=place,
            question_id=question,
            audio=None,
            assessment=None,
        )
        store.save_answer(row)
    store.close()
    open_review(qtbot, window, 4)
    both = ("Design a feed.", "still being judged")
    qtbot.waitUntil(lambda: [told in words(window) for told in both] == [True, True])
    open_review(qtbot, window, 5)
    qtbot.waitUntil(lambda: [told in words(window) for told in both] == [False, True])


def test_a_question_that_no_pack_holds_any_more_is_answered_again(
    qtbot: QtBot, shown: Window
) -> None:
    """The answer carries a copy of its question, which is asked."""
    shown.desk.bank = Bank(())
    with qtbot.waitSignal(shown.desk.begin) as begun:
        qtbot.keyClick(part(shown, "answer-again"), Qt.Key.Key_Return)
    (entry,) = begun.args[0].entries
    assert entry.question == examples.assessment().question
