"""The worker's side: one role, one request at a time, until the app closes the pipe.

File descriptors 0 and 1 are moved out of reach before any library is loaded, so that nothing a
native library prints or reads can touch the protocol; what it prints goes to stderr, whose tail
the app keeps for the log.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from queue import SimpleQueue
from typing import BinaryIO, Final, NoReturn

from mockvoice.domain.errors import Cancelled, MockvoiceError
from mockvoice.worker.messages import (
    PROTOCOL,
    Answer,
    Beat,
    Cancel,
    Failure,
    Fault,
    FromWorker,
    Hello,
    NotAMessage,
    Progress,
    Ready,
    Request,
    Result,
    RoleName,
    WorkerOptions,
    line,
    read_by_worker,
)
from mockvoice.worker.roles import Role, open_role

_ENVIRONMENT: Final = {
    # A Whisper folder without tokenizer.json would fetch one.
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
_SIGN_OF_WORK_S: Final = 0.001
"""Processor seconds between two beats that count as work; a beat's own are not counted."""

_STEP: Final = 0.005
"""Smaller steps of progress than this are not told."""


class Wire:
    """Messages to the app, from whichever thread; the process ends when nobody listens."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def send(self, message: FromWorker) -> None:
        """Write one message."""
        self.raw(line(message))

    def raw(self, text: bytes) -> None:
        """Write bytes as they are."""
        with self._lock:
            try:
                self._out.write(text)
                self._out.flush()
            except OSError:
                os._exit(0)


class Inbox:
    """Reads what the app sends in a thread of its own, so that a cancel arrives during work."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._requests: SimpleQueue[Request] = SimpleQueue()
        self._cancelled = 0
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def next(self) -> Request:
        """Wait for a request."""
        return self._requests.get()

    def cancelled(self, request: int) -> bool:
        """True when the app no longer wants this request."""
        return request <= self._cancelled

    def _read(self) -> None:
        with contextlib.suppress(NotAMessage):  # half a line: the app died while it wrote
            for text in self._source:
                message = read_by_worker(text)
                if isinstance(message, Cancel):
                    self._cancelled = message.id  # only this thread writes it
                else:
                    self._requests.put(message)
        # The app closed the pipe or is gone: leave at once, out of native work too. Nothing
        # is lost, for results are complete files or messages.
        os._exit(0)


class Pulse:
    """Tells the app every few seconds of work that the process uses the processor.

    A process that is stopped, or waits for something that never comes, does not; native code
    may keep the interpreter's lock for longer than a beat, so the app waits for many beats.
    """

    def __init__(self, wire: Wire, beat_s: float) -> None:
        self._wire = wire
        self._beat_s = beat_s
        self._working = threading.Event()
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Beat while this lasts."""
        self._working.set()
        try:
            yield
        finally:
            self._working.clear()

    def _run(self) -> None:
        told = 0.0
        while self._working.wait():
            time.sleep(self._beat_s)
            used = time.process_time() - time.thread_time()
            if self._working.is_set() and used - told > _SIGN_OF_WORK_S:
                told = used
                self._wire.send(Beat())


def main(arguments: Sequence[str]) -> int:
    """Serve ``ROLE --options JSON`` until the app closes the pipe; returns the exit code."""
    name = RoleName(arguments[0])
    options = WorkerOptions.model_validate_json(arguments[arguments.index("--options") + 1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the app decides what Ctrl-C means
    os.environ.update(_ENVIRONMENT)
    os.environ.setdefault("OMP_NUM_THREADS", str(options.threads))
    # A thread that waits for the others sleeps: where engines share two cores, waiting in a loop
    # made 47 seconds of processor time out of 28 (docs/replies.md).
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    source, out = _private_pipes()
    _die_small()
    wire = Wire(out)
    inbox = Inbox(source)
    pulse = Pulse(wire, options.beat_s)
    told = PROTOCOL + (1 if options.fault is Fault.WRONG_VERSION else 0)
    wire.send(Hello(protocol=told, role=name))
    role = _start(name, options, wire, pulse)
    if role is not None:
        _serve(role, wire, inbox, pulse)
    return 1


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the protocol's two ends; leave nothing to read on 0, and the log on 1."""
    source = os.fdopen(os.dup(0), "rb")
    out = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return source, out


def _die_small() -> None:
    """After a crash leave a Python traceback in the log, and no core file of gigabytes."""
    faulthandler.enable(all_threads=False)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _start(name: RoleName, options: WorkerOptions, wire: Wire, pulse: Pulse) -> Role | None:
    """Load the role and let it test itself; None when it could not, which is then told."""
    began = time.monotonic()
    try:
        with pulse.working():
            role = open_role(name, options, wire.raw)
            role.self_test()
    except MockvoiceError as error:
        wire.send(Failure.of(None, error))
        return None
    except Exception as error:  # noqa: BLE001 - the border: whatever it is must be told
        wire.send(Failure.of(None, _bug(name, error)))
        return None
    wire.send(Ready(model=role.model, self_test_s=round(time.monotonic() - began, 3)))
    return role


def _serve(role: Role, wire: Wire, inbox: Inbox, pulse: Pulse) -> NoReturn:
    while True:
        request = inbox.next()
        with pulse.working():
            message = _answer(role, request, wire, inbox)
        wire.send(message)


def _answer(role: Role, request: Request, wire: Wire, inbox: Inbox) -> Result | Failure:
    told = -1.0

    def progress(share: float) -> None:
        nonlocal told
        if inbox.cancelled(request.id):
            raise Cancelled
        if share >= told + _STEP or share < told:
            told = share
            wire.send(Progress(id=request.id, share=share))

    try:
        progress(0.0)
        answer: Answer = role.answer(request.task, progress)
        return Result(id=request.id, answer=answer)
    except MockvoiceError as error:
        return Failure.of(request.id, error)
    except Exception as error:  # noqa: BLE001 - the border: a bug ends the stage, not the app
        return Failure.of(request.id, _bug(role.name, error))


def _bug(name: RoleName, error: Exception) -> MockvoiceError:
    return MockvoiceError(
        f"The {name} met a fault that nobody foresaw ({type(error).__name__}).",
        "Please report it with the log.",
        traceback.format_exc(),
    )
