"""Waiting for the reply: when a word is due meanwhile, and when it goes on with what there is."""

from __future__ import annotations

from typing import Final

from mockvoice.domain.ports import Clock

ONE_MOMENT: Final = "One moment."
"""Said aloud, once, while the reply is waited for."""
STILL_THINKING: Final = "The interviewer is still thinking. Your answer is safe on disk."
"""The same on the screen, whose heading says "One moment" from the start."""
WORD_SECONDS: Final = 3.0
"""So long after the end of a turn a reply that is not there yet calls for a word. Between people
the next turn begins after some 0.2 s (Stivers et al. 2009; Levinson & Torreira 2015), and whoever
waits for a machine loses the thread by 10 s (Nielsen 1993). A usual reply is there before."""
REPLY_SECONDS: Final = 6.0
"""So long after it the reply is what is known by then, perhaps without the last words."""
NO_REPLY_SECONDS: Final = 30.0
"""So long after it the interview goes on without a follow-up when nothing at all is known."""


class Waiting:
    """How long the reply has been waited for; belongs to the interview's thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: float | None = None
        self._worded = False

    def begin(self) -> None:
        """The reply is asked for now."""
        self._since, self._worded = self._clock.now(), False

    def end(self) -> None:
        """It is there, or nobody waits for it any more."""
        self._since = None

    @property
    def seconds(self) -> float:
        """Seconds waited so far; 0 while nothing is waited for."""
        return 0.0 if self._since is None else self._clock.now() - self._since

    def calls_for_a_word(self, *, silent: bool) -> bool:
        """Tell, once per wait, that it has become long while nothing is being said."""
        if self._worded or not silent or self.seconds < WORD_SECONDS:
            return False
        self._worded = True
        return True
