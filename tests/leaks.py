"""What a test may not leave behind: threads, children, Qt objects, log lines, connections."""

from __future__ import annotations

import gc
import logging
import re
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GRACE_S = 2.0
"""How long what is ending may take to end."""
LOOPBACK = ("127.", "localhost", "::1")
ALLOWED_CHILDREN = ("multiprocessing.resource_tracker",)
ALLOWED_THREADS = ("tqdm_monitor", "TMonitor", "pytest_timeout")


def children() -> dict[int, str]:
    """Return pid -> command line of the direct children, on Linux; {} elsewhere."""
    found: dict[int, str] = {}
    for task in Path("/proc/self/task").glob("*"):
        try:
            pids = (task / "children").read_text().split()
        except OSError:
            continue
        for pid in pids:
            found[int(pid)] = _command(int(pid))
    return {
        pid: command
        for pid, command in found.items()
        if not any(word in command for word in ALLOWED_CHILDREN)
    }


def threads() -> set[threading.Thread]:
    """Return the living threads."""
    return {
        thread
        for thread in threading.enumerate()
        if type(thread).__name__ not in ALLOWED_THREADS and thread.name not in ALLOWED_THREADS
    }


def wait_gone(left: Callable[[], list[str]]) -> list[str]:
    """Return what is still left after the grace."""
    end = time.monotonic() + GRACE_S
    while (names := left()) and time.monotonic() < end:
        time.sleep(0.02)
    return names


def qt_objects() -> list[str]:
    """Return open top-level windows, running timers and running threads of Qt."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    core = sys.modules.get("PySide6.QtCore")
    if widgets is None or core is None or widgets.QApplication.instance() is None:
        return []
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    names = [
        f"window {type(widget).__name__} “{widget.windowTitle()}”"
        for widget in widgets.QApplication.topLevelWidgets()
        if widget.isVisible()
    ]
    names += [f"timer {timer!r}" for timer in _alive(core.QTimer) if timer.isActive()]
    names += [f"thread {thread!r}" for thread in _alive(core.QThread) if _runs(core, thread)]
    return names


class Log(logging.Handler):
    """Collects warnings and worse; a test says which it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: list[logging.LogRecord] = []
        self._expected: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self._records.append(record)

    def expect(self, pattern: str) -> None:
        """Say that a line matching this expression will be, or was, logged."""
        self._expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """Return the lines that no test expected, and the expectations that did not come true."""
        lines = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in self._records]
        surprises = [
            f"logged: {line}"
            for line in lines
            if not any(pattern.search(line) for pattern in self._expected)
        ]
        absent = [
            f"never logged: {pattern.pattern}"
            for pattern in self._expected
            if not any(pattern.search(line) for line in lines)
        ]
        return surprises + absent


def forbid_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test at any connection of this process that leaves the machine."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _only_loopback(address[0])
        connect(self, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        _only_loopback(host)
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def _only_loopback(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and not str(name).startswith(LOOPBACK):
        pytest.fail(f"the test tried to reach {name} over the network")


def _command(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return "(ended)"
    return words or "(ended, but nobody waited for it)"


def _alive(kind: type) -> list[Any]:
    """Return Python-owned Qt objects of a kind whose C++ side still lives."""
    import shiboken6

    return [o for o in gc.get_objects() if isinstance(o, kind) and shiboken6.isValid(o)]


def _runs(core: Any, thread: Any) -> bool:
    return bool(thread.isRunning()) and thread is not core.QThread.currentThread()
