"""Measures of delivery."""

from __future__ import annotations

import pytest

from mockvoice.domain.advice import longest_outside
from mockvoice.domain.delivery import Prosody, pace_runs
from mockvoice.domain.measure import measure
from mockvoice.domain.transcript import Filler, FillerSource, Transcript
from tests import examples
from tests.transcripts import spoken

TEN = "one two three four five six seven eight nine ten "


def test_silence_has_no_rates() -> None:
    """A recording without speech gives zeros and None, never an invented rate."""
    empty = Transcript(
        seconds=5, text="", verbatim_text="", words=(), fillers=(), speech=(), model="test"
    )
    delivery = measure(empty)

    assert delivery.words == 0
    assert delivery.words_per_minute is None
    assert delivery.fillers_per_minute is None
    assert delivery.first_word_after is None
    assert delivery.pauses == ()


def test_pace_counts_words_without_fillers() -> None:
    """Thirty words of 0.4 s in 12 s are 150 words a minute; an "um" among them is none."""
    delivery = measure(spoken(TEN * 3))
    with_um = measure(spoken(f"{TEN} um {TEN * 2}"))

    assert delivery.words_per_minute == pytest.approx(150)
    assert with_um.words == 30
    assert with_um.filler_sounds == 1
    assert with_um.fillers_at_least


@pytest.mark.parametrize(
    ("text", "pace"), [(f"um {TEN}", 0.2), (f"um {TEN}", 2.0), (f"um {TEN * 3}", 0.2)]
)
def test_a_few_words_or_seconds_have_no_rates(text: str, pace: float) -> None:
    """Under twenty words or ten seconds there is no rate; what was counted stays."""
    delivery = measure(spoken(text, pace=pace))

    assert delivery.words_per_minute is None
    assert delivery.articulation_rate is None
    assert delivery.fillers_per_minute is None
    assert delivery.pace == ()
    assert delivery.filler_sounds == 1


def test_one_filler_in_a_short_answer_is_no_high_rate() -> None:
    """Fillers are counted over half a minute at least, as all other counts per minute are."""
    short, long = measure(spoken(f"um {TEN * 3}")), measure(spoken(f"um {TEN * 15}"))

    assert short.fillers_per_minute == pytest.approx(2.0)
    assert long.fillers_per_minute == pytest.approx(60 / 60.4, abs=0.05)


def test_waiting_for_the_interviewer_is_no_pause() -> None:
    """The silence around the start of a reply belongs to the interviewer's turn."""
    heard = spoken(f"we fit it on train. And then we test it {TEN * 2}", gaps={4: 4.0})

    alone, joined = measure(heard), measure(heard, parts=(0.0, 5.0))

    assert alone.long_pauses == 1
    assert joined.long_pauses == 0
    assert joined.words_per_minute == pytest.approx(150)


def test_a_long_wait_before_the_reply_is_measured_nowhere() -> None:
    """After 65 s of waiting no pace window, rate, repeat or advice reaches across the wait."""
    text = " ".join(["word"] * 98 + ["and", "we,", "we"] + ["word"] * 48)
    heard = spoken(text, gaps={99: 65.0})
    begin = heard.words[99].end + 0.6

    delivery = measure(heard, parts=(0.0, begin))
    alone = measure(spoken(text))

    assert all(p.words_per_minute == pytest.approx(150, rel=0.03) for p in delivery.pace)
    assert not [p for p in delivery.pace if p.start < begin < p.end]
    assert [len(run) for run in pace_runs(delivery.pace)] == [6, 2]
    assert not longest_outside(delivery.pace, low=True)
    assert not delivery.repeats
    assert alone.repeats
    assert delivery.minutes == pytest.approx(alone.minutes, abs=0.02)


def test_a_slow_stretch_is_not_joined_across_a_wait() -> None:
    """Two slow turns are two stretches: the wait between them is not part of either."""
    heard = spoken(" ".join(["word"] * 60), gaps={29: 40.0}, pace=0.8)

    delivery = measure(heard, parts=(0.0, 30.0))
    run = longest_outside(delivery.pace, low=True)

    assert run[-1].end - run[0].start == pytest.approx(24, abs=0.1)


def test_what_counts_as_a_filler_is_no_hedge_too() -> None:
    """ "Kind of" as a filler is counted once; a "maybe" beside it stays a hedge."""
    heard = spoken("it is kind of hard and maybe it breaks")
    kind_of = Filler(
        text="kind of",
        start=heard.words[2].start,
        end=heard.words[3].end,
        source=FillerSource.CLEAN,
    )

    alone, counted = measure(heard), measure(heard.model_copy(update={"fillers": (kind_of,)}))

    assert [mark.text for mark in alone.hedges] == ["kind of", "maybe"]
    assert [mark.text for mark in counted.hedges] == ["maybe"]
    assert counted.filler_words == 1


def test_pace_windows_cover_the_answer() -> None:
    """Windows of 15 s step by 5 s and the last one reaches the last word."""
    delivery = measure(spoken(" ".join(["word"] * 100)))

    assert [p.start for p in delivery.pace[:3]] == [0, 5, 10]
    assert delivery.pace[-1].end >= 39
    assert all(p.words_per_minute == pytest.approx(150, rel=0.03) for p in delivery.pace)


def test_prosody_is_taken_over() -> None:
    """Pitch and loudness come from the sound and are passed on unchanged."""
    sound = Prosody(pitch_variation_semitones=2.5, loudness_variation_db=4.0)
    delivery = measure(spoken("one two three four five"), sound)

    assert delivery.pitch_variation_semitones == 2.5
    assert delivery.loudness_variation_db == 4.0


def test_a_real_answer() -> None:
    """A recorded answer of 51 s gives the figures counted by hand."""
    delivery = measure(examples.transcript())

    assert delivery.filler_sounds == 6
    assert delivery.filler_words == 0
    assert delivery.words_per_minute == pytest.approx(157, abs=2)
    assert all(p.end - p.start < 1.2 for p in delivery.pauses)
    assert delivery.long_pauses == 0
