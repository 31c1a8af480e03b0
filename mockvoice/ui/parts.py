"""What the window is given by the composition root: ports and ways to begin, nothing concrete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mockvoice.domain.events import Event
from mockvoice.domain.ports import Judge, Microphone, Sounds, Stop
from mockvoice.domain.question import Term
from mockvoice.services.bank import Entry
from mockvoice.services.catalogue import Profile
from mockvoice.settings import Settings

Tell = Callable[[Event], None]
"""Told every event of an interview, from any thread."""


@dataclass(frozen=True)
class Device:
    """A microphone or a loudspeaker, as the system lists it."""

    name: str
    inputs: int
    """Channels it records; 0 for a loudspeaker."""
    outputs: int
    """Channels it plays; 0 for a microphone."""
    default: bool


@dataclass(frozen=True)
class Wish:
    """The interview that was asked for."""

    title: str
    entries: tuple[Entry, ...]
    """The questions, in the order in which they are asked."""
    settings: Settings


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a recording to play."""

    audio: Path
    start: float
    """Seconds from its start."""
    end: float | None
    """Seconds from its start; None plays to its end."""
    speed: float = 1.0
    """0.75 to 1.5; the pitch stays."""
    loop: bool = False
    """Again and again, until stopped."""


class Interviewing(Protocol):
    """A running interview. Commands only enqueue; what comes of them is told as events."""

    def start(self) -> None:
        """Ask the first question."""

    def begin_now(self) -> None:
        """End the time to think and listen."""

    def done(self) -> None:
        """The answer is over."""

    def keep_talking(self) -> None:
        """Take back the end of the turn."""

    def pause(self) -> None:
        """Stop the clock; the answer so far is kept."""

    def resume(self) -> None:
        """Go on after a pause."""

    def skip(self) -> None:
        """Leave this question."""

    def redo(self) -> None:
        """Throw this answer away and ask again."""

    def replay(self, *, slower: bool = False) -> None:
        """Say the prompt once more."""

    def reword(self) -> None:
        """Say the question in other words."""

    def begin_typing(self) -> None:
        """Stop clock and microphone; resume goes back to speaking."""

    def keep_typed(self, text: str) -> None:
        """Keep what is written so far; the answer is not over."""

    def type_answer(self, text: str) -> None:
        """Take a typed answer in place of a spoken one."""

    def choose_microphone(self, name: str) -> None:
        """Go on with another microphone; the answer so far is kept."""

    def end(self) -> None:
        """End the interview; what was answered is kept."""


class Play(Protocol):
    """Plays a stretch of a recording."""

    def __call__(
        self, excerpt: Excerpt, device: str, stop: Stop, tell: Callable[[float], None]
    ) -> bool:
        """Return when its last sample has sounded: True; False when stopped.

        ``tell`` hears the second of the recording that sounds now. Raises DeviceLost, BadAudio.
        """


class Speak(Protocol):
    """Says a text in the interviewer's voice."""

    def __call__(self, text: str, terms: Sequence[Term], chosen: Settings) -> Path:
        """Return the sound as a file; ``terms`` say how names are spoken.

        May take seconds. Raises ModelMissing and what the voice raises.
        """


@dataclass(frozen=True)
class Parts:
    """Everything on the far side of the window."""

    devices: Callable[[], tuple[Device, ...]]
    """Lists microphones and loudspeakers; may block for seconds."""
    microphone: Microphone
    play: Play
    sounds: Sounds
    interview: Callable[[Wish, Tell], Interviewing] | None
    """Makes an interview ready; None where none can be held. May block while models load. Raises
    ModelMissing and the like."""
    mend: Callable[[Profile, Callable[[], None]], int]
    """Keeps and assesses answers that an early exit left behind; returns how many. The second
    argument is called from another thread after each assessment. Raises ModelMissing."""
    warm: Callable[[Profile], None]
    """Begins to load the engines of a profile, so that the first interview need not wait."""
    close: Callable[[], None]
    """Ends what was started, before the program ends."""
    judge: Callable[[Profile], Judge] | None = None
    """The judge of a profile, for answers that are judged again; None where there is none. It
    loads when it is first asked. Raises ModelMissing."""
    speak: Speak | None = None
    """Reads sample answers aloud; None where there is no voice."""
    hear: Callable[[Path, Profile], str] | None = None
    """What is said in a short recording; None where nothing can be heard. May take seconds while
    the model loads. Raises ModelMissing, BadAudio."""
