"""How often the end of a turn cuts a thinking candidate off, and how long it waits at the true end.

Thinking pauses of 0.5, 1, 2 and 3 s are put into recordings where a clause ends and in the middle
of clauses; the same pauses are given to fixed silences. What was said before the pause is
transcribed as in an interview, and known half a second after the stretch ended. Run:
`python -m tests.benchmarks.turns FOLDER...`, folders of recordings that end when the speaker does.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from mockvoice import paths
from mockvoice.domain.clauses import CLAUSE_OPEN
from mockvoice.domain.end_of_turn import EndOfTurn, Patience, Sign
from mockvoice.domain.ports import TranscribeRequest
from mockvoice.domain.transcript import Word
from mockvoice.engine.audio_file import pcm_of
from mockvoice.engine.smart_turn import SileroVoice, SmartTurn
from mockvoice.engine.whisper import WhisperTranscriber

RATE = 16_000
PAUSES = (0.5, 1.0, 2.0, 3.0)
FIXED = (1.2, 1.8, 2.0)
LONGEST = 12.0
BEFORE = 10.0
PLACES = 12
"""Of each kind in each recording, evenly spread."""
MISPLACED = 0.25
"""A word that ends so long after the last voice does not end where the transcript says."""
NOISE = 3
"""Amplitude of the room's noise in the pauses, of 32767."""
Sound = npt.NDArray[np.int16]


@dataclass
class Tally:
    """Seconds of silence after which each turn was taken, by kind of place."""

    clause: list[float]
    inside: list[float]
    end: list[float]


class Bench:
    """The real engines, and what a pause at a place does."""

    def __init__(self) -> None:
        weights = paths.weights()
        self.voice = SileroVoice()
        self.turn_end = SmartTurn(weights / "smart-turn-v3.2-cpu")
        self.transcriber = WhisperTranscriber(weights / "whisper-base", "whisper-base")
        self.noise = np.random.default_rng(1)

    def wait(self, before: Sound) -> tuple[dict[Patience, float], float]:
        """Return the silence that ends the turn, for each patience, and how much of it was there.

        Silence is counted from the last voice, so a pause that the recording has itself counts.
        """
        quiet = self.noise.integers(-NOISE, NOISE + 1, int(LONGEST * RATE)).astype(np.int16)
        sound = np.concatenate([before[-int(BEFORE * RATE) :], quiet])
        self.voice.reset()
        turns = {patience: EndOfTurn(patience) for patience in Patience}
        found: dict[Patience, float] = {}
        opinion: tuple[int, float] | None = None
        words: tuple[float, str] | None = None
        there = 0.0
        for at in range(0, len(sound) - 511, 512):
            probability = self.voice.voice(sound[at : at + 512].tobytes())
            for patience, turn in turns.items():
                signs = turn.hear((at + 512) / RATE, probability)
                if Sign.STRETCH in signs:
                    start, until = turn.stretch
                    turn.stretch_taken()
                    if until * RATE > len(before[-int(BEFORE * RATE) :]) - RATE:
                        if words is None or words[0] != until:
                            stretch = sound[int(start * RATE) : int(until * RATE)]
                            words = (until, self.words(stretch))
                        turn.understood(*words)  # in time for Smart Turn to be asked again
                if Sign.ASK in signs or Sign.ASK_AGAIN in signs:
                    if opinion is None or opinion[0] != at:
                        heard = sound[max(0, at + 512 - 8 * RATE) : at + 512]
                        opinion = (at, self.turn_end.finished(heard.tobytes()))
                    turn.opinion(opinion[1])
                if Sign.DONE in signs and at >= len(sound) - len(quiet):
                    found.setdefault(patience, turn.silence)
                    there = turn.silence - (at + 512 - (len(sound) - len(quiet))) / RATE
            if len(found) == len(turns):
                break
        return {patience: found.get(patience, LONGEST) for patience in Patience}, there

    def words(self, sound: Sound) -> str:
        """Return what is understood of this stretch."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "stretch.wav"
            soundfile.write(file, sound, RATE, subtype="PCM_16")
            request = TranscribeRequest(audio=file, live=True)
            return self.transcriber.transcribe(request).text.strip()


def places(words: tuple[Word, ...]) -> Iterator[tuple[str, float]]:
    """Yield (kind, second) of places for a pause: clause ends, and inside of clauses."""
    kinds: dict[str, list[float]] = {"clause": [], "inside": []}
    for word, after in pairwise(words):
        if word.end < 3.0 or word.filler or after.filler:
            continue
        bare = word.text.lower().strip(".,?!;:")
        if word.text[-1] in ".?!,;:":
            kinds["clause"].append((word.end + after.start) / 2)
        elif bare in CLAUSE_OPEN:
            kinds["inside"].append(word.end)
    for kind, found in kinds.items():
        for place in found[:: max(1, len(found) // PLACES)][:PLACES]:
            yield kind, place


def calmest(sound: Sound, second: float) -> int:
    """Return the sample of least sound within 80 ms, so that the cut falls between two words."""
    low = max(0, int((second - 0.08) * RATE))
    part = np.abs(sound[low : low + int(0.16 * RATE)].astype(float))
    smooth = np.convolve(part, np.ones(160), mode="same")
    return low + int(smooth.argmin())


def measure(bench: Bench, files: list[Path]) -> dict[Patience, Tally]:
    """Try every place of every recording."""
    tallies = {patience: Tally([], [], []) for patience in Patience}
    for file in files:
        with pcm_of(file) as pcm:
            sound = np.fromfile(pcm, dtype="<i2")
        heard = bench.transcriber.transcribe(TranscribeRequest(audio=file, live=True))
        cuts = [(kind, calmest(sound, at)) for kind, at in places(heard.words)]
        if heard.speech:
            cuts.append(("end", int(heard.speech[-1].end * RATE)))
        for kind, cut in cuts:
            waits, there = bench.wait(sound[:cut])
            if kind == "inside" and there > MISPLACED:
                continue  # the transcript's times are off: nobody knows what was said last
            for patience, seconds in waits.items():
                getattr(tallies[patience], kind).append(seconds)
        print(f"{file.name}: {len(cuts)} places", file=sys.stderr)
    return tallies


def table(tallies: dict[Patience, Tally]) -> str:
    """Return the table: share of pauses that were cut off, and the wait at the true end."""
    head = [f"clause end {pause:g} s" for pause in PAUSES]
    head += [f"mid-clause {pause:g} s" for pause in PAUSES]
    rows = ["| end of turn | " + " | ".join(head) + " | wait, median | wait, longest |"]
    rows.append("|---" * (len(head) + 3) + "|")
    for patience, tally in tallies.items():
        cells = [share(tally.clause, pause) for pause in PAUSES]
        cells += [share(tally.inside, pause) for pause in PAUSES]
        end = sorted(tally.end)
        cells += [f"{statistics.median(end):.1f} s", f"{end[-1]:.1f} s"]
        rows.append(f"| {patience} | " + " | ".join(cells) + " |")
    for fixed in FIXED:
        cells = ["100 %" if pause >= fixed else "0 %" for pause in PAUSES * 2]
        rows.append(f"| fixed {fixed} s | " + " | ".join(cells) + f" | {fixed} s | {fixed} s |")
    count = next(iter(tallies.values()))
    rows.append("")
    rows.append(
        f"{len(count.clause)} clause ends, {len(count.inside)} places inside of clauses, "
        f"{len(count.end)} true ends."
    )
    return "\n".join(rows)


def share(waits: list[float], pause: float) -> str:
    """Return the share of turns taken within a pause of this length."""
    return f"{100 * sum(wait <= pause for wait in waits) / max(1, len(waits)):.0f} %"


def main() -> None:
    """Print the table for the folders given."""
    files = [file for folder in sys.argv[1:] for file in sorted(Path(folder).glob("*.flac"))]
    if not files:
        raise SystemExit(__doc__)
    print(table(measure(Bench(), files)))


if __name__ == "__main__":
    main()
