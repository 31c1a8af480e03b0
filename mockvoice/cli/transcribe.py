"""`mockvoice transcribe`: words, fillers and speech of recordings."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from mockvoice.cli.output import (
    JsonOption,
    ProfileOption,
    check_writable,
    progress,
    stderr,
    stdout,
    write_json,
)
from mockvoice.cli.wiring import wiring
from mockvoice.domain.errors import BadAudio
from mockvoice.domain.ports import Transcriber, TranscribeRequest
from mockvoice.services.records import TranscribedFile


def transcribe(
    context: typer.Context,
    audio: Annotated[list[Path], typer.Argument(help="Sound files.", show_default=False)],
    terms: Annotated[
        str, typer.Option("--terms", help="Technical terms that may occur, comma separated.")
    ] = "",
    profile: ProfileOption = "standard",
    json: JsonOption = None,
) -> None:
    """Transcribe recordings, fillers included. One that is not audio does not stop the others."""
    check_writable(json)
    likely = tuple(term.strip() for term in terms.split(",") if term.strip())
    done: list[TranscribedFile] = []
    bad: list[BadAudio] = []
    with wiring(context).engines(profile) as engines:
        for file in audio:
            try:
                done.append(_heard(engines.transcriber, file, likely))
            except BadAudio as error:
                bad.append(error)
    if json is not None and done:
        write_json(json, [item.model_dump(mode="json") for item in done])
    elif json is None:
        _show(done)
    for other in bad[1:]:
        stderr.print(str(other), markup=False)
    if bad:
        raise bad[0]


def _heard(model: Transcriber, file: Path, terms: tuple[str, ...]) -> TranscribedFile:
    begun = time.perf_counter()
    with progress(file.name) as tell:
        heard = model.transcribe(TranscribeRequest(audio=file.absolute(), terms=terms), tell)
    return TranscribedFile.of(str(file), heard, time.perf_counter() - begun)


def _show(done: list[TranscribedFile]) -> None:
    for item in done:
        stdout.print(
            f"{item.file} ({item.seconds:.1f} s, {len(item.fillers)} fillers)", markup=False
        )
        stdout.print(item.verbatim_text or "No speech was heard.", markup=False)
