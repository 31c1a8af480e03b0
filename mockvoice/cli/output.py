"""Where results go: documents to a file or standard output, progress to standard error."""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from mockvoice.domain import ports
from mockvoice.domain.errors import CannotWrite
from mockvoice.services.files import write_whole

stdout = Console(soft_wrap=True, highlight=False)
stderr = Console(stderr=True, soft_wrap=True, highlight=False)

COLUMNS = 80
"""The longest line that is read with ease."""
_HEAD = re.compile(r"\s*(?:\d+:\d\d\s+|[^\w\s“(/]\s+)?")
"""What a line begins with: room, and a time or a sign."""
JsonOption = Annotated[
    str | None,
    typer.Option("--json", metavar="FILE", help="Write the result as JSON; - is standard output."),
]
ProfileOption = Annotated[
    str, typer.Option("--profile", help="Which models to use: light or standard.")
]


def say(console: Console, words: str) -> None:
    """Print words as they are read best: on a screen in lines of no more than 80 columns that break
    between words and hang below their sign or time; elsewhere as they are, for other programs."""
    if console.is_terminal:
        words = folded(words, min(console.width, COLUMNS))
    console.print(words, markup=False)


def folded(words: str, columns: int) -> str:
    """Break every line that is longer than so many columns; what has no space in it stays whole."""
    lines = []
    for line in words.split("\n"):
        hang = _HEAD.match(line)
        lines += textwrap.wrap(
            line,
            columns,
            subsequent_indent=" " * (hang.end() if hang else 0),
            break_long_words=False,
            break_on_hyphens=False,
            drop_whitespace=True,
        ) or [""]
    return "\n".join(lines)


def many(count: int, what: str) -> str:
    """Return a number of things in words: "1 answer", "2 answers"."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def write_json(target: str, document: Any) -> None:
    """Write a JSON document to the file, complete or not at all, or to standard output for -."""
    write_text(target, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def write_text(target: str, text: str) -> None:
    """Write text to the file, complete or not at all, or to standard output for -."""
    if target == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    write_whole(Path(target), text.encode("utf-8"))


def check_writable(target: str | None) -> None:
    """Fail before the work is done when its result could not be written."""
    if target is None or target == "-":
        return
    path = Path(target)
    if path.is_dir():
        raise CannotWrite(f"{path} is a folder.", "Give the name of a file.")
    if not path.parent.is_dir():
        raise CannotWrite(f"There is no folder {path.parent}.", "Make it first.")
    if not path.exists() and not os.access(path.parent, os.W_OK):
        raise CannotWrite(f"The folder {path.parent} may not be written to.", "Choose another.")


@contextmanager
def progress(label: str) -> Iterator[ports.Progress]:
    """Show a progress bar on standard error while the work runs; a line where that is no screen."""
    if not stderr.is_terminal:
        stderr.print(f"{label} …", markup=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr, transient=True, disable=not stderr.is_terminal) as bar:
        task = bar.add_task(label, total=1.0)
        yield lambda share: bar.update(task, completed=share)
