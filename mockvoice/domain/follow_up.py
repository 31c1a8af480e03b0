"""The follow-up question: which point it asks for, and whether a wording may be said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mockvoice.domain.question import RubricPoint
from mockvoice.domain.verdict import PointVerdict, Verdict
from mockvoice.domain.words import EVERYDAY, SMALL, stem, word_set

MOST_WORDS: Final = 30
_SHARED_WITH_POINT: Final = 0.6
"""Above this share of the point's content words, the question says the answer."""
_LONGEST_COPY: Final = 4
"""As many words of the point in a row give it away."""
_REVEALED: Final = 3
"""So many words of the point that neither side has said yet are a hint too many."""
_TAKEN: Final = 0.5
"""From this share of a wrong idea's own words on, the question leads to it. Half the authored
probes that one word would refuse pass, and the one wording that did lead astray does not."""
_SAME: Final = 0.6
"""From this overlap of content words on two questions are the same question."""
_UNKNOWN: Final = 0.5
_ORDER: Final = {Verdict.WRONG: 0, Verdict.MISSED: 1, Verdict.PARTIAL: 2}

_SECOND: Final = re.compile(r"\b(?:and|or) (?:what|how|why|which|when|where|who)\b", re.IGNORECASE)
"""A second question behind the first: nobody can answer both in one breath."""

_COMMON: Final = SMALL | word_set(
    "use used using explain tell describe mention mentioned said say happen happens happened think"
    " give example go deeper like"
)
"""Words of any question, which say nothing of this one."""


def choose_point(
    rubric: Sequence[RubricPoint], verdicts: Sequence[PointVerdict]
) -> RubricPoint | None:
    """Return the point most worth asking for, or None when nothing judged is missing."""
    judged = {verdict.point: verdict for verdict in verdicts if _is_open(verdict)}
    return next(iter(rank([point for point in rubric if point.id in judged], judged)), None)


def rank(rubric: Sequence[RubricPoint], verdicts: Mapping[str, PointVerdict]) -> list[RubricPoint]:
    """Return the points that may still be asked for, the most worth it first.

    Indispensable points first, then by weight times the probability that the point is missing;
    among equals a false statement before a missing one before a partial one. A point without a
    verdict is as likely missing as not.
    """

    def key(point: RubricPoint) -> tuple[bool, float, int]:
        verdict = verdicts.get(point.id)
        if verdict is None or verdict.probability is None:
            return not point.must, -point.weight * _UNKNOWN, len(_ORDER)
        worth = point.weight * (1.0 - verdict.probability)
        return not point.must, -worth, _ORDER[verdict.verdict]

    known = [p for p in rubric if p.id not in verdicts or _is_open(verdicts[p.id])]
    return sorted(known, key=key)


def _is_open(verdict: PointVerdict) -> bool:
    """Whether there is anything to ask for: not where a point called partly said is likelier to
    have been said whole than not, for nobody likes to be asked what they have just explained."""
    likely = verdict.probability is not None and verdict.probability >= _UNKNOWN
    return verdict.verdict in _ORDER and not (verdict.verdict is Verdict.PARTIAL and likely)


def check_wording(text: str, point: RubricPoint, answer: str, asked: Sequence[str]) -> str | None:
    """Return why a wording by the language model may not be said, or None when it may."""
    words = _words(text)
    checks = (
        (not words, "it is empty"),
        (len(words) > MOST_WORDS, f"it has more than {MOST_WORDS} words"),
        (not _is_one_question(text), "it is not exactly one question"),
        (_gives_away(words, point), "it gives the answer away"),
        (_reveals(words, point, (answer, *asked)), "it gives the answer away"),
        (misleads(text, point, (answer, *asked)), "it leads to a wrong answer"),
        (any(_same(text, old) for old in asked), "it was asked before"),
        (not _on_topic(words, point, answer), "it does not speak of the point or the answer"),
    )
    return next((reason for failed, reason in checks if failed), None)


def misleads(text: str, point: RubricPoint, said: Sequence[str]) -> bool:
    """Tell whether a question takes up half of a listed wrong idea that nobody has spoken of.

    Of an idea count the words that are neither everyday ones nor in the point, in its probe, or in
    what was ``said``.
    """
    meant = (point.text, *point.says, point.probe, *said)
    known = {one for text in meant for one in _content(_words(text))} | EVERYDAY
    asked = _content(_words(text))
    ideas = [_content(_words(wrong)) - known for wrong in point.wrong]
    return any(len(idea & asked) / len(idea) >= _TAKEN for idea in ideas if idea)


def _is_one_question(text: str) -> bool:
    stripped = text.strip()
    return (
        stripped.endswith("?")
        and stripped.count("?") == 1
        and "\n" not in stripped
        and not re.search(r"[<>{}\[\]#*`|]", stripped)
        and not _SECOND.search(stripped)
    )


def _gives_away(words: list[str], point: RubricPoint) -> bool:
    asked = {stem(word) for word in words}
    for statement in (point.text, *point.says):
        said = _words(statement)
        content = {stem(word) for word in said if _is_content(word)}
        if content and len(content & asked) / len(content) > _SHARED_WITH_POINT:
            return True
        if _longest_run(words, said) >= _LONGEST_COPY:
            return True
    return False


def _reveals(words: list[str], point: RubricPoint, said: Sequence[str]) -> bool:
    """True when the question names several things of the point that nobody has named yet."""
    known = {one for text in said for one in _content(_words(text))}
    return len((_content(_words(point.text)) & _content(words)) - known) >= _REVEALED


def _longest_run(one: list[str], other: list[str]) -> int:
    """Length of the longest run of words in both that holds at least two content words."""
    best = 0
    for i in range(len(one)):
        for j in range(len(other)):
            run = 0
            while i + run < len(one) and j + run < len(other) and one[i + run] == other[j + run]:
                run += 1
            if run > best and sum(_is_content(word) for word in one[i : i + run]) >= 2:
                best = run
    return best


def _same(text: str, old: str) -> bool:
    one, other = _content(_words(text)), _content(_words(old))
    if not one or not other:
        return _words(text) == _words(old)
    return len(one & other) / min(len(one), len(other)) >= _SAME


def _on_topic(words: list[str], point: RubricPoint, answer: str) -> bool:
    topic = _content(_words(" ".join((point.text, *point.says, point.probe, answer))))
    return bool(_content(words) & topic)


def _content(words: list[str]) -> set[str]:
    return {stem(word) for word in words if _is_content(word)}


def _is_content(word: str) -> bool:
    return word not in _COMMON and len(word) > 1


def _words(text: str) -> list[str]:
    # "Model's" speaks of the model.
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", re.sub(r"['’]s\b", "", text.lower()))
