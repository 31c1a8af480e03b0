"""Models: which profile, what is on this computer, fetch and check."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from mockvoice import paths
from mockvoice.domain.errors import Cancelled, MockvoiceError
from mockvoice.services import catalogue, fetch
from mockvoice.services.catalogue import ModelEntry, Profile, State
from mockvoice.services.fetch import FetchProgress
from mockvoice.ui.desk import Desk
from mockvoice.ui.widgets import Chips, IconButton, Page, card, clear, fill, notice, row, rule, text

_PROFILES = {
    "light": "Light: for older laptops. Hears and judges a little less well.",
    "standard": "Standard: for laptops of the last years. Needs about 3 GB of memory.",
}
_STATES = {
    State.VERIFIED: ("Ready", "accent"),
    State.UNVERIFIED: ("There, not checked", "soft"),
    State.DAMAGED: ("Damaged", "bad"),
    State.INCOMPLETE: ("Incomplete", "warm"),
    State.MISSING: ("Not here yet", "warm"),
}
Shelf = Sequence[tuple[ModelEntry, State]]


class ModelsPage(Page):
    """What is installed, with one button to fetch what is missing."""

    arrived = Signal(object)
    """FetchProgress, from the fetching thread."""
    hashed = Signal(str, float)
    """Title and share, from the checking thread."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "Models", "models-page")
        self._desk = desk
        self._stop = threading.Event()
        self._shelf: Shelf = ()
        self.body.addWidget(
            text(
                "MockVoice listens, judges and speaks on this computer. What it needs is fetched"
                " once; after that nothing leaves the machine and no network is needed.",
                "soft",
            )
        )
        self._first, self._first_text = notice()
        self._first.hide()
        self.body.addWidget(self._first)
        frame, box = card()
        box.addWidget(text("Profile", "section"))
        names = [(name, name.capitalize()) for name in get_args(Profile)]
        self._profile = Chips("profile", names, "Profile")
        self._profile.choose([desk.settings.profile])
        self._profile.chosen.connect(self._choose)
        self._about = text("", "soft")
        fill(box, self._profile, self._about)
        self.body.addWidget(frame)
        frame, self._box = card()
        self._box.addWidget(text("Looking at the models folder…", "soft"))
        self.body.addWidget(frame)
        self._add_work()
        self._fetch.hide()
        self._verify.hide()
        self.body.addStretch(1)
        self.arrived.connect(self._show_progress)
        self.hashed.connect(self._show_check)

    def shown(self) -> None:
        """Look at the disk again."""
        self._look()

    def stop(self) -> None:
        """Let go of a fetch under way; what has arrived is kept."""
        self._stop.set()

    def _add_work(self) -> None:
        self._bar = QProgressBar()
        self._bar.setObjectName("fetch-progress")
        self._bar.setAccessibleName("Progress")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.hide()
        self._say = text("", "soft")
        theme = self._desk.theme
        self._fetch = IconButton(theme, "fetch", "Fetch", "fetch-models", "primary")
        self._fetch.clicked.connect(self._begin)
        self._verify = IconButton(theme, "shield", "Check every byte", "verify-models")
        self._verify.clicked.connect(self._check)
        self._cancel = IconButton(theme, "close", "Cancel", "cancel-fetch")
        self._cancel.clicked.connect(self.stop)
        self._cancel.hide()
        fill(self.body, self._bar, self._say)
        self.body.addLayout(row(self._fetch, self._verify, self._cancel, None))

    def _choose(self) -> None:
        self._desk.change(profile=self._profile.value)
        self._look()

    def _look(self) -> None:
        profile: Profile = self._desk.settings.profile
        self._about.setText(_PROFILES[profile])

        def look() -> Shelf:
            weights = paths.weights()
            entries = catalogue.load().profile(profile)
            return [(entry, catalogue.state(entry, weights)) for entry in entries]

        self._desk.files.submit(look, self._show, self._desk.show_trouble)

    def _show(self, shelf: Shelf) -> None:
        self._shelf = shelf
        clear(self._box)
        for place, (entry, state) in enumerate(shelf):
            if place:
                self._box.addWidget(rule())
            self._box.addWidget(_line(entry, state))
        missing = [entry for entry, state in shelf if state not in {State.VERIFIED}]
        absent = [entry for entry, state in shelf if state in {State.MISSING, State.INCOMPLETE}]
        size = sum(entry.bytes for entry in missing) / 1e6
        self._fetch.setVisible(bool(missing))
        self._fetch.setText(f"Fetch what is missing ({size:.0f} MB)")
        self._verify.setVisible(any(state is not State.MISSING for _, state in shelf))
        self._first.setVisible(bool(absent))
        self._first_text.setText(
            "One step before the first interview: fetch the models below. You can stop and go on"
            " later; what has arrived is kept."
        )

    def _begin(self) -> None:
        entries = [entry for entry, _ in self._shelf]
        self._working(True, "Looking for the models…")

        def tell(progress: FetchProgress) -> None:
            if self._stop.is_set():
                raise Cancelled
            self.arrived.emit(progress)

        def work() -> str:
            try:
                fetch.fetch(entries, paths.weights(), tell)
            except Cancelled:
                return "Stopped. What has arrived is kept; fetch again to go on."
            return "All models are here and checked."

        self._desk.models.submit(work, self._ended, self._failed)

    def _check(self) -> None:
        here = [entry for entry, state in self._shelf if state is not State.MISSING]
        self._working(True, "Checking…")

        def work() -> str:
            for entry in here:

                def tell(done: int, entry: ModelEntry = entry) -> None:
                    if self._stop.is_set():
                        raise Cancelled
                    self.hashed.emit(entry.title, done / entry.bytes)

                try:
                    catalogue.verify(entry, paths.weights(), tell)
                except Cancelled:
                    return "Stopped."
            return "Every byte is as it should be."

        self._desk.models.submit(work, self._ended, self._failed)

    def _show_progress(self, progress: FetchProgress) -> None:
        self._bar.setValue(round(1000 * progress.done / max(1, progress.total)))
        self._say.setText(
            f"{progress.done / 1e6:.0f} of {progress.total / 1e6:.0f} MB · {progress.model}"
        )

    def _show_check(self, title: str, share: float) -> None:
        self._bar.setValue(round(1000 * share))
        self._say.setText(f"Checking {title}")

    def _working(self, works: bool, say: str) -> None:
        self._stop.clear()
        self._bar.setValue(0)
        self._bar.setVisible(works)
        self._cancel.setVisible(works)
        self._fetch.setEnabled(not works)
        self._verify.setEnabled(not works)
        self._say.setText(say)

    def _ended(self, say: str) -> None:
        self._working(False, say)
        self._look()

    def _failed(self, error: MockvoiceError) -> None:
        self._working(False, f"{error.message}\n{error.hint}".strip())
        self._look()


def _line(entry: ModelEntry, state: State) -> QWidget:
    holder = QWidget()
    word, role = _STATES[state]
    left = text(entry.title, "strong")
    about = text(entry.about, "soft")
    foot = text(f"{entry.bytes / 1e6:.0f} MB · {entry.licence} · {entry.credit}", "small")
    layout = QHBoxLayout(holder)
    column = QVBoxLayout()
    column.setSpacing(3)
    fill(column, left, about, foot)
    layout.addLayout(column, 1)
    layout.addSpacing(16)
    layout.addWidget(text(word, role, wrap=False))
    layout.setContentsMargins(0, 2, 0, 2)
    return holder
