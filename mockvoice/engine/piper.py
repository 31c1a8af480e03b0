"""The interviewer's voice: Piper, sentence by sentence, to a WAV file."""

from __future__ import annotations

import errno
import json
import re
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mockvoice.domain.errors import (
    BadData,
    CannotWrite,
    DiskFull,
    MockvoiceError,
    ModelDamaged,
    ModelMissing,
)
from mockvoice.domain.ports import Progress, SpokenClip, no_progress
from mockvoice.domain.say import spoken
from mockvoice.domain.transcript import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PAUSE_S: Final = 0.25
"""Silence between two sentences at speed 1."""
_SLOWEST: Final = 0.5
_FASTEST: Final = 2.0
_AUDIBLE: Final = 0.02
"""Share of full scale above which a sentence is taken to have begun, for the times of words."""
_NO_END: Final = re.compile(r"(?:\b(?:e\.g|i\.e|vs|approx|Fig|Eq|Dr|Mr|Mrs|Ms|St)\.)$", re.I)
_MEND: Final = "Run `mockvoice models verify`, then `mockvoice models fetch`."


class PiperVoice:
    """One Piper voice, loaded. espeak has global state: one thread at a time."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self._voice = _load(folder, threads)
        self._rate: int = self._voice.config.sample_rate

    def say(
        self, text: str, out: Path, speed: float = 1.0, progress: Progress = no_progress
    ) -> SpokenClip:
        """Write ``text`` to ``out`` as 16-bit mono WAV, complete or not at all.

        ``text`` is as written; the general table of pronunciations is applied here. The times
        of words are estimates: each sentence's length is real, the words share it by length.
        Raises BadData for a text without words or a speed outside 0.5..2, CannotWrite, DiskFull.
        """
        if not _SLOWEST <= speed <= _FASTEST:
            raise BadData(f"A speed of {speed:g} is not possible.", "Choose one from 0.5 to 2.")
        if not any(sign.isalnum() for sign in text):
            raise BadData("There is nothing to say.", "Give a text with words.")
        sentences = _sentences(text)
        part = out.with_name(f"{out.name}.part")
        words: list[Span] = []
        try:
            with part.open("wb") as raw, wave.open(raw, "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(self._rate)
                for number, sentence in enumerate(sentences):
                    progress(number / len(sentences))
                    words += self._sentence(file, sentence, speed)
                samples = file.getnframes()
            part.replace(out)
        except OSError as error:
            raise _cannot_write(out, error) from error
        finally:
            part.unlink(missing_ok=True)
        return SpokenClip(
            path=out, seconds=samples / self._rate, sample_rate=self._rate, words=tuple(words)
        )

    def _sentence(self, file: wave.Wave_write, sentence: str, speed: float) -> list[Span]:
        """Append a sentence to the file; returns the times of its words."""
        import numpy as np
        from piper import SynthesisConfig

        style = SynthesisConfig(length_scale=self._voice.config.length_scale / speed)
        parts = [
            chunk.audio_int16_array for chunk in self._voice.synthesize(spoken(sentence), style)
        ]
        if not parts:  # a lone sign that is not said
            now = file.getnframes() / self._rate
            return [Span(start=now, end=now)] * len(sentence.split())
        if file.getnframes():
            file.writeframes(bytes(2 * round(_PAUSE_S / speed * self._rate)))
        begin = file.getnframes() / self._rate
        samples = np.concatenate(parts)
        file.writeframes(samples.tobytes())
        first, last = _heard(samples)
        return _share(sentence.split(), begin + first / self._rate, begin + last / self._rate)


def _load(folder: Path, threads: int) -> Any:
    found = sorted(folder.glob("*.onnx")) if folder.is_dir() else []
    if len(found) != 1:
        raise ModelMissing(
            f"There is no voice in {folder}." if not found else f"{folder} holds several voices.",
            "Run `mockvoice models fetch`.",
        )
    described = found[0].with_name(f"{found[0].name}.json")
    if not described.is_file():
        raise ModelMissing(f"The voice lacks its file {described.name}.", _MEND)
    import onnxruntime
    from piper import PiperConfig
    from piper import PiperVoice as Voice

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    try:
        config = PiperConfig.from_dict(json.loads(described.read_text(encoding="utf-8")))
        session = onnxruntime.InferenceSession(
            str(found[0]), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime has no common base but Exception
        raise ModelDamaged(f"The voice in {folder} cannot be loaded.", _MEND, str(error)) from error
    return Voice(session=session, config=config)


def _sentences(text: str) -> list[str]:
    """Split into sentences; each piece keeps its own end mark."""
    found: list[str] = []
    for piece in re.split(r"(?<=[.?!])\s+(?=[\"'“(]?[A-Z0-9])|\n+", text):
        if found and _NO_END.search(found[-1]):
            found[-1] += f" {piece.strip()}"
        elif piece.strip():
            found.append(piece.strip())
    return found


def _heard(samples: NDArray[np.int16]) -> tuple[int, int]:
    """First and last sample that is not silence."""
    import numpy as np

    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _AUDIBLE * 32768)
    return (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, len(samples))


def _share(words: list[str], start: float, end: float) -> list[Span]:
    """Share the time among the words by the letters in which they are said."""
    weights = list(_weights(words))
    unit = (end - start) / sum(said + gap for said, gap in weights)
    spans = []
    at = start
    for said, gap in weights:
        spans.append(Span(start=round(at, 3), end=round(at + said * unit, 3)))
        at += (said + gap) * unit
    return spans


def _weights(words: list[str]) -> Iterator[tuple[float, float]]:
    """Per word: its length, and the pause a comma makes, in letters."""
    for number, word in enumerate(words):
        said = sum(3 if sign.isdigit() else 1 for sign in spoken(word) if sign.isalnum())
        pause = 3.0 if word[-1] in ",;:" and number + 1 < len(words) else 0.0
        yield said + 1.0, pause


def _cannot_write(out: Path, error: OSError) -> MockvoiceError:
    if error.errno == errno.ENOSPC:
        return DiskFull(f"There is no space left to write {out}.", "Free some space.", str(error))
    return CannotWrite(f"Cannot write {out}: {error.strerror}.", "Choose another place.")
