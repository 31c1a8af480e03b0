"""The two pictures of the window in the README: python -m tests.ui.readme_pictures FOLDER.

The third, docs/report.png, is the top of the page that `mockvoice demo` writes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QRect

from mockvoice.domain import events
from mockvoice.domain.events import SignalQuality
from mockvoice.domain.session import State
from mockvoice.ui.parts import Wish
from tests.ui import library
from tests.ui.screens import Camera

QUESTION = "deep-learning/backpropagation-plainly"
SESSION = "20261121-130000-f7"
HIGH = 510
"""Pixels of the interview that are shown; below them nothing stands."""
SAID = (
    "After each guess the network measures how far off it was. Then it walks back, layer by layer,"
    " and asks how much each weight had to do with that, and moves the weight a little."
)


def recording(camera: Camera, out: Path) -> None:
    """Save a picture of an answer while it is recorded."""
    entry = camera.desk.bank.find(QUESTION)
    chosen = camera.desk.settings.model_copy(update={"mode": "interview"})
    camera.desk.interview(Wish("Backpropagation", (entry, *camera.desk.bank.entries[:2]), chosen))
    camera.until(lambda: bool(camera.far.interviews))
    tell = camera.far.interviews[-1].tell
    asked, fine = entry.question.text, SignalQuality.FINE
    for told in (
        events.StateChanged(session=SESSION, turn=1, state=State.ASKING),
        events.PromptSpoken(session=SESSION, turn=1, text=asked, follow_up=False),
        events.StateChanged(session=SESSION, turn=1, state=State.LISTENING),
        events.CaptionReady(session=SESSION, turn=1, text=SAID),
        events.Level(session=SESSION, turn=1, peak=0.4, quality=fine, seconds=23),
    ):
        tell(told)
    camera.settle()
    shown = camera.window.grab(QRect(0, 0, camera.window.width(), HIGH))
    shown.save(str(out / "interview.png"))
    tell(events.SessionEnded(session=SESSION))
    camera.settle()


def main(out: Path) -> None:
    """Take both, light and in the usual size of text."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["MOCKVOICE_HOME"] = home
        camera = Camera(out, "light", 100)
        library.fill()
        camera.review(library.SECOND, 1)
        camera.settle()
        camera.window.grab().save(str(out / "review.png"))
        recording(camera, out)
        camera.window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
