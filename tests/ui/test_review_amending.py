"""What one can do to a review: loops and speed, words put right, verdicts overruled, a voice."""

from __future__ import annotations

import wave
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mockvoice import paths
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.errors import RoleOff
from mockvoice.domain.question import Term
from mockvoice.domain.transcript import Transcript
from mockvoice.domain.verdict import Judgement, Verdict
from mockvoice.engine.fakes import FakeJudge
from mockvoice.services.store import Store
from mockvoice.settings import Settings
from mockvoice.ui.pages.review_page import ReviewPage
from mockvoice.ui.transcript_view import TranscriptView
from mockvoice.ui.window import Window
from tests import examples
from tests.ui import library
from tests.ui.conftest import Open, part
from tests.ui.fake_interview import FarSide


def covering(*points: str) -> Judgement:
    """The example's judgement with these points covered, too."""
    verdicts = tuple(
        v.model_copy(update={"verdict": Verdict.COVERED, "probability": 0.9})
        if v.point in points
        else v
        for v in examples.judgement().verdicts
    )
    return examples.judgement().model_copy(update={"verdicts": verdicts})


@pytest.fixture
def judge() -> FakeJudge:
    """The judge that is asked again."""
    return FakeJudge()


@pytest.fixture
def said(tmp_path: Path) -> list[str]:
    """What the voice is asked to say."""
    del tmp_path
    return []


@pytest.fixture
def page(
    qtbot: QtBot,
    open_window: Open,
    far: FarSide,
    judge: FakeJudge,
    said: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> ReviewPage:
    """Open the review of a judged answer, with a judge and a voice."""

    def speak(text: str, terms: Sequence[Term], chosen: Settings) -> Path:
        del terms, chosen
        said.append(text)
        file = tmp_path / f"{len(said)}.wav"
        with wave.open(str(file), "wb") as made:
            made.setparams((1, 2, 16_000, 0, "NONE", ""))
        return file

    parts = replace(far.parts(), judge=lambda _profile: judge, speak=speak)
    monkeypatch.setattr(far, "parts", lambda: parts)
    library.fill()
    return opened(qtbot, open_window(), 1)


def opened(qtbot: QtBot, window: Window, position: int) -> ReviewPage:
    """Open an answer of the second session, and wait until all of the page is there."""
    page = window.pages["review"]
    assert isinstance(page, ReviewPage)
    window.desk.review.emit(library.SECOND, position)
    qtbot.waitUntil(lambda: page._row is not None and page._row.position == position)
    qtbot.waitUntil(lambda: not page.building)
    return page


def kept(position: int = 1) -> Assessment:
    """What the library holds."""
    store = Store(paths.library(), paths.recordings())
    try:
        made = store.answers(library.SECOND)[position - 1].assessment
    finally:
        store.close()
    assert made is not None
    return made


def view(page: ReviewPage) -> TranscriptView:
    """The transcript."""
    found = part(page, "transcript")
    assert isinstance(found, TranscriptView)
    return found


def press(qtbot: QtBot, page: QWidget, name: str) -> None:
    """Click a button."""
    qtbot.mouseClick(part(page, name), Qt.MouseButton.LeftButton)


def words(page: QWidget) -> str:
    """All that can be read on the page."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def shows(page: QWidget, told: str) -> Callable[[], bool]:
    """Whether these words can be read."""
    return lambda: told in words(page)


def correct(qtbot: QtBot, page: ReviewPage, place: int, right: str) -> None:
    """Select a word and put it right."""
    view(page).select(place, place)
    press(qtbot, page, "misheard")
    line = part(page, "right-words")
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, right)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_the_speed_is_changed_by_keys_and_kept(
    qtbot: QtBot, page: ReviewPage, far: FarSide
) -> None:
    """F is faster, S slower, neither goes past the ends; what plays goes on at the new speed."""
    far.loudspeaker.holds = True
    qtbot.keyClick(page, Qt.Key.Key_Space)
    for key in (Qt.Key.Key_F, Qt.Key.Key_F, Qt.Key.Key_F):
        qtbot.keyClick(page, key)
    qtbot.waitUntil(lambda: [one.speed for one in far.loudspeaker.played][-1:] == [1.5])
    assert part(page, "speed-1.5").isChecked()  # type: ignore[attr-defined]
    for _ in range(5):
        qtbot.keyClick(page, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: far.loudspeaker.played[-1].speed == 0.75)
    page.player.stop()
    press(qtbot, page, "quote-contamination")
    qtbot.waitUntil(lambda: far.loudspeaker.played[-1].end is not None)
    assert far.loudspeaker.played[-1].speed == 0.75
    window = page.window()
    assert isinstance(window, Window)
    opened(qtbot, window, 2)
    assert part(page, "speed-0.75").isChecked()  # type: ignore[attr-defined]


def test_selected_words_are_looped_until_l_is_pressed_again(
    qtbot: QtBot, page: ReviewPage, far: FarSide
) -> None:
    """L loops the selection with its edges, the second L ends it."""
    far.loudspeaker.holds = True
    text = view(page)
    text.select(10, 14)
    qtbot.keyClick(text, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    played = far.loudspeaker.played[0]
    assert played.loop
    assert played.start == pytest.approx(text.tokens[10].start, abs=0.06)
    assert played.end == pytest.approx(text.tokens[14].end, abs=0.16)
    assert part(page, "loop-words").text() == "Stop the loop"  # type: ignore[attr-defined]
    qtbot.keyClick(text, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: not page.player.playing)


def test_words_are_selected_and_heard_by_keys(qtbot: QtBot, page: ReviewPage, far: FarSide) -> None:
    """Shift and arrows select whole words, Enter plays them and no more."""
    text = view(page)
    text.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    for _ in range(3):
        qtbot.keyClick(text, Qt.Key.Key_Right, both)
    chosen = text.selected()
    assert chosen is not None
    qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    assert far.loudspeaker.played[0].end == pytest.approx(chosen[-1].end, abs=0.16)


def test_the_clean_transcript_has_no_fillers(qtbot: QtBot, page: ReviewPage) -> None:
    """The switch takes out fillers and pauses, and brings them back."""
    before = view(page).toPlainText()
    press(qtbot, page, "transcript-clean")
    clean = view(page).toPlainText()
    assert all("filler" not in t.kind and "gap" not in t.kind for t in view(page).tokens)
    assert "um," in before.lower()
    assert "um," not in clean.lower()
    press(qtbot, page, "transcript-verbatim")
    assert view(page).toPlainText() == before


def test_a_misheard_word_is_put_right_and_judged_again(
    qtbot: QtBot, page: ReviewPage, judge: FakeJudge
) -> None:
    """The judge reads the right word, and the page says which verdict changed."""
    judge.replies.enqueue(covering("groups"))
    heard = view(page).tokens[5].text
    correct(qtbot, page, 5, "Quixotry")
    qtbot.waitUntil(shows(page, "Judged again: 1 point changed."))
    assert "Groups: not heard → covered" in words(page)
    assert "Quixotry" in judge.asked[0].answer
    assert "Quixotry" in view(page).toPlainText()
    assert f"heard as “{heard}”" in words(page)
    assert kept().corrections[0].said == "Quixotry"
    assert not kept().outdated


def test_a_correction_is_taken_back(qtbot: QtBot, page: ReviewPage, judge: FakeJudge) -> None:
    """What was heard stands again, and the answer is judged by it."""
    judge.replies.enqueue(covering("groups"), examples.judgement())
    correct(qtbot, page, 5, "Quixotry")
    qtbot.waitUntil(shows(page, "Judged again: 1 point changed."))
    press(qtbot, page, "take-back-0")
    qtbot.waitUntil(shows(page, "Groups: covered → not heard"))
    assert kept().transcript == examples.transcript()
    assert kept().heard is None


def test_a_judge_that_is_away_leaves_the_correction(
    qtbot: QtBot, page: ReviewPage, judge: FakeJudge
) -> None:
    """The page says so in a sentence, the correction is kept, and one can try again."""
    judge.replies.enqueue(RoleOff("The judge does not start.", "Check the models."))
    correct(qtbot, page, 5, "Quixotry")
    qtbot.waitUntil(shows(page, "The judge does not start. Check the models."))
    assert "Your correction is kept." in words(page)
    assert kept().outdated
    judge.replies.enqueue(examples.judgement())
    press(qtbot, page, "judge-again")
    qtbot.waitUntil(shows(page, "no verdict changed"))
    assert not kept().outdated


def test_what_was_not_judged_again_is_judged_when_it_is_opened(
    qtbot: QtBot, page: ReviewPage, judge: FakeJudge
) -> None:
    """A program that ended in between has forgotten nothing."""
    judge.replies.enqueue(RoleOff("Away.", ""), covering("groups"))
    correct(qtbot, page, 5, "Quixotry")
    qtbot.waitUntil(shows(page, "Away."))
    page.open(library.SECOND, 1)
    qtbot.waitUntil(shows(page, "Judged again: 1 point changed."))


def test_escape_leaves_the_correction_and_not_the_page(qtbot: QtBot, page: ReviewPage) -> None:
    """Nothing is saved, and the words are there as before."""
    view(page).select(5, 5)
    press(qtbot, page, "misheard")
    qtbot.keyClick(part(page, "right-words"), Qt.Key.Key_Escape)
    assert page.isVisible()
    assert part(page, "misheard").isVisible()
    assert kept() == examples.assessment()


def test_i_did_say_that(qtbot: QtBot, page: ReviewPage) -> None:
    """Pointing to words overrules the verdict everywhere, marked as the user's; and back."""
    press(qtbot, page, "rule-groups")
    assert "Select the words in which you said:" in words(page)
    assert not part(page, "use-words").isEnabled()
    view(page).select(10, 16)
    press(qtbot, page, "use-words")
    qtbot.waitUntil(shows(page, "Covered, by your ruling"))
    assert "The judge alone: not heard." in words(page)
    assert "With your ruling; by the judge alone: " in words(page)
    assert kept().rulings[0].point == "groups"
    chip = part(page, "answer-1")
    assert isinstance(chip, QPushButton)
    assert chip.text().endswith(f"{kept().scores.overall:.0f} by your ruling")
    press(qtbot, page, "unrule-groups")
    qtbot.waitUntil(lambda: "by your ruling" not in words(page))
    assert kept() == examples.assessment()


def test_an_answer_the_judge_failed_on_can_be_judged_again(
    qtbot: QtBot, page: ReviewPage, judge: FakeJudge
) -> None:
    """One press, and the verdicts are there."""
    window = page.window()
    assert isinstance(window, Window)
    opened(qtbot, window, 3)
    assert "The judge stopped twice" in words(page)
    judge.replies.enqueue(examples.judgement())
    judge.wordings.enqueue(RoleOff("No wording.", ""))
    press(qtbot, page, "judge-again")
    qtbot.waitUntil(shows(page, "Contradicted"))
    assert "The judge stopped twice" not in words(page)


def test_a_typed_answer_is_pointed_to_and_not_played(
    qtbot: QtBot, page: ReviewPage, far: FarSide
) -> None:
    """Its words can be read and pointed to; there is nothing to hear or mishear."""
    text = "I split by time and keep the rows of one customer together."
    typed = Transcript(
        seconds=0.0, text=text, verbatim_text=text, words=(), fillers=(), speech=(), model=""
    )
    made = examples.assessment(typed).model_copy(update={"audio": ""})
    store = Store(paths.library(), paths.recordings())
    row = store.answers(library.SECOND)[3]
    store.save_answer(row.model_copy(update={"audio": None, "assessment": made}))
    store.close()
    window = page.window()
    assert isinstance(window, Window)
    opened(qtbot, window, 4)
    assert view(page).toPlainText() == text
    assert not page.findChildren(QPushButton, "misheard")
    press(qtbot, page, "rule-groups")
    view(page).select(5, 11)
    press(qtbot, page, "use-words")
    qtbot.waitUntil(shows(page, "Covered, by your ruling"))
    assert kept(4).quotes[-1].text == "keep the rows of one customer together."
    assert far.loudspeaker.played == []


def test_the_silence_beside_a_typed_answer_is_no_player(qtbot: QtBot, page: ReviewPage) -> None:
    """A recording in which no word was heard is not offered beside what was typed."""
    text = "I split by time."
    typed = Transcript(
        seconds=9.0, text=text, verbatim_text=text, words=(), fillers=(), speech=(), model=""
    )
    store = Store(paths.library(), paths.recordings())
    row = store.answers(library.SECOND)[0]
    assert row.audio is not None
    made = examples.assessment(typed)
    store.save_answer(row.model_copy(update={"position": 4, "assessment": made}))
    store.close()
    window = page.window()
    assert isinstance(window, Window)
    opened(qtbot, window, 4)
    assert view(page).toPlainText() == text
    assert not page.findChildren(QPushButton, "play")


def test_how_a_strong_answer_says_it_is_shown_on_request(qtbot: QtBot, page: ReviewPage) -> None:
    """Not before it is asked for."""
    point = next(p for p in examples.question().rubric if p.id == "groups")
    assert point.says[0][5:] not in words(page)
    press(qtbot, page, "says-groups")
    assert point.says[0][5:] in words(page)


def test_the_sample_answer_is_read_aloud_sentence_by_sentence(
    qtbot: QtBot, page: ReviewPage, far: FarSide, said: list[str]
) -> None:
    """Every sentence is said and played in order; the recording falls silent."""
    whole = examples.question().sample_answer
    press(qtbot, page, "hear-sample")
    assert page.narrator is not None
    narrator = page.narrator
    qtbot.waitUntil(lambda: not narrator.reading)
    assert " ".join(said) == " ".join(whole.split())
    assert len(said) > 1
    assert [one.audio.name for one in far.loudspeaker.played] == [
        f"{place}.wav" for place in range(1, len(said) + 1)
    ]


def test_reading_aloud_stops(qtbot: QtBot, page: ReviewPage, far: FarSide) -> None:
    """Another press ends it, and so does playing the recording."""
    far.loudspeaker.holds = True
    assert page.narrator is not None
    press(qtbot, page, "hear-sample")
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 1)
    press(qtbot, page, "hear-sample")
    assert not page.narrator.reading
    press(qtbot, page, "hear-sample")
    qtbot.waitUntil(lambda: len(far.loudspeaker.played) == 2)
    press(qtbot, page, "quote-contamination")
    assert not page.narrator.reading
