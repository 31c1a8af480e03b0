"""Which phase of a design answer, or which part of a story, is being spoken of when.

The answer is cut into clauses. Each gets points for every phase: for words that open the phase
("to evaluate", "my task"), for words usual in it, for words that only this question's rubric
points of the phase hold, and most of all for a judged quote of such a point. The path through the
clauses with the most points wins, where every change of phase costs: so a clause without a sign of
its own goes with its neighbours, and a long stretch without any is "unclear". How often that is
right is in docs/phases.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from mockvoice.domain.assessment import Quote
from mockvoice.domain.delivery import PhaseSpan, PhaseTimes
from mockvoice.domain.phase_cues import (
    OPENINGS,
    SIGNS,
    SITUATION,
    STORY,
    STORY_OPENINGS,
    STORY_SIGNS,
)
from mockvoice.domain.question import Kind, Level, Question
from mockvoice.domain.transcript import Word
from mockvoice.domain.words import EVERYDAY, ends_phrase, ends_sentence, stem, tokens

UNCLEAR: Final = ""
"""The name of no phase."""
STORY_SHARES: Final = {
    "situation": 0.15,
    "task": 0.1,
    "action": 0.5,
    "result": 0.15,
    "lesson": 0.1,
}
"""Ours, after the usual advice to keep the beginning short and give half to what you did."""

_QUOTE: Final = 6.0
_OPENING: Final = 3.0
_SIGN: Final = 0.7
_POINT_WORD: Final = 0.6
_MOST: Final = 3.0
"""Points for weak signs, and for words of the rubric, never exceed this for one clause."""
_CHANGE: Final = 2.0
_BACK: Final = 1.5
"""Extra cost of going back in a story; designs may go to and fro."""
_UNCLEAR: Final = 0.6
"""Points of "unclear" per clause: some six clauses without a sign outweigh two changes."""
_LONG_CLAUSE: Final = 26
_SHORT_CLAUSE: Final = 8
_PAUSE: Final = 0.8
_BREATH: Final = 1.5
"""Seconds between two clauses from which on the silence belongs to neither."""


@dataclass(frozen=True)
class Clause:
    """A stretch of words said in one go."""

    text: str
    start: float
    end: float


def names(question: Question) -> tuple[str, ...]:
    """The phases of an answer to this question, in their usual order; none for other kinds."""
    if question.kind is Kind.BEHAVIOURAL:
        return STORY
    return tuple(phase.name.value for phase in question.phases)


def targets(question: Question, level: Level) -> Mapping[str, float]:
    """Share of the time per phase that suits the level; the nearest level the question knows."""
    if question.kind is Kind.BEHAVIOURAL:
        return STORY_SHARES
    ladder = list(Level)
    found = {}
    for phase in question.phases:
        near = min(phase.share, key=lambda one: abs(ladder.index(one) - ladder.index(level)))
        found[phase.name.value] = phase.share[near]
    return found


def follow(
    words: Sequence[Word], question: Question, quotes: Iterable[Quote] = ()
) -> PhaseTimes | None:
    """Say when each phase was spoken of; None where the question has no phases or nothing was said.

    ``quotes`` are judged ones with times of the same recording.
    """
    phases = names(question)
    said = clauses(words)
    if not phases or not said:
        return None
    shown = _quoted(question, quotes)
    points = _points(said, question, phases)
    for clause, of_clause in zip(said, points, strict=True):
        for phase, start, end in shown:
            within = min(end, clause.end) - max(start, clause.start)
            if phase in of_clause and within > 0 and clause.end > clause.start:
                of_clause[phase] += _QUOTE * min(1.0, within / (clause.end - clause.start))
    path = _best_path(points, phases, ordered=question.kind is Kind.BEHAVIOURAL)
    return _times(said, path, phases)


def label(text: str, question: Question) -> tuple[tuple[str, str], ...]:
    """Every clause of a text with its phase, as if each word took the same time."""
    words = [
        Word(text=word, start=0.4 * place, end=0.4 * place + 0.4, probability=1.0, filler=False)
        for place, word in enumerate(text.split())
    ]
    said, phases = clauses(words), names(question)
    if not said or not phases:
        return ()
    points = _points(said, question, phases)
    path = _best_path(points, phases, ordered=question.kind is Kind.BEHAVIOURAL)
    return tuple((clause.text, phase) for clause, phase in zip(said, path, strict=True))


def clauses(words: Sequence[Word]) -> list[Clause]:
    """Cut words at sentences, longer phrases and pauses; fillers are left out."""
    found: list[Clause] = []
    held: list[Word] = []
    said = [word for word in words if not word.filler]
    for place, word in enumerate(said):
        held.append(word)
        following = said[place + 1] if place + 1 < len(said) else None
        pause = following.start - word.end if following else 0.0
        if (
            following is None
            or ends_sentence(word.text)
            or (ends_phrase(word.text) and len(held) >= _SHORT_CLAUSE)
            or (pause >= _PAUSE and len(held) >= _SHORT_CLAUSE)
            or len(held) >= _LONG_CLAUSE
        ):
            text = " ".join(one.text for one in held)
            found.append(Clause(text, held[0].start, max(held[-1].end, held[0].start)))
            held = []
    return found


def point_phase(question: Question, point: str) -> str:
    """The phase a rubric point belongs to; ``UNCLEAR`` when it has none.

    Points of a story that carry another name ("obstacle") belong to the part before them in the
    rubric, but never to the task, which is said in a sentence: what comes after it and before the
    action is still the situation.
    """
    if question.kind is not Kind.BEHAVIOURAL:
        phase = next((p.phase for p in question.rubric if p.id == point), None)
        return phase.value if phase else UNCLEAR
    last = UNCLEAR
    for one in question.rubric:
        if one.id in STORY:
            last = one.id
        if one.id == point:
            if one.id in STORY:
                return one.id
            return SITUATION if last == "task" else last
    return UNCLEAR


def _quoted(question: Question, quotes: Iterable[Quote]) -> list[tuple[str, float, float]]:
    return [
        (point_phase(question, quote.point), quote.span.start, quote.span.end)
        for quote in quotes
        if quote.span is not None
    ]


def _points(
    said: Sequence[Clause], question: Question, phases: Sequence[str]
) -> list[dict[str, float]]:
    """Points of each clause per phase, from its words alone."""
    story = question.kind is Kind.BEHAVIOURAL
    openings, signs = (STORY_OPENINGS, STORY_SIGNS) if story else (OPENINGS, SIGNS)
    own = _own_words(question)
    found = []
    for clause in said:
        spoken = tokens(clause.text)
        line = f" {' '.join(spoken)} "
        content = {stem(word) for word in spoken}
        of_clause = {}
        for phase in phases:
            opening = _pattern(openings[phase]).search(line) is not None
            weak = len(set(_pattern(signs[phase]).findall(line)))
            shared = sum(own[phase].get(word, 0.0) for word in content)
            of_clause[phase] = (
                _OPENING * opening + min(_SIGN * weak, _MOST) + min(_POINT_WORD * shared, _MOST)
            )
        found.append(of_clause)
    return found


@cache
def _pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    """All cues as one expression, to be searched in words joined by single spaces."""
    longest = sorted(cues, key=len, reverse=True)
    either = "|".join(re.escape(cue).replace(r"\*", r"\S*") for cue in longest)
    return re.compile(f"(?<= )(?:{either})(?= )")


def _own_words(question: Question) -> dict[str, dict[str, float]]:
    """Words of each phase's points that few other phases' points hold, with their weight."""
    held: dict[str, set[str]] = {phase: set() for phase in names(question)}
    for point in question.rubric:
        phase = point_phase(question, point.id)
        if phase in held:
            for text in (point.text, *point.says):
                held[phase] |= {stem(word) for word in tokens(text)} - EVERYDAY
    weight = {1: 1.0, 2: 0.4}
    return {
        phase: {
            word: weight.get(sum(word in other for other in held.values()), 0.0) for word in words
        }
        for phase, words in held.items()
    }


def _best_path(
    points: Sequence[Mapping[str, float]], phases: Sequence[str], *, ordered: bool
) -> list[str]:
    """The phases of all clauses that together have the most points (Viterbi)."""
    states = [*phases, UNCLEAR]
    place = {phase: at for at, phase in enumerate(phases)}
    best = {
        state: _UNCLEAR
        if state == UNCLEAR
        else points[0][state] - (_CHANGE * 0.5 * place[state] if ordered else 0.0)
        for state in states
    }
    came: list[dict[str, str]] = []
    for of_clause in points[1:]:
        step: dict[str, str] = {}
        now: dict[str, float] = {}
        for state in states:
            reached = {old: best[old] - _cost(old, state, place, ordered) for old in states}
            step[state] = max(states, key=reached.__getitem__)
            gained = _UNCLEAR if state == UNCLEAR else of_clause[state]
            now[state] = reached[step[state]] + gained
        best, came = now, [*came, step]
    path = [max(states, key=best.__getitem__)]
    for step in reversed(came):
        path.append(step[path[-1]])
    return path[::-1]


def _cost(before: str, after: str, place: Mapping[str, int], ordered: bool) -> float:
    if before == after:
        return 0.0
    back = ordered and after in place and before in place and place[after] < place[before]
    return _CHANGE + (_BACK if back else 0.0)


def _times(said: Sequence[Clause], path: Sequence[str], phases: Sequence[str]) -> PhaseTimes:
    """Join neighbours; a breath between clauses counts to the first, a longer silence to none."""
    spans: list[PhaseSpan] = []
    seconds = dict.fromkeys(phases, 0.0)
    unclear = 0.0
    for place, (clause, phase) in enumerate(zip(said, path, strict=True)):
        until = clause.end
        if place + 1 < len(said) and said[place + 1].start - clause.end < _BREATH:
            until = max(until, said[place + 1].start)
        length = until - clause.start
        if phase == UNCLEAR:
            unclear += length
        else:
            seconds[phase] += length
        if spans and spans[-1].phase == phase and clause.start - spans[-1].end < _BREATH:
            spans[-1] = PhaseSpan(phase=phase, start=spans[-1].start, end=until)
        else:
            spans.append(PhaseSpan(phase=phase, start=clause.start, end=until))
    return PhaseTimes(
        spans=tuple(spans),
        seconds={phase: round(length, 3) for phase, length in seconds.items()},
        unclear=round(unclear, 3),
    )
