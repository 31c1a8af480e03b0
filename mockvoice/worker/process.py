"""One worker process seen from the app: its pipes, its end, and the tail of its log.

Three threads per process: one writes requests, so that a child that reads nothing cannot block
the caller; one reads messages into a queue; one keeps the last of what it prints on stderr. All
three end with the process and are joined by ``close``.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import IO, Final

from mockvoice import paths
from mockvoice.worker.messages import (
    FromWorker,
    NotAMessage,
    RoleName,
    ToWorker,
    WorkerOptions,
    line,
    read_by_app,
)

_TAIL_BYTES: Final = 8192
_LONGEST_LINE: Final = 256 * 1024 * 1024
"""A line longer than this is garbage; a small copy of a two-hour recording is about a tenth."""


@dataclass(frozen=True)
class Gone:
    """The worker closed its end: it died or left."""


@dataclass(frozen=True)
class Garbage:
    """The worker wrote a line that is no message."""

    text: str


@dataclass(frozen=True)
class Woken:
    """Nothing came, but the waiting thread should look up."""


@dataclass(frozen=True)
class End:
    """How a process ended."""

    signal_name: str
    """As in "SIGSEGV"; empty when no signal ended it."""
    words: str
    """For a sentence: "it was ended by SIGSEGV"."""


class WorkerProcess:
    """A running worker."""

    def __init__(self, role: RoleName, options: WorkerOptions) -> None:
        self._process = subprocess.Popen(
            _command(role, options),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            # Ctrl-C in the terminal is the app's to handle, from the first moment on.
            start_new_session=True,
        )
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._inbox: SimpleQueue[FromWorker | Gone | Garbage | Woken] = SimpleQueue()
        self._tail = b""
        self._threads = [
            threading.Thread(target=work, name=f"{role} {name}", daemon=True)
            for name, work in (("write", self._write), ("read", self._read), ("log", self._log))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """False once it has ended."""
        return self._process.poll() is None

    @property
    def log(self) -> str:
        """The last few kilobytes of what it printed."""
        return self._tail.decode(errors="replace")

    def send(self, message: ToWorker) -> None:
        """Send a message; never blocks."""
        self._outbox.put(line(message))

    def receive(self, timeout: float) -> FromWorker | Gone | Garbage | Woken | None:
        """Return the next message, or None after ``timeout`` seconds of silence."""
        try:
            return self._inbox.get(timeout=timeout)
        except Empty:
            return None

    def wake(self) -> None:
        """Make a waiting ``receive`` return Woken."""
        self._inbox.put(Woken())

    def close(self, patience_s: float) -> End:
        """Close the pipe, wait ``patience_s`` for the child to leave, then kill it."""
        self._outbox.put(None)
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join()
        return _end(self._process.returncode)

    def _write(self) -> None:
        pipe = _pipe(self._process.stdin)
        try:
            while (text := self._outbox.get()) is not None:
                pipe.write(text)
                pipe.flush()
        except OSError:
            pass  # the child is gone; the reader tells
        finally:
            with contextlib.suppress(OSError):  # what was not written has no reader
                pipe.close()

    def _read(self) -> None:
        with _pipe(self._process.stdout) as pipe:
            for text in _lines(pipe):
                try:
                    self._inbox.put(read_by_app(text))
                except NotAMessage as error:
                    self._inbox.put(Garbage(error.detail))
                    break
            else:
                self._inbox.put(Gone())

    def _log(self) -> None:
        with _pipe(self._process.stderr) as pipe:
            while chunk := os.read(pipe.fileno(), _TAIL_BYTES):
                self._tail = (self._tail + chunk)[-_TAIL_BYTES:]  # only this thread writes it


def _lines(pipe: IO[bytes]) -> Iterator[bytes]:
    """Yield whole lines; half a line at the end is no garbage: the worker died while it wrote."""
    while text := pipe.readline(_LONGEST_LINE):
        if not text.endswith(b"\n") and len(text) < _LONGEST_LINE:
            return
        yield text


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _command(role: RoleName, options: WorkerOptions) -> list[str]:
    program = [sys.executable]
    if not getattr(sys, "frozen", False):
        # -P: a file named json.py in the user's folder must not be imported.
        program += ["-P", "-m", "mockvoice"]
    return [*program, "--worker", role, "--options", options.model_dump_json()]


def _environment() -> dict[str, str]:
    """The app's own; from a checkout that is not installed the child must find the package too."""
    root = paths.checkout()
    if root is None:
        return dict(os.environ)
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *([known] if known else [])])}


def _end(code: int) -> End:
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return End(signal_name=name, words=f"it was ended by {name}")
    if code == 0xC0000005:  # Windows: access violation
        return End(signal_name="SIGSEGV", words="it was ended by an access violation")
    return End(signal_name="", words=f"it ended by itself with exit code {code}")
