"""The host, against real child processes that fail in every way they can."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mockvoice import paths
from mockvoice.domain.errors import Cancelled, MockvoiceError, ModelMissing, RoleOff
from mockvoice.worker import messages as m
from mockvoice.worker.host import Host, Limits, rebuild_line
from tests.leaks import Log

BROKE = "broke .* trying once more"
QUICK = Limits(silence_s=1.0, cancel_s=0.5, close_s=2.0)
DEADLY = {
    m.Fault.CRASH: "SIGSEGV",
    m.Fault.HANG: "silent for 1 s",
    m.Fault.GARBAGE: "cannot be read",
    m.Fault.QUIT: "exit code 3",
}


@pytest.fixture
def host() -> Iterator[Host]:
    """A host of a fake worker."""
    with Host(m.RoleName.FAKE, m.WorkerOptions(), QUICK) as host:
        yield host


def _echo(host: Host, text: str = "yes", **options: object) -> str:
    task = m.Echo.model_validate({"text": text, **options})
    return host.ask(task, m.Text).text


def _once(action: Callable[[], None]) -> Callable[[float], None]:
    """A progress callback that acts at its first call."""
    left = [action]
    return lambda _share: left.pop()() if left else None


def _signal(host: Host, number: signal.Signals) -> Callable[[], None]:
    def send() -> None:
        assert host.pid is not None
        os.kill(host.pid, number)

    return send


def test_nothing_runs_until_it_is_needed(host: Host) -> None:
    """A host without a request has no process."""
    assert host.pid is None


def test_an_echo_comes_back(host: Host) -> None:
    """A request is answered, whatever its text, and the worker is kept for the next."""
    text = "línea\n— λ " * 20_000
    assert _echo(host, text) == text
    first = host.pid

    assert _echo(host) == "yes"
    assert host.pid == first


def test_warming_starts_the_worker(host: Host) -> None:
    """After warming the worker is there and has said which model it runs."""
    ready = host.warm()

    assert ready.model == "fake"
    assert host.pid is not None


@pytest.mark.parametrize("fault", DEADLY)
def test_one_failure_is_mended_by_a_retry(
    host: Host, fault: m.Fault, tmp_path: Path, log: Log
) -> None:
    """A worker that fails once is replaced and the request succeeds unseen."""
    log.expect(BROKE)
    assert _echo(host, fault=fault, once=tmp_path / "failed") == "yes"
    assert (tmp_path / "failed").exists()


@pytest.mark.parametrize(("fault", "why"), DEADLY.items())
def test_a_second_failure_switches_the_role_off(
    host: Host, fault: m.Fault, why: str, log: Log
) -> None:
    """After two failures the reason is told, and no further process is started."""
    log.expect(BROKE)
    with pytest.raises(RoleOff, match=why) as told:
        _echo(host, fault=fault)
    assert "fake" in told.value.message
    assert told.value.hint

    with pytest.raises(RoleOff, match=why):
        _echo(host)
    assert host.pid is None


def test_a_role_comes_back_when_the_user_asks(host: Host, log: Log) -> None:
    """After revive the next request is answered."""
    log.expect(BROKE)
    with pytest.raises(RoleOff):
        _echo(host, fault=m.Fault.CRASH)
    assert host.off

    host.revive()

    assert host.off is None
    assert _echo(host) == "yes"


def test_last_words_are_kept_for_the_log(host: Host, log: Log) -> None:
    """What a worker printed before it ended is the detail of the error."""
    log.expect(BROKE)
    with pytest.raises(RoleOff) as told:
        _echo(host, fault=m.Fault.QUIT)

    assert "last words" in told.value.detail


@pytest.mark.parametrize(("fault", "why"), DEADLY.items())
def test_failing_while_starting_switches_the_role_off(fault: m.Fault, why: str, log: Log) -> None:
    """A worker that never gets ready is tried twice, then the role is off."""
    log.expect(BROKE)
    options = m.WorkerOptions(fault=fault)
    with Host(m.RoleName.FAKE, options, QUICK) as host, pytest.raises(RoleOff, match=why):
        host.warm()


def test_another_version_is_refused_at_once() -> None:
    """A worker of another protocol version is told apart from one that talks garbage."""
    options = m.WorkerOptions(fault=m.Fault.WRONG_VERSION)
    with (
        Host(m.RoleName.FAKE, options, QUICK) as host,
        pytest.raises(RoleOff, match=f"version {m.PROTOCOL + 1}.*version {m.PROTOCOL}") as told,
    ):
        host.warm()
    assert "start it again" in told.value.hint


def test_a_missing_model_is_not_a_failure_of_the_worker() -> None:
    """A worker that refuses in good order leaves the role on, so that a fetch mends it."""
    options = m.WorkerOptions(fault=m.Fault.MISSING_MODEL)
    with Host(m.RoleName.FAKE, options, QUICK) as host:
        for _ in range(2):
            with pytest.raises(ModelMissing, match="missing"):
                host.warm()
        assert host.off is None
        assert host.pid is None


def test_an_error_of_the_work_leaves_the_worker_alone(host: Host) -> None:
    """Errors in good order are raised as they are, and the same process goes on."""
    host.warm()
    first = host.pid
    with pytest.raises(ModelMissing):
        _echo(host, fault=m.Fault.MISSING_MODEL)
    with pytest.raises(MockvoiceError, match="ZeroDivisionError") as told:
        _echo(host, fault=m.Fault.BUG)

    assert "Traceback" in told.value.detail
    assert host.pid == first


def test_a_stopped_worker_is_noticed(host: Host, log: Log) -> None:
    """A worker that the system stopped in the middle of work is replaced."""
    log.expect(BROKE)
    stop = _once(_signal(host, signal.SIGSTOP))

    answer = host.ask(m.Echo(text="yes", fault=m.Fault.SLOW), m.Text, stop)

    assert answer.text == "yes"


def test_a_worker_that_reads_nothing_cannot_block(host: Host, log: Log) -> None:
    """A request larger than a pipe to a stopped worker neither blocks nor is lost."""
    log.expect(BROKE)
    host.warm()
    _signal(host, signal.SIGSTOP)()
    text = "x" * 1_000_000

    assert _echo(host, text) == text


def test_work_without_a_word_is_not_a_hang(host: Host) -> None:
    """A worker that computes for longer than the limit of silence is left to finish."""
    host.warm()
    first = host.pid

    assert _echo(host, fault=m.Fault.SLOW) == "yes"
    assert host.pid == first


def test_a_worker_that_died_while_idle_costs_nothing(host: Host) -> None:
    """A death between two requests is mended before the next, which keeps its own retry."""
    host.warm()
    assert host.pid is not None
    with _Watch(host.pid) as ended:
        _signal(host, signal.SIGKILL)()
        assert ended(5)

    assert _echo(host) == "yes"


def test_cancel_is_obeyed_by_a_worker_that_listens(host: Host) -> None:
    """A cancelled request ends, and its worker takes the next one."""
    host.warm()
    first = host.pid
    cancel = _once(host.cancel)
    with pytest.raises(Cancelled):
        host.ask(m.Echo(text="", fault=m.Fault.PATIENT), m.Text, cancel)

    assert _echo(host) == "yes"
    assert host.pid == first


def test_cancel_kills_a_worker_that_does_not_listen(host: Host) -> None:
    """A cancel takes effect within the limit even in the middle of native work."""
    host.warm()
    first = host.pid
    cancel = _once(host.cancel)
    with pytest.raises(Cancelled):
        host.ask(m.Echo(text="", fault=m.Fault.STUBBORN), m.Text, cancel)

    assert host.pid is None
    assert _echo(host) == "yes"
    assert host.pid != first


def test_cancel_from_another_thread(host: Host) -> None:
    """A thread that waits for an answer is freed by a cancel from elsewhere."""
    taken_up = threading.Event()
    outcome: list[type[BaseException]] = []

    def ask() -> None:
        try:
            host.ask(m.Echo(text="", fault=m.Fault.PATIENT), m.Text, lambda _share: taken_up.set())
        except Cancelled as error:
            outcome.append(type(error))

    thread = threading.Thread(target=ask)
    thread.start()
    assert taken_up.wait(10)
    host.cancel()
    thread.join(10)

    assert outcome == [Cancelled]


def test_cancel_while_nothing_runs_changes_nothing(host: Host) -> None:
    """A cancel that comes too late does not hit the next request."""
    host.cancel()

    assert _echo(host) == "yes"


def test_an_error_in_progress_cancels_the_work(host: Host) -> None:
    """What the caller's progress raises comes out, Ctrl-C included, and the work has ended."""

    def interrupt(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        host.ask(m.Echo(text="", fault=m.Fault.PATIENT), m.Text, interrupt)

    assert _echo(host) == "yes"


def test_close_ends_work_that_runs(host: Host) -> None:
    """Closing from another thread frees the one that waits and leaves no process."""
    close = _once(lambda: threading.Thread(target=host.close).start())
    with pytest.raises(Cancelled):
        host.ask(m.Echo(text="", fault=m.Fault.STUBBORN), m.Text, close)
    host.close()

    assert host.pid is None
    with pytest.raises(Cancelled):
        _echo(host)


def test_threads_take_turns(host: Host) -> None:
    """Requests from many threads each get their own answer."""
    answers: dict[str, str] = {}
    names = [str(number) for number in range(8)]

    def ask(name: str) -> None:
        answers[name] = _echo(host, name)

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {name: name for name in names}


@pytest.mark.skipif(sys.platform != "linux", reason="watches a stranger's child by pidfd")
@pytest.mark.parametrize("fault", [None, m.Fault.STUBBORN], ids=["idle", "working"])
def test_no_orphan_when_the_app_is_killed(fault: m.Fault | None) -> None:
    """When the app dies by kill -9 its worker ends by itself, even in the middle of work."""
    program = (
        "import sys\n"
        "from mockvoice.worker import messages as m\n"
        "from mockvoice.worker.host import Host\n"
        "host = Host(m.RoleName.FAKE, m.WorkerOptions())\n"
        "tell = lambda _share: print(host.pid, flush=True)\n"
        f"host.ask(m.Echo(text='', fault={fault.value if fault else None!r}), m.Text, tell)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=paths.PACKAGE.parent,
    ) as app:
        assert app.stdout
        worker = int(app.stdout.readline())
        with _Watch(worker) as ended:
            app.kill()

            assert ended(10)


def test_the_rebuild_line_turns_amx_off() -> None:
    """The line that mends a crash of llama.cpp can be pasted into a shell as it is."""
    line = rebuild_line()
    checked = subprocess.run(["sh", "-n", "-c", line], check=False)

    assert "-mno-amx-tile" in line
    assert "llama-cpp-python==" in line
    assert checked.returncode == 0


class _Watch:
    """Waits for the end of a process that need not be ours."""

    def __init__(self, pid: int) -> None:
        self._file = os.pidfd_open(pid)

    def __enter__(self) -> Callable[[float], bool]:
        return lambda timeout: bool(select.select([self._file], [], [], timeout)[0])

    def __exit__(self, *_: object) -> None:
        os.close(self._file)
