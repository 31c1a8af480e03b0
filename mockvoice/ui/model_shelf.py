"""The models of a profile: what is on this computer, fetch and check. On the Models page and in the
set-up."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from mockvoice import paths
from mockvoice.domain.errors import Cancelled, MockvoiceError
from mockvoice.services import catalogue
from mockvoice.services.catalogue import ModelEntry, Profile, State
from mockvoice.ui.desk import Desk
from mockvoice.ui.widgets import (
    Chips,
    IconButton,
    card,
    clear,
    fill,
    notice,
    row,
    rule,
    set_role,
    text,
)

if TYPE_CHECKING:
    from mockvoice.services.fetch import FetchProgress

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


class Ending(Enum):
    """How a fetch or a check ended."""

    DONE = auto()
    STOPPED = auto()


_FETCH_SAYS = {
    Ending.DONE: "All models are here and checked.",
    Ending.STOPPED: "Stopped. What has arrived is kept; fetch again to go on.",
}
_CHECK_SAYS = {Ending.DONE: "Every byte is as it should be.", Ending.STOPPED: "Stopped."}
Shelf = Sequence[tuple[ModelEntry, State]]


class ModelShelf(QWidget):
    """What is installed, with one button to fetch what is missing."""

    ready = Signal(bool)
    """After each look: True when every model of the profile can be used."""
    arrived = Signal(object)
    """FetchProgress, from the fetching thread."""
    hashed = Signal(str, float)
    """Title and share, from the checking thread."""

    def __init__(self, desk: Desk, *, brief: bool = False) -> None:
        """``brief`` leaves out what only matters to those who look closer."""
        super().__init__()
        self._brief = brief
        self._desk = desk
        self._stop = threading.Event()
        self._shelf: Shelf = ()
        self._busy = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(18)
        self._first, self._first_text = notice()
        self._first.hide()
        self._column.addWidget(self._first)
        frame, box = card()
        box.addWidget(text("Profile", "section"))
        names = [(name, name.capitalize()) for name in get_args(Profile)]
        self._profile = Chips("profile", names, "Profile")
        self._profile.choose([desk.settings.profile])
        self._profile.chosen.connect(self._choose)
        self._about = text("", "soft")
        fill(box, self._profile, self._about)
        self._column.addWidget(frame)
        listed, self._box = card()
        self._box.addWidget(text("Looking at the models folder…", "soft"))
        self._add_work()
        self._column.addWidget(listed)
        self._tell("")
        self._fetch.hide()
        self._verify.hide()
        self.arrived.connect(self._show_progress)
        self.hashed.connect(self._show_check)

    def point_to_fetch(self) -> None:
        """Give the focus to the button that fetches."""
        self._fetch.setFocus()

    def stop(self) -> None:
        """Let go of a fetch under way; what has arrived is kept."""
        self._stop.set()

    def look(self) -> None:
        """Look at the disk again."""
        profile: Profile = self._desk.settings.profile
        self._profile.choose([profile])
        self._about.setText(_PROFILES[profile])

        def look() -> Shelf:
            weights = paths.weights()
            entries = catalogue.load().profile(profile)
            return [(entry, catalogue.state(entry, weights)) for entry in entries]

        self._desk.files.submit(look, self._show, self._desk.show_trouble)

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
        self._begun = self._fetch
        """The button that began what is under way, or was last."""
        fill(self._column, self._bar, self._say)
        self._column.addLayout(row(self._fetch, self._verify, self._cancel, None))

    def _choose(self) -> None:
        self._desk.change(profile=self._profile.value)
        self.look()

    def _show(self, shelf: Shelf) -> None:
        self._shelf = shelf
        clear(self._box)
        for place, (entry, state) in enumerate(shelf):
            if place:
                self._box.addWidget(rule())
            self._box.addWidget(_line(entry, state, brief=self._brief))
        missing = [entry for entry, state in shelf if state not in {State.VERIFIED}]
        absent = [entry for entry, state in shelf if state in {State.MISSING, State.INCOMPLETE}]
        size = sum(entry.bytes for entry in missing) / 1e6
        self._fetch.setVisible(bool(missing) and not self._busy)
        self._fetch.setText(f"Fetch what is missing ({size:.0f} MB)")
        some = any(state is not State.MISSING for _, state in shelf)
        self._verify.setVisible(some and not self._brief and not self._busy)
        self._first.setVisible(bool(absent) and not self._brief)
        self._first_text.setText(
            "One step before the first interview: fetch the models. You can stop and go on later;"
            " what has arrived is kept."
        )
        usable = {State.VERIFIED, State.UNVERIFIED}
        self.ready.emit(all(state in usable for _, state in shelf))

    def _begin(self) -> None:
        entries = [entry for entry, _ in self._shelf]
        profile = self._desk.settings.profile
        self._begun = self._fetch
        self._working(True, "Looking for the models…")

        def tell(progress: FetchProgress) -> None:
            if self._stop.is_set():
                raise Cancelled
            self.arrived.emit(progress)

        def work() -> Ending:
            from mockvoice.services import fetch  # what it stands on is slow to load

            try:
                fetch.fetch(entries, paths.weights(), tell)
            except Cancelled:
                return Ending.STOPPED
            return Ending.DONE

        def ended(how: Ending) -> None:
            self._ended(_FETCH_SAYS[how])
            if how is Ending.DONE:
                # As when the window opens with models: the first interview need not wait.
                self._desk.parts.warm(profile)

        self._desk.fetching.submit(work, ended, self._failed)

    def _check(self) -> None:
        here = [entry for entry, state in self._shelf if state is not State.MISSING]
        self._begun = self._verify
        self._working(True, "Checking…")

        def work() -> Ending:
            for entry in here:

                def tell(done: int, entry: ModelEntry = entry) -> None:
                    if self._stop.is_set():
                        raise Cancelled
                    self.hashed.emit(entry.title, done / entry.bytes)

                try:
                    catalogue.verify(entry, paths.weights(), tell)
                except Cancelled:
                    return Ending.STOPPED
            return Ending.DONE

        self._desk.fetching.submit(work, lambda how: self._ended(_CHECK_SAYS[how]), self._failed)

    def _show_progress(self, progress: FetchProgress) -> None:
        self._bar.setValue(round(1000 * progress.done / max(1, progress.total)))
        done, total = progress.done / 1e6, progress.total / 1e6
        self._tell(f"{done:.0f} of {total:.0f} MB · {progress.model}")

    def _show_check(self, title: str, share: float) -> None:
        self._bar.setValue(round(1000 * share))
        self._tell(f"Checking {title}")

    def _tell(self, say: str, role: str = "soft") -> None:
        self._say.setText(say)
        set_role(self._say, role)
        self._say.setVisible(bool(say))

    def _working(self, works: bool, say: str) -> None:
        self._stop.clear()
        self._bar.setValue(0)
        self._bar.setVisible(works)
        self._busy = works
        # First what takes the focus over, then what had it goes.
        if works:
            self._cancel.show()
            self._cancel.setFocus()
            self._fetch.hide()
            self._verify.hide()
        else:
            self._begun.show()
            if self._cancel.hasFocus():
                self._begun.setFocus()
            self._cancel.hide()
        self._tell(say)

    def _ended(self, say: str) -> None:
        self._working(False, say)
        self.look()

    def _failed(self, error: MockvoiceError) -> None:
        self._working(False, "")
        self._tell(f"{error.message}\n{error.hint}".strip(), "bad")
        self.look()


def _line(entry: ModelEntry, state: State, *, brief: bool) -> QWidget:
    holder = QWidget()
    word, role = _STATES[state]
    left = text(entry.title, "strong")
    about = text(entry.about, "soft")
    size = f"{entry.bytes / 1e6:.0f} MB"
    layout = QHBoxLayout(holder)
    column = QVBoxLayout()
    column.setSpacing(3)
    fill(column, left, about)
    if not brief:
        column.addWidget(text(f"{size} · {entry.licence} · {entry.credit}", "small"))
    layout.addLayout(column, 1)
    layout.addSpacing(16)
    layout.addWidget(text(word, role, wrap=False))
    layout.setContentsMargins(0, 2, 0, 2)
    return holder
