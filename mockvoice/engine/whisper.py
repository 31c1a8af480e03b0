"""The transcriber: decode, voice activity, two Whisper passes, filler sounds, word times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mockvoice.domain.filler_words import filler_words
from mockvoice.domain.fillers import (
    Said,
    is_laughter,
    is_sound,
    mark_sounds,
    merge_passes,
    reading_words,
    without_false_stops,
    without_piled,
)
from mockvoice.domain.ports import Progress, TranscribeRequest, no_progress
from mockvoice.domain.terms import without_foreign
from mockvoice.domain.transcript import Filler, FillerSource, Span, Transcript, Word
from mockvoice.domain.words import plain, readable
from mockvoice.engine.audio_file import RATE, pcm_of, read_pcm
from mockvoice.engine.stretches import stretches, uncovered
from mockvoice.engine.vad import FAINT, START, SpeechDetector, speech_probabilities, speech_spans
from mockvoice.engine.voiced_gaps import sounds_in_gaps
from mockvoice.engine.whisper_decoder import Heard, Stretch, WhisperDecoder
from mockvoice.engine.word_times import fill, repair

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

FILLER_PROMPT: Final = (
    "Um, so, uh, I was, like, er, hmm, you know, um, thinking about it, uh, and, mm, yeah."
)
"""Text in whose manner the verbatim pass goes on; it says nothing of any field."""
_LOST: Final = 0.5
"""Seconds of speech without a word that are heard once more, alone."""
_UNSURE: Final = -1.0
_NO_SPEECH: Final = 0.6
_HARD: Final = -0.4
"""Mean log probability under which a stretch heard with terms is heard without them, too: in hard
speech, as of strong accents, a prompt of strange words leads astray (docs/speech.md)."""
_SURE: Final = 0.5
"""Probability from which a word is believed where no voice is detected: whispered ones are not."""
_BLOCK: Final = 60 * RATE


Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Sound:
    """One stretch of the recording; times in seconds from the start of the file."""

    samples: Samples
    start: float
    speech: Spans
    faint: Spans
    """Where there may be speech too quiet or too whispered to be sure of."""

    def part(self, start: float, end: float) -> _Sound:
        """Cut out a gap with a little around it; only the gap counts as speech."""
        left = max(0, round((start - self.start - 0.1) * RATE))
        samples = self.samples[left : round((end - self.start + 0.1) * RATE)]
        return _Sound(samples, self.start + left / RATE, ((start, end),), ((start, end),))


class WhisperTranscriber:
    """Hears recordings with a Whisper model; does everything that a transcript needs."""

    def __init__(self, folder: Path, model_id: str, threads: int = 2) -> None:
        self._decoder = WhisperDecoder(folder, threads)
        self._detector = SpeechDetector()
        self._model_id = model_id

    def transcribe(
        self, request: TranscribeRequest, progress: Progress = no_progress
    ) -> Transcript:
        """Hear a recording, or a stretch of it; nothing is said where nobody speaks.

        Raises BadAudio for a file that holds no sound.
        """
        with pcm_of(request.audio, lambda share: progress(share * 0.05)) as pcm:
            whole = pcm.stat().st_size // 2
            first = min(whole, round(request.start * RATE))
            last = whole if request.end is None else min(whole, round(request.end * RATE))
            speech, faint = self._speech(pcm, first, last)
            words: list[Said] = []
            voice = (speech, faint)
            parts = stretches(speech, last / RATE, first / RATE)
            for index, (start, end) in enumerate(parts):
                samples = read_pcm(pcm, round(start * RATE), round(end * RATE))
                inside = [tuple(s for s in spans if s[1] > start and s[0] < end) for spans in voice]
                words += self._hear(_Sound(samples, start, *inside), request)
                progress(0.1 + 0.9 * (index + 1) / len(parts))
            progress(1.0)
        return compose(words, speech, whole / RATE, self._model_id)

    def prepare(self) -> None:
        """Nothing: the model is loaded from the beginning."""

    def _speech(self, pcm: Path, first: int, last: int) -> tuple[Spans, Spans]:
        """Find speech, and what may be faint speech, with times of the file."""

        def blocks() -> Iterator[Samples]:
            for at in range(first, last, _BLOCK):
                yield read_pcm(pcm, at, min(last, at + _BLOCK))

        likely = speech_probabilities(self._detector, blocks())
        offset, end = first / RATE, last / RATE

        def spans(start_at: float) -> Spans:
            found = speech_spans(likely, start_at=start_at)
            return tuple((a + offset, min(b + offset, end)) for a, b in found)

        return spans(START), spans(FAINT)

    def _hear(self, sound: _Sound, request: TranscribeRequest) -> list[Said]:
        stretch = self._decoder.encode(sound.samples)
        words = _trusted(self._clean(stretch, request), sound)
        if request.live:
            return without_piled(repair(words, sound.speech))
        verbatim = self._verbatim(stretch, sound)
        if request.terms and verbatim:
            words = without_foreign(words, verbatim, request.terms)
        words = self._complete(words, verbatim, sound)
        merged = without_piled(repair(merge_passes(words, verbatim), sound.speech))
        found = sounds_in_gaps(sound.samples, sound.start, merged, sound.speech)
        return fill(sorted([*merged, *found], key=lambda word: word.start), sound.speech)

    def _clean(self, stretch: Stretch, request: TranscribeRequest) -> Heard:
        """Hear what was said, with the terms of the question where they help.

        Captions of a growing answer must be quick and are heard once.
        """
        beam = 1 if request.live else 5
        heard = self._decoder.hear(stretch, prompt=_terms_prompt(request.terms), beam=beam)
        if request.live or not request.terms or heard.sureness >= _HARD or _distrusted(heard):
            return heard
        alone = self._decoder.hear(stretch, beam=beam)
        # A loop and a word or two are sure of themselves, too.
        whole = not alone.repetitive and 2 * len(alone.words) > len(heard.words)
        return alone if whole and alone.sureness > heard.sureness else heard

    def _verbatim(self, stretch: Stretch, sound: _Sound) -> list[Said]:
        heard = self._decoder.hear(stretch, prompt=FILLER_PROMPT)
        return [] if heard.repetitive else _trusted(heard, sound)

    def _complete(self, words: list[Said], verbatim: Sequence[Said], sound: _Sound) -> list[Said]:
        """Fill speech without words: from the other pass, or by hearing it again alone."""
        covered = [_reach(word) for word in words]
        out = list(words)
        for start, end in uncovered(sound.speech, covered, _LOST):
            missing = _lying_in(verbatim, start, end)
            if all(is_sound(w.text) for w in missing):
                missing = self._again(sound, start, end)
            out += [w for w in missing if not any(_same_time(w, other) for other in out)]
        return sorted(out, key=lambda word: word.start)

    def _again(self, sound: _Sound, start: float, end: float) -> list[Said]:
        alone = sound.part(start, end)
        heard = self._decoder.hear(self._decoder.encode(alone.samples))
        if heard.repetitive or heard.sureness < _UNSURE:
            return []
        return _lying_in(_trusted(heard, alone), start, end)


def _lying_in(words: Sequence[Said], start: float, end: float) -> list[Said]:
    """The words whose middle lies in a gap; a little more, since neither edge is sharp."""
    return [w for w in words if start - 0.15 <= (w.start + w.end) / 2 <= end + 0.15]


def _same_time(one: Said, two: Said) -> bool:
    """True when two words lie over each other by more than half of the shorter one."""
    left, right = _reach(one), _reach(two)
    shared = min(left[1], right[1]) - max(left[0], right[0])
    return shared > 0.5 * min(left[1] - left[0], right[1] - right[0])


def _terms_prompt(terms: Sequence[str]) -> str:
    """The terms as a sentence that is over: in an open one the last term would count as said, and
    where the answer begins with it, it would be lost."""
    return f"{', '.join(terms)}." if terms else ""


def _reach(word: Said) -> tuple[float, float]:
    """The time a word can really fill: Whisper stretches words over speech it skipped."""
    longest = 0.5 + 0.1 * len(plain(word.text))
    return word.start, min(word.end, word.start + longest)


def _trusted(heard: Heard, sound: _Sound) -> list[Said]:
    """Return the words of a pass in file time, without what was invented."""
    if _distrusted(heard):
        return []
    words = [
        Said(w.text, w.start + sound.start, w.end + sound.start, w.probability)
        for w in heard.words
        if plain(w.text) and not is_laughter(w.text)
    ]
    if heard.repetitive:
        words = _without_loop(words)
    words = [w for w in words if w.probability >= _SURE or _near_speech(w, sound.faint)]
    return mark_sounds(words, FillerSource.CLEAN)


def _distrusted(heard: Heard) -> bool:
    """Tell whether nobody speaks, by Whisper's own rule."""
    return heard.no_speech > _NO_SPEECH and heard.sureness < _UNSURE


def _without_loop(words: Sequence[Said]) -> list[Said]:
    """Keep the beginning of a text that ends in a loop: each run of four words once."""
    out: list[Said] = []
    seen: set[tuple[str, ...]] = set()
    for word in words:
        out.append(word)
        last = tuple(plain(w.text) for w in out[-4:])
        if len(last) == 4 and last in seen:
            return out[:-4]
        seen.add(last)
    return out


def _near_speech(word: Said, speech: Spans) -> bool:
    return any(start - 0.3 < word.end and word.start < end + 0.3 for start, end in speech)


def compose(
    words: Sequence[Said], speech: Sequence[tuple[float, float]], seconds: float, model: str
) -> Transcript:
    """Make the document: text for reading, verbatim text, fillers, speech."""
    words = [
        replace(w, start=round(w.start, 3), end=round(w.end, 3)) for w in without_false_stops(words)
    ]
    sounds = [
        Filler(text=plain(w.text), start=w.start, end=w.end, source=w.source)
        for w in words
        if w.source is not None
    ]
    phrases = [
        Filler(text=w.text, start=w.start, end=w.end, source=FillerSource.CLEAN)
        for w in filler_words(words)
    ]
    return Transcript(
        seconds=round(seconds, 3),
        text=readable(reading_words(words)),
        verbatim_text=" ".join(w.text for w in words),
        words=tuple(
            Word(
                text=w.text,
                start=w.start,
                end=w.end,
                probability=min(1.0, max(0.0, w.probability)),
                filler=w.filler,
            )
            for w in words
        ),
        fillers=tuple(sorted([*sounds, *phrases], key=lambda filler: filler.start)),
        speech=tuple(Span(start=round(a, 3), end=round(b, 3)) for a, b in speech),
        model=model,
    )
