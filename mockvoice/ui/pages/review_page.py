"""The review of an answer: every verdict leads to the sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mockvoice.domain.advice import clock
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.question import Level
from mockvoice.domain.transcript import Span
from mockvoice.services import report_view
from mockvoice.services.store import AnswerRow, SessionRow, Store
from mockvoice.ui import review_parts, words
from mockvoice.ui.desk import Desk
from mockvoice.ui.pages.questions_page import Sample
from mockvoice.ui.parts import Excerpt, Wish
from mockvoice.ui.player import Player
from mockvoice.ui.scores import score_card
from mockvoice.ui.transcript_view import TranscriptView
from mockvoice.ui.waveform import BARS, PaceCurve, Waveform
from mockvoice.ui.widgets import (
    Chips,
    IconButton,
    Page,
    card,
    clear,
    fill,
    notice,
    row,
    text,
)

_STEP = 5.0
"""Seconds that an arrow key moves."""


class ReviewPage(Page):
    """One answer of a session, and a way to its others."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "", "review-page")
        self._desk = desk
        self.player = Player(desk.parts.play, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._session: SessionRow | None = None
        self._rows: tuple[AnswerRow, ...] = ()
        self._row: AnswerRow | None = None
        self._at = 0.0
        self._wave: Waveform | None = None
        self._said: TranscriptView | None = None
        self._play: IconButton | None = None
        self._time = text("")
        self._later: list[Callable[[], QWidget]] = []
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._build_next)
        self.player.moved.connect(self._moved)
        self.player.changed.connect(self._playing_changed)
        self.player.failed.connect(desk.show_trouble)
        desk.library_changed.connect(self._look_again)

    def open(self, session: str, position: int) -> None:
        """Load an answer from the library and show it."""

        def load(store: Store) -> tuple[SessionRow, tuple[AnswerRow, ...]]:
            return store.session(session), store.answers(session)

        self._desk.ask_store(load, lambda found: self._show(found[0], found[1], position))

    def hide_page(self) -> None:
        """Stop what sounds."""
        self.player.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space plays and pauses, arrows move, Escape goes back."""
        key = event.key()
        if key == Qt.Key.Key_Space:
            self._toggle()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._jump(_STEP if key == Qt.Key.Key_Right else -_STEP)
        elif key == Qt.Key.Key_Escape:
            self._desk.go.emit("history")
        else:
            super().keyPressEvent(event)

    def _look_again(self) -> None:
        waiting = self._row is not None and self._row.assessment is None
        if waiting and self._session is not None and self._row is not None:
            self.open(self._session.id, self._row.position)

    def _show(self, session: SessionRow, rows: tuple[AnswerRow, ...], position: int) -> None:
        self.player.stop()
        self._builder.stop()
        self._session, self._rows = session, rows
        self._row = next((row for row in rows if row.position == position), None)
        if self._row is None and rows:
            self._row = rows[0]
        self._at, self._wave, self._said, self._play = 0.0, None, None, None
        clear(self.body)
        self._add_head()
        self.verticalScrollBar().setValue(0)
        if self._row is None:
            self.body.addWidget(text("This session has no answers.", "soft"))
            self.body.addStretch(1)
            return
        made = self._row.assessment
        if made is None:
            box, _ = notice(
                "This answer is recorded and safe, and still being judged. It appears here as soon"
                " as it is done."
            )
            self.body.addWidget(box)
            self.body.addStretch(1)
            return
        self._later = self._sections(made, self._row)
        self._build_next()
        self._builder.start()
        self.setFocus()

    def _add_head(self) -> None:
        back = IconButton(self._theme, "back", "Progress", "back-to-history", "plain")
        back.clicked.connect(lambda: self._desk.go.emit("history"))
        self.body.addLayout(row(back, None))
        if self._session is not None and len(self._rows) > 1:
            about = f"{self._session.title}  ·  {words.when(self._session.started)}"
            self.body.addWidget(text(about, "soft"))
            names = [(str(r.position), _chip(r)) for r in self._rows]
            chips = Chips("answer", names, "Answers of this session")
            chips.choose([str(self._row.position) if self._row else ""])
            session = self._session.id
            chips.chosen.connect(lambda: self.open(session, int(chips.value)))
            self.body.addWidget(chips)

    def _sections(self, made: Assessment, answer: AnswerRow) -> list[Callable[[], QWidget]]:
        """Parts of the page, built one per turn of the event loop so that nothing stutters."""
        spoken = answer.audio is not None and not made.transcript.silent
        parts: list[Callable[[], QWidget]] = [lambda: self._question(made)]
        if made.note or made.judgement.failure:
            parts.append(lambda: notice(made.note or made.judgement.failure)[0])
        if not made.transcript.silent:
            parts.append(lambda: score_card(self._theme, made))
        if made.advice:
            parts.append(lambda: review_parts.advice(self._theme, made, self._hear))
        if answer.audio is not None:
            parts.append(lambda: self._sound(made, answer))
        if not made.transcript.silent:
            parts.append(lambda: self._transcript(made))
            rows = report_view.rows(made)
            parts.append(lambda: review_parts.rubric(self._theme, rows, self._hear))
        if spoken:
            level = Level(self._desk.settings.level)
            parts.append(lambda: review_parts.delivery(self._theme, made, self._hear, level))
        parts.append(lambda: Sample(made.question))
        parts.append(lambda: review_parts.made_by(made))
        return parts

    def _build_next(self) -> None:
        if self._later:
            self.body.addWidget(self._later.pop(0)())
        if not self._later:
            self._builder.stop()
            self.body.addStretch(1)

    def _question(self, made: Assessment) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 4)
        box.setSpacing(8)
        question = made.question
        kind = f"{words.COMPETENCIES[question.competency]} · {words.kind(question.kind)}"
        again = IconButton(self._theme, "redo", "Answer again", "answer-again")
        again.setEnabled(self._desk.parts.interview is not None)
        again.clicked.connect(lambda: self._again(made))
        fill(box, text(kind, "accent"), text(question.text, "question", select=True))
        box.addLayout(row(again, None))
        return holder

    def _again(self, made: Assessment) -> None:
        entry = self._desk.bank.find(made.question_id)
        self._desk.interview(Wish(entry.question.text, (entry,), self._desk.settings))

    def _sound(self, made: Assessment, answer: AnswerRow) -> QWidget:
        frame, box = card()
        self._play = IconButton(self._theme, "play", "Play", "play", "primary")
        self._play.clicked.connect(self._toggle)
        self._time = text(f"0:00 / {clock(made.transcript.seconds)}", "clock", wrap=False)
        hint = text("Space plays and pauses, arrows move by 5 s", "small", wrap=False)
        box.addLayout(row(self._play, self._time, None, hint, spacing=16))
        self._wave = wave = Waveform(self._theme, made)
        wave.clicked.connect(self._seek)
        box.addWidget(wave)
        if made.delivery.pace:
            box.addWidget(PaceCurve(self._theme, made))
        box.addWidget(review_parts.Legend(self._theme))
        audio = answer.audio
        if audio is not None:
            self._desk.files.submit(
                lambda: self._desk.parts.sounds.peaks(audio, BARS),
                lambda peaks: self._show_peaks(answer, peaks),
                self._desk.show_trouble,
            )
        return frame

    def _show_peaks(self, answer: AnswerRow, peaks: Sequence[float]) -> None:
        if self._wave is not None and answer is self._row:
            self._wave.show_peaks(peaks)

    def _transcript(self, made: Assessment) -> QWidget:
        frame, box = card()
        hint = "Click a word to hear it." if made.audio else "This answer was typed."
        box.addLayout(row(text("What you said", "section", wrap=False), None, text(hint, "small")))
        self._said = view = TranscriptView(self._theme, made)
        view.picked.connect(lambda start, _end: self._start(start, None))
        box.addWidget(view)
        return frame

    def _hear(self, span: Span) -> None:
        """Play a quote, a filler, a pause: with a little of what surrounds it."""
        self._start(max(0.0, span.start - 0.05), span.end + 0.15)

    def _toggle(self) -> None:
        if self.player.playing:
            self.player.stop()
        else:
            self._start(self._at, None)

    def _jump(self, by: float) -> None:
        self._seek(self._at + by)

    def _seek(self, second: float) -> None:
        if self._row is None or self._row.assessment is None:
            return
        second = min(max(second, 0.0), self._row.assessment.transcript.seconds)
        if self.player.playing:
            self._start(second, None)
        else:
            self._moved(second)

    def _start(self, start: float, end: float | None) -> None:
        if self._row is None or self._row.audio is None or self._row.assessment is None:
            return
        if start >= self._row.assessment.transcript.seconds - 0.05:
            start = 0.0
        excerpt = Excerpt(self._row.audio, start, end)
        self._moved(start)
        self.player.play(excerpt, self._desk.settings.loudspeaker)

    def _moved(self, second: float) -> None:
        if self._row is None or self._row.assessment is None:
            return
        self._at = second
        length = self._row.assessment.transcript.seconds
        self._time.setText(f"{clock(second)} / {clock(length)}")
        if self._wave is not None:
            self._wave.show_place(second)
        if self._said is not None:
            self._said.show_place(second)

    def _playing_changed(self, playing: bool) -> None:
        if self._play is not None:
            self._play.setText("Pause" if playing else "Play")
            self._play.show_icon("pause" if playing else "play")


def _chip(answer: AnswerRow) -> str:
    made = answer.assessment
    if made is None or made.scores.overall is None:
        return f"Question {answer.position}"
    return f"Question {answer.position}  ·  {made.scores.overall:.0f}"
