"""Spoken words as text: how they are compared, joined, and cleaned for reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

_SAME: Final = {
    "okay": "ok",
    "yknow": "you know",
    "gonna": "going to",
    "neighbour": "neighbor",
    "neighbours": "neighbors",
}
_ENDS: Final = (".", "?", "!", "…")
_BREAKS: Final = (*_ENDS, ",", ";", ":", "—")


def word_set(words: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(words.split())


EVERYDAY: Final = word_set(
    "a an the and or but so if as of to in on at by for from with into than then that this these"
    " those it its is are was were be been has have had do does did can could will would may might"
    " must should i me my we us our you your he his she her they them their who what when where"
    " which why how not no yes all any some such there here while because about up out over down"
    " again against alone also another back before best better between both can't case come doesn't"
    " each either end enough every everything exactly example far few find first full get gets give"
    " go good idea itself just keep large last like little long look many matter mean middle more"
    " most mostly move much nearly need never new next nothing now often off once one ones only"
    " other own part people per place plus point put question quick quite really right run same say"
    " see several show since small someone something start stay step still stop take tell there's"
    " thing time together too try turn use used usually very want way week well whatever whole"
    " without work wrong yet"
)
"""Words that say nothing of a subject: the small ones, and mostly those that stand in sample
answers of at least nine of the bank's eleven subjects. Left out of these are the terms that all
subjects share (data, model, error, answer, order …) and numbers, which belong to what they
count."""


def plain(word: str) -> str:
    """Return a word as it is compared: lower case, without punctuation at its ends ("k-fold")."""
    return re.sub(r"^[\W_]+|(?:[^\w%]|_)+$", "", word.lower().replace("’", "'"))


def tokens(text: str) -> list[str]:
    """Split text into comparable words; marks such as [laughter] are left out."""
    text = re.sub(r"\[[^\]]*\]|<[^>]*>", " ", text.lower()).replace("’", "'")
    words = re.sub(r"[^a-z0-9' ]", " ", text.replace("-", " ")).split()
    return [_SAME.get(word, word) for word in words]


def ends_sentence(word: str) -> bool:
    """Tell whether a word as written ends its sentence."""
    return word.rstrip("\"'”’)").endswith(_ENDS)


def ends_phrase(word: str) -> bool:
    """Tell whether a word as written is followed by a comma or the end of its sentence."""
    return word.rstrip("\"'”’)").endswith(_BREAKS)


def matching(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Align two lists of comparable words: difflib's opcodes, words neither of them junk."""
    return list(SequenceMatcher(None, first, second, autojunk=False).get_opcodes())


def word_errors(reference: Sequence[str], heard: Sequence[str]) -> int:
    """Count the substitutions, insertions and deletions that lead from one to the other."""
    row = list(range(len(heard) + 1))
    for i, wanted in enumerate(reference, 1):
        before, row[0] = row[:], i
        for j, got in enumerate(heard, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (wanted != got))
    return row[-1]


def readable(words: Iterable[str]) -> str:
    """Join words for reading after fillers were taken out: no stray commas, sentences begun."""
    out: list[str] = []
    for word in words:
        begins = not out or ends_sentence(out[-1])
        out.append(word[:1].upper() + word[1:] if begins and word[:1].islower() else word)
    return " ".join(out)
