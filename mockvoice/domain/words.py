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


SMALL: Final = word_set(
    "a an the i me my mine myself we us our ours you your yours yourself he him his himself she her"
    " hers it its itself they them their theirs themselves someone something somebody anyone"
    " anything everyone everything nobody nothing none this that these those who whom whose which"
    " what whatever when where why how while whether"
    " all another any both each either enough every few less least little lot many more most much"
    " neither no one ones once other others own same several some such twice whole"
    " about above after against along among around as at before behind below between beyond by down"
    " during for from in inside into of off on onto out outside over per plus since than through"
    " till to toward towards under until up upon with within without"
    " and but or nor so if because although though unless instead"
    " am is are was were be been being has have had having do does did done doing can could may"
    " might must shall should will would cannot not never yes"
    " use uses used using go goes going went gone say says said saying"
    " again ago almost alone also already always away back best better even ever exactly far hardly"
    " here just last later likely maybe mostly nearly next now often only perhaps quite rather"
    " really right soon still then there together too usually very well yet"
    " can't couldn't didn't doesn't don't hadn't hasn't haven't isn't aren't wasn't weren't won't"
    " wouldn't shouldn't i'd i'll i'm i've it'll it's we'd we'll we're we've you'd you'll you're"
    " you've he's she's they'd they'll they're they've that's there's here's what's let's"
)
"""English words of the closed classes: pronouns, words of quantity, prepositions, conjunctions,
auxiliaries, negations, and adverbs of place, time and degree."""
NUMERALS: Final = word_set(
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred thousand million billion half quarter first second third fourth fifth percent"
)
EVERYWHERE: Final = word_set(
    "add answer ask average case cent change check choose class come compare compute cost data"
    " decide error feature find fit fix get give good group keep label large latency learn like"
    " limit log look lose make matter mean measure model need network new noise number order part"
    " people point put question rank rare rate read real rule run sample scale score search"
    " see set show simple size small split spread start stay step stop take test thing time train"
    " turn value want way weight work"
)
"""Every other word that stands, in any form, in sample answers of at least ten of the bank's eleven
subjects: tests/domain/test_words.py finds exactly these."""


def stem(word: str) -> str:
    """Cut the usual endings, so that "example" meets "examples" and "make" meets "making".

    A stem is for comparing only; a few words share one that should not ("fill" and "file").
    """
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "ias")):
        word = word[:-1]
    for ending in ("ation", "ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and re.search(r"[aeiouy]", rest):
            word = rest
            break
    else:
        word = word.removesuffix("e") if len(word) > 3 else word
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return f"{word[:-1]}i" if len(word) > 2 and word.endswith("y") else word


EVERYDAY: Final = frozenset(map(stem, SMALL | NUMERALS | EVERYWHERE))
"""Stems of the words that say nothing of a subject."""


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
