"""A rubric point about "the candidate", said to the candidate: "You name one specific model"."""

from __future__ import annotations

import re
from typing import Final

from mockvoice.domain.words import word_set

_CANDIDATE: Final = "The candidate "
_IRREGULAR: Final = {"is": "are", "was": "were", "has": "have", "does": "do", "goes": "go"}
_NO_PLURALS: Final = word_set("is was has does its this as us thus always perhaps besides")
"""Words in -s that are neither the verb of the point nor the name of several things."""
_YOU: Final = {
    "they": "you",
    "them": "you",
    "their": "your",
    "theirs": "yours",
    "themselves": "yourself",
}
_PRONOUN: Final = re.compile(rf"\b(?P<pronoun>{'|'.join(_YOU)})\b(?P<own> own\b)?")
_SECOND_VERB: Final = re.compile(
    r"(?<=\b(?:and|but) )(?P<verb>[a-z]+s)"
    r"(?= (?:who|what|why|how|which|when|where|that|the|an?|one|it)\b)"
)
"""A verb behind "and": what is told follows it, unlike "with costs, risks and benefits"."""


def to_reader(point: str) -> str:
    """Turn a point that begins with "The candidate" to the reader; any other one stays as it is.

    "They" and "their" become "you" and "your", unless the point named several others before;
    "themselves" and "their own" always do.
    """
    if not point.startswith(_CANDIDATE):
        return point
    words = point.removeprefix(_CANDIDATE).split(" ")
    place = next((at for at, word in enumerate(words) if not word.endswith("ly")), 0)
    words[place] = _plain_verb(words[place])
    rest = " ".join(words[place + 1 :])
    rest = _SECOND_VERB.sub(lambda found: _plain_verb(found["verb"]), rest)
    told = _PRONOUN.sub(_pronoun, rest)
    return " ".join(["You", *words[: place + 1], told]).rstrip()


def _plain_verb(verb: str) -> str:
    """The verb as it follows "you"; a past form stays."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb in _NO_PLURALS or not verb.endswith("s") or verb.endswith("ss"):
        return verb
    if verb.endswith("ies") and len(verb) > 4:
        return f"{verb[:-3]}y"
    return verb[:-2] if re.search(r"(?:ss|sh|ch|x|zz|o)es$", verb) else verb[:-1]


def _pronoun(found: re.Match[str]) -> str:
    reflexive = found["own"] or found["pronoun"] == "themselves"
    if not reflexive and _names_several(found.string[: found.start()]):
        return found[0]
    return f"{_YOU[found['pronoun']]}{found['own'] or ''}"


def _names_several(text: str) -> bool:
    """True where several people or things were named, to which "they" may point."""
    words = re.findall(r"[a-z]+(?:'s)?", text.lower())
    return any(
        word in {"people", "those", "others"}
        or (re.search(r"[a-z]{3}(?<!s)s$", word) is not None and word not in _NO_PLURALS)
        for word in words
        if not word.endswith("wards")
    )
