"""`mockvoice models`: list, fetch, verify and remove what the engines need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from mockvoice import paths
from mockvoice.cli.output import JsonOption, check_writable, stderr, stdout, write_json
from mockvoice.domain.errors import BadData, ModelDamaged, ModelMissing
from mockvoice.services import catalogue
from mockvoice.services.catalogue import Catalogue, ModelEntry, State, profile_named
from mockvoice.services.fetch import FetchProgress, Tell, fetch

app = typer.Typer(no_args_is_help=True, help="Models: list, fetch, verify, remove.")

Ids = Annotated[
    list[str] | None, typer.Argument(help="Ids of models; see “list”.", show_default=False)
]
ProfileChoice = Annotated[
    str | None,
    typer.Option("--profile", help="All models of a profile: light or standard."),
]


@app.command("list")
def list_models(profile: ProfileChoice = None, json: JsonOption = None) -> None:
    """Show the models that MockVoice knows, and which are on this disk."""
    check_writable(json)
    entries = _chosen(catalogue.load(), None, profile)
    if json is not None:
        write_json(json, [_row(entry) for entry in entries])
        return
    lines = [("id", "role", "profile", "size", "licence", "state")]
    for entry in entries:
        state = _state(entry)
        size = f"{entry.bytes / 1e6:.0f} MB"
        profiles = ", ".join(entry.profiles) or "-"
        lines.append((entry.id, entry.role, profiles, size, entry.licence, state))
    for line in _columns(lines):  # no table of rich, which would cut the ids on a narrow screen
        stdout.print(line, markup=False)
    stdout.print(f"Folder: {paths.weights()}", markup=False)


@app.command("fetch")
def fetch_models(ids: Ids = None, profile: ProfileChoice = None, json: JsonOption = None) -> None:
    """Fetch models and verify them: without ids or --profile, those of the profile standard.

    What is already here is not fetched again.
    """
    check_writable(json)
    entries = _chosen(catalogue.load(), ids, profile or (None if ids else "standard"))
    with _bar() as tell:
        fetched = fetch(entries, paths.weights(), tell)
    _report(entries, json)
    if json is None:
        names = ", ".join(entry.id for entry in fetched)
        stderr.print(f"Fetched: {names}." if names else "All models are here.", markup=False)


@app.command("verify")
def verify_models(ids: Ids = None, profile: ProfileChoice = None, json: JsonOption = None) -> None:
    """Compare every byte of the models on this disk with their digests."""
    check_writable(json)
    weights = paths.weights()
    entries = _chosen(catalogue.load(), ids, profile)
    if not ids and profile is None:
        entries = [e for e in entries if catalogue.state(e, weights) is not State.MISSING]
        if not entries:
            raise ModelMissing(
                f"There is no model in {weights}.", "Fetch them with: mockvoice models fetch"
            )
    troubles: list[ModelMissing | ModelDamaged] = []
    with _bar() as tell:
        before, total = 0, sum(entry.bytes for entry in entries)
        for entry in entries:

            def told(here: int, entry: ModelEntry = entry, before: int = before) -> None:
                tell(FetchProgress(entry.id, "", before + here, total))

            try:
                catalogue.verify(entry, weights, told)
            except (ModelMissing, ModelDamaged) as error:
                troubles.append(error)
            before += entry.bytes
    _report(entries, json)
    for trouble in troubles[1:]:
        stderr.print(str(trouble), markup=False)
    if troubles:
        raise troubles[0]
    if json is None:
        stderr.print(f"All {len(entries)} models are sound.", markup=False)


@app.command("remove")
def remove_models(ids: Ids = None, profile: ProfileChoice = None, json: JsonOption = None) -> None:
    """Delete models from this disk; name them or a profile."""
    check_writable(json)
    if not ids and profile is None:
        raise BadData("Nothing was removed.", "Name the models, or give --profile.")
    entries = _chosen(catalogue.load(), ids, profile)
    for entry in entries:
        gone = catalogue.remove(entry, paths.weights())
        if json is None:
            stderr.print(f"{entry.id}: {'removed' if gone else 'was not here'}", markup=False)
    _report(entries, json)


def _chosen(known: Catalogue, ids: list[str] | None, profile: str | None) -> list[ModelEntry]:
    """Return the models that were named, or those of the profile, or all."""
    named = [known.get(model_id) for model_id in ids or ()]
    if profile is not None:
        named += [entry for entry in known.profile(profile_named(profile)) if entry not in named]
    return named if ids or profile is not None else list(known.models)


def _state(entry: ModelEntry) -> str:
    """Return in words how a model stands on this disk; one that no profile has is never missing."""
    state = catalogue.state(entry, paths.weights())
    here = "not fetched" if state is State.MISSING and not entry.profiles else str(state)
    notes = [*["optional"] * (not entry.profiles), *["untested"] * entry.untested]
    return f"{here} ({', '.join(notes)})" if notes else here


def _columns(lines: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Align the cells of each column."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for cells in lines:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _row(entry: ModelEntry) -> dict[str, Any]:
    weights: Path = paths.weights()
    return {
        "id": entry.id,
        "role": entry.role,
        "title": entry.title,
        "profiles": list(entry.profiles),
        "licence": entry.licence,
        "credit": entry.credit,
        "bytes": entry.bytes,
        "untested": entry.untested,
        "state": catalogue.state(entry, weights).value,
        "folder": str(weights / entry.id),
    }


def _report(entries: Sequence[ModelEntry], json: str | None) -> None:
    if json is not None:
        write_json(json, [_row(entry) for entry in entries])


@contextmanager
def _bar() -> Iterator[Tell]:
    """Show bytes, speed and time left on standard error; a line per model when it is no screen."""
    if not stderr.is_terminal:
        yield _lines()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=stderr, transient=True) as bar:
        task = bar.add_task("models", total=None)

        def tell(now: FetchProgress) -> None:
            bar.update(task, description=escape(now.model), completed=now.done, total=now.total)

        yield tell


def _lines() -> Tell:
    """Tell in plain lines which model is on its way, for logs."""
    last = ""

    def tell(now: FetchProgress) -> None:
        nonlocal last
        if now.model != last:
            last = now.model
            share = f"{now.done / 1e6:.0f} of {now.total / 1e6:.0f} MB"
            stderr.print(f"{now.model} ({share} done)", markup=False)

    return tell
