"""The sheet of keys."""

from __future__ import annotations

import pytest

from mockvoice.settings import Settings
from mockvoice.ui.shortcuts import ShortcutSheet
from tests.ui.conftest import Open


# The screen of the tests says so of dialogs.
@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_the_sheet_is_never_taller_than_the_window(open_window: Open) -> None:
    """At large text it scrolls, and its button stays in sight."""
    window = open_window(Settings(first_start_done=True, text_scale=1.5))
    window.show_keys()
    sheet = window.findChild(ShortcutSheet)
    assert isinstance(sheet, ShortcutSheet)
    assert sheet.height() < window.height()
    sheet.close()
