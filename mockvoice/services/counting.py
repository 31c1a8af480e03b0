"""The table of what the bank holds, as it stands in the README."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from mockvoice.domain.question import Competency, Kind, Level
from mockvoice.services.bank import Entry

START: Final = "<!-- questions-table -->"
END: Final = "<!-- /questions-table -->"


def table(entries: Iterable[Entry]) -> str:
    """Return Markdown with the number of questions per competency, kind, level and origin."""
    known = tuple(entries)
    kinds = [str(kind) for kind in Kind]
    levels = [str(level) for level in Level]
    rows = [_row("**all**", known)]
    rows += [
        _row(name.label, [e for e in known if e.question.competency == name]) for name in Competency
    ]
    head = ["competency", "questions", *(k.replace("_", " ") for k in kinds), *levels]
    head += ["from the sources", "own"]
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1), *rows, ""]
    documents = Counter(
        name for e in known for name in {origin.document for origin in e.question.origins}
    )
    lines += ["| source document | questions that it led to |", "|---|---:|"]
    lines += [f"| {name} | {documents[name]} |" for name in sorted(documents)]
    lines += [f"| none: our own | {sum(not e.question.origins for e in known)} |"]
    points = sum(len(e.question.rubric) for e in known)
    lines += ["", f"{len(known)} questions with {points} rubric points."]
    return "\n".join(lines)


def _row(name: str, entries: Iterable[Entry]) -> str:
    known = tuple(entry.question for entry in entries)
    cells = [name, str(len(known))]
    cells += [str(sum(q.kind == kind for q in known)) for kind in Kind]
    cells += [str(sum(level in q.levels for q in known)) for level in Level]
    own = sum(not q.origins for q in known)
    cells += [str(len(known) - own), str(own)]
    return "| " + " | ".join(cells) + " |"


def put(page: str, entries: Iterable[Entry]) -> str:
    """Return a page with the table between its two marks renewed. Raises ValueError without."""
    before, found, rest = page.partition(START)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        raise ValueError(f"the page has no {START} … {END}")
    return f"{before}{START}\n{table(entries)}\n{END}{after}"
