"""What the app and a worker process say to each other: one JSON line per message.

Every message has a ``type``; a task or an answer inside a message has one of its own. The app
sends ``request`` and ``cancel``; a worker sends ``hello``, ``ready``, ``beat``, ``progress``,
``result`` and ``failure``. Request ids rise by one, so that late messages are known by comparison.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from mockvoice.domain import errors
from mockvoice.domain.base import Frozen
from mockvoice.domain.delivery import Prosody
from mockvoice.domain.errors import BadData, MockvoiceError
from mockvoice.domain.ports import FollowUpRequest, JudgeRequest, SpokenClip, TranscribeRequest
from mockvoice.domain.transcript import Transcript
from mockvoice.domain.verdict import Judgement, PointVerdict
from mockvoice.worker import fault

PROTOCOL: Final = 2
"""Raised whenever a message changes its form; both sides must agree."""


class RoleName(StrEnum):
    """What a worker process is for."""

    TRANSCRIBER = "transcriber"
    JUDGE = "judge"
    VOICE = "voice"
    FAKE = "fake"
    """Does no work; fails in every way a worker can fail. For tests."""


Fault = fault.Fault


class WorkerOptions(Frozen):
    """What a worker is told on its command line."""

    model: str = ""
    """Id of the model, as in the manifest."""
    weights: Path | None = None
    """The model's folder (transcriber, voice) or its GGUF file (judge)."""
    head: Path | None = None
    """The judge's trained head, if there is one."""
    threads: int = Field(default=2, ge=1)
    beat_s: float = Field(default=2.0, gt=0)
    """Seconds between two signs of life while loading or working; the host sets it."""
    fault: Fault | None = None
    """Role fake only: what goes wrong while it starts."""


# Tasks, each with the answer that belongs to it.


class Transcribe(Frozen):
    """Answered by Heard."""

    type: Literal["transcribe"] = "transcribe"
    request: TranscribeRequest


class Heard(Frozen):
    """A finished transcript."""

    type: Literal["heard"] = "heard"
    transcript: Transcript


class Peaks(Frozen):
    """Answered by Levels."""

    type: Literal["peaks"] = "peaks"
    audio: Path
    count: int


class Levels(Frozen):
    """Peak levels 0..1."""

    type: Literal["levels"] = "levels"
    peaks: tuple[float, ...]


class Measure(Frozen):
    """Asks how long a recording is; answered by Length."""

    type: Literal["measure"] = "measure"
    audio: Path


class Decode(Frozen):
    """Asks for raw 16 kHz PCM; answered by Length."""

    type: Literal["decode"] = "decode"
    audio: Path
    out: Path


class Length(Frozen):
    """How long a recording is."""

    type: Literal["length"] = "length"
    seconds: float


class Compress(Frozen):
    """Asks for a FLAC file; answered by Done."""

    type: Literal["compress"] = "compress"
    pcm: Path
    out: Path


class Join(Frozen):
    """Asks for recordings one after the other as FLAC; answered by Done."""

    type: Literal["join"] = "join"
    parts: tuple[Path, ...]
    out: Path
    gap: float


class Melody(Frozen):
    """Asks how much pitch and loudness vary; answered by Varied."""

    type: Literal["melody"] = "melody"
    audio: Path


class Varied(Frozen):
    """Variation of pitch and loudness."""

    type: Literal["varied"] = "varied"
    prosody: Prosody


class Shrink(Frozen):
    """Asks for a small copy that any browser plays; answered by Copy."""

    type: Literal["shrink"] = "shrink"
    audio: Path


class Copy(Frozen):
    """A small copy of a recording; on the wire its bytes are base64."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    type: Literal["copy"] = "copy"
    mime: str
    content: bytes


class JudgeAnswer(Frozen):
    """Answered by Judged."""

    type: Literal["judge"] = "judge"
    request: JudgeRequest


class Judged(Frozen):
    """A finished judgement."""

    type: Literal["judged"] = "judged"
    judgement: Judgement


class LookFor(Frozen):
    """Answered by Seen."""

    type: Literal["look"] = "look"
    request: JudgeRequest
    point: str


class Seen(Frozen):
    """What was seen of one point."""

    type: Literal["seen"] = "seen"
    verdict: PointVerdict


class Load(Frozen):
    """Asks for the model to be loaded now; answered by Done."""

    type: Literal["load"] = "load"


class Prepare(Frozen):
    """Asks the judge to read ahead; answered by Done."""

    type: Literal["prepare"] = "prepare"
    request: JudgeRequest


class WordFollowUp(Frozen):
    """Answered by Text."""

    type: Literal["word_follow_up"] = "word_follow_up"
    request: FollowUpRequest


class Text(Frozen):
    """Words."""

    type: Literal["text"] = "text"
    text: str


class Say(Frozen):
    """Answered by Spoken."""

    type: Literal["say"] = "say"
    text: str
    out: Path
    speed: float = 1.0


class Spoken(Frozen):
    """A clip on disk."""

    type: Literal["spoken"] = "spoken"
    clip: SpokenClip


class Echo(Frozen):
    """Role fake only; answered by Text, or by a failure as asked."""

    type: Literal["echo"] = "echo"
    text: str
    fault: Fault | None = None
    once: Path | None = None
    """With this path the fault happens only while nothing is there, and puts a file there."""


class Done(Frozen):
    """Nothing more to say."""

    type: Literal["done"] = "done"


SoundTask = Peaks | Measure | Decode | Compress | Join | Melody | Shrink
Task = Transcribe | Load | SoundTask | JudgeAnswer | LookFor | Prepare | WordFollowUp | Say | Echo
Answer = Heard | Levels | Length | Varied | Copy | Judged | Seen | Text | Spoken | Done


# Messages to a worker.


class Request(Frozen):
    """Do this; a worker has at most one request at a time."""

    type: Literal["request"] = "request"
    id: int
    task: Annotated[Task, Field(discriminator="type")]


class Cancel(Frozen):
    """Stop the request as soon as you can."""

    type: Literal["cancel"] = "cancel"
    id: int


# Messages from a worker.


class Hello(Frozen):
    """The first line, before any library is loaded."""

    type: Literal["hello"] = "hello"
    protocol: int
    role: RoleName


class Ready(Frozen):
    """Loaded, and the self-test passed."""

    type: Literal["ready"] = "ready"
    model: str
    self_test_s: float
    """How long loading and the self-test took."""


class Beat(Frozen):
    """A sign of life: the process used the processor since the last one."""

    type: Literal["beat"] = "beat"


class Progress(Frozen):
    """The finished share of a request, 0..1; 0 when it is taken up."""

    type: Literal["progress"] = "progress"
    id: int
    share: float


class Result(Frozen):
    """The last word on a request that went well."""

    type: Literal["result"] = "result"
    id: int
    answer: Annotated[Answer, Field(discriminator="type")]


class Failure(Frozen):
    """The last word on a request, or on the start, that went wrong in an orderly way."""

    type: Literal["failure"] = "failure"
    id: int | None
    """None when the worker could not start."""
    error: str
    """Name of a class in domain.errors."""
    message: str
    hint: str
    detail: str = ""

    @classmethod
    def of(cls, request: int | None, error: MockvoiceError) -> Failure:
        """Write an error down for the other side."""
        return cls(
            id=request,
            error=type(error).__name__,
            message=error.message,
            hint=error.hint,
            detail=error.detail,
        )

    def as_error(self) -> MockvoiceError:
        """Return the error as it was raised on the other side."""
        kind = getattr(errors, self.error, None)
        if kind is errors.Cancelled:
            return errors.Cancelled(self.message)
        if isinstance(kind, type) and issubclass(kind, MockvoiceError):
            return kind(self.message, self.hint, self.detail)
        return MockvoiceError(self.message, self.hint, self.detail)


ToWorker = Request | Cancel
FromWorker = Hello | Ready | Beat | Progress | Result | Failure
M = TypeVar("M")

_TO_WORKER: TypeAdapter[ToWorker] = TypeAdapter(Annotated[ToWorker, Field(discriminator="type")])
_FROM_WORKER: TypeAdapter[FromWorker] = TypeAdapter(
    Annotated[FromWorker, Field(discriminator="type")]
)


class NotAMessage(MockvoiceError):
    """A line is no message of this protocol."""


def line(message: ToWorker | FromWorker) -> bytes:
    """Write a message as one line; raises BadData for a file name that is no text."""
    try:
        return message.model_dump_json().encode() + b"\n"
    except (PydanticSerializationError, UnicodeError) as error:
        raise BadData(
            "A file name or text has characters that are not valid Unicode.",
            "Give the file another name.",
            str(error),
        ) from error


def read_by_worker(text: bytes) -> ToWorker:
    """Read a line sent to a worker; raises NotAMessage."""
    return _read(_TO_WORKER, text)


def read_by_app(text: bytes) -> FromWorker:
    """Read a line sent by a worker; raises NotAMessage."""
    return _read(_FROM_WORKER, text)


def _read(adapter: TypeAdapter[M], text: bytes) -> M:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise NotAMessage("A line is no message.", detail=repr(text[:200])) from error
