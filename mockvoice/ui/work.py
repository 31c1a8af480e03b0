"""How far the answer is that is being judged, and a card that shows it until it is there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from mockvoice.domain.advice import clock
from mockvoice.domain.events import AnswerAssessed, Event, StageFailed, WorkProgress
from mockvoice.ui.widgets import fill, text

if TYPE_CHECKING:
    from mockvoice.ui.desk import Desk

_HEARING = "hear"
_WAITS = "Its turn comes when the answers before it are judged."
_MEANWHILE = "You need not wait: the review fills by itself."
AGAIN = "It is tried again at the next start."
_FULL = 100


class Work(QObject):
    """What is under way, as the running interview tells it."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now: WorkProgress | None = None
        """The latest news of the answer that is being worked on."""
        self.since = 0.0
        """When that answer was begun, on the monotonic clock."""
        self.heard = False
        """True when it has a recording, so that it was heard before it is judged."""
        self.failed: dict[tuple[str, int], str] = {}
        """Why an answer, by session and position, could not be judged since the program began."""

    def hear(self, event: Event) -> None:
        """Take in what an interview tells."""
        before = self.now
        if isinstance(event, WorkProgress):
            if before is None or (before.session, before.turn) != (event.session, event.turn):
                self.since, self.heard = time.monotonic(), False
            self.heard = self.heard or event.stage == _HEARING
            self.now = event
        elif isinstance(event, AnswerAssessed) or _failed(event):
            self.now = None
        if isinstance(event, StageFailed) and _failed(event):
            self.failed[event.session, event.turn] = event.message
        elif isinstance(event, AnswerAssessed):
            self.failed.pop((event.session, event.turn), None)
        if self.now is not before or _failed(event):
            self.changed.emit()


class WorkCard(QFrame):
    """What is done and what comes next for an answer, or for all of a session (``position`` 0)."""

    def __init__(self, desk: Desk, session: str, position: int = 0, *, framed: bool = True) -> None:
        super().__init__()
        self._work, self._session, self._position = desk.work, session, position
        self.setProperty("role", "card" if framed else "")
        box = QVBoxLayout(self)
        box.setContentsMargins(*((22, 18, 22, 20) if framed else (0, 12, 0, 0)))
        box.setSpacing(10)
        self._title = text("", "section")
        self._title.setObjectName("work-title")
        self._about = text("", "soft")
        self._about.setObjectName("work-about")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of the judging")
        self._meanwhile = text(_MEANWHILE, "small")
        fill(box, self._title, self._bar, self._about, self._meanwhile)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._show)
        self._timer.start()
        self._work.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        now = self._work.now
        mine = now is not None and now.session == self._session
        failed = None if mine and not self._position else self._failed()
        self._bar.setVisible(failed is None)
        self._meanwhile.setVisible(failed is None)
        if failed is not None:
            self._title.setText("Recorded and safe, not judged")
            self._about.setText(f"{failed} {AGAIN}")
            return
        if now is None or not mine or self._position not in {0, now.turn}:
            self._title.setText("Recorded and safe, still being judged")
            self._about.setText(_WAITS if mine else "This happens in the background.")
            self._bar.setRange(0, 0)
            return
        which = "" if self._position else f"Question {now.turn}  ·  "
        done, doing = _words(now.stage, heard=self._work.heard)
        self._title.setText(f"{which}{done}")
        self._about.setText(f"{doing}  {clock(time.monotonic() - self._work.since)} so far.")
        if 0 < now.share < 1:
            self._bar.setRange(0, _FULL)
            self._bar.setValue(round(_FULL * now.share))
        else:  # nothing is known of how far it is
            self._bar.setRange(0, 0)

    def _failed(self) -> str | None:
        """Why the answer, or the latest one of the session that failed, was not judged."""
        whys = [
            why
            for (session, position), why in self._work.failed.items()
            if session == self._session and self._position in {0, position}
        ]
        return whys[-1] if whys else None


def _words(stage: str, *, heard: bool) -> tuple[str, str]:
    """What is done, and what is being done."""
    if stage == _HEARING:
        return "Recorded, not judged yet", "Listening to the recording once more."
    return "Heard, now being judged" if heard else "Now being judged", "Judging it point by point."


def _failed(event: Event) -> bool:
    return isinstance(event, StageFailed) and event.stage == "review"
