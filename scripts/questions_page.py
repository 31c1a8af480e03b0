"""Write what is generated about questions: the schema, the page on own packs, the README's table.

``make fix`` runs it; with --check it only says which file is not true any more.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import TypeAdapter

from mockvoice.cli.schema import SCHEMAS
from mockvoice.services import bank, counting

ROOT = Path(__file__).resolve().parent.parent
START = "```yaml\n"


def schema() -> str:
    """Return the JSON Schema of a pack, as `mockvoice schema pack` prints it."""
    made = TypeAdapter(SCHEMAS["pack"]).json_schema(mode="serialization")
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def page(told: str) -> str:
    """Return the page on own packs with the example of `mockvoice questions new` in it."""
    before, _, rest = told.partition(START)
    _, _, after = rest.partition("```\n")
    example = (ROOT / "assets" / "pack" / "example.yaml").read_text(encoding="utf-8")
    return f"{before}{START}{example}```\n{after}"


def made() -> dict[Path, str]:
    """Return what each generated file should hold."""
    own = ROOT / "docs" / "questions.md"
    readme = ROOT / "README.md"
    shipped = bank.load([ROOT / "questions"])
    return {
        ROOT / "questions" / "pack.schema.json": schema(),
        own: page(own.read_text(encoding="utf-8")),
        readme: counting.put(readme.read_text(encoding="utf-8"), shipped),
    }


def main() -> int:
    """Write or check the files; 1 when the check fails."""
    wrong = 0
    for file, text in made().items():
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            wrong += 1
            if "--check" in sys.argv[1:]:
                sys.stderr.write(f"{file} is not true any more; run: make fix\n")
            else:
                file.write_text(text, encoding="utf-8")
    return int("--check" in sys.argv[1:] and wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
