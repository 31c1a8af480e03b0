"""What is under way in an interview, by number: news of what was given up does nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from mockvoice.services.serial import Serial

P = ParamSpec("P")


class Epoch:
    """What is under way now. Belongs to the thread ``serial``."""

    def __init__(self, serial: Serial) -> None:
        self._serial = serial
        self._number = 0
        self._at_end: list[Callable[[], None]] = []

    def at_end(self, do: Callable[[], None]) -> None:
        """Have this done whenever what is under way is given up."""
        self._at_end.append(do)

    def end(self) -> None:
        """Give up what is under way: its parts let go, and what they still tell comes too late."""
        self._number += 1
        for do in self._at_end:
            do()

    def unless_ended(self, do: Callable[P, None]) -> Callable[P, None]:
        """Return what other threads may call to have this done on ``serial``, unless what is under
        way now has been given up by then."""
        number = self._number

        def enqueue(*args: P.args, **kwargs: P.kwargs) -> None:
            self._serial.do(lambda: do(*args, **kwargs) if number == self._number else None)

        return enqueue
