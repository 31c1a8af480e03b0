"""Small true doubles of the engines that answer by what they are given, and a session of them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from mockvoice.domain.delivery import Prosody
from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.events import Fact, Gauge, StateChanged
from mockvoice.domain.ports import (
    FollowUpRequest,
    JudgeRequest,
    Progress,
    TranscribeRequest,
    no_progress,
)
from mockvoice.domain.question import Competency, Kind, Level, Question, RubricPoint
from mockvoice.domain.session import State
from mockvoice.domain.transcript import Span, Transcript, Word
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict
from mockvoice.engine.fakes import FakeVoice
from mockvoice.services import review
from mockvoice.services.cast import Asked, Cast, Options
from mockvoice.services.interview import Interview
from mockvoice.services.locking import Folders
from mockvoice.services.review import Draft, Library
from mockvoice.services.store import SessionRow, Store
from tests.services.sound import (
    SECOND,
    FakeMicrophone,
    FakeSpeaker,
    FakeTurnEnd,
    FakeVoiceActivity,
)

T = TypeVar("T")


def transcript(text: str, seconds: float) -> Transcript:
    """Words of half a second each."""
    words = tuple(
        Word(text=word, start=n * 0.5, end=n * 0.5 + 0.4, probability=0.9, filler=False)
        for n, word in enumerate(text.split())
    )
    return Transcript(
        seconds=seconds,
        text=text,
        verbatim_text=text,
        words=words,
        fillers=(),
        speech=(Span(start=0.0, end=seconds),) if words else (),
        model="ear",
    )


class Ear:
    """Hears in a file what the test says is in it; a stretch from its start holds it all."""

    def __init__(self, said: dict[str, str]) -> None:
        self.said = said
        self.asked: list[TranscribeRequest] = []
        self.error: MockvoiceError | None = None
        self.ready = threading.Event()
        self.wait: Callable[[], object] = lambda: None
        """Done before it has heard."""

    def transcribe(
        self, request: TranscribeRequest, progress: Progress = no_progress
    ) -> Transcript:
        """Return what is in the file."""
        self.asked.append(request)
        self.wait()
        if self.error:
            raise self.error
        progress(1.0)
        text = self.said.get(request.audio.name, "") if request.start == 0 else ""
        return transcript(text, request.audio.stat().st_size / SECOND)

    def prepare(self) -> None:
        """Remember that it was asked."""
        self.ready.set()


class Mind:
    """A point is covered when its id is among the words; has no wording of its own."""

    def __init__(self) -> None:
        self.judged: list[str] = []
        self.looked: list[str] = []
        self.prepared: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.error: MockvoiceError | None = None
        self.go = threading.Event()
        """Cleared, it thinks for ever."""
        self.go.set()

    def judge(self, request: JudgeRequest, progress: Progress = no_progress) -> Judgement:
        """Look for the ids."""
        self.judged.append(request.answer)
        progress(1.0)
        return Judgement(
            verdicts=tuple(self._verdict(point.id, request.answer) for point in request.rubric),
            model="mind",
            method="ids",
        )

    def look(self, request: JudgeRequest, point: str) -> PointVerdict:
        """Look for one id."""
        if self.error:
            raise self.error
        self.looked.append(request.answer)
        assert self.go.wait(10)
        return self._verdict(point, request.answer)

    @staticmethod
    def _verdict(point: str, answer: str) -> PointVerdict:
        said = point in answer
        verdict = Verdict.COVERED if said else Verdict.MISSED
        return PointVerdict(point=point, verdict=verdict, probability=0.9 if said else 0.1)

    def prepare(self, request: JudgeRequest) -> None:
        """Remember it."""
        self.prepared.put(request.answer)

    def word_follow_up(self, _request: FollowUpRequest, _progress: Progress = no_progress) -> str:
        """Say nothing, so that the authored probe is asked."""
        return ""


class Tape:
    """Sound files without an encoder: what is joined lies one after the other."""

    def peaks(self, _audio: Path, count: int) -> tuple[float, ...]:
        """Return silence."""
        return (0.0,) * count

    def seconds(self, audio: Path) -> float:
        """Return the length."""
        return audio.stat().st_size / SECOND

    def join(self, parts: tuple[Path, ...], out: Path, gap: float = 0.6) -> None:
        """Write them one after the other."""
        out.write_bytes(bytes(int(gap * SECOND)).join(part.read_bytes() for part in parts))

    def compress(self, pcm: Path, out: Path) -> None:
        """Copy it."""
        out.write_bytes(pcm.read_bytes())

    def prosody(self, _audio: Path) -> Prosody:
        """Hear no melody."""
        return Prosody(pitch_variation_semitones=None, loudness_variation_db=None)

    def small(self, audio: Path) -> tuple[str, bytes]:
        """Return the file."""
        return "audio/raw", audio.read_bytes()


class FakeClock:
    """Time that the test moves."""

    def __init__(self) -> None:
        self.time = 100.0
        self.looked = threading.Event()
        """Set whenever somebody has looked at it."""

    def now(self) -> float:
        """Return it."""
        self.looked.set()
        return self.time


def question(name: str, points: tuple[str, ...] = ("bias",), think: int = 0) -> Question:
    """A question whose probes name the point."""
    return Question(
        id=name,
        text=f"Tell me about {name}.",
        rewordings=(f"What is {name}?",),
        competency=Competency.ML_FUNDAMENTALS,
        kind=Kind.TECHNICAL,
        levels={Level.MID: "It."},
        answer_seconds=60,
        think_seconds=think,
        rubric=tuple(
            RubricPoint(id=one, text=f"Says {one}.", probe=f"And what about {one}?")
            for one in points
        ),
    )


def recovered(store: Store, library: Library) -> tuple[Draft, ...]:
    """What another window would find left behind."""
    folders = Folders()
    try:
        return review.recover(store, library.recordings, Tape(), folders)
    finally:
        folders.free()


class Room:
    """An interview with its doubles and what it told."""

    def __init__(self, folder: Path) -> None:
        self.library = Library(folder / "library.sqlite", folder / "recordings")
        self.ear = Ear({})
        self.mind = Mind()
        self.voice = FakeVoice()
        self.microphone = FakeMicrophone()
        self.speaker = FakeSpeaker()
        self.vad = FakeVoiceActivity()
        self.turn_end = FakeTurnEnd()
        self.clock = FakeClock()
        self.events: queue.SimpleQueue[Fact | Gauge] = queue.SimpleQueue()
        self.told: list[Fact | Gauge] = []
        self.session = SessionRow(id="s1", started="2026-01-01T00:00:00+00:00", title="Test")

    @property
    def folder(self) -> Path:
        """Where the session's recordings lie."""
        return self.library.recordings / "s1"

    @contextmanager
    def interview(
        self, *questions: Question, options: Options | None = None
    ) -> Iterator[Interview]:
        """An interview on these questions that is ended at the end."""
        cast = Cast(
            transcriber=self.ear,
            judge=self.mind,
            voice=self.voice,
            audio=Tape(),
            microphone=self.microphone,
            speaker=self.speaker,
            vad=self.vad,
            turn_end=self.turn_end,
            clock=self.clock,
        )
        asked = [Asked(f"pack/{one.id}", one) for one in questions]
        made = Interview(
            self.session, asked, cast, options or Options(), self.library, self.events.put
        )
        try:
            yield made
        finally:
            self.speaker.go.set()
            made.close()
            assert made.join(10)

    def until(self, kind: type[T], holds: Callable[[T], bool] = lambda _event: True) -> T:
        """Return the next event of a kind."""
        while True:
            event = self.events.get(timeout=5)
            self.told.append(event)
            if isinstance(event, kind) and holds(event):
                return event

    def until_state(self, state: State) -> StateChanged:
        """Wait for a state."""
        return self.until(StateChanged, lambda event: event.state is state)

    def spoken(self) -> list[str]:
        """Return what the loudspeaker has played so far, in order."""
        return [self.voice.said[int(name.split(".")[0]) - 1] for name, _ in self.speaker.played]

    def states(self) -> list[State]:
        """Return the states gone through so far."""
        return [event.state for event in self.told if isinstance(event, StateChanged)]
