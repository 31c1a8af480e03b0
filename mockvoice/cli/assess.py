"""`mockvoice assess`: everything about one spoken answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mockvoice import paths
from mockvoice.cli.output import (
    JsonOption,
    ProfileOption,
    check_writable,
    progress,
    say,
    stderr,
    stdout,
    write_text,
)
from mockvoice.cli.summary import legend, summary
from mockvoice.cli.wiring import wiring
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.errors import BadData, RoleOff
from mockvoice.domain.question import Question
from mockvoice.services import assessing, bank, keeping
from mockvoice.services.report import report as write_report


def assess(
    context: typer.Context,
    audio: Annotated[Path, typer.Argument(help="The recorded answer.", show_default=False)],
    question: Annotated[
        str | None, typer.Option("--question", metavar="ID", help="A question of the bank.")
    ] = None,
    question_file: Annotated[
        Path | None, typer.Option("--question-file", help="A pack file with one question.")
    ] = None,
    report: Annotated[
        str | None, typer.Option("--report", metavar="FILE.html", help="Write the HTML report.")
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="Keep it in the library.")] = False,
    profile: ProfileOption = "standard",
    json: JsonOption = None,
) -> None:
    """Transcribe, measure and judge one spoken answer."""
    check_writable(json)
    check_writable(report)
    name, asked = _question(question, question_file)
    file = audio.absolute()
    with wiring(context).engines(profile) as engines:
        with progress("Listening") as tell:
            heard = assessing.hear(engines.transcriber, file, asked, tell)
        with progress("Judging") as tell:
            made = assessing.assess(
                [heard], asked, name, model=engines.judge, audio=engines.audio, progress=tell
            )
        if json is not None:  # first, so that no trouble with the rest loses it
            write_text(json, made.model_dump_json(indent=1) + "\n")
        if save:
            row = keeping.keep(paths.library(), paths.recordings(), made, file, engines.audio)
            stderr.print(f"Saved as session {row.id}.", markup=False)
        if report is not None:
            write_text(report, write_report([(made, file)], engines.audio))
    if json != "-":
        say(stdout, f"{summary(made)}\n\n{legend([made])}".rstrip())
    _complain(made)


def _question(name: str | None, file: Path | None) -> tuple[str, Question]:
    if (name is None) == (file is None):
        raise typer.BadParameter("Give either --question ID or --question-file FILE.")
    if name is not None:
        entry = bank.load([paths.questions(), paths.own_questions()]).find(name)
        return entry.id, entry.question
    assert file is not None
    pack = bank.read_pack(file)
    if len(pack.questions) != 1:
        raise BadData(
            f"{file} has {len(pack.questions)} questions.",
            "Give a file with one, or `mockvoice questions import` it and use --question.",
        )
    return f"{pack.pack}/{pack.questions[0].id}", pack.questions[0]


def _complain(made: Assessment) -> None:
    """A silent recording is an outcome; a judge that failed is a failure."""
    if made.judgement.failure and not made.transcript.silent:
        raise RoleOff("The answer was not judged.", made.judgement.failure)
