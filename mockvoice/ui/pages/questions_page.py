"""The question bank: browse, search, read the rubric, practise one question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from mockvoice.domain.question import Competency, Kind, Level, Question, RubricPoint
from mockvoice.services.bank import Bank, Entry, Problem
from mockvoice.ui import words
from mockvoice.ui.desk import Desk
from mockvoice.ui.hidden_card import HiddenCard
from mockvoice.ui.lists import Line, TwoLines
from mockvoice.ui.narrator import Narrator
from mockvoice.ui.parts import Wish
from mockvoice.ui.sample_card import SampleCard
from mockvoice.ui.widgets import (
    Flow,
    IconButton,
    Page,
    bullet,
    card,
    clear,
    fill,
    notice,
    row,
    rule,
    text,
)

_PACKS_TOLD, _PROBLEMS_TOLD = 3, 3
"""Packs that are named, and problems told of each."""


class QuestionsPage(Page):
    """A list that narrows as one types, and one question in full."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "", "questions-page")
        self._desk = desk
        speak = desk.parts.speak
        self._narrator = Narrator(speak, desk.parts.play, self) if speak is not None else None
        if self._narrator is not None:
            self._narrator.failed.connect(desk.show_trouble)
        self._overview = QWidget()
        self._whole = QWidget()
        self._whole_box = QVBoxLayout(self._whole)
        self._whole_box.setContentsMargins(0, 0, 0, 0)
        self._whole_box.setSpacing(18)
        self._whole.hide()
        self.body.addWidget(self._overview, 1)
        self.body.addWidget(self._whole, 1)
        self._add_overview()
        desk.when_bank_ready(self._show_bank)

    def shown(self) -> None:
        """Put the cursor into the search."""
        if self._overview.isVisible():
            self._search.setFocus()

    def hide_page(self) -> None:
        """Stop what sounds."""
        if self._narrator is not None:
            self._narrator.stop()

    def close_page(self) -> None:
        """End the threads."""
        if self._narrator is not None:
            self._narrator.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape goes back to the list."""
        if event.key() == Qt.Key.Key_Escape and self._whole.isVisible():
            self._back()
            return
        super().keyPressEvent(event)

    def _add_overview(self) -> None:
        box = QVBoxLayout(self._overview)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(14)
        self._count = text("Reading the question bank…", "soft")
        self._search = QLineEdit()
        self._search.setObjectName("search-questions")
        self._search.setPlaceholderText("Search questions and rubrics")
        self._search.setAccessibleName("Search questions and rubrics")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._narrow)
        self._competency = _box("competency", "Competency", "All competencies")
        for competency, name in words.COMPETENCIES.items():
            self._competency.addItem(name, str(competency))
        self._kind = _box("kind-filter", "Kind", "All kinds")
        for kind, name in words.KINDS:
            self._kind.addItem(name, str(kind))
        self._level = _box("level-filter", "Level", "All levels")
        for level, name in words.LEVELS:
            self._level.addItem(name, str(level))
        filters = QWidget()
        flow = Flow(filters)
        for combo in (self._competency, self._kind, self._level):
            combo.currentIndexChanged.connect(self._narrow)
            flow.addWidget(combo)
        self._problems, self._problems_text = notice("", "trouble")
        self._problems.hide()
        self._list = TwoLines(self._theme, "question-list", "Questions")
        self._list.setMinimumHeight(220)
        self._list.picked.connect(self._open)
        self._list.itemClicked.connect(lambda _item: self._open(self._list.key))
        self._frame, inside = card(margin=10)
        inside.addWidget(self._list)
        fill(box, text("Questions", "title"), self._search, filters, self._count, self._problems)
        box.addWidget(self._frame, 1)
        box.addStretch(0)  # takes the room when nothing is found

    def _show_bank(self) -> None:
        problems = self._desk.bank.problems
        self._problems.setVisible(bool(problems))
        self._problems_text.setText(_complaint(problems))
        self._narrow()

    def _narrow(self) -> None:
        found = _matching(
            self._desk.bank,
            self._search.text(),
            (
                self._competency.currentData(),
                self._kind.currentData(),
                self._level.currentData(),
            ),
        )
        self._list.show_lines([_line(entry) for entry in found])
        self._frame.setVisible(bool(found) or not len(self._desk.bank))
        self._count.setText(
            f"{len(found)} of {len(self._desk.bank)} questions. Enter opens one."
            if found
            else "No question fits. Search for fewer words, or take a filter away."
        )

    def _back(self) -> None:
        self.hide_page()
        self._whole.hide()
        self._overview.show()
        self._list.setFocus()

    def _open(self, key: str) -> None:
        entry = self._desk.bank.find(key)
        clear(self._whole_box)
        back = IconButton(self._theme, "back", "All questions", "back-to-questions", "plain")
        back.clicked.connect(self._back)
        practise = IconButton(
            self._theme, "interview", "Practise this question", "practise", "primary"
        )
        practise.setEnabled(self._desk.parts.interview is not None)
        practise.clicked.connect(lambda: self._practise(entry))
        self._whole_box.addLayout(row(back, None))
        fill(
            self._whole_box,
            text(about(entry.question), "soft"),
            text(entry.question.text, "question", select=True),
        )
        if entry.question.setup:
            self._whole_box.addWidget(text(entry.question.setup, "soft"))
        self._whole_box.addLayout(row(practise, None))
        self._whole_box.addWidget(rubric(entry.question))
        if entry.question.sample_answer:
            self._whole_box.addWidget(
                SampleCard(self._theme, entry.question, self._narrator, self._desk.settings)
            )
        self._whole_box.addStretch(1)
        self._overview.hide()
        self._whole.show()
        self.verticalScrollBar().setValue(0)
        practise.setFocus() if practise.isEnabled() else back.setFocus()

    def _practise(self, entry: Entry) -> None:
        self._desk.interview(Wish(entry.question.text, (entry,), self._desk.settings))


def about(question: Question) -> str:
    """Return what a question is, in a line."""
    levels = ", ".join(words.level(level) for level in question.levels)
    return f"{words.subject(question)} · {levels} · about {words.minutes(question.answer_seconds)}"


def rubric(question: Question) -> HiddenCard:
    """Return points, expectations, mistakes and tip, hidden until they are asked for."""
    inside = [_point(point) for point in question.rubric]
    inside.append(_part("Expected at each level", _levels(question)))
    if question.mistakes:
        inside.append(_part("Common mistakes", *map(bullet, question.mistakes)))
    if question.tip:
        inside.append(_part("Tip", text(question.tip)))
    return HiddenCard("What a strong answer holds", "rubric", *inside)


def _part(title: str, *lines: QWidget | QLayout) -> QWidget:
    """A part of the card below the points, apart from what is above it."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 4, 0, 0)
    box.setSpacing(8)
    fill(box, rule(), text(title, "section"), *lines)
    return holder


def _levels(question: Question) -> QLayout:
    """What each level is expected to say, below each other."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for place, (level, told) in enumerate(question.levels.items()):
        name = text(words.level(level), "strong", wrap=False)
        grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text(told), place, 1)
    return grid


def _point(point: RubricPoint) -> QWidget:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(2)
    must = "  (essential)" if point.must else ""
    box.addWidget(text(f"{words.heading(point.id)}{must}", "strong"))
    box.addWidget(text(point.text))
    if point.probe:
        box.addWidget(text(f"When missing, the interviewer asks: {point.probe}", "small"))
    return holder


def _box(name: str, says: str, everything: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(says)
    combo.addItem(everything, "")
    return combo


def _line(entry: Entry) -> Line:
    question = entry.question
    return Line(entry.id, question.text, about(question))


def _matching(bank: Bank, typed: str, filters: tuple[str, str, str]) -> list[Entry]:
    """What has all the words somewhere; questions that have most of them themselves come first."""
    wanted = typed.lower().split()
    competency, kind, level = filters
    found = [
        entry
        for entry in bank
        if (not competency or entry.question.competency == Competency(competency))
        and (not kind or entry.question.kind == Kind(kind))
        and (not level or Level(level) in entry.question.levels)
        and all(word in _searched(entry) for word in wanted)
    ]
    return sorted(found, key=lambda entry: -sum(word in _asked(entry) for word in wanted))


def _asked(entry: Entry) -> str:
    return f"{entry.id} {entry.question.text}".lower()


def _searched(entry: Entry) -> str:
    points = " ".join(point.text for point in entry.question.rubric)
    return f"{_asked(entry)} {points}".lower()


def _complaint(problems: Sequence[Problem]) -> str:
    """Say which packs could not be read, and what is wrong with each of the first ones."""
    packs = tuple(dict.fromkeys(problem.file for problem in problems))
    many = "1 pack" if len(packs) == 1 else f"{len(packs)} packs"
    lines = [f"{many} could not be read; all others work."]
    for file in packs[:_PACKS_TOLD]:
        found = [problem for problem in problems if problem.file == file]
        lines += [f"{file}", *(f"Line {one.line}: {one.reason}" for one in found[:_PROBLEMS_TOLD])]
        if (left := len(found) - _PROBLEMS_TOLD) > 0:
            lines.append(f"and {left} more")
    return "\n".join(lines)
