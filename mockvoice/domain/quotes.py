"""Quotes: are they really in the answer, and where do they sound?

``find(answer: str, quote: str) -> str | None``            the answer's own words, or None
``locate(transcript: Transcript, quote: str) -> Span | None``  when they sound
``of_judgement(judgement: Judgement, transcript: Transcript) -> tuple[Quote, ...]``
``nearest(verdict: PointVerdict, transcript: Transcript) -> Quote | None``  to a missed point

A quote counts when its letters and digits stand in the answer in a row; white space, case,
punctuation and the form of apostrophes are folded. What is returned is always cut from the answer,
from word border to word border, so it is verbatim whatever the judge returned.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from mockvoice.domain.assessment import Quote
from mockvoice.domain.transcript import Span, Transcript
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict

_SPOKEN: Final = frozenset("%‰#+°€$£")


class _Folded(NamedTuple):
    """Letters and digits of a text in lower case, and where each stood."""

    text: str
    places: list[int]


def _fold(text: str) -> _Folded:
    kept, places = [], []
    for place, sign in enumerate(text):
        for low in sign.lower():  # one sign may become two
            if low.isalnum():
                kept.append(low)
                places.append(place)
    return _Folded("".join(kept), places)


def find_range(answer: str, quote: str) -> tuple[int, int] | None:
    """Characters ``[start, end)`` of the quote in the answer, on word borders; None if absent."""
    whole, part = _fold(answer), _fold(quote)
    if not part.text:
        return None
    best: tuple[int, int] | None = None
    at = whole.text.find(part.text)
    while at >= 0:
        start = whole.places[at]
        end = whole.places[at + len(part.text) - 1] + 1
        snapped = _snap(answer, start, end)
        if best is None or snapped[1] - snapped[0] < best[1] - best[0]:
            best = snapped
        at = whole.text.find(part.text, at + 1)
    # A few letters that only occur inside longer words are no quote.
    if best is None or len(_fold(answer[best[0] : best[1]]).text) > 2 * len(part.text):
        return None
    return best


def _snap(answer: str, start: int, end: int) -> tuple[int, int]:
    """Widen to white space on both sides, then leave off punctuation at the edges."""
    while start > 0 and not answer[start - 1].isspace():
        start -= 1
    while end < len(answer) and not answer[end].isspace():
        end += 1
    while start < end and not _spoken(answer[start]):
        start += 1
    while end > start and not _spoken(answer[end - 1]):
        end -= 1
    return start, end


def _spoken(sign: str) -> bool:
    """Tell whether a sign at the edge of a word stands for something said: "1 %", "C++"."""
    return sign.isalnum() or sign in _SPOKEN


def find(answer: str, quote: str) -> str | None:
    """The quote in the answer's own words, or None when the answer does not have it."""
    place = find_range(answer, quote)
    return answer[place[0] : place[1]] if place else None


def locate(transcript: Transcript, quote: str) -> Span | None:
    """When the quote sounds; None when it is not in the transcript or words have no times."""
    place = find_range(transcript.text, quote)
    said = [w for w in transcript.words if not w.filler]
    if place is None or not said:
        return None
    before = len(_fold(transcript.text[: place[0]]).text)
    inside = len(_fold(transcript.text[place[0] : place[1]]).text)
    indices = _words_at([w.text for w in said], transcript.text, before, inside)
    if indices is None:
        return None
    start = said[indices[0]].start
    return Span(start=start, end=max(start, said[indices[1]].end))


def _words_at(words: Sequence[str], text: str, before: int, inside: int) -> tuple[int, int] | None:
    """First and last word that hold the ``inside`` folded letters after the first ``before``."""
    folded = [_fold(w).text for w in words]
    starts, total = [], 0
    for word in folded:
        starts.append(total)
        total += len(word)
    joined, wanted = "".join(folded), _fold(text).text
    if joined == wanted:
        return (
            bisect_right(starts, before) - 1,
            bisect_right(starts, before + inside - 1) - 1,
        )
    return _aligned(folded, text, before, inside)


def _aligned(folded: Sequence[str], text: str, before: int, inside: int) -> tuple[int, int] | None:
    """The same where reading text and words differ (spelling mended, numbers written out)."""
    tokens = [t for t in (_fold(w).text for w in text.split()) if t]
    covered, total = [], 0
    for index, token in enumerate(tokens):
        if total + len(token) > before and total < before + inside:
            covered.append(index)
        total += len(token)
    match = SequenceMatcher(None, tokens, list(folded), autojunk=len(tokens) > 3000)
    twin = {
        block.a + k: block.b + k for block in match.get_matching_blocks() for k in range(block.size)
    }
    hits = [twin[i] for i in covered if i in twin]
    return (min(hits), max(hits)) if hits else None


def nearest(verdict: PointVerdict, transcript: Transcript) -> Quote | None:
    """What came nearest to a missed point, where the judge found anything near."""
    if verdict.verdict is not Verdict.MISSED or not verdict.quote:
        return None
    text = find(transcript.text, verdict.quote)
    if text is None:
        return None
    return Quote(point=verdict.point, text=text, span=locate(transcript, text))


def of_judgement(judgement: Judgement, transcript: Transcript) -> tuple[Quote, ...]:
    """Every quote of the judgement that is really in the transcript, with its time.

    A quote that is not there is left out; so a verdict never shows words that were not said. What
    came near a missed point shows nothing and is left out too.
    """
    quotes = []
    for verdict in judgement.verdicts:
        if verdict.verdict is Verdict.MISSED:
            continue
        text = find(transcript.text, verdict.quote) if verdict.quote else None
        if text is not None:
            span = locate(transcript, text)
            quotes.append(Quote(point=verdict.point, text=text, span=span))
    return tuple(quotes)
