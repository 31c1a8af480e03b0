"""What the user puts right is saved at once; the judge reads it again in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mockvoice.domain import amending
from mockvoice.domain.assessment import Assessment, Quote
from mockvoice.domain.errors import MockvoiceError
from mockvoice.services import rejudging
from mockvoice.services.store import Amend, AnswerRow
from mockvoice.ui.background import Background
from mockvoice.ui.desk import Desk

_NO_JUDGE = "There is no judge here."


class Amender(QObject):
    """Amends the answer that is open."""

    amended = Signal(object)
    """The AnswerRow as it is saved now."""
    state_changed = Signal()
    """Judging has begun, or has failed."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._judging = Background("judging", self)
        self._answer: AnswerRow | None = None
        self.busy = False
        """True while the judge reads this answer."""
        self.trouble = ""
        """Why the answer could not be judged again, as a sentence; empty when nothing failed."""

    def open(self, answer: AnswerRow) -> None:
        """Amend this answer from now on; one whose correction was not judged yet is judged."""
        self._answer, self.busy, self.trouble = answer, False, ""
        if answer.assessment is not None and answer.assessment.outdated:
            self.judge_again()

    def close(self) -> None:
        """End the thread. A judgement under way is dropped; the correction is saved already."""
        self._judging.close(0.5)

    def correct(self, start: float, end: float, said: str) -> None:
        """Put the words of a stretch right."""
        self._change(lambda made: amending.correct(made, start, end, said), judge=True)

    def take_back_correction(self, place: int) -> None:
        """Return to what was heard."""
        self._change(lambda made: amending.take_back_correction(made, place), judge=True)

    def overrule(self, quote: Quote) -> None:
        """Count a point as covered by the words the user pointed to."""
        self._change(lambda made: amending.overrule(made, quote.point, quote))

    def take_back_ruling(self, point: str) -> None:
        """Return to the judge's verdict."""
        self._change(lambda made: amending.take_back_ruling(made, point))

    def judge_again(self) -> None:
        """Let the judge read the words as they are now."""
        answer, get = self._answer, self._desk.parts.judge
        if answer is None or answer.assessment is None:
            return
        made, profile = answer.assessment, self._desk.settings.profile
        if get is None:
            self._failed(answer, MockvoiceError(_NO_JUDGE, "Fetch the models on the Models page."))
            return
        judge = get
        self._tell(busy=True)
        self._judging.submit(
            lambda: rejudging.judge_again(made, judge(profile)),
            lambda judged: self._keep(answer, judged),
            lambda error: self._failed(answer, error),
        )

    def _change(self, amend: Amend, *, judge: bool = False) -> None:
        answer = self._answer
        if answer is None:
            return

        def saved(row: AnswerRow) -> None:
            if self._same(row):
                self._answer = row
                self.amended.emit(row)
                if judge:
                    self.judge_again()
            self._desk.library_changed.emit()

        self._desk.ask_store(
            lambda store: store.amend(answer.session, answer.position, amend), saved
        )

    def _keep(self, answer: AnswerRow, judged: Assessment) -> None:
        def saved(row: AnswerRow | None) -> None:
            if row is None:
                return  # corrected once more meanwhile: it is being judged again already
            if self._same(row):
                self._answer = row
                self._tell()
                self.amended.emit(row)
            self._desk.library_changed.emit()

        self._desk.ask_store(
            lambda store: rejudging.keep_judged(store, answer.session, answer.position, judged),
            saved,
            lambda error: self._failed(answer, error),
        )

    def _failed(self, answer: AnswerRow, error: MockvoiceError) -> None:
        if self._same(answer):
            self._tell(trouble=str(error))

    def _same(self, answer: AnswerRow) -> bool:
        held = self._answer
        return held is not None and (held.session, held.position) == (
            answer.session,
            answer.position,
        )

    def _tell(self, *, busy: bool = False, trouble: str = "") -> None:
        if (busy, trouble) != (self.busy, self.trouble):
            self.busy, self.trouble = busy, trouble
            self.state_changed.emit()
