"""The command line: the same services as the app, no Qt. Also the contract for measuring."""

from __future__ import annotations

import io
import logging
import sys

import typer

import mockvoice
from mockvoice import log
from mockvoice.cli import (
    assess,
    demo,
    doctor,
    judge,
    models,
    questions,
    schema,
    sessions,
    transcribe,
)
from mockvoice.cli.output import stderr
from mockvoice.cli.wiring import Wiring
from mockvoice.domain.errors import Cancelled, MockvoiceError

_LOG = logging.getLogger(__name__)

app = typer.Typer(
    name="mockvoice",
    help="Rehearse interview answers out loud, offline. Without a command the app opens.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("transcribe")(transcribe.transcribe)
app.command("judge")(judge.judge)
app.command("assess")(assess.assess)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("schema")(schema.schema)
app.add_typer(questions.app, name="questions")
app.add_typer(sessions.app, name="sessions")
app.add_typer(models.app, name="models")


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"mockvoice {mockvoice.__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Open the app when no command is given."""
    del version
    if context.invoked_subcommand is None:
        wiring: Wiring = context.obj
        raise typer.Exit(wiring.open_app())


def main(wiring: Wiring, arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code; errors of ours become one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe on Windows is not UTF-8 by itself
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    with log.kept():
        return _run(wiring, arguments)


def _run(wiring: Wiring, arguments: list[str] | None) -> int:
    try:
        app(args=arguments, obj=wiring)
    except SystemExit as end:  # how typer ends, after it told what was wrong with the usage
        return end.code if isinstance(end.code, int) else 1
    except (Cancelled, KeyboardInterrupt):
        stderr.print("Cancelled.")
        return Cancelled.exit_code
    except MockvoiceError as error:
        stderr.print("✗ ", style="bold red", end="")
        stderr.print(error.message, markup=False)
        if error.hint:
            stderr.print(f"  {error.hint}", markup=False)
        if error.detail:
            _LOG.info("%s\n%s", error, error.detail)
            kept = log.file().is_file()  # not where nothing may be written
            more = f"The log has more: {log.file()}" if kept else error.detail
            stderr.print(f"  {more}", markup=False)
        return error.exit_code
    return 0
