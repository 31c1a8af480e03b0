"""`mockvoice questions`: the bank."""

from __future__ import annotations

import math
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from mockvoice import paths
from mockvoice.cli.output import (
    JsonOption,
    check_writable,
    many,
    stderr,
    stdout,
    write_json,
    write_text,
)
from mockvoice.domain import plan as planning
from mockvoice.domain.errors import BadData, CannotWrite
from mockvoice.domain.question import Competency, Kind, Level
from mockvoice.services import bank, counting, importing, tailoring

ROOMY = 110
"""Columns of the terminal from which on the list of questions shows their kind too."""


def _hyphened(word: str) -> str:
    """Make "system design" and the packs' "system_design" one: "system-design"."""
    return word.replace(" ", "-").replace("_", "-")


CHOICES = {"token_normalize_func": _hyphened}
"""For a command whose choices may be typed with a space, a hyphen or an underscore."""
app = typer.Typer(help="Look at the question bank and check packs.", no_args_is_help=True)


def whole_bank() -> bank.Bank:
    """Load the packs that come with MockVoice and the user's own."""
    return bank.load([paths.questions(), paths.own_questions()])


@app.command("list", context_settings=CHOICES)
def list_(
    competency: Annotated[Competency | None, typer.Option(help="Only this competency.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only this kind.")] = None,
    level: Annotated[Level | None, typer.Option(help="Only questions asked at this level.")] = None,
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
        if (competency is None or entry.question.competency == competency)
        and (kind is None or entry.question.kind == kind)
        and (level is None or level in entry.question.levels)
    ]
    if json is not None:
        write_json(json, [document(entry) for entry in chosen])
        return
    if stdout.is_terminal:
        stdout.print(_table(chosen, stdout.width))
    else:  # one line each, for grep and the like
        for entry in chosen:
            line = f"{entry.id}  {entry.question.kind}  {entry.question.text}"
            stdout.print(line, markup=False)
    stdout.print(many(len(chosen), "question"))


def _table(entries: list[bank.Entry], width: int) -> Table:
    """Return the questions as a table; on a narrow terminal their packs stand above them, once."""
    table = Table(box=None, pad_edge=False)
    if width >= ROOMY:
        for title in ("id", "kind", "question"):
            table.add_column(title, no_wrap=title == "id")
        for entry in entries:
            table.add_row(entry.id, str(entry.question.kind), entry.question.text)
        return table
    table.add_column("id", overflow="fold", max_width=width // 2)
    table.add_column("question")
    for pack, held in groupby(entries, lambda entry: entry.pack):
        table.add_row(f"{pack}/", style="bold")
        for entry in held:
            table.add_row(f"  {entry.question.id}", entry.question.text)
    return table


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
    from mockvoice.services.lint import lint as find_problems

    chosen = files or [
        file
        for folder in (paths.questions(), paths.own_questions())
        if folder.is_dir()
        for file in sorted(folder.glob("*.y*ml"))
    ]
    findings = find_problems(chosen, known=[entry.id for entry in whole_bank()])
    for finding in findings:
        stdout.print(str(finding), markup=False)
    stderr.print(f"{many(len(chosen), 'pack')}, {many(len(findings), 'finding')}", markup=False)
    if findings:
        raise typer.Exit(5)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the pack: lower-case, with hyphens.")],
) -> None:
    """Start an own pack: a commented, complete example in your folder, to be changed."""
    _not_taken(name)
    example = paths.assets() / "pack" / "example.yaml"
    made = importing.new_pack(name, paths.own_questions(), example)
    _schema_beside(made)
    stdout.print(f"{made}\nChange it, then: mockvoice questions lint {made}", markup=False)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A .csv, .md or .yaml file.", show_default=False)],
    name: Annotated[str, typer.Option(help="Name of the pack; else the file's.")] = "",
) -> None:
    """Make an own pack of a CSV, Markdown or YAML file. Nothing is ever overwritten."""
    from mockvoice.services.lint import lint as find_problems

    taken = {entry.pack for entry in whole_bank()}
    made = importing.import_file(file, paths.own_questions(), taken, name)
    _schema_beside(made)
    pack = bank.read_pack(made)
    findings = find_problems([made], known=[entry.id for entry in whole_bank()])
    stdout.print(f"{made}: {many(len(pack.questions), 'question')}", markup=False)
    if findings:
        told = many(len(findings), "thing")
        stderr.print(f"{told} to improve: mockvoice questions lint {made}", markup=False)


@app.command(context_settings=CHOICES)
def plan(
    role: Annotated[
        planning.Role | None,
        typer.Option(
            help="What you apply for; else what the description names, else ml-engineer.",
            show_default=False,
        ),
    ] = None,
    level: Annotated[Level, typer.Option(help="How senior.")] = Level.MID,
    kinds: Annotated[
        list[Kind] | None, typer.Option(help="Only this kind; may be given again.")
    ] = None,
    minutes: Annotated[float, typer.Option(min=1, max=480, help="Length.")] = 45,
    seed: Annotated[int, typer.Option(help="The same seed gives the same plan.")] = 0,
    from_: Annotated[
        Path | None, typer.Option("--from", help="Job description or résumé: text, PDF, DOCX.")
    ] = None,
    json: JsonOption = None,
) -> None:
    """Plan an interview, and say why each question was chosen."""
    check_writable(json)
    entries = whole_bank()
    text = tailoring.read(from_) if from_ else ""
    named = tailoring.tailor(text, entries) if from_ else None
    wish = planning.Wish(
        role=role or tailoring.role(text) or planning.Role.ML_ENGINEER,
        level=level,
        kinds=frozenset(kinds or Kind),
        minutes=minutes,
        seed=seed,
        focus=named.focus if named else {},
    )
    candidates = [planning.Candidate(entry.id, entry.question) for entry in entries]
    made = planning.plan(candidates, wish)
    if not made.chosen:
        raise _nothing_fits(candidates, wish)
    if json is not None:
        write_json(json, {"role": wish.role, "level": wish.level, **_plan_document(made, named)})
        return
    stdout.print(f"Planned for {wish.role}, level {wish.level}; --role and --level choose others.")
    if named:
        stdout.print(f"Terms found: {', '.join(named.terms) or 'none'}\n", markup=False)
    for number, chosen in enumerate(made.chosen, start=1):
        minutes_text = f"{chosen.seconds / 60:.0f} min"
        stdout.print(f"{number}. {chosen.id}  ({minutes_text}; {chosen.why})", markup=False)
        words = f"{chosen.question.setup} {chosen.question.text}".strip()
        stdout.print(f"   {words}", markup=False)
    told = many(len(made.chosen), "question")
    stdout.print(f"{told}, {made.seconds / 60:.0f} of {minutes:.0f} minutes", markup=False)


@app.command()
def table(
    page: Annotated[Path | None, typer.Option("--in", help="Renew the table in this page.")] = None,
) -> None:
    """Count the questions that come with MockVoice, as Markdown."""
    shipped = bank.load([paths.questions()])
    if page is None:
        stdout.print(counting.table(shipped), markup=False)
        return
    try:
        write_text(str(page), counting.put(page.read_text(encoding="utf-8"), shipped))
    except (OSError, ValueError) as error:
        raise BadData(f"{page}: {error}.", "Give a page with the marks of the table.") from error


def _nothing_fits(candidates: list[planning.Candidate], wish: planning.Wish) -> BadData:
    """Say what would have to be asked for instead."""
    shortest = planning.shortest(candidates, wish)
    if shortest is None:
        return BadData("No question is of this level and kind.", "Try another --level or --kinds.")
    asked = f"{wish.minutes:g} minute{'' if wish.minutes == 1 else 's'}"
    enough = max(5, math.ceil(shortest / 60))
    return BadData(f"No question fits into {asked}.", f"Try --minutes {enough}.")


def _plan_document(made: planning.Plan, named: tailoring.Tailored | None) -> dict[str, Any]:
    questions = [
        {"id": c.id, "text": c.question.text, "why": c.why, "seconds": c.seconds}
        for c in made.chosen
    ]
    return {
        "seconds": made.seconds,
        "terms": list(named.terms) if named else [],
        "questions": questions,
    }


def _not_taken(name: str) -> None:
    if any(entry.pack == name for entry in whole_bank()):
        raise CannotWrite(f"There already is a pack “{name}”.", "Choose another name.")


def _schema_beside(pack: Path) -> None:
    """Put the schema where editors look for it."""
    schema = paths.questions() / "pack.schema.json"
    write_text(str(pack.parent / schema.name), schema.read_text(encoding="utf-8"))


def document(entry: bank.Entry) -> dict[str, Any]:
    """Return the question as JSON, with its full id and pack."""
    made = entry.question.model_dump(mode="json")
    return {**made, "id": entry.id, "pack": entry.pack, "pack_version": entry.version}
