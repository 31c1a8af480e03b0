"""Nothing leaves the machine: no socket of the internet is even tried."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mockvoice import paths

pytestmark = [pytest.mark.end2end, pytest.mark.skipif(sys.platform != "linux", reason="strace")]


def traced(command: list[str], log: Path) -> list[str]:
    """Run a command and its children under strace; return the lines that name the internet."""
    strace = shutil.which("strace")
    assert strace, "strace is missing: make test installs it"
    done = subprocess.run(
        [strace, "-f", "-qq", "-e", "trace=socket,connect", "-o", str(log), *command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(log.parent)},
    )
    assert done.returncode == 0, done.stderr
    return [line for line in log.read_text().splitlines() if "AF_INET" in line]


def test_the_trace_sees_a_connection(tmp_path: Path) -> None:
    """The instrument works: a connection that is tried shows up."""
    tries = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"

    assert traced([sys.executable, "-c", tries], tmp_path / "log")


def test_a_whole_assessment_tries_no_connection(weights: Path, tmp_path: Path) -> None:
    """Hearing, judging and wording a follow-up try no internet socket, telemetry neither."""
    assert weights.is_dir()
    reply = paths.assets() / "demo" / "reply.flac"
    command = [sys.executable, "-m", "mockvoice", "assess", str(reply)]
    options = ["--question", "ml-fundamentals/bias-variance", "--json", str(tmp_path / "out.json")]

    assert traced([*command, *options], tmp_path / "log") == []
    assert (tmp_path / "out.json").is_file()
