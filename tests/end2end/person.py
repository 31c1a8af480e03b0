"""A person at the window: presses keys, and knows only what a screen reader reads out."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

READER = Path(__file__).with_name("screen_reader.py")
SYSTEM_PYTHON = "/usr/bin/python3"
"""The one that has PyGObject."""
_LOOK_EVERY = 0.3
_MOST_TABS = 60


@dataclass(frozen=True)
class Part:
    """Something on the screen."""

    role: str
    name: str
    text: str
    id: str
    """Its object name."""
    focusable: bool
    focused: bool
    enabled: bool
    checked: bool


class Person:
    """Eyes and hands on one running program."""

    def __init__(self, app: subprocess.Popen[bytes], env: Mapping[str, str]) -> None:
        self.app, self._env = app, dict(env)
        self._reader = subprocess.Popen(
            [SYSTEM_PYTHON, str(READER), "MockVoice"],
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def see(self) -> tuple[Part, ...]:
        """Return everything that is shown now."""
        assert self._reader.stdin
        assert self._reader.stdout
        while True:
            assert self.app.poll() is None, f"the program ended: {self.app.returncode}"
            self._reader.stdin.write("\n")
            self._reader.stdin.flush()
            told = json.loads(self._reader.stdout.readline())
            if isinstance(told, list):
                return tuple(Part(**part) for part in told)
            time.sleep(_LOOK_EVERY)

    def read(self, name: str) -> str:
        """Return the words of the part of this object name; empty when it is not shown."""
        return next((p.name or p.text for p in self.see() if p.id == name), "")

    def until(self, holds: Callable[[tuple[Part, ...]], bool], seconds: float, what: str) -> None:
        """Look again and again until something holds."""
        end = time.monotonic() + seconds
        while not holds(seen := self.see()):
            shown = [part.name for part in seen if part.name]
            assert time.monotonic() < end, f"no {what} in {seconds:.0f} s; shown: {shown}"
            time.sleep(_LOOK_EVERY)

    def until_reads(self, name: str, begins: str, seconds: float) -> str:
        """Wait until the part of this object name begins with these words; return its words."""
        told = [""]

        def holds(seen: tuple[Part, ...]) -> bool:
            told[0] = next((p.name or p.text for p in seen if p.id == name), "")
            return bool(told[0]) and told[0].startswith(begins)

        self.until(holds, seconds, f"{name} “{begins}”")
        return told[0]

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, by their X names."""
        subprocess.run(["xdotool", "key", *keys], env=self._env, check=True, timeout=30)

    def tab_to(self, name: str) -> None:
        """Press Tab until the part of this object name, or one of its choices, has the focus."""
        for _ in range(_MOST_TABS):
            # A list says of its current entry that it has the focus, wherever the focus is.
            focus = [p.id for p in self.see() if p.focused and p.role != "list item"]
            if any(one == name or one.startswith(f"{name}-") for one in focus):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {name}; the focus is on {focus}")

    def close(self) -> None:
        """Put the screen reader away."""
        assert self._reader.stdin
        assert self._reader.stdout
        self._reader.stdin.close()
        self._reader.stdout.close()
        try:
            self._reader.wait(5)
        except subprocess.TimeoutExpired:
            self._reader.kill()
            self._reader.wait()


@contextmanager
def at_the_window(command: list[str], env: Mapping[str, str]) -> Iterator[Person]:
    """Start the program and give its window the keyboard, as a desktop does."""
    whole = {**os.environ, **env}
    app = subprocess.Popen(command, env=whole, stdin=subprocess.DEVNULL)
    person = Person(app, whole)
    try:
        person.until(lambda seen: any(p.role == "frame" for p in seen), 60, "window")
        window = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^MockVoice$"]
        subprocess.run([*window, "windowfocus"], env=whole, check=True, timeout=60)
        yield person
    finally:
        person.close()
        app.terminate()
        try:
            app.wait(20)
        except subprocess.TimeoutExpired:
            app.kill()
            app.wait()
