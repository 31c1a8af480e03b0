"""The pages by name, each loaded and made when it is first asked for: the window opens sooner."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
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
        page: Page = getattr(load(name), MAKERS[name])(self._desk)
        self[name] = page
        self._made(name, page)
        return page

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of those that are not made yet."""
        return tuple(name for name in MAKERS if name not in self)


def load(name: str) -> ModuleType:
    """Load the module of a page; may be done on any thread."""
    return import_module(f"mockvoice.ui.pages.{name}_page")
