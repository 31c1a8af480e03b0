"""`mockvoice sessions`: what is in the library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mockvoice import paths, settings
from mockvoice.cli.output import (
    JsonOption,
    check_writable,
    many,
    say,
    stderr,
    stdout,
    write_json,
)
from mockvoice.cli.summary import legend, summary
from mockvoice.cli.wiring import wiring
from mockvoice.domain.errors import StoreProblem
from mockvoice.domain.question import Level
from mockvoice.services import exporting, retention
from mockvoice.services.exporting import Form
from mockvoice.services.store import Store

app = typer.Typer(help="Look at, export and delete kept sessions.", no_args_is_help=True)
Session = Annotated[str, typer.Argument(help="The session's id, or its start.", show_default=False)]


@contextmanager
def _library() -> Iterator[Store]:
    store = Store(paths.library(), paths.recordings())
    try:
        yield store
    finally:
        store.close()


@app.command("list")
def list_(json: JsonOption = None) -> None:
    """List the sessions, the newest first, with what their recordings take on disk."""
    check_writable(json)
    with _library() as store:
        rows = retention.sessions(store, paths.recordings())
        taken = retention.storage(store, paths.library(), paths.recordings())
    if json is not None:
        write_json(json, [row.model_dump(mode="json") for row in rows])
        return
    for row in rows:
        size = retention.shown(retention.folder_bytes(paths.recordings() / row.id))
        stdout.print(f"{row.id}  {many(row.answers, 'answer')}  {size}  {row.title}", markup=False)
    if rows:
        stdout.print(
            f"In all {retention.shown(taken.total)}: recordings"
            f" {retention.shown(taken.recordings)}, texts {retention.shown(taken.texts)}.",
            markup=False,
        )
    else:
        stdout.print(
            "No sessions yet. `mockvoice assess --save` or the app makes some.", markup=False
        )


@app.command()
def show(session: Session, json: JsonOption = None) -> None:
    """Show the answers of a session."""
    check_writable(json)
    with _library() as store:
        row = store.session(session)
        answers = store.answers(row.id)
    if json is not None:
        document = row.model_dump(mode="json")
        document["answers"] = [answer.model_dump(mode="json") for answer in answers]
        write_json(json, document)
        return
    for answer in answers:
        stdout.print(f"{row.id}, answer {answer.position}", markup=False)
        say(stdout, summary(answer.assessment) if answer.assessment else "Not assessed yet.")
        stdout.print()
    made = [answer.assessment for answer in answers if answer.assessment is not None]
    if told := legend(made):
        say(stdout, told)


@app.command()
def export(
    context: typer.Context,
    session: Session,
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    form: Annotated[
        Form | None,
        typer.Option("--format", help="In what form; without it the file's ending says."),
    ] = None,
    answer: Annotated[
        int | None, typer.Option("--answer", help="Only the answer at this place.")
    ] = None,
) -> None:
    """Write a session or one answer as a page, PDF, summary, text, data, subtitles or sound."""
    check_writable(str(out))
    wanted = form or exporting.form_of(out)
    with _library() as store:
        row = store.session(session)
        answers = exporting.chosen(store.answers(row.id), answer)
    level = Level(settings.load().level)
    exporting.export(wanted, row, answers, wiring(context).sounds(), out, level=level)
    stderr.print(f"Wrote {out}.", markup=False)


@app.command()
def delete(
    session: Session,
    answer: Annotated[
        int | None, typer.Option("--answer", help="Only the answer at this place.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a session, or one answer of it, for good: audio, texts and search index."""
    with _library() as store:
        row = store.session(session)
        if answer is not None and not store.holds(row.id, answer):
            raise StoreProblem(
                f"Session {row.id} has no answer {answer}.",
                f"`mockvoice sessions show {row.id}` lists its answers.",
            )
        what = f"“{row.title}”" if answer is None else f"Answer {answer} of “{row.title}”"
        if not yes:
            typer.confirm(
                f"Delete {what} with its sound, text and scores for good?", abort=True, err=True
            )
        store.delete(row.id, answer)
    stderr.print(f"Deleted {what}.", markup=False)
