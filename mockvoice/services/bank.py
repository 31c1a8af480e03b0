"""The question bank: every pack that loads, and a precise complaint about every other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from rapidfuzz import process

from mockvoice.domain.errors import BrokenPack, UnknownQuestion
from mockvoice.domain.question import Pack, Question
from mockvoice.services.files import not_read


@dataclass(frozen=True)
class Problem:
    """What is wrong with a pack, and where."""

    file: Path
    line: int
    """1-based; 1 when no better place is known."""
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True)
class Entry:
    """A question and the pack it stands in."""

    question: Question
    pack: str
    version: int
    file: Path

    @property
    def id(self) -> str:
        """The full id, ``pack/question``."""
        return f"{self.pack}/{self.question.id}"


@dataclass(frozen=True)
class Bank:
    """All questions that can be asked."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    _by_id: dict[str, list[Entry]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for entry in self.entries:
            for name in (entry.id, entry.question.id):
                self._by_id.setdefault(name, []).append(entry)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def find(self, name: str) -> Entry:
        """Return the entry of a full id, or of a short id that only one pack has.

        Raises UnknownQuestion, with the nearest ids as a hint.
        """
        found = self._by_id.get(name, [])
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(entry.id for entry in found)
            raise UnknownQuestion(f"Several packs have a question “{name}”.", f"Say which: {ids}.")
        near = self._near(name)
        hint = f"Did you mean {', '.join(near)}?" if near else "The bank is empty."
        raise UnknownQuestion(
            f"There is no question “{name}”.", f"{hint} `mockvoice questions list` shows all."
        )

    def _near(self, name: str) -> list[str]:
        """Return the ids most like a name, at most three, none of them for a question twice."""
        told: set[str] = set()
        near: list[str] = []
        for match in process.extract(name, self._by_id.keys(), limit=12):
            ids = {entry.id for entry in self._by_id[match[0]]}
            if len(near) < 3 and told.isdisjoint(ids):
                near.append(str(match[0]))
                told |= ids
        return near


def load(folders: Iterable[Path]) -> Bank:
    """Read every pack of the folders. A broken pack becomes a problem and hides no other."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    owners: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.y*ml")) if folder.is_dir() else ():
            try:
                pack = read_pack(file)
            except BrokenPack as error:
                problems.extend(error.args[1])
                continue
            if pack.pack in owners:
                problems.append(
                    Problem(file, 1, f"{owners[pack.pack]} already is the pack “{pack.pack}”.")
                )
                continue
            owners[pack.pack] = file
            entries.extend(Entry(q, pack.pack, pack.version, file) for q in pack.questions)
    return Bank(tuple(entries), tuple(problems))


def read_pack(file: Path) -> Pack:
    """Read one pack file.

    Raises BrokenPack whose second argument lists every Problem with its line.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _broken([Problem(file, 1, f"cannot be read: {not_read(error)}")]) from error
    try:
        node, data = _parsed(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "is not YAML"
        raise _broken([Problem(file, mark.line + 1 if mark else 1, str(reason))]) from error
    except (ValueError, RecursionError) as error:  # a value that YAML takes for a date: 2001-99-99
        raise _broken([Problem(file, 1, f"has a value that cannot be read: {error}")]) from error
    try:
        return Pack.model_validate(data)
    except ValidationError as error:
        raise _broken(
            [
                Problem(file, line_of(node, issue["loc"]), _reason(issue))
                for issue in error.errors(include_url=False)
            ]
        ) from error


def line_of(node: yaml.Node | None, place: Iterable[int | str]) -> int:
    """Return the 1-based line of a place (keys and positions) in a composed YAML document."""
    line = 1
    for step in place:
        child: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    line, child = key.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            child = node.value[step] if step < len(node.value) else None
            line = child.start_mark.line + 1 if child else line
        if child is None:
            return line
        node = child
    return line


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    """Parse once, in C where PyYAML has it: packs are read while the window opens."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node is not None else None
    finally:
        loader.dispose()


def _reason(issue: Any) -> str:
    place = ".".join(str(step) for step in issue["loc"]) or "the pack"
    return f"{place}: {issue['msg']}"


def _broken(problems: list[Problem]) -> BrokenPack:
    first = problems[0]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    error = BrokenPack(f"{first}{more}.", "Mend the line, then `mockvoice questions lint` again.")
    error.args = (error.message, problems)
    return error
