"""`mockvoice questions`: the bank."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from mockvoice import paths
from mockvoice.cli.output import JsonOption, check_writable, stderr, stdout, write_json
from mockvoice.services import bank

app = typer.Typer(help="Look at the question bank and check packs.", no_args_is_help=True)


def whole_bank() -> bank.Bank:
    """Load the packs that come with MockVoice and the user's own."""
    return bank.load([paths.questions(), paths.own_questions()])


@app.command("list")
def list_(
    competency: Annotated[str, typer.Option(help="Only this competency.")] = "",
    kind: Annotated[str, typer.Option(help="Only this kind.")] = "",
    level: Annotated[str, typer.Option(help="Only questions asked at this level.")] = "",
    json: JsonOption = None,
) -> None:
    """List the questions."""
    check_writable(json)
    loaded = whole_bank()
    for problem in loaded.problems:
        stderr.print(f"left out: {problem}", markup=False)
    chosen = [
        entry
        for entry in loaded
        if (not competency or entry.question.competency == competency)
        and (not kind or entry.question.kind == kind)
        and (not level or level in entry.question.levels)
    ]
    if json is not None:
        write_json(json, [document(entry) for entry in chosen])
        return
    table = Table(box=None, pad_edge=False)
    for title in ("id", "kind", "question"):
        table.add_column(title, no_wrap=title == "id")
    for entry in chosen:
        table.add_row(entry.id, str(entry.question.kind), entry.question.text)
    stdout.print(table)
    stdout.print(f"{len(chosen)} questions")


@app.command()
def show(
    question: Annotated[str, typer.Argument(help="The question's id.", show_default=False)],
    json: JsonOption = None,
) -> None:
    """Show one question with its rubric and sample answer."""
    check_writable(json)
    entry = whole_bank().find(question)
    if json is not None:
        write_json(json, document(entry))
        return
    asked = entry.question
    levels = ", ".join(asked.levels)
    lines = [f"{entry.id}  ({asked.kind}, {levels}, {asked.answer_seconds} s)", ""]
    lines += [f"{asked.setup} {asked.text}".strip(), "", "Points"]
    for point in asked.rubric:
        lines += [f"{'!' if point.must else '-'} {point.text}", f"    if missing: {point.probe}"]
    lines += ["", "A strong answer", asked.sample_answer]
    stdout.print("\n".join(lines), markup=False)


@app.command()
def lint(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Pack files; all packs when none is given.")
    ] = None,
) -> None:
    """Check packs: every finding with file, line and reason."""
    from mockvoice.services import lint as rules

    chosen = files or [
        file
        for folder in (paths.questions(), paths.own_questions())
        if folder.is_dir()
        for file in sorted(folder.glob("*.y*ml"))
    ]
    findings = rules.lint(chosen)
    for finding in findings:
        stdout.print(str(finding), markup=False)
    stderr.print(f"{len(chosen)} packs, {len(findings)} findings", markup=False)
    if findings:
        raise typer.Exit(5)


def document(entry: bank.Entry) -> dict[str, Any]:
    """Return the question as JSON, with its full id and pack."""
    made = entry.question.model_dump(mode="json")
    return {**made, "id": entry.id, "pack": entry.pack, "pack_version": entry.version}
