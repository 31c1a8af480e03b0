"""A window that is measured: the program's own, or a bare one. Speaks JSON lines.

``python -m tests.benchmarks.ui_child app`` opens the program as its command does; ``bare`` a window
with one label. Both tell when the window is usable: painted, and its event loop idle once. A line
"begin" starts to count the gaps of the event loop, "end" tells them; to "interview" the program
begins one that is recorded with all engines kept busy, "stop" ends these.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

TICK_MS = 4
"""The timer's interval: the least gap that is seen."""
QUESTION = "ml-fundamentals/bias-variance"


def tell(**what: object) -> None:
    """Write a line."""
    sys.stdout.write(json.dumps({"at": time.monotonic(), **what}) + "\n")
    sys.stdout.flush()


class Watch(QObject):
    """Watches a window's event loop."""

    heard = Signal(str)

    def __init__(self, window: QWidget, obey: Callable[[str], None]) -> None:
        super().__init__(window)
        self._gaps: list[float] = []
        self._last: float | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._obey = obey
        self.heard.connect(self._command, Qt.ConnectionType.QueuedConnection)
        self._window: QWidget | None = window
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Tell when the first picture is painted and nothing else waits."""
        if self._window is not None and event.type() is QEvent.Type.Paint:
            self._window = None
            QTimer.singleShot(0, lambda: tell(usable=time.monotonic()))
            threading.Thread(target=self._listen, daemon=True).start()
        return False

    def _listen(self) -> None:
        for line in sys.stdin:
            self.heard.emit(line.strip())
        self.heard.emit("quit")

    def _command(self, command: str) -> None:
        if command == "begin":
            self._gaps, self._last = [], None
            self._timer.start()
        elif command == "end":
            self._timer.stop()
            tell(gaps=[round(1000 * gap, 2) for gap in self._gaps])
        elif command == "quit":
            QApplication.closeAllWindows()
        else:
            self._obey(command)

    def _tick(self) -> None:
        now = time.perf_counter()
        if self._last is not None:
            self._gaps.append(now - self._last)
        self._last = now


def bare() -> int:
    """Open a window with nothing in it."""
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QLabel("Bare"))
    window.resize(1120, 780)
    Watch(window, lambda _command: None)
    window.show()
    return application.exec()


def app() -> int:
    """Open the program as ``mockvoice`` does, with a watch on its window."""
    from mockvoice import app as program

    class Measured(program.App):
        def open_app(self) -> int:
            from mockvoice.ui import start
            from mockvoice.ui.window import Window

            parts = program.screen_parts()

            class Watched(Window):
                def __init__(self, desk: object) -> None:
                    super().__init__(desk)  # type: ignore[arg-type]
                    Watch(self, Load(self, parts).obey)
                    self.desk.bank_ready.connect(lambda: tell(bank=time.monotonic()))

            start.Window = Watched  # type: ignore[misc]
            return start.run(sys.argv[:1], parts)

    program.App = Measured  # type: ignore[misc]
    sys.argv = sys.argv[:1]
    return program.main()


class Load:
    """An interview under way, and engines that are never idle meanwhile."""

    def __init__(self, window: object, parts: object) -> None:
        self._window, self._parts = window, parts
        self._stop = threading.Event()
        self._done = dict.fromkeys(("heard", "judged", "spoken"), 0)

    def obey(self, command: str) -> None:
        """Begin or end."""
        if command == "interview":
            self._begin()
        elif command == "work":
            for work in (self._hear, self._judge, self._speak):
                threading.Thread(target=self._again, args=(work,), daemon=True).start()
        elif command == "stop":
            self._stop.set()
            tell(worked=self._done)

    def _begin(self) -> None:
        from mockvoice.domain.session import State
        from mockvoice.ui.parts import Wish

        desk = self._window.desk  # type: ignore[attr-defined]
        entry = desk.bank.find(QUESTION)
        desk.interview(Wish("Benchmark", (entry, entry), desk.settings))
        page = self._window.pages["interview"]  # type: ignore[attr-defined]
        self._question = entry.question
        look = QTimer(page)

        def seen() -> None:
            if page.view.state in {State.ASKING, State.THINKING} and page.view.prompt:
                page._main_pressed()
            elif page.view.state is State.LISTENING:
                look.stop()
                tell(listening=True)

        look.timeout.connect(seen)
        look.start(100)

    def _engines(self) -> object:
        stage = self._parts.interview.__self__  # type: ignore[attr-defined]
        return stage._of(self._window.desk.settings.profile)  # type: ignore[attr-defined]

    def _again(self, work: Callable[[int], None]) -> None:
        from mockvoice.domain.errors import MockvoiceError

        number = 0
        with suppress(MockvoiceError):
            while not self._stop.is_set():
                work(number := number + 1)
                if number == 1 and all(self._done.values()):
                    tell(busy=True)

    def _hear(self, _number: int) -> None:
        from mockvoice import paths
        from mockvoice.domain.ports import TranscribeRequest

        audio = paths.assets() / "demo" / "reply.flac"
        request = TranscribeRequest(audio=audio, start=0.0, end=8.0, live=True)
        self._engines().transcriber.transcribe(request)  # type: ignore[attr-defined]
        self._done["heard"] += 1

    def _judge(self, number: int) -> None:
        from mockvoice.domain.ports import JudgeRequest

        asked = self._question
        said = f"{number}. {asked.sample_answer}"
        request = JudgeRequest(question=asked.text, rubric=asked.rubric, answer=said)
        self._engines().judge.judge(request)  # type: ignore[attr-defined]
        self._done["judged"] += 1

    def _speak(self, number: int) -> None:
        from mockvoice import paths

        out = paths.data() / "benchmark.wav"
        self._engines().voice.say(f"{number}. {self._question.text}", Path(out))  # type: ignore[attr-defined]
        self._done["spoken"] += 1


if __name__ == "__main__":
    sys.exit(bare() if sys.argv[1] == "bare" else app())
