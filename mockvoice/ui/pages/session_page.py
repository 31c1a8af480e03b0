"""A session on one page, read in a minute: every figure leads to the sound or to the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mockvoice.domain import session_picture
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.progress import Past
from mockvoice.domain.session_picture import Answers, Moment
from mockvoice.domain.transcript import Span
from mockvoice.domain.verdict import Verdict
from mockvoice.services import report_view, retention
from mockvoice.services.store import AnswerRow, SessionRow, Store
from mockvoice.services.verdict_words import counted, verdict_word
from mockvoice.ui import words
from mockvoice.ui.again import answer_again
from mockvoice.ui.competency_map import CompetencyMap, Strand
from mockvoice.ui.desk import Desk
from mockvoice.ui.export_dialog import offer_export
from mockvoice.ui.parts import Excerpt
from mockvoice.ui.player import Player
from mockvoice.ui.quote_button import quote
from mockvoice.ui.scores import Ring
from mockvoice.ui.widgets import Flow, IconButton, Page, card, clear, fill, row, rule, text
from mockvoice.ui.work import WorkCard

_BEFORE, _AFTER = 0.05, 0.15
"""Seconds around a quote that are played with it."""


@dataclass(frozen=True)
class _Found:
    """What the page shows."""

    session: SessionRow
    rows: tuple[AnswerRow, ...]
    past: tuple[Past, ...]
    sounds: dict[int, Path]
    """Recordings by position, those that still were when the session was loaded."""

    @property
    def judged(self) -> Answers:
        """The assessed answers by position."""
        return {r.position: r.assessment for r in self.rows if r.assessment is not None}

    def silence(self, position: int) -> str:
        """Say why an answer cannot be heard; empty where it can."""
        return "" if position in self.sounds else retention.no_sound(self.judged[position])

    def has_other_take(self, question_id: str) -> bool:
        """Say whether the question was answered more than once."""
        return sum(1 for one in self.past if one.question_id == question_id) > 1


class SessionPage(Page):
    """Overall picture, best moment and the one to redo, next steps, every answer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "", "session-page")
        self._desk = desk
        self.player = Player(desk.parts.play, self)
        self.player.failed.connect(desk.show_trouble)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._found: _Found | None = None
        self._sounding: Excerpt | None = None
        desk.library_changed.connect(self._look_again)

    def open(self, session: str) -> None:
        """Load a session from the library and show it."""

        def load(store: Store) -> _Found:
            rows = store.answers(session)
            return _Found(store.session(session), rows, store.past(), retention.sounds(rows))

        self._desk.ask_store(load, self._show)

    def close_page(self) -> None:
        """End the player's thread."""
        self.player.close()

    def hide_page(self) -> None:
        """Stop what sounds."""
        self.player.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._desk.go.emit("history")
        else:
            super().keyPressEvent(event)

    def _look_again(self) -> None:
        """What is judged meanwhile appears; a page nobody looks at is read when it is opened."""
        if self._found is not None and self.isVisible():
            self.open(self._found.session.id)

    def _show(self, found: _Found) -> None:
        if found == self._found:
            return
        same = self._found is not None and self._found.session.id == found.session.id
        self._found = found
        clear(self.body)
        self._add_head(found)
        if not found.rows:
            self.body.addWidget(text("This session has no answers.", "soft"))
        else:
            self._add_cards(found)
        self.body.addStretch(1)
        if not same:
            self.player.stop()
            self.verticalScrollBar().setValue(0)
            self.setFocus()

    def _add_head(self, found: _Found) -> None:
        back = IconButton(self._theme, "back", "Progress", "back-to-progress", "plain")
        back.clicked.connect(lambda: self._desk.go.emit("history"))
        seconds = sum(made.transcript.seconds for made in found.judged.values())
        many = len(found.rows)
        told = f"{words.when(found.session.started)}  ·  {many} answer{'s' * (many != 1)}"
        if seconds:
            told += f"  ·  {words.minutes(seconds)} recorded"
        export = IconButton(self._theme, "export", "Export…", "export-this-session")
        export.setEnabled(bool(found.judged))
        export.clicked.connect(lambda: offer_export(self._desk, found.session.id, None, self))
        self.body.addLayout(row(back, None, export))
        head = QVBoxLayout()
        head.setSpacing(4)
        fill(head, text(found.session.title, "title"), text(told, "soft"))
        self.body.addLayout(head)

    def _add_cards(self, found: _Found) -> None:
        answers = found.judged
        waiting = len(found.rows) - len(answers)
        if waiting:
            self.body.addWidget(WorkCard(self._desk, found.session.id))
        if answers:
            self.body.addWidget(self._overall(answers, waiting))
        self._add_moments(found)
        if steps := session_picture.steps(answers):
            self.body.addWidget(self._steps(steps))
        self.body.addWidget(self._answers(found))
        strands = _strands(found)
        if strands:
            frame, box = card()
            box.addWidget(text("Where you stand", "section"))
            box.addWidget(CompetencyMap(self._theme, strands))
            told = "Dots are this session. The band is every earlier answer, lowest to highest,"
            box.addWidget(text(f"{told} with its median.", "small"))
            self.body.addWidget(frame)

    def _add_moments(self, found: _Found) -> None:
        """Show them side by side; why neither can be heard is said once, below both."""
        best, redo = session_picture.best(found.judged), session_picture.to_redo(found.judged)
        both = (("Best moment", best, "best"), ("Redo this one", redo, "redo"))
        shown = [(title, moment, name) for title, moment, name in both if moment is not None]
        whys = {found.silence(moment.position) for _title, moment, _name in shown}
        shared = whys.pop() if len(shown) > 1 and len(whys) == 1 else ""
        side = QHBoxLayout()
        side.setSpacing(18)
        for title, moment, name in shown:
            why = "" if shared else found.silence(moment.position)
            side.addWidget(self._moment(found, title, moment, name, why), 1)
        if shown:
            self.body.addLayout(side)
        if shared:
            self.body.addWidget(text(shared, "small"))

    def _overall(self, answers: Answers, waiting: int) -> QFrame:
        frame, box = card()
        overall = session_picture.overall(answers)
        scores = [made.scores.overall for made in answers.values()]
        judged = [score for score in scores if score is not None]
        told = QVBoxLayout()
        told.setSpacing(6)
        told.addStretch(1)
        told.addWidget(text(_meaning(overall), "section"))
        if len(judged) > 1:
            line = f"Mean of {len(judged)} answers, from {min(judged):.0f} to {max(judged):.0f}."
            told.addWidget(text(line, "soft"))
        if len(judged) < len(scores):
            left = len(scores) - len(judged)
            none = f"{left} answer{'s' * (left != 1)} could not be judged and"
            told.addWidget(text(f"{none} {'do' if left != 1 else 'does'} not count here.", "soft"))
        if waiting:
            are = "answer is" if waiting == 1 else "answers are"
            told.addWidget(text(f"{waiting} {are} not judged yet.", "soft"))
        told.addWidget(text(_counted(answers), "soft"))
        told.addStretch(1)
        top = row(Ring(self._theme, overall), spacing=24)
        top.addLayout(told, 1)
        box.addLayout(top)
        return frame

    def _moment(
        self, found: _Found, title: str, moment: Moment, name: str, why: str = ""
    ) -> QFrame:
        """A card; ``why`` it cannot be heard, where that is said nowhere else."""
        made, audio = found.judged[moment.position], found.sounds.get(moment.position)
        frame, box = card(spacing=10)
        box.addWidget(text(title, "section"))
        icon, word = verdict_word(moment.verdict, doubted=moment.doubted)
        about = f"{icon}  {word}  ·  Question {moment.position}"
        wrong = moment.verdict is Verdict.WRONG and not moment.doubted
        box.addWidget(text(about, "accent" if name == "best" else "bad" if wrong else "warm"))
        box.addWidget(text(moment.point.text))
        hear = partial(self._hear, audio, moment.span) if audio is not None else None
        said = f"“{moment.text}”" if moment.text else "Hear the answer in which it was missing"
        if moment.text or hear is not None:
            box.addWidget(quote(self._theme, said, f"hear-{name}", hear, bad=wrong))
        if why:
            box.addWidget(text(why, "small"))
        box.addStretch(1)
        if name == "redo":
            box.addLayout(row(self._again(made, "redo-moment"), None))
        return frame

    def _steps(self, steps: Sequence[session_picture.Step]) -> QFrame:
        frame, box = card(spacing=14)
        box.addWidget(text("Next steps", "section"))
        for number, step in enumerate(steps, start=1):
            line = QHBoxLayout()
            line.setSpacing(14)
            line.addWidget(text(str(number), "figure", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(text(step.advice.text, select=True), 1)
            look = IconButton(
                self._theme, "review", f"Question {step.position}", f"step-{number}", "chip"
            )
            look.clicked.connect(lambda _checked=False, at=step.position: self._review(at))
            line.addWidget(look, 0, Qt.AlignmentFlag.AlignTop)
            box.addLayout(line)
        return frame

    def _answers(self, found: _Found) -> QFrame:
        frame, box = card(spacing=14)
        box.addWidget(text("Every answer", "section"))
        for place, answer in enumerate(found.rows):
            if place:
                box.addWidget(rule())
            box.addWidget(self._answer(answer, found))
        return frame

    def _answer(self, answer: AnswerRow, found: _Found) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        made, at = answer.assessment, answer.position
        overall = made.scores.overall if made is not None else None
        figure = text("–" if overall is None else f"{overall:.0f}", "figure", wrap=False)
        figure.setMinimumWidth(self._theme.px(40))
        line.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
        told = QVBoxLayout()
        told.setSpacing(6)
        asked = made.question if made else self._desk.question(answer.question_id)
        told.addWidget(text(asked.text if asked else f"Question {at}"))
        told.addWidget(text(_about(made), "small"))
        controls = QWidget()
        flow = Flow(controls)
        look = IconButton(self._theme, "review", "Review", f"review-{at}")
        look.clicked.connect(lambda: self._review(at))
        flow.addWidget(look)
        if made is not None:
            flow.addWidget(self._again(made, f"again-{at}"))
            if found.has_other_take(answer.question_id):
                both = IconButton(self._theme, "takes", "Compare takes", f"takes-{at}")
                session = found.session.id
                both.clicked.connect(lambda: self._desk.takes.emit(session, at))
                flow.addWidget(both)
        told.addWidget(controls)
        line.addLayout(told, 1)
        return holder

    def _again(self, made: Assessment, name: str) -> IconButton:
        again = IconButton(self._theme, "redo", "Answer again", name)
        again.setEnabled(self._desk.parts.interview is not None)
        again.clicked.connect(lambda: answer_again(self._desk, made))
        return again

    def _review(self, position: int) -> None:
        if self._found is not None:
            self._desk.review.emit(self._found.session.id, position)

    def _hear(self, audio: Path, span: Span | None) -> None:
        """Play a quote or a whole answer; a second press stops it."""
        start = max(0.0, span.start - _BEFORE) if span else 0.0
        excerpt = Excerpt(audio, start, span.end + _AFTER if span else None)
        if self.player.playing and excerpt == self._sounding:
            self.player.stop()
            return
        self._sounding = excerpt
        self.player.play(excerpt, self._desk.settings.loudspeaker)


def _meaning(overall: float | None) -> str:
    if overall is None:
        return "Not judged, so there is no score."
    return next(told for least, told in report_view.MEANINGS if overall >= least)


def _about(made: Assessment | None) -> str:
    if made is None:
        return "Recorded and safe, not judged yet."
    question = made.question
    told = f"{words.subject(question, '  ·  ')}"
    length = "typed" if made.transcript.typed else words.minutes(made.transcript.seconds)
    return f"{told}  ·  {length}" + (f"  ·  {made.note}" if made.note else "")


def _counted(answers: Answers) -> str:
    """Return in words how many points stand in each state over all answers."""
    verdicts = [verdict for made in answers.values() for verdict in made.judgement.verdicts]
    found = [
        f"{icon} {many} {word.lower()}".replace(" ", "\u00a0")
        for icon, word, many in counted(verdicts)
    ]
    return "    ".join(found)


def _strands(found: _Found) -> list[Strand]:
    """Return the competencies of this session, the best first, with all that was before it."""
    now: dict[str, list[float]] = {}
    before: dict[str, list[float]] = {}
    for one in found.past:
        if one.summary.scores.overall is None or one.started > _started(found):
            continue
        at = now if one.session == found.session.id else before
        at.setdefault(words.COMPETENCIES[one.summary.competency], []).append(
            one.summary.scores.overall
        )
    return [
        Strand(name, tuple(now[name]), tuple(before.get(name, ())))
        for name in sorted(now, key=lambda name: (-max(now[name]), name))
    ]


def _started(found: _Found) -> datetime:
    return datetime.fromisoformat(found.session.started)
