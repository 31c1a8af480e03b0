"""What a screen reader is told: every page of the real window has roles and names (AT-SPI)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.end2end.person import Part, Person, at_the_window
from tests.rig import offline
from tests.ui import library

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's way"),
]
PAGES = (
    ("ctrl+1", "start-page"),
    ("ctrl+2", "history-page"),
    ("ctrl+3", "questions-page"),
    ("ctrl+4", "models-page"),
    ("ctrl+5", "settings-page"),
)
OPEN_S = 60.0
WORKS = {"push button", "check box", "radio button", "text", "combo box", "list", "slider"}
"""Roles of what can be used."""


@pytest.fixture
def person(desktop: Mapping[str, str], own_home: Path) -> Iterator[Person]:
    """A person at the program with a few sessions in its library."""
    library.fill()
    (own_home / "settings.json").write_text(json.dumps({"first_start_done": True}))
    with at_the_window([*offline(), sys.executable, "-m", "mockvoice"], desktop) as somebody:
        yield somebody


def opened(person: Person, key: str, page: str) -> tuple[Part, ...]:
    """Open a page by its key and return what is shown once it stands still."""
    person.press(key)
    person.until(lambda seen: any(part.id == page for part in seen), OPEN_S, page)
    before: tuple[Part, ...] = ()
    while before != (seen := person.see()):
        before = seen
    return seen


def test_every_page_is_told_with_roles_and_names(person: Person) -> None:
    """What can be used has a role and a name."""
    for key, page in PAGES:
        seen = opened(person, key, page)
        usable = [part for part in seen if part.role in WORKS]
        assert len(usable) >= 7, f"{page}: {[part.role for part in seen]}"
        nameless = [part for part in usable if part.focusable and not part.name]
        assert not nameless, page


def test_the_pages_of_the_rail_and_what_is_chosen_are_told(person: Person) -> None:
    """The rail says which page is open, and a choice which of its answers is taken."""
    seen = {part.id: part for part in opened(person, "ctrl+1", "start-page")}
    assert seen["rail-start"].checked
    assert not seen["rail-history"].checked
    assert seen["level-mid"].name == "Mid"
    assert seen["level-mid"].checked
    assert not seen["level-senior"].checked
    assert (seen["begin"].role, seen["begin"].name) == ("push button", "Start")


def test_sessions_can_be_read_and_opened(person: Person) -> None:
    """An entry of the list is told whole, and Enter opens it."""
    seen = opened(person, "ctrl+2", "history-page")
    (entry,) = [part for part in seen if part.role == "list item" and "Data leakage" in part.name]
    assert "1 answer" in entry.name
    person.tab_to("session-list")
    person.press("Return")
    person.until(lambda now: any(part.id == "session-page" for part in now), OPEN_S, "session")


def test_the_sheet_of_keys_is_told(person: Person) -> None:
    """F1 shows the keys as text that can be read."""
    person.press("F1")
    person.until(lambda now: any("Keep talking" in p.name for p in now), OPEN_S, "keys")
    person.press("Escape")
    person.until(lambda now: all("Keep talking" not in p.name for p in now), OPEN_S, "no keys")
