"""One answer on its way to the disk."""

from __future__ import annotations

import errno
import os
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from mockvoice.domain.end_of_turn import Patience, Sign
from mockvoice.domain.errors import CannotWrite, DeviceLost, DiskFull
from mockvoice.domain.events import SignalQuality
from mockvoice.services import recording
from mockvoice.services.recording import Closed, Ears, Heard, Loudness, News, Opened, Stretch, Take
from tests.services.sound import (
    SECOND,
    FakeMicrophone,
    FakeTurnEnd,
    FakeVoiceActivity,
    silence,
    speech,
)

T = TypeVar("T", bound=News)


class Recorder:
    """A take and what it told."""

    def __init__(self, file: Path, opinion: float = 1.0) -> None:
        self.file = file
        self.microphone = FakeMicrophone()
        self.turn_end = FakeTurnEnd(opinion)
        self.news: queue.SimpleQueue[News] = queue.SimpleQueue()
        self.told: list[News] = []
        self.take: Take | None = None

    def start(self) -> Take:
        """Open the microphone."""
        ears = Ears(self.microphone, FakeVoiceActivity(), self.turn_end, "desk", Patience.NORMAL)
        self.take = Take(self.file, ears, self.news.put)
        return self.take

    def until(self, kind: type[T], holds: Callable[[T], bool] = lambda _news: True) -> T:
        """Return the next news of a kind."""
        while True:
            one = self.news.get(timeout=5)
            self.told.append(one)
            if isinstance(one, kind) and holds(one):
                return one


@contextmanager
def recorder(file: Path, opinion: float = 1.0) -> Iterator[Recorder]:
    """A recorder that is stopped at the end."""
    made = Recorder(file, opinion)
    yield made
    if made.take:
        made.take.stop()
        made.take.join(5)


def test_the_file_is_what_the_microphone_delivered(tmp_path: Path) -> None:
    """Every sample is on disk, raw, when Closed is told."""
    sound = speech(0.7) + silence(0.3) + speech(0.111)
    with recorder(tmp_path / "answer-1.pcm") as it:
        it.microphone.say(sound)
        take = it.start()
        it.until(Opened)
        it.microphone.drained()
        take.stop()
        closed = it.until(Closed)
    assert it.file.read_bytes() == sound
    assert closed == Closed(len(sound) / SECOND, None)


def test_a_second_take_carries_on_where_the_first_ended(tmp_path: Path) -> None:
    """After a pause nothing is overwritten, and time goes on."""
    file = tmp_path / "answer-1.pcm"
    file.write_bytes(speech(1.0) + b"\x01")
    with recorder(file) as it:
        it.microphone.say(speech(1.0) + silence(2.5))
        it.start()
        done = it.until(Heard, lambda news: news.sign is Sign.DONE)
        it.microphone.drained()
        it.take.stop()
        assert it.until(Closed).seconds == pytest.approx(4.5)
    assert file.read_bytes()[:SECOND] == speech(1.0)
    assert done.at == pytest.approx(4.0, abs=0.07)


def test_a_turn_ends_with_its_signs_in_order(tmp_path: Path) -> None:
    """Speech, then the stretch to transcribe, then finishing, then done; Smart Turn asked once."""
    with recorder(tmp_path / "answer-1.pcm") as it:
        it.microphone.say(silence(0.5) + speech(2.0) + silence(3.0))
        it.start()
        it.until(Heard, lambda news: news.sign is Sign.DONE)
    told = [news for news in it.told if isinstance(news, Heard | Stretch)]
    kinds = [news.sign if isinstance(news, Heard) else "stretch" for news in told]
    assert kinds == [Sign.SPEECH, "stretch", Sign.FINISHING, Sign.DONE]
    assert told[1] == Stretch(0.0, pytest.approx(2.7, abs=0.07))
    assert len(it.turn_end.asked) == 1


def test_what_was_understood_shortens_the_wait(tmp_path: Path) -> None:
    """After a whole sentence that sounded half finished, Smart Turn is asked once more."""
    with recorder(tmp_path / "answer-1.pcm", opinion=0.6) as it:
        it.microphone.say(speech(2.0) + silence(1.0))
        take = it.start()
        stretch = it.until(Stretch)
        take.understood(stretch.end, "That is overfitting.")
        it.turn_end.opinion = 1.0
        it.microphone.say(silence(3.0))
        done = it.until(Heard, lambda news: news.sign is Sign.DONE)
    assert len(it.turn_end.asked) == 2
    assert done.at == pytest.approx(4.0, abs=0.3)


def test_what_sounds_unfinished_is_waited_for(tmp_path: Path) -> None:
    """A pause of 3 s in the middle of a sentence does not end the turn."""
    with recorder(tmp_path / "answer-1.pcm", opinion=0.0) as it:
        it.microphone.say(speech(1.0) + silence(3.0) + speech(1.0) + silence(6.0))
        it.start()
        done = it.until(Heard, lambda news: news.sign is Sign.DONE)
    assert done.at > 9.0


def test_a_lost_device_keeps_the_answer_so_far(tmp_path: Path) -> None:
    """The file holds all that came before, and the error says what to do."""
    with recorder(tmp_path / "answer-1.pcm") as it:
        it.microphone.say(speech(1.0), DeviceLost("Gone.", "Choose another."))
        it.start()
        closed = it.until(Closed)
    assert closed.seconds == 1.0
    assert isinstance(closed.error, DeviceLost)
    assert it.file.read_bytes() == speech(1.0)


def test_a_microphone_that_does_not_open_is_told(tmp_path: Path) -> None:
    """No Opened, only Closed with the error."""
    with recorder(tmp_path / "answer-1.pcm") as it:
        it.microphone.lost.add("desk")
        it.start()
        assert isinstance(it.until(Closed).error, DeviceLost)
    assert not any(isinstance(news, Opened) for news in it.told)


def test_a_full_disk_keeps_the_answer_so_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is about the disk and what was written stays."""
    true, written = recording._all_of, []

    def fills_up(sound: bytes, out: object, file: Path) -> None:
        if len(written) == 10:
            with _full() as full:
                true(sound, full, file)
        written.append(sound)
        true(sound, out, file)

    monkeypatch.setattr(recording, "_all_of", fills_up)
    with recorder(tmp_path / "answer-1.pcm") as it:
        it.microphone.say(speech(1.0))
        it.start()
        closed = it.until(Closed)
    assert isinstance(closed.error, DiskFull)
    assert it.file.read_bytes() == b"".join(written) == speech(0.32)


@contextmanager
def _full() -> Iterator[object]:
    """A file on a disk without space, as the system gives it."""
    descriptor = os.open("/dev/full", os.O_WRONLY)
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        yield file
        assert errno.ENOSPC


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    """A recording that cannot be opened ends with an error, not with silence."""
    with recorder(tmp_path / "nowhere" / "answer-1.pcm") as it:
        it.start()
        assert isinstance(it.until(Closed).error, CannotWrite)


@pytest.mark.parametrize(
    ("sound", "quality"),
    [
        (silence(2.5), SignalQuality.NONE),
        (bytes.fromhex("64009cff") * 50_000, SignalQuality.QUIET),
        (bytes.fromhex("ff7f0180") * 8_000, SignalQuality.CLIPPED),
        (speech(2.5), SignalQuality.FINE),
    ],
    ids=["dead", "quiet", "clipped", "fine"],
)
def test_the_signal_is_judged(tmp_path: Path, sound: bytes, quality: SignalQuality) -> None:
    """A muted, faint or overdriven microphone is told apart from a good one."""
    with recorder(tmp_path / "answer-1.pcm") as it:
        it.microphone.say(sound)
        it.start()
        last = it.until(Loudness, lambda news: news.seconds > len(sound) / SECOND - 0.1)
    assert last.quality is quality
