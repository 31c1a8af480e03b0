"""What the interview page shows, as a value, and how each event changes it. No Qt, no clock."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Final

from mockvoice.domain import events
from mockvoice.domain.events import SignalQuality
from mockvoice.domain.session import State
from mockvoice.domain.transcript import Word


@dataclass(frozen=True)
class Tick:
    """The screen's own clock: seconds since some fixed moment."""

    now: float


@dataclass(frozen=True)
class View:
    """One moment of the interview page."""

    session: str = ""
    turn: int = 0
    """1-based position of the question; 0 before the first."""
    state: State = State.READY
    prompt: str = ""
    follow_up: bool = False
    word_ends: tuple[float, ...] = ()
    began: float | None = None
    """When the prompt began to sound, on the screen's clock; None until the next tick."""
    said: int = 0
    """Words of the prompt that have been said."""
    peak: float = 0.0
    quality: SignalQuality = SignalQuality.FINE
    elapsed: float = 0.0
    countdown: float | None = None
    caption: str = ""
    """Everything understood of this answer."""
    before: str = ""
    """What of it was said before the follow-up under way; empty under the question itself."""
    heard: tuple[Word, ...] = ()
    """Words said to the question and its follow-ups so far, times running on."""
    earlier: tuple[Word, ...] = ()
    """Those of the parts before the one under way."""
    asides: tuple[str, ...] = ()
    """What the interviewer answered to questions of the candidate."""
    nudge: str = ""
    replying: bool = False
    """True from the end of a part until the interviewer speaks."""
    trouble: str = ""
    assessed: frozenset[int] = frozenset()
    recorded: frozenset[int] = frozenset()
    not_judged: tuple[tuple[int, str], ...] = ()
    """Questions whose assessment failed, and why."""
    skipped: frozenset[int] = frozenset()
    """Questions that were left without an answer."""
    ended: bool = False
    """All turns are over; assessments may still be under way."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the prompt."""
        return tuple(self.prompt.split())

    @property
    def said_now(self) -> str:
        """What was understood of the part under way alone."""
        return self.caption.removeprefix(self.before).strip()

    @property
    def open_assessments(self) -> int:
        """Recorded answers whose assessment is still to come."""
        return len(self.recorded - self.assessed - dict(self.not_judged).keys())


Happening = events.Event | Tick
_QUIET_STATES: Final = {
    State.READY,
    State.ASKING,
    State.PAUSED,
    State.TYPING,
    State.REPLYING,
    State.ENDED,
}
"""States in which nothing is heard: the level falls to nothing."""


def reduce(view: View, event: Happening) -> View:
    """Return what is shown after an event. Events of another session change nothing."""
    if isinstance(event, Tick):
        return _tick(view, event.now)
    if view.session and event.session != view.session:
        return view
    known = view if view.session else replace(view, session=event.session)
    if event.turn >= known.turn:
        known = _of_turn(known, event)
    return _of_session(known, event)


def _of_session(view: View, event: events.Event) -> View:
    """What counts whichever question is under way."""
    match event:
        case events.AnswerRecorded():
            return replace(view, recorded=view.recorded | {event.turn})
        case events.QuestionSkipped():
            here = {event.turn}  # what was recorded of it has been taken back and put aside
            return replace(view, skipped=view.skipped | here, recorded=view.recorded - here)
        case events.AnswerAssessed():
            return replace(view, assessed=view.assessed | {event.turn})
        case events.StageFailed():
            failed = {event.turn: event.message} if event.stage == "review" else {}
            not_judged = tuple({**dict(view.not_judged), **failed}.items())
            trouble = f"{event.message} {event.hint}".strip()
            return replace(view, trouble=trouble, not_judged=not_judged)
        case events.SessionEnded():
            return replace(view, ended=True, state=State.ENDED, countdown=None)
    return view


def _of_turn(view: View, event: events.Event) -> View:
    """What counts for the question under way; late events of earlier ones never get here."""
    match event:
        case events.StateChanged():
            return _state(view, event)
        case events.PromptSpoken():
            return _prompt(view, event)
        case events.CaptionReady():
            return _caption(view, event)
        case events.Level():
            nudge = "" if event.peak > _SPEAKING else view.nudge
            heard = replace(view, peak=event.peak, quality=event.quality)
            return replace(heard, elapsed=event.seconds, nudge=nudge)
        case events.Countdown():
            return replace(view, countdown=event.seconds)
    return replace(view, nudge=event.text) if isinstance(event, events.Nudge) else view


def _caption(view: View, event: events.CaptionReady) -> View:
    if view.state is State.ASKING and view.follow_up:  # the last words of the part before
        view = replace(view, before=event.text)
    return replace(view, caption=event.text, heard=_running(view.earlier, event.words))


def _prompt(view: View, event: events.PromptSpoken) -> View:
    if event.aside:  # the question stays; the words go on with what was heard of this part
        asides = (*view.asides, event.text)
        return replace(view, asides=asides, nudge="", word_ends=(), replying=False)
    if event.follow_up and view.replying:
        view = replace(view, earlier=view.heard, before=view.caption, elapsed=0.0)
    fresh = replace(view, turn=max(view.turn, event.turn), nudge="", countdown=None)
    return replace(
        fresh,
        prompt=event.text,
        follow_up=event.follow_up,
        word_ends=event.word_ends,
        replying=False,
        began=None,
        said=0,
    )


_BETWEEN_PARTS: Final = 2.0
"""Seconds put between parts, so that the interviewer's turn counts to nothing."""
_SPEAKING: Final = 0.1
"""Peak from which on somebody speaks, so that a nudge has done its work."""


def _state(view: View, event: events.StateChanged) -> View:
    turn = event.turn or view.turn
    changed = replace(view, state=event.state, turn=turn, countdown=None)
    if turn != view.turn:
        changed = replace(changed, caption="", elapsed=0.0, prompt="", said=0, trouble="")
        changed = replace(changed, heard=(), earlier=(), asides=(), before="", follow_up=False)
    if event.state in _QUIET_STATES:
        changed = replace(changed, peak=0.0, quality=SignalQuality.FINE, nudge="")
    if (view.state is State.DEVICE_LOST) is not (event.state is State.DEVICE_LOST):
        # A lost microphone has a band and a card of its own; what fails after that is told.
        changed = replace(changed, trouble="")
    if view.state is State.REPLYING:
        changed = replace(changed, nudge="")
    if view.state is State.ASKING and event.state is not State.ASKING:
        changed = replace(changed, said=len(changed.words))
    if event.state is State.ASKING and view.state is not State.REPLYING:
        before = changed.before
        changed = replace(changed, caption=before, elapsed=0.0, heard=changed.earlier)
    elif event.state is State.ASKING:
        changed = replace(changed, replying=True)
    return changed


def _running(earlier: tuple[Word, ...], words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words of the part under way after those before it, a silence between them."""
    if not earlier:
        return words
    offset = earlier[-1].end + _BETWEEN_PARTS
    moved = (w.model_copy(update={"start": w.start + offset, "end": w.end + offset}) for w in words)
    return (*earlier, *moved)


def _tick(view: View, now: float) -> View:
    if view.state is not State.ASKING or not view.prompt:
        return view
    if view.began is None:
        return replace(view, began=now)
    if not view.word_ends:
        return view
    said = min(bisect_right(view.word_ends, now - view.began), len(view.words))
    return view if said == view.said else replace(view, said=said)


@dataclass(frozen=True)
class Offer:
    """What can be done now."""

    main: str
    """Words on the big button; empty hides it."""
    main_command: str
    """Name of the command of the big button."""
    commands: frozenset[str] = frozenset()
    """Names of the other commands that are possible."""


_SPOKEN: Final = {"pause", "skip", "redo", "type"}
_OFFERS: Final[dict[State, Offer]] = {
    State.READY: Offer("", "", frozenset({"end"})),
    State.ASKING: Offer(
        "Answer now", "begin_now", frozenset({"replay", "slower", "reword", "skip", "type", "end"})
    ),
    State.THINKING: Offer(
        "Answer now", "begin_now", frozenset({"replay", "slower", "reword", "skip", "type", "end"})
    ),
    State.LISTENING: Offer("Done", "done", frozenset(_SPOKEN | {"end"})),
    State.FINISHING: Offer("Done", "done", frozenset(_SPOKEN | {"keep_talking", "end"})),
    State.PAUSED: Offer("Go on", "resume", frozenset({"done", "skip", "redo", "type", "end"})),
    State.REPLYING: Offer("", "", frozenset({"end"})),
    State.DEVICE_LOST: Offer(
        "Finish this answer", "done", frozenset({"resume", "skip", "type", "end"})
    ),
    State.TYPING: Offer("", "", frozenset({"replay", "slower", "reword", "skip", "resume", "end"})),
    State.ENDED: Offer("", ""),
}
_WITHOUT_MICROPHONE: Final = Offer("Type instead", "type", frozenset({"resume", "skip", "end"}))
"""Nothing was recorded yet."""


def offer(view: View) -> Offer:
    """Return what the page offers at this moment."""
    return _WITHOUT_MICROPHONE if _never_opened(view) else _OFFERS[view.state]


def _never_opened(view: View) -> bool:
    nothing = not view.elapsed and view.turn not in view.recorded
    return view.state is State.DEVICE_LOST and nothing


HEADINGS: Final[dict[State, str]] = {
    State.READY: "Getting ready…",
    State.ASKING: "The interviewer is speaking",
    State.THINKING: "Time to think",
    State.LISTENING: "Recording",
    State.FINISHING: "Finished?",
    State.PAUSED: "Paused",
    State.TYPING: "Typing",
    State.REPLYING: "One moment…",
    State.DEVICE_LOST: "The microphone is gone",
    State.ENDED: "That was it",
}
ABOUT: Final[dict[State, str]] = {
    State.READY: "The first question comes in a moment.",
    State.ASKING: "The microphone is off.",
    State.THINKING: "Nothing is recorded yet.",
    State.LISTENING: "Speak. Space when you are done.",
    State.FINISHING: "Speak again, or press K, to keep talking.",
    State.PAUSED: "The microphone is off; what you have said is kept.",
    State.TYPING: "Take your time: no clock runs, and the microphone is off.",
    State.REPLYING: "Your answer is safe on disk.",
    State.DEVICE_LOST: "What you have said is kept. Choose another microphone to go on.",
    State.ENDED: "",
}


INTERRUPTIBLE: Final = "Speak to interrupt. Nothing is recorded before you do."


def heading(view: View) -> str:
    """Return the state in words; preparing the first sound is not yet speaking."""
    waits = view.state is State.ASKING and (view.replying or not view.prompt)
    if _never_opened(view):
        return "No microphone"
    return HEADINGS[State.REPLYING if waits else view.state]


def about(view: View) -> str:
    """Return what the state means for the candidate; nothing is called safe that is not there."""
    if _never_opened(view):
        return "Nothing is recorded. Type your answer, or plug in a microphone and try again."
    if view.state is State.REPLYING and view.turn not in view.recorded:
        return ""
    return ABOUT[view.state]


WARNINGS: Final[dict[SignalQuality, str]] = {
    SignalQuality.FINE: "",
    SignalQuality.QUIET: "Very quiet. Move closer.",
    SignalQuality.CLIPPED: "Too loud. Move back a little.",
    SignalQuality.NONE: "No sound. Is it muted?",
}
