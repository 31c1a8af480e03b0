"""The follow-up question: which point it asks for, and whether a wording may be said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mockvoice.domain.question import RubricPoint
from mockvoice.domain.verdict import PointVerdict, Verdict
from mockvoice.domain.words import EVERYDAY, word_set

MOST_WORDS: Final = 30
_SHARED_WITH_POINT: Final = 0.6
"""Above this share of the point's content words, the question says the answer."""
_LONGEST_COPY: Final = 4
"""As many words of the point in a row give it away."""
_REVEALED: Final = 3
"""So many words of the point that neither side has said yet are a hint too many."""
_SAME: Final = 0.6
"""From this overlap of content words on two questions are the same question."""
_UNKNOWN: Final = 0.5
_ORDER: Final = {Verdict.WRONG: 0, Verdict.MISSED: 1, Verdict.PARTIAL: 2}

_SECOND: Final = re.compile(r"\b(?:and|or) (?:what|how|why|which|when|where|who)\b", re.IGNORECASE)
"""A second question behind the first: nobody can answer both in one breath."""

_COMMON: Final = frozenset(
    re.findall(
        r"\w+",
        """a about an and any are as at be been but by can could did do does for from had has
        have how i if in into is it its just like me more much my no not of on one or our
        out over so some than that the their them then there these they this to too up us
        use used using was we were what when where which while who why will with would you
        your yours explain tell describe mention mentioned said say happen happens happened
        think give example go deeper also well really""",
    )
)


_OF_ALL: Final = EVERYDAY | word_set(
    "already answer average change changed changes compare compute cost data early error explain"
    " feature group hour label late learn loss measure model number problem request sample score"
    " size ten test today train training two user users value weight whether year"
)
"""Words that lead nowhere by themselves, whatever the question: said of every subject."""


def choose_point(
    rubric: Sequence[RubricPoint], verdicts: Sequence[PointVerdict]
) -> RubricPoint | None:
    """Return the point most worth asking for, or None when nothing judged is missing."""
    judged = {verdict.point: verdict for verdict in verdicts if verdict.verdict in _ORDER}
    return next(iter(rank([point for point in rubric if point.id in judged], judged)), None)


def rank(rubric: Sequence[RubricPoint], verdicts: Mapping[str, PointVerdict]) -> list[RubricPoint]:
    """Return the points that are not known to be covered, the most worth asking for first.

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

    known = [p for p in rubric if p.id not in verdicts or verdicts[p.id].verdict in _ORDER]
    return sorted(known, key=key)


def check_wording(text: str, point: RubricPoint, answer: str, asked: Sequence[str]) -> str | None:
    """Return why a wording by the language model may not be said, or None when it may."""
    words = _words(text)
    checks = (
        (not words, "it is empty"),
        (len(words) > MOST_WORDS, f"it has more than {MOST_WORDS} words"),
        (not _is_one_question(text), "it is not exactly one question"),
        (_gives_away(words, point), "it gives the answer away"),
        (_reveals(words, point, (answer, *asked)), "it gives the answer away"),
        (_misleads(words, point, (answer, *asked)), "it leads to a wrong answer"),
        (any(_same(text, old) for old in asked), "it was asked before"),
        (not _on_topic(words, point, answer), "it does not speak of the point or the answer"),
    )
    return next((reason for failed, reason in checks if failed), None)


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
    asked = {_stem(word) for word in words}
    for statement in (point.text, *point.says):
        said = _words(statement)
        content = {_stem(word) for word in said if _is_content(word)}
        if content and len(content & asked) / len(content) > _SHARED_WITH_POINT:
            return True
        if _longest_run(words, said) >= _LONGEST_COPY:
            return True
    return False


def _reveals(words: list[str], point: RubricPoint, said: Sequence[str]) -> bool:
    """True when the question names several things of the point that nobody has named yet."""
    known = {stem for text in said for stem in _content(_words(text))}
    return len((_content(_words(point.text)) & _content(words)) - known) >= _REVEALED


def _misleads(words: list[str], point: RubricPoint, said: Sequence[str]) -> bool:
    """True when the question takes up a false statement that nobody has made."""
    meant = (point.text, *point.says, point.probe, *said)
    known = {stem for text in meant for stem in _content(_words(text))} | _STEMS_OF_ALL
    return any((_content(_words(wrong)) - known) & _content(words) for wrong in point.wrong)


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
    return {_stem(word) for word in words if _is_content(word)}


def _is_content(word: str) -> bool:
    return word not in _COMMON and len(word) > 1


def _words(text: str) -> list[str]:
    # "Model's" speaks of the model.
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", re.sub(r"['’]s\b", "", text.lower()))


def _stem(word: str) -> str:
    """Cut common endings, so that "splitting" and "splits" meet."""
    for ending in ("ization", "isation", "ations", "ation", "ings", "ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return word


_STEMS_OF_ALL: Final = frozenset(map(_stem, _OF_ALL))
