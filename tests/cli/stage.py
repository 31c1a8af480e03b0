"""The command line on a stage: real services and files, engines that one enqueues replies into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mockvoice import cli
from mockvoice.cli.wiring import Device, Engines
from mockvoice.domain.delivery import Prosody
from mockvoice.domain.errors import BadAudio
from mockvoice.engine.fakes import FakeJudge, FakeTranscriber, FakeVoice


class FakeAudio:
    """Sound files that are not looked into."""

    def peaks(self, audio: Path, count: int) -> tuple[float, ...]:
        """Return a flat waveform."""
        self._there(audio)
        return (0.5,) * count

    def seconds(self, audio: Path) -> float:
        """Return ten seconds."""
        self._there(audio)
        return 10.0

    def join(self, parts: tuple[Path, ...], out: Path, gap: float = 0.6) -> None:
        """Write the parts one after the other."""
        del gap
        out.write_bytes(b"".join(self._there(part).read_bytes() for part in parts))

    def prosody(self, audio: Path) -> Prosody:
        """Return a lively voice."""
        self._there(audio)
        return Prosody(pitch_variation_semitones=3.0, loudness_variation_db=4.0)

    def compress(self, pcm: Path, out: Path) -> None:
        """Copy."""
        out.write_bytes(self._there(pcm).read_bytes())

    def small(self, audio: Path) -> tuple[str, bytes]:
        """Return the file itself."""
        return "audio/flac", self._there(audio).read_bytes()

    @staticmethod
    def _there(audio: Path) -> Path:
        if not audio.is_file():
            raise BadAudio(f"{audio} is not there.", "Give a sound file.")
        return audio


@dataclass
class Stage:
    """A wiring whose engines are doubles."""

    transcriber: FakeTranscriber = field(default_factory=FakeTranscriber)
    judge: FakeJudge = field(default_factory=FakeJudge)
    voice: FakeVoice = field(default_factory=FakeVoice)
    audio: FakeAudio = field(default_factory=FakeAudio)
    opened: list[str] = field(default_factory=list)

    @contextmanager
    def engines(self, profile: str) -> Iterator[Engines]:
        """Lend the doubles."""
        self.opened.append(profile)
        yield self

    def sounds(self) -> FakeAudio:
        """Lend the double."""
        return self.audio

    def open_app(self) -> int:
        """Pretend that a window was opened and closed."""
        self.opened.append("app")
        return 0

    def play(self, audio: str) -> None:
        """Play nothing."""

    def devices(self) -> tuple[Device, ...]:
        """Return one of each."""
        return (
            Device(name="mic", inputs=1, outputs=0, default=True),
            Device(name="out", inputs=0, outputs=2, default=True),
        )

    def run(self, *arguments: str) -> int:
        """Run a command line and return its exit code."""
        return cli.main(self, list(arguments))
