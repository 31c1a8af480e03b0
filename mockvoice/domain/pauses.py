"""Pauses: silences between words, told from word times and voice activity. Times are seconds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from mockvoice.domain.clauses import CLAUSE_OPEN, CLAUSE_START, NEVER_LAST, goes_on
from mockvoice.domain.delivery import Pause, PauseKind
from mockvoice.domain.fillers import SHORTEST_WORD
from mockvoice.domain.reading import longest
from mockvoice.domain.transcript import Span, Transcript
from mockvoice.domain.words import plain

PAUSE_AT_LEAST = 0.25
"""Silence that counts as a pause (Hincks 2005; De Jong & Bosker 2013)."""
VAD_REACH = 0.15
"""How far a word gap may widen a silence of the voice activity detector, whose edges are padded;
set by judgement."""
SURE_WORD = 0.5
"""From this probability on a lone word that lies in a silence of the detector was said there: the
detector misses low voices, the transcriber hears them. Set by judgement, as what is likelier than
not: in 48 recordings 25 words lay in such silences, nearly all in a whispered answer. 22 of them
had it; the three below were said as well, so it leaves out too much rather than too little."""
TICK = 0.001
"""Seconds to which pauses are told; a word that sticks out of a silence by less lies inside it."""


class Item(NamedTuple):
    """A word or a filler that takes up time."""

    start: float
    end: float
    text: str
    """Empty for a filler."""
    sure: bool = True
    """False for a word that the transcriber doubts."""


def timeline(transcript: Transcript) -> list[Item]:
    """Words and fillers in order of time; a filler that is also a word counts once."""
    items = [
        Item(
            w.start,
            max(w.start, w.end),
            "" if w.filler else w.text,
            w.filler or w.probability >= SURE_WORD,
        )
        for w in transcript.words
    ]
    items += [Item(f.start, max(f.start, f.end), "") for f in transcript.fillers]
    return sorted(items, key=lambda i: (i.start, i.end))


def find_pauses(items: Sequence[Item], speech: Sequence[Span]) -> tuple[Pause, ...]:
    """Silences between neighbours, by word gaps set right with voice activity.

    Transcribers stretch a word over the silence beside it, so a silence that the detector heard
    around the border of two words wins over the gap between their times; but the detector misses
    low voices, so no silence covers what was said, and none overlaps the one before.
    """
    silences = [Span(start=a.end, end=b.start) for a, b in pairwise(speech) if b.start > a.end]
    said = _set_right(_said(items, silences), silences)
    heard = _by_border(said, _between(said, silences))
    found: list[Pause] = []
    latest = 0.0
    for i, (left, right) in enumerate(pairwise(said)):
        latest = max(latest, left.end)
        start, end = _silence_between((latest, right.start), heard.get(i + 1, []))
        if end - start >= PAUSE_AT_LEAST:
            found.append(Pause(start=round(start, 3), end=round(end, 3), kind=_kind(said, i)))
    return tuple(found)


def _over(item: Item, silences: Sequence[Span]) -> Sequence[Span]:
    """The silences into which an item reaches."""
    first = bisect_right(silences, item.start + TICK, key=lambda s: s.end)
    return silences[first : bisect_left(silences, item.end - TICK, key=lambda s: s.start)]


def _said(items: Sequence[Item], silences: Sequence[Span]) -> list[Item]:
    """Leave out what was hardly said: words inside a silence that have no length or are doubted.

    Transcribers write a word into silence now and then, or the same one again and again; where
    different words follow each other closely a low voice spoke, however they are doubted.
    """
    rows: list[list[Item]] = []
    where: Span | None = None
    for item in items:
        over = _over(item, silences)
        inside = (
            len(over) == 1 and over[0].start - TICK <= item.start <= item.end <= over[0].end + TICK
        )
        if not inside:
            rows.append([item._replace(sure=True)])
            where = None
        elif item.end - item.start >= SHORTEST_WORD:
            if where == over[0] and item.start - rows[-1][-1].end < PAUSE_AT_LEAST:
                rows[-1].append(item)
            else:
                rows.append([item])
            where = over[0]
    return [
        item
        for row in rows
        for item in row
        if item.sure or len({plain(one.text) for one in row if one.text}) > 1
    ]


def _set_right(items: Sequence[Item], silences: Sequence[Span]) -> list[Item]:
    """Cut the words that reach into a silence to the length that they can have."""
    found: list[Item] = []
    for item in items:
        over = _over(item, silences)
        after = found[-1].end if found else 0.0
        stretched = item.text and over and item.end - item.start > longest(item.text)
        found.append(_unstretched(item, over, after) if stretched else item)
    return sorted(found, key=lambda i: (i.start, i.end))


def _unstretched(item: Item, over: Sequence[Span], after: float) -> Item:
    """A word cut where, past its length, it lies in silence.

    It keeps the end that lies in speech; with both there, that on the side of its middle; with
    none, its start where another word sounds in that silence before it (``after``: until when),
    otherwise its end, since the first word after a silence is stretched over that.
    """
    most = longest(item.text)
    wide = max(over, key=lambda s: min(s.end, item.end) - max(s.start, item.start))
    ends_inside = item.end <= wide.end + TICK
    if item.start < wide.start - TICK:
        keeps_start = ends_inside or item.start + item.end < wide.start + wide.end
    else:
        keeps_start = ends_inside and after > wide.start + TICK
    if keeps_start:
        least = item.start + most
        cuts = [max(s.start, least) for s in over if s.end > least]
        return item._replace(end=min([item.end, *cuts]))
    last = item.end - most
    cuts = [min(s.end, last) for s in over if s.start < last]
    return item._replace(start=max([item.start, *cuts]))


def _between(items: Sequence[Item], silences: Sequence[Span]) -> list[Span]:
    """What is left of the silences where the items are taken out."""
    starts = [it.start for it in items]
    reach = list(accumulate((it.end for it in items), max))
    found: list[Span] = []
    for silence in silences:
        at = silence.start
        for item in items[bisect_right(reach, at) : bisect_left(starts, silence.end)]:
            if item.start > at + TICK:
                found.append(Span(start=at, end=item.start))
            at = max(at, item.end)
        if silence.end > at:
            found.append(Span(start=at, end=silence.end))
    return found


def _by_border(items: Sequence[Item], silences: Sequence[Span]) -> dict[int, list[Span]]:
    """Silences by the index of the item that follows them; middles of both are compared."""
    middles = list(accumulate(((it.start + it.end) / 2 for it in items), max))
    found: dict[int, list[Span]] = {}
    for silence in silences:
        border = bisect_left(middles, (silence.start + silence.end) / 2)
        found.setdefault(border, []).append(silence)
    return found


def _silence_between(gap: tuple[float, float], heard: Sequence[Span]) -> tuple[float, float]:
    """The silence at the border of two words: heard by the detector, or the gap itself."""
    if not heard:
        return gap
    start, end = heard[0].start, heard[-1].end
    if gap[1] - gap[0] <= 0:
        return start, end
    return (
        max(min(gap[0], start), start - VAD_REACH),
        min(max(gap[1], end), end + VAD_REACH),
    )


def _kind(items: Sequence[Item], i: int) -> PauseKind:
    """Between clauses or inside one, by the nearest real words on both sides.

    Transcribers set a stop or a comma where somebody hesitates, so the words count before it.
    """
    earlier = next((j for j in range(i, max(-1, i - 6), -1) if items[j].text), None)
    later = next((j for j in range(i + 1, min(len(items), i + 6)) if items[j].text), None)
    if earlier is None or later is None:
        return PauseKind.BETWEEN
    before, after = items[earlier].text, items[later].text
    # A word used as a filler ("right,") has an item of its own that begins with the word.
    hesitated = any(it.start > items[earlier].start for it in items[earlier + 1 : later])
    if plain(before) in NEVER_LAST or (hesitated and goes_on(before, after)):
        return PauseKind.INSIDE
    if before.rstrip("\"'”’)").endswith((".", "?", "!", ";", ":")):
        return PauseKind.BETWEEN
    if plain(before) in CLAUSE_OPEN:
        return PauseKind.INSIDE
    if before.endswith((",", "—", "–")) or plain(after) in CLAUSE_START:
        return PauseKind.BETWEEN
    return PauseKind.INSIDE
