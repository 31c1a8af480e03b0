"""From a transcript with word times to measures of delivery. Times are seconds.

``measure(transcript, prosody: Prosody | None = None, parts: Sequence[float] = ()) -> Delivery``

The thresholds are named here with their sources (PEERS: the table of norms that we collected).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from mockvoice.domain import hesitation, trade_offs
from mockvoice.domain.delivery import Delivery, Mark, PacePoint, Pause, PauseKind, Prosody
from mockvoice.domain.fillers import SHORTEST_WORD, is_sound
from mockvoice.domain.quotes import locate
from mockvoice.domain.reading import longest
from mockvoice.domain.transcript import Filler, FillerSource, Span, Transcript, Word
from mockvoice.domain.words import plain

PAUSE_AT_LEAST = 0.25
"""Silence that counts as a pause (Hincks 2005; De Jong & Bosker 2013)."""
LONG_PAUSE = 2.0
"""Strong speakers hold pauses of 2-3 s; from here on a listener waits (Zandan, HBR 2018)."""
PACE_WINDOW = 15.0
"""Width of a pace window: some 35 words, enough for a steady figure."""
PACE_STEP = 5.0
"""Distance of pace windows."""
FEWEST_WORDS = 5
"""Under so many words a rate says nothing."""
COMFORTABLE_PACE = (110.0, 170.0)
"""Words per minute that ask for no remark: between Microsoft Speaker Coach's 100-165 and Read.ai's
130-175, wide on purpose, since listeners judge faster speech no worse (Street & Brady 1982;
Simonds et al. 2006)."""
FILLERS_FINE = 5.0
"""Fillers per minute that did no harm when tested (Laske & DiGennaro Reed 2024)."""
FILLERS_HARM = 12.0
"""Fillers per minute that did harm in the same study."""
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

CLAUSE_START = frozenset(
    {"and", "but", "or", "so", "because", "then", "which", "who", "where", "when", "while", "if"}
    | {"although", "though", "since", "unless", "until", "whereas", "whether", "after", "before"}
    | {"first", "second", "third", "finally", "also", "now", "well", "however", "otherwise"}
    | {"for", "with", "without", "i", "we", "you", "they", "it", "he", "she", "there", "that's"}
    | {"it's", "i'm", "i'd", "i've", "we're", "we'd", "you're", "you'd", "they're"}
)
"""Words that often begin a clause or phrase, so that a pause before them is a breath in place."""

CLAUSE_OPEN = frozenset(
    {"the", "a", "an", "of", "to", "in", "on", "at", "by", "from", "into", "my", "our", "your"}
    | {"their", "its", "this", "these", "those", "is", "are", "was", "were", "be", "very", "more"}
    | {"and", "or", "but", "because", "that", "which", "if", "when", "i", "we", "you", "they"}
    | {"can", "could", "would", "will", "should", "might", "not", "as", "than", "with", "for"}
)
"""Words that want a continuation: a silence after them lies inside a clause even where the
transcriber wrote a comma."""


class _Item(NamedTuple):
    """A word or a filler that takes up time."""

    start: float
    end: float
    text: str
    """Empty for a filler."""
    sure: bool = True
    """False for a word that the transcriber doubts."""


def measure(
    transcript: Transcript, prosody: Prosody | None = None, parts: Sequence[float] = ()
) -> Delivery:
    """Take all measures of one recording; a silent one has zeros and None throughout.

    ``parts`` are the seconds at which the replies of a joined recording begin: the silence around
    them is the interviewer's turn and counts neither as pause nor as speaking time, and nothing is
    measured across it.
    """
    said = [w for w in transcript.words if not w.filler]
    own_turns = _turns(said, parts)
    items = _timeline(transcript)
    turns, pauses = _apart(_pauses(items, transcript.speech), parts)
    waited = sum(p.end - p.start for p in turns)
    sounds = sum(is_sound(f.text) for f in transcript.fillers)
    filler_words = len(transcript.fillers) - sounds
    talk = items[-1].end - items[0].start - waited if items else 0.0
    enough = len(said) >= FEWEST_WORDS and talk > 0
    rate = _rate(len(said), said[-1].end - said[0].start - waited) if enough else None
    return Delivery(
        seconds=transcript.seconds,
        speaking_seconds=sum(s.end - s.start for s in transcript.speech),
        first_word_after=said[0].start if said else None,
        words=len(said),
        words_per_minute=rate,
        articulation_rate=_articulation(said, (*turns, *pauses), transcript) if enough else None,
        pace=tuple(p for turn in own_turns for p in _pace(turn)) if enough else (),
        pauses=pauses,
        long_pauses=sum(p.end - p.start >= LONG_PAUSE for p in pauses),
        filler_sounds=sounds,
        filler_words=filler_words,
        fillers_at_least=any(f.source is not FillerSource.CLEAN for f in transcript.fillers),
        fillers_per_minute=_rate(sounds + filler_words, talk) if enough else None,
        hedges=_unlike(_marks(own_turns, hesitation.hedges), transcript.fillers),
        repeats=_marks(own_turns, hesitation.repeats),
        restarts=_marks(own_turns, hesitation.restarts),
        sentence_words=hesitation.sentence_words(transcript.text) if said else None,
        loudness_variation_db=prosody.loudness_variation_db if prosody else None,
        pitch_variation_semitones=prosody.pitch_variation_semitones if prosody else None,
        trade_offs=_argued(transcript),
        turn_seconds=transcript.seconds - waited,
    )


def _argued(transcript: Transcript) -> tuple[Mark, ...]:
    """Passages in which a trade-off was argued, with the seconds at which they sound."""
    passages = (transcript.text[start:end] for start, end in trade_offs.find(transcript.text))
    heard = ((text, locate(transcript, text)) for text in passages)
    return tuple(Mark(text=text, start=s.start, end=s.end) for text, s in heard if s is not None)


def _rate(count: int, seconds: float) -> float | None:
    return round(60.0 * count / seconds, 1) if seconds > 0 else None


def _timeline(transcript: Transcript) -> list[_Item]:
    """Words and fillers in order of time; a filler that is also a word counts once."""
    items = [
        _Item(
            w.start,
            max(w.start, w.end),
            "" if w.filler else w.text,
            w.filler or w.probability >= SURE_WORD,
        )
        for w in transcript.words
    ]
    items += [_Item(f.start, max(f.start, f.end), "") for f in transcript.fillers]
    return sorted(items, key=lambda i: (i.start, i.end))


def _pauses(items: Sequence[_Item], speech: Sequence[Span]) -> tuple[Pause, ...]:
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


def _over(item: _Item, silences: Sequence[Span]) -> Sequence[Span]:
    """The silences into which an item reaches."""
    first = bisect_right(silences, item.start + TICK, key=lambda s: s.end)
    return silences[first : bisect_left(silences, item.end - TICK, key=lambda s: s.start)]


def _said(items: Sequence[_Item], silences: Sequence[Span]) -> list[_Item]:
    """Leave out what was hardly said: words inside a silence that have no length or are doubted.

    Transcribers write a word into silence now and then, or the same one again and again; where
    different words follow each other closely a low voice spoke, however they are doubted.
    """
    rows: list[list[_Item]] = []
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


def _set_right(items: Sequence[_Item], silences: Sequence[Span]) -> list[_Item]:
    """Cut the words that reach into a silence to the length that they can have."""
    found: list[_Item] = []
    for item in items:
        over = _over(item, silences)
        after = found[-1].end if found else 0.0
        stretched = item.text and over and item.end - item.start > longest(item.text)
        found.append(_unstretched(item, over, after) if stretched else item)
    return sorted(found, key=lambda i: (i.start, i.end))


def _unstretched(item: _Item, over: Sequence[Span], after: float) -> _Item:
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


def _between(items: Sequence[_Item], silences: Sequence[Span]) -> list[Span]:
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


def _by_border(items: Sequence[_Item], silences: Sequence[Span]) -> dict[int, list[Span]]:
    """Silences by the index of the item that follows them; middles of both are compared."""
    middles = list(accumulate(((it.start + it.end) / 2 for it in items), max))
    found: dict[int, list[Span]] = {}
    for silence in silences:
        border = bisect_left(middles, (silence.start + silence.end) / 2)
        found.setdefault(border, []).append(silence)
    return found


def _apart(
    pauses: Sequence[Pause], parts: Sequence[float]
) -> tuple[tuple[Pause, ...], tuple[Pause, ...]]:
    """Waits between the parts of a joined recording, and the speaker's own pauses."""
    begins = sorted(at for at in parts if at > 0)
    turns = [p for p in pauses if bisect_right(begins, p.start) < bisect_right(begins, p.end)]
    known = set(turns)
    return tuple(turns), tuple(p for p in pauses if p not in known)


def _turns(said: Sequence[Word], parts: Sequence[float]) -> list[list[Word]]:
    """The words of each turn of the candidate; turns without a word are left out."""
    begins = sorted(parts)
    found: dict[int, list[Word]] = {}
    for word in said:
        found.setdefault(bisect_right(begins, (word.start + word.end) / 2), []).append(word)
    return list(found.values())


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


def _kind(items: Sequence[_Item], i: int) -> PauseKind:
    """Between clauses or inside one, by the nearest real words on both sides."""
    before = next((it.text for it in reversed(items[max(0, i - 5) : i + 1]) if it.text), "")
    after = next((it.text for it in items[i + 1 : i + 6] if it.text), "")
    if not before or not after:
        return PauseKind.BETWEEN
    if before.rstrip("\"'”’)").endswith((".", "?", "!", ";", ":")):
        return PauseKind.BETWEEN
    if plain(before) in CLAUSE_OPEN:
        return PauseKind.INSIDE
    if before.endswith((",", "—", "–")) or plain(after) in CLAUSE_START:
        return PauseKind.BETWEEN
    return PauseKind.INSIDE


def _articulation(
    said: Sequence[Word], pauses: Sequence[Pause], transcript: Transcript
) -> float | None:
    """Words per minute of the time that was neither pause nor filler."""
    first, last = said[0].start, said[-1].end
    away = sum(p.end - p.start for p in pauses if p.start >= first and p.end <= last)
    away += sum(f.end - f.start for f in transcript.fillers if first <= f.start and f.end <= last)
    return _rate(len(said), last - first - away)


def _pace(said: Sequence[Word]) -> tuple[PacePoint, ...]:
    """Words per minute of one turn in windows; the last one ends with the last word."""
    if len(said) < FEWEST_WORDS:
        return ()
    first, last = said[0].start, max(w.end for w in said)
    starts = [first]
    while starts[-1] + PACE_STEP + PACE_WINDOW <= last:
        starts.append(starts[-1] + PACE_STEP)
    if last - first > PACE_WINDOW and starts[-1] + PACE_WINDOW < last - 1.0:
        starts.append(last - PACE_WINDOW)
    middles = sorted((w.start + w.end) / 2 for w in said)
    points = []
    for start in starts:
        end = min(start + PACE_WINDOW, last)
        count = bisect_left(middles, end) - bisect_left(middles, start)
        rate = _rate(count, end - start)
        if rate is not None:
            points.append(
                PacePoint(start=round(start, 3), end=round(end, 3), words_per_minute=rate)
            )
    return tuple(points)


def _unlike(marks: Sequence[Mark], fillers: Sequence[Filler]) -> tuple[Mark, ...]:
    """Marks that are not counted as a filler already ("kind of")."""
    words = [f for f in fillers if not is_sound(f.text)]
    return tuple(m for m in marks if all(f.end <= m.start or m.end <= f.start for f in words))


def _marks(
    turns: Sequence[Sequence[Word]], find: Callable[[Sequence[str]], list[hesitation.Range]]
) -> tuple[Mark, ...]:
    """What ``find`` finds in the words of each turn."""
    return tuple(
        Mark(
            text=" ".join(w.text for w in said[first : last + 1]),
            start=said[first].start,
            end=max(said[last].end, said[first].start),
        )
        for said in turns
        for first, last in find([w.text for w in said])
    )
