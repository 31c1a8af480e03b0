"""A library of any size for benchmarks and screenshots: invented answers to the true questions.

Times, verdicts and words are drawn with a fixed seed; delivery, scores and advice are worked out
from them as for any answer, so that documents have the size and shape of real ones.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

from mockvoice import paths
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.question import Question
from mockvoice.domain.transcript import Filler, FillerSource, Span, Transcript, Word
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict
from mockvoice.services import assessing
from mockvoice.services.bank import Entry
from mockvoice.services.store import AnswerRow, SessionRow, Store
from tests import examples

WEEKS = 40
"""How long ago the first session was."""
_FILLER = "um,"


def library(
    store: Store, entries: Sequence[Entry], answers: int, *, now: datetime, seed: int = 7
) -> None:
    """Fill the store with sessions of one to seven answers, the last one an hour before now."""
    dice = random.Random(seed)
    sizes: list[int] = []
    while sum(sizes) < answers:
        sizes.append(min(dice.choice((1, 3, 4, 5, 7)), answers - sum(sizes)))
    begin = now - timedelta(weeks=WEEKS)
    span = timedelta(weeks=WEEKS) - timedelta(hours=1)
    places = sorted(dice.random() for _ in sizes)
    for number, (size, place) in enumerate(zip(sizes, [*places[1:], 1.0], strict=True)):
        at = (begin + span * place).replace(microsecond=0)
        name = f"{at:%Y%m%d-%H%M%S}-{number:04x}"
        chosen = dice.sample(list(entries), size)
        store.add_session(SessionRow(id=name, started=at.isoformat(), title=_title(chosen)))
        for position, entry in enumerate(chosen, start=1):
            made = answer(dice, entry.id, entry.question, place)
            audio = _audio(store.folder(name), position)
            store.save_answer(
                AnswerRow(
                    session=name,
                    position=position,
                    question_id=entry.id,
                    audio=audio,
                    assessment=made,
                )
            )


def answer(
    dice: random.Random, question_id: str, question: Question, place: float, minutes: float = 0.0
) -> Assessment:
    """Invent an answer; ``place`` 0 to 1 says how far the candidate has got in all.

    ``minutes`` is its length; 0 draws one.
    """
    seconds = 60 * minutes or dice.uniform(50, 190)
    said = {
        point.id: dice.choice(point.says or (point.text,))
        for point in question.rubric
        if dice.random() < 0.35 + 0.4 * place
    }
    heard = transcript(dice, tuple(said.values()), seconds, fillers=0.05 - 0.03 * place)
    verdicts = tuple(
        _verdict(dice, point.id, said.get(point.id), heard.text) for point in question.rubric
    )
    newer = place > 0.6
    judged = Judgement(
        verdicts=verdicts,
        model="qwen2.5-coder-1.5b" if newer else "qwen2.5-1.5b",
        method="head-2" if newer else "head-1",
    )
    made = examples.assessment(heard, judged, question)
    rubric = assessing.rubric_digest(question.rubric)
    by = made.made_by.model_copy(
        update={"judge": judged.model, "method": judged.method, "rubric": rubric}
    )
    return made.model_copy(update={"question_id": question_id, "made_by": by})


def transcript(
    dice: random.Random, said: Sequence[str], seconds: float, *, fillers: float
) -> Transcript:
    """Invent what was heard: the given sentences among those of a real answer."""
    spare = [s.strip() for s in examples.transcript().text.split(".") if s.strip()]
    wanted = int(seconds * 2.3)
    sentences = [text.rstrip(".") for text in said]
    while sum(len(text.split()) for text in sentences) < wanted:
        sentences.insert(dice.randrange(len(sentences) + 1), dice.choice(spare))
    texts = [word for text in sentences for word in f"{text}.".split()]
    words = [one for word in texts for one in _with_filler(dice, word, fillers)]
    lengths = [
        dice.uniform(0.18, 0.4) + (dice.choice((0.0, 0.4, 1.1)) if "." in word[-1] else 0.03)
        for word in words
    ]
    scale = (seconds - 1.5) / sum(lengths)
    ends = [0.7 + scale * end for end in accumulate(lengths)]
    starts = [0.7, *ends[:-1]]
    heard = tuple(
        Word(
            text=text,
            start=round(start, 2),
            end=round(start + min(0.35, 0.9 * (end - start)), 2),
            probability=round(dice.uniform(0.4, 1.0), 2),
            filler=text == _FILLER,
        )
        for text, start, end in zip(words, starts, ends, strict=True)
    )
    return Transcript(
        seconds=seconds,
        text=" ".join(word.text for word in heard if not word.filler),
        verbatim_text=" ".join(words),
        words=heard,
        fillers=tuple(
            Filler(text="um", start=word.start, end=word.end, source=FillerSource.VERBATIM)
            for word in heard
            if word.filler
        ),
        speech=(Span(start=0.7, end=seconds - 0.8),),
        model="whisper-base",
    )


def _with_filler(dice: random.Random, word: str, share: float) -> tuple[str, ...]:
    return (_FILLER, word) if dice.random() < share else (word,)


def _verdict(dice: random.Random, point: str, said: str | None, text: str) -> PointVerdict:
    if said is None:
        wrong = dice.random() < 0.12
        return PointVerdict(
            point=point,
            verdict=Verdict.WRONG if wrong else Verdict.MISSED,
            probability=round(dice.uniform(0.02, 0.3), 2),
            quote=" ".join(text.split()[5:12]) if wrong else None,
        )
    sure = round(dice.uniform(0.45, 0.97), 2)
    return PointVerdict(
        point=point,
        verdict=Verdict.COVERED if sure > 0.6 else Verdict.PARTIAL,
        probability=sure,
        uncertain=sure < 0.52,
        quote=said.rstrip("."),
    )


def _title(chosen: Sequence[Entry]) -> str:
    if len(chosen) == 1:
        return chosen[0].question.text
    return f"ML engineer, mid level, {10 * len(chosen)} min"


def _audio(folder: Path, position: int) -> Path:
    """The demonstration's recording, without copying it a thousand times."""
    source, target = paths.assets() / "demo" / "answer.flac", folder / f"answer-{position}.flac"
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy(source, target)
    return target
