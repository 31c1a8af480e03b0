"""Results of long measurements of the bank: kept line by line, and written into one page."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "questions-measured.md"
HEAD = """\
# The question bank, measured

Written by `python -m tests.benchmarks.speaking` and `python -m tests.benchmarks.bank_judged`.
"""


def key(*parts: str) -> str:
    """Return a name for what a result was made from."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def kept(file: Path) -> dict[str, dict[str, Any]]:
    """Return earlier results by key; a line cut off by a kill is left out."""
    found: dict[str, dict[str, Any]] = {}
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
            except json.JSONDecodeError:
                continue
            found[row["key"]] = row
    return found


def keep(file: Path, row: dict[str, Any]) -> None:
    """Add one result."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def put(name: str, text: str) -> None:
    """Renew one section of the page, which is marked by its name."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else HEAD
    section = f"<!-- {name} -->\n{text.strip()}\n<!-- /{name} -->\n"
    old = re.compile(rf"<!-- {name} -->.*<!-- /{name} -->\n", re.DOTALL)
    page = old.sub(lambda _: section, page) if old.search(page) else f"{page}\n{section}"
    PAGE.write_text(page, encoding="utf-8")
