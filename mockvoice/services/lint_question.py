"""Rules for one question: sizes, forms, the points of its kind, and whether it can be spoken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from mockvoice.domain import reading
from mockvoice.domain.question import Kind, Question, RubricPoint

Place = tuple[int | str, ...]
Finding = tuple[Place, str]
"""Where in the question, and what is wrong there."""

BEHAVIOURAL: Final = ("situation", "task", "action", "result", "lesson")
CODING: Final = ("approach", "complexity", "edge-cases", "walk-through")
READING_SECONDS: Final = 15.0
POINT_SECONDS: Final = 20
"""Answer time that each point needs. Ours: a sample answer takes 12 s for one, at 150 words a
minute, and somebody who has to think is slower."""
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UNSPEAKABLE: Final = re.compile(r"[/\\%=()\[\]{}<>*^_#|~+&@$`…²³₀-₉°•←-⇿∀-⋿×÷±Α-Ωα-ωϑϕϵ]")
"""Signs that a speaker would have to translate."""

_MINOR: Final = frozenset(
    """about above after again against all also and any are because been before being between both
    but can cannot could did does doing done down each either even every few first for from get
    gets give gives given goes had has have having here how into its itself just keep kept know
    large less like made make makes many may mean means more most much must need needs not now off
    one only other our out over own rather same say says should show shows since small so some
    still such take takes tell than that the their them then there these they thing things this
    those though through too two under until use used uses using very want was way well were what
    when where whether which while who whose why will with within without would you your""".split()  # noqa: SIM905 - a column of 150 strings is no easier to read
)


def check(question: Question) -> Iterator[Finding]:
    """Yield every finding in one question."""
    for rule in _RULES:
        yield from rule(question)
    for number, point in enumerate(question.rubric):
        for place, reason in _point(point):
            yield ("rubric", number, *place), f"point {point.id}: {reason}"


def _sizes(question: Question) -> Iterator[Finding]:
    if not 4 <= len(question.rubric) <= 7:
        yield ("rubric",), f"{len(question.rubric)} points, there should be 4 to 7"
    if not any(point.must for point in question.rubric):
        yield ("rubric",), "no point is a must"
    words = len(question.sample_answer.split())
    if not 120 <= words <= 220:
        yield ("sample_answer",), f"the sample answer has {words} words, should have 120 to 220"
    needed = POINT_SECONDS * len(question.rubric)
    if question.answer_seconds < needed:
        told = f"{len(question.rubric)} points want at least {needed} s"
        yield ("answer_seconds",), f"{told}, not {question.answer_seconds}"
    if not 1 <= len(question.rewordings) <= 2:
        yield (
            ("rewordings",),
            f"{len(question.rewordings)} rewordings, there should be 1 or 2",
        )


def _speech(question: Question) -> Iterator[Finding]:
    for place, text in spoken_texts(question):
        signs = " ".join(dict.fromkeys(UNSPEAKABLE.findall(text)))
        if signs:
            yield place, f"cannot be spoken: {signs}"
    for number, term in enumerate(question.terms):
        if re.search(r"(?<!\S)A(?= [A-Z]\b)", term.say):
            yield ("terms", number), f"“{term.say}”: a lone A is read as the article, join by dots"
    wordings = [("text",), *(("rewordings", n) for n in range(len(question.rewordings)))]
    for place, text in zip(wordings, (question.text, *question.rewordings), strict=True):
        seconds = reading.seconds(f"{question.setup} {text}", question.terms)
        if seconds > READING_SECONDS:
            yield place, f"takes about {seconds:.0f} s to say, more than {READING_SECONDS:.0f}"


def spoken_texts(question: Question) -> Iterator[tuple[Place, str]]:
    """Yield all that the voice may say of a question, and where it stands."""
    yield ("setup",), question.setup
    yield ("text",), question.text
    for number, text in enumerate(question.rewordings):
        yield ("rewordings", number), text
    for number, point in enumerate(question.rubric):
        yield ("rubric", number, "probe"), point.probe
    for number, fact in enumerate(question.facts):
        yield ("facts", number, "answer"), fact.answer
    yield ("sample_answer",), question.sample_answer


def _kind(question: Question) -> Iterator[Finding]:
    ids = {point.id for point in question.rubric}
    wanted = {Kind.BEHAVIOURAL: BEHAVIOURAL, Kind.CODING: CODING}.get(question.kind, ())
    missing = [name for name in wanted if name not in ids]
    if missing:
        yield ("rubric",), f"a {question.kind} question has the points {', '.join(missing)} too"
    if question.kind == Kind.CODING and question.solution is None:
        yield ("kind",), "a coding question has a reference solution"
    if question.kind != Kind.CODING and question.solution is not None:
        yield ("solution",), "only coding questions have a solution"


def _design(question: Question) -> Iterator[Finding]:
    if question.kind != Kind.SYSTEM_DESIGN:
        if question.phases or question.facts:
            yield ("phases",), "only system design questions have phases and facts"
        return
    if not question.facts:
        yield ("kind",), "a system design question has facts to answer questions with"
    for level in question.levels:
        total = sum(phase.share.get(level, 0.0) for phase in question.phases)
        if abs(total - 1.0) > 0.001:
            yield ("phases",), f"the shares for {level} add up to {total:.2f}, should be 1"
    names = [phase.name for phase in question.phases]
    if len(set(names)) != len(names):
        yield ("phases",), "a phase stands there twice"
    for number, point in enumerate(question.rubric):
        if point.phase is None or point.phase not in names:
            yield ("rubric", number, "phase"), f"point {point.id} belongs to none of the phases"
    pointed = {point.phase for point in question.rubric}
    for number, name in enumerate(names):
        if name not in pointed:
            yield ("phases", number), f"no point belongs to the phase {name}"


def _point(point: RubricPoint) -> Iterator[Finding]:
    if not SLUG.fullmatch(point.id) or len(point.id) > 60:
        yield ("id",), "the id should be lower-case words joined by hyphens, at most 60 letters"
    if not 2 <= len(point.says) <= 3:
        yield ("says",), f"{len(point.says)} ways to say it, there should be 2 or 3"
    if not 1 <= len(point.wrong) <= 2:
        yield ("wrong",), f"{len(point.wrong)} false statements, there should be 1 or 2"
    words = len(point.probe.split())
    if not point.probe.endswith("?"):
        yield ("probe",), "the probe should be a question"
    if words >= 30:
        yield ("probe",), f"the probe has {words} words, should have fewer than 30"
    told = content(point.text) & content(point.probe)
    if len(told) > 0.5 * len(content(point.text)):
        yield ("probe",), f"the probe gives the answer away: {', '.join(sorted(told))}"


def content(text: str) -> set[str]:
    """Return the words that carry the meaning, without common endings."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {_stem(word) for word in words if len(word) > 2 and word not in _MINOR}


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "ly", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


_RULES: Final[tuple[Callable[[Question], Iterator[Finding]], ...]] = (
    _sizes,
    _speech,
    _kind,
    _design,
)
