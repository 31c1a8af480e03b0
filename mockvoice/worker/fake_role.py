"""The role that does no work and fails on demand, so that tests meet true failures."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from mockvoice.domain.errors import MockvoiceError, ModelMissing
from mockvoice.domain.ports import Progress
from mockvoice.worker.messages import Answer, Echo, Fault, RoleName, Task, Text, WorkerOptions


class FakeRole:
    """Echoes, and fails in the way it is told to: while it starts, or at a request."""

    name = RoleName.FAKE

    def __init__(self, options: WorkerOptions, raw: Callable[[bytes], None]) -> None:
        self.model = options.model or "fake"
        self._raw = raw
        self._fault = options.fault

    def self_test(self) -> None:
        """Fail while starting, if so told."""
        self._fail(self._fault, lambda _share: None)

    def answer(self, task: Task, progress: Progress) -> Answer:
        """Echo the text, or fail."""
        if not isinstance(task, Echo):
            raise MockvoiceError(f"The fake role cannot do “{task.type}”.")
        fault = task.fault
        if fault and task.once is not None:
            if task.once.exists():
                fault = None
            else:
                task.once.touch()
        self._fail(fault, progress)
        return Text(text=task.text)

    def _fail(self, fault: Fault | None, progress: Progress) -> None:  # noqa: PLR0912 - a table
        match fault:
            case Fault.CRASH:
                os.kill(os.getpid(), signal.SIGSEGV)
            case Fault.HANG:
                threading.Event().wait()
            case Fault.GARBAGE:
                self._raw(b'{"type": "result", "id": "seven"\n')
                threading.Event().wait()
            case Fault.NATIVE_PRINT:
                os.write(1, b"a native library prints\n")
                print("and so does a Python one", flush=True)  # noqa: T201 - the point of it
            case Fault.MISSING_MODEL:
                raise ModelMissing("The model “fake” is missing.", "Fetch it.")
            case Fault.BUG:
                raise ZeroDivisionError("nobody expects this")
            case Fault.STUBBORN:
                while True:
                    pass
            case Fault.SLOW:
                began = time.monotonic()
                while time.monotonic() < began + 1.5:
                    pass
            case Fault.PATIENT:
                while True:
                    progress(0.5)
            case Fault.QUIT:
                sys.stderr.write("last words\n")
                sys.stderr.flush()
                os._exit(3)
            case _:
                return
