"""A machine without hardware: a private sound server, a screen that nobody sees, and no network.

The program plays into the sink ``interviewer_out`` (listen at its monitor) and hears the source
``candidate_mic``, into which a test speaks through the sink ``candidate_mic_sink``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

READY_S = 20.0

# Without norewinds the null sinks buffer two seconds and report times that are not true.
_SERVER = """\
load-module module-native-protocol-unix socket={run}/native auth-anonymous=1
load-module module-null-sink sink_name=interviewer_out norewinds=1 rate=48000 channels=2
load-module module-null-sink sink_name=candidate_mic_sink norewinds=1 rate=48000 channels=1
load-module module-remap-source source_name=candidate_mic master=candidate_mic_sink.monitor
set-default-sink interviewer_out
set-default-source candidate_mic
"""
# Read in place of the system's ALSA configuration; nothing in /etc is touched.
_ALSA = """\
pcm_type.pulse { lib libasound_module_pcm_pulse.so }
ctl_type.pulse { lib libasound_module_ctl_pulse.so }
pcm.!default { type pulse hint { show on description "Default (rig)" } }
ctl.!default { type pulse }
pcm.interviewer_out { type pulse device interviewer_out }
pcm.candidate_mic   { type pulse device candidate_mic }
"""


@dataclass(frozen=True)
class AudioRig:
    """A private PulseAudio server; ``env`` leads a child process to it."""

    env: Mapping[str, str]
    pid: int
    sink: str = "interviewer_out"
    source: str = "candidate_mic"
    microphone_sink: str = "candidate_mic_sink"

    def speak(self, wav: Path) -> None:
        """Play a recording into the candidate's microphone, and return when it is over."""
        # A short latency leaves gaps in the sound when the machine is busy.
        command = ["paplay", "-d", self.microphone_sink, "--latency-msec=200", str(wav)]
        subprocess.run(command, env=self._all(), check=True, timeout=120)

    @contextlib.contextmanager
    def listening(self, wav: Path) -> Iterator[None]:
        """Record what the program plays, 16 kHz mono, while the block runs."""
        command = ["parec", "-d", f"{self.sink}.monitor", "--rate=16000", "--channels=1"]
        with _process([*command, "--format=s16le", "--file-format=wav", str(wav)], self._all()):
            _until(wav.is_file, "parec did not start")
            yield

    @contextlib.contextmanager
    def speaking(self, wav: Path) -> Iterator[None]:
        """Play a recording into the candidate's microphone while the block runs, to its end."""
        command = ["paplay", "-d", self.microphone_sink, "--latency-msec=200", str(wav)]
        player = subprocess.Popen(command, env=self._all())
        try:
            yield
            assert player.wait(120) == 0
        finally:
            _end(player)

    def _all(self) -> dict[str, str]:
        return {**os.environ, **self.env}


@contextlib.contextmanager
def a_sound_server() -> Iterator[AudioRig]:
    """A private sound server while the block runs; only its own process is ended."""
    _need("pulseaudio", "pactl", "paplay", "parec")
    with _folder("mockvoice-rig-") as run:
        (run / "default.pa").write_text(_SERVER.format(run=run))
        (run / "asound.conf").write_text(_ALSA)
        env = {
            "PULSE_RUNTIME_PATH": str(run),
            "PULSE_STATE_PATH": str(run),
            "PULSE_SERVER": f"unix:{run}/native",
            "ALSA_CONFIG_PATH": str(run / "asound.conf"),
        }
        command = ["pulseaudio", "-n", "-F", str(run / "default.pa"), "--daemonize=no"]
        command += ["--exit-idle-time=-1", "--disallow-exit=no", "--use-pid-file=no"]
        command += ["--high-priority=no", "--realtime=no", "--disable-shm=no"]
        command += [f"--log-target=file:{run}/pulse.log"]
        everything = {**os.environ, **env}
        with _process(command, everything) as server:
            _until(lambda: "candidate_mic\t" in _sources(everything), f"no sound server in {run}")
            yield AudioRig(env, server.pid)


@contextlib.contextmanager
def a_screen() -> Iterator[Mapping[str, str]]:
    """An X server of its own; yields the environment that leads a child process to it."""
    _need("Xvfb", "xdotool")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        _end(server)


@pytest.fixture(scope="session")
def audio_rig() -> Iterator[AudioRig]:
    """A private sound server for the whole session."""
    with a_sound_server() as rig:
        yield rig


@pytest.fixture(scope="session")
def screen() -> Iterator[Mapping[str, str]]:
    """An X server for the whole session."""
    with a_screen() as env:
        yield env


@pytest.fixture(scope="session")
def desktop(screen: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """A screen with a message bus of its own, on which windows can be read aloud (AT-SPI)."""
    _need("dbus-daemon")
    with _folder("mockvoice-bus-") as run:
        bus = run / "bus"
        env = {
            **screen,
            # at-spi2 puts its own bus here; sockets that are files work without network, too.
            "XDG_RUNTIME_DIR": str(run),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "NO_AT_BRIDGE": "0",
        }
        command = ["dbus-daemon", "--session", "--nofork", f"--address=unix:path={bus}"]
        with _process(command, {**os.environ, **env}):
            _until(bus.exists, "dbus-daemon did not start")
            yield env


def offline() -> list[str]:
    """What to put before a command so that it runs where there is no network but the loopback."""
    _need("unshare")
    return ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-current-user", "--net"]


def _sources(env: Mapping[str, str]) -> str:
    command = ["pactl", "list", "short", "sources"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False).stdout


def _need(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.fail(f"{', '.join(missing)} missing here; `make test` installs it", pytrace=False)


def _until(holds: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + READY_S
    while not holds():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)


@contextlib.contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    # Not pytest's folder: the path of a socket may have 107 characters at most.
    path = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _process(command: list[str], env: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
