"""What every page shares: the parts, the settings, the look, and the serial threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from mockvoice import paths, settings
from mockvoice.domain.errors import MockvoiceError, UnknownQuestion
from mockvoice.domain.question import Question
from mockvoice.services import bank
from mockvoice.services.bank import Bank
from mockvoice.services.store import Store
from mockvoice.settings import Settings
from mockvoice.ui.background import Background
from mockvoice.ui.parts import Parts, Wish
from mockvoice.ui.theme import Theme
from mockvoice.ui.work import Work

T = TypeVar("T")


class Desk(QObject):
    """Shared by the pages. Store, bank and settings are touched only by the thread ``files``."""

    settings_changed = Signal()
    library_changed = Signal()
    bank_ready = Signal()
    go = Signal(str)
    """Show the page of this name."""
    review = Signal(str, int)
    """Show the review of an answer: session, position."""
    session = Signal(str)
    """Show the page of a session: its id."""
    takes = Signal(str, int)
    """Show an answer beside another one to the same question: session, position."""
    begin = Signal(object)
    """Begin the interview of this Wish."""
    _assessed = Signal()
    trouble = Signal(str, str)
    """Tell the user: message, hint."""

    def __init__(self, parts: Parts, theme: Theme, chosen: Settings) -> None:
        super().__init__()
        self.parts = parts
        self.theme = theme
        self.settings = chosen
        self.bank = Bank(())
        self.work = Work(self)
        self._assessed.connect(self.library_changed, Qt.ConnectionType.QueuedConnection)
        self.files = Background("files", self)
        self.packs = Background("packs", self)
        self.devices = Background("devices", self)
        self.models = Background("models", self)
        # Of its own, so that no interview waits behind a fetch or a check of every byte.
        self.fetching = Background("fetching", self)

    def question(self, question_id: str) -> Question | None:
        """Return a question of the bank; None where no pack holds it, or none is read yet."""
        try:
            return self.bank.find(question_id).question
        except UnknownQuestion:
            return None

    def load_bank(self) -> None:
        """Read the packs and tell ``bank_ready``."""

        def ready(loaded: Bank) -> None:
            self.bank = loaded
            self.bank_ready.emit()

        self.packs.submit(
            lambda: bank.load([paths.questions(), paths.own_questions()]), ready, self.show_trouble
        )

    def when_bank_ready(self, do: Callable[[], object]) -> None:
        """Do it each time the bank has been read, and at once when it is there already."""
        self.bank_ready.connect(do)
        if len(self.bank):
            do()

    def mend(self) -> None:
        """Keep and assess what an early exit left behind."""
        profile, told = self.settings.profile, self._assessed.emit

        def done(many: int) -> None:
            if many:
                self.library_changed.emit()

        # Without models nothing can be assessed yet; the Models page says so.
        self.models.submit(lambda: self.parts.mend(profile, told), done, lambda _error: None)

    def change(self, **changes: object) -> None:
        """Change settings, save them, and tell; does nothing when they are so already."""
        wanted = self.settings.model_copy(update=changes)
        if wanted == self.settings:
            return
        self.settings = wanted
        self.theme.choose(wanted)
        self.settings_changed.emit()
        self.files.submit(lambda: settings.save(wanted), lambda _nothing: None, self.show_trouble)

    def ask_store(
        self,
        question: Callable[[Store], T],
        done: Callable[[T], None],
        failed: Callable[[MockvoiceError], None] | None = None,
    ) -> None:
        """Put a question to the library in the background."""

        def work() -> T:
            store = Store(paths.library(), paths.recordings())
            try:
                return question(store)
            finally:
                store.close()

        self.files.submit(work, done, failed or self.show_trouble)

    def show_trouble(self, error: MockvoiceError) -> None:
        """Tell the user what went wrong and what to do."""
        self.trouble.emit(error.message, error.hint)

    def interview(self, wish: Wish) -> None:
        """Begin an interview."""
        self.begin.emit(wish)

    def close(self) -> None:
        """End the threads; what was to be saved is saved."""
        self.files.close(finish=True)
        for thread in (self.packs, self.devices, self.models, self.fetching):
            thread.close()
