"""Spelling in question packs: British and American are both right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from spellchecker import SpellChecker

from mockvoice import paths
from mockvoice.domain.question import Question
from mockvoice.services.lint_question import Finding, Place

DICTIONARY: Final = "dictionary.txt"
"""A file beside the packs with words to accept, one a line, # starts a comment."""

_WORD: Final = re.compile(r"(?<![\w'’/.])[A-Za-z]+(?:['’][a-z]+)?(?![\w/])")
_AMERICAN: Final = (
    ("isation", "ization"),
    ("is(?=e|ing|able)", "iz"),
    ("ys(?=e|ing)", "yz"),
    ("our", "or"),
    ("tre(?=s?$)", "ter"),
    ("ntr(?=ed|ing)", "nter"),
    ("ll(?=ed|ing|er)", "l"),
    ("ence$", "ense"),
    ("ogue", "og"),
    ("ae", "e"),
    ("mme", "m"),
    ("eque", "eck"),
    ("sce(?=pt)", "ske"),
)
"""British spellings and what Americans write."""


class Words:
    """The words that are accepted in the packs of a folder."""

    def __init__(self, folder: Path) -> None:
        self._own = _listed(paths.questions()) | _listed(folder)

    def misspelt(self, question: Question) -> Iterator[Finding]:
        """Yield each place of a question with the words that no dictionary has."""
        terms = {
            word.lower()
            for term in question.terms
            for word in re.findall(r"[A-Za-z]+", f"{term.text} {term.say}")
        }
        for place, text in _texts(question):
            odd = [word for word in _words(text) if not self._known(word, terms)]
            if odd:
                yield place, f"spelling: {', '.join(dict.fromkeys(odd))}"

    def _known(self, word: str, terms: set[str]) -> bool:
        plain = re.sub(r"['’](?:s|d|ll|ve|re|m)$", "", word.lower())
        return plain in self._own or plain in terms or _in_dictionary(plain)


def _texts(question: Question) -> Iterator[tuple[Place, str]]:
    """Yield every text for people; code and ids are left out."""
    for name in ("setup", "text", "sample_answer", "tip"):
        yield (name,), getattr(question, name)
    for name in ("rewordings", "mistakes"):
        for number, text in enumerate(getattr(question, name)):
            yield (name, number), text
    for level, text in question.levels.items():
        yield ("levels", str(level)), text
    for number, point in enumerate(question.rubric):
        yield ("rubric", number, "text"), point.text
        yield ("rubric", number, "you"), point.you
        yield ("rubric", number, "probe"), point.probe
        for name in ("says", "wrong"):
            for which, text in enumerate(getattr(point, name)):
                yield ("rubric", number, name, which), text
    for number, fact in enumerate(question.facts):
        yield ("facts", number, "answer"), fact.answer


def _words(text: str) -> Iterator[str]:
    """Yield the words to look up: no abbreviations, and no names inside a sentence."""
    for match in _WORD.finditer(text):
        word = match.group()
        starts = re.search(r"(?:^|[.?!:]\s+|[\"“(]\s*)$", text[: match.start()]) is not None
        if word.islower() or (starts and word.istitle()):
            yield word


@cache
def _english() -> SpellChecker:
    return SpellChecker(language="en", distance=1)


def american(word: str) -> str:
    """Return a British spelling as Americans write it; other words as they are."""
    english = _english()
    variants = [re.sub(british, american_, word) for british, american_ in _AMERICAN]
    return next((new for new in variants if new != word and new in english), word)


@cache
def _in_dictionary(word: str) -> bool:
    english = _english()
    if word in english or word.replace("’", "'") in english:
        return True
    variants = {re.sub(british, american, word) for british, american in _AMERICAN}
    return any(variant in english for variant in variants)


@cache
def _listed(folder: Path) -> frozenset[str]:
    file = folder / DICTIONARY
    if not file.is_file():
        return frozenset()
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines())
    return frozenset(line.lower() for line in lines if line)
