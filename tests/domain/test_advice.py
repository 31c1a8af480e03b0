"""Advice is short, specific, and leads to the sound."""

from __future__ import annotations

import re

from mockvoice.domain.advice import advise, clock, longest_outside
from mockvoice.domain.delivery import PacePoint
from mockvoice.domain.verdict import PointVerdict, Verdict
from tests import examples


def test_at_most_three_and_the_most_useful_first() -> None:
    """The essential missed point comes first, then the contradicted one, then one habit."""
    advice = examples.assessment().advice

    assert [a.point for a in advice] == ["target", "detection", None]


def test_every_piece_is_tied_to_a_point_or_a_sound() -> None:
    """No advice is generic."""
    for piece in examples.assessment().advice:
        assert piece.point is not None or piece.span is not None


def test_no_number_is_invented() -> None:
    """Every number in the advice was measured, is a norm, or stands in the rubric."""
    made = examples.assessment()
    known = {"6", "7", "5"} | set(re.findall(r"\d+", made.question.model_dump_json()))
    for piece in made.advice:
        times = {clock(piece.span.start)} if piece.span else set()
        text = piece.text
        for time in times:
            text = text.replace(time, "")
        assert set(re.findall(r"\d+", text)) <= known


def test_contradicted_points_quote_what_was_said() -> None:
    """A false statement is quoted with its place, next to what holds."""
    piece = examples.assessment().advice[1]

    assert "“the number came out nice”" in piece.text
    assert "Unrealistically good scores" in piece.text
    assert piece.span is not None


def test_what_may_be_true_is_not_called_false() -> None:
    """Where the judge cannot tell a statement from its contrary, advice contradicts nobody."""
    made = examples.assessment()
    doubted = tuple(
        v.model_copy(update={"uncertain": True}) if v.verdict is Verdict.WRONG else v
        for v in made.judgement.verdicts
    )
    judgement = made.judgement.model_copy(update={"verdicts": doubted})

    pieces = advise(
        made.question, judgement, made.quotes, made.transcript, made.delivery, made.scores
    )

    assert pieces[1].text.startswith("Compare “the number came out nice” with this")
    assert "but what holds" not in " ".join(piece.text for piece in pieces)


def test_silence_gets_no_advice() -> None:
    """Where nothing was said there is nothing to advise on."""
    made = examples.assessment()
    silent = made.transcript.model_copy(update={"text": " ", "words": (), "fillers": ()})

    assert advise(made.question, made.judgement, (), silent, made.delivery, made.scores) == ()


def test_an_answer_without_flaws_gets_none() -> None:
    """When all is covered and delivery is within its norms, nothing is made up."""
    made = examples.assessment()
    covered = made.judgement.model_copy(
        update={
            "verdicts": tuple(
                PointVerdict(point=p.id, verdict=Verdict.COVERED, probability=0.95)
                for p in made.question.rubric
            )
        }
    )
    calm = made.delivery.model_copy(update={"fillers_per_minute": 2.0})

    assert advise(made.question, covered, (), made.transcript, calm, made.scores) == ()


def test_pace_is_named_only_after_twenty_seconds_outside() -> None:
    """One fast window is no habit; a run of windows is found as one stretch."""
    pace = [
        PacePoint(start=5.0 * i, end=5.0 * i + 15, words_per_minute=rate)
        for i, rate in enumerate([150, 190, 195, 200, 150, 190])
    ]

    assert [p.start for p in longest_outside(pace, low=False)] == [5, 10, 15]
    assert longest_outside(pace, low=True) == []
