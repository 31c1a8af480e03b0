"""A small true double of a running interview: it records commands and tells what one makes it."""

from __future__ import annotations

import threading
import wave
from collections.abc import Callable
from pathlib import Path

from mockvoice.domain.errors import DeviceLost
from mockvoice.domain.ports import Feed, Stop
from mockvoice.ui.parts import Device, Excerpt, Parts, Tell, Wish


class FakeInterview:
    """Commands land in ``commands``; ``tell`` is the bridge of the page."""

    def __init__(self, wish: Wish, tell: Tell) -> None:
        self.wish, self.tell = wish, tell
        self.commands: list[str] = []

    def start(self) -> None:
        """Note the command."""
        self.commands.append("start")

    def begin_now(self) -> None:
        """Note the command."""
        self.commands.append("begin_now")

    def done(self) -> None:
        """Note the command."""
        self.commands.append("done")

    def keep_talking(self) -> None:
        """Note the command."""
        self.commands.append("keep_talking")

    def pause(self) -> None:
        """Note the command."""
        self.commands.append("pause")

    def resume(self) -> None:
        """Note the command."""
        self.commands.append("resume")

    def skip(self) -> None:
        """Note the command."""
        self.commands.append("skip")

    def redo(self) -> None:
        """Note the command."""
        self.commands.append("redo")

    def replay(self, *, slower: bool = False) -> None:
        """Note the command."""
        self.commands.append("slower" if slower else "replay")

    def reword(self) -> None:
        """Note the command."""
        self.commands.append("reword")

    def begin_typing(self) -> None:
        """Note the command."""
        self.commands.append("begin_typing")

    def keep_typed(self, text: str) -> None:
        """Note the command."""
        self.commands.append(f"keep {text}")

    def type_answer(self, text: str) -> None:
        """Note the command."""
        self.commands.append(f"type {text}")

    def choose_microphone(self, name: str) -> None:
        """Note the command."""
        self.commands.append(f"microphone {name}")

    def end(self) -> None:
        """Note the command."""
        self.commands.append("end")


class FakeFeed:
    """A microphone that hears the same level again and again."""

    troubles = 0

    def __init__(self, level: int) -> None:
        self._level = level
        self.closed = False

    def read(self, timeout: float) -> bytes:
        """Return a block after a moment."""
        threading.Event().wait(min(timeout, 0.02))
        return int(self._level).to_bytes(2, "little", signed=True) * 512

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True


class FakeMicrophone:
    """One device, "Headset"; any other is lost."""

    def __init__(self) -> None:
        self.feeds: list[FakeFeed] = []

    def open(self, device: str) -> Feed:
        """Open the headset."""
        if device not in {"", "Headset"}:
            raise DeviceLost(f"{device} does not open.", "Choose another microphone.")
        self.feeds.append(FakeFeed(9000))
        return self.feeds[-1]


class FakeLoudspeaker:
    """Plays nothing, and remembers what it was asked to play."""

    def __init__(self) -> None:
        self.played: list[Excerpt] = []
        self.holds = False
        """True: go on sounding until stopped."""

    def __call__(
        self, excerpt: Excerpt, device: str, stop: Stop, tell: Callable[[float], None]
    ) -> bool:
        """Note what is to be played."""
        del device
        self.played.append(excerpt)
        tell(excerpt.start + 0.03)
        while self.holds and not stop.is_set():
            threading.Event().wait(0.01)
        return not stop.is_set()


class FakeSounds:
    """A wave of any recording."""

    def peaks(self, audio: Path, count: int) -> tuple[float, ...]:
        """Return levels that go up and down."""
        del audio
        return tuple(0.1 + 0.8 * ((place * 37) % 100) / 100 for place in range(count))

    def small(self, audio: Path) -> tuple[str, bytes]:
        """Return the beginning of the recording."""
        return "audio/flac", audio.read_bytes()[:2000]

    def seconds(self, audio: Path) -> float:
        """Return ten seconds."""
        del audio
        return 10.0

    def join(self, parts: tuple[Path, ...], out: Path, gap: float = 0.6) -> None:
        """Write them one after the other."""
        del gap
        out.write_bytes(b"".join(part.read_bytes() for part in parts))


class FarSide:
    """Everything on the far side of the window, as doubles that tests look into."""

    def __init__(self) -> None:
        self.microphone = FakeMicrophone()
        self.loudspeaker = FakeLoudspeaker()
        self.interviews: list[FakeInterview] = []
        self.mended = 0
        """How often what an early exit left was looked for."""
        self.warmed: list[str] = []
        """Profiles whose engines were loaded ahead."""
        self.sentences: list[float] = []
        """Seconds of each sentence that was to be read back."""
        self.heard = "I trained the model on two years of data."
        self.reads = threading.Event()
        """Cleared, the reading back of a sentence takes until it is set."""
        self.reads.set()

    def hear(self, sentence: Path, profile: str) -> str:
        """Note the length of the sentence and return words for it."""
        del profile
        with wave.open(str(sentence), "rb") as read:
            self.sentences.append(read.getnframes() / read.getframerate())
        self.reads.wait(10)
        return self.heard

    def parts(self, *, able: bool = True) -> Parts:
        """Return the parts a window takes; without ``able`` no interview can be held."""

        def mend(_profile: str, _told: object) -> int:
            self.mended += 1
            return 0

        def interview(wish: Wish, tell: Tell) -> FakeInterview:
            self.interviews.append(FakeInterview(wish, tell))
            return self.interviews[-1]

        return Parts(
            devices=lambda: (
                Device("Headset", 1, 0, True),
                Device("Headset", 0, 2, True),
                Device("Laptop microphone", 1, 0, False),
            ),
            microphone=self.microphone,
            play=self.loudspeaker,
            sounds=FakeSounds(),
            interview=interview if able else None,
            mend=mend,
            warm=self.warmed.append,
            close=lambda: None,
            hear=self.hear,
        )
