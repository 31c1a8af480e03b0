"""Two takes side by side: points won and lost, and what only one of them says."""

from __future__ import annotations

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.transcript import Transcript, Word
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict
from mockvoice.services import takes
from mockvoice.services.takes import Mark
from tests import examples


def said(text: str) -> Assessment:
    """An answer of these words, half a second each."""
    words = tuple(
        Word(text=word, start=n / 2, end=n / 2 + 0.4, probability=0.9, filler=word == "um,")
        for n, word in enumerate(text.split())
    )
    heard = Transcript(
        seconds=len(words) / 2 + 1,
        text=" ".join(word.text for word in words if not word.filler),
        verbatim_text=text,
        words=words,
        fillers=(),
        speech=(),
        model="whisper-base",
    )
    return examples.assessment(heard)


def judged(*verdicts: Verdict) -> Assessment:
    """An answer with these verdicts in the rubric's order."""
    made = examples.assessment()
    points = tuple(
        PointVerdict(point=point.id, verdict=verdict, probability=None)
        for point, verdict in zip(made.question.rubric, verdicts, strict=False)
    )
    return made.model_copy(update={"judgement": Judgement(verdicts=points, model="m", method="h")})


def test_points_are_won_and_lost_by_the_order_of_verdicts() -> None:
    """Better is won, worse is lost; against an unjudged point nothing is compared."""
    v = Verdict
    first = judged(v.MISSED, v.COVERED, v.COVERED, v.NOT_JUDGED, v.WRONG)
    second = judged(v.PARTIAL, v.COVERED, v.WRONG, v.COVERED, v.MISSED)

    gains = {pair.point.id: pair.gain for pair in takes.pairs(first, second)}

    ids = [point.id for point in first.question.rubric]
    assert [gains[name] for name in ids] == [1, 0, -1, 0, 1, 0]
    assert [pair.gain for pair in takes.pairs(first, second)] == [1, 1, -1, 0, 0, 0]


def test_a_sentence_of_one_take_alone_is_marked() -> None:
    """What both say in another order is not a difference; a changed word is; a filler is not."""
    first = said("I split by time. The scaler is fitted on training rows only. Cats purr loudly.")
    second = said("The scaler is um, fitted on training data only. I split by time.")

    one, two = takes.texts(first, second)

    assert [w.text for w in one if w.mark is Mark.ONLY] == ["Cats", "purr", "loudly."]
    assert [w.text for w in one if w.mark is Mark.OTHER] == ["rows"]
    assert [w.text for w in two if w.mark is not Mark.BOTH] == ["data"]


def test_every_word_keeps_its_time() -> None:
    """Both columns hold all words with the second at which each is heard."""
    made = examples.assessment()
    one, _ = takes.texts(made, made)
    assert [(w.text, w.start) for w in one] == [(w.text, w.start) for w in made.transcript.words]
    assert {w.mark for w in one} == {Mark.BOTH}


def test_a_typed_take_is_compared_by_its_text() -> None:
    """Without a recording there are words but no times, and no pace."""
    typed = said("I split by time.")
    heard = typed.transcript.model_copy(update={"words": (), "seconds": 0.0})
    typed = typed.model_copy(update={"transcript": heard, "audio": ""})

    one, _ = takes.texts(typed, said("Cats purr loudly."))

    assert [w.text for w in one] == ["I", "split", "by", "time."]
    assert {w.start for w in one} == {None}
