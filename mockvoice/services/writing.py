"""Writing instead of speaking: no clock runs, the microphone is closed, and it stays so until the
candidate wants to speak again."""

from __future__ import annotations

from mockvoice.domain.session import Action, State
from mockvoice.services.outcome import Outcomes


class Writing(Outcomes):
    """One session in which answers can be typed. All methods run on ``serial`` only."""

    _writes = False
    """True after a typed answer: the next prompt is answered in writing, too."""

    def begin_typing(self) -> None:
        """Stop clock and microphone; the interviewer may finish the question."""
        if not self._may(Action.TYPE):
            return
        asking = self._state is State.ASKING and self._take is None
        if self._state is State.PAUSED:  # what sounds would begin to record at its end
            self._speaking.stop()
        about_to = self._state in {State.ASKING, State.THINKING} and not asking
        self._go(Action.TYPE)
        self._fall_deaf()
        self._deadline = None
        if about_to:  # the microphone was opening
            self._give_up()
        if not self._turn.part.file:
            self._follow()
        self._when_closed(lambda: None)

    def keep_typed(self, text: str) -> None:
        """Keep what is written so far, also on disk."""
        turn = self._turn
        if self._state is State.TYPING and text != turn.part.typed:
            turn.part = turn.part.model_copy(update={"typed": text})
            self._save_draft((*turn.parts, turn.part))

    def type_answer(self, text: str) -> None:
        """Take a written answer."""
        if text and self._state is not State.TYPING:
            self.begin_typing()
        if text and self._state is State.TYPING:
            self._speaking.stop()
            self.keep_typed(text)
            self._writes = True
            self.done(silent=False)

    def _to_think(self) -> None:
        if self._writes:
            self.begin_typing()
        else:
            super()._to_think()

    def _fall_deaf(self) -> None:
        """Stop listening for a voice over the interviewer's."""
