"""Documents that commands read and write besides assessments: transcripts and judged answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from mockvoice.domain.base import Frozen
from mockvoice.domain.errors import BadData
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.transcript import Filler, Span, Transcript, Word
from mockvoice.domain.verdict import Judgement, Scores
from mockvoice.services.files import not_read


class TranscribedFile(Frozen):
    """One element of what `mockvoice transcribe` writes."""

    file: str
    seconds: float
    text: str
    verbatim_text: str
    words: tuple[Word, ...]
    fillers: tuple[Filler, ...]
    speech: tuple[Span, ...]
    model: str
    elapsed_s: float

    @classmethod
    def of(cls, file: str, heard: Transcript, elapsed: float) -> TranscribedFile:
        """Join a transcript with its file name and the seconds it took."""
        return cls(file=file, elapsed_s=round(elapsed, 3), **heard.model_dump())


class AnswerPoint(BaseModel):
    """A rubric point of a line of data; other keys are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1, max_length=80)
    text: str = Field(min_length=1)


class AnswerLine(BaseModel):
    """A line of `mockvoice judge --data`; other keys, above all labels, are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    question: str
    rubric: tuple[AnswerPoint, ...] = Field(min_length=1)
    answer: str

    @field_validator("rubric")
    @classmethod
    def _points_are_distinct(cls, rubric: tuple[AnswerPoint, ...]) -> tuple[AnswerPoint, ...]:
        if len({point.id for point in rubric}) != len(rubric):
            raise ValueError("two points have the same id")
        return rubric

    def points(self) -> tuple[RubricPoint, ...]:
        """Return the rubric in the form the judge takes."""
        return tuple(RubricPoint(id=point.id, text=point.text) for point in self.rubric)


class JudgedAnswer(Frozen):
    """One element of what `mockvoice judge` writes; keys of the maps are point ids."""

    id: str
    verdicts: dict[str, str]
    """covered, partial, missed, wrong or not_judged."""
    probabilities: dict[str, float | None]
    """That the point is covered, 0..1; null when not judged."""
    quotes: dict[str, str | None]
    """A verbatim span of the answer, or null."""
    uncertain: tuple[str, ...]
    """Points whose verdict was in doubt."""
    scores: Scores
    model: str
    failure: str
    """Why points are not judged; empty when all were."""
    elapsed_s: float

    @classmethod
    def of(cls, name: str, judged: Judgement, scores: Scores, elapsed: float) -> JudgedAnswer:
        """Lay a judgement out by point id."""
        return cls(
            id=name,
            verdicts={v.point: str(v.verdict) for v in judged.verdicts},
            probabilities={v.point: v.probability for v in judged.verdicts},
            quotes={v.point: v.quote for v in judged.verdicts},
            uncertain=tuple(v.point for v in judged.verdicts if v.uncertain),
            scores=scores,
            model=judged.model,
            failure=judged.failure,
            elapsed_s=round(elapsed, 3),
        )


def read_answers(file: Path) -> tuple[AnswerLine, ...]:
    """Read JSON lines of answers. Raises BadData that names the first bad line."""
    lines = tuple(_lines(file))
    if not lines:
        raise BadData(f"{file} has no answers in it.", "Give one JSON object per line.")
    seen: set[str] = set()
    for line in lines:
        if line.id in seen:
            raise BadData(
                f"{file}: the id “{line.id}” occurs twice.", "Give each answer its own id."
            )
        seen.add(line.id)
    return lines


def _lines(file: Path) -> Iterator[AnswerLine]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(
            f"{file} cannot be read: {not_read(error)}.", "Give a text file of JSON lines."
        ) from error
    # Not splitlines: a JSON string may hold U+2028 and other ends of line as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield AnswerLine.model_validate(json.loads(line))
        except (ValueError, RecursionError) as error:
            raise BadData(
                f"{file}, line {number}: {_reason(error)}.",
                "Each line needs id, question, rubric [{id, text}] and answer.",
            ) from error


def _reason(error: Any) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(str(step) for step in first['loc']) or 'the line'}: {first['msg']}"
    return f"not JSON ({error})"
