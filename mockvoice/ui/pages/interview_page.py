"""The interview page: it renders a View and sends commands, nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.events import AnswerAssessed, Event
from mockvoice.domain.session import State
from mockvoice.services.bank import Entry
from mockvoice.ui import state, words
from mockvoice.ui.banner import Banner
from mockvoice.ui.bridge import Bridge
from mockvoice.ui.captions import Caption
from mockvoice.ui.desk import Desk
from mockvoice.ui.ending import Ending
from mockvoice.ui.live_phases import LivePhases
from mockvoice.ui.lost_microphone import LostMicrophone
from mockvoice.ui.parts import Interviewing, Wish
from mockvoice.ui.state import View
from mockvoice.ui.typing_card import TypingCard
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
    text,
)

_TICK_MS = 33
_SMALL_PX = 38
"""Height of a small button at 100 %."""
_KEYS = {
    Qt.Key.Key_R: "replay",
    Qt.Key.Key_S: "slower",
    Qt.Key.Key_D: "reword",
    Qt.Key.Key_K: "keep_talking",
    Qt.Key.Key_P: "pause",
    Qt.Key.Key_N: "skip",
    Qt.Key.Key_Backspace: "redo",
    Qt.Key.Key_T: "type",
}
_SMALL = (
    ("pause", "pause", "Pause", "P"),
    ("redo", "redo", "Start over", "Backspace"),
    ("skip", "skip", "Next", "N"),
    ("type", "edit", "Type it", "T"),
    # Comes and goes: last, so that nothing moves away from under the pointer.
    ("keep_talking", "play", "Keep talking", "K"),
)
_ICONS = {"done": "check", "type": "edit"}
"""On the big button."""
_SHOW_HINTS = "Show hints"
_AGAIN = (
    ("replay", "replay", "Replay", "R"),
    ("slower", "slower", "Slower", "S"),
    ("reword", "reword", "Say it differently", "D"),
)


class InterviewPage(Page):
    """One interview from the first question to the last."""

    finished = Signal()
    """The interview is over or was left; nothing is recorded any more."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "", "interview-page")
        self._desk = desk
        self.view = View()
        """What is shown now."""
        self._wish: Wish | None = None
        self._live: Interviewing | None = None
        self._bridge = Bridge(self)
        self._bridge.told.connect(self._hear)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(lambda: self._hear(state.Tick(time.monotonic())))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._buttons: dict[str, IconButton] = {}
        self._add_head()
        self._add_question()
        self._banner = Banner(desk.theme)
        self.body.addWidget(self._banner)
        self._add_device()
        self._add_typing()
        self._add_controls()
        self._phases = LivePhases(desk)
        self.body.addWidget(self._phases)
        self._add_captions()
        self._add_hints()
        self._ending = Ending(desk)
        self.body.addWidget(self._ending)
        self.body.addStretch(1)
        self._render()

    @property
    def busy(self) -> bool:
        """True while an interview is under way."""
        return self._wish is not None and not self.view.ended

    @property
    def hints_offered(self) -> bool:
        """True when hints can be asked for."""
        return self._hint_line.isVisible()

    def begin(self, wish: Wish) -> None:
        """Make an interview ready and start it."""
        make = self._desk.parts.interview
        if make is None or self.busy:
            return
        self._wish, self._live, self.view = wish, None, View()
        self._show_or_hide(False)
        self._typing.empty()
        self._typing.hide()
        self._render()
        # What an earlier session still tells must not be taken for this one.
        self._bridge.told.disconnect(self._hear)
        self._bridge.told.connect(self._late)
        self._bridge = Bridge(self)
        self._bridge.told.connect(self._hear)
        self._bridge.told.connect(self._desk.work.hear)
        tell = self._bridge.tell
        self._desk.models.submit(lambda: make(wish, tell), self._begun, self._failed)
        self.setFocus()

    def close_page(self) -> None:
        """Leave the interview; what was answered is kept."""
        if self._live is not None and not self.view.ended:
            self._typing.keep()
            self._live.end()
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space and Enter do the next thing; letters do the rest."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._main_pressed()
        elif key in _KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            command = _KEYS[key]
            self._command("resume" if self._resumes(command) else command)
        else:
            super().keyPressEvent(event)

    def _resumes(self, command: str) -> bool:
        return command == "pause" and self.view.state is State.PAUSED

    def _begun(self, live: Interviewing) -> None:
        self._live = live
        live.start()

    def _failed(self, error: MockvoiceError) -> None:
        self._wish = None
        self._desk.show_trouble(error)
        self.finished.emit()
        self._desk.go.emit("start")

    def _late(self, event: Event) -> None:
        if isinstance(event, AnswerAssessed):
            self._desk.library_changed.emit()

    def _hear(self, event: Event | state.Tick) -> None:
        before, self.view = self.view, state.reduce(self.view, event)
        if self.view is before:
            return
        if self.view.state is not before.state:
            self._state_changed(before.state)
        if self.view.assessed != before.assessed or self.view.ended != before.ended:
            self._desk.library_changed.emit()
        self._render()

    def _state_changed(self, before: State) -> None:
        now = self.view.state
        if now is State.ASKING:
            self._timer.start()
        else:
            self._timer.stop()
        if now is State.DEVICE_LOST:
            self._lost.look()
        if now in {State.REPLYING, State.ENDED}:  # starting over keeps what was typed
            self._typing.empty()
        if State.ENDED in {now, before}:
            self._desk.library_changed.emit()
            self.finished.emit()
        if now is not State.ENDED:
            self._show_typing(now is State.TYPING)

    def _main_pressed(self) -> None:
        self._command(state.offer(self.view).main_command)

    def _command(self, name: str) -> None:
        """Send a command where it is possible now."""
        offer = state.offer(self.view)
        if self._live is None or name not in offer.commands | {offer.main_command} - {""}:
            return
        if name == "type":
            self._live.begin_typing()
            self._show_typing(True)
            return
        self._typing.keep()  # nothing written is lost by a slip
        commands: dict[str, Callable[[], None]] = {
            "done": self._live.done,
            "begin_now": self._live.begin_now,
            "resume": self._live.resume,
            "keep_talking": self._live.keep_talking,
            "pause": self._live.pause,
            "skip": self._live.skip,
            "redo": self._live.redo,
            "replay": self._live.replay,
            "slower": lambda: self._live.replay(slower=True) if self._live else None,
            "reword": self._live.reword,
            "end": self._live.end,
        }
        commands[name]()

    def _add_head(self) -> None:
        self._place = text("", "soft", wrap=False)
        self._place.setObjectName("place")
        self._leave = IconButton(self._theme, "close", "End interview", "end", "plain")
        self._leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._leave.clicked.connect(lambda: self._command("end"))
        self.body.addLayout(row(self._place, None, self._leave))

    def _add_question(self) -> None:
        self._asked = QFrame()
        box = QVBoxLayout(self._asked)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(14)
        self._kind = text("", "accent", wrap=False)
        self._kind.setObjectName("prompt-kind")
        self._caption = Caption(self._theme, "question")
        again = QWidget()
        # The band below must not jump when nothing can be heard again.
        again.setMinimumHeight(self._theme.px(_SMALL_PX))
        flow = Flow(again)
        for name, picture, label, key in _AGAIN:
            flow.addWidget(self._small(name, picture, label, key))
        fill(box, self._kind, self._caption, again)
        self.body.addWidget(self._asked)

    def _small(self, name: str, picture: str, label: str, key: str) -> IconButton:
        role = "" if name == "keep_talking" else "plain"
        made = IconButton(self._theme, picture, label, name.replace("_", "-"), role)
        made.setToolTip(f"{label} ({key})")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: self._command(name))
        self._buttons[name] = made
        return made

    def _add_device(self) -> None:
        self._lost = LostMicrophone(self._desk)
        self._lost.chosen.connect(self._go_on_with)
        self._lost.again.connect(lambda: self._command("resume"))
        self.body.addWidget(self._lost)

    def _go_on_with(self, microphone: str) -> None:
        if self._live is not None:
            self._live.choose_microphone(microphone)

    def _add_controls(self) -> None:
        self._main = IconButton(self._theme, "check", "Done", "done", "big")
        self._main.setToolTip("Space")
        self._main.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._main.clicked.connect(self._main_pressed)
        self._controls = QWidget()
        flow = Flow(self._controls)
        flow.addWidget(self._main)
        for name, picture, label, key in _SMALL:
            flow.addWidget(self._small(name, picture, label, key))
        self.body.addWidget(self._controls)

    def _add_typing(self) -> None:
        self._typing = TypingCard(self._theme)
        self._typing.handed_in.connect(self._hand_in)
        self._typing.speak.connect(lambda: self._command("resume"))
        self._typing.kept.connect(self._keep_typed)
        self.body.addWidget(self._typing)

    def _show_typing(self, shown: bool) -> None:
        self._typing.setVisible(shown)
        (self._typing.field if shown else self).setFocus()
        if shown:  # as soon as it has its place
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self._typing, 0, 18))

    def _keep_typed(self, written: str) -> None:
        if self._live is not None:
            self._live.keep_typed(written)

    def _hand_in(self, typed: str) -> None:
        if self._live is not None:
            self._live.type_answer(typed)
            self._show_typing(False)

    def _add_captions(self) -> None:
        self._heard, box = card(spacing=8)
        self._heard_head = text("", "small")
        box.addWidget(self._heard_head)
        self._said = text("")
        self._said.setObjectName("live-caption")
        self._before_head = text("Your answer so far", "small")
        self._before = text("", "soft")
        self._before.setObjectName("said-before")
        fill(box, self._said, self._before_head, self._before)
        self._trouble, self._trouble_text = notice()
        fill(self.body, self._heard, self._trouble)

    def _add_hints(self) -> None:
        self._hint_line = QWidget()
        self._hints, self._hints_box = card(spacing=8)
        self._ask_hints = IconButton(self._theme, "hint", _SHOW_HINTS, "hints", "plain")
        self._ask_hints.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._ask_hints.clicked.connect(lambda: self._show_or_hide(self._hints.isHidden()))
        line = row(self._ask_hints, None)
        line.setContentsMargins(0, 0, 0, 0)
        self._hint_line.setLayout(line)
        self._hints.hide()
        self._hinted = 0
        fill(self.body, self._hint_line, self._hints)

    def _show_or_hide(self, hints: bool) -> None:
        self._hints.setVisible(hints)
        self._ask_hints.setText("Hide hints" if hints else _SHOW_HINTS)

    def _entry(self) -> Entry | None:
        entries = self._wish.entries if self._wish else ()
        place = max(1, self.view.turn)
        return entries[place - 1] if place <= len(entries) else None

    def _render(self) -> None:
        view, entry = self.view, self._entry()
        offer = state.offer(view)
        over = view.ended
        self._place.setText("" if over else self._place_words(entry))
        self._kind.setText("Follow-up" if view.follow_up else "Question")
        self._asked.setVisible(not over and bool(view.prompt))
        shown = len(view.words) if not view.word_ends else view.said
        self._caption.show_words(view.words, shown)
        self._banner.setVisible(not over)
        over_it = self._wish is not None and self._wish.settings.headphones
        target = entry.question.answer_seconds if entry and not view.follow_up else 0
        self._banner.show_view(view, target, interruptible=over_it)
        self._lost.setVisible(view.state is State.DEVICE_LOST)
        self._main.setVisible(bool(offer.main) and not over)
        self._main.setText(offer.main)
        self._main.show_icon(_ICONS.get(offer.main_command, "interview"))
        for name, made in self._buttons.items():
            made.setVisible(name in offer.commands and not over)
        self._leave.setVisible(not over)
        self._show_heard()
        self._trouble.setVisible(bool(view.trouble))
        self._trouble_text.setText(view.trouble)
        if self._wish:
            question = entry.question if entry else None
            self._phases.show_view(view, question, self._wish.settings)
        self._show_hints(entry, over=over)
        self._ending.show_view(view, self._wish)

    def _show_heard(self) -> None:
        """What was understood; under a follow-up, what was said to it apart from all before."""
        view = self.view
        self._heard_head.setText("To the follow-up" if view.before else "What was heard")
        self._said.setText(view.said_now)
        for shown in (self._heard_head, self._said):
            shown.setVisible(bool(view.said_now))
        self._before.setText(view.before)
        for shown in (self._before_head, self._before):
            shown.setVisible(bool(view.before))
        self._heard.setVisible(bool(view.caption or view.before) and not view.ended)

    def _place_words(self, entry: Entry | None) -> str:
        if entry is None or self._wish is None:
            return ""
        many = len(self._wish.entries)
        where = f"Question {max(1, self.view.turn)} of {many}  ·  " if many > 1 else ""
        return f"{where}{words.subject(entry.question, '  ·  ')}"

    def _show_hints(self, entry: Entry | None, *, over: bool) -> None:
        practice = self._wish is not None and self._wish.settings.mode == "practice"
        self._hint_line.setVisible(practice and entry is not None and not over)
        if over:
            self._show_or_hide(False)
        if entry is None or self._hinted == self.view.turn:
            return
        self._hinted = self.view.turn
        self._show_or_hide(False)
        clear(self._hints_box)
        self._hints_box.addWidget(text("A strong answer speaks of", "small"))
        for point in entry.question.rubric:
            self._hints_box.addLayout(bullet(words.heading(point.id)))
