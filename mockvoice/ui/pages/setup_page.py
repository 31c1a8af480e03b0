"""The set-up of the first start: models, microphone and loudspeaker, a warm-up question."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from mockvoice.services.warm_up import ANSWER_SECONDS, warm_up
from mockvoice.ui.desk import Desk
from mockvoice.ui.model_shelf import ModelShelf
from mockvoice.ui.parts import Wish
from mockvoice.ui.sound_check import SoundCheck
from mockvoice.ui.widgets import IconButton, Page, bullet, button, card, fill, row, set_role, text

STEPS: Final = ("Models", "Sound", "Warm-up")
_ABOUT: Final = (
    "What MockVoice needs on this computer is fetched once. You can stop and go on later.",
    "Choose your microphone and loudspeaker, and try them.",
    "One easy question to see how an interview goes. Nothing depends on it.",
)


class SetupPage(Page):
    """Three steps, each of which can be skipped; leaving the page ends the set-up for good."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "Welcome to MockVoice", "setup-page")
        self._desk = desk
        self._step = 0
        self._able = False
        """True when every model is there."""
        self.body.addWidget(
            text(
                "Three short steps before the first interview. Nothing you say ever leaves this"
                " computer.",
                "soft",
            )
        )
        self._marks = _marks()
        line = QHBoxLayout()
        line.setSpacing(26)
        for mark in self._marks:
            line.addWidget(mark)
        line.addStretch(1)
        self.body.addLayout(line)
        self._about = text("", "section")
        self.body.addWidget(self._about)
        self.shelf = ModelShelf(desk, brief=True)
        self.sound = SoundCheck(desk)
        self._warm_up = self._make_warm_up()
        self._parts: tuple[QWidget, ...] = (self.shelf, self.sound, self._warm_up)
        fill(self.body, *self._parts)
        self._back = IconButton(desk.theme, "back", "Back", "setup-back", "plain")
        self._back.clicked.connect(lambda: self._show(self._step - 1))
        self._skip = button("Skip this step", "setup-skip", self._skip_step, role="plain")
        self._next = button("Next", "setup-next", self._go_on, role="primary")
        self.body.addLayout(row(self._back, None, self._skip, self._next))
        self.body.addStretch(1)
        self.shelf.ready.connect(self._models_known)
        self._show(0)
        desk.when_bank_ready(self._offer)

    def shown(self) -> None:
        """Begin with the first step that is not done."""
        self._show(0)
        self.shelf.look()
        self.sound.look()

    def hide_page(self) -> None:
        """Let go of the microphone; the set-up does not come by itself again."""
        self.sound.stop()
        self._desk.change(first_start_done=True)

    def close_page(self) -> None:
        """Let go of devices and of a fetch for good."""
        self.shelf.stop()
        self.sound.close_devices()

    def _make_warm_up(self) -> QFrame:
        frame, box = card(spacing=10)
        points = (
            "The interviewer asks aloud; you see the words as they are said.",
            "You get a few seconds to think. Space or Enter begins and ends your answer.",
            "Then you just speak. Pauses are fine: it waits while you think.",
            "Afterwards you see what was said, what was missing, and how you said it.",
        )
        box.addWidget(text(f"A {ANSWER_SECONDS}-second warm-up", "section"))
        for point in points:
            box.addLayout(bullet(point))
        self._asks = text("", "soft")
        box.addWidget(self._asks)
        return frame

    def _show(self, step: int) -> None:
        self._step = step
        for place, (part, mark) in enumerate(zip(self._parts, self._marks, strict=True)):
            part.setVisible(place == step)
            set_role(mark, "accent" if place == step else "soft")
        self._about.setText(_ABOUT[step])
        self._back.setVisible(step > 0)
        if step != 1:
            self.sound.stop()
        last = step == len(STEPS) - 1
        self._next.setText("Start the warm-up" if last else "Next")
        self._skip.setText("Go to the start page" if last else "Skip this step")
        self._offer()
        first = self.sound.first if step == 1 else None
        (first or (self._next if self._next.isEnabled() else self._skip)).setFocus()
        self.verticalScrollBar().setValue(0)

    def _offer(self) -> None:
        """What can be done at this step."""
        last = self._step == len(STEPS) - 1
        entry = warm_up(self._desk.bank)
        possible = self._able and entry is not None and self._desk.parts.interview is not None
        ready = (self._able, True, possible)[self._step]
        self._next.setEnabled(ready)
        self._skip.setVisible(last or not ready)
        if not self._able:
            self._asks.setText("It needs the models of the first step.")
        elif entry is not None:
            self._asks.setText(f"The question will be: “{entry.question.text}”")

    def _models_known(self, ready: bool) -> None:
        arrived = ready and not self._able
        self._able = ready
        self._offer()
        if arrived and self._step == 0 and self.isVisible():
            self._next.setFocus()
        if not ready and self._step == 0 and self.isVisible():
            self.shelf.point_to_fetch()

    def _skip_step(self) -> None:
        if self._step < len(STEPS) - 1:
            self._show(self._step + 1)
        else:
            self._desk.go.emit("start")

    def _go_on(self) -> None:
        if self._step < len(STEPS) - 1:
            self._show(self._step + 1)
            return
        entry = warm_up(self._desk.bank)
        if entry is not None:
            easy = {"mode": "practice", "follow_ups": 0}
            wish = Wish("Warm-up", (entry,), self._desk.settings.model_copy(update=easy))
            self._desk.interview(wish)


def _marks() -> tuple[QLabel, ...]:
    return tuple(
        text(f"{place}  {name}", "soft", wrap=False) for place, name in enumerate(STEPS, start=1)
    )
