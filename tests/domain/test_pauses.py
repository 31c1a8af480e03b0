"""Pauses: what is silence between words, and what is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockvoice.domain.delivery import PauseKind
from mockvoice.domain.fillers import SHORTEST_WORD, is_sound
from mockvoice.domain.measure import measure
from mockvoice.domain.pauses import SURE_WORD
from mockvoice.domain.reading import longest
from mockvoice.domain.transcript import Filler, FillerSource, Span
from tests.transcripts import spoken, uttered

LOW_VOICE = (Span(start=0.0, end=2.0), Span(start=4.5, end=6.0))


@pytest.mark.parametrize("speech", [True, False])
def test_pauses_are_found_with_and_without_voice_activity(speech: bool) -> None:
    """A gap of 0.6 s is a pause whether or not stretches of speech are known."""
    delivery = measure(spoken("we split first. Then we scale it", gaps={2: 0.6}, speech=speech))

    assert [round(p.end - p.start, 2) for p in delivery.pauses] == [0.6]
    assert delivery.pauses[0].kind is PauseKind.BETWEEN


def test_stretched_words_do_not_hide_a_pause() -> None:
    """Where a word's time runs over a silence, the voice activity detector shows the pause."""
    heard = spoken("we split the data before we scale", gaps={3: 1.0})
    words = list(heard.words)
    words[3] = words[3].model_copy(update={"end": words[4].start})

    delivery = measure(heard.model_copy(update={"words": tuple(words)}))

    assert len(delivery.pauses) == 1
    assert 0.6 <= delivery.pauses[0].end - delivery.pauses[0].start <= 1.05


def test_a_silence_covers_no_word() -> None:
    """Words said so low that the detector missed them cut its silence: no stop of 2.5 s."""
    heard = uttered(
        ("we", 1.0, 1.5, 0.9),
        ("split,", 1.5, 2.0, 0.9),
        ("went", 3.0, 3.3, 0.9),
        ("back", 3.3, 3.6, 0.9),
        ("to", 3.6, 3.8, 0.9),
        ("trees", 4.5, 5.0, 0.9),
        speech=LOW_VOICE,
    )

    delivery = measure(heard)

    assert [(p.start, p.end) for p in delivery.pauses] == [(2.0, 3.0), (3.8, 4.5)]
    assert delivery.long_pauses == 0


def in_silence(*words: tuple[str, float, float, float]) -> list[tuple[float, float]]:
    """The pauses where these words lie in a silence of the detector from 2.0 to 4.5 s."""
    before, after = (("we", 1.0, 1.5, 0.9), ("split", 1.5, 2.0, 0.9)), ("trees", 4.5, 5.0, 0.9)
    pauses = measure(uttered(*before, *words, after, speech=LOW_VOICE)).pauses
    return [(p.start, p.end) for p in pauses]


WHOLE = [(2.0, 4.5)]


@pytest.mark.parametrize(
    ("sure", "pauses"), [(0.2, WHOLE), (0.49, WHOLE), (0.51, [(2.0, 3.0), (3.2, 4.5)])]
)
def test_a_lone_word_that_is_doubted_does_not_cut_a_silence(
    sure: float, pauses: list[tuple[float, float]]
) -> None:
    """What the transcriber rather does not believe itself does not break a pause in two."""
    assert in_silence(("you", 3.0, 3.2, sure)) == pauses


def test_a_low_voice_that_is_doubted_is_speech() -> None:
    """Different words close to each other are no invention, however little each is believed."""
    said = in_silence(("before", 2.1, 2.5, 0.45), ("we", 2.5, 2.7, 0.48), ("scale", 2.7, 3.3, 0.2))

    assert said == [(3.3, 4.5)]


@pytest.mark.parametrize(
    "words",
    [
        [("you", 2.2, 2.5, 0.4), ("you", 2.5, 2.8, 0.4), ("You.", 2.8, 3.1, 0.4)],
        [("you", 2.2, 2.5, 0.4), ("bye", 2.8, 3.1, 0.4)],
        [("you", 2.2, 2.25, 0.4), ("bye", 2.25, 2.5, 0.4)],
        [("thank", 3.0, 3.0, 0.9), ("you", 3.0, 3.05, 0.9)],
    ],
)
def test_a_loop_and_scattered_words_are_no_low_voice(
    words: list[tuple[str, float, float, float]],
) -> None:
    """The same word again, doubted words with a pause between them, or without length, are none."""
    assert in_silence(*words) == WHOLE


def test_a_doubted_filler_cuts_a_silence() -> None:
    """A filler is found in the sound, too, so its probability as a word says nothing."""
    heard = uttered(
        ("split", 1.5, 2.0, 0.9),
        ("um,", 3.0, 3.4, 0.2),
        ("trees", 4.5, 5.0, 0.9),
        speech=LOW_VOICE,
    )
    words = tuple(w.model_copy(update={"filler": is_sound(w.text)}) for w in heard.words)

    pauses = measure(heard.model_copy(update={"words": words})).pauses

    assert [(p.start, p.end) for p in pauses] == [(2.0, 3.0), (3.4, 4.5)]


def test_a_voice_that_sinks_below_the_detector_goes_on() -> None:
    """A word begun in speech is no pause because the detector loses it, nor are those after it."""
    heard = uttered(
        ("split", 1.5, 1.98, 0.9),
        ("went", 1.98, 2.5, 0.95),
        ("back", 2.5, 3.1, 0.95),
        ("again", 3.1, 3.7, 0.95),
        ("to", 3.7, 4.0, 0.9),
        ("the", 4.0, 4.51, 0.9),
        ("trees", 4.51, 5.0, 0.9),
        speech=LOW_VOICE,
    )

    assert measure(heard).pauses == ()


@pytest.mark.parametrize(
    ("start", "end", "pause"),
    [
        (1.9, 4.5, (2.3, 4.5)),  # begun in speech, stretched behind
        (1.2, 4.5, (2.0, 4.5)),  # all of its length is in speech
        (2.0, 4.6, (2.0, 4.2)),  # ends in speech, stretched before
        (2.0, 5.2, (2.0, 4.5)),
        (1.9, 4.55, (2.3, 4.55)),  # from speech to speech: its middle tells the side
        (1.95, 4.6, (1.95, 4.2)),
    ],
)
def test_past_the_length_of_a_word_the_detector_is_believed(
    start: float, end: float, pause: tuple[float, float]
) -> None:
    """A word in speech that is stretched over the silence beside it hides only what it can take."""
    heard = uttered(
        ("we", 0.5, start, 0.9), ("split", start, end, 0.9), ("it", end, 6.0, 0.9), speech=LOW_VOICE
    )

    assert [(p.start, p.end) for p in measure(heard).pauses] == [pause]


def test_a_gap_between_words_widens_a_silence_a_little() -> None:
    """The edges of the detector's silences are padded, so the words may be believed by 0.15 s."""
    heard = uttered(("we", 1.0, 1.5, 0.9), ("split", 5.0, 5.5, 0.9), speech=LOW_VOICE)

    assert [(p.start, p.end) for p in measure(heard).pauses] == [(1.85, 4.65)]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2,048", 1.4), ("0.95,", 1.3), ("HNSW", 1.0), ("SQL", 0.8), ("O(n²)", 1.0), ("95%", 1.0)],
)
def test_numbers_and_abbreviations_take_as_long_as_they_are_said(text: str, seconds: float) -> None:
    """Few signs may be many syllables: none of their time is a pause."""
    said = in_silence((text, 2.0, 2.0 + seconds, 0.9), ("trees", 2.0 + seconds, 4.5, 0.9))

    assert said[0][0] >= 2.0 + seconds


def test_a_word_stretched_over_a_silence_is_cut_to_its_length() -> None:
    """A short word of a second that stands alone in a silence leaves the silence before it."""
    heard = uttered(
        ("we", 1.0, 1.5, 0.9),
        ("split", 1.5, 2.0, 0.9),
        ("and", 2.1, 3.4, 0.9),
        ("trees", 4.5, 5.0, 0.9),
        speech=LOW_VOICE,
    )

    pauses = measure(heard).pauses

    assert [(p.start, p.end) for p in pauses] == [(2.0, 3.0), (3.4, 4.5)]


@example([("word", 0.0, 1.0, 1.0), ("word", 0.0, 0.0, 0.0)], [(0.0, 1e-05), (1.0, 0.0)])
@example([("we", 1.5, 0.48, 1.0), ("went", 0.0, 0.4, 0.9), ("on", 0.0, 3.0, 0.9)], [(0, 2), (2, 2)])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["we", "split,", "2,048", "internationalisation"]),
            st.floats(0, 1),
            st.floats(0, 1.5),
            st.floats(0, 1),
        ),
        min_size=2,
    ),
    st.lists(st.tuples(st.floats(0, 2), st.floats(0, 2))),
)
def test_pauses_never_overlap(
    said: list[tuple[str, float, float, float]], voiced: list[tuple[float, float]]
) -> None:
    """Whatever the words' times and the detector say, each second is in one pause at most, and of
    a word that is sure only what is beyond its length, wherever it lies."""
    words, speech, at = [], [], 0.0
    for text, gap, length, sure in said:
        words.append((text, at + gap, at + gap + length, sure))
        at += gap + length
    at = 0.0
    for silence, length in voiced:
        speech.append(Span(start=at + silence, end=at + silence + length))
        at += silence + length

    pauses = measure(uttered(*words, speech=tuple(speech))).pauses

    for text, start, end, sure in words:
        if sure >= SURE_WORD and end - start >= SHORTEST_WORD:
            shares = [min(p.end, end) - max(p.start, start) for p in pauses]
            rounding = 0.001 * (1 + len(pauses))
            covered = sum(share for share in shares if share > 0)
            assert covered <= max(0.0, end - start - longest(text)) + rounding
    assert all(p.start < p.end for p in pauses)
    assert all(left.end <= right.start for left, right in pairwise(pauses))


@example([(0.6, 2.0, 0.9), (1.1, 2.0, 0.9), (1.4, 0.4, 0.9)], [(0.6, 0.5), (1.0, 1.0), (0.5, 0.5)])
@given(
    st.lists(st.tuples(st.floats(0, 9), st.floats(0, 3), st.floats(0, 1)), min_size=2),
    st.lists(st.tuples(st.floats(0.1, 2), st.floats(0.1, 2))),
)
def test_words_that_overlap_make_no_pauses_that_do(
    said: list[tuple[float, float, float]], voiced: list[tuple[float, float]]
) -> None:
    """Transcribers give times that contradict each other; pauses still follow one another, and
    none covers a whole word that is sure."""
    words = [("word", start, start + length, sure) for start, length, sure in sorted(said)]
    speech, at = [], 0.0
    for silence, length in voiced:
        speech.append(Span(start=at + silence, end=at + silence + length))
        at += silence + length

    pauses = measure(uttered(*words, speech=tuple(speech))).pauses

    sure = [(a, b) for _, a, b, sure in words if sure >= SURE_WORD and b - a >= SHORTEST_WORD]
    assert not [p for p in pauses for a, b in sure if p.start <= a and b <= p.end]
    assert all(p.start < p.end for p in pauses)
    assert all(left.end <= right.start for left, right in pairwise(pauses))


@pytest.mark.parametrize(
    ("text", "after", "kind"),
    [
        ("we take the scaler and fit it", 2, PauseKind.INSIDE),
        ("we take the, scaler and fit it", 2, PauseKind.INSIDE),
        ("we take the scaler and fit it", 3, PauseKind.BETWEEN),
        ("we fit it. Next comes the test", 2, PauseKind.BETWEEN),
        ("we fit gradient boosted trees on it", 2, PauseKind.INSIDE),
        ("we break when. The total is small", 2, PauseKind.INSIDE),
        ("and that's, the new centre", 1, PauseKind.INSIDE),
        ("we do that. The next step fails", 2, PauseKind.BETWEEN),
        ("take the argmin along. Er the axis", 3, PauseKind.INSIDE),
        ("take the argmin along. Er the axis", 4, PauseKind.INSIDE),
        ("it is below, er, the tolerance", 2, PauseKind.INSIDE),
        ("take the argmin along. Er, The axis", 3, PauseKind.BETWEEN),
        ("clearly curved. Um, so it fails", 1, PauseKind.BETWEEN),
        ("clearly curved. the line fails", 1, PauseKind.BETWEEN),
    ],
)
def test_pauses_inside_a_clause_are_told_apart(text: str, after: int, kind: PauseKind) -> None:
    """A silence after an article is inside, whatever sign follows; one before a conjunction or at
    a stop is not, unless a sound follows the stop and the next word begins small."""
    delivery = measure(spoken(text, gaps={after: 0.8}))

    assert [p.kind for p in delivery.pauses] == [kind]


def test_a_word_used_as_a_filler_is_no_hesitation() -> None:
    """Behind "right," the comma counts, though that word is listed among the fillers."""
    heard = spoken("right, my name comes first", gaps={0: 0.8})
    right = Filler(text="right,", start=0.0, end=0.4, source=FillerSource.CLEAN)

    pauses = measure(heard.model_copy(update={"fillers": (right,)})).pauses

    assert [p.kind for p in pauses] == [PauseKind.BETWEEN]


def test_a_filler_splits_a_silence() -> None:
    """A filler that only the sound shows ends one pause and begins another."""
    heard = spoken("we fit it and then we test it", gaps={2: 3.0})
    um = Filler(text="um", start=2.2, end=2.6, source=FillerSource.SOUND)

    delivery = measure(heard.model_copy(update={"fillers": (um,), "speech": ()}))

    assert len(delivery.pauses) == 2
    assert delivery.long_pauses == 0
