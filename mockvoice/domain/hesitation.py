"""Hedges, repeated words and restarts in a list of spoken words, without times.

All functions take the words as written (punctuation attached, fillers left out) and return index
ranges ``(first, last)``, both inclusive, in order. They read words only, so they serve spoken and
typed answers alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mockvoice.domain.words import ends_sentence, plain

Range = tuple[int, int]
"""First and last index of a stretch of words, both inclusive."""

HEDGES = (
    "i guess",
    "i suppose",
    "i think maybe",
    "maybe",
    "perhaps",
    "probably",
    "hopefully",
    "sort of",
    "kind of",
    "kinda",
    "sorta",
    "or something",
    "something like that",
    "stuff like that",
    "or whatever",
    "and stuff",
    "if that makes sense",
)
"""Weak words: they lower how competent a speaker is heard (Parton et al.; Hosman).

"I think", "usually", "might" and "I'm not sure whether" are left out: engineers use them to be
exact, and to own what one does not know is a strength.
"""

HONEST_NEAR = frozenset({"depends", "depend", "depending"})
"""A hedge this close to one of these words states a condition ("it probably depends on")."""
HONEST_REACH = 4
"""Words on either side of a hedge that are looked at."""

KIND_OF_NOUN = frozenset(
    {"a", "an", "the", "this", "that", "what", "which", "some", "any", "one", "same", "every"}
    | {"different", "another", "each", "right", "wrong", "no", "other", "certain", "special"}
)
"""Before "kind of" and "sort of" these make it a noun: "what kind of data"."""

NUMBER = re.compile(
    r"\d|^(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?"
    r"|half|couple|dozen|percent)$"
)
"""Words that make "maybe" an estimate rather than a hedge: "maybe ten thousand rows"."""

STUMBLED_ON = frozenset(
    {"i", "we", "you", "it", "they", "he", "she", "the", "a", "an", "and", "but", "or", "because"}
    | {"to", "of", "in", "on", "at", "by", "for", "from", "with", "into", "if", "when", "where"}
    | {"which", "what", "how", "this", "these", "those", "my", "our", "your", "their", "its", "is"}
    | {
        "are",
        "was",
        "were",
        "be",
        "can",
        "could",
        "would",
        "will",
        "it's",
        "that's",
        "i'm",
        "we're",
    }
    | {"there's", "they're", "you're", "i'd", "we'd", "don't", "just", "also", "then", "not", "as"}
)
"""Words that people say twice while they search; a content word said twice in a row is mostly a
name or a list ("plus plus", "information gain, gain ratio")."""

OBJECTS = frozenset({"it", "you"})
"""Before a comma these end a clause as often as they are stumbled on ("…for it, it looks…")."""

PRONOUNS = frozenset({"i", "we", "you", "it", "they", "he", "she", "there"})
DANGLING = frozenset(
    {"was", "were", "am", "are", "is", "had", "would", "will", "can", "could", "should", "just"}
)
"""After a pronoun and before the same pronoun again, these show a sentence begun and dropped."""

REPAIRS = (
    "no wait",
    "or rather",
    "scratch that",
    "let me rephrase",
    "let me start over",
    "let me start again",
    "let me go back",
    "what i meant",
    "what i mean is",
    "wait no",
)
"""Phrases that say that the sentence before them was dropped."""


def _phrase_ranges(words: Sequence[str], phrases: Sequence[str]) -> list[Range]:
    """Where any phrase stands, longest first, without overlaps."""
    parts = sorted((tuple(p.split()) for p in phrases), key=len, reverse=True)
    found: list[Range] = []
    i = 0
    while i < len(words):
        size = next((len(p) for p in parts if tuple(words[i : i + len(p)]) == p), 0)
        if size:
            found.append((i, i + size - 1))
        i += size or 1
    return found


def hedges(spoken: Sequence[str]) -> list[Range]:
    """Weak words, leaving out conditions, estimates and "what kind of data"."""
    words = [plain(w) for w in spoken]
    kept = []
    for first, last in _phrase_ranges(words, HEDGES):
        phrase = words[first : last + 1]
        before = words[first - 1] if first else ""
        around = words[max(0, first - HONEST_REACH) : last + 1 + HONEST_REACH]
        if HONEST_NEAR.intersection(around):
            continue
        if phrase in (["kind", "of"], ["sort", "of"]) and before in KIND_OF_NOUN:
            continue
        if any(NUMBER.search(w) for w in words[last + 1 : last + 3]):
            continue
        kept.append((first, last))
    return kept


LONGEST_REPEAT = 4
"""Words in a repeated phrase at most; longer ones are said on purpose."""


def repeats(spoken: Sequence[str]) -> list[Range]:
    """A word or phrase of up to four words said twice or more in a row."""
    words = [plain(w) for w in spoken]
    found: list[Range] = []
    i = 0
    while i < len(words):
        last = _repeat_at(spoken, words, i)
        if last is None:
            i += 1
            continue
        if found and i <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((i, last))
        i += 1
    return found


def _repeat_at(spoken: Sequence[str], words: Sequence[str], i: int) -> int | None:
    """Last index of the repeat that begins at ``i``; None where there is none."""
    for size in range(min(LONGEST_REPEAT, (len(words) - i) // 2), 0, -1):
        phrase, spelt = words[i : i + size], spoken[i : i + size]
        if phrase != words[i + size : i + 2 * size] or phrase[0] not in STUMBLED_ON:
            continue
        if any(NUMBER.search(w) for w in phrase) or any(_ends_clause(w) for w in spelt[:-1]):
            continue
        if ends_sentence(spelt[-1]):
            continue
        if _ends_clause(spelt[-1]) and not _broken_off(words, i, phrase[-1]):
            continue
        return i + 2 * size - 1
    return None


def _ends_clause(word: str) -> bool:
    return word.endswith((",", ";", ":", "—", "–")) or ends_sentence(word)


def _broken_off(words: Sequence[str], i: int, last: str) -> bool:
    """True when a comma after ``last`` can only be a stumble, not the end of a clause."""
    return last in STUMBLED_ON and not (last in OBJECTS and i > 0)


def restarts(spoken: Sequence[str]) -> list[Range]:
    """Sentences begun and dropped: cut-off words, spoken repairs, a subject begun again."""
    words = [plain(w) for w in spoken]
    found = _phrase_ranges(words, REPAIRS)
    for i, word in enumerate(words):
        after = words[i + 1] if i + 1 < len(words) else ""
        cut_off = re.search(r"\w[-–—]$", spoken[i]) is not None
        cut_off = cut_off and after not in {"", "and", "or", "to"}  # "over- and undersampling"
        if cut_off or _sorry(spoken, words, i):
            found.append((i, i))
        elif word == "i" and words[i + 1 : i + 2] == ["mean"]:
            again = words[i + 2 : i + 3]
            if again and again[0] in words[max(0, i - 4) : i] and again[0] in PRONOUNS:
                found.append((max(0, i - 2), i + 2))
        elif (
            word in PRONOUNS
            and words[i + 1 : i + 2]
            and words[i + 1] in DANGLING
            and words[i + 2 : i + 3] == [word]
            and words[i + 3 : i + 4] != [words[i + 1]]
        ):
            found.append((i, i + 2))
    return _without_overlaps(found)


def _sorry(spoken: Sequence[str], words: Sequence[str], i: int) -> bool:
    """True for a "sorry" that corrects: the words after it begin like some just before it.

    "With L1, sorry, with L2" is one; "sorry, my head is empty" is none.
    """
    if words[i] != "sorry" or i == 0 or i + 1 >= len(words) or ends_sentence(spoken[i]):
        return False
    return words[i + 1] in words[max(0, i - 5) : i] and not ends_sentence(spoken[i - 1])


def _without_overlaps(ranges: Sequence[Range]) -> list[Range]:
    kept: list[Range] = []
    for first, last in sorted(ranges):
        if not kept or first > kept[-1][1]:
            kept.append((first, last))
    return kept


def sentence_words(text: str) -> float | None:
    """Mean words per sentence; None when the text has no end-of-sentence signs to go by."""
    count = len(text.split())
    ends = len(re.findall(r"[.?!]+[\"'”’)]*(?=\s|$)", text))
    if count == 0 or (ends == 0 and count > 40):
        return None
    return count / max(ends, 1)
