"""Advice is short, specific, and leads to the sound."""

from __future__ import annotations

import re

import pytest

from mockvoice import paths
from mockvoice.domain import quotes
from mockvoice.domain.advice import advise, clock, longest_outside
from mockvoice.domain.assessment import Advice
from mockvoice.domain.delivery import PacePoint, Pause, PauseKind
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.transcript import Filler, FillerSource, Span, Word
from mockvoice.domain.verdict import PointVerdict, Verdict
from mockvoice.services import bank
from mockvoice.services.lint_question import content
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


def test_advice_holds_with_the_recording_and_without() -> None:
    """It tells when, and never to listen, as the recording may be deleted."""
    now = examples.assessment().advice

    assert "together from 0:07 on" in now[2].text
    assert not [piece for piece in now if "isten" in piece.text]


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


def test_the_words_in_the_stretch_that_is_named_are_counted() -> None:
    """Overlapping windows count inner words twice; what is told is the count in the stretch."""
    made = examples.assessment()
    times = [*(0.35 * i for i in range(28)), *(10 + 0.25 * i for i in range(20))]
    times += [15 + 0.35 * i for i in range(28)]
    words = tuple(
        Word(text="word", start=at, end=at + 0.2, probability=0.9, filler=False) for at in times
    )
    heard = made.transcript.model_copy(
        update={"seconds": 25.0, "words": words, "fillers": (), "speech": ()}
    )
    pace = tuple(
        PacePoint(start=5.0 * i, end=5.0 * i + 15, words_per_minute=160 + 40) for i in range(3)
    )
    delivery = made.delivery.model_copy(update={"pace": pace, "fillers_per_minute": 0.0})
    covered = made.judgement.model_copy(update={"verdicts": ()})

    pieces = advise(made.question, covered, (), heard, delivery, made.scores)
    slower = heard.model_copy(update={"words": words[::2]})

    assert [p.text.split(",")[0] for p in pieces] == [
        "From 0:00 to 0:25 you spoke 182 words a minute"
    ]
    assert not advise(made.question, covered, (), slower, delivery, made.scores)


def test_what_came_near_is_said_and_can_be_heard() -> None:
    """A missed point with words that came near is not told as if nothing had been said."""
    made = examples.assessment()
    said = " ".join(w.text for w in made.transcript.words[4:9] if not w.filler)

    def first(probability: float, *, doubted: bool = False) -> Advice:
        near = {"quote": said, "probability": probability, "uncertain": doubted}
        verdicts = tuple(
            v.model_copy(update=near) if v.verdict is Verdict.MISSED else v
            for v in made.judgement.verdicts
        )
        judged = made.judgement.model_copy(update={"verdicts": verdicts})
        heard, told = made.transcript, made.delivery
        return advise(made.question, judged, made.quotes, heard, told, made.scores)[0]

    piece = first(0.4)
    assert first(0.15).text.startswith("Bring this in: ")
    text = quotes.find(made.transcript.text, said)
    assert piece.text.startswith(f"You came nearest to it with “{text}”; say it outright: ")
    assert piece.span is not None
    maybe = first(0.4, doubted=True)
    meant = f"If “{text}” was meant for this, say it so that nobody can miss it: "
    assert maybe.text.startswith(meant)
    assert maybe.span == piece.span
    assert "outright" not in maybe.text


def beside(text: str, probability: float, relevance: float) -> list[str]:
    """The advice on an answer whose points are all missed."""
    made = examples.assessment()
    missed = tuple(
        PointVerdict(point=p.id, verdict=Verdict.MISSED, probability=probability)
        for p in made.question.rubric
    )
    judged = made.judgement.model_copy(update={"verdicts": missed})
    scores = made.scores.model_copy(update={"relevance": relevance})
    heard = made.transcript.model_copy(update={"text": text})
    return [p.text for p in advise(made.question, judged, (), heard, None, scores)]


def test_an_answer_to_something_else_is_told_so_first() -> None:
    """Where no point came near and no word was on the topic, no point was merely left out."""
    sloths = "Sloths sleep most of the day and they come down from the tree once a week to eat."
    aside = beside(sloths, 0.1, 0.2)

    assert aside[0].startswith("This was hardly about the question.")
    assert len(aside) == 3
    assert all(text.startswith("A strong answer holds this: ") for text in aside[1:])
    for near in (beside(sloths, 0.4, 0.2), beside(sloths, 0.1, 2.5)):
        assert near[0].startswith("Bring this in: ")


def test_a_few_words_are_too_short_to_judge() -> None:
    """Under fifteen words that come near nothing it says so, whatever they were about."""
    short = beside("I honestly do not know that one", 0.1, 0.0)

    assert short[0].startswith("This was too short to judge.")
    assert "Bring this in" not in " ".join(short)


def habit(words: list[str], at: list[float]) -> str:
    """The advice on fillers, one of half a second at each of the times, in the example's 51 s."""
    made = examples.assessment()
    fillers = tuple(
        Filler(text=text, start=start, end=start + 0.5, source=FillerSource.CLEAN)
        for text, start in zip(words, at, strict=True)
    )
    heard = made.transcript.model_copy(update={"fillers": fillers})
    delivery = made.delivery.model_copy(update={"fillers_per_minute": 9.0, "pauses": ()})
    nothing = made.judgement.model_copy(update={"verdicts": ()})
    return advise(made.question, nothing, (), heard, delivery, made.scores)[0].text


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("um um uh so well like", "mostly “um”;"),
        ("um um uh uh so well", "mostly “um” and “uh”;"),
        ("um um um uh uh well well", "mostly “um”;"),
        ("um um uh uh so so", None),
        ("um uh so well like er", None),
    ],
)
def test_the_commonest_filler_is_one_that_stands_out(words: str, named: str | None) -> None:
    """A second one is named only where it comes twice and more often than the next."""
    said = words.split()
    told = habit(said, [7.0 * i for i in range(len(said))])

    if named is None:
        assert "mostly" not in told
    else:
        assert named in told


def test_a_stretch_is_named_only_where_it_holds_more_than_its_share() -> None:
    """Fillers spread evenly are closest together nowhere."""
    even = habit(["um"] * 6, [1.0, 9.0, 17.0, 25.0, 33.0, 41.0])
    dense = habit(["um"] * 6, [1.0, 24.0, 26.0, 28.0, 30.0, 45.0])

    assert "closest together" not in even
    assert "closest together from 0:24 on" in dense


def test_many_short_stops_inside_sentences_are_a_habit() -> None:
    """Far more than pass unnoticed are named though none of them is long."""
    made = examples.assessment()
    nothing = made.judgement.model_copy(update={"verdicts": ()})

    def told(many: int) -> list[str]:
        pauses = tuple(
            Pause(start=4.0 * i, end=4.0 * i + 0.4, kind=PauseKind.INSIDE) for i in range(many)
        )
        delivery = made.delivery.model_copy(update={"pauses": pauses, "fillers_per_minute": 2.0})
        pieces = advise(made.question, nothing, (), made.transcript, delivery, made.scores)
        return [piece.text for piece in pieces]

    assert told(6) == []
    assert [text.split(":")[0] for text in told(12)] == [
        "You paused 12 times inside a sentence, 14 a minute"
    ]


def test_a_point_of_a_story_is_said_to_the_reader() -> None:
    """Where the pack has words for the reader advice says those, else the statement as it is."""
    made = examples.assessment()
    plain = made.question.rubric[0].model_copy(
        update={"text": "The candidate focuses on their own part.", "says": ()}
    )
    verdict = PointVerdict(point=plain.id, verdict=Verdict.MISSED, probability=0.02)
    judgement = made.judgement.model_copy(update={"verdicts": (verdict,)})

    def told(point: RubricPoint) -> str:
        question = made.question.model_copy(update={"rubric": (point,)})
        return advise(question, judgement, (), made.transcript, None, made.scores)[0].text

    said = plain.model_copy(update={"you": "You focus on your own part."})
    assert told(said).startswith("Bring this in: You focus on your own part.")
    assert told(plain).startswith("Bring this in: The candidate focuses on their own part.")


def test_the_bank_speaks_to_the_reader() -> None:
    """Advice on a question of ours never says "the candidate": stories have a reader's form."""
    entries = bank.load([paths.questions()]).entries
    points = [point for entry in entries for point in entry.question.rubric]
    told = [point.you for point in points if point.you]

    assert len(told) > 80
    assert [text for text in told if not text.startswith("You ")] == []
    third = r"\b[Tt]he candidate\b"
    assert [p.id for p in points if re.search(third, p.you or p.text)] == []
    for point in points:
        if point.you:  # the same statement: what differs are the verb's ending and the pronouns
            one, other = content(point.text), content(point.you)
            assert len(one ^ other) <= 4, point.you


def test_no_stop_is_named_that_has_words_in_it() -> None:
    """Not even where the transcriber doubts them; the longest stop without any is named instead."""
    made = examples.assessment()
    words = (("rows", 1.0, 2.0, 0.9), ("before", 3.0, 3.4, 0.2), ("train", 6.0, 7.0, 0.9))
    heard = made.transcript.model_copy(
        update={
            "words": tuple(
                Word(text=text, start=start, end=end, probability=sure, filler=False)
                for text, start, end, sure in words
            ),
            "fillers": (),
        }
    )

    def named(*stops: tuple[float, float]) -> list[Span | None]:
        pauses = tuple(Pause(start=a, end=b, kind=PauseKind.INSIDE) for a, b in stops)
        delivery = made.delivery.model_copy(
            update={"pauses": pauses, "pace": (), "hedges": (), "repeats": (), "restarts": ()}
        )
        nothing = made.judgement.model_copy(update={"verdicts": ()})
        found = advise(made.question, nothing, (), heard, delivery, made.scores)
        assert all("you stopped" in piece.text for piece in found)
        return [piece.span for piece in found]

    assert named((2.0, 6.0)) == []
    assert named((2.0, 6.0), (7.0, 9.5)) == [Span(start=7.0, end=9.5)]
