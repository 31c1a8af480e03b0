"""`mockvoice questions`: own packs and plans from the command line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from mockvoice import paths
from mockvoice.cli import questions
from mockvoice.domain.errors import BadData, BrokenPack, CannotWrite
from tests.cli.stage import Stage
from tests.services import packs

ROOT = Path(__file__).resolve().parents[2]


def test_a_new_pack_is_listed_and_has_no_finding(capsys: pytest.CaptureFixture[str]) -> None:
    """`new` writes into the user's folder, `list` shows it, `lint` is silent, twice is an error."""
    stage = Stage()
    assert stage.run("questions", "new", "team") == 0
    made = paths.own_questions() / "team.yaml"

    assert stage.run("questions", "lint", str(made)) == 0
    assert (made.parent / "pack.schema.json").is_file()
    capsys.readouterr()
    assert stage.run("questions", "list", "--json", "-") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in listed if entry["pack"] == "team"] == ["team/slow-batch-job"]
    assert stage.run("questions", "new", "team") == CannotWrite.exit_code
    assert stage.run("questions", "new", "maths") == CannotWrite.exit_code


def test_an_import_says_what_could_be_better(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The new file is named; what lint finds is counted; bad input has an exit code of its own."""
    file = packs.write(tmp_path, "## Why regularise?\n- It keeps weights small.\n", "notes.md")

    assert Stage().run("questions", "import", str(file)) == 0

    told = capsys.readouterr()
    assert f"{paths.own_questions() / 'notes.yaml'}: 1 question" in told.out
    assert "things to improve: mockvoice questions lint" in told.err
    assert Stage().run("questions", "import", str(file)) == CannotWrite.exit_code
    assert Stage().run("questions", "import", str(tmp_path)) == BadData.exit_code


def test_lint_tells_file_line_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding is one line on standard output, and the exit code is that of a broken pack."""
    file = packs.write(tmp_path, packs.changed("several", "sevreal"))

    assert Stage().run("questions", "lint", str(file)) == BrokenPack.exit_code

    line = 1 + [*file.read_text().splitlines()].index("      - Changing sevreal things at once.")
    expected = f"{file}:{line}: slow-batch-job: spelling: sevreal\n"
    assert capsys.readouterr().out == expected


def test_the_list_leaves_the_question_room_on_a_narrow_terminal() -> None:
    """At 80 columns ids are whole and a question takes some four lines; packs stand above."""
    entries = list(questions.whole_bank())
    console = Console(width=80, file=io.StringIO(), highlight=False)

    console.print(questions._table(entries, 80))

    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    lines = text.splitlines()
    assert all(f"  {entry.question.id} " in text for entry in entries)
    assert max(len(line.rstrip()) for line in lines) <= 80
    assert len(lines) < 5 * len(entries)
    assert lines[0].split() == ["id", "question"]


def test_the_list_is_one_line_a_question_where_it_is_read_by_a_program(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Piped into another program, id and whole question stand on one line."""
    assert Stage().run("questions", "list", "--competency", "mlops") == 0

    lines = capsys.readouterr().out.splitlines()
    entries = [e for e in questions.whole_bank() if e.question.competency == "mlops"]
    assert len(lines) == len(entries) + 1
    assert all(
        line.startswith(e.id) and line.endswith(e.question.text)
        for line, e in zip(lines, entries, strict=False)
    )


def test_a_plan_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan fits the minutes; a description's terms are found and named as reasons."""
    file = packs.write(tmp_path, "You know XGBoost and A/B testing.", "job.txt")
    arguments = ("--minutes", "30", "--kinds", "technical", "--from", str(file), "--json", "-")

    assert Stage().run("questions", "plan", *arguments) == 0

    made = json.loads(capsys.readouterr().out)
    assert 0 < made["seconds"] <= 1800
    assert "XGBoost" in made["terms"]
    assert any("named in the description" in entry["why"] for entry in made["questions"])
    assert Stage().run("questions", "plan", "--seed", "3") == 0
    assert "of 45 minutes" in capsys.readouterr().out


def test_a_plan_is_for_the_role_that_the_description_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --role it is the one named in the text; role and level are said, and how to choose.

    --role goes before what the text says.
    """
    text = "MLOps engineer: Kubernetes, drift. You help our data scientists."
    file = packs.write(tmp_path, text, "job.txt")

    assert Stage().run("questions", "plan", "--from", str(file)) == 0
    told = capsys.readouterr().out
    line = "Planned for mlops-engineer, level mid; --role and --level choose others."
    assert told.splitlines()[0] == line
    assert "an ML engineer" not in told

    given = ("--role", "data-scientist", "--from", str(file), "--json", "-")
    assert Stage().run("questions", "plan", *given) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["role"], made["level"]) == ("data-scientist", "mid")


@pytest.mark.parametrize("minutes", ["1", "2.4"])
def test_a_plan_too_short_for_any_question_says_which_length_is_not(
    minutes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No empty plan: an error with a length, at which there is a question."""
    assert Stage().run("questions", "plan", "--minutes", minutes) == BadData.exit_code

    told = capsys.readouterr()
    assert told.out == ""
    assert "No question fits into" in told.err
    advised = told.err.partition("--minutes ")[2].strip().rstrip(".")
    assert Stage().run("questions", "plan", "--minutes", advised) == 0


@pytest.mark.parametrize("kind", ["system_design", "system-design", "system design"])
def test_a_kind_may_be_typed_as_people_write_it(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Space, hyphen and underscore are the same, in the list and in the plan."""
    assert Stage().run("questions", "list", "--kind", kind, "--json", "-") == 0
    listed = json.loads(capsys.readouterr().out)
    assert {entry["kind"] for entry in listed} == {"system_design"}
    assert Stage().run("questions", "plan", "--kinds", kind, "--json", "-") == 0


@pytest.mark.parametrize(
    ("option", "wrong", "known"),
    [("--competency", "mlop", "mlops"), ("--kind", "tech", "coding"), ("--level", "staff", "mid")],
)
def test_the_list_refuses_what_no_question_can_be(
    option: str, wrong: str, known: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistyped word is no empty list: it is refused, with the words that there are."""
    assert Stage().run("questions", "list", option, wrong) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert wrong in told.err
    assert known in told.err


def test_what_is_generated_is_true() -> None:
    """Schema, page on own packs and README's table agree with the code; `make fix` mends them."""
    command = [sys.executable, "-m", "scripts.questions_page", "--check"]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert (told.returncode, told.stderr) == (0, "")
