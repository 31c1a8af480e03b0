"""Time per phase in words: a bar per phase against its target, what it means, one thing to try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from mockvoice.domain import phases
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.phase_cues import ACTION, LESSON, RESULT, SITUATION, TASK
from mockvoice.domain.question import Kind, Level
from mockvoice.domain.verdict import Verdict

SHORT: Final = 0.3
"""A phase with less than this share of its target came short."""
MUCH: Final = 0.15
"""A phase with so much more than its target took over, as a fraction of the answer."""
FEWEST_SECONDS: Final = 20.0
"""Under so much speech shares say nothing."""
MOSTLY_UNCLEAR: Final = 0.5
UNCLEAR_TOLD: Final = 1.0
"""Seconds without a phase from which on they are told."""

NAMES: Final = {"trade_offs": "Trade-offs"}


@dataclass(frozen=True)
class PhaseBar:
    """One phase: how long it was spoken of, and how long is usual."""

    name: str
    label: str
    seconds: float
    share: float
    """Fraction of the time spoken."""
    target: float
    """Fraction that suits the level."""
    places: tuple[tuple[float, float], ...]
    """Stretches in which it was spoken of, the longest first."""


@dataclass(frozen=True)
class PhaseView:
    """What is shown about the phases of one answer."""

    title: str
    usual: str
    """What the targets are, as a sentence."""
    bars: tuple[PhaseBar, ...]
    unclear: float
    """Seconds in which no phase could be told."""
    meaning: str
    try_next: str
    """One thing to try; empty when nothing stands out."""
    widest: float
    """The largest share or target, to scale the bars by."""
    story: bool
    """Whether the bars are parts of a story."""


def label(name: str) -> str:
    """How a phase is written: "Trade-offs"."""
    return NAMES.get(name, name.replace("_", " ").capitalize())


def view(assessment: Assessment, level: Level) -> PhaseView | None:
    """What to show; None where the question has no phases or they were not measured."""
    measured, question = assessment.delivery.phases, assessment.question
    if measured is None:
        return None
    total = sum(measured.seconds.values()) + measured.unclear
    if total <= 0:
        return None
    target = phases.targets(question, level)
    bars = []
    for name in phases.names(question):
        places = [(s.start, s.end) for s in measured.spans if s.phase == name]
        seconds = measured.seconds.get(name, 0.0)
        bars.append(
            PhaseBar(
                name=name,
                label=label(name),
                seconds=seconds,
                share=seconds / total,
                target=target.get(name, 0.0),
                places=tuple(sorted(places, key=lambda p: p[0] - p[1])),
            )
        )
    story = question.kind is Kind.BEHAVIOURAL
    said = {
        phases.point_phase(question, verdict.point)
        for verdict in assessment.judgement.verdicts
        if verdict.verdict is Verdict.COVERED
    }
    meaning, try_next = _say(bars, said, measured.unclear / total, total, story=story)
    return PhaseView(
        title="Time per part of the story" if story else "Time per phase",
        usual="The stroke marks a usual share."
        if story
        else f"The stroke marks the share that suits this question at {level.value} level.",
        bars=tuple(bars),
        unclear=measured.unclear,
        meaning=meaning,
        try_next=try_next,
        widest=max(max(bar.share, bar.target) for bar in bars),
        story=story,
    )


def unclear_told(view: PhaseView) -> str:
    """How long no phase could be told, as a sentence; empty where it is not worth one."""
    if view.unclear < UNCLEAR_TOLD:
        return ""
    part = "part of the story" if view.story else "phase"
    return f"{view.unclear:.0f} s belong to no {part} that the words would tell."


def _say(
    bars: Sequence[PhaseBar], covered: Set[str], unclear: float, total: float, *, story: bool
) -> tuple[str, str]:
    """What it means, and one thing to try; ``covered`` phases, of which a point was judged to have
    been said, are not called missing or short, however little time they took."""
    if total < FEWEST_SECONDS:
        return "Too short to say how the time was shared out.", ""
    if unclear >= MOSTLY_UNCLEAR:
        return (
            "For most of the answer no phase could be told from the words.",
            "Say where you are: “for data”, “to evaluate”, “the trade-off here”."
            if not story
            else "Say where you are: “my task was”, “what I did”, “in the end”.",
        )
    open_ = [bar for bar in bars if bar.name not in covered]
    none = [bar for bar in open_ if bar.seconds == 0 and bar.target > 0]
    short = [bar for bar in open_ if 0 < bar.share < SHORT * bar.target]
    # A story has its point in the action and what came of it: they are never too long.
    may_be = [bar for bar in bars if not story or bar.name in {SITUATION, TASK}]
    over = max(may_be, key=lambda bar: bar.share - bar.target)
    long = over if over.share - over.target >= MUCH else None
    said = []
    if none:
        said.append(f"{_list([b.label for b in none], first=True)} did not come up")
    elif short:
        said.append(f"{_list([b.label for b in short], first=True)} came short")
    if long:
        name = long.label if not said else long.label.lower()
        usual = f"{100 * long.target:.0f} %"
        said.append(f"{name} took {100 * long.share:.0f} % of the time, where {usual} is usual")
    if not said:
        return "Nothing was left out, and nothing took over.", ""
    least = max([*none, *short], key=lambda bar: bar.target - bar.share, default=None)
    return f"{', and '.join(said)}.", _to_try(least, long, total, story=story)


_STORY_TRIES: Final[Mapping[str, str]] = {
    SITUATION: "Begin with one sentence on where this was and what was at stake.",
    TASK: "Say “my task was …” in one sentence before you say what you did.",
    ACTION: "Say step by step what you yourself did, and why so.",
    RESULT: "End the story with what came of it, with a figure.",
    LESSON: "Close with one sentence: what you do differently since.",
}


def _to_try(least: PhaseBar | None, long: PhaseBar | None, total: float, *, story: bool) -> str:
    if least is not None and story:
        return _STORY_TRIES[least.name]
    if least is not None:
        seconds = max(10, 5 * round(least.target * total / 5))
        return (
            f"Name the phases at the start, and keep about {seconds} s of an answer this long for"
            f" {least.label.lower()}."
        )
    if long is not None and story:
        return f"Tell the {long.name} in half the sentences, and come to what you did sooner."
    if long is not None:
        return f"When you have said the main thing on {long.label.lower()}, say what comes next."
    return ""


def _list(names: Sequence[str], *, first: bool) -> str:
    """Join names: "Data, monitoring and trade-offs"."""
    lower = [name.lower() for name in names]
    joined = lower[0] if len(lower) == 1 else f"{', '.join(lower[:-1])} and {lower[-1]}"
    return joined[0].upper() + joined[1:] if first else joined
