"""The start page: what to rehearse, and one big button."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mockvoice import paths
from mockvoice.domain import due, plan
from mockvoice.domain.errors import UnknownQuestion
from mockvoice.domain.plan import Candidate, Chosen, Focus, Plan, Role
from mockvoice.domain.progress import PointRecord
from mockvoice.domain.question import Kind, Level
from mockvoice.services import catalogue, retention, tailoring
from mockvoice.services.bank import Entry
from mockvoice.services.catalogue import State
from mockvoice.services.store import SessionRow, Store
from mockvoice.services.tailoring import Tailored
from mockvoice.ui import words
from mockvoice.ui.desk import Desk
from mockvoice.ui.parts import Wish
from mockvoice.ui.widgets import (
    Chips,
    IconButton,
    Page,
    button,
    card,
    clear,
    fill,
    notice,
    row,
    text,
)

MINUTES = (10, 20, 30, 45, 60)
_READ_AFTER_MS = 400
"""Quiet time after a key before a pasted description is read."""
SHORTEST_SECONDS = 30 + plan.OVERHEAD_SECONDS
"""No question takes less of an interview."""
_TERMS = 8
"""Terms of a description that are named back."""


@dataclass(frozen=True)
class _Library:
    """What the start page shows of the library."""

    last: SessionRow | None = None
    due: tuple[PointRecord, ...] = ()
    """Points that come back today, the most overdue first."""
    attempts: Mapping[str, int] = field(default_factory=dict)
    """How often each of their questions was answered, in the order of the points."""
    asked: tuple[str, ...] = ()
    """Questions answered lately, the latest first."""


class StartPage(Page):
    """Role, level, kinds, length, follow-ups and mode; what is due; the last session; one question
    alone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "What shall we rehearse?", "start-page")
        self._desk = desk
        self._ready = False
        self._seed = secrets.randbelow(1_000_000)
        self._focus: dict[str, Focus] = {}
        self._kept = _Library()
        self._missing, self._missing_text = notice()
        box = self._missing.layout()
        if isinstance(box, QVBoxLayout):
            self._to_models = button("Open Models", "open-models", lambda: desk.go.emit("models"))
            box.addLayout(row(self._to_models, None))
        self._missing.hide()
        self.body.addWidget(self._missing)
        self._add_choices()
        self._add_begin()
        self._due, self._due_box = card(spacing=6)
        self._last, self._last_box = card(spacing=6)
        for frame in (self._due, self._last):
            frame.hide()
            self.body.addWidget(frame)
        self._add_single()
        self._add_tailoring()
        self.body.addStretch(1)
        self._take_settings()
        desk.library_changed.connect(self._ask_library)
        desk.when_bank_ready(self._bank_ready)

    def shown(self) -> None:
        """Look again whether the models are there, at the last session and at what is due."""
        profile = self._desk.settings.profile

        def look() -> tuple[str, ...]:
            entries = catalogue.load().profile(profile)
            fine = {State.VERIFIED, State.UNVERIFIED}
            weights = paths.weights()
            return tuple(e.title for e in entries if catalogue.state(e, weights) not in fine)

        self._desk.files.submit(look, self._show_missing, self._desk.show_trouble)
        self._ask_library()

    def _add_choices(self) -> None:
        frame, box = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(1, 1)
        self._role = Chips("role", words.ROLES, "Role")
        self._level = Chips("level", words.LEVELS, "Level")
        self._kinds = Chips("kind", words.KINDS, "Kinds of questions", several=True)
        self._minutes = Chips("minutes", [(str(m), f"{m} min") for m in MINUTES], "Length")
        self._follow_ups = Chips(
            "follow-ups",
            [("0", "None"), ("1", "1"), ("2", "2"), ("3", "3")],
            "Follow-ups per question at most",
        )
        modes = (("practice", "Practice, with hints"), ("interview", "Interview, no hints"))
        self._mode = Chips("mode", modes, "Mode")
        rows: tuple[tuple[str, Chips], ...] = (
            ("Role", self._role),
            ("Level", self._level),
            ("Kinds", self._kinds),
            ("Length", self._minutes),
            ("Follow-ups", self._follow_ups),
            ("Mode", self._mode),
        )
        for line, (name, chips) in enumerate(rows):
            grid.addWidget(text(name, "soft", wrap=False), line, 0)
            grid.addWidget(chips, line, 1)
            chips.chosen.connect(self._keep_choices)
        box.addLayout(grid)
        self.body.addWidget(frame)

    def _add_begin(self) -> None:
        self._begin = IconButton(self._desk.theme, "interview", "Start", "begin", "big")
        self._begin.setToolTip("Ctrl+Enter")
        self._begin.setShortcut("Ctrl+Return")
        self._begin.clicked.connect(self._start)
        self._plan = text("", "soft")
        self._plan.setObjectName("plan")
        holder = QWidget()
        layout = row(self._begin, self._plan, spacing=18)
        layout.setContentsMargins(0, 2, 0, 6)
        layout.setStretch(1, 1)
        holder.setLayout(layout)
        self.body.addWidget(holder)

    def _add_single(self) -> None:
        frame, box = card(spacing=8)
        box.addWidget(text("One question", "section"))
        choose = button(
            "Choose a question…", "choose-question", lambda: self._desk.go.emit("questions")
        )
        line = row(
            text("Short of time? Pick one question of the bank and answer it now.", "soft"), choose
        )
        line.setStretch(0, 1)
        box.addLayout(line)
        self.body.addWidget(frame)

    def _add_tailoring(self) -> None:
        frame, box = card(spacing=10)
        self._pasted = QPlainTextEdit()
        self._pasted.setObjectName("description")
        self._pasted.setAccessibleName("Job description or résumé")
        self._pasted.setPlaceholderText("Paste a job description or your résumé.")
        self._pasted.setTabChangesFocus(True)
        self._pasted.setFixedHeight(130)
        self._pasted.hide()
        self._named = text("It is read on this computer and not kept.", "soft")
        self._named.setObjectName("named")
        opened = button("Paste…", "paste-description", self._toggle_pasted)
        read = button("Open a file…", "open-description", self._choose_file)
        head = row(text("Tailor it to a job", "section", wrap=False), None, opened, read)
        box.addLayout(head)
        fill(box, self._named, self._pasted)
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(_READ_AFTER_MS)
        self._reading.timeout.connect(lambda: self._tailor(self._pasted.toPlainText()))
        self._pasted.textChanged.connect(self._reading.start)
        self.body.addWidget(frame)

    def _toggle_pasted(self) -> None:
        self._pasted.setVisible(self._pasted.isHidden())
        self._pasted.setFocus()

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Job description or résumé", "", "Text, PDF, Word (*.txt *.md *.pdf *.docx)"
        )
        if name:
            entries = self._desk.bank.entries
            self._desk.packs.submit(
                lambda: tailoring.tailor(tailoring.read(Path(name)), entries),
                self._tailored,
                self._desk.show_trouble,
            )

    def _tailor(self, description: str) -> None:
        entries = self._desk.bank.entries
        self._desk.packs.submit(
            lambda: tailoring.tailor(description, entries), self._tailored, self._desk.show_trouble
        )

    def _tailored(self, found: Tailored) -> None:
        self._focus = found.focus
        named = ", ".join(found.terms[:_TERMS])
        many = len(found.focus)
        self._named.setText(
            f"It speaks of {named}. {many} questions about that come first."
            if many and named
            else "Nothing in it is known to the question bank."
            if self._pasted.toPlainText().strip()
            else "It is read on this computer and not kept."
        )
        self._count()

    def _take_settings(self) -> None:
        chosen = self._desk.settings
        self._role.choose([chosen.role if chosen.role in set(Role) else Role.ML_ENGINEER])
        self._level.choose([chosen.level])
        self._kinds.choose(chosen.kinds or [str(kind) for kind, _ in words.KINDS])
        self._minutes.choose([str(min(MINUTES, key=lambda m: abs(m - chosen.minutes)))])
        self._follow_ups.choose([str(chosen.follow_ups)])
        self._mode.choose([chosen.mode])

    def _keep_choices(self) -> None:
        kinds = self._kinds.values
        self._desk.change(
            role=self._role.value,
            level=self._level.value,
            kinds=() if len(kinds) == len(words.KINDS) else kinds,
            minutes=int(self._minutes.value),
            follow_ups=int(self._follow_ups.value),
            mode=self._mode.value,
        )
        self._show_due()
        self._count()

    def _planned(self) -> Plan:
        wish = plan.Wish(
            role=Role(self._role.value),
            level=Level(self._level.value),
            kinds=frozenset(Kind(kind) for kind in self._kinds.values),
            minutes=float(self._minutes.value),
            seed=self._seed,
            recent=self._kept.asked,
            due=due.share(tuple(self._kept.attempts), float(self._minutes.value)),
            focus=self._focus,
        )
        return plan.plan([Candidate(e.id, e.question) for e in self._desk.bank], wish)

    def _count(self) -> None:
        planned = self._planned()
        if not len(self._desk.bank):
            self._plan.setText("Reading the question bank…")
        elif not planned.chosen:
            self._plan.setText("No question fits. Choose more time, more kinds, another level.")
        else:
            self._plan.setText(_told(planned))
        self._begin.setEnabled(bool(planned.chosen) and self._ready)

    def _start(self) -> None:
        entries = tuple(self._entry(chosen.id) for chosen in self._planned().chosen)
        role = dict(words.ROLES)[Role(self._role.value)]
        level = words.level(Level(self._level.value))
        title = f"{role}, {level.lower()} level, {self._minutes.value} min"
        self._seed += 1
        self._desk.interview(Wish(title, entries, self._desk.settings))

    def _show_missing(self, missing: tuple[str, ...]) -> None:
        able = self._desk.parts.interview is not None
        self._ready = able and not missing
        self._missing.setVisible(not self._ready)
        for begin in self._due.findChildren(QPushButton):
            begin.setEnabled(self._ready)
        self._to_models.setVisible(bool(missing))
        if missing:
            models = "1 model" if len(missing) == 1 else f"{len(missing)} models"
            self._missing_text.setText(
                f"Before the first interview MockVoice needs {models} on this computer. Fetch"
                " once; after that everything works offline."
            )
        elif not able:
            self._missing_text.setText("This version cannot hold spoken interviews.")
        self._count()

    def _entry(self, question_id: str) -> Entry:
        """Return a question of the bank, in other words when it is due."""
        found = self._desk.bank.find(question_id)
        attempts = self._kept.attempts.get(question_id, 0)
        return replace(found, question=due.reworded(found.question, attempts))

    def _due_entries(self) -> tuple[Entry, ...]:
        """Return the due questions for which the chosen length has time, at least one."""
        found: list[Entry] = []
        left = float(self._minutes.value) * 60
        for question_id in self._kept.attempts:
            if found and left < SHORTEST_SECONDS:
                break
            try:
                entry = self._entry(question_id)
            except UnknownQuestion:
                continue  # of a pack that is not here any more
            takes = Candidate(entry.id, entry.question).seconds
            if not found or takes <= left:
                found.append(entry)
                left -= takes
        return tuple(found)

    def _start_due(self) -> None:
        entries = self._due_entries()
        title = f"Due points, {len(entries)} question{'s' * (len(entries) != 1)}"
        self._desk.interview(Wish(title, entries, self._desk.settings))

    def _ask_library(self) -> None:
        def look(store: Store) -> _Library:
            until = due.end_of_day(datetime.now(UTC))
            last = next(iter(retention.sessions(store, paths.recordings())), None)
            points = store.points(until)
            return _Library(last, points, due.attempts(points), store.asked())

        self._desk.ask_store(look, self._show_library)

    def _show_library(self, found: _Library) -> None:
        if found == self._kept:
            return
        self._kept = found
        self._show_due()
        self._show_last(found.last)
        self._count()

    def _bank_ready(self) -> None:
        self._show_due()
        self._count()

    def _show_due(self) -> None:
        clear(self._due_box)
        entries = self._due_entries()
        asked = {entry.id for entry in entries}
        points = sum(1 for point in self._kept.due if point.question_id in asked)
        self._due.setVisible(bool(entries))
        if not entries:
            return
        seconds = sum(Candidate(entry.id, entry.question).seconds for entry in entries)
        many = f"{len(entries)} question{'s' * (len(entries) != 1)}"
        said = "1 point is due" if points == 1 else f"{points} points are due"
        left = len(self._kept.due) - points
        later = f" {left} more wait." if left else ""
        about = f"Missed before; asked again in other words. {many}, about {words.minutes(seconds)}"
        begin = button("Practise them", "practise-due", self._start_due)
        begin.setEnabled(self._ready)
        line = row(text(f"{about}.{later}", "soft"), begin)
        line.setStretch(0, 1)
        self._due_box.addWidget(text(said, "section"))
        self._due_box.addLayout(line)

    def _show_last(self, session: SessionRow | None) -> None:
        clear(self._last_box)
        self._last.setVisible(session is not None)
        if session is None:
            return
        self._last_box.addWidget(text("Last session", "section"))
        count = f"{session.answers} answer{'s' * (session.answers != 1)}"
        about = text(f"{session.title}\n{words.when(session.started)} · {count}", "soft")
        opened = button("Review", "review-last", lambda: self._desk.review.emit(session.id, 1))
        line = row(about, opened)
        line.setStretch(0, 1)
        self._last_box.addLayout(line)


def _told(planned: Plan) -> str:
    """Say how many questions, how long, and what about."""
    many = len(planned.chosen)
    subjects = dict.fromkeys(_subject(chosen) for chosen in planned.chosen)
    back = sum(1 for chosen in planned.chosen if chosen.why == plan.DUE)
    again = f" {back} {'is' if back == 1 else 'are'} due again." if back else ""
    return (
        f"{many} question{'s' * (many != 1)}, about {planned.seconds / 60:.0f} min:"
        f" {', '.join(subjects)}.{again}"
    )


def _subject(chosen: Chosen) -> str:
    return words.COMPETENCIES[chosen.question.competency]
