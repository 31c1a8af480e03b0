"""What the library takes on disk, and how long recordings are kept."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout

from mockvoice import paths
from mockvoice.services import retention
from mockvoice.services.retention import Storage
from mockvoice.services.store import Store
from mockvoice.ui.confirming import Loss, confirm_delete
from mockvoice.ui.desk import Desk
from mockvoice.ui.sound_check import labelled
from mockvoice.ui.widgets import Chips, text

_DAYS = (("0", "Everything"), ("365", "A year"), ("90", "90 days"), ("30", "30 days"))


class StorageCard(QFrame):
    """Shows the size of the library; a shorter time for recordings is asked about first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk = desk
        box = QVBoxLayout(self)
        box.setContentsMargins(22, 22, 22, 22)
        box.setSpacing(12)
        self._taken = text("", "soft")
        self._taken.setObjectName("storage-taken")
        self._keep = Chips("keep", _DAYS, "How long recordings are kept")
        self._keep.choose([str(desk.settings.keep_recordings)])
        self._keep.chosen.connect(self._choose)
        box.addWidget(text("Storage", "section"))
        box.addWidget(self._taken)
        box.addLayout(labelled(("Keep recordings", self._keep)))
        box.addWidget(
            text(
                "Older recordings are deleted when MockVoice starts. Transcripts, verdicts and"
                " scores stay, and what is not judged yet is never touched.",
                "small",
            )
        )
        desk.library_changed.connect(self._look_again)

    def look(self) -> None:
        """Measure anew, in the background."""
        self._desk.ask_store(
            lambda store: retention.storage(store, paths.library(), paths.recordings()),
            self._show,
        )

    def _look_again(self) -> None:
        if self.isVisible():
            self.look()

    def _show(self, found: Storage) -> None:
        many = f"{found.sessions} session{'s' * (found.sessions != 1)}"
        self._taken.setText(
            f"{many}: {retention.shown(found.recordings)} of recordings,"
            f" {retention.shown(found.texts)} of transcripts and scores."
        )

    def _choose(self) -> None:
        days, now = int(self._keep.value), self._desk.settings.keep_recordings
        if days == now:
            return
        if days == 0 or (now and days > now):
            self._desk.change(keep_recordings=days)
            return
        loss = Loss(
            "confirm-keep",
            "Keep recordings",
            f"Delete recordings older than {days} days?",
            "Those that are older now are deleted at once, and cannot be brought back. Their"
            " transcripts and scores stay.",
        )
        box = confirm_delete(self, loss, lambda: self._shorten(days))
        box.finished.connect(self._show_chosen)  # also when it is closed by its cross

    def _show_chosen(self, _result: int = 0) -> None:
        """Show what holds; a dialog that is over calls it with its result."""
        self._keep.choose([str(self._desk.settings.keep_recordings)])

    def _shorten(self, days: int) -> None:
        self._desk.change(keep_recordings=days)
        self._show_chosen()
        apply_retention(self._desk)


def apply_retention(desk: Desk) -> None:
    """Delete the recordings that are older than the user keeps them, in the background."""
    days = desk.settings.keep_recordings
    if not days:
        return

    def work(store: Store) -> int:
        return retention.apply(store, days, datetime.now(UTC))

    desk.ask_store(work, lambda gone: desk.library_changed.emit() if gone else None)
