"""Checks of question packs beyond their form: what makes a question good to ask and to judge.

Nothing of a pack is ever executed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from mockvoice.domain.errors import BrokenPack
from mockvoice.domain.question import Pack, Question
from mockvoice.services import bank, lint_likeness, lint_question, lint_words
from mockvoice.services.bank import Problem
from mockvoice.services.lint_question import Finding, Place


@dataclass(frozen=True)
class _Read:
    """A pack with the positions of everything in its file."""

    file: Path
    pack: Pack
    node: yaml.Node | None

    def problem(self, finding: Finding) -> Problem:
        place, reason = finding
        asked = ""
        if len(place) > 1 and isinstance(place[1], int):
            asked = f"{self.pack.questions[place[1]].id}: "
        return Problem(self.file, bank.line_of(self.node, place), f"{asked}{reason}")


def lint(files: Iterable[Path], known: Iterable[str] = ()) -> list[Problem]:
    """Return what is wrong with the packs, in the order of the files and lines.

    ``known`` are full ids ("pack/question") outside these files that may be referred to.
    """
    problems: list[Problem] = []
    packs: list[_Read] = []
    for file in files:
        try:
            pack = bank.read_pack(file)
        except BrokenPack as error:
            problems.extend(error.args[1])
            continue
        text = file.read_text(encoding="utf-8")
        packs.append(_Read(file, pack, yaml.compose(text, Loader=yaml.SafeLoader)))
    ids = {*known, *(f"{read.pack.pack}/{q.id}" for read in packs for q in read.pack.questions)}
    for read in packs:
        problems += [read.problem(finding) for finding in _findings(read, ids)]
    problems += _alike(packs)
    return sorted(problems, key=lambda problem: (str(problem.file), problem.line, problem.reason))


def _findings(read: _Read, ids: set[str]) -> Iterator[Finding]:
    words = lint_words.Words(read.file.parent)
    for number, question in enumerate(read.pack.questions):
        for place, reason in (
            *lint_question.check(question),
            *_related(question, read.pack.pack, ids),
            *words.misspelt(question),
        ):
            yield ("questions", number, *place), reason


def _related(question: Question, pack: str, ids: set[str]) -> Iterator[Finding]:
    for number, name in enumerate(question.related):
        full = name if "/" in name else f"{pack}/{name}"
        if full not in ids:
            yield ("related", number), f"there is no question “{full}”"
        elif full == f"{pack}/{question.id}":
            yield ("related", number), "a question is not related to itself"


def _alike(packs: list[_Read]) -> Iterator[Problem]:
    """Compare every question, and every rubric point, with every other."""
    places: list[tuple[_Read, Place, Question]] = [
        (read, ("questions", number), question)
        for read in packs
        for number, question in enumerate(read.pack.questions)
    ]
    for first, second in lint_likeness.pairs([q.text for _, _, q in places]):
        read, place, _ = places[second]
        other, _, twin = places[first]
        yield read.problem(
            ((*place, "text"), f"asks nearly the same as {other.pack.pack}/{twin.id}")
        )
    points = [
        (number, point)
        for number, (_, _, question) in enumerate(places)
        for point in range(len(question.rubric))
    ]
    texts = [places[number][2].rubric[point].text for number, point in points]
    for first, second in lint_likeness.pairs(texts):
        (one, twin_point), (two, point) = points[first], points[second]
        if one != two and _refer(places[one], places[two]):
            continue  # such questions are never asked together, so nobody hears it twice
        read, place, _ = places[two]
        other, _, twin = places[one]
        name = f"{other.pack.pack}/{twin.id}#{twin.rubric[twin_point].id}"
        reason = f"says nearly the same as the point {name}, and neither names the other as related"
        yield read.problem(((*place, "rubric", point, "text"), reason))


def _refer(one: tuple[_Read, Place, Question], two: tuple[_Read, Place, Question]) -> bool:
    """Say whether one of two questions names the other as related."""
    (first, _, question), (second, _, other) = one, two
    names = {f"{first.pack.pack}/{name}" for name in question.related} | {*question.related}
    back = {f"{second.pack.pack}/{name}" for name in other.related} | {*other.related}
    return f"{second.pack.pack}/{other.id}" in names or f"{first.pack.pack}/{question.id}" in back
