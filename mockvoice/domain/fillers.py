"""Filler sounds (um, uh): which they are, and how two passes over the same sound are merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from mockvoice.domain.clauses import goes_on
from mockvoice.domain.transcript import FillerSource
from mockvoice.domain.words import ends_sentence, matching, plain, word_set

_SPELLED: Final = re.compile(r"\b[A-Z](?:[-.][A-Z])+\b")
_SOUND: Final = re.compile("u+h*m+|u+h+|e+r+m*|e+h+m*|h+m+|m+h*m+|a+h+m*")
"""Filler sounds as Whisper and people write them: um uh er eh hm mm ah, however drawn out."""

_SPELLING: Final = re.compile(
    "[aeu]+r*g+h+|u+r+h*m*|a+r+h+m*|[aeu]+h+[rn]+|[aeu]+h+u+m+|h+[eu]*r+m+|a+h+e+m+"
)
"""More spellings of the same sounds (argh urgh ugh ur uhr ahem herm). Some are words as well, so
each counts only where the other pass heard a filler sound and no word."""

_COMMON: Final = word_set("a i the of and in on or to is it as at he we so be do if by you all")
"""Short words that are really said; a rival "uh" must be much surer to take their place."""
_SURER: Final = 0.2
"""By how much; set by judgement."""
_MISHEARD_LETTERS: Final = 3
"""A filler sound misheard as a word gives a short one: arm, r, her, ur, ham."""
_SAME_PLACE: Final = 0.5
"""Seconds between a spelling of a sound and the sound that the other pass heard for it at most.
Set by judgement, not measured: the filler prompt often gives a sound no length, so that its place
is vague; half a second is less than a word on either side of it."""
SHORTEST_WORD: Final = 0.06
"""Seconds below which a time is no time: Whisper piles up the words of a loop, and what it cannot
place. Three of its steps of 0.02 s."""


@dataclass(frozen=True)
class Said:
    """A word or filler sound of the merged transcript; times in seconds."""

    text: str
    start: float
    end: float
    probability: float
    source: FillerSource | None = None
    """Where a filler sound was found; None for words."""

    @property
    def filler(self) -> bool:
        """True for a filler sound."""
        return self.source is not None


def is_sound(word: str) -> bool:
    """Tell whether a word as written is a filler sound; drawn-out ones (ummmm) too, but no letters
    that were spelled ("E-R")."""
    if _SPELLED.search(word):
        return False
    return _SOUND.fullmatch(plain(word).replace("-", "")) is not None


def mark_sounds(words: Sequence[Said], source: FillerSource) -> list[Said]:
    """Mark the filler sounds that a pass wrote itself."""
    return [replace(w, source=source) if is_sound(w.text) else w for w in words]


def merge_passes(clean: Sequence[Said], verbatim: Sequence[Said]) -> list[Said]:
    """Put the filler sounds that only the verbatim pass wrote into the clean words.

    The clean pass supplies every word, so nothing that the filler prompt lost is lost here.
    A sound stands where the words around it stand; where the clean pass has one short word in
    its place ("this is a…" for "this is, uh,") at the same time, the sound replaces it. A word
    that only spells a sound ("argh") is the sound that the verbatim pass heard there. No word is
    taken for a sound where the verbatim pass has a word for it, too, nor what is written in
    capitals ("EHR").
    """
    ours = mark_sounds(clean, FillerSource.CLEAN)
    theirs = mark_sounds(verbatim, FillerSource.VERBATIM)
    keys = ["<sound>" if w.filler else plain(w.text) for w in ours]
    other = ["<sound>" if w.filler else plain(w.text) for w in theirs]
    blocks = matching(keys, other)
    for tag, a, b, c, d in blocks:
        if tag == "equal":
            ours[a:b] = [_tighter(x, y) for x, y in zip(ours[a:b], theirs[c:d], strict=True)]
    out: list[Said] = []
    for tag, a, b, c, d in blocks:
        if tag == "insert":
            out += [w for w in theirs[c:d] if w.filler]
        elif tag == "replace":
            out += _settle(ours[a:b], theirs[c:d])
        else:
            out += ours[a:b]
    return _in_order(out)


def _tighter(mine: Said, other: Said) -> Said:
    """Take the shorter of two times: the pass that hid a filler stretched a word over it."""
    length = other.end - other.start
    if SHORTEST_WORD <= length < mine.end - mine.start:
        return replace(mine, start=other.start, end=other.end)
    return mine


def _settle(block: list[Said], rival: list[Said]) -> list[Said]:
    """Decide a place where the two passes wrote different things."""
    out = list(block)
    for sound in (w for w in rival if w.filler):
        spare = sum(not w.filler for w in out) > sum(not w.filler for w in rival)
        spelled = [w for w in out if spare and _spells(w, sound)]
        if spelled:
            word = min(spelled, key=lambda w: abs(w.start - sound.start))
            # Its own times: the filler prompt often gives none.
            out[out.index(word)] = _in_place(sound, word, word.start, word.end)
            continue
        near = [w for w in out if w.start < sound.end + 0.1 and w.end > sound.start - 0.1]
        if any(w.filler or _are_letters(w, sound, rival) for w in near):
            continue
        fits = spare and len(near) == 1 and len(rival) >= len(block)
        if fits and _misheard(near[0], sound):
            out[out.index(near[0])] = _in_place(sound, near[0], sound.start, sound.end)
        else:
            out.append(sound)
    return sorted(out, key=lambda w: w.start)


def _in_place(sound: Said, word: Said, start: float, end: float) -> Said:
    """The sound in place of a word, whose full stop stays, since the clean pass sets the stops."""
    stop = (
        word.text.rstrip("\"'”’)")[-1]
        if ends_sentence(word.text) and not word.text.endswith("..")
        else ""
    )
    text = sound.text.rstrip(",;:.") + stop if stop else sound.text
    return replace(sound, text=text, start=start, end=end)


def _in_capitals(word: Said) -> bool:
    """Tell whether a word is letters said one by one, or a name of them: EHR, UR5."""
    return len(plain(word.text)) > 1 and word.text.isupper()


def _are_letters(word: Said, sound: Said, rival: Sequence[Said]) -> bool:
    """Tell whether a sound is only how the other pass heard a word in capitals ("E-R.")."""
    over = [w for w in rival if _mostly_over(w, word)]
    return _in_capitals(word) and sound in over and all(w.filler for w in over)


def _mostly_over(other: Said, word: Said) -> bool:
    """Tell whether more than half of what the other pass heard lies over a word."""
    shared = min(other.end, word.end) - max(other.start, word.start)
    return shared > (other.end - other.start) / 2


def _spells(word: Said, sound: Said) -> bool:
    """Tell whether a word only spells the filler sound that the other pass heard in its place."""
    bare = plain(word.text).replace("-", "")
    if word.filler or _in_capitals(word) or bare in _COMMON or not _SPELLING.fullmatch(bare):
        return False
    return word.start < sound.end + _SAME_PLACE and sound.start < word.end + _SAME_PLACE


def _misheard(word: Said, sound: Said) -> bool:
    bare = plain(word.text)
    if bare in _COMMON:
        return sound.probability > word.probability + _SURER
    return len(bare) <= _MISHEARD_LETTERS and not _in_capitals(word)


def without_piled(words: Sequence[Said]) -> list[Said]:
    """Leave out filler sounds without length next to another: a loop of "uh, uh, uh", or one that
    the passes heard as two.

    One of a row stays where none has a length: the light model gives times without length to sounds
    that are there.
    """
    out: list[Said] = []
    for filler, row in groupby(words, key=lambda word: word.filler):
        said = list(row)
        placed = [word for word in said if word.end - word.start >= SHORTEST_WORD]
        out += (placed or said[:1]) if filler else said
    return out


def without_false_stops(words: Sequence[Said]) -> list[Said]:
    """Leave out the stops that were written where somebody only hesitates: those directly before
    a filler sound after which the clause goes on."""
    out = list(words)
    for at in range(len(out) - 2):
        word, sound = out[at : at + 2]
        if word.filler or not sound.filler or not ends_sentence(word.text):
            continue
        after = next((w.text for w in out[at + 2 :] if not w.filler), "")
        if goes_on(word.text, after):
            out[at] = replace(word, text=word.text.rstrip(".?!…"))
            out[at + 1] = replace(sound, text=sound.text[:1].lower() + sound.text[1:])
    return out


def is_laughter(word: str) -> bool:
    """Tell whether a word as written only writes down laughing."""
    return bool(re.fullmatch(r"(?:[hb]?[ae]h|h[ae]){1,}h?", plain(word).replace("-", ""))) and (
        not is_sound(word) and plain(word) != "he"
    )


def _in_order(words: Sequence[Said]) -> list[Said]:
    """Make times run forward without changing the order of the words."""
    out: list[Said] = []
    last = 0.0
    for word in words:
        start = max(word.start, last)
        end = max(word.end, start)
        out.append(replace(word, start=start, end=end))
        last = start
    return out


def reading_words(words: Sequence[Said]) -> list[str]:
    """Return the words without filler sounds, keeping the end of a sentence a sound carried."""
    out: list[str] = []
    for word in words:
        if not word.filler:
            out.append(word.text)
        elif out and ends_sentence(word.text) and not ends_sentence(out[-1]):
            out[-1] = out[-1].rstrip(",;:") + word.text.rstrip()[-1]
    return out
