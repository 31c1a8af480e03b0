"""Work and events cross from other threads to the GUI thread, in order, and end cleanly."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from mockvoice.domain import events
from mockvoice.domain.errors import Cancelled, MockvoiceError, StoreProblem
from mockvoice.domain.events import Event, SignalQuality
from mockvoice.ui.background import Background
from mockvoice.ui.bridge import Bridge
from tests.leaks import Log

S = "session"


def level(seconds: float) -> events.Level:
    """Return a gauge."""
    return events.Level(session=S, turn=1, peak=0.1, quality=SignalQuality.FINE, seconds=seconds)


def test_facts_arrive_in_order_and_of_gauges_the_newest(qtbot: QtBot) -> None:
    """A gauge that waits is replaced by a newer one; facts are never dropped."""
    bridge = Bridge()
    told: list[Event] = []
    bridge.told.connect(told.append)
    fact = events.AnswerRecorded(session=S, turn=1, seconds=3)

    def talk() -> None:
        for event in (level(1), level(2), fact, level(3), level(4), fact):
            bridge.tell(event)

    thread = threading.Thread(target=talk)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(told) == 4)
    assert told == [level(2), fact, level(4), fact]


def test_work_is_done_elsewhere_and_told_here(qtbot: QtBot) -> None:
    """The work runs on the serial thread, what comes of it is told in the GUI thread."""
    background = Background("test")
    threads: list[str] = []

    def work() -> int:
        threads.append(threading.current_thread().name)
        return 7

    results: list[int] = []

    def done(result: int) -> None:
        threads.append(threading.current_thread().name)
        results.append(result)

    background.submit(work, done, lambda _error: None)
    qtbot.waitUntil(lambda: results == [7])
    assert threads == ["test", "MainThread"]
    background.close()


def test_errors_of_ours_are_told_cancelling_is_not(qtbot: QtBot) -> None:
    """A failure reaches ``failed``; a cancelled job tells nobody; the thread goes on."""
    background = Background("test")
    errors: list[MockvoiceError] = []
    results: list[str] = []

    def fail() -> str:
        raise StoreProblem("Locked.", "Wait.")

    def cancel() -> str:
        raise Cancelled

    background.submit(fail, results.append, errors.append)
    background.submit(cancel, results.append, errors.append)
    background.submit(lambda: "end", results.append, errors.append)
    qtbot.waitUntil(lambda: results == ["end"])
    assert [str(error) for error in errors] == ["Locked. Wait."]
    background.close()


def test_a_bug_is_logged_and_told(qtbot: QtBot, log: Log) -> None:
    """An exception that is none of ours does not end the thread."""
    log.expect("a job ended in a bug")
    background = Background("test")
    errors: list[MockvoiceError] = []
    background.submit(lambda: 1 // 0, lambda _result: None, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert "inside MockVoice" in errors[0].message
    background.close()


def test_nothing_is_told_after_closing(qtbot: QtBot) -> None:
    """A result that comes too late finds nobody, and no thread is left."""
    background = Background("test")
    begun, may_end = threading.Event(), threading.Event()
    results: list[bool] = []

    def work() -> bool:
        begun.set()
        return may_end.wait(5)

    background.submit(work, results.append, lambda _error: None)
    begun.wait(5)
    threading.Timer(0.05, may_end.set).start()
    background.close()
    qtbot.waitUntil(lambda: threading.active_count() == 1 or not results)
    assert results == []
