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
    stdout,
    write_json,
)
from mockvoice.cli.wiring import wiring
from mockvoice.domain.ports import TranscribeRequest
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
    """Transcribe recordings, fillers included."""
    check_writable(json)
    likely = tuple(term.strip() for term in terms.split(",") if term.strip())
    done: list[TranscribedFile] = []
    with wiring(context).engines(profile) as engines:
        for file in audio:
            begun = time.perf_counter()
            with progress(file.name) as tell:
                heard = engines.transcriber.transcribe(
                    TranscribeRequest(audio=file.absolute(), terms=likely), tell
                )
            done.append(TranscribedFile.of(str(file), heard, time.perf_counter() - begun))
    if json is not None:
        write_json(json, [item.model_dump(mode="json") for item in done])
        return
    for item in done:
        stdout.print(
            f"{item.file} ({item.seconds:.1f} s, {len(item.fillers)} fillers)", markup=False
        )
        stdout.print(item.verbatim_text or "No speech was heard.", markup=False)
