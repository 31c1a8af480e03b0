"""How names of the domain are written on the screen."""

from __future__ import annotations

from datetime import UTC, datetime

from mockvoice.domain.plan import Role
from mockvoice.domain.question import Competency, Kind, Level, Question

ROLES = (
    (Role.ML_ENGINEER, "ML engineer"),
    (Role.SENIOR_ML_ENGINEER, "Senior ML engineer"),
    (Role.DATA_SCIENTIST, "Data scientist"),
    (Role.MLOPS_ENGINEER, "MLOps engineer"),
    (Role.RESEARCH_SCIENTIST, "Research scientist"),
)
LEVELS = ((Level.JUNIOR, "Junior"), (Level.MID, "Mid"), (Level.SENIOR, "Senior"))
KINDS = (
    (Kind.TECHNICAL, "Technical"),
    (Kind.SYSTEM_DESIGN, "System design"),
    (Kind.CODING, "Coding aloud"),
    (Kind.BEHAVIOURAL, "Behavioural"),
)
COMPETENCIES = {
    Competency.ALGORITHMS_AND_CODING: "Algorithms and coding",
    Competency.ML_FUNDAMENTALS: "ML fundamentals",
    Competency.EVALUATION: "Evaluation",
    Competency.DEEP_LEARNING: "Deep learning",
    Competency.MATHS: "Maths",
    Competency.DATA_AND_FEATURES: "Data and features",
    Competency.OPTIMISATION: "Optimisation",
    Competency.MLOPS: "MLOps",
    Competency.SYSTEM_DESIGN: "System design",
    Competency.RESEARCH: "Research",
    Competency.BEHAVIOURAL: "Behavioural",
}


def kind(value: Kind) -> str:
    """Return the name of a kind."""
    return dict(KINDS)[value]


def subject(question: Question, between: str = " · ") -> str:
    """Return what a question is about and its kind; once where both are called the same."""
    names = (COMPETENCIES[question.competency], kind(question.kind))
    return between.join(dict.fromkeys(names))


def level(value: Level) -> str:
    """Return the name of a level."""
    return dict(LEVELS)[value]


def heading(name: str) -> str:
    """Return an id as a heading: "bias-variance" becomes "Bias variance"."""
    return name.replace("-", " ").replace("_", " ").capitalize()


def minutes(seconds: float) -> str:
    """Return a length as "2 min" or "45 s"."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def day(started: str, now: datetime | None = None) -> str:
    """Return the day of a UTC time in few letters: "Today", "12 Mar", "12 Mar 2025"."""
    moment = datetime.fromisoformat(started).astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    days = (today - moment.date()).days
    if days in (0, 1):
        return "Today" if days == 0 else "Yesterday"
    return f"{moment.day} {moment:%b}" + ("" if moment.year == today.year else f" {moment:%Y}")


def when(started: str, now: datetime | None = None) -> str:
    """Return a UTC time of the library as local words: "Today, 14:05", "12 March 2026, 09:10"."""
    moment = datetime.fromisoformat(started).astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    days = (today - moment.date()).days
    if days in (0, 1):
        return f"{'Today' if days == 0 else 'Yesterday'}, {moment:%H:%M}"
    return f"{moment.day} {moment:%B %Y, %H:%M}"
