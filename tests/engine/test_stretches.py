"""A recording is cut at its pauses, wholly and without overlap."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mockvoice.engine.stretches import stretches, uncovered

STEPS = st.lists(st.tuples(st.floats(0.1, 6), st.floats(0.1, 70)), max_size=12)


@given(STEPS)
def test_all_speech_is_in_a_stretch_that_whisper_can_hear(steps: list[tuple[float, float]]) -> None:
    """No stretch is over 30 s, none overlaps the next, and no speech lies outside."""
    speech, at = [], 0.0
    for gap, length in steps:
        speech.append((at + gap, at + gap + length))
        at += gap + length
    parts = stretches(speech, at + 1)
    assert all(end - start <= 30 for start, end in parts)
    assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(parts))
    held = sum(max(0.0, min(end, b) - max(start, a)) for start, end in speech for a, b in parts)
    assert abs(held - sum(end - start for start, end in speech)) < 1e-6


def test_long_silences_are_left_out() -> None:
    """Whisper is not given silences in which it could invent text."""
    assert stretches([(1, 2), (20, 21)], 30) == [(0.55, 2.45), (19.55, 21.45)]


def test_a_part_of_a_recording_is_heard_alone() -> None:
    """What lies before and after the part asked for is not heard with it."""
    assert stretches([(5.1, 7.8)], 8.0, 5.0) == [(5.0, 8.0)]


def test_speech_without_words_is_found() -> None:
    """Gaps at the start, between and at the end, but not short ones."""
    gaps = uncovered([(0, 10)], [(1, 2), (2.1, 5), (6, 9)], 0.5)
    assert gaps == [(0, 1), (5, 6), (9, 10)]
