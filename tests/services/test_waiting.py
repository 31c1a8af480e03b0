"""Waiting for the reply: a word is due once, and not while something is being said."""

from __future__ import annotations

from mockvoice.services.waiting import WORD_SECONDS, Waiting
from tests.services.people import FakeClock


def test_a_word_is_due_once_per_wait() -> None:
    """Not before its time, not twice, and again when another reply takes long."""
    clock = FakeClock()
    waiting = Waiting(clock)
    for _ in range(2):
        waiting.begin()
        clock.time += WORD_SECONDS - 0.01
        assert not waiting.calls_for_a_word(silent=True)
        clock.time += 0.02
        assert waiting.calls_for_a_word(silent=True)
        clock.time += 10
        assert not waiting.calls_for_a_word(silent=True)


def test_a_word_waits_until_nothing_is_being_said() -> None:
    """It is due as soon as it is silent, if the reply is not there by then."""
    clock = FakeClock()
    waiting = Waiting(clock)
    waiting.begin()
    clock.time += WORD_SECONDS
    assert not waiting.calls_for_a_word(silent=False)
    assert waiting.calls_for_a_word(silent=True)


def test_nothing_is_waited_for_after_the_end() -> None:
    """The reply is there: no time runs."""
    clock = FakeClock()
    waiting = Waiting(clock)
    waiting.begin()
    clock.time += 1
    assert waiting.seconds == 1
    waiting.end()
    clock.time += WORD_SECONDS
    assert waiting.seconds == 0
    assert not waiting.calls_for_a_word(silent=True)
