"""How long a text, or a word, takes to say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from mockvoice.domain.question import Term
from mockvoice.domain.say import spoken

SYLLABLES_PER_SECOND: Final = 5.0
"""An assumption; tests.benchmarks.speaking says how far it is off for the voice."""
SENTENCE_PAUSE: Final = 0.4
"""Seconds of silence after a sentence."""
COMMA_PAUSE: Final = 0.2


def seconds(text: str, terms: Iterable[Term] = ()) -> float:
    """Estimate how long the voice takes: syllables over a steady pace, plus the pauses."""
    said = spoken(text, terms)
    sentences = len(re.findall(r"[.?!](?=\s|$)", said))
    commas = len(re.findall(r"[,;:](?=\s|$)", said))
    pauses = sentences * SENTENCE_PAUSE + commas * COMMA_PAUSE
    return syllables(said) / SYLLABLES_PER_SECOND + pauses


@lru_cache(maxsize=4096)
def longest(word: str) -> float:
    """Seconds that one word, as a transcriber writes it, takes when it is said slowly.

    One syllable more at the steady pace: of 841 words inside speech in 48 recordings (read,
    accented, free, and synthetic candidates) 93 % took no longer by the transcriber's times. Words
    in capitals are taken as spelled, and a digit with its place as two syllables ("forty", "point
    five").
    """
    said = re.sub(r"(?<=[A-Z])(?=[A-Z])", " ", spoken(word))
    digits = len(re.findall(r"\d", said))
    return (syllables(said) + digits + 1) / SYLLABLES_PER_SECOND


def syllables(said: str) -> int:
    """Count syllables: groups of vowels, a final silent e left out; letters and digits one each."""
    return sum(_of_word(word) for word in re.findall(r"[a-z]+|\d", said.lower()))


def _of_word(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e(?:s|d)?$", word) and not re.search(
        r"(?:[td]ed|[cszxg]es|she)$", word
    )
    return max(1, groups - bool(silent))
