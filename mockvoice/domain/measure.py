"""From a transcript with word times to measures of delivery. Times are seconds.

``measure(transcript, prosody: Prosody | None = None, parts: Sequence[float] = ()) -> Delivery``

The thresholds are named here with their sources (PEERS: the table of norms that we collected).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from mockvoice.domain import hesitation, trade_offs
from mockvoice.domain.delivery import SHORTEST, Delivery, Mark, PacePoint, Pause, Prosody
from mockvoice.domain.fillers import is_sound
from mockvoice.domain.pauses import find_pauses, timeline
from mockvoice.domain.quotes import locate
from mockvoice.domain.transcript import Filler, FillerSource, Transcript, Word

LONG_PAUSE = 2.0
"""Strong speakers hold pauses of 2-3 s; from here on a listener waits (Zandan, HBR 2018)."""
PACE_WINDOW = 15.0
"""Width of a pace window: some 35 words, enough for a steady figure."""
PACE_STEP = 5.0
"""Distance of pace windows."""
FEWEST_WORDS = 20
"""Under so many words, fillers left out, a rate says nothing."""
FEWEST_SECONDS = 10.0
"""Under so much speech a rate says nothing."""
WINDOW_WORDS = 5
"""Under so many words a turn has no window of pace."""
COMFORTABLE_PACE = (110.0, 170.0)
"""Words per minute that ask for no remark: between Microsoft Speaker Coach's 100-165 and Read.ai's
130-175, wide on purpose, since listeners judge faster speech no worse (Street & Brady 1982;
Simonds et al. 2006)."""
FILLERS_FINE = 5.0
"""Fillers per minute that did no harm when tested (Laske & DiGennaro Reed 2024)."""
FILLERS_HARM = 12.0
"""Fillers per minute that did harm in the same study."""
INSIDE_FINE = 4.0
"""Pauses inside sentences per minute that pass without a remark; our judgement."""


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
    items = timeline(transcript)
    turns, pauses = _apart(find_pauses(items, transcript.speech), parts)
    waited = sum(p.end - p.start for p in turns)
    sounds = sum(is_sound(f.text) for f in transcript.fillers)
    filler_words = len(transcript.fillers) - sounds
    talk = items[-1].end - items[0].start - waited if items else 0.0
    enough = len(said) >= FEWEST_WORDS and talk >= FEWEST_SECONDS
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
        fillers_per_minute=_rate(sounds + filler_words, max(talk, SHORTEST)) if enough else None,
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
    if len(said) < WINDOW_WORDS:
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
