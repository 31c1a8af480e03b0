"""The window opens soon: what it does not need at once is not loaded."""

from __future__ import annotations

import subprocess
import sys

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
