"""Progress: every session, and a search over everything that was said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox

from mockvoice.domain.errors import MockvoiceError
from mockvoice.services.store import SessionRow, Store
from mockvoice.ui import exporting, words
from mockvoice.ui.desk import Desk
from mockvoice.ui.lists import Line, TwoLines
from mockvoice.ui.widgets import IconButton, Page, card, fill, row, text

_SEARCH_AFTER_MS = 120
"""Quiet time after a key before the library is asked."""
Found = tuple[tuple[str, int, str], ...]


class HistoryPage(Page):
    """Sessions, the newest first; what is typed into the search replaces them by what was said."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "Progress", "history-page")
        self._desk = desk
        self._sessions: tuple[SessionRow, ...] = ()
        self._search = QLineEdit()
        self._search.setObjectName("search-said")
        self._search.setPlaceholderText("Search everything you have said")
        self._search.setAccessibleName("Search everything you have said")
        self._search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SEARCH_AFTER_MS)
        self._pause.timeout.connect(self._ask)
        self._search.textChanged.connect(lambda _typed: self._pause.start())
        self._count = text("", "soft")
        self._list = TwoLines(desk.theme, "session-list", "Sessions")
        self._list.setMinimumHeight(240)
        self._list.picked.connect(self._open)
        self._list.itemSelectionChanged.connect(self._able)
        self._frame, inside = card(margin=10)
        inside.addWidget(self._list)
        self._review = IconButton(desk.theme, "review", "Review", "open-session", "primary")
        self._review.clicked.connect(lambda: self._open(self._list.key))
        self._export = IconButton(desk.theme, "export", "Export…", "export-session")
        self._export.clicked.connect(self._choose_file)
        self._delete = IconButton(desk.theme, "trash", "Delete…", "delete-session", "danger")
        self._delete.clicked.connect(self._confirm)
        fill(self.body, self._search, self._count)
        self.body.addWidget(self._frame, 1)
        self.body.addLayout(row(self._review, self._export, None, self._delete))
        self.body.addStretch(0)  # takes the room while the list is hidden
        desk.library_changed.connect(self._ask)

    def shown(self) -> None:
        """Ask the library again."""
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Delete deletes, after a question."""
        if event.key() == Qt.Key.Key_Delete and self._delete.isEnabled():
            self._confirm()
        else:
            super().keyPressEvent(event)

    def export_to(self, session: str, target: Path) -> None:
        """Write the session as one HTML page."""
        sounds = self._desk.parts.sounds

        def done(_nothing: None) -> None:
            self._count.setText(f"Written: {target}")

        self._desk.ask_store(lambda store: exporting.export(store, session, sounds, target), done)

    def delete(self, session: str) -> None:
        """Delete a session for good: rows, what can be searched, and its recordings."""
        self._desk.ask_store(
            lambda store: store.delete(session), lambda _nothing: self._desk.library_changed.emit()
        )

    def _ask(self) -> None:
        typed = self._search.text().strip()

        def look(store: Store) -> tuple[tuple[SessionRow, ...], Found]:
            return store.sessions(), store.search(typed) if typed else ()

        def show(found: tuple[tuple[SessionRow, ...], Found]) -> None:
            if typed == self._search.text().strip():
                self._show(found[0], found[1], typed)

        self._desk.ask_store(look, show, self._failed)

    def _failed(self, error: MockvoiceError) -> None:
        self._count.setText("The search does not understand this. Try plain words.")
        if not self._search.text().strip():
            self._desk.show_trouble(error)

    def _show(self, sessions: tuple[SessionRow, ...], found: Found, typed: str) -> None:
        self._sessions = sessions
        lines = _found_lines(sessions, found) if typed else _session_lines(sessions)
        self._list.show_lines(lines)
        self._frame.setVisible(bool(lines))
        if typed:
            many = f"{len(found)} answer{'s' * (len(found) != 1)} in which this was said."
            self._count.setText(many if found else "You have not said this yet.")
        elif sessions:
            self._count.setText(f"{len(sessions)} session{'s' * (len(sessions) != 1)}.")
        else:
            self._count.setText(
                "Nothing here yet. After your first answer you find it here, with every second of"
                " its sound."
            )
        if lines and not self._list.key:
            self._list.setCurrentRow(0)
        self._able()

    def _able(self) -> None:
        key = self._list.key
        for made in (self._review, self._export, self._delete):
            made.setEnabled(bool(key))
            made.setVisible(bool(self._list.count()))

    def _open(self, key: str) -> None:
        session, _, position = key.partition("#")
        if session:
            self._desk.review.emit(session, int(position or 1))

    def _selected(self) -> SessionRow | None:
        name = self._list.key.partition("#")[0]
        return next((session for session in self._sessions if session.id == name), None)

    def _choose_file(self) -> None:
        session = self._selected()
        if session is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, "Export as one HTML page", f"{session.id}.html", "HTML page (*.html)"
        )
        if name:
            self.export_to(session.id, Path(name))

    def _confirm(self) -> None:
        session = self._selected()
        if session is None:
            return
        box = QMessageBox(self)
        box.setObjectName("confirm-delete")
        box.setWindowTitle("Delete session")
        box.setText("Delete this session for good?")
        box.setInformativeText(
            f"{session.title}, {words.when(session.started)}. Its recordings, transcripts and"
            " scores are removed from this computer and cannot be brought back."
        )
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        delete.clicked.connect(lambda _checked=False: self.delete(session.id))
        box.open()


def _session_lines(sessions: Sequence[SessionRow]) -> list[Line]:
    return [
        Line(s.id, s.title, f"{words.when(s.started)}  ·  {_answers(s.answers)}") for s in sessions
    ]


def _found_lines(sessions: Sequence[SessionRow], found: Found) -> list[Line]:
    by_id = {session.id: session for session in sessions}
    return [
        Line(f"{name}#{position}", f"“{said}”", f"{_title(by_id, name)}")
        for name, position, said in found
        if name in by_id
    ]


def _title(sessions: dict[str, SessionRow], name: str) -> str:
    return f"{words.when(sessions[name].started)}  ·  {sessions[name].title}"


def _answers(many: int) -> str:
    return f"{many} answer{'s' * (many != 1)}"
