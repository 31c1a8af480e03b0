"""The bank: what comes with MockVoice is sound, and a broken pack hides no other."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from mockvoice import paths
from mockvoice.domain.errors import UnknownQuestion
from mockvoice.domain.question import Competency, Question
from mockvoice.services import bank
from mockvoice.services.lint import lint
from tests.services import packs

SHIPPED = bank.load([paths.questions()])
CODING = [entry for entry in SHIPPED if entry.question.solution]


def test_every_pack_loads() -> None:
    """There is a pack for each competency, and no problem."""
    assert [str(problem) for problem in SHIPPED.problems] == []
    assert {entry.pack for entry in SHIPPED} == {str(name) for name in Competency}
    assert all(entry.pack == entry.question.competency for entry in SHIPPED)


def test_there_are_enough_questions() -> None:
    """The bank has at least 150 questions."""
    assert len(SHIPPED) >= 150


def test_every_pack_lints_clean() -> None:
    """No rule finds anything in the packs that come with MockVoice."""
    found = lint(sorted(paths.questions().glob("*.yaml")))

    assert [str(problem) for problem in found] == []


@pytest.mark.parametrize("entry", CODING, ids=lambda entry: entry.id)
def test_every_reference_solution_is_right(entry: bank.Entry, tmp_path: Path) -> None:
    """The checks pass on the code, and fail on the same code when its functions do nothing."""
    solution = entry.question.solution
    assert solution is not None
    assert run(solution.code, solution.checks, tmp_path) == ""
    assert run(emptied(solution.code), solution.checks, tmp_path) != ""


def run(code: str, checks: str, folder: Path) -> str:
    """Run a solution with its checks in a process of its own and return what it complained."""
    program = folder / "solution.py"
    program.write_text(f"{code}\n{checks}\n", encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-I", str(program)], capture_output=True, timeout=60, check=False
    )
    return told.stderr.decode() if told.returncode else ""


def emptied(code: str) -> str:
    """Return the code with functions that do nothing."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.body = [ast.Pass()]
    return ast.unparse(tree)


def test_a_broken_pack_hides_no_other(tmp_path: Path) -> None:
    """The sound pack is there, the others are named with their line."""
    packs.write(tmp_path, packs.example())
    packs.write(tmp_path, "pack: broken\ntitle: [", "broken.yaml")
    packs.write(tmp_path, packs.example().replace("kind: technical", "kind: spoken"), "odd.yaml")
    packs.write(tmp_path, packs.example(), "twin.yaml")
    packs.write(tmp_path, "pack: 2001-99-99\n", "when.yaml")

    loaded = bank.load([tmp_path])

    assert [entry.id for entry in loaded] == ["my-pack/slow-batch-job"]
    assert [(p.file.name, p.line) for p in loaded.problems] == [
        ("broken.yaml", 3),
        ("odd.yaml", 11),
        ("twin.yaml", 1),
        ("when.yaml", 1),
    ]


def test_a_question_is_found_by_either_id(tmp_path: Path) -> None:
    """The short id is enough while one pack has it; else both full ids are told."""
    packs.write(tmp_path, packs.example())
    loaded = bank.load([tmp_path])
    assert loaded.find("slow-batch-job") is loaded.find("my-pack/slow-batch-job")

    packs.write(tmp_path, packs.example().replace("pack: my-pack", "pack: b"), "b.yaml")
    with pytest.raises(UnknownQuestion, match=r"b/slow-batch-job, my-pack/slow-batch-job"):
        bank.load([tmp_path]).find("slow-batch-job")


def test_a_wrong_id_gets_the_nearest(tmp_path: Path) -> None:
    """The hint names an id that is like the wrong one, and not its other id as well."""
    packs.write(tmp_path, packs.example())

    with pytest.raises(UnknownQuestion, match=r"Did you mean slow-batch-job\?"):
        bank.load([tmp_path]).find("slow-bach-job")


def test_versions_stand_with_each_entry(tmp_path: Path) -> None:
    """An entry knows the version of its pack, so that sessions can say what they used."""
    packs.write(tmp_path, packs.example().replace("version: 1 ", "version: 7 "))

    entry = bank.load([tmp_path]).find("slow-batch-job")
    assert (entry.version, entry.pack) == (7, "my-pack")
    assert isinstance(entry.question, Question)
