"""Filler sounds that no pass wrote: steady voiced sound in speech that holds no word.

A hesitation is a held neutral vowel, closing to a hum in "um": its second formant stands still
(Shriberg 2001, "To 'errrr' is human"). Words move it. Pitch and formants are Praat's (parselmouth).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mockvoice.domain.fillers import Said
from mockvoice.domain.transcript import FillerSource
from mockvoice.engine.stretches import uncovered

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

_RATE: Final = 16_000
_SHORTEST: Final = 0.18
"""Seconds of steady voice; shorter ones are ends of words."""
_LONGEST: Final = 1.5
_APART: Final = 0.06
"""Seconds without voice after a word; a voice that goes on from it is the word drawn out."""
_PITCH_MOVES: Final = 2.0
"""Standard deviation in semitones below which pitch is level enough; read words: median 1.2,
but fillers at the end of a phrase fall as much, so this alone tells little."""
_FIRST_MOVES: Final = 0.5
"""Relative standard deviation of the first formant: "um" closes to a hum half-way."""
_SECOND_MOVES: Final = 0.12
"""Relative standard deviation of the second formant: fillers 0.09, words 0.22 (medians)."""
_HUMS: Final = 0.2
"""First formant moves more than this in "um", which ends in a hum."""
_FIRST: Final = (350.0, 850.0)
_SECOND: Final = (1100.0, 1600.0)
"""Hz; a neutral vowel. These five bounds hold for 38 % of filler sounds measured and for 1.3 %
of voiced stretches inside words (fillers/ and candidates/ together, see docs/speech.md)."""


@dataclass(frozen=True)
class Steady:
    """What is measured on one voiced stretch."""

    start: float
    end: float
    pitch_moves: float
    """Standard deviation, semitones."""
    first: float
    """Median of the first formant, Hz."""
    second: float
    first_moves: float
    """Relative standard deviation of the first formant."""
    second_moves: float

    @property
    def hesitates(self) -> bool:
        """True for a held neutral vowel, with or without a hum after it."""
        return (
            _SHORTEST <= self.end - self.start <= _LONGEST
            and self.pitch_moves <= _PITCH_MOVES
            and self.first_moves <= _FIRST_MOVES
            and self.second_moves <= _SECOND_MOVES
            and _FIRST[0] <= self.first <= _FIRST[1]
            and _SECOND[0] <= self.second <= _SECOND[1]
        )


def sounds_in_gaps(
    samples: Samples,
    offset: float,
    words: Sequence[Said],
    speech: Sequence[tuple[float, float]],
) -> list[Said]:
    """Return the filler sounds between words; ``offset`` is the file time of ``samples[0]``."""
    gaps = uncovered(speech, [(w.start, w.end) for w in words], _SHORTEST)
    found: list[Said] = []
    for start, end in gaps:
        left = max(0, round((start - offset) * _RATE))
        part = samples[left : round((end - offset) * _RATE)]
        at = offset + left / _RATE
        drawn = at if any(abs(w.end - start) < _APART for w in words) else at - 1.0
        for steady in steady_stretches(part):
            if at + steady.start - drawn < _APART:
                drawn = at + steady.end
            elif steady.hesitates:
                name = "um" if steady.first_moves > _HUMS else "uh"
                found.append(
                    Said(name, at + steady.start, at + steady.end, 0.5, FillerSource.SOUND)
                )
    return found


def steady_stretches(samples: Samples) -> list[Steady]:
    """Measure each voiced stretch of a piece of sound; times from its beginning."""
    import numpy as np
    import parselmouth

    if len(samples) < int(0.1 * _RATE):
        return []
    sound = parselmouth.Sound(samples.astype(np.float64), sampling_frequency=_RATE)
    pitch = sound.to_pitch_ac(time_step=0.01, pitch_floor=75, pitch_ceiling=450)
    tones = np.asarray(pitch.selected_array["frequency"])
    times = np.asarray(pitch.xs())
    formants = sound.to_formant_burg(time_step=0.01, maximum_formant=5300)
    out: list[Steady] = []
    for first, last in _runs(tones > 0):
        if times[last] - times[first] < 0.08:
            continue
        part = tones[first : last + 1]
        moves = float(np.std(12 * np.log2(part / np.median(part))))
        one = _formant(formants, 1, times[first : last + 1])
        two = _formant(formants, 2, times[first : last + 1])
        if len(one) < 5 or len(two) < 5:
            continue
        out.append(
            Steady(
                float(times[first]) - 0.01,
                float(times[last]) + 0.01,
                moves,
                float(np.median(one)),
                float(np.median(two)),
                float(np.std(one) / np.mean(one)),
                float(np.std(two) / np.mean(two)),
            )
        )
    return out


def _formant(formants: Any, number: int, times: Any) -> Any:
    import numpy as np

    values = np.array([formants.get_value_at_time(number, time) for time in times])
    return values[np.isfinite(values)]


def _runs(mask: Any) -> list[tuple[int, int]]:
    """Return (first, last) of each run of True, gaps of two frames bridged."""
    runs: list[list[int]] = []
    for index, on in enumerate(mask):
        if not on:
            continue
        if runs and index - runs[-1][1] <= 1:
            runs[-1][1] = index
        else:
            runs.append([index, index])
    return [(first, last) for first, last in runs]
