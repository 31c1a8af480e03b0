"""When has the candidate finished? A state machine over voice activity and Smart Turn.

All times are seconds of the recording, given by the caller. Silence alone cuts people off: of real
technical answers 1.2 s of silence ends half, 2.0 s still some (docs/turns.md). So the wait depends
on how finished the last words sounded and were understood, and is announced before it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_WANT_MORE: Final = frozenset(
    {"the", "a", "an", "of", "from", "into", "my", "our", "your", "their", "its"}
    | {"and", "or", "but", "because", "which", "if", "when", "than", "um", "uh"}
)
"""No sentence ends with these."""
WINDOW: Final = 0.032
"""Seconds of one decision of the voice activity detector."""
ASK_AFTER: Final = 0.2
"""Pause after which Smart Turn is asked: it was trained on 0.2 s of silence after speech."""
ASK_AGAIN_AFTER: Final = 1.2
"""Pause after which Smart Turn is asked once more where the words before it were a whole sentence:
it often grows sure only then, and of broken-off sentences too (docs/turns.md)."""
_SURE: Final = 0.85
"""What sounds as finished as this counts as surely finished: Smart Turn seldom says more of true
ends (docs/turns.md)."""
_OPEN: Final = 0.2
"""What sounded less finished than this at first is not asked about again."""
STRETCH_AFTER: Final = 0.7
"""Pause after which what was said before can be transcribed as one stretch."""
SHORT_STRETCH_AFTER: Final = 0.3
"""The same once the stretch is long, so that little is ever left to transcribe at the end."""
LONG_STRETCH: Final = 12.0
FINISHING: Final = 0.9
"""Seconds of "finishing…" before the turn ends; speaking again takes it back."""
_STARTS: Final = 0.5
_GOES_ON: Final = 0.35
"""Silero's own hysteresis."""
_SPEECH_WINDOWS: Final = 3
"""Windows in a row (0.1 s) that take a silence back: clicks and breaths are shorter."""


class Patience(StrEnum):
    """How long the interviewer waits."""

    QUICK = "quick"
    NORMAL = "normal"
    PATIENT = "patient"


@dataclass(frozen=True)
class Waits:
    """Seconds of silence."""

    finished: float
    """Ends a turn that surely sounds finished."""
    unfinished: float
    """Ends a turn that surely does not."""
    nudge: float
    """Brings a kind word, before the first word or in a pause that sounds unfinished."""


WAITS: Final = {
    Patience.QUICK: Waits(finished=1.3, unfinished=3.5, nudge=6.0),
    Patience.NORMAL: Waits(finished=2.0, unfinished=5.5, nudge=8.0),
    Patience.PATIENT: Waits(finished=3.2, unfinished=10.0, nudge=8.0),
}
"""Chosen so that normal takes few thinking pauses of 3 s in the middle of a clause for an end."""


class Sign(StrEnum):
    """What the interview is told."""

    SPEECH = "speech"
    """Speech begins, or goes on after "finishing"."""
    ASK = "ask"
    """A pause has begun: ask Smart Turn and tell ``opinion`` its answer."""
    ASK_AGAIN = "ask_again"
    """The pause goes on after a whole sentence: ask and tell once more."""
    STRETCH = "stretch"
    """What was said since the last stretch can be transcribed."""
    FINISHING = "finishing"
    """The turn ends in ``left`` seconds unless speech goes on."""
    DONE = "done"
    NUDGE = "nudge"


class EndOfTurn:
    """One answer being heard."""

    def __init__(self, patience: Patience, begin: float = 0.0) -> None:
        self._waits = WAITS[patience]
        self._begin = begin
        self._voiced = 0
        self._heard = False
        self._silent_since = begin
        self._stretch_from = begin
        self._stretch_to: float | None = None
        self._nudged = begin
        self._wait = self._waits.unfinished
        """Seconds of silence that end the turn."""
        self._finished = 0.0
        """How finished the words before the pause sounded."""
        self._whole = False
        """True when the words before the pause were understood as a whole sentence."""
        self._told: set[Sign] = set()
        self._now = begin

    @property
    def heard(self) -> bool:
        """True once something has been said."""
        return self._heard

    @property
    def stretch(self) -> tuple[float, float]:
        """Start and end of the stretch that STRETCH speaks of."""
        return self._stretch_from, self._stretch_to or self._stretch_from

    @property
    def left(self) -> float:
        """Seconds until the turn ends if it stays silent."""
        return max(0.0, self._wait - (self._now - self._silent_since))

    @property
    def silence(self) -> float:
        """Seconds since the last voice."""
        return self._now - self._silent_since

    def opinion(self, finished: float) -> None:
        """Take Smart Turn's probability that the pause under way ends the turn.

        A second one may only shorten the wait, and leaves the whole of "finishing…".
        """
        self._finished = max(self._finished, finished)
        sure = min(1.0, finished / _SURE)
        shorter = sure * (self._waits.unfinished - self._waits.finished)
        soonest = self.silence + FINISHING
        self._wait = min(self._wait, max(soonest, self._waits.unfinished - shorter))

    def understood(self, until: float, text: str) -> None:
        """Take the words of the stretch that ended at this second.

        Whisper ends a whole sentence with a mark, and most of what was broken off without one.
        After a word that no sentence ends with it waits as long as it can, unless "finishing…" is
        announced already.
        """
        if self._silent_since + ASK_AFTER > until + WINDOW:
            return  # speech went on since
        *_, last = ["", *text.lower().split()]
        if last.strip(".,?!…") in _WANT_MORE:
            if Sign.FINISHING not in self._told:
                self._wait = self._waits.unfinished
        else:
            self._whole = last.endswith((".", "?", "!")) and not last.endswith("..")

    def hear(self, at: float, voice: float) -> tuple[Sign, ...]:
        """Take the probability of speech in the window that ends at ``at``; return what is new."""
        self._now = at
        if self._speaking(voice):
            return self._speech(at)
        return tuple(sign for sign in self._due() if self._first(sign))

    def take_back(self) -> None:
        """Wait from now on, as if something had been said: the candidate wants to go on."""
        self._silent_since = self._nudged = self._now
        self._wait_anew()
        self._told = {Sign.ASK}

    def stretch_taken(self) -> None:
        """Begin the next stretch where the last one ended."""
        if self._stretch_to is not None:
            self._stretch_from = self._stretch_to
            self._stretch_to = None

    @property
    def _in_speech(self) -> bool:
        return self._voiced >= _SPEECH_WINDOWS

    def _speaking(self, voice: float) -> bool:
        """Return True while speech is under way, by hysteresis; count the windows it needs."""
        if voice >= (_GOES_ON if self._in_speech else _STARTS):
            self._voiced += 1
        else:
            self._voiced = 0
        return self._in_speech

    def _speech(self, at: float) -> tuple[Sign, ...]:
        quiet = not self._heard or bool(self._told)
        self._heard = True
        self._silent_since = self._nudged = at
        self._wait_anew()
        self._told.clear()
        return (Sign.SPEECH,) if quiet else ()

    def _wait_anew(self) -> None:
        self._wait = self._waits.unfinished
        self._finished = 0.0
        self._whole = False

    def _due(self) -> list[Sign]:
        if self._now - self._nudged >= self._waits.nudge:
            self._nudged = self._now
            self._told.discard(Sign.NUDGE)
            return [Sign.NUDGE]
        if not self._heard:
            return []
        due = []
        if self.silence >= ASK_AFTER:
            due.append(Sign.ASK)
        if self.silence >= ASK_AGAIN_AFTER and self._whole and self._finished >= _OPEN:
            due.append(Sign.ASK_AGAIN)
        if self._stretch_over():
            self._stretch_to = self._silent_since + ASK_AFTER
            due.append(Sign.STRETCH)
        if self.left <= FINISHING:
            due.append(Sign.FINISHING)
        if self.left <= 0:
            due.append(Sign.DONE)
        return due

    def _stretch_over(self) -> bool:
        long = self._silent_since - self._stretch_from > LONG_STRETCH
        said = self._silent_since > self._stretch_from + ASK_AFTER
        return said and self.silence >= (SHORT_STRETCH_AFTER if long else STRETCH_AFTER)

    def _first(self, sign: Sign) -> bool:
        if sign in self._told:
            return False
        self._told.add(sign)
        return True
