"""The start page: what to rehearse, and one big button."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from mockvoice import paths
from mockvoice.domain.question import Kind, Level
from mockvoice.services import catalogue
from mockvoice.services.catalogue import State
from mockvoice.services.store import SessionRow, Store
from mockvoice.ui import choosing, words
from mockvoice.ui.desk import Desk
from mockvoice.ui.parts import Wish
from mockvoice.ui.widgets import Chips, IconButton, Page, button, card, clear, notice, row, text

MINUTES = (10, 20, 30, 45, 60)


class StartPage(Page):
    """Role, level, kinds, length, follow-ups and mode; the last session; one question alone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "What shall we rehearse?", "start-page")
        self._desk = desk
        self._ready = False
        self._missing, self._missing_text = notice()
        self._missing.hide()
        self.body.addWidget(self._missing)
        self._add_choices()
        self._add_begin()
        self._add_single()
        self._last, self._last_box = card(spacing=6)
        self._last.hide()
        self.body.addWidget(self._last)
        self.body.addStretch(1)
        self._take_settings()
        desk.bank_ready.connect(self._count)
        desk.library_changed.connect(self._ask_last)

    def shown(self) -> None:
        """Look again whether the models are there, and at the last session."""
        profile = self._desk.settings.profile

        def look() -> tuple[str, ...]:
            entries = catalogue.load().profile(profile)
            fine = {State.VERIFIED, State.UNVERIFIED}
            weights = paths.weights()
            return tuple(e.title for e in entries if catalogue.state(e, weights) not in fine)

        self._desk.files.submit(look, self._show_missing, self._desk.show_trouble)
        self._ask_last()

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
        self._begin.setToolTip("Ctrl+Return")
        self._begin.setShortcut("Ctrl+Return")
        self._begin.clicked.connect(self._start)
        self._plan = text("", "soft")
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

    def _take_settings(self) -> None:
        chosen = self._desk.settings
        self._role.choose([chosen.role])
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
        self._count()

    def _wish(self) -> Wish:
        chosen = self._desk.settings
        entries = choosing.choose(
            self._desk.bank,
            level=Level(chosen.level),
            kinds=tuple(Kind(kind) for kind in self._kinds.values),
            seconds=60 * chosen.minutes,
        )
        role = dict(words.ROLES).get(chosen.role, chosen.role)
        title = f"{words.level(Level(chosen.level))} {role}, {chosen.minutes} min"
        return Wish(title, entries, chosen)

    def _count(self) -> None:
        many = len(self._wish().entries)
        if not len(self._desk.bank):
            self._plan.setText("Reading the question bank…")
        elif many == 0:
            self._plan.setText("No question of the bank fits. Choose more kinds, or another level.")
        else:
            self._plan.setText(f"{many} question{'s' * (many > 1)} fit into this time.")
        self._begin.setEnabled(many > 0 and self._ready)

    def _start(self) -> None:
        self._desk.interview(self._wish())

    def _show_missing(self, missing: tuple[str, ...]) -> None:
        able = self._desk.parts.interview is not None
        self._ready = able and not missing
        self._missing.setVisible(not self._ready)
        if not able:
            self._missing_text.setText("Spoken interviews are not part of this version yet.")
        if missing:
            self._missing_text.setText(
                f"Before the first interview MockVoice needs {len(missing)} models on this"
                " computer. Open Models and fetch them once; after that everything works offline."
            )
        self._count()

    def _ask_last(self) -> None:
        def last(store: Store) -> SessionRow | None:
            return next(iter(store.sessions()), None)

        self._desk.ask_store(last, self._show_last)

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
