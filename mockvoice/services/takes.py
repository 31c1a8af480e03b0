"""Two takes of one question side by side: points won and lost, figures, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from mockvoice.domain.advice import clock
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.summary import summary
from mockvoice.domain.verdict import PointVerdict, Verdict
from mockvoice.domain.words import ends_sentence, plain
from mockvoice.services.report_view import answer_seconds

_ORDER: Final = (Verdict.WRONG, Verdict.MISSED, Verdict.PARTIAL, Verdict.COVERED)
"""From worst to best."""
_SHOWN: Final = (1, -1, 0)
"""The order in which gains are listed."""
_SAME_SAID: Final = 62.0
"""Likeness of two sentences, 0 to 100, from which on they say the same thing in other words.
Chosen by eye on pairs of spoken answers."""


@dataclass(frozen=True)
class Pair:
    """How a rubric point fared in both takes."""

    point: RubricPoint
    first: Verdict
    second: Verdict
    doubted: tuple[bool, bool] = (False, False)
    """Whether the judge was hardly sure of the first, and of the second."""

    @property
    def gain(self) -> int:
        """1 when the second take did better, -1 when worse, 0 when alike or not comparable."""
        if Verdict.NOT_JUDGED in (self.first, self.second):
            return 0
        step = _ORDER.index(self.second) - _ORDER.index(self.first)
        return (step > 0) - (step < 0)


@dataclass(frozen=True)
class Figure:
    """A measure in both takes, as it is written; a dash where it could not be taken."""

    name: str
    first: str
    second: str
    about: str
    """What the figure is, or what it is measured against."""


class Mark(StrEnum):
    """What is told of a word."""

    BOTH = ""
    """Its sentence has the word in both takes."""
    OTHER = "other"
    """Its sentence is in both takes, but not in this word."""
    ONLY = "only"
    """Nothing like its sentence is in the other take."""


@dataclass(frozen=True)
class Said:
    """A word of a take."""

    text: str
    start: float | None
    """Seconds; None in a typed answer."""
    end: float | None
    mark: Mark = Mark.BOTH
    filler: bool = False


def pairs(first: Assessment, second: Assessment) -> tuple[Pair, ...]:
    """Return the points of both rubrics, won ones first, then lost, then the rest."""
    one, two = _verdicts(first), _verdicts(second)
    points = {p.id: p for p in (*first.question.rubric, *second.question.rubric)}
    found = []
    for name, point in points.items():
        a, b = one.get(name, _none(name)), two.get(name, _none(name))
        found.append(Pair(point, a.verdict, b.verdict, (a.uncertain, b.uncertain)))
    return tuple(sorted(found, key=lambda pair: _SHOWN.index(pair.gain)))


def figures(first: Assessment, second: Assessment) -> tuple[Figure, ...]:
    """Return score, length, pace, fillers, pauses and hedges of both takes."""
    one, two = summary(first), summary(second)
    a_minute = "a minute"

    def figure(name: str, of: str, about: str, digits: int = 0) -> Figure:
        return Figure(name, _told(getattr(one, of), digits), _told(getattr(two, of), digits), about)

    overall = (_told(one.scores.overall, 0), _told(two.scores.overall, 0))
    lengths = (clock(answer_seconds(first)), clock(answer_seconds(second)))
    return (
        Figure("Score", *overall, "of 100"),
        Figure("Length", *lengths, "minutes"),
        figure("Pace", "words_per_minute", "words a minute"),
        figure("Fillers, at least", "fillers_per_minute", a_minute, 1),
        figure("Pauses inside sentences", "stops_per_minute", a_minute, 1),
        figure("Hedges", "hedges_per_minute", a_minute, 1),
    )


def texts(first: Assessment, second: Assessment) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """Return the words of both takes, marked where they differ.

    A sentence is sought anywhere in the other take, since nobody answers twice in one order.
    """
    one, two = _sentences(first), _sentences(second)
    return _marked(one, two), _marked(two, one)


def _verdicts(made: Assessment) -> dict[str, PointVerdict]:
    return {verdict.point: verdict for verdict in made.judgement.verdicts}


def _none(point: str) -> PointVerdict:
    return PointVerdict(point=point, verdict=Verdict.NOT_JUDGED, probability=None)


def _told(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _sentences(made: Assessment) -> list[list[Said]]:
    words = [Said(w.text, w.start, w.end, filler=w.filler) for w in made.transcript.words]
    words = words or [Said(word, None, None) for word in made.transcript.text.split()]
    found: list[list[Said]] = [[]]
    for word in words:
        found[-1].append(word)
        if ends_sentence(word.text):
            found.append([])
    return [sentence for sentence in found if sentence]


def _marked(own: Sequence[Sequence[Said]], other: Sequence[Sequence[Said]]) -> tuple[Said, ...]:
    plain_other = [[plain(word.text) for word in sentence] for sentence in other]
    joined = [" ".join(words) for words in plain_other]
    found: list[Said] = []
    for sentence in own:
        words = [plain(word.text) for word in sentence]
        likeness = [fuzz.token_set_ratio(" ".join(words), text) for text in joined]
        best = max(range(len(joined)), key=likeness.__getitem__, default=-1)
        if best < 0 or likeness[best] < _SAME_SAID:
            found += [replace(word, mark=Mark.ONLY) for word in sentence]
            continue
        blocks = SequenceMatcher(None, words, plain_other[best], autojunk=False)
        same = {b.a + k for b in blocks.get_matching_blocks() for k in range(b.size)}
        found += [
            word if place in same or word.filler else replace(word, mark=Mark.OTHER)
            for place, word in enumerate(sentence)
        ]
    return tuple(found)
