"""Pictures of the review in all its states; see screens.py."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from mockvoice import paths
from mockvoice.domain.errors import RoleOff
from mockvoice.domain.transcript import Transcript
from mockvoice.domain.verdict import Judgement, Verdict
from mockvoice.engine.fakes import FakeJudge
from mockvoice.services.store import AnswerRow, Store
from mockvoice.ui.pages.review_page import ReviewPage
from mockvoice.ui.transcript_card import TranscriptCard
from tests import examples
from tests.ui import library

if TYPE_CHECKING:
    from tests.ui.screens import Camera


def review(camera: Camera) -> None:
    """Words selected, put right, judged again or not; a verdict overruled; a loop; typed."""
    page = camera.window.pages["review"]
    assert isinstance(page, ReviewPage)
    judge = FakeJudge(RoleOff("The judge does not start.", "Check the models."), _covering())
    judge.wordings.enqueue(RoleOff("No wording.", ""))
    before = camera.desk.parts
    camera.desk.parts = replace(before, judge=lambda _profile: judge)
    camera.review(library.SECOND, 1)
    _said(page).view.select(4, 8)
    page._to_transcript()
    camera.take("review-selected")
    _said(page)._edit()
    _said(page)._right.setText("scikit-learn")
    camera.take("review-correcting")
    _said(page)._save()
    camera.until(lambda: bool(page.amender.trouble))
    camera.settle(0.6)
    page.verticalScrollBar().setValue(0)
    camera.take("review-not-judged-again")
    page.amender.judge_again()
    camera.until(lambda: not page.amender.busy)
    camera.settle(0.6)
    camera.take("review-judged-again")
    page._point_to("groups")
    _said(page).view.select(10, 16)
    camera.take("review-pointing")
    _said(page)._use_words()
    camera.settle(0.8)
    camera.whole("review-amended")
    _said(page).view.select(12, 20)
    camera.far.loudspeaker.holds = True
    _said(page).toggle_loop()
    assert page._sound
    top = page._sound.mapTo(page._column, QPoint(0, 0)).y()
    page.verticalScrollBar().setValue(top)
    camera.take("review-loop")
    page.player.stop()
    camera.far.loudspeaker.holds = False
    waiting = _type(4)
    camera.review(library.SECOND, 4)
    camera.whole("review-typed")
    _save(waiting)
    camera.desk.parts = before


def _said(page: ReviewPage) -> TranscriptCard:
    """The transcript that is there now: each change of the answer builds the page anew."""
    assert page._said
    return page._said


def _covering() -> Judgement:
    """The example's judgement with two more points covered."""
    verdicts = tuple(
        v.model_copy(update={"verdict": Verdict.COVERED, "probability": 0.9})
        if v.point in {"target", "time"}
        else v
        for v in examples.judgement().verdicts
    )
    return examples.judgement().model_copy(update={"verdicts": verdicts})


def _type(position: int) -> AnswerRow:
    """Give an open answer an assessment without sound; returns the row of before."""
    text = "I split by time and keep the rows of one customer together."
    typed = Transcript(
        seconds=0.0, text=text, verbatim_text=text, words=(), fillers=(), speech=(), model=""
    )
    made = examples.assessment(typed).model_copy(update={"audio": ""})
    store = Store(paths.library(), paths.recordings())
    row = store.answers(library.SECOND)[position - 1]
    store.close()
    _save(row.model_copy(update={"audio": None, "assessment": made}))
    return row


def _save(row: AnswerRow) -> None:
    store = Store(paths.library(), paths.recordings())
    store.save_answer(row)
    store.close()
