"""Words that were misheard, put right: their times stay, and so does everything around them.

``correct(transcript, start, end, said) -> (Transcript, heard)``

The words in the stretch give way to what was said; its time is shared among the new words by their
length. The text for reading is changed in the same place and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from mockvoice.domain.errors import BadData
from mockvoice.domain.transcript import Filler, Transcript, Word
from mockvoice.domain.words import ends_phrase, ends_sentence, plain


def words_in(transcript: Transcript, start: float, end: float) -> range:
    """Return the places of the words whose middle lies in the stretch."""
    inside = [
        place
        for place, word in enumerate(transcript.words)
        if start <= (word.start + word.end) / 2 <= end
    ]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def said_in(transcript: Transcript, start: float, end: float) -> str:
    """Return the words of a stretch without fillers, punctuation at the ends left off."""
    places = words_in(transcript, start, end)
    words = [transcript.words[place] for place in places]
    told = " ".join(word.text for word in words if not word.filler)
    return re.sub(r"^\W+|(?:[^\w%])+$", "", told)


def correct(transcript: Transcript, start: float, end: float, said: str) -> tuple[Transcript, str]:
    """Return the transcript with what was really said in the stretch, and what was heard there.

    Raises BadData when there is no word in the stretch, or nothing is said to stand there.
    """
    places = words_in(transcript, start, end)
    if not places:
        raise BadData("There is no word in this stretch.", "Select at least one word.")
    if not plain(said):
        raise BadData("No word was given.", "Type the word that you said.")
    old = transcript.words[places.start : places.stop]
    new = _spread(old, _punctuated(said.split(), old[-1].text))
    words = (*transcript.words[: places.start], *new, *transcript.words[places.stop :])
    corrected = transcript.model_copy(
        update={
            "words": words,
            "verbatim_text": " ".join(word.text for word in words),
            "text": _text(transcript, places, " ".join(word.text for word in new)),
            "fillers": _without(transcript.fillers, [word for word in old if word.filler]),
        }
    )
    return corrected, " ".join(word.text for word in old)


def _punctuated(said: list[str], before: str) -> list[str]:
    """Keep the comma or full stop that stood there."""
    if ends_phrase(before) and not ends_phrase(said[-1]):
        return [*said[:-1], said[-1] + before[-1]]
    return said


def _spread(old: Sequence[Word], said: Sequence[str]) -> tuple[Word, ...]:
    """Share the time of the old words among the new ones by their letters."""
    start, end = old[0].start, max(old[0].start, old[-1].end)
    letters = [max(1, len(plain(word))) for word in said]
    edges = [round(start + (end - start) * n / sum(letters), 3) for n in accumulate(letters)]
    edges = [start, *edges[:-1], end]
    made = [
        Word(text=word, start=min(a, end), end=min(b, end), probability=1.0, filler=False)
        for word, (a, b) in zip(said, pairwise(edges), strict=True)
    ]
    return tuple(made)


def _without(fillers: Sequence[Filler], gone: Sequence[Word]) -> tuple[Filler, ...]:
    """Leave out fillers that stood for words which were corrected."""

    def stood(filler: Filler) -> bool:
        return any(word.start < filler.end and filler.start < word.end for word in gone)

    return tuple(filler for filler in fillers if not stood(filler))


def _text(transcript: Transcript, places: range, said: str) -> str:
    """Return the text for reading with the words at these places replaced."""
    text = transcript.text
    first, last = _characters(transcript, places)
    begins = not text[:first].strip() or ends_sentence(text[:first].rstrip())
    if begins and said[:1].islower() and text[first : first + 1].isupper():
        said = said[:1].upper() + said[1:]
    before = f"{text[:first].rstrip()} " if text[:first].strip() else ""
    after = f" {text[last:].lstrip()}" if text[last:].strip() else ""
    if ends_sentence(text[first:last]) and not ends_sentence(said):
        said = said.rstrip(",;:") + text[first:last].rstrip()[-1]
    return f"{before}{said}{after}"


def _characters(transcript: Transcript, places: range) -> tuple[int, int]:
    """Return where in the text for reading the words at these places stand, ``[first, last)``.

    Text and words may differ (fillers left out, numbers written out): then the nearest words
    that stand in both are the borders.
    """
    spans = [(found.start(), found.end()) for found in re.finditer(r"\S+", transcript.text)]
    read = [plain(transcript.text[a:b]) for a, b in spans]
    said = [place for place, word in enumerate(transcript.words) if not word.filler]
    heard = [plain(transcript.words[place].text) for place in said]
    blocks = SequenceMatcher(None, heard, read, autojunk=False).get_matching_blocks()
    twin = {said[b.a + k]: b.b + k for b in blocks for k in range(b.size)}
    if places[0] in twin:
        first = twin[places[0]]
    else:
        first = max((twin[p] + 1 for p in twin if p < places[0]), default=0)
    if places[-1] in twin:
        last = twin[places[-1]] + 1
    else:
        last = min((twin[p] for p in twin if p > places[-1]), default=len(spans))
    if first >= len(spans):
        return len(transcript.text), len(transcript.text)
    return spans[first][0], spans[last - 1][1] if last > first else spans[first][0]
