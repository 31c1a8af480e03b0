"""The states of an interview: which follows which, as a table."""

from __future__ import annotations

from enum import StrEnum

from mockvoice.domain.errors import MockvoiceError


class State(StrEnum):
    """Where an interview stands."""

    READY = "ready"
    """Planned, not begun."""
    ASKING = "asking"
    """The interviewer speaks; the microphone is not heard."""
    THINKING = "thinking"
    """Time to think, not counted as pause."""
    LISTENING = "listening"
    """Recording the answer."""
    FINISHING = "finishing"
    """The answer seems to be over; speaking again or a key takes it back."""
    PAUSED = "paused"
    """The candidate stopped the clock; the answer so far is kept."""
    TYPING = "typing"
    """The candidate writes: no clock runs and the microphone is closed."""
    REPLYING = "replying"
    """Choosing and preparing what to say next."""
    DEVICE_LOST = "device_lost"
    """The microphone is gone; the answer so far is kept until another is chosen."""
    ENDED = "ended"


class Action(StrEnum):
    """What can happen to an interview."""

    ASK = "ask"
    SPOKEN = "spoken"
    """The interviewer's last sample has sounded."""
    LISTEN = "listen"
    QUIET = "quiet"
    """The end of the turn is near."""
    RESUME = "resume"
    """Speech again, or the candidate took the end back, or ended a pause."""
    DONE = "done"
    """End of turn, by the detector or by key."""
    PAUSE = "pause"
    TYPE = "type"
    """The candidate writes instead of speaking."""
    SKIP = "skip"
    REDO = "redo"
    LOSE = "lose"
    """The device stopped answering."""
    END = "end"


_EVERYWHERE = {Action.END: State.ENDED}
_NEXT: dict[State, dict[Action, State]] = {
    State.READY: {Action.ASK: State.ASKING},
    State.ASKING: {
        Action.SPOKEN: State.THINKING,
        Action.LISTEN: State.LISTENING,
        Action.ASK: State.ASKING,
        Action.SKIP: State.REPLYING,
        Action.TYPE: State.TYPING,
    },
    State.THINKING: {
        Action.LISTEN: State.LISTENING,
        Action.ASK: State.ASKING,
        Action.SKIP: State.REPLYING,
        Action.LOSE: State.DEVICE_LOST,
        Action.TYPE: State.TYPING,
    },
    State.LISTENING: {
        Action.QUIET: State.FINISHING,
        Action.DONE: State.REPLYING,
        Action.PAUSE: State.PAUSED,
        Action.SKIP: State.REPLYING,
        Action.REDO: State.ASKING,
        Action.LOSE: State.DEVICE_LOST,
        Action.TYPE: State.TYPING,
    },
    State.FINISHING: {
        Action.RESUME: State.LISTENING,
        Action.DONE: State.REPLYING,
        Action.PAUSE: State.PAUSED,
        Action.SKIP: State.REPLYING,
        Action.REDO: State.ASKING,
        Action.LOSE: State.DEVICE_LOST,
        Action.TYPE: State.TYPING,
    },
    State.PAUSED: {
        Action.RESUME: State.LISTENING,
        Action.DONE: State.REPLYING,
        Action.SKIP: State.REPLYING,
        Action.REDO: State.ASKING,
        Action.TYPE: State.TYPING,
    },
    State.TYPING: {
        Action.RESUME: State.LISTENING,
        Action.DONE: State.REPLYING,
        Action.SKIP: State.REPLYING,
        Action.REDO: State.ASKING,
        Action.LOSE: State.DEVICE_LOST,
    },
    State.REPLYING: {
        Action.ASK: State.ASKING,
        Action.RESUME: State.LISTENING,
        Action.SKIP: State.REPLYING,
    },
    State.DEVICE_LOST: {
        Action.RESUME: State.LISTENING,
        Action.DONE: State.REPLYING,
        Action.SKIP: State.REPLYING,
        Action.TYPE: State.TYPING,
    },
    State.ENDED: {},
}


class IllegalStep(MockvoiceError):
    """An action that the state does not allow: a bug, or a key pressed too late."""


def allowed(state: State) -> frozenset[Action]:
    """Return what may happen in a state."""
    if state is State.ENDED:
        return frozenset()
    return frozenset(_NEXT[state]) | frozenset(_EVERYWHERE)


def step(state: State, action: Action) -> State:
    """Return the state that follows. Raises IllegalStep when the table has no such step."""
    if action not in allowed(state):
        raise IllegalStep(f"“{action}” is not possible while {state}.")
    return _EVERYWHERE.get(action) or _NEXT[state][action]
