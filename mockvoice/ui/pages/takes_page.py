"""Two takes side by side: what was won, what was lost, how both sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from mockvoice.domain.advice import clock
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.progress import Past
from mockvoice.services import retention, takes
from mockvoice.services.store import AnswerRow, Store
from mockvoice.services.verdict_words import verdict_word
from mockvoice.ui import words
from mockvoice.ui.again import answer_again
from mockvoice.ui.desk import Desk
from mockvoice.ui.parts import Excerpt
from mockvoice.ui.player import Player
from mockvoice.ui.take_text import TakeText
from mockvoice.ui.widgets import IconButton, Page, card, clear, row, rule, text

_SIDES = ("first", "second")
_SHORT = 12
"""Letters of a take's name that are always seen; two names must fit side by side in large text."""
_KEYS = ("", "Space plays and pauses", "Space plays and pauses, 1 and 2 change the take")
"""What keys do, by how many takes can be heard."""
_GAINS = {1: ("Won", "accent"), -1: ("Lost", "bad"), 0: ("", "soft")}


@dataclass(frozen=True)
class _Found:
    """What the page shows: all takes of the question, the earliest first, and the two chosen."""

    all: tuple[Past, ...]
    chosen: tuple[AnswerRow, AnswerRow] | None = None
    sounds: tuple[Path | None, ...] = ()
    """The recordings of both, where they still were when the takes were loaded."""

    @property
    def sounding(self) -> list[int]:
        """Which of the two can be heard."""
        return [side for side, audio in enumerate(self.sounds) if audio is not None]

    @property
    def made(self) -> tuple[Assessment, Assessment] | None:
        """Both assessments."""
        if self.chosen is None:
            return None
        first, second = (answer.assessment for answer in self.chosen)
        return (first, second) if first is not None and second is not None else None


class TakesPage(Page):
    """Any two attempts at one question."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "", "takes-page")
        self._desk = desk
        self.player = Player(desk.parts.play, self)
        self.player.failed.connect(desk.show_trouble)
        self.player.moved.connect(self._moved)
        self.player.changed.connect(self._playing_changed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._found = _Found(())
        self._side = 0
        """Which take sounds, or sounded last."""
        self._at = [0.0, 0.0]
        self._plays: dict[int, IconButton] = {}
        self._times: dict[int, QLabel] = {}
        """Of the takes that can be heard."""
        self._texts: list[TakeText] = []
        self._choices: list[QComboBox] = []

    def open(self, session: str, position: int) -> None:
        """Show this answer beside the latest other one to the same question."""

        def load(store: Store) -> _Found:
            answer = store.answer(session, position)
            every = store.past(answer.question_id)[::-1]
            others = [one for one in every if (one.session, one.position) != (session, position)]
            if not others:
                return _Found(every)
            mine = next((p for p, one in enumerate(every) if one not in others), len(every))
            judged = [one for one in others if one.summary.scores.overall is not None]
            other = (judged or others)[-1]
            pair = (answer, store.answer(other.session, other.position))
            return _chosen(every, pair if mine < every.index(other) else pair[::-1])

        self._desk.ask_store(load, self._show)

    def close_page(self) -> None:
        """End the player's thread."""
        self.player.close()

    def hide_page(self) -> None:
        """Stop what sounds."""
        self.player.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space plays and pauses, 1 and 2 choose the take, Escape goes back."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._back()
        elif key == Qt.Key.Key_Space:
            self._toggle(self._side)
        elif key in {Qt.Key.Key_1, Qt.Key.Key_2}:
            self._start(key - Qt.Key.Key_1, self._at[key - Qt.Key.Key_1])
        else:
            super().keyPressEvent(event)

    def _back(self) -> None:
        if self._found.chosen is None:
            self._desk.go.emit("history")
        else:
            latest = self._found.chosen[1]
            self._desk.review.emit(latest.session, latest.position)

    def _choose(self, side: int) -> None:
        """Show the takes that both lists name now, and leave the focus on the one just used."""
        every = self._found.all
        first, second = (every[box.currentIndex()] for box in self._choices)

        def load(store: Store) -> _Found:
            one = store.answer(first.session, first.position)
            return _chosen(every, (one, store.answer(second.session, second.position)))

        self._desk.ask_store(load, lambda found: self._show(found, side))

    def _show(self, found: _Found, side: int | None = None) -> None:
        self.player.stop()
        self._found, self._at = found, [0.0, 0.0]
        sounding = found.sounding
        self._side = sounding[0] if sounding else 0
        self._plays, self._times, self._texts, self._choices = {}, {}, [], []
        clear(self.body)
        back = IconButton(self._theme, "back", "Review", "back-to-review", "plain")
        back.clicked.connect(self._back)
        self.body.addLayout(row(back, None))
        made = found.made
        if made is None or found.chosen is None:
            told = "There is one take of this question so far. Answer it again to compare."
            self.body.addWidget(text(told, "soft"))
        else:
            self.body.addWidget(text(made[0].question.text, "question"))
            self.body.addWidget(text(_gist(made), "soft"))
            self.body.addWidget(self._heads(made, found.chosen))
            self.body.addWidget(_points(made))
            self.body.addWidget(_figures(made))
            self.body.addWidget(self._words(made))
        self.body.addStretch(1)
        self.verticalScrollBar().setValue(0)
        (self if side is None or not self._choices else self._choices[side]).setFocus()

    def _heads(
        self, made: tuple[Assessment, Assessment], chosen: tuple[AnswerRow, AnswerRow]
    ) -> QFrame:
        frame, box = card()
        grid = _columns()
        sounding = self._found.sounding
        for side, name in enumerate(_SIDES):
            column = QVBoxLayout()
            column.setSpacing(10)
            column.addWidget(self._choice(side, chosen[side]))
            if side in sounding:
                column.addLayout(self._deck(side, name, made[side].transcript.seconds))
            else:
                column.addWidget(text(retention.no_sound(made[side]), "soft"))
            column.addStretch(1)
            grid.addLayout(column, 0, side)
        box.addLayout(grid)
        again = IconButton(self._theme, "redo", "Another take", "another-take")
        again.setEnabled(self._desk.parts.interview is not None)
        again.clicked.connect(lambda: answer_again(self._desk, made[1]))
        line = row(again, text(_KEYS[len(sounding)], "small"), spacing=16)
        line.setStretch(1, 1)
        box.addLayout(line)
        return frame

    def _deck(self, side: int, name: str, seconds: float) -> QHBoxLayout:
        """A button that plays a take, and where it is."""
        play = IconButton(self._theme, "play", "Play", f"play-{name}", "primary")
        play.setAccessibleName(f"Play the {name} take")
        play.clicked.connect(lambda _checked=False: self._toggle(side))
        time = text(f"0:00 / {clock(seconds)}", "clock", wrap=False)
        self._plays[side], self._times[side] = play, time
        return row(play, time, None, spacing=14)

    def _choice(self, side: int, answer: AnswerRow) -> QComboBox:
        """All takes of the question, this one chosen."""
        box = QComboBox()
        box.setObjectName(f"take-{_SIDES[side]}")
        box.setAccessibleName(f"The {_SIDES[side]} take")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_SHORT)
        box.addItems([_label(one, n) for n, one in enumerate(self._found.all, start=1)])
        places = [(one.session, one.position) for one in self._found.all]
        box.setCurrentIndex(places.index((answer.session, answer.position)))
        box.activated.connect(lambda _place, side=side: self._choose(side))
        self._choices.append(box)
        return box

    def _words(self, made: tuple[Assessment, Assessment]) -> QFrame:
        frame, box = card()
        box.addWidget(text("What was said", "section"))
        legend = "Shaded: only in this take. Underlined: put differently."
        sounding = self._found.sounding
        if sounding:
            which = "" if len(sounding) > 1 else f" of the {_SIDES[sounding[0]]} take"
            legend += f" Click a word{which} to hear it."
        box.addWidget(text(legend, "small"))
        grid = _columns()
        for side, said in enumerate(takes.texts(*made)):
            name = _SIDES[side]
            says, playable = f"What the {name} take says", side in sounding
            view = TakeText(self._theme, said, f"said-{name}", says, playable=playable)
            view.picked.connect(lambda second, side=side: self._start(side, second))
            self._texts.append(view)
            grid.addWidget(view, 0, side, Qt.AlignmentFlag.AlignTop)
        box.addLayout(grid)
        return frame

    def _toggle(self, side: int) -> None:
        if self.player.playing and side == self._side:
            self.player.stop()
        else:
            self._start(side, self._at[side])

    def _start(self, side: int, second: float) -> None:
        made, chosen = self._found.made, self._found.chosen
        if made is None or chosen is None or (audio := self._found.sounds[side]) is None:
            return
        self.player.stop()
        if second >= made[side].transcript.seconds - 0.05:
            second = 0.0
        self._side = side
        self._moved(second)
        self.player.play(Excerpt(audio, second, None), self._desk.settings.loudspeaker)

    def _moved(self, second: float) -> None:
        made, side = self._found.made, self._side
        if made is None or len(self._texts) <= side:
            return
        self._at[side] = second
        self._times[side].setText(f"{clock(second)} / {clock(made[side].transcript.seconds)}")
        self._texts[side].show_place(second)
        self._texts[1 - side].show_place(None)

    def _playing_changed(self, playing: bool) -> None:
        for side, play in self._plays.items():
            on = playing and side == self._side
            play.setText("Pause" if on else "Play")
            play.show_icon("pause" if on else "play")


def _chosen(every: tuple[Past, ...], pair: tuple[AnswerRow, AnswerRow]) -> _Found:
    """Look for the recordings, too; the disk may be slow, so not on the window's thread."""
    return _Found(every, pair, tuple(retention.sound(answer) for answer in pair))


def _columns() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(34)
    grid.setVerticalSpacing(10)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _label(one: Past, number: int) -> str:
    overall = one.summary.scores.overall
    score = "not judged" if overall is None else f"{overall:.0f}"
    return f"Take {number}  ·  {score}  ·  {words.day(one.started.isoformat())}"


def _gist(made: tuple[Assessment, Assessment]) -> str:
    """Say in a line what changed from the first take to the second."""
    if any(one.scores.overall is None for one in made):
        return "One of these takes was not judged, so no points can be compared."
    gains = [pair.gain for pair in takes.pairs(*made)]
    won, lost = gains.count(1), gains.count(-1)
    if not won and not lost:
        return "No point was won or lost between these takes."
    points = f"{won} point{'s' * (won != 1)} won, {lost} lost"
    return f"{points} from the first take to the second."


def _points(made: tuple[Assessment, Assessment]) -> QFrame:
    frame, box = card()
    box.addWidget(text("Point by point", "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(22)
    grid.setVerticalSpacing(10)
    grid.setColumnStretch(0, 1)
    for column, name in enumerate(("First", "Second", ""), start=1):
        grid.addWidget(text(name, "small", wrap=False), 0, column)
    line = 1
    for pair in takes.pairs(*made):
        if line > 1:
            grid.addWidget(rule(), line, 0, 1, 4)
            line += 1
        told, role = _GAINS[pair.gain]
        grid.addWidget(text(pair.point.text), line, 0)
        both = zip((pair.first, pair.second), pair.doubted, strict=True)
        for column, (verdict, doubted) in enumerate(both, start=1):
            icon, word = verdict_word(verdict, doubted=doubted)
            shown = text(f"{icon}  {word}", "" if told else "soft", wrap=False)
            grid.addWidget(shown, line, column, Qt.AlignmentFlag.AlignTop)
        gain = text(told, role, wrap=False)
        grid.addWidget(gain, line, 3, Qt.AlignmentFlag.AlignTop)
        line += 1
    box.addLayout(grid)
    return frame


def _figures(made: tuple[Assessment, Assessment]) -> QFrame:
    frame, box = card()
    box.addWidget(text("How it was said", "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(22)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(3, 1)
    _line(grid, 0, ("", "First", "Second", ""), "small")
    for place, figure in enumerate(takes.figures(*made), start=1):
        _line(grid, place, (figure.name, figure.first, figure.second, figure.about), "")
    box.addLayout(grid)
    return frame


def _line(grid: QGridLayout, line: int, told: Sequence[str], role: str) -> None:
    roles = (role, role or "strong", role or "strong", role or "small")
    for column, (words_, of) in enumerate(zip(told, roles, strict=True)):
        label = text(words_, of, wrap=False)
        if column in (1, 2):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label, line, column)
