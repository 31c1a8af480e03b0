"""Words used as fillers (like, you know, so): counted only where they are not meaning.

Each rule looks at the written word, its neighbours, the punctuation the transcriber heard and
the pauses around it. Precision comes first: a use that may carry meaning is not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mockvoice.domain.fillers import Said
from mockvoice.domain.words import ends_phrase, ends_sentence, plain, word_set

_PAUSE: Final = 0.25
"""Seconds of silence that set a word off as a comma does."""


@dataclass(frozen=True)
class Spot:
    """A phrase of one or two words and what stands around it."""

    before: str
    """The comparable word before, skipping filler sounds; "" at the beginning."""
    after: str
    begins: bool
    """First of its sentence."""
    broken_before: bool
    """A comma, pause or filler sound comes right before."""
    broken_after: bool
    ends: bool
    """Last of its sentence."""
    asks: bool
    """Written with a question mark."""
    clause: frozenset[str] = frozenset()
    """The five comparable words before."""


_NUMBERS: Final = word_set(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty "
    "fifty sixty seventy eighty ninety hundred thousand million half"
)
_CLAUSE: Final = word_set(
    "that what how why who where when which if whether about it this them him her the a an "
    "of by your my our their more enough"
)
_ASKING: Final = word_set(
    "do did does don't didn't if as what would could should can will might may must let when how "
    "that where than whether to everything all i we they the things"
)
_KINDS: Final = word_set(
    "a an the this that these those what which some any each every one two three same different "
    "another certain other only right new best worst first second last of no all such kind sort "
    "particular special specific his her its my our your their many various"
)


_GETTING: Final = word_set("get gets got getting do did does done make makes made put turn turned")


def _number(word: str) -> bool:
    return word[:1].isdigit() or word in _NUMBERS


def _you_know(s: Spot) -> bool:
    if s.before in _ASKING and not (s.broken_before and s.broken_after):
        return False
    if s.after in _CLAUSE and not s.broken_after:
        return False
    return s.broken_before or s.broken_after


def _i_mean(s: Spot) -> bool:
    if s.before in _ASKING or (s.after in {"that", "by", "it", "what", "this"}):
        return s.broken_before and s.broken_after and s.before not in {"what", "that"}
    return s.begins or s.broken_before or s.broken_after


def _like(s: Spot) -> bool:
    if s.broken_before and s.broken_after and not s.begins:
        return True
    approximate = {"from", "only", "with", "maybe", "just", "took", "takes", "after", "over", "at"}
    return _number(s.after) and s.before in approximate


def _so(s: Spot) -> bool:
    opening = s.before == "" and s.broken_after
    return opening or (s.ends and s.broken_before and s.after != "")


def _basically(s: Spot) -> bool:
    if s.after in {"never", "always", "no", "all", "every", "any", "none", "nothing", "the"}:
        return s.broken_before and s.broken_after
    linked = s.before in {"is", "it's", "that's", "was", "are", "just", "and", "so", "you", "i"}
    return s.begins or s.broken_before or s.broken_after or linked


def _aside(s: Spot) -> bool:
    return s.broken_before and s.broken_after and not s.ends


def _right(s: Spot) -> bool:
    if s.clause & _GETTING:  # "if you get those mechanics right"
        return False
    if s.before in {"all", "is", "are", "was", "that's", "get", "it", "the", "not", "be", "or"}:
        return False
    return s.asks or (s.broken_before and s.broken_after and not (s.begins and s.ends))


def _kind_of(s: Spot) -> bool:
    return s.before not in _KINDS and s.before != "" and s.after not in {"the", "a", "thing", ""}


def _well(s: Spot) -> bool:
    return s.begins and s.broken_after


_RULES: Final[dict[tuple[str, ...], Callable[[Spot], bool]]] = {
    ("you", "know"): _you_know,
    ("y'know",): _you_know,
    ("i", "mean"): _i_mean,
    ("kind", "of"): _kind_of,
    ("sort", "of"): _kind_of,
    ("like",): _like,
    ("so",): _so,
    ("basically",): _basically,
    ("actually",): _aside,
    ("literally",): _aside,
    ("honestly",): _aside,
    ("right",): _right,
    ("well",): _well,
}


def filler_words(words: Sequence[Said]) -> list[Said]:
    """Return the words and pairs of words used as fillers, in order of time."""
    found: list[Said] = []
    skip = 0
    for index in range(len(words)):
        if index < skip:
            continue
        for phrase, rule in _RULES.items():
            end = index + len(phrase)
            part = words[index:end]
            if tuple(plain(w.text) for w in part) != phrase or any(
                ends_phrase(w.text) for w in part[:-1]
            ):
                continue
            if rule(_spot(words, index, end)):
                sure = min(w.probability for w in part)
                text = " ".join(plain(w.text) for w in part)
                found.append(Said(text, part[0].start, part[-1].end, sure))
                skip = end
            break
    return found


def _spot(words: Sequence[Said], start: int, end: int) -> Spot:
    first, last = words[start], words[end - 1]
    before = [w for w in words[:start] if not w.filler]
    after = [w for w in words[end:] if not w.filler]
    touching_before = words[start - 1] if start else None
    touching_after = words[end] if end < len(words) else None
    return Spot(
        before=plain(before[-1].text) if before else "",
        after=plain(after[0].text) if after else "",
        begins=not before or ends_sentence(before[-1].text),
        broken_before=touching_before is None
        or touching_before.filler
        or ends_phrase(touching_before.text)
        or first.start - touching_before.end >= _PAUSE,
        broken_after=touching_after is None
        or touching_after.filler
        or ends_phrase(last.text)
        or touching_after.start - last.end >= _PAUSE,
        ends=touching_after is None or ends_sentence(last.text),
        asks=last.text.rstrip("\"'”").endswith("?"),
        clause=frozenset(plain(w.text) for w in before[-5:]),
    )
