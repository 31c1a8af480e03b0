"""The guards of the test suite catch what they are there for."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import leaks

pytest_plugins = ["pytester"]


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A child that lives until the test is over."""
    child = subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdout
    child.stdout.readline()  # until then its command line may still be empty
    yield child
    child.communicate()


def test_a_connection_out_of_the_machine_fails_the_test() -> None:
    """Neither a name nor an address outside may be reached, whatever catches OSError."""
    with pytest.raises(pytest.fail.Exception, match=r"example\.org"):
        socket.create_connection(("example.org", 80), 1)
    with socket.socket() as plug, pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        plug.connect(("192.0.2.1", 80))


def test_loopback_may_be_reached() -> None:
    """Servers on this machine are part of tests."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), 2).close()


def test_a_child_is_seen_and_named(sleeper: subprocess.Popen[bytes]) -> None:
    """A living child shows with its command line."""
    assert "input()" in leaks.children()[sleeper.pid]


def test_a_thread_is_seen() -> None:
    """A living thread shows, and is gone after its end."""
    go = threading.Event()
    thread = threading.Thread(target=go.wait, name="left over")
    thread.start()

    assert thread in leaks.threads()

    go.set()
    thread.join()
    assert thread not in leaks.threads()


def test_unexpected_warnings_and_unfulfilled_expectations_are_named() -> None:
    """A warning that nobody expected is told, and so is an expected one that never came."""
    handler = leaks.Log()
    handler.emit(logging.makeLogRecord({"levelname": "WARNING", "name": "x", "msg": "odd"}))
    assert handler.unexpected() == ["logged: WARNING x: odd"]
    handler.expect("odd")
    handler.expect("even")
    assert handler.unexpected() == ["never logged: even"]


LEAKY = """
import logging, threading

def test_thread():
    '''Leaves a thread.'''
    threading.Thread(target=threading.Event().wait, args=(20,), name="stray", daemon=True).start()

def test_warning():
    '''Logs a warning.'''
    logging.getLogger("x").warning("odd")
"""


def test_the_suite_fails_for_a_stray_thread_and_a_warning(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fixtures in conftest turn each leak into a failure that names it."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    pytester.makeconftest("from tests.conftest import _nothing_left, log")
    pytester.makepyfile(LEAKY)

    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:xvfb")

    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines(["*left behind: thread stray*", "*WARNING x: odd*"])
