"""Progress: sessions, trends, weak points, and a search over everything that was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mockvoice import paths
from mockvoice.domain.errors import MockvoiceError, UnknownQuestion
from mockvoice.domain.progress import Past, PointRecord
from mockvoice.services import retention
from mockvoice.services.store import FOUND_MOST, SessionRow, Store
from mockvoice.ui import words
from mockvoice.ui.confirming import Loss, confirm_delete
from mockvoice.ui.desk import Desk
from mockvoice.ui.export_dialog import offer_export
from mockvoice.ui.lists import Line, TwoLines
from mockvoice.ui.parts import Wish
from mockvoice.ui.progress_views import TrendView, WeakView, practice_card
from mockvoice.ui.widgets import Chips, IconButton, Page, button, card, clear, fill, row, text

_SEARCH_AFTER_MS = 40
"""Quiet time after a key before the library is asked: keys typed in a rush are one question."""
VIEWS = (("sessions", "Sessions"), ("trends", "Trends"), ("weak", "Weak points"))
Found = tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class _Library:
    """What the page shows when nothing is searched for."""

    sessions: tuple[SessionRow, ...] = ()
    past: tuple[Past, ...] = ()
    points: tuple[PointRecord, ...] = ()


class HistoryPage(Page):
    """Sessions, the newest first; what is typed into the search replaces them by what was said."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "Progress", "history-page")
        self._desk = desk
        self._kept: _Library | None = None
        self._stale: set[str] = set()
        """Views that show what the library held before."""
        self._search = QLineEdit()
        self._search.setObjectName("search-said")
        self._search.setPlaceholderText("Search everything you have said")
        self._search.setAccessibleName("Search everything you have said")
        self._search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SEARCH_AFTER_MS)
        self._pause.timeout.connect(self._ask_search)
        self._search.textChanged.connect(lambda _typed: self._pause.start())
        self._view = Chips("progress", VIEWS, "What to show")
        self._view.choose(["sessions"])
        self._view.chosen.connect(self._arrange)
        self._view.hide()
        self._count = text("", "soft")
        self._practice = QWidget()
        inside = QVBoxLayout(self._practice)
        inside.setContentsMargins(0, 0, 0, 0)
        self._trends = TrendView(desk)
        self._trends.picked.connect(desk.review)
        self._weak = WeakView()
        self._weak.practise.connect(self._practise)
        for part in (self._practice, self._trends, self._weak):
            part.hide()
        fill(self.body, self._search, self._view, self._practice, self._count)
        self._add_empty()
        self._add_list()
        fill(self.body, self._trends, self._weak)
        self.body.addStretch(0)  # takes the room while the list is hidden
        desk.library_changed.connect(self._look_again)

    def _add_empty(self) -> None:
        """What stands here before the first session, instead of a search for nothing."""
        self._empty, inside = card(spacing=14)
        told = (
            "After your first answer you find it here, with every second of its sound, what was"
            " said of it, and how it compares with the ones before."
        )
        go = button("Go to the start page", "first-session", lambda: self._desk.go.emit("start"))
        fill(inside, text("Nothing here yet", "section"), text(told, "soft"), row(go, None))
        self._empty.hide()
        self.body.addWidget(self._empty)

    def _add_list(self) -> None:
        self._list = TwoLines(self._theme, "session-list", "Sessions")
        self._list.setMinimumHeight(240)
        self._list.picked.connect(self._open)
        self._list.itemSelectionChanged.connect(self._able)
        self._frame, inside = card(margin=10)
        inside.addWidget(self._list)
        self._review = IconButton(self._theme, "review", "Open", "open-session", "primary")
        self._review.clicked.connect(lambda: self._open(self._list.key))
        self._export = IconButton(self._theme, "export", "Export…", "export-session")
        self._export.clicked.connect(self._choose_file)
        self._delete = IconButton(self._theme, "trash", "Delete…", "delete-session", "danger")
        self._delete.clicked.connect(self._confirm)
        self.body.addWidget(self._frame, 1)
        self.body.addLayout(row(self._review, self._export, None, self._delete))

    def shown(self) -> None:
        """Ask the library again."""
        self._ask()

    def _look_again(self) -> None:
        """A page nobody looks at is read when it is opened."""
        if self.isVisible():
            self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Delete deletes, after a question."""
        if event.key() == Qt.Key.Key_Delete and self._delete.isEnabled():
            self._confirm()
        else:
            super().keyPressEvent(event)

    def delete(self, session: str) -> None:
        """Delete a session for good: rows, what can be searched, and its recordings."""

        def failed(error: MockvoiceError) -> None:
            self._desk.show_trouble(error)
            self._desk.library_changed.emit()  # rows may be gone though a recording is not

        self._desk.ask_store(
            lambda store: store.delete(session),
            lambda _nothing: self._desk.library_changed.emit(),
            failed,
        )

    def _ask(self) -> None:
        """Ask for the sessions, which show at once, then for what is summed up over all."""

        kept = self._kept or _Library()

        def sessions(store: Store) -> _Library:
            rows = retention.sessions(store, paths.recordings())
            return _Library(rows, kept.past, kept.points)

        def everything(store: Store) -> _Library:
            rows = retention.sessions(store, paths.recordings())
            found = _Library(rows, store.past(), store.points())
            # Compared here, because a thousand answers take long to compare.
            return kept if found == kept else found

        self._desk.ask_store(sessions, self._show_sessions)
        self._desk.ask_store(everything, self._show_library)

    def _show_sessions(self, found: _Library) -> None:
        if self._kept is None or found.sessions != self._kept.sessions:
            self._kept = found
            self._ask_search()

    def _show_library(self, found: _Library) -> None:
        before, self._kept = self._kept, found
        if found is before:
            return
        inside = self._practice.layout()
        assert inside is not None
        clear(inside)
        if found.past:
            today = datetime.now(UTC).astimezone().date()
            inside.addWidget(practice_card(self._desk, found.past, today))
        self._stale = {"trends", "weak"}
        if before is None or before.sessions != found.sessions:
            self._ask_search()
        else:
            self._arrange()

    @property
    def _typed(self) -> str:
        return self._search.text().strip()

    def _ask_search(self) -> None:
        typed = self._typed
        if not typed:
            self._show((), "")
            return

        def show(found: Found) -> None:
            if typed == self._typed:
                self._show(found, typed)

        self._desk.ask_store(lambda store: store.search(typed), show, self._failed)

    def _failed(self, _error: MockvoiceError) -> None:
        self._count.setText("The search does not understand this. Try plain words.")

    def _show(self, found: Found, typed: str) -> None:
        sessions = self._sessions
        lines = _found_lines(sessions, found) if typed else _session_lines(sessions)
        self._list.show_lines(lines)
        if typed:
            self._count.setText(_many_found(len(found)))
        elif sessions:
            self._count.setText(f"{len(sessions)} session{'s' * (len(sessions) != 1)}.")
        if lines and not self._list.key:
            self._list.setCurrentRow(0)
        self._arrange()

    def _arrange(self) -> None:
        """Show the chosen view; while something is searched for, what was found."""
        typed, view = bool(self._typed), self._view.value
        past = self._kept is not None and bool(self._kept.past)
        none = self._kept is not None and not self._sessions
        self._empty.setVisible(none)
        self._search.setHidden(none)
        self._view.setVisible(past and not typed)
        view = view if past and not typed else "sessions"
        listed = view == "sessions"
        self._practice.setVisible(past and listed and not typed)
        self._count.setVisible(listed and not none)
        self._frame.setVisible(listed and bool(self._list.count()))
        self._trends.setVisible(view == "trends")
        self._weak.setVisible(view == "weak")
        self._freshen(view)
        self._able()

    def _freshen(self, view: str) -> None:
        """Fill a view when it is looked at: with a thousand answers it takes its time."""
        if view == "trends":
            self._trends.prepare()
        if view not in self._stale or self._kept is None:
            return
        self._stale.discard(view)
        if view == "trends":
            self._trends.show_past(self._kept.past)
        else:
            self._weak.show_points(self._kept.points)

    def _able(self) -> None:
        key = self._list.key
        for made in (self._review, self._export, self._delete):
            made.setEnabled(bool(key))
            made.setVisible(not self._frame.isHidden())

    @property
    def _sessions(self) -> tuple[SessionRow, ...]:
        return self._kept.sessions if self._kept is not None else ()

    def _open(self, key: str) -> None:
        """Open what was found, a session of one answer as its review, any other as a page."""
        session, _, position = key.partition("#")
        row = self._selected()
        if position or (row is not None and row.answers == 1):
            self._desk.review.emit(session, int(position or 1))
        elif session:
            self._desk.session.emit(session)

    def _selected(self) -> SessionRow | None:
        name = self._list.key.partition("#")[0]
        return next((session for session in self._sessions if session.id == name), None)

    def _practise(self, question_id: str) -> None:
        try:
            entry = self._desk.bank.find(question_id)
        except UnknownQuestion as error:
            self._desk.show_trouble(error)
            return
        self._desk.interview(Wish(entry.question.text, (entry,), self._desk.settings))

    def _choose_file(self) -> None:
        session = self._selected()
        if session is not None:
            offer_export(self._desk, session.id, None, self)

    def _confirm(self) -> None:
        session = self._selected()
        if session is None:
            return
        loss = Loss(
            "confirm-delete",
            "Delete session",
            "Delete this session for good?",
            f"{session.title}, {words.when(session.started)}. Its recordings, transcripts and"
            " scores are removed from this computer and cannot be brought back.",
        )
        confirm_delete(self, loss, lambda: self.delete(session.id))


def _session_lines(sessions: Sequence[SessionRow]) -> list[Line]:
    return [
        Line(
            s.id,
            s.title,
            f"{words.when(s.started)}  ·  {_answers(s.answers)}",
            "" if s.overall is None else f"{s.overall:.0f}",
        )
        for s in sessions
    ]


def _found_lines(sessions: Sequence[SessionRow], found: Found) -> list[Line]:
    by_id = {session.id: session for session in sessions}
    return [
        Line(f"{name}#{position}", f"“{said.strip()}”", f"{_title(by_id, name)}")
        for name, position, said in found
        if name in by_id
    ]


def _many_found(many: int) -> str:
    if not many:
        return "You have not said this yet."
    if many == FOUND_MOST:
        return f"The {many} nearest of the answers in which this was said."
    return f"{many} answer{'s' * (many != 1)} in which this was said."


def _title(sessions: dict[str, SessionRow], name: str) -> str:
    return f"{words.when(sessions[name].started)}  ·  {sessions[name].title}"


def _answers(many: int) -> str:
    return f"{many} answer{'s' * (many != 1)}"
