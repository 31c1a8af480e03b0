"""What is under way, by number: late news does nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from mockvoice.services.epoch import Epoch
from mockvoice.services.serial import Serial


@pytest.fixture
def serial() -> Iterator[Serial]:
    """A thread of the interview's kind."""
    made = Serial("interview")
    yield made
    made.close()
    assert made.join(10)


def test_news_is_done_on_the_thread_until_it_is_late(serial: Serial) -> None:
    """Also what waits in the queue already is late once all was given up."""
    epoch = Epoch(serial)
    told: list[tuple[str, str]] = []

    def tell(news: str) -> None:
        told.append((news, threading.current_thread().name))

    early, late = epoch.unless_ended(tell), epoch.unless_ended(tell)
    over = threading.Event()
    early("early")
    serial.do(epoch.end)
    late("late")
    serial.do(lambda: epoch.unless_ended(tell)("new"))
    serial.do(lambda: serial.do(over.set))
    assert over.wait(10)
    assert told == [("early", "interview"), ("new", "interview")]


def test_all_parts_let_go_at_each_end(serial: Serial) -> None:
    """In the order in which they asked for it."""
    epoch = Epoch(serial)
    let_go: list[str] = []
    epoch.at_end(lambda: let_go.append("microphone"))
    epoch.at_end(lambda: let_go.append("clock"))
    epoch.end()
    epoch.end()
    assert let_go == ["microphone", "clock"] * 2
