"""Clicked in the real window, captured at the virtual loudspeaker: verdicts lead to their sound.

The answer was heard and judged by the real engines; tests/data/review/README.md says when.
"""

from __future__ import annotations

import json
import os
import queue
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mockvoice import paths
from mockvoice.app import Stage, WorkerEngines
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.ports import TranscribeRequest
from mockvoice.domain.verdict import Verdict
from mockvoice.domain.words import tokens, word_errors
from mockvoice.engine.audio_file import SoundFiles
from mockvoice.services import report_view
from mockvoice.services.store import AnswerRow, SessionRow, Store
from mockvoice.settings import Settings
from tests.end2end.compare import RATE, samples
from tests.rig import AudioRig

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(400)]
SCRIPT = Path(__file__).with_name("one_review.py")
STORED = Path(__file__).parents[1] / "data" / "review" / "assessment.json"
SESSION = "20261121-153000-d4"
WAIT_S = 60.0
STUTTERS = 2
"""Of ten words that are clicked, so many clicks may be done once more, all of them together."""
BEGIN_S = 0.35
"""Of what sounds first, so much is looked for in the recording."""
ALIKE = 0.9
CLICK = 0.03
"""Level of the last samples, of 1, up to which a stop is not heard as a click."""


def stored() -> Assessment:
    """What the real engines said of the recordings of the demonstration."""
    return Assessment.model_validate_json(STORED.read_text("utf-8"))


class Review:
    """The window in its process: tell it what to click, hear when it plays."""

    def __init__(self, child: subprocess.Popen[str], rig: AudioRig, folder: Path) -> None:
        self._child, self._rig, self._folder = child, rig, folder
        self._lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._captures = 0
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.until("ready", True)

    def do(self, **command: object) -> None:
        """Let the window be clicked."""
        assert self._child.stdin
        self._child.stdin.write(json.dumps(command) + "\n")
        self._child.stdin.flush()

    def until(self, key: str, value: object) -> None:
        """Wait for a line."""
        while self._lines.get(timeout=WAIT_S).get(key) != value:
            pass

    def captured(self, seconds: float | None, **command: object) -> np.ndarray:
        """Return what sounds after a click, to its end or so many seconds of it."""
        self._captures += 1
        file = self._folder / f"captured-{self._captures}.wav"
        with self._rig.listening(file):
            self.do(**command)
            self.until("playing", True)
            if seconds is not None:
                _until(lambda: len(_sounding(file)) > seconds * RATE)
                self.do(key=" ")
            self.until("playing", False)
            _until(lambda: _quiet(file))
        return _sounding(file)

    def close(self) -> None:
        """End the reader."""
        self._reader.join()

    def _read(self) -> None:
        assert self._child.stdout
        for line in self._child.stdout:
            self._lines.put(json.loads(line))


def _raw(file: Path) -> np.ndarray:
    """What has been captured so far; the head of the file is only right at its end."""
    data = file.read_bytes()[44:]
    return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / 32768


def _sounding(file: Path) -> np.ndarray:
    """The captured sound from its first sample that is not silence."""
    sound = _raw(file)
    some = np.flatnonzero(sound)
    return sound[some[0] : some[-1] + 1] if len(some) else sound[:0]


def _quiet(file: Path) -> bool:
    """Whether the last third of a second is silence."""
    end = _raw(file)[-(RATE // 3) :]
    return len(end) == RATE // 3 and not end.any()


def _until(holds: Any) -> None:
    end = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)


@contextmanager
def reviewing(
    rig: AudioRig, screen: Mapping[str, str], home: Path, folder: Path
) -> Iterator[Review]:
    """Open the window on the stored answer."""
    child = subprocess.Popen(
        [sys.executable, str(SCRIPT), SESSION, "1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            **rig.env,
            **screen,
            "MOCKVOICE_HOME": str(home),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
    )
    review = None
    try:
        review = Review(child, rig, folder)
        yield review
        review.do(end=True)
        child.wait(30)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            assert pipe
        if review is not None:
            review.close()
        assert child.stdin
        assert child.stdout
        child.stdin.close()
        child.stdout.close()


@pytest.fixture
def recording(own_home: Path) -> np.ndarray:
    """A library with the stored answer; returns its recording."""
    store = Store(paths.library(), paths.recordings())
    made = stored()
    try:
        store.add_session(
            SessionRow(id=SESSION, started="2026-11-21T15:30:00+00:00", title="Bias and variance")
        )
        audio = store.folder(SESSION) / "answer-1.flac"
        demo = paths.assets() / "demo"
        SoundFiles().join((demo / "answer.flac", demo / "reply.flac"), audio)
        store.save_answer(
            AnswerRow(
                session=SESSION,
                position=1,
                question_id=made.question_id,
                audio=audio,
                assessment=made,
            )
        )
    finally:
        store.close()
    assert own_home in audio.parents
    sound = samples(audio)
    assert len(sound) / RATE == pytest.approx(made.transcript.seconds, abs=0.2)
    return sound


def place_in(recording: np.ndarray, part: np.ndarray) -> tuple[float, float]:
    """Second of the recording at which a captured part begins, and how alike they are, 0..1."""
    size = 1 << (len(part) + len(recording)).bit_length()
    product = np.fft.rfft(recording, size) * np.conj(np.fft.rfft(part, size))
    many = len(recording) - len(part) + 1
    energy = np.cumsum(np.concatenate([[0.0], recording.astype(np.float64) ** 2]))
    there = np.sqrt(np.maximum(energy[len(part) :] - energy[:many], 1e-6))
    alike = np.fft.irfft(product, size)[:many] / (there * np.linalg.norm(part))
    lag = int(alike.argmax())
    return lag / RATE, float(alike[lag])


def begun(
    captured: Callable[[int], np.ndarray], recording: np.ndarray, places: Sequence[int]
) -> list[float]:
    """Click each word, stop soon after; return the seconds at which they began to sound.

    The virtual loudspeaker is emptied by a sound server of its own process. Where that gets no
    processor for as long as its buffer lasts (the tests share theirs with whatever else runs), a
    gap of silence is captured that the program has not played. So a click is done once more, but
    no more than STUTTERS times in all: a program that stutters itself, or begins at another place,
    does so with most words, and fails.
    """
    begins: list[float] = []
    why: list[str] = []
    while len(begins) < len(places):
        place = places[len(begins)]
        sound = captured(place)
        second, alike = place_in(recording, sound[: int(BEGIN_S * RATE)])
        click = float(np.abs(sound[-8:]).max())
        if alike > ALIKE and click < CLICK:
            begins.append(second)
        else:
            why.append(f"word {place}: alike {alike:.2f}, at its end {click:.3f}")
        assert len(why) <= STUTTERS, f"not in the recording, or stopping clicks: {why}"
    return begins


def median_pitch(sound: np.ndarray) -> float:
    """Median fundamental of the voiced frames, Hz."""
    import parselmouth

    found = parselmouth.Sound(sound.astype(np.float64), RATE).to_pitch(pitch_floor=75)
    pitch = found.selected_array["frequency"]
    return float(np.median(pitch[pitch > 0]))


def test_a_clicked_quote_sounds_and_is_heard_as_that_quote(
    audio_rig: AudioRig,
    screen: Mapping[str, str],
    own_home: Path,
    recording: np.ndarray,
    weights: Path,
    tmp_path: Path,
) -> None:
    """What comes out of the loudspeaker, transcribed, is what the verdict quotes."""
    assert weights.is_dir()
    made = stored()
    covered = {v.point for v in made.judgement.verdicts if v.verdict is Verdict.COVERED}
    quote = next(q for q in made.quotes if q.point in covered and q.span and q.point == "l1-zeros")
    assert quote.span
    with reviewing(audio_rig, screen, own_home, tmp_path) as review:
        sound = review.captured(None, click=f"quote-{quote.point}")
    place, alike = place_in(recording, sound)
    assert alike > 0.95
    assert place == pytest.approx(quote.span.start, abs=0.15)
    assert place + len(sound) / RATE == pytest.approx(quote.span.end, abs=0.3)
    clip = tmp_path / "quote.wav"
    _write(clip, sound)
    engines = WorkerEngines("standard")
    try:
        heard = engines.transcriber.transcribe(TranscribeRequest(audio=clip))
    finally:
        engines.close()
    wanted = tokens(quote.text)
    wrong = word_errors(wanted, tokens(heard.text))
    print(f"quoted “{quote.text}”; heard “{heard.text}”")  # noqa: T201 - the measurement
    assert wrong <= max(1, len(wanted) // 6)


def test_ten_clicked_words_begin_at_their_times(
    audio_rig: AudioRig,
    screen: Mapping[str, str],
    own_home: Path,
    recording: np.ndarray,
    tmp_path: Path,
) -> None:
    """Each of ten random words starts to sound within 0.15 s of its time in the recording."""
    words = [
        (place, token)
        for place, token in enumerate(report_view.tokens(stored()))
        if "gap" not in token.kind and token.start < len(recording) / RATE - 2
    ]
    seed = random.randrange(1 << 30)
    chosen = random.Random(seed).sample(words, 10)
    with reviewing(audio_rig, screen, own_home, tmp_path) as review:
        begins = begun(
            lambda place: review.captured(0.6, word=place),
            recording,
            [place for place, _token in chosen],
        )
    late = [begin - token.start for begin, (_place, token) in zip(begins, chosen, strict=True)]
    print(f"seed {seed}: begun after {[round(one, 3) for one in late]} s")  # noqa: T201
    assert max(abs(one) for one in late) < 0.15, f"seed {seed}: {late}"


def test_one_and_a_half_times_the_speed_keeps_the_pitch(
    audio_rig: AudioRig,
    screen: Mapping[str, str],
    own_home: Path,
    recording: np.ndarray,
    tmp_path: Path,
) -> None:
    """A quote at 1.5 takes two thirds of its time, and the voice is as high as before."""
    quote = max(stored().quotes, key=lambda q: q.span.end - q.span.start if q.span else 0)
    assert quote.span
    with reviewing(audio_rig, screen, own_home, tmp_path) as review:
        review.do(click="speed-1.5")
        sound = review.captured(None, click=f"quote-{quote.point}")
    spoken = recording[int(quote.span.start * RATE) : int(quote.span.end * RATE)]
    assert len(sound) == pytest.approx((len(spoken) + 0.2 * RATE) / 1.5, rel=0.1)
    before, now = median_pitch(spoken), median_pitch(sound)
    print(f"median pitch {before:.1f} Hz, at 1.5 times the speed {now:.1f} Hz")  # noqa: T201
    assert now == pytest.approx(before, rel=0.04)


def _write(file: Path, sound: np.ndarray) -> None:
    import soundfile

    soundfile.write(file, sound, RATE)


@pytest.mark.parametrize(("broken", "passes"), [(0, True), (2, True), (3, False)])
def test_no_more_than_two_of_ten_clicks_are_done_once_more(
    recording: np.ndarray, broken: int, passes: bool
) -> None:
    """Ten words of which so many captures in a row are noise: three are a fault, whichever word."""
    noise = np.random.default_rng(7).normal(0, 0.2, int(0.6 * RATE)).astype(np.float32)
    asked: list[int] = []

    def captured(place: int) -> np.ndarray:
        asked.append(place)
        if len(asked) <= broken:
            return noise
        begin = place * RATE
        faded = recording[begin : begin + len(noise)].copy()
        faded[-8:] = 0.0
        return faded

    places = range(5, 15)
    if passes:
        assert begun(captured, recording, places) == pytest.approx(list(places), abs=0.01)
        assert len(asked) == len(places) + broken
    else:
        with pytest.raises(AssertionError, match="not in the recording"):
            begun(captured, recording, places)


@pytest.mark.usefixtures("weights")
def test_a_sentence_of_the_sample_answer_is_said_by_the_voice() -> None:
    """The voice's worker writes it as sound once, and nothing is left when the program ends."""
    stage, terms = Stage(), stored().question.terms
    try:
        said = stage.speak("L1 sets some weights to zero.", terms, Settings())
        sound = SoundFiles().seconds(said)
        assert stage.speak("L1 sets some weights to zero.", terms, Settings()) == said
    finally:
        stage.close()
    assert 1.0 < sound < 6.0
    assert not said.exists()
