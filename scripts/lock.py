"""Write requirements.lock and requirements-dev.lock from what is installed here.

Run it in the working .venv: ``make lock``. It walks from the dependencies in pyproject.toml through
the metadata of the installed packages and fails when a pin there and the installed version differ.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# {what}, each with all it needs, at the versions that were tested together.
# Written by `make lock` (scripts/lock.py) from pyproject.toml and the working .venv; do not edit.
"""


def closure(wanted: list[str], skip: set[str]) -> dict[str, str]:
    """Return name -> version of the wanted packages and of everything they need here."""
    found: dict[str, str] = {}
    queue = [(Requirement(text), "") for text in wanted]
    walked: set[tuple[str, str]] = set()
    while queue:
        need, extra = queue.pop()
        if need.marker is not None and not need.marker.evaluate({"extra": extra}):
            continue
        installed = distribution(need.name)
        if not need.specifier.contains(installed.version, prereleases=True):
            sys.exit(f"{need} is wanted, but {installed.version} is installed")
        name = canonicalize_name(need.name)
        if name not in skip:
            found[name] = installed.version
        for inner in ("", *sorted(need.extras)):
            if (name, inner) not in walked:
                walked.add((name, inner))
                queue += [(Requirement(text), inner) for text in installed.requires or ()]
    return found


def write(path: Path, what: str, versions: dict[str, str]) -> None:
    """Write one pinned list."""
    lines = "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))
    path.write_text(HEAD.format(what=what) + lines, encoding="utf-8")


def main() -> None:
    """Write both lists."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = closure(project["dependencies"], skip=set())
    write(ROOT / "requirements.lock", "What MockVoice needs to run", run)
    dev = closure(project["optional-dependencies"]["dev"], skip=set(run))
    write(ROOT / "requirements-dev.lock", "What its tests and checks need besides", dev)


if __name__ == "__main__":
    main()
