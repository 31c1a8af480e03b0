"""A child process with the real window on a review, clicked as it is told on its input.

Each line of input is JSON: {"click": object name}, {"word": place}, {"key": one sign} or {"end":
true}; each is answered by a line when it is done. Whenever sound begins or ends, a line says so.
"""

from __future__ import annotations

import json
import sys
import threading

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mockvoice import settings
from mockvoice.app import screen_parts
from mockvoice.ui.desk import Desk
from mockvoice.ui.pages.review_page import ReviewPage
from mockvoice.ui.theme import Theme
from mockvoice.ui.window import Window


def tell(**what: object) -> None:
    """Write a line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class Told(QObject):
    """Lines of the input, in the GUI thread."""

    line = Signal(str)

    def listen(self) -> None:
        """Read until the input ends."""
        for line in sys.stdin:
            self.line.emit(line)


def review_of(window: Window) -> ReviewPage:
    """Return the page of the review."""
    page = window.pages["review"]
    assert isinstance(page, ReviewPage)
    return page


class Hand:
    """Clicks in the window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._page = review_of(window)

    def do(self, line: str) -> None:
        """Obey one line."""
        command = json.loads(line)
        if "click" in command:
            self._click(self._part(command["click"]))
        elif "word" in command:
            self._word(command["word"])
        elif "key" in command:
            QTest.keyClick(self._page, command["key"])
        else:
            self._window.close()
        tell(done=command)

    def _part(self, name: str) -> QWidget:
        found = [w for w in self._page.findChildren(QWidget, name) if w.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)} visible"
        return found[0]

    def _click(self, part: QWidget) -> None:
        self._page.ensureWidgetVisible(part)
        QTest.mouseClick(part, Qt.MouseButton.LeftButton)

    def _word(self, place: int) -> None:
        """Click the middle of a word."""
        assert self._page._said
        view = self._page._said.view
        cursor = view._cursor(place, place)
        end = view.cursorRect(cursor).center()
        cursor.setPosition(cursor.anchor())
        begin = view.cursorRect(cursor).center()
        middle = QPoint((begin.x() + end.x()) // 2, begin.y())
        whole = view.viewport().mapTo(self._page._column, middle)
        self._page.ensureVisible(whole.x(), whole.y(), 10, 200)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def main() -> None:
    """Open the review of the answer named in the arguments: session, position."""
    application = QApplication(sys.argv[:1])
    parts, chosen = screen_parts(), settings.load()
    window = Window(Desk(parts, Theme(application, chosen), chosen))
    window.show()
    window.desk.review.emit(sys.argv[1], int(sys.argv[2]))
    page = review_of(window)
    while page.building or page._said is None:
        application.processEvents()
    page.player.changed.connect(lambda playing: tell(playing=playing))
    hand, told = Hand(window), Told()
    told.line.connect(hand.do, Qt.ConnectionType.QueuedConnection)
    threading.Thread(target=told.listen, daemon=True).start()
    application.setQuitOnLastWindowClosed(True)
    tell(ready=True)
    application.exec()
    parts.close()


main()
