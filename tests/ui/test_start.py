"""The window opens soon: what it does not need at once is not loaded."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mockvoice.settings import Settings
from mockvoice.ui.desk import Desk
from mockvoice.ui.theme import Theme
from mockvoice.ui.window import Window
from tests.ui.fake_interview import FarSide

LATER = (
    *("typer", "rich", "ssl"),
    *("jinja2", "fpdf", "fontTools", "PIL"),
    *("pypdf", "docx", "lxml", "spellchecker"),
    *("numpy", "soundfile", "sounddevice", "av", "pyqtgraph", "parselmouth"),
    *("onnxruntime", "ctranslate2", "llama_cpp", "piper"),
)
"""Slow to load; each is only needed for something that is asked for later."""
_PROGRAM = f"""
import sys
from mockvoice.app import screen_parts
import mockvoice.ui.start
screen_parts().close()
print([name for name in {LATER!r} if name in sys.modules])
"""


def test_what_is_slow_to_load_waits_until_it_is_needed() -> None:
    """Neither engines nor the command line nor what exports need is loaded before the window."""
    told = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=120
    )
    assert told.stdout.strip() == "[]"


def test_nothing_is_begun_before_the_first_picture(
    qapp: QApplication, qtbot: QtBot, far: FarSide
) -> None:
    """Questions, engines and what an early exit left wait until the window is painted."""
    chosen = Settings(first_start_done=True)
    theme = Theme(qapp, chosen)
    window = Window(Desk(far.parts(), theme, chosen))
    qapp.processEvents()
    before = (list(far.warmed), far.mended, len(window.desk.bank))

    with qtbot.waitSignal(window.desk.bank_ready, timeout=20_000):
        window.show()
    qtbot.waitUntil(lambda: far.mended == 1, timeout=20_000)

    assert before == ([], 0, 0)
    assert far.warmed == ["standard"]
    window.close()
    window.deleteLater()
    theme.deleteLater()
