"""Own packs: a new one from a commented example, or one made of a CSV, Markdown or YAML file."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from mockvoice.domain.errors import BadData, CannotWrite
from mockvoice.domain.question import Competency, Kind, Level, Pack
from mockvoice.services import bank
from mockvoice.services.files import not_read

EXAMPLE_PACK: Final = "my-pack"
COLUMNS: Final = (
    *("question", "points", "sample answer", "competency", "kind", "level", "setup", "seconds"),
)
"""Columns of a CSV file; the first two are needed."""
SECONDS: Final = {Kind.TECHNICAL: 120, Kind.CODING: 300, Kind.SYSTEM_DESIGN: 1200}
"""Answer time when none is given; other kinds 150."""

Draft = dict[str, str]
"""One question as written, by column, with its ``line``."""


def new_pack(name: str, folder: Path, example: Path) -> Path:
    """Write the commented example as a new pack and return its file.

    Raises BadData for a name that is no slug, CannotWrite when a file of the name exists.
    """
    if slug(name) != name:
        raise BadData(
            f"“{name}” is no name for a pack.", f"Lower-case words with hyphens: {slug(name)}."
        )
    text = example.read_text(encoding="utf-8")
    text = re.sub(rf"\b{EXAMPLE_PACK}\b", name, text)
    return _write(folder / f"{name}.yaml", text)


def import_file(file: Path, folder: Path, taken: Iterable[str], name: str = "") -> Path:
    """Make a pack of a file, write it to the folder, and return the new file.

    ``taken`` are the names of the packs there are. Raises BadData for content that makes no
    question, BrokenPack for a pack that does not have the right form, and CannotWrite when a pack
    of the name exists: nothing is ever overwritten.
    """
    pack = _read(file, name or slug(file.stem))
    if name:
        pack = pack.model_copy(update={"pack": name})
    if pack.pack in set(taken):
        raise CannotWrite(
            f"There already is a pack “{pack.pack}”.", "Choose another name with --name."
        )
    data = pack.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    head = "# yaml-language-server: $schema=pack.schema.json\n"
    return _write(folder / f"{pack.pack}.yaml", head + text)


def slug(text: str) -> str:
    """Return the text as lower-case words joined by hyphens, at most 60 letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    made = ""
    for word in words:
        if len(made) + len(word) + 1 > 60:
            break
        made = f"{made}-{word}" if made else word
    return made or "pack"


def _read(file: Path, name: str) -> Pack:
    readers = {".csv": _csv, ".md": _markdown, ".markdown": _markdown}
    ending = file.suffix.lower()
    if not file.is_file():
        raise BadData(f"There is no file {file}.", "Give a CSV, Markdown or YAML file.")
    if ending in (".yaml", ".yml"):
        return bank.read_pack(file)
    if ending not in readers:
        raise BadData(
            f"{file} has a form that cannot be imported.", "Give a .csv, .md or .yaml file."
        )
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = not_read(error)
        raise BadData(f"{file} cannot be read: {why}.", "Save it as UTF-8 text.") from error
    drafts = readers[ending](file, text)
    if not drafts:
        raise BadData(f"There is no question in {file}.", "See docs/questions.md for the form.")
    return _pack(file, name, drafts)


def _csv(file: Path, text: str) -> list[Draft]:
    first = text.partition("\n")[0]
    rows = csv.reader(text.splitlines(keepends=True), delimiter=";" if ";" in first else ",")
    try:
        head = [title.strip().lower().replace("_", " ") for title in next(rows, [])]
        missing = [column for column in COLUMNS[:2] if column not in head]
        if missing:
            raise BadData(
                f"{file}:1: there is no column “{missing[0]}”.",
                f"The columns are {', '.join(COLUMNS)}; the first two are needed.",
            )
        strange = [title for title in head if title not in COLUMNS]
        if strange:
            raise BadData(
                f"{file}:1: the column “{strange[0]}” is not known.",
                f"The columns are {', '.join(COLUMNS)}.",
            )
        drafts = []
        for row in rows:
            if any(cell.strip() for cell in row):
                if len(row) > len(head):
                    raise BadData(
                        f"{file}:{rows.line_num}: there are more cells than columns.",
                        "Put cells with a comma into double quotes.",
                    )
                draft = dict(zip(head, (cell.strip() for cell in row), strict=False))
                draft["points"] = "\n".join(draft.get("points", "").split("|"))
                drafts.append({**draft, "line": str(rows.line_num)})
        return drafts
    except csv.Error as error:
        raise BadData(f"{file}:{rows.line_num}: {error}.", "Save it as CSV again.") from error


def _markdown(file: Path, text: str) -> list[Draft]:
    """Read `## question`, `- point`; every other text under a question is the sample answer."""
    drafts: list[Draft] = []
    for number, line in enumerate(text.splitlines(), start=1):
        heading = re.match(r"##\s+(.+?)\s*#*$", line)
        point = re.match(r"\s*[-*+]\s+(.+)", line)
        if heading:
            drafts.append(
                {"question": heading[1], "points": "", "sample answer": "", "line": str(number)}
            )
        elif not drafts or line.startswith("#"):
            continue
        elif point:
            drafts[-1]["points"] += f"{point[1].strip()}\n"
        else:
            drafts[-1]["sample answer"] = f"{drafts[-1]['sample answer']} {line.strip()}".strip()
    return drafts


def _pack(file: Path, name: str, drafts: list[Draft]) -> Pack:
    used: set[str] = set()
    questions = []
    for draft in drafts:
        where = f"{file}:{draft['line']}"
        made = _question(where, draft)
        made["id"] = _unused(made["id"], used)
        questions.append(made)
    title = file.stem.replace("-", " ").replace("_", " ").strip().capitalize()
    try:
        return Pack.model_validate(
            {"pack": name, "title": title, "version": 1, "questions": questions}
        )
    except ValidationError as error:
        issue = error.errors(include_url=False)[0]
        place = issue["loc"]
        number = place[1] if len(place) > 1 and isinstance(place[1], int) else 0
        raise BadData(
            f"{file}:{drafts[number]['line']}: {'.'.join(map(str, place[2:]))}: {issue['msg']}.",
            "See docs/questions.md for the form.",
        ) from error


def _question(where: str, draft: Draft) -> dict[str, Any]:
    """Return a question as data. Raises BadData that says where what is wrong."""
    if not draft.get("question"):
        raise BadData(f"{where}: the question is empty.", "Write what the interviewer asks.")
    points = [text.strip() for text in draft["points"].splitlines() if text.strip()]
    if not points:
        raise BadData(f"{where}: the question has no points.", "Give the ideas of a good answer.")
    kind = Kind(_one_of(where, draft, "kind", Kind, Kind.TECHNICAL).replace("-", "_"))
    level = _one_of(where, draft, "level", Level, Level.MID)
    seconds = draft.get("seconds") or str(SECONDS.get(kind, 150))
    if not seconds.isdecimal():
        raise BadData(f"{where}: “{seconds}” is not a number of seconds.", "Write 120.")
    used: set[str] = set()
    return {
        "id": slug(draft["question"]),
        "text": draft["question"],
        "setup": draft.get("setup", ""),
        "competency": _one_of(where, draft, "competency", Competency, Competency.ML_FUNDAMENTALS),
        "kind": kind,
        "levels": {level: "Covers the points."},
        "answer_seconds": int(seconds),
        "think_seconds": 15,
        "rubric": [{"id": _unused(_short(text), used), "text": text} for text in points],
        "sample_answer": draft.get("sample answer", ""),
    }


def _one_of(
    where: str,
    draft: Draft,
    column: str,
    names: type[Kind] | type[Level] | type[Competency],
    default: str,
) -> str:
    written = draft.get(column, "").strip().lower().replace(" ", "-")
    known = {str(name).replace("_", "-"): str(name) for name in names}
    if not written:
        return default
    if written.replace("_", "-") not in known:
        raise BadData(
            f"{where}: the {column} “{written}” is not known.", f"It is one of {', '.join(known)}."
        )
    return known[written.replace("_", "-")]


def _short(text: str) -> str:
    return "-".join(slug(text).split("-")[:5])


def _unused(name: str, used: set[str]) -> str:
    made, number = name, 1
    while made in used:
        number += 1
        made = f"{name[:55]}-{number}"
    used.add(made)
    return made


def _write(file: Path, text: str) -> Path:
    """Write a new file, never over another."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise CannotWrite(f"{file} already exists.", "Choose another name.") from error
    except OSError as error:
        raise CannotWrite(
            f"{file} cannot be written: {error.strerror or error}.", "Choose another place."
        ) from error
    return file
