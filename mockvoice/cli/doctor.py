"""`mockvoice doctor`: is everything there, and how to mend what is not."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typer

from mockvoice import paths
from mockvoice.cli.output import (
    JsonOption,
    ProfileOption,
    check_writable,
    progress,
    stderr,
    stdout,
    write_json,
)
from mockvoice.cli.wiring import Wiring, wiring
from mockvoice.services import catalogue, checkup
from mockvoice.services.checkup import Check, Outcome

_SIGNS = {Outcome.GOOD: "✓", Outcome.NOTE: "!", Outcome.BAD: "✗"}


def doctor(
    context: typer.Context,
    profile: ProfileOption = "standard",
    json: JsonOption = None,
) -> None:
    """Check Python, libraries, processor, sound, models, disk, and say how to mend each."""
    check_writable(json)
    models = checkup.models(catalogue.profile_named(profile), paths.weights())
    given = wiring(context)
    found = given.devices()
    checks = [
        checkup.python(),
        checkup.libraries(),
        checkup.processor(),
        checkup.screen(),
        checkup.devices(
            [device.name for device in found if device.inputs],
            [device.name for device in found if device.outputs],
        ),
        checkup.disk(paths.data()),
        *models,
    ]
    if all(check.outcome is not Outcome.BAD for check in checks):
        checks.extend(_engines(given, profile))
    _tell(checks, json)
    if any(check.outcome is Outcome.BAD for check in checks):
        raise typer.Exit(1)


def _engines(given: Wiring, profile: str) -> tuple[Check, Check]:
    stderr.print("Trying the models takes up to two minutes.", markup=False)
    with (
        given.engines(profile) as engines,
        tempfile.TemporaryDirectory() as folder,
        progress("Saying a sentence, reading it back, and judging one"),
    ):
        spoken = checkup.round_trip(engines.voice, engines.transcriber, Path(folder))
        return spoken, checkup.judging(engines.judge)


def _tell(checks: list[Check], json: str | None) -> None:
    if json is not None:
        write_json(json, [check.model_dump(mode="json") for check in checks])
    out = stderr if json == "-" else stdout
    for check, after in zip(checks, (*checks[1:], None), strict=True):
        out.print(f"{_SIGNS[check.outcome]} {check.name}: {check.found}", markup=False)
        if check.mend and not (after and after.mend == check.mend):
            out.print(f"    {check.mend}", markup=False)
