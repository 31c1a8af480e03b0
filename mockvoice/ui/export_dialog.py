"""Taking answers along: what, in what form, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.question import Level
from mockvoice.services import exporting
from mockvoice.services.exporting import ENDINGS, Form
from mockvoice.services.retention import shown as size_of
from mockvoice.services.store import AnswerRow, SessionRow, Store
from mockvoice.ui.desk import Desk
from mockvoice.ui.lists import Line, TwoLines
from mockvoice.ui.widgets import Chips, IconButton, button, row, text

_FORMS: Final = {
    Form.HTML: ("Web page", "With its sound: every verdict plays. Needs nothing but a browser."),
    Form.PDF: ("PDF", "Everything on A4 pages, to read, mark and print."),
    Form.SUMMARY: (
        "One-page summary",
        "Scores, next steps and what is still to say on one sheet.",
    ),
    Form.MARKDOWN: ("Markdown", "Text to edit, or to put into your notes."),
    Form.JSON: ("Data", "Every word, second and verdict as JSON."),
    Form.SRT: ("Subtitles, SRT", "For any video or audio player."),
    Form.VTT: ("Subtitles, WebVTT", "For web pages and browsers."),
    Form.FLAC: ("Sound, FLAC", "The recording without loss, small."),
    Form.WAV: ("Sound, WAV", "The recording as any program reads it, large."),
}
_ALL, _ONE = "session", "answer"


@dataclass(frozen=True)
class _Found:
    session: SessionRow
    rows: tuple[AnswerRow, ...]
    """The judged ones."""
    forms: dict[str, tuple[Form, ...]]
    """What the answer, and what the session can be written as: not all have sound."""


def offer_export(desk: Desk, session: str, position: int | None, parent: QWidget) -> None:
    """Ask in what form to take a session along, or the answer at ``position`` of it."""

    def load(store: Store) -> _Found:
        rows = exporting.chosen(store.answers(session))
        one = [row for row in rows if row.position == position]
        forms = {_ONE: exporting.offered(one), _ALL: exporting.offered(rows)}
        return _Found(store.session(session), rows, forms)

    def show(found: _Found) -> None:
        ExportDialog(desk, found, position, parent).open()

    desk.ask_store(load, show)


class ExportDialog(QDialog):
    """A list of forms; Enter or the button asks for the file and writes it."""

    def __init__(self, desk: Desk, found: _Found, position: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("export-dialog")
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._found = desk, found
        known = any(one.position == position for one in found.rows)
        self._position = position if known else None
        self._folder = ""
        self._what = Chips("take", ((_ONE, "This answer"), (_ALL, "The whole session")), "What")
        self._what.choose([_ONE if self._position is not None else _ALL])
        self._what.chosen.connect(self._offer)
        self._forms = TwoLines(desk.theme, "export-forms", "Forms")
        self._forms.picked.connect(lambda _key: self._ask())
        self._says = text("", "soft")
        self._says.setObjectName("export-says")
        self._save = IconButton(desk.theme, "export", "Save as…", "export-save", "primary")
        self._save.clicked.connect(self._ask)
        self._show = button("Show in folder", "export-show", self._open_folder)
        self._show.hide()
        self._arrange()
        self._offer()

    def write(self, form: Form, out: Path) -> None:
        """Write the chosen answers in the background, and say where they are."""
        rows, session, sounds = self._rows, self._found.session, self._desk.parts.sounds
        level = Level(self._desk.settings.level)
        self._save.setEnabled(False)
        self._show.hide()
        self._says.setText(f"Writing {out.name} …")

        def work() -> int:
            exporting.export(form, session, rows, sounds, out, level=level)
            return out.stat().st_size

        # Not the thread of the library, which pages wait for: a session's page takes seconds.
        self._desk.packs.submit(work, lambda size: self._written(out, size), self._failed)

    @property
    def _rows(self) -> Sequence[AnswerRow]:
        if self._what.value == _ONE and self._position is not None:
            return exporting.chosen(self._found.rows, self._position)
        return self._found.rows

    def _arrange(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 24, 28, 22)
        box.setSpacing(12)
        box.addWidget(text("Take it along", "section"))
        box.addWidget(text(self._found.session.title, "soft"))
        box.addWidget(self._what)
        self._what.setVisible(self._position is not None and len(self._found.rows) > 1)
        box.addWidget(self._forms, 1)
        box.addWidget(self._says)
        close = button("Close", "export-close", self.close)
        box.addLayout(row(self._save, self._show, None, close))
        high = self._desk.theme.px(790)
        self.resize(
            self._desk.theme.px(560), min(high, self.screen().availableSize().height() - 60)
        )

    def _offer(self) -> None:
        """List the forms that fit what is chosen."""
        offered = self._found.forms[self._what.value]
        self._forms.show_lines(
            [Line(form.value, *_FORMS[form], ENDINGS[form][0]) for form in offered]
        )
        if not self._forms.key:
            self._forms.setCurrentRow(0)
        if len(offered) < len(_FORMS):
            self._says.setText("There is no recording of this, so no sound and no subtitles.")
        else:
            self._says.setText("")
        self._forms.setFocus()

    def _ask(self) -> None:
        form = Form(self._forms.key)
        endings = " ".join(f"*{ending}" for ending in ENDINGS[form])
        session = self._found.session.id
        part = f"-answer-{self._position}" if self._what.value == _ONE else ""
        kind = "-summary" if form is Form.SUMMARY else ""
        proposed = str(Path(self._folder) / f"{session}{part}{kind}{ENDINGS[form][0]}")
        chosen, _ = QFileDialog.getSaveFileName(
            self, f"Export: {_FORMS[form][0]}", proposed, f"{_FORMS[form][0]} ({endings})"
        )
        if chosen:
            out = Path(chosen)
            if out.suffix.lower() not in ENDINGS[form]:
                out = out.with_name(out.name + ENDINGS[form][0])
                if out.exists():  # the file dialog asked about the name without its ending
                    self._says.setText(f"There is a {out.name} already. Choose another name.")
                    return
            self.write(form, out)

    def _written(self, out: Path, size: int) -> None:
        if not isValid(self):  # closed meanwhile; the file is there all the same
            return
        self._folder = str(out.parent)
        self._says.setText(f"Written: {out} ({size_of(size)})")
        self._save.setEnabled(True)
        self._show.show()

    def _failed(self, error: MockvoiceError) -> None:
        if not isValid(self):
            self._desk.show_trouble(error)
            return
        self._says.setText(f"{error.message} {error.hint}".strip())
        self._save.setEnabled(True)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder))
