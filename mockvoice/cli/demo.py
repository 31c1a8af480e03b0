"""`mockvoice demo`: the whole way on a recorded candidate, with the real engines."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from mockvoice import paths
from mockvoice.cli.output import ProfileOption, say, stderr, stdout, write_text
from mockvoice.cli.summary import legend, summary
from mockvoice.cli.wiring import Wiring, wiring
from mockvoice.domain.advice import clock
from mockvoice.domain.errors import CannotWrite, DeviceLost, RoleOff
from mockvoice.services import bank, keeping
from mockvoice.services import demo as stage
from mockvoice.services.report import report as write_report

QUESTION = "ml-fundamentals/bias-variance"
BEFORE = (
    "The demo: the interviewer asks, a recorded candidate answers, and the real models listen and"
    " judge in six steps. It takes two to ten minutes, by how fast and how busy the processor is."
)


def demo(
    context: typer.Context,
    speak: Annotated[
        bool, typer.Option("--speak", help="Also play the interviewer aloud.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the report.")] = None,
    save: Annotated[bool, typer.Option("--save", help="Keep it in the library.")] = False,
    profile: ProfileOption = "standard",
) -> None:
    """Ask a question, hear a recorded candidate, follow up, judge, and write the report."""
    folder = _folder(out)
    begun = time.monotonic()

    def tell(line: str) -> None:
        say(stderr, f"{clock(time.monotonic() - begun)}  {line}")

    say(stderr, f"{BEFORE}\n")
    entry = bank.load([paths.questions()]).find(QUESTION)
    recordings = (paths.assets() / "demo" / "answer.flac", paths.assets() / "demo" / "reply.flac")
    with wiring(context).engines(profile) as engines:
        cast = stage.Cast(engines.transcriber, engines.judge, engines.voice, engines.audio)
        done = stage.perform(
            entry.question,
            entry.id,
            recordings,
            folder,
            cast=cast,
            tell=tell,
            play=_player(wiring(context)) if speak else None,
        )
        page = folder / "report.html"
        write_text(str(page), write_report([(done.whole, done.recording)], engines.audio))
        write_text(str(folder / "assessment.json"), done.whole.model_dump_json(indent=1) + "\n")
        if save:
            row = keeping.keep(
                paths.library(), paths.recordings(), done.whole, done.recording, engines.audio
            )
            say(stderr, f"Saved as session {row.id}.")
    if stderr.is_terminal:
        stderr.print()
    # On the screen the question was read a moment ago; a file must say what it is about.
    told = summary(done.whole, asked=not stdout.is_terminal)
    say(stdout, f"{told}\n\n{legend([done.whole])}".rstrip())
    say(stdout, f"\nThe report: {page}")
    if done.whole.judgement.failure:
        raise RoleOff("The answer was not judged.", done.whole.judgement.failure)


def _folder(out: Path | None) -> Path:
    if out is None:
        return Path(tempfile.mkdtemp(prefix="mockvoice-demo-"))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"{out} cannot be made: {error.strerror}.", "Choose another.") from error
    return out


def _player(given: Wiring) -> stage.Play:
    def play(clip: Path) -> None:
        try:
            given.play(str(clip))
        except DeviceLost as error:
            stderr.print(f"Not played: {error}", markup=False)

    return play
