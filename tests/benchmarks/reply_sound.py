"""What is played into the virtual microphone and heard at both of its ends, for the reply bench."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from mockvoice.domain.question import Question
from mockvoice.engine.audio_file import pcm_of
from mockvoice.services import bank

RATE: Final = 16_000
LONGEST_PAUSE: Final = 0.8
"""Longer pauses of the recordings are cut to this, so that none is taken for the end."""
JOINT: Final = 0.6
"""Seconds of silence between two recordings."""
_LOUD: Final = 0.01
_SOUNDS: Final = 30 / 32767
_CLOCK_S: Final = 20.0
"""Seconds over which the clocks of sound server and computer are taken to run alike."""
_QUIET_BEFORE: Final = 0.06
"""A new utterance begins after at least so much silence, in seconds."""
Sound = npt.NDArray[np.float32]


def load(folder: Path) -> list[tuple[str, Sound]]:
    """Return the recordings by name, without silence at both ends, long pauses cut."""
    found = []
    for file in sorted(folder.glob("*.flac")):
        with pcm_of(file) as pcm:
            sound = _floats(np.fromfile(pcm, dtype="<i2"))
        found.append((file.stem, shortened(sound)))
    if not found:
        raise SystemExit(f"There are no .flac recordings in {folder}.")
    return found


def shortened(sound: Sound) -> Sound:
    """Return the sound from its first to its last voice, no pause longer than LONGEST_PAUSE."""
    size = RATE // 50
    loud = [bool(np.abs(sound[at : at + size]).max() > _LOUD) for at in range(0, len(sound), size)]
    spoken = [i for i, one in enumerate(loud) if one]
    kept, silent = [], 0
    for i in range(spoken[0], spoken[-1] + 1):
        silent = 0 if loud[i] else silent + 1
        if silent * size <= LONGEST_PAUSE * RATE:
            kept.append(sound[i * size : (i + 1) * size])
    return np.concatenate(kept)


def answer_of(recordings: Sequence[Sound], last: int, seconds: float) -> Sound:
    """Return an answer of about this length that ends where recording ``last`` ends."""
    gap = np.zeros(int(JOINT * RATE), dtype=np.float32)
    whole = recordings[last]
    before = last
    while len(whole) < seconds * RATE:
        before -= 1
        whole = np.concatenate([recordings[before % len(recordings)], gap, whole])
    # Begin at the quietest moment within a second of the wanted length.
    start = max(0, len(whole) - int(seconds * RATE) - RATE // 2)
    part = np.abs(whole[start : start + RATE])
    smooth = np.convolve(part, np.ones(RATE // 10), mode="same")
    return whole[start + int(smooth.argmin()) :]


def question_for(name: str, folder: Path, entries: Sequence[bank.Entry]) -> Question:
    """Return the question of the bank whose rubric shares most words with what is said."""
    text = folder / f"{name}.txt"
    said = _words(text.read_text("utf-8")) if text.is_file() else set()

    def shared(entry: bank.Entry) -> float:
        asked = _words(" ".join(point.text for point in entry.question.rubric))
        return len(asked & said) / float(len(asked)) ** 0.5

    return max(entries, key=shared).question.model_copy(update={"think_seconds": 0})


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+", text.lower()) if len(word) > 4}


class Ear:
    """Records a source of the sound server, and knows when each sample sounded."""

    def __init__(self, env: Mapping[str, str], source: str) -> None:
        command = ["parec", "-d", source, f"--rate={RATE}", "--channels=1", "--format=s16le"]
        self._process = subprocess.Popen(
            [*command, "--latency-msec=10", "--raw"], env=env, stdout=subprocess.PIPE
        )
        self._lock = threading.Lock()
        self._pieces: list[tuple[float, npt.NDArray[np.int16]]] = []
        """(second of the first sample, samples)"""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def first(self, after: float) -> float | None:
        """Return when an utterance begins after this second; None when none has yet."""
        at, sound = self._since(after - _QUIET_BEFORE)
        loud = np.flatnonzero(np.abs(sound) > _SOUNDS)
        quiet = int(_QUIET_BEFORE * RATE)
        for i, place in enumerate(loud):
            when = at + float(place) / RATE
            begins = place >= quiet if i == 0 else place - loud[i - 1] >= quiet
            if when >= after and begins:
                return when
        return None

    def last(self, after: float) -> float:
        """Return when the last voice since this second ended."""
        at, sound = self._since(after)
        return at + float(np.flatnonzero(np.abs(sound) > _LOUD)[-1]) / RATE

    def close(self) -> None:
        """Stop recording."""
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout
        self._process.stdout.close()

    def _since(self, when: float) -> tuple[float, Sound]:
        with self._lock:
            kept = [piece for piece in self._pieces if piece[0] >= when - 0.5]
        sound = _floats(np.concatenate([piece for _, piece in kept]))
        begin = kept[0][0]
        skipped = max(0, int((when - begin) * RATE))
        return begin + skipped / RATE, sound[skipped:]

    def _read(self) -> None:
        assert self._process.stdout
        count = 0
        begins: deque[tuple[float, float]] = deque()
        while raw := os.read(self._process.stdout.fileno(), 65536):
            samples = np.frombuffer(raw[: len(raw) // 2 * 2], dtype="<i2")
            count += len(samples)
            # The least delayed of the latest blocks says when the first sample sounded, by the
            # server's clock of these seconds: over minutes it drifts apart from the computer's.
            now = time.time()
            begins.append((now, now - count / RATE))
            while begins[0][0] < now - _CLOCK_S:
                begins.popleft()
            begin = min(begin for _, begin in begins)
            with self._lock:
                self._pieces.append((begin + (count - len(samples)) / RATE, samples))


def _floats(samples: npt.NDArray[np.int16]) -> Sound:
    return np.asarray(samples, dtype=np.float32) / np.float32(32768)
