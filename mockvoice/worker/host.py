"""Keeps one worker at work: starts it when needed, survives its failures, stops it on request.

A worker that crashes, hangs or talks garbage is replaced and the request is tried once more; if
that fails too, the role is off until ``revive``, and every request says why and what to do. An
error that the worker reports in good order (no model, not audio) is raised as it is, untried again.
"""

from __future__ import annotations

import importlib.metadata
import logging
import shlex
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self, TypeVar

from mockvoice.domain.errors import Cancelled, MockvoiceError, RoleOff
from mockvoice.domain.ports import Progress, no_progress
from mockvoice.worker import messages as m
from mockvoice.worker.process import Garbage, Gone, WorkerProcess

_LOG = logging.getLogger(__name__)
A = TypeVar("A", bound=m.Answer)
T = TypeVar("T")

_BEAT_S: Final = 2.0
_BAD_BUILD: Final = frozenset({"SIGSEGV", "SIGILL", "SIGBUS", "SIGABRT", "SIGFPE"})
_NO_AMX: Final = "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"


@dataclass(frozen=True)
class Limits:
    """How long to wait; seconds."""

    start_s: float = 60.0
    """For a new process to say hello: an interpreter that starts on a busy machine."""
    silence_s: float = 60.0
    """Without any message, while loading or working, before the worker counts as hung. Workers
    send a beat every two seconds of work; native code may hold them back for a while."""
    cancel_s: float = 2.0
    """Between asking for a cancel and killing."""
    close_s: float = 2.0
    """Between closing the pipe and killing."""


class _Broke(Exception):
    """The worker crashed, hung or talked garbage."""

    def __init__(self, why: str, log: str, signal_name: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.log = log
        self.signal_name = signal_name


class Host:
    """One role and the process behind it; any thread may ask, one request runs at a time."""

    def __init__(
        self, role: m.RoleName, options: m.WorkerOptions, limits: Limits = Limits()
    ) -> None:
        self.role = role
        beat_s = min(_BEAT_S, limits.silence_s / 10)
        self._options = options.model_copy(update={"beat_s": beat_s})
        self._limits = limits
        self._turn = threading.Lock()  # held by the thread whose request runs
        self._state = threading.Lock()  # guards the four below, held for moments
        self._process: WorkerProcess | None = None
        self._busy = False
        self._cancel_asked = False
        self._closed = False
        self._ready: m.Ready | None = None
        self._off: RoleOff | None = None
        self._last_id = 0

    @property
    def off(self) -> RoleOff | None:
        """Why the role is off, or None when it is not."""
        return self._off

    @property
    def pid(self) -> int | None:
        """Process id of the worker, or None while none runs."""
        process = self._process
        return process.pid if process else None

    def ask(self, task: m.Task, answer: type[A], progress: Progress = no_progress) -> A:
        """Have a task done; blocks until it is.

        ``progress`` is called in this thread; what it raises cancels the task. Raises RoleOff,
        Cancelled, or the error that the worker reports.
        """
        return self._run(lambda process: self._work(process, task, answer, progress))

    def warm(self) -> m.Ready:
        """Start the worker now, so that the first request need not wait for it."""
        return self._run(lambda _process: self._loaded())

    def cancel(self) -> None:
        """From any thread: end the request that runs now, which then raises Cancelled."""
        with self._state:
            if self._busy:
                self._cancel_asked = True
                if self._process:
                    self._process.wake()

    def revive(self) -> None:
        """Let a role that is off try again at the next request."""
        self._off = None

    def close(self) -> None:
        """End the request that runs and the worker; the host is of no use afterwards."""
        with self._state:
            self._closed = True
        self.cancel()
        with self._turn:
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, job: Callable[[WorkerProcess], T]) -> T:
        with self._turn:
            if self._off:
                raise RoleOff(self._off.message, self._off.hint, self._off.detail)
            with self._state:
                if self._closed:
                    raise Cancelled
                self._busy, self._cancel_asked = True, False
            try:
                return self._twice(job)
            finally:
                with self._state:
                    self._busy = False

    def _twice(self, job: Callable[[WorkerProcess], T]) -> T:
        try:
            return self._once(job)
        except _Broke as broke:
            _LOG.warning("The %s broke (%s); trying once more.\n%s", self.role, broke, broke.log)
        try:
            return self._once(job)
        except _Broke as broke:
            self._off = _switched_off(self.role, broke)
            raise self._off from broke

    def _once(self, job: Callable[[WorkerProcess], T]) -> T:
        """Do a job; a worker that broke, or was left in the middle of something, is dropped."""
        if self._process and not self._process.alive:
            self._drop()  # it died while it had nothing to do
        try:
            return job(self._process or self._start())
        except _Broke:
            self._drop(kill=True)
            raise

    def _start(self) -> WorkerProcess:
        """Start a worker and wait until it has tested itself."""
        process = WorkerProcess(self.role, self._options)
        with self._state:
            self._process = process
        try:
            self._ready = self._welcome(process)
        except _Broke:
            raise
        except BaseException:
            self._drop()
            raise
        _LOG.info("The %s is ready after %.1f s.", self.role, self._ready.self_test_s)
        return process

    def _welcome(self, process: WorkerProcess) -> m.Ready:
        hello = self._receive(process, self._limits.start_s)
        if not isinstance(hello, m.Hello) or hello.role != self.role:
            raise _garbled(process, repr(hello))
        if hello.protocol != m.PROTOCOL:
            self._off = RoleOff(
                f"The {self.role} speaks version {hello.protocol} of the protocol, "
                f"this program version {m.PROTOCOL}.",
                "MockVoice was changed while it ran: start it again.",
            )
            raise self._off
        while True:
            message = self._receive(process)
            match message:
                case m.Ready():
                    return message
                case m.Failure():
                    raise message.as_error()
                case m.Beat():
                    pass
                case _:
                    raise _garbled(process, repr(message))

    def _loaded(self) -> m.Ready:
        assert self._ready is not None  # a process that is ready has said so
        return self._ready

    def _work(self, process: WorkerProcess, task: m.Task, answer: type[A], progress: Progress) -> A:
        self._last_id += 1
        request = m.Request(id=self._last_id, task=task)
        process.send(request)
        try:
            given = self._result(process, request.id, answer, progress)
        except _Broke:
            raise
        except BaseException:
            # Cancelled from another thread, Ctrl-C, or a progress that raised.
            self._stop(process, request.id)
            raise
        if isinstance(given, MockvoiceError):
            raise given
        return given

    def _result(
        self, process: WorkerProcess, request: int, answer: type[A], progress: Progress
    ) -> A | MockvoiceError:
        """Wait for the last word on a request; late words on earlier ones are passed over."""
        while True:
            message = self._receive(process)
            match message:
                case m.Progress(id=number, share=share):
                    if number == request:
                        progress(share)
                case m.Result(id=number, answer=given):
                    if number != request:
                        continue
                    if not isinstance(given, answer):
                        raise _garbled(process, given.type)
                    return given
                case m.Failure(id=number):
                    if number == request:
                        return message.as_error()
                case m.Beat():
                    pass
                case _:
                    raise _garbled(process, repr(message))

    def _receive(self, process: WorkerProcess, patience_s: float | None = None) -> m.FromWorker:
        """Wait for a message; raises _Broke, or Cancelled when another thread asked for that."""
        silence_s = patience_s or self._limits.silence_s
        while True:
            if self._cancel_asked:
                raise Cancelled
            item = process.receive(silence_s)
            match item:
                case None:
                    raise _Broke(f"it was silent for {silence_s:g} s", process.log)
                case Gone():
                    end = process.close(self._limits.close_s)
                    raise _Broke(end.words, process.log, end.signal_name)
                case Garbage(text=text):
                    raise _garbled(process, text)
                case m.Hello() | m.Ready() | m.Beat() | m.Progress() | m.Result() | m.Failure():
                    return item
                case _:
                    pass  # woken: look at the cancel

    def _stop(self, process: WorkerProcess, request: int) -> None:
        """Ask for a cancel; a worker that does not end its request in time is killed."""
        obeyed = False
        try:
            process.send(m.Cancel(id=request))
            obeyed = self._obeyed(process, request)
        finally:
            if not obeyed:
                self._drop(kill=True)

    def _obeyed(self, process: WorkerProcess, request: int) -> bool:
        limit_s = self._limits.close_s if self._closed else self._limits.cancel_s
        deadline = time.monotonic() + limit_s
        while (left := deadline - time.monotonic()) > 0:
            match process.receive(left):
                case m.Result(id=number) | m.Failure(id=number) if number == request:
                    return True
                case None | Gone() | Garbage():
                    return False
                case _:
                    pass  # an earlier message, or woken
        return False

    def _drop(self, *, kill: bool = False) -> None:
        with self._state:
            process, self._process = self._process, None
        if process:
            process.close(0.0 if kill else self._limits.close_s)


def _garbled(process: WorkerProcess, what: str) -> _Broke:
    return _Broke("it said something that cannot be read", f"{process.log}\n{what[:200]}")


def _switched_off(role: m.RoleName, broke: _Broke) -> RoleOff:
    return RoleOff(
        f"The {role} failed twice and is switched off: {broke.why}.",
        _what_to_do(role, broke.signal_name),
        broke.log,
    )


def _what_to_do(role: m.RoleName, signal_name: str) -> str:
    if role is m.RoleName.JUDGE and signal_name in _BAD_BUILD:
        return (
            "Most likely llama.cpp was built for a processor this machine does not quite have. "
            f"Rebuild it with:\n{rebuild_line()}"
        )
    if signal_name == "SIGKILL":
        return (
            "Most likely the memory ran out: close other programs or choose the light models, "
            "then try again."
        )
    return "Try again; if it goes on, start MockVoice again and report it with the log."


def rebuild_line() -> str:
    """Return the shell line that builds llama.cpp without AMX (llama.cpp issue 20824)."""
    try:
        version = "==" + importlib.metadata.version("llama-cpp-python")
    except importlib.metadata.PackageNotFoundError:
        version = ""
    flags = f"-DCMAKE_C_FLAGS='{_NO_AMX}' -DCMAKE_CXX_FLAGS='{_NO_AMX}'"
    return (
        f'CMAKE_ARGS="{flags}" {shlex.quote(sys.executable)} -m pip install --force-reinstall '
        f"--no-deps --no-cache-dir --no-binary llama-cpp-python llama-cpp-python{version}"
    )
