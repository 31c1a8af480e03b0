"""The review of an answer: every verdict leads to the sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mockvoice.domain import amending
from mockvoice.domain.assessment import Assessment, Quote
from mockvoice.domain.errors import BadData
from mockvoice.domain.question import Level
from mockvoice.domain.transcript import Span
from mockvoice.services import report_view, retention
from mockvoice.services.report_view import Token
from mockvoice.services.store import AnswerRow, SessionRow, Store
from mockvoice.ui import review_parts, words
from mockvoice.ui.again import answer_again
from mockvoice.ui.amender import Amender
from mockvoice.ui.deleting import offer_delete
from mockvoice.ui.desk import Desk
from mockvoice.ui.export_dialog import offer_export
from mockvoice.ui.narrator import Narrator
from mockvoice.ui.player import Player
from mockvoice.ui.review_parts import Hear, Staged
from mockvoice.ui.sample_card import SampleCard
from mockvoice.ui.scores import score_card
from mockvoice.ui.takes_button import TakesButton
from mockvoice.ui.transcript_card import TranscriptCard
from mockvoice.ui.transport import Transport
from mockvoice.ui.widgets import Chips, IconButton, Page, clear, notice, row, text
from mockvoice.ui.work import WorkCard

_STEP = 5.0
"""Seconds that an arrow key moves."""
_AMENDED = ("status", "score", "advice", "rubric")
"""Sections that are built anew when a verdict or the words have changed."""

Build = Callable[[], QWidget | Staged | None]


@dataclass(frozen=True)
class _Found:
    """A session as it was loaded, with the recordings by position that still were then."""

    session: SessionRow
    rows: tuple[AnswerRow, ...]
    sounds: dict[int, Path]


class ReviewPage(Page):
    """One answer of a session, and a way to its others."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "", "review-page")
        self._desk = desk
        self.player = Player(desk.parts.play, self)
        speak = desk.parts.speak
        self.narrator = Narrator(speak, desk.parts.play, self) if speak is not None else None
        self.amender = Amender(desk, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._session: SessionRow | None = None
        self._rows: tuple[AnswerRow, ...] = ()
        self._row: AnswerRow | None = None
        self._audio: Path | None = None
        self._sound: Transport | None = None
        self._said: TranscriptCard | None = None
        self._speed = 1.0
        self._places: dict[str, QVBoxLayout] = {}
        self._later: list[Callable[[], None]] = []
        self._rest: list[Iterator[None]] = []
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._build_next)
        self.player.failed.connect(desk.show_trouble)
        self.player.changed.connect(self._hush)
        if self.narrator is not None:
            self.narrator.failed.connect(desk.show_trouble)
            self.narrator.changed.connect(self._read_aloud)
        self.amender.amended.connect(self._amended)
        self.amender.state_changed.connect(lambda: self._refill("status"))
        desk.library_changed.connect(self._look_again)

    @property
    def building(self) -> bool:
        """True while sections are still to come."""
        return self._builder.isActive()

    def open(self, session: str, position: int) -> None:
        """Load an answer from the library and show it."""

        def load(store: Store) -> _Found:
            rows = store.answers(session)
            return _Found(store.session(session), rows, retention.sounds(rows))

        self._desk.ask_store(load, lambda found: self._show(found, position))

    def hide_page(self) -> None:
        """Stop what sounds."""
        self.player.stop()
        if self.narrator is not None:
            self.narrator.stop()

    def close_page(self) -> None:
        """End the threads."""
        self.player.close()
        if self.narrator is not None:
            self.narrator.close()
        self.amender.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space plays, arrows move, S and F change the speed, L loops, Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._desk.go.emit("history")
            return
        do = self._keys().get(event.key())
        if do is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            do()

    def _keys(self) -> dict[int, Callable[[], None]]:
        sound, said = self._sound, self._said
        if sound is None:
            return {}
        keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: sound.toggle,
            Qt.Key.Key_Left: lambda: sound.jump(-_STEP),
            Qt.Key.Key_Right: lambda: sound.jump(_STEP),
            Qt.Key.Key_S: sound.slower,
            Qt.Key.Key_F: sound.faster,
        }
        if said is not None:
            keys[Qt.Key.Key_L] = said.toggle_loop
        return keys

    def _look_again(self) -> None:
        if (shown := self._row) is not None and shown.assessment is None:
            self.open(shown.session, shown.position)

    def _show(self, found: _Found, position: int) -> None:
        self.hide_page()
        self._builder.stop()
        self._later.clear()
        self._rest.clear()
        self._session, self._rows = found.session, found.rows
        at = [row for row in found.rows if row.position == position]
        self._row = next(iter(at or found.rows), None)
        self._audio = found.sounds.get(self._row.position) if self._row is not None else None
        self._speed = self._sound.speed if self._sound is not None else self._speed
        self._sound, self._said = None, None
        clear(self.body)
        self._places.clear()
        self._add_head()
        self.verticalScrollBar().setValue(0)
        if self._row is None:
            self.body.addWidget(text("This session has no answers.", "soft"))
        elif self._row.assessment is None:
            self._wait_for(found.session.id, self._row)
        else:
            self._begin(self._row, self._row.assessment)
        self.body.addStretch(1)

    def _wait_for(self, session: str, answer: AnswerRow) -> None:
        """Show what was asked and how far the judging is."""
        if asked := self._desk.question(answer.question_id):
            self.body.addLayout(review_parts.question(asked))
        self.body.addWidget(WorkCard(self._desk, session, answer.position))

    def _begin(self, answer: AnswerRow, made: Assessment) -> None:
        """Build the page section by section, one per turn of the event loop: nothing stutters."""
        self.amender.open(answer)
        for name in self._sections(made):
            holder = QWidget()
            layout = QVBoxLayout(holder)
            layout.setContentsMargins(0, 0, 0, 0)
            self._places[name] = layout
            holder.hide()
            self.body.addWidget(holder)
            self._later.append(partial(self._fill, name))
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
            names = [(str(r.position), review_parts.chip(r)) for r in self._rows]
            chips = Chips("answer", names, "Answers of this session")
            chips.choose([str(self._row.position) if self._row else ""])
            session = self._session.id
            chips.chosen.connect(lambda: self.open(session, int(chips.value)))
            self.body.addWidget(chips)

    def _sections(self, made: Assessment) -> dict[str, Build]:
        """How each section of the page is built, in their order; one may have nothing to show."""
        theme, silent, audio = self._theme, made.transcript.silent, self._audio
        hear = self._hear if audio is not None else None
        parts: dict[str, Build] = {"question": lambda: self._question(made)}
        if made.note and made.note != made.judgement.failure:
            parts["note"] = lambda: notice(made.note)[0]
        parts["status"] = lambda: review_parts.status(made, self.amender)
        if not silent:
            parts["score"] = lambda: score_card(theme, made)
            parts["advice"] = lambda: (
                review_parts.advice(theme, made, hear) if made.advice else None
            )
        if not made.transcript.typed:
            parts["sound"] = lambda: (
                notice(retention.no_sound(made), "told")[0]
                if audio is None
                else self._transport(audio, made)
            )
        if not silent:
            parts["transcript"] = lambda: self._transcript(made, playable=audio is not None)
            parts["rubric"] = lambda: self._rubric(made, hear)
        if made.transcript.words and not silent:
            level = Level(self._desk.settings.level)
            parts["delivery"] = lambda: review_parts.delivery(theme, made, hear, level)
        if made.question.sample_answer:
            parts["sample"] = lambda: SampleCard(
                theme, made.question, self.narrator, self._desk.settings
            )
        parts["foot"] = lambda: review_parts.made_by(made)
        return parts

    def _fill(self, name: str) -> None:
        """Build a section, or build it anew."""
        if self._row is None or self._row.assessment is None or name not in self._places:
            return
        layout = self._places[name]
        made = self._sections(self._row.assessment)[name]()
        if isinstance(made, tuple):
            self._rest.append(chain(made[1], self._appear(layout, made[0])))
        else:
            for _ in self._appear(layout, made):
                pass

    @staticmethod
    def _appear(layout: QVBoxLayout, made: QWidget | None) -> Iterator[None]:
        """Show a section once all of it is there: laying it out is the most of the work."""
        clear(layout)
        if made is not None:
            layout.addWidget(made)
        holder = layout.parentWidget()
        if holder is not None:
            holder.setVisible(made is not None)
        yield

    def _refill(self, *names: str) -> None:
        self._later += [partial(self._fill, name) for name in names]
        self._builder.start()

    def _build_next(self) -> None:
        if self._rest:
            done = object()
            if next(self._rest[0], done) is done:
                self._rest.pop(0)
        elif self._later:
            self._later.pop(0)()
        else:
            self._builder.stop()

    def _question(self, made: Assessment) -> QWidget:
        holder = QWidget()
        box = review_parts.question(made.question)
        box.setContentsMargins(0, 0, 0, 4)
        again = IconButton(self._theme, "redo", "Answer again", "answer-again")
        again.setEnabled(self._desk.parts.interview is not None)
        again.clicked.connect(lambda: answer_again(self._desk, made))
        box.addSpacing(4)
        box.addLayout(row(again, *self._take_or_delete()))
        holder.setLayout(box)
        return holder

    def _take_or_delete(self) -> tuple[QWidget | None, ...]:
        if self._row is None:
            return (None,)
        session, position = self._row.session, self._row.position
        export = IconButton(self._theme, "export", "Export…", "export-answer")
        export.clicked.connect(lambda: offer_export(self._desk, session, position, self))
        delete = IconButton(self._theme, "trash", "Delete…", "delete-answer", "danger")
        delete.clicked.connect(
            lambda: offer_delete(self._desk, session, position, self, self._left)
        )
        return TakesButton(self._desk, self._row), export, None, delete

    def _left(self) -> None:
        """What was shown is deleted."""
        self.player.stop()
        self._row = None
        self._desk.go.emit("history")

    def _transport(self, audio: Path, made: Assessment) -> QWidget:
        self._sound = sound = Transport(self._desk, self.player, made, audio)
        sound.set_speed(self._speed)
        sound.moved.connect(self._moved)
        sound.looping.connect(self._looping)
        return sound

    def _transcript(self, made: Assessment, *, playable: bool) -> Staged:
        self._said = said = TranscriptCard(self._theme, made, playable=playable)
        said.picked.connect(self._start)
        said.heard.connect(self._hear)
        said.loop.connect(self._repeat)
        said.corrected.connect(self.amender.correct)
        said.taken_back.connect(self.amender.take_back_correction)
        said.pointed.connect(self._pointed)
        return said, said.view.writing()

    def _rubric(self, made: Assessment, hear: Hear) -> Staged:
        do = review_parts.Actions(hear, self._point_to, self.amender.take_back_ruling)
        return review_parts.rubric(self._theme, report_view.rows(made), do)

    def _hear(self, span: Span) -> None:
        """Play a quote, a filler, a pause: with a little of what surrounds it."""
        self._with_sound(lambda sound: sound.hear(span))

    def _start(self, second: float) -> None:
        self._with_sound(lambda sound: sound.start(second))

    def _repeat(self, span: Span | None) -> None:
        self._with_sound(lambda sound: sound.repeat(span))

    def _with_sound(self, do: Callable[[Transport], None]) -> None:
        if self._sound is not None:
            do(self._sound)

    def _point_to(self, point: str) -> None:
        """Ask for the words that say a point the judge did not find."""
        if self._row is None or self._row.assessment is None or self._said is None:
            return
        rubric = self._row.assessment.question.rubric
        statement = next(one.text for one in rubric if one.id == point)
        self._said.ask_for(point, statement)
        self._to_transcript()

    def _to_transcript(self) -> None:
        """Scroll to the transcript."""
        if self._said is not None:
            self.verticalScrollBar().setValue(self._said.mapTo(self._column, QPoint(0, 0)).y())

    def _pointed(self, point: str, chosen: tuple[Token, ...]) -> None:
        if self._row is None or self._row.assessment is None:
            return
        made = self._row.assessment
        if not made.transcript.words:
            said = " ".join(token.text for token in chosen)
            self.amender.overrule(Quote(point=point, text=said, span=None))
            return
        try:
            quote = amending.quote_of(made, point, chosen[0].start, chosen[-1].end)
        except BadData as error:  # only fillers
            self._desk.show_trouble(error)
        else:
            self.amender.overrule(quote)

    def _amended(self, answer: AnswerRow) -> None:
        """Show what has changed, and leave the rest as it stands."""
        if self._row is None or answer.assessment is None:
            return
        if (answer.session, answer.position) != (self._row.session, self._row.position):
            return
        self._row = answer
        self._rows = tuple(answer if r.position == answer.position else r for r in self._rows)
        chip = self.findChild(QPushButton, f"answer-{answer.position}")
        if isinstance(chip, QPushButton):
            chip.setText(review_parts.chip(answer))
        if self._said is not None:
            self._rest.append(self._said.show_words(answer.assessment))
        if self._sound is not None:
            self._sound.wave.show_marks(answer.assessment)
        self._refill(*_AMENDED)

    def _moved(self, second: float) -> None:
        if self._said is not None:
            self._said.view.show_place(second)

    def _looping(self, looping: bool) -> None:
        if self._said is not None:
            self._said.show_looping(looping)

    def _read_aloud(self, reading: bool) -> None:
        if reading:
            self.player.stop()

    def _hush(self, playing: bool) -> None:
        """The recording and the voice do not speak at once."""
        if playing and self.narrator is not None:
            self.narrator.stop()
