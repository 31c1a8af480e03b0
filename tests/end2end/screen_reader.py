"""Reads a program's windows over AT-SPI, as a screen reader does. For the system's own Python.

Run with the Python that has PyGObject; its argument is the program's name on the bus. Each line of
standard input asks for what is on the screen; the answer is one line: a JSON list of its parts,
each with role, name, text, object name, and whether it has the focus.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

FOUND_S = 60
DEEPEST = 40


def application(name):
    """Return the program once it is on the bus."""
    end = time.monotonic() + FOUND_S
    while time.monotonic() < end:
        desktop = Atspi.get_desktop(0)
        for place in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(place)
            if child is not None and name in (child.get_name() or ""):
                return child
        time.sleep(0.1)
    raise SystemExit(f"{name} is not on the accessibility bus")


def parts(item, found, depth=0):
    """Collect an item and what is shown inside it."""
    states = item.get_state_set()
    if depth > 1 and not states.contains(Atspi.StateType.SHOWING):
        return
    found.append(
        {
            "role": item.get_role_name(),
            "name": item.get_name() or "",
            "text": text(item),
            "id": (item.get_accessible_id() or "").rpartition(".")[2],
            "focusable": states.contains(Atspi.StateType.FOCUSABLE),
            "focused": states.contains(Atspi.StateType.FOCUSED),
            "enabled": states.contains(Atspi.StateType.ENABLED),
            "checked": states.contains(Atspi.StateType.CHECKED),
        }
    )
    for place in range(item.get_child_count() if depth < DEEPEST else 0):
        child = item.get_child_at_index(place)
        if child is not None:
            parts(child, found, depth + 1)


def text(item):
    """Return what the item's Text interface holds; empty without one."""
    if "Text" not in item.get_interfaces():
        return ""
    return Atspi.Text.get_text(item, 0, Atspi.Text.get_character_count(item))


def main():
    """Answer until standard input ends."""
    Atspi.init()
    Atspi.set_timeout(20_000, 60_000)
    program = application(sys.argv[1])
    for _line in sys.stdin:
        found = []
        try:
            program.clear_cache()
            parts(program, found)
        except GLib.Error as error:  # what was read has gone meanwhile: ask again
            found = {"error": str(error)}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


main()
