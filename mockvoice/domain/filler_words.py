"""Words used as fillers (like, you know, so): counted only where they are not meaning.

A table says for each expression where it means something and where it fills; it looks at the
words beside it, the punctuation the transcriber heard and the pauses around it. Precision comes
first: a use that may carry meaning is not counted. What a filler is, and how often the table is
right, stands beside the labelled passages in tests/data/fillers and in docs/speech.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mockvoice.domain.fillers import Said
from mockvoice.domain.words import ends_phrase, ends_sentence, plain, word_set

_PAUSE: Final = 0.25
"""Seconds of silence that set a word off as a comma does."""
_NEAR: Final = 5
"""Words before an expression that `Spot.near` holds."""


@dataclass(frozen=True)
class Spot:
    """What stands around an expression, filler sounds skipped; words in their forms, `_forms`."""

    before: frozenset[str]
    """The word before."""
    after: frozenset[str]
    """The word after, and the two after together."""
    near: frozenset[str]
    """The last `_NEAR` words before."""
    at: frozenset[str]
    """`first`: nothing but an acknowledgement before it in the whole speech; `begins`, `ends` its
    sentence; `off-before`, `off-after`: a comma, a pause or another filler stands there; `sound`:
    um or uh comes right after; `asks`: written with a question mark."""


@dataclass(frozen=True)
class Where:
    """A place in speech: whatever is given of it must hold."""

    at: frozenset[str] = frozenset()
    """All of these of `Spot.at` must hold."""
    before: frozenset[str] = frozenset()
    """One of these stands right before, see `Spot.before`."""
    after: frozenset[str] = frozenset()
    """One of these stands right after, see `Spot.after`."""
    near: frozenset[str] = frozenset()
    """One of these stands among the last words before, see `Spot.near`."""
    unless: frozenset[str] = frozenset()
    """None of these of `Spot.at` may hold."""

    def holds(self, spot: Spot) -> bool:
        """Tell whether an expression stands in such a place."""
        return (
            self.at <= spot.at
            and not self.unless & spot.at
            and (not self.before or bool(self.before & spot.before))
            and (not self.after or bool(self.after & spot.after))
            and (not self.near or bool(self.near & spot.near))
        )


@dataclass(frozen=True)
class Rule:
    """An expression fills where a place of `fills` holds and none of `means`."""

    fills: tuple[Where, ...]
    means: tuple[Where, ...] = ()


def _where(
    at: str = "", *, before: str = "", after: str = "", near: str = "", unless: str = ""
) -> Where:
    """Words stand between spaces, two words in a row are joined by "_"."""
    return Where(*map(_entries, (at, before, after, near, unless)))


def _entries(line: str) -> frozenset[str]:
    return frozenset(entry.replace("_", " ") for entry in line.split())


_NUMBERS: Final = word_set(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty "
    "fifty sixty seventy eighty ninety hundred thousand million half"
)
_ACKNOWLEDGING: Final = word_set("ok okay yeah yes yep sure right alright well hm thanks so great")
"""A speech that began with these only has not said anything yet."""

_JOINING = "and but because so or then"
_SUBJECT = (
    "i i'm i've i'd we we're we've we'd it it's they they're he he's she she's there there's "
    "that's you you're who why"
)
_CLAUSE = (
    "that what how why who where when which if whether about it this them him her the a an "
    "of by your my our their more enough"
)
_ASKING = (
    "do did does don't didn't if as once what would could should can will might may must let when "
    "how that where than whether sure until unless before after to everything all i we they the "
    "things"
)
_CLASS = (
    "a an the this that these those what which whatever some any each every one two three same "
    "different similar another certain other only right wrong new old best worst better first "
    "second third last next of no such kind sort particular special specific simple easy hard "
    "big small usual common classic main general basic typical weird strange nice good bad rare "
    "own his her its my our your their many various"
)
"""Before "kind of" these make it a class of things."""

_NEARLY = (
    "never always no all every any none nothing nobody everything everyone zero nil identical "
    "equal equivalent unchanged impossible useless free instant constant gone done empty the_same"
)
_PLAIN_FACT = "nothing no none one two three zero # does did the_same only"
"""After "literally" these are taken at their word."""

_WELL = "as oh very pretty quite fairly really"
"""Before "well" these make it an idiom or an adverb: as well, oh well, very well."""
_SO_MEANS = "that far many much few little long called"
_SO_REFERS = (
    "think do does did doing done or even if not hope guess said say ever quite more less believe "
    "suppose"
)
_EMPHASIS = "forever everybody everyone every the_worst the_best the_most"
_CONTRAST = "but though although thought while than expected supposed instead theory whether what"

_SET_OFF = _where("off-before off-after")

_YOU_KNOW: Final = Rule(
    means=(
        _where(before=_ASKING, unless="off-before"),
        _where(before=_ASKING, unless="off-after"),
        _where(after=_CLAUSE, unless="off-after"),
    ),
    fills=(
        _where("off-before"),
        _where("off-after"),
        _where(before=_JOINING, after=_SUBJECT),
        _where(after="i i'm we we're they they're there there's that's it's he's she's"),
    ),
)
_KIND_OF: Final = Rule(
    means=(
        _where(before=_CLASS),
        _where(after="thing things stuff"),
        _where("off-before ends"),  # "Did it help? Kind of."
    ),
    fills=(_where(),),
)
_RULES: Final[dict[tuple[str, ...], Rule]] = {
    ("you", "know"): _YOU_KNOW,
    ("y'know",): Rule(fills=(_where(),)),
    ("yknow",): Rule(fills=(_where(),)),
    ("i", "mean"): Rule(
        means=(
            _where(before="what that do don't did didn't sorry no not"),
            _where(after="that by what this the a an", unless="off-after first"),
        ),
        fills=(
            _where("begins"),
            _SET_OFF,
            _where("off-before", after=_SUBJECT),
            _where("off-after", before=_JOINING),
            _where(before=_JOINING + " yeah", after=_SUBJECT),
        ),
    ),
    ("kind", "of"): _KIND_OF,
    ("sort", "of"): _KIND_OF,
    ("like",): Rule(
        means=(_where(after="say for"),),
        fills=(
            # "like, uh, a fence" and "Like, a fence" compare or give an example
            _where("off-before off-after", unless="begins sound"),
            _where(before=_JOINING, after="we they he she it it's there there's i'm that's"),
            _where(after="super really very totally completely"),
        ),
    ),
    ("so",): Rule(
        means=(
            _where(before=_SO_REFERS, unless="off-before"),
            _where(after=_SO_MEANS, unless="off-after"),
        ),
        fills=(
            _where("first"),
            _where("off-before ends"),
            _where(after="yeah so"),
            _where(before="so"),
        ),
    ),
    ("basically",): Rule(
        means=(_where(after=_NEARLY, unless="off-after"),),
        fills=(_where(),),
    ),
    ("actually",): Rule(
        means=(_where(near=_CONTRAST), _where(before="not")),
        fills=(
            _where("begins"),
            _where("off-after", unless="sound"),
            _where(before="i"),
            _where(before="and", after=_SUBJECT + " that"),
            _where(after="quite really pretty"),
        ),
    ),
    ("literally",): Rule(
        means=(_where(after=_PLAIN_FACT, unless="off-after"),),
        fills=(
            _SET_OFF,
            _where("begins"),
            _where(before="i"),
            _where(after=_EMPHASIS),
        ),
    ),
    ("honestly",): Rule(
        fills=(_where("off-before"), _where(before=_JOINING + " i i've")),
    ),
    ("right",): Rule(
        means=(
            # "if you get those mechanics right"
            _where(near="get gets got getting do did does done make makes made put turn turned"),
            _where(before="all"),
            _where(before="is are was that's get it the not be or", unless="off-before"),
        ),
        fills=(
            _where("asks"),
            _where("off-before off-after", unless="ends"),
            _where("off-before ends", unless="begins"),
            _where("first ends", after="so okay well"),
        ),
    ),
    ("well",): Rule(
        means=(
            _where(before=_WELL, unless="begins"),  # not "Oh. Well, it depends."
            _where(after="done known said #"),  # "two, well, three" takes back
        ),
        fills=(
            _where("first"),
            _where("begins off-after"),
            _where("off-before off-after", unless="ends"),
        ),
    ),
}
_LONGEST: Final = max(map(len, _RULES))


def filler_words(words: Sequence[Said]) -> list[Said]:
    """Return the words and pairs of words used as fillers, in order of time."""
    found: list[Said] = []
    opens = _opens(words)
    counted_to = index = 0
    while index < len(words):
        end = _phrase_end(words, index)
        if end is None:
            index += 1
            continue
        known = {"first"} if index <= opens else set()
        if index and index == counted_to:  # a filler word ended here
            known.add("off-before")
        part = words[index:end]
        phrase = tuple(plain(w.text) for w in part)
        rule, spot = _RULES[phrase], _spot(words, index, end, known)
        fills = any(w.holds(spot) for w in rule.fills)
        if fills and not any(w.holds(spot) for w in rule.means):
            sure = min(w.probability for w in part)
            found.append(Said(" ".join(phrase), part[0].start, part[-1].end, sure))
            counted_to = end
        index = end
    return found


def _opens(words: Sequence[Said]) -> int:
    """Return where something is said first: before it are sounds and acknowledgements only."""
    said = (n for n, w in enumerate(words) if not w.filler and plain(w.text) not in _ACKNOWLEDGING)
    return next(said, len(words))


def _phrase_end(words: Sequence[Said], start: int) -> int | None:
    """Return where the longest expression that starts here ends."""
    for length in range(_LONGEST, 0, -1):
        part = words[start : start + length]
        broken = any(ends_phrase(w.text) for w in part[:-1])
        if not broken and tuple(plain(w.text) for w in part) in _RULES:
            return start + len(part)
    return None


def _spot(words: Sequence[Said], start: int, end: int, known: set[str]) -> Spot:
    """Look around the words from `start` to `end`; `known` holds there already.

    It looks back only as far as `_NEAR` words: an answer may last two hours.
    """
    back = (words[n] for n in range(start - 1, -1, -1))
    before = list(islice((w for w in back if not w.filler), _NEAR))
    said = [plain(w.text) for w in before]
    follow = [plain(w.text) for w in words[end : end + 6] if not w.filler][:2]
    return Spot(
        before=_forms(said[:1]),
        after=_forms(follow[:1]) | _forms(follow),
        near=frozenset(said),
        at=_at(words, start, end, begins=not before or ends_sentence(before[0].text)) | known,
    )


def _forms(words: list[str]) -> frozenset[str]:
    """Return words as a table may name them: themselves, and "#" for a single number."""
    if len(words) == 1 and (words[0][:1].isdigit() or words[0] in _NUMBERS):
        return frozenset({words[0], "#"})
    return frozenset({" ".join(words)}) if words else frozenset()


def _at(words: Sequence[Said], start: int, end: int, *, begins: bool) -> frozenset[str]:
    last = words[end - 1]
    previous = words[start - 1] if start else None
    following = words[end] if end < len(words) else None
    holds = {
        "begins": begins,
        "ends": following is None or ends_sentence(last.text),
        "asks": last.text.rstrip("\"'”").endswith("?"),
        "sound": following is not None and following.filler,
        "off-before": previous is None
        or previous.filler
        or ends_phrase(previous.text)
        or words[start].start - previous.end >= _PAUSE,
        "off-after": following is None
        or following.filler
        or ends_phrase(last.text)
        or following.start - last.end >= _PAUSE,
    }
    return frozenset(name for name, is_so in holds.items() if is_so)
