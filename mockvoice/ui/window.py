"""The main window: a rail on the left, pages on the right, and what is true everywhere."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mockvoice.ui import icons, page_makers
from mockvoice.ui.desk import Desk
from mockvoice.ui.page_makers import MAKERS, Pages
from mockvoice.ui.parts import Wish
from mockvoice.ui.shortcuts import ShortcutSheet
from mockvoice.ui.storage_card import apply_retention
from mockvoice.ui.widgets import IconButton, Page, button, row, text

if TYPE_CHECKING:
    from mockvoice.ui.pages.interview_page import InterviewPage
    from mockvoice.ui.pages.review_page import ReviewPage
    from mockvoice.ui.pages.session_page import SessionPage
    from mockvoice.ui.pages.takes_page import TakesPage

RAIL = (
    ("start", "Start"),
    ("history", "Progress"),
    ("questions", "Questions"),
    ("models", "Models"),
    ("settings", "Settings"),
)
"""Pages of the rail: name (also of the icon) and label, in order; Ctrl+1 opens the first."""
_NEXT_PAGE_MS = 60
"""Between the pages that are made ahead, so that the window stays quick meanwhile."""


class Window(QMainWindow):
    """The window. ``pages`` gives every page by its name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setWindowTitle("MockVoice")
        self.setWindowIcon(icons.icon("app", desk.theme.colour("accent"), 64))
        self.setMinimumSize(720, 520)
        self._stack = QStackedWidget()
        self.pages = Pages(desk, self._add_page)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_NEXT_PAGE_MS)
        self._rest.timeout.connect(self._load_next_page)
        self._trouble, self._trouble_text = QFrame(), text("")
        self._arrange()
        self._add_shortcuts()
        desk.go.connect(self.open)
        desk.trouble.connect(self._show_trouble)
        desk.begin.connect(self._begin)
        desk.review.connect(self._open_review)
        desk.session.connect(self._open_session)
        desk.takes.connect(self._open_takes)
        self._at_work = False
        self._restore()
        self.open("start" if desk.settings.first_start_done else "setup")
        desk.bank_ready.connect(self._rest.start)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Begin the work of the background once the first picture is there: it would hold it up."""
        super().paintEvent(event)
        if not self._at_work:
            self._at_work = True
            QTimer.singleShot(0, self, self._begin_work)

    def _begin_work(self) -> None:
        self.desk.load_bank()
        self.desk.mend()
        self.desk.parts.warm(self.desk.settings.profile)
        apply_retention(self.desk)

    def open(self, name: str) -> None:
        """Show the page of this name."""
        if name not in MAKERS or (name != "interview" and self._interviewing):
            return  # nobody leaves a page that records by a slip of a key
        page = self.pages[name]
        old = self._stack.currentWidget()
        if isinstance(old, Page) and old is not page:
            old.hide_page()
        self._stack.setCurrentWidget(page)
        if (entry := self._rail.get(name)) is not None:
            entry.setChecked(True)
            entry.setFocus()
        elif name == "setup" and (other := self._open_one.checkedButton()) is not None:
            self._open_one.setExclusive(False)  # else one of the rail would stay chosen
            other.setChecked(False)
            self._open_one.setExclusive(True)
        page.shown()

    @property
    def _interviewing(self) -> bool:
        # Not made, if none has begun: then asking for the page would make it.
        page = self.pages.get("interview")
        return page is not None and cast("InterviewPage", page).busy

    def _add_page(self, name: str, page: Page) -> None:
        self._stack.addWidget(page)
        if name == "interview":
            cast("InterviewPage", page).finished.connect(self._interview_over)

    def _load_next_page(self) -> None:
        """Load a page that is not made yet, off this thread, then make it."""
        missing = self.pages.missing
        if missing and not self._interviewing:
            name = missing[0]
            self.desk.packs.submit(
                lambda: page_makers.load(name),
                lambda _loaded: self._make_ahead(name),
                self.desk.show_trouble,
            )

    def _make_ahead(self, name: str) -> None:
        if not self._interviewing:
            self.pages[name]  # making it keeps it
            self._rest.start()

    def _begin(self, wish: Wish) -> None:
        cast("InterviewPage", self.pages["interview"]).begin(wish)
        self._rail_frame.hide()
        self.open("interview")

    def _interview_over(self) -> None:
        self._rail_frame.show()

    def _open_review(self, session: str, position: int) -> None:
        cast("ReviewPage", self.pages["review"]).open(session, position)
        self.open("review")
        self._rail["history"].setChecked(True)

    def _open_session(self, session: str) -> None:
        cast("SessionPage", self.pages["session"]).open(session)
        self.open("session")
        self._rail["history"].setChecked(True)

    def _open_takes(self, session: str, position: int) -> None:
        cast("TakesPage", self.pages["takes"]).open(session, position)
        self.open("takes")
        self._rail["history"].setChecked(True)

    def show_keys(self) -> None:
        """Show the sheet of keys."""
        if self.findChild(ShortcutSheet) is None:
            ShortcutSheet(self.desk.theme, self).open()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Remember the window and end what runs."""
        shape = base64.b64encode(self.saveGeometry().data()).decode()
        self.desk.change(window=shape)
        self._rest.stop()
        for page in self.pages.values():
            page.close_page()
        self.desk.close()
        super().closeEvent(event)

    def _arrange(self) -> None:
        self._trouble.hide()
        self._trouble.setProperty("role", "trouble")
        dismiss = button("Dismiss", "dismiss-trouble", self._trouble.hide)
        line = row(self._trouble_text, dismiss, spacing=18)
        line.setContentsMargins(32, 12, 32, 12)
        line.setStretch(0, 1)
        self._trouble.setLayout(line)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._trouble)
        right.addWidget(self._stack, 1)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self._rail_frame = self._make_rail()
        across.addWidget(self._rail_frame)
        across.addLayout(right, 1)
        self.setCentralWidget(middle)

    def _make_rail(self) -> QFrame:
        rail = QFrame()
        rail.setProperty("role", "rail")
        rail.setAccessibleName("Pages")
        column = QVBoxLayout(rail)
        column.setContentsMargins(14, 24, 14, 16)
        column.setSpacing(4)
        column.addWidget(text("MockVoice", "brand", wrap=False))
        column.addSpacing(20)
        self._rail: dict[str, IconButton] = {}
        self._open_one = group = QButtonGroup(self)
        for name, label in RAIL:
            entry = IconButton(self.desk.theme, name, label, f"rail-{name}", "rail")
            entry.setCheckable(True)
            entry.clicked.connect(lambda _checked=False, page=name: self.open(page))
            group.addButton(entry)
            column.addWidget(entry)
            self._rail[name] = entry
        column.addStretch(1)
        keys = IconButton(self.desk.theme, "keyboard", "Keys", "keys", "rail")
        keys.clicked.connect(self.show_keys)
        column.addWidget(keys)
        return rail

    def _add_shortcuts(self) -> None:
        for place, (name, _label) in enumerate(RAIL, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{place}"), self)
            shortcut.activated.connect(lambda page=name: self.open(page))
        for key in ("F1", "?"):
            QShortcut(QKeySequence(key), self).activated.connect(self.show_keys)
        QShortcut(QKeySequence.StandardKey.Quit, self).activated.connect(self.close)

    def _show_trouble(self, message: str, hint: str) -> None:
        self._trouble_text.setText(f"{message}\n{hint}".strip())
        self._trouble.show()
        QTimer.singleShot(0, self, self._trouble.updateGeometry)

    def _restore(self) -> None:
        self.resize(1120, 780)
        try:
            shape = base64.b64decode(self.desk.settings.window, validate=True)
        except binascii.Error:
            return
        if shape:
            self.restoreGeometry(QByteArray(shape))
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
