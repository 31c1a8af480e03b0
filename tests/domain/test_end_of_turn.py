"""When a turn ends, second by second."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockvoice.domain.end_of_turn import (
    FINISHING,
    WAITS,
    WINDOW,
    EndOfTurn,
    Patience,
    Sign,
)

Told = list[tuple[Sign, float]]


def hear(turn: EndOfTurn, sounds: Iterable[tuple[float, float]], opinion: float | None) -> Told:
    """Feed (seconds, probability) of speech after each other; return the signs with their times."""
    told, window = [], 0
    for seconds, voice in sounds:
        for _ in range(round(seconds / WINDOW)):
            window += 1
            for sign in turn.hear(window * WINDOW, voice):
                told.append((sign, window * WINDOW))
                if sign is Sign.ASK and opinion is not None:
                    turn.opinion(opinion)
                if sign is Sign.STRETCH:
                    turn.stretch_taken()
    return told


def first(told: Told, sign: Sign) -> float:
    """Return when a sign was first given."""
    return next(at for what, at in told if what is sign)


@pytest.mark.parametrize("patience", list(Patience))
@pytest.mark.parametrize("opinion", [1.0, 0.0, None])
def test_the_wait_depends_on_patience_and_on_how_finished_it_sounds(
    patience: Patience, opinion: float | None
) -> None:
    """Without Smart Turn's word it waits as for an unfinished sentence."""
    told = hear(EndOfTurn(patience), [(3.2, 0.9), (15.0, 0.0)], opinion)
    wait = WAITS[patience].finished if opinion else WAITS[patience].unfinished
    assert first(told, Sign.DONE) == pytest.approx(3.2 + wait, abs=2 * WINDOW)
    assert first(told, Sign.FINISHING) == pytest.approx(3.2 + wait - FINISHING, abs=2 * WINDOW)


def test_speech_takes_finishing_back_and_the_wait_begins_anew() -> None:
    """After new speech every sign comes again."""
    told = hear(EndOfTurn(Patience.NORMAL), [(3.2, 0.9), (1.6, 0.0), (1.6, 0.9), (3.2, 0.0)], 1.0)
    assert [sign for sign, _ in told if sign is not Sign.STRETCH] == [
        Sign.SPEECH,
        Sign.ASK,
        Sign.FINISHING,
        Sign.SPEECH,
        Sign.ASK,
        Sign.FINISHING,
        Sign.DONE,
    ]


def test_a_click_does_not_take_finishing_back() -> None:
    """Two windows of noise are no speech."""
    told = hear(EndOfTurn(Patience.NORMAL), [(3.2, 0.9), (1.6, 0.0), (0.064, 0.9), (3.2, 0.0)], 1.0)
    assert first(told, Sign.DONE) == pytest.approx(5.2, abs=2 * WINDOW)


def test_the_candidate_can_take_the_end_back() -> None:
    """From the key on it waits as long as for an unfinished sentence."""
    turn = EndOfTurn(Patience.NORMAL)
    hear(turn, [(3.2, 0.9), (1.6, 0.0)], 1.0)
    turn.take_back()
    assert turn.left == WAITS[Patience.NORMAL].unfinished


def test_before_the_first_word_it_never_ends() -> None:
    """Only kind words, again and again."""
    told = hear(EndOfTurn(Patience.QUICK), [(60.0, 0.0)], 1.0)
    assert {sign for sign, _ in told} == {Sign.NUDGE}
    assert len(told) >= 5


def test_stretches_follow_each_other_without_a_hole() -> None:
    """Each begins where the last ended, and holds what was said."""
    turn, found, window = EndOfTurn(Patience.PATIENT), [], 0
    for seconds, voice in [(2.0, 0.9), (1.0, 0.0), (3.0, 0.9), (1.0, 0.0)]:
        for _ in range(round(seconds / WINDOW)):
            window += 1
            if Sign.STRETCH in turn.hear(window * WINDOW, voice):
                found.append(turn.stretch)
                turn.stretch_taken()
    assert found == [
        (0.0, pytest.approx(2.2, abs=0.05)),
        (pytest.approx(2.2, abs=0.05), pytest.approx(6.2, abs=0.05)),
    ]


def test_a_long_stretch_is_cut_at_a_short_breath() -> None:
    """So that little is ever left to transcribe at the end."""
    told = hear(EndOfTurn(Patience.PATIENT), [(13.0, 0.9), (0.4, 0.0), (3.0, 0.9)], 0.0)
    assert first(told, Sign.STRETCH) == pytest.approx(13.3, abs=2 * WINDOW)


def asked_again(words: str, opinions: tuple[float, float]) -> tuple[bool, float]:
    """Pause after words that are understood after 0.8 s; return whether it asked twice, and the
    wait."""
    turn, window, again = EndOfTurn(Patience.NORMAL), 0, False
    for seconds, voice in ((3.2, 0.9), (9.0, 0.0)):
        for _ in range(round(seconds / WINDOW)):
            window += 1
            signs = turn.hear(window * WINDOW, voice)
            if Sign.ASK in signs:
                turn.opinion(opinions[0])
            if Sign.STRETCH in signs:
                turn.understood(turn.stretch[1], words)
            if Sign.ASK_AGAIN in signs:
                again = True
                turn.opinion(opinions[1])
            if Sign.DONE in signs:
                return again, turn.silence
    raise AssertionError("it never ended")


def test_after_a_whole_sentence_it_asks_again_and_may_end_sooner() -> None:
    """What was in doubt at first is heard once more when the words are known."""
    again, wait = asked_again("That is overfitting.", (0.5, 0.98))
    assert again
    assert wait == pytest.approx(2.1, abs=2 * WINDOW)


@pytest.mark.parametrize("words", ["That is over", "and then, with,", "So I think...", ""])
def test_broken_off_words_are_waited_for(words: str) -> None:
    """Without the mark of a sentence's end it does not ask again."""
    again, wait = asked_again(words, (0.5, 0.98))
    assert not again
    assert wait == pytest.approx(5.5 - 3.5 * 0.5 / 0.85, abs=2 * WINDOW)


@pytest.mark.parametrize("words", ["We trade it for a.", "It is faster than", "Uh,"])
def test_after_a_word_that_wants_more_it_waits_as_long_as_it_can(words: str) -> None:
    """However finished it sounds: no sentence ends with that word."""
    assert asked_again(words, (0.97, 0.97)) == (False, pytest.approx(5.5, abs=2 * WINDOW))


def test_a_second_opinion_never_lengthens_the_wait() -> None:
    """Only what was in doubt is asked about, and the better word of the two counts."""
    assert asked_again("That is it.", (0.8, 0.1))[1] == pytest.approx(2.2, abs=2 * WINDOW)
    assert asked_again("That is it.", (0.1, 0.98))[0] is False


@pytest.mark.parametrize("opinion", [0.86, 0.95, 1.0])
def test_what_sounds_surely_finished_waits_no_longer_for_the_last_doubt(opinion: float) -> None:
    """True ends seldom get more than this from Smart Turn."""
    assert asked_again("", (opinion, 0.0))[1] == pytest.approx(2.0, abs=2 * WINDOW)


def test_words_of_before_say_nothing_about_this_pause() -> None:
    """What was understood of an earlier stretch comes too late when speech went on."""
    turn = EndOfTurn(Patience.NORMAL)
    hear(turn, [(3.2, 0.9), (0.8, 0.0), (2.0, 0.9)], 0.5)
    turn.understood(3.4, "That is it.")
    told = hear_on(turn, 6.0, 1.6)
    assert Sign.ASK_AGAIN not in told


def hear_on(turn: EndOfTurn, at: float, seconds: float) -> list[Sign]:
    """Be silent for so long; it sounds half finished."""
    told: list[Sign] = []
    for window in range(1, round(seconds / WINDOW) + 1):
        for sign in turn.hear(at + window * WINDOW, 0.0):
            told.append(sign)
            if sign is Sign.ASK:
                turn.opinion(0.5)
    return told


def test_late_words_leave_the_whole_of_finishing() -> None:
    """A word that comes late does not end the turn on the spot."""
    turn = EndOfTurn(Patience.NORMAL)
    hear(turn, [(3.2, 0.9)], None)
    hear_on(turn, 3.2, 2.4)
    turn.understood(3.4, "That is it.")
    assert Sign.ASK_AGAIN in turn.hear(3.2 + 2.4 + WINDOW, 0.0)
    turn.opinion(1.0)
    assert turn.left == pytest.approx(FINISHING)


@given(
    st.lists(st.tuples(st.floats(0.03, 4.0), st.floats(0.0, 1.0)), max_size=6),
    st.one_of(st.none(), st.floats(0.0, 1.0)),
    st.sampled_from(list(Patience)),
)
def test_it_is_never_done_while_speech_is_heard_nor_too_soon(
    sounds: list[tuple[float, float]], opinion: float | None, patience: Patience
) -> None:
    """Whatever is heard, the end comes only after the least silence, and after "finishing"."""
    turn, window, silent, finishing = EndOfTurn(patience), 0, 0.0, False
    for seconds, voice in sounds:
        for _ in range(round(seconds / WINDOW)):
            window += 1
            signs = turn.hear(window * WINDOW, voice)
            silent = 0.0 if turn.silence == 0 else silent + WINDOW
            if Sign.ASK in signs and opinion is not None:
                turn.opinion(opinion)
            finishing = finishing or Sign.FINISHING in signs
            if Sign.SPEECH in signs:
                finishing = False
            if Sign.DONE in signs:
                assert finishing
                assert silent >= WAITS[patience].finished - 2 * WINDOW
