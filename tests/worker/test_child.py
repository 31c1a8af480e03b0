"""The worker's side of the pipe, spoken to without a host."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, Any

import pytest

from mockvoice import paths
from mockvoice.worker import messages as m


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    """A fake worker that has said it is ready."""
    process = _start()
    with process:
        assert process.stdout
        assert [_read(process.stdout)["type"] for _ in range(2)] == ["hello", "ready"]
        try:
            yield process
        finally:
            process.kill()


def _start() -> subprocess.Popen[bytes]:
    options = m.WorkerOptions().model_dump_json()
    return subprocess.Popen(
        [sys.executable, "-m", "mockvoice", "--worker", "fake", "--options", options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=paths.PACKAGE.parent,
    )


def _read(pipe: IO[bytes]) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(pipe.readline())
    return message


def _echo(number: int, fault: m.Fault | None = None) -> bytes:
    return m.line(m.Request(id=number, task=m.Echo(text="yes", fault=fault)))


def test_the_worker_leaves_when_the_pipe_closes(child: subprocess.Popen[bytes]) -> None:
    """End of input ends an idle worker with exit code 0."""
    _, log = child.communicate()

    assert (child.returncode, log) == (0, b"")


def test_the_worker_leaves_in_the_middle_of_work(child: subprocess.Popen[bytes]) -> None:
    """End of input ends a worker that would work for ever."""
    child.communicate(_echo(1, m.Fault.STUBBORN))

    assert child.returncode == 0


def test_the_worker_leaves_when_the_app_dies_while_it_writes(
    child: subprocess.Popen[bytes],
) -> None:
    """Half a request at the end of input leaves no worker behind."""
    _, log = child.communicate(_echo(1)[:-9], timeout=60)

    assert (child.returncode, log) == (0, b"")


def test_prints_go_to_the_log(child: subprocess.Popen[bytes]) -> None:
    """What is printed on fd 1, by C or by Python, is in stderr and never in the protocol."""
    assert child.stdin
    assert child.stdout
    child.stdin.write(_echo(1, m.Fault.NATIVE_PRINT))
    child.stdin.flush()
    heard = [_read(child.stdout) for _ in range(2)]
    rest, log = child.communicate()

    assert [message["type"] for message in heard] == ["progress", "result"]
    assert rest == b""
    assert b"a native library prints" in log
    assert b"and so does a Python one" in log


def test_ctrl_c_is_the_apps_to_handle(child: subprocess.Popen[bytes]) -> None:
    """A worker outlives SIGINT and goes on answering."""
    os.kill(child.pid, signal.SIGINT)
    assert child.stdin
    assert child.stdout
    child.stdin.write(_echo(1))
    child.stdin.flush()

    assert [_read(child.stdout)["type"] for _ in range(2)] == ["progress", "result"]


def test_a_cancel_that_came_too_early_ends_the_request(child: subprocess.Popen[bytes]) -> None:
    """A cancel in the pipe before its request is obeyed, and the next request is answered."""
    assert child.stdin
    assert child.stdout
    child.stdin.write(m.line(m.Cancel(id=1)) + _echo(1, m.Fault.PATIENT) + _echo(2))
    child.stdin.flush()
    heard = [_read(child.stdout) for _ in range(3)]

    assert [message["type"] for message in heard] == ["failure", "progress", "result"]
    assert heard[0]["error"] == "Cancelled"
