"""Questions, rubrics and packs, as written in questions/*.yaml."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from mockvoice.domain.base import Frozen

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Lower-case words joined by hyphens."""


class Competency(StrEnum):
    """What a question is about; one pack file each."""

    ALGORITHMS_AND_CODING = "algorithms-and-coding"
    ML_FUNDAMENTALS = "ml-fundamentals"
    EVALUATION = "evaluation"
    DEEP_LEARNING = "deep-learning"
    MATHS = "maths"
    DATA_AND_FEATURES = "data-and-features"
    OPTIMISATION = "optimisation"
    MLOPS = "mlops"
    SYSTEM_DESIGN = "system-design"
    RESEARCH = "research"
    BEHAVIOURAL = "behavioural"

    @property
    def label(self) -> str:
        """How people write it: "ML fundamentals"."""
        words = self.value.replace("-", " ")
        return {"ml fundamentals": "ML fundamentals", "mlops": "MLOps"}.get(
            words, words.capitalize()
        )


class Kind(StrEnum):
    """How a question is asked and answered."""

    TECHNICAL = "technical"
    CODING = "coding"
    """Coding explained aloud."""
    SYSTEM_DESIGN = "system_design"
    BEHAVIOURAL = "behavioural"


class Level(StrEnum):
    """Seniority of the role the candidate rehearses for."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class PhaseName(StrEnum):
    """Phases of a design answer."""

    REQUIREMENTS = "requirements"
    DATA = "data"
    FEATURES = "features"
    MODEL = "model"
    EVALUATION = "evaluation"
    SERVING = "serving"
    MONITORING = "monitoring"
    TRADE_OFFS = "trade_offs"


class RubricPoint(Frozen):
    """One idea that a transcript can be checked for."""

    id: str = Field(min_length=1, max_length=80)
    """Unique in the rubric; a slug in packs (lint), any name in documents of others."""
    text: str = Field(min_length=1)
    """A full statement of the idea."""
    you: str = ""
    """The statement as said to the candidate ("You name one model"), where it speaks of "the
    candidate"; advice says it. Empty: advice says the statement as it is."""
    weight: float = Field(default=1.0, gt=0, le=3)
    """Share in the score relative to the other points."""
    must: bool = False
    """True when an answer without it cannot be a good one."""
    says: tuple[str, ...] = ()
    """How a good candidate might put it in speech, in other words."""
    wrong: tuple[str, ...] = ()
    """Common false statements that contradict it."""
    probe: str = ""
    """The follow-up an interviewer asks when the point is missing."""
    phase: PhaseName | None = None
    """For design questions: the phase the point belongs to."""


class Term(Frozen):
    """A technical term and how the voice says it."""

    text: str = Field(min_length=1)
    say: str = ""
    """Spelling for the voice ("X G boost"); empty when the voice says it right as written."""


class Phase(Frozen):
    """A phase of a design answer with its target share of the time per level."""

    name: PhaseName
    share: dict[Level, float]
    """Fractions of the answer time; over all phases they add up to 1 for each level."""


class Fact(Frozen):
    """What the interviewer answers when the candidate asks about scale or constraints."""

    topic: str
    asks: tuple[str, ...] = Field(min_length=1)
    """Key words or short phrases in a clarifying question that this fact answers."""
    answer: str


class Origin(Frozen):
    """Where a question comes from: a source document and the position in it."""

    document: str
    position: int = Field(ge=1)


class ReferenceSolution(Frozen):
    """Code for a coding question, with checks that a test runs."""

    code: str
    checks: str
    """Python statements (assertions) that run after ``code``."""


class Question(Frozen):
    """One entry of the bank."""

    id: Slug
    text: str = Field(min_length=1)
    """Spoken wording as an interviewer says it."""
    setup: str = ""
    """An optional sentence said before the question."""
    rewordings: tuple[str, ...] = ()
    """Other wordings for later attempts."""
    competency: Competency
    kind: Kind
    levels: dict[Level, str] = Field(min_length=1)
    """What is expected at each level the question is asked at."""
    answer_seconds: int = Field(ge=30, le=1800)
    think_seconds: int = Field(ge=0, le=180)
    rubric: tuple[RubricPoint, ...] = Field(min_length=1)
    phases: tuple[Phase, ...] = ()
    facts: tuple[Fact, ...] = ()
    solution: ReferenceSolution | None = None
    sample_answer: str = ""
    """As a strong candidate would say it."""
    mistakes: tuple[str, ...] = ()
    tip: str = ""
    related: tuple[str, ...] = ()
    """Ids of related questions, full ids when in another pack."""
    terms: tuple[Term, ...] = ()
    origins: tuple[Origin, ...] = ()
    """Empty for our own questions."""

    @model_validator(mode="after")
    def _points_are_distinct(self) -> Question:
        ids = [point.id for point in self.rubric]
        if len(set(ids)) != len(ids):
            raise ValueError("two rubric points have the same id")
        return self


class Pack(Frozen):
    """A file of questions."""

    pack: Slug
    """Name of the pack; questions are known as ``pack/id``."""
    title: str
    version: int = Field(ge=1)
    """Raised whenever a rubric changes; old sessions keep the rubric they were judged by."""
    language: str = "en"
    licence: str = "GPL-3.0-or-later"
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _questions_are_distinct(self) -> Pack:
        ids = [question.id for question in self.questions]
        if len(set(ids)) != len(ids):
            raise ValueError("two questions have the same id")
        return self
