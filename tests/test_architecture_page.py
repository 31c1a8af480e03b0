"""The architecture page tells the truth."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_lists_every_module_with_its_purpose() -> None:
    """The table is what the modules' docstrings say; `make fix` mends it."""
    command = [sys.executable, str(ROOT / "scripts" / "architecture.py"), "--check"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


def test_every_module_says_what_it_is_for() -> None:
    """No line of the table is empty."""
    page = (ROOT / "mockvoice" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.endswith("|  |")] == []
