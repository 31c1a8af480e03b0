"""Open the window."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from mockvoice import settings
from mockvoice.ui.desk import Desk
from mockvoice.ui.parts import Parts
from mockvoice.ui.theme import Theme
from mockvoice.ui.window import Window


def run(argv: list[str], parts: Parts) -> int:
    """Show the window until it is closed, and return the exit code."""
    application = QApplication(argv[:1])
    application.setApplicationName("MockVoice")
    application.setDesktopFileName("mockvoice")
    chosen = settings.load()
    theme = Theme(application, chosen)
    desk = Desk(parts, theme, chosen)
    window = Window(desk)
    window.show()
    try:
        return application.exec()
    finally:
        desk.close()
        parts.close()
