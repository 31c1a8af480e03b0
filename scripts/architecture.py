"""Write the table of modules in mockvoice/ARCHITECTURE.md from the modules' docstrings.

``make fix`` runs it; with --check it only says whether the page is true.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "mockvoice"
PAGE = PACKAGE / "ARCHITECTURE.md"
MARK = "<!-- from here on written by scripts/architecture.py; do not edit -->\n"


def purpose(module: Path) -> str:
    """Return the first paragraph of a module's docstring, on one line."""
    text = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n", 1)[0].split())


def table() -> str:
    """Return one section per folder, one line per module."""
    lines = [MARK]
    folders = [PACKAGE, *sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))]
    for folder in folders:
        name = "mockvoice" if folder == PACKAGE else f"mockvoice.{folder.name}"
        lines += [f"\n## {name}\n", f"\n{purpose(folder / '__init__.py')}\n\n"]
        lines += ["| module | what it is for |\n", "|---|---|\n"]
        for module in sorted(folder.glob("*.py")):
            if module.stem != "__init__":
                told = purpose(module).replace("|", "\\|")
                lines.append(f"| `{module.stem}` | {told} |\n")
    return "".join(lines)


def main() -> int:
    """Write or check the page; 1 when the check fails."""
    page = PAGE.read_text(encoding="utf-8")
    told = page.split(MARK)[0] + table()
    if "--check" in sys.argv[1:]:
        if page != told:
            sys.stderr.write("mockvoice/ARCHITECTURE.md is not true any more; run: make fix\n")
        return int(page != told)
    PAGE.write_text(told, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
