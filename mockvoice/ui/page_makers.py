"""The pages by name, each loaded and made when it is first asked for: the window opens sooner."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from mockvoice.ui.desk import Desk
from mockvoice.ui.widgets import Page

MAKERS: Final = {
    "start": "StartPage",
    "history": "HistoryPage",
    "interview": "InterviewPage",
    "review": "ReviewPage",
    "session": "SessionPage",
    "takes": "TakesPage",
    "questions": "QuestionsPage",
    "models": "ModelsPage",
    "settings": "SettingsPage",
    "setup": "SetupPage",
}
"""Classes, each in the module of its page's name, in the order in which they are made ahead."""


class Pages(dict[str, Page]):
    """Every page by its name; one that is missing is made. ``made`` is told of each new one."""

    def __init__(self, desk: Desk, made: Callable[[str, Page], None]) -> None:
        super().__init__()
        self._desk, self._made = desk, made

    def __missing__(self, name: str) -> Page:
        module = import_module(f"mockvoice.ui.pages.{name}_page")
        page: Page = getattr(module, MAKERS[name])(self._desk)
        self[name] = page
        self._made(name, page)
        return page

    def make_next(self) -> bool:
        """Make one that is missing; False when none is."""
        name = next((name for name in MAKERS if name not in self), None)
        if name is not None:
            self[name]  # making it keeps it
        return name is not None
