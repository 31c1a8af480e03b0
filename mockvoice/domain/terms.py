"""Technical terms given to the transcriber must help it spell, never put words into mouths."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from mockvoice.domain.fillers import Said, is_sound
from mockvoice.domain.words import matching, plain, tokens

_ALIKE: Final = 0.5
"""Share of letters two hearings of the same sound have in common at the least."""


def without_foreign(
    words: Sequence[Said], unprompted: Sequence[Said], terms: Sequence[str]
) -> list[Said]:
    """Take back each term that the pass without terms heard as something quite different.

    "Psychic learn" becomes "scikit-learn" because they are spelled alike; a term that stands
    where the other pass heard unlike words gives way to them, and one that stands where it heard
    nothing goes.
    """
    names = {word for term in terms for word in tokens(term) if len(word) > 2}
    other = [word for word in unprompted if not is_sound(word.text)]
    out: list[Said] = []
    for tag, a, b, c, d in matching([plain(w.text) for w in words], [plain(w.text) for w in other]):
        ours, theirs = list(words[a:b]), other[c:d]
        biased = any(set(tokens(w.text)) & names for w in ours)
        if tag == "equal" or not biased or _alike(ours, theirs):
            out += ours
        elif theirs:
            out += theirs
        else:
            out += [w for w in ours if not set(tokens(w.text)) & names]
    return out


def _alike(ours: Sequence[Said], theirs: Sequence[Said]) -> bool:
    one, two = ("".join(tokens(" ".join(w.text for w in side))) for side in (ours, theirs))
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE
