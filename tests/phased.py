"""Answers with phases, for tests of what is made from them: the bank's sample answers, spoken."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mockvoice.domain import phases
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.question import Question
from mockvoice.domain.transcript import Span, Transcript, Word
from mockvoice.services import bank
from mockvoice.services.assessing import not_judged
from tests import examples

FOLDER = Path(__file__).parents[1] / "questions"
DESIGN = "system-design/video-recommender"
STORY = "behavioural/missed-deadline"


@cache
def questions() -> dict[str, Question]:
    """The bank's questions by their full ids."""
    return {entry.id: entry.question for entry in bank.load([FOLDER]).entries}


def spoken(text: str, start: float = 0.0, step: float = 0.4) -> tuple[Word, ...]:
    """The words of a text, evenly spread."""
    return tuple(
        Word(
            text=word,
            start=round(start + step * place, 3),
            end=round(start + step * (place + 1), 3),
            probability=1.0,
            filler=False,
        )
        for place, word in enumerate(text.split())
    )


def assessment(which: str, text: str = "") -> Assessment:
    """The answer, by default the question's sample answer, as if said and not judged."""
    question = questions()[which]
    text = text or question.sample_answer
    words = spoken(text)
    heard = Transcript(
        seconds=words[-1].end,
        text=text,
        verbatim_text=text,
        words=words,
        fillers=(),
        speech=(Span(start=0.0, end=words[-1].end),),
        model="spoken",
    )
    made = examples.assessment(heard, not_judged(question.rubric, ""), question)
    told = phases.follow(heard.words, question, made.quotes)
    delivery = made.delivery.model_copy(update={"phases": told})
    return made.model_copy(update={"delivery": delivery, "question_id": which})
