"""One stretch of at most 30 s through Whisper: words with times, and how sure the model was.

faster-whisper's own loop over a recording seeks by the time stamps the model writes, and loses
whole sentences when these jump. Here the stretches are cut at pauses before, each is decoded
exactly once, and its encoded form serves every further pass.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mockvoice.domain.errors import ModelDamaged, ModelMissing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

_FILES: Final = ("model.bin", "config.json", "tokenizer.json")
_BEAM: Final = 5
_REPETITIVE: Final = 2.4
"""Text that compresses better than this is a loop (Whisper's own threshold)."""
_OPENING: Final = "\"'“¿([{-"
_CLOSING: Final = "\"'.。,，!！?？:：”)]}、"


@dataclass(frozen=True)
class HeardWord:
    """A word of one pass; times in seconds from the start of the stretch."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True)
class Heard:
    """What one pass over a stretch gave."""

    words: tuple[HeardWord, ...]
    sureness: float
    """Mean log probability per token; below -1 Whisper itself distrusts the text."""
    no_speech: float
    """The model's probability that nobody speaks, 0..1."""
    repetitive: bool
    """True when the text is a loop."""

    @property
    def text(self) -> str:
        """The words joined by single spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Stretch:
    """A stretch in the encoded form that every pass over it shares."""

    encoded: Any
    frames: int
    """Frames of 10 ms that hold sound; the rest up to 30 s is padding."""


class WhisperDecoder:
    """A Whisper model in CTranslate2 form, int8 on the CPU.

    Raises ModelMissing or ModelDamaged when the folder does not hold one.
    """

    def __init__(self, folder: Path, threads: int = 2) -> None:
        _check_folder(folder)
        os.environ["HF_HUB_OFFLINE"] = "1"  # nothing here may reach for the network
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        try:
            self._model: Any = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=threads
            )
        except Exception as error:
            # tokenizers raises bare Exception for a broken tokenizer.json
            raise ModelDamaged(
                f"The speech model in {folder.name} cannot be read.",
                "Fetch it again: mockvoice models fetch.",
                str(error),
            ) from error
        self._tokenizer: Any = Tokenizer(
            self._model.hf_tokenizer,
            self._model.model.is_multilingual,
            task="transcribe",
            language="en",
        )
        self._suppressed = get_suppressed_tokens(self._tokenizer, [-1])

    def encode(self, samples: Samples) -> Stretch:
        """Encode at most 30 s of 16 kHz sound, once for all passes."""
        from faster_whisper.audio import pad_or_trim

        features = self._model.feature_extractor(samples)
        frames = min(3000, len(samples) // 160)
        return Stretch(self._model.encode(pad_or_trim(features[:, :frames])), frames)

    def hear(
        self, stretch: Stretch, *, prompt: str = "", stamps: bool = False, beam: int = _BEAM
    ) -> Heard:
        """Decode a stretch; ``prompt`` is text that the model takes as said just before.

        A loop is decoded once more with repeats forbidden, so the answer is always the same:
        sampling, which Whisper falls back on, would not be.
        """
        tokens, sureness, no_speech = self._generate(stretch, prompt, stamps, beam)
        if self._loops(tokens):
            tokens, sureness, no_speech = self._generate(
                stretch, prompt, stamps, beam, no_repeat_ngram_size=4
            )
        words = self._with_times(stretch, tokens)
        return Heard(words, sureness, no_speech, self._loops(tokens))

    def _generate(
        self, stretch: Stretch, prompt: str, stamps: bool, beam: int, **more: Any
    ) -> tuple[list[int], float, float]:
        start = self._model.get_prompt(
            self._tokenizer, [], without_timestamps=not stamps, hotwords=prompt or None
        )
        result = self._model.model.generate(
            stretch.encoded,
            [start],
            beam_size=beam,
            max_length=448,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=self._suppressed,
            max_initial_timestamp_index=50,
            **more,
        )[0]
        tokens = result.sequences_ids[0]
        sureness = result.scores[0] * len(tokens) / (len(tokens) + 1)
        words = [token for token in tokens if token < self._tokenizer.eot]
        return words, float(sureness), float(result.no_speech_prob)

    def _with_times(self, stretch: Stretch, tokens: list[int]) -> tuple[HeardWord, ...]:
        from faster_whisper.transcribe import merge_punctuations

        if not tokens:
            return ()
        aligned = self._model.find_alignment(
            self._tokenizer, [tokens], stretch.encoded, stretch.frames
        )[0]
        merge_punctuations(aligned, _OPENING, _CLOSING)
        words: list[HeardWord] = []
        for part in aligned:
            text = str(part["word"])
            start, end, sure = (float(part[key]) for key in ("start", "end", "probability"))
            if text[:1] == " " or not words or words[-1].text.endswith("..."):
                words.append(HeardWord(text.strip(), start, end, sure))
            elif text.strip():  # "%" or "-fold": the rest of the word before
                last = words[-1]
                sure = min(last.probability, sure)
                words[-1] = HeardWord(last.text + text.strip(), last.start, end, sure)
        return tuple(word for word in words if word.text)

    def _loops(self, tokens: Sequence[int]) -> bool:
        text = self._tokenizer.decode(tokens).strip().encode()
        return bool(text) and len(text) / len(zlib.compress(text)) > _REPETITIVE


def _check_folder(folder: Path) -> None:
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if not any((folder / name).is_file() for name in ("vocabulary.txt", "vocabulary.json")):
        missing.append("vocabulary.txt")
    hint = "Fetch it: mockvoice models fetch."
    if not folder.is_dir() or len(missing) == len(_FILES) + 1:
        raise ModelMissing(f"The speech model {folder.name} is not in the models folder.", hint)
    if missing:
        names = ", ".join(missing)
        raise ModelDamaged(f"The speech model {folder.name} lacks {names}.", hint)
