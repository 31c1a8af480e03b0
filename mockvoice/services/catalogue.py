"""The catalogue of models: what belongs to each, what is on disk, and whether it is sound.

A file is trusted by its SHA-256. Hashing a gigabyte at every start would cost seconds, so each
model folder keeps a stamp: the size and modification time that each file had when its digest was
last found right. A file that still has both counts as verified; anything else is hashed again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self, get_args

import yaml
from pydantic import Field, ValidationError, model_validator

from mockvoice import paths
from mockvoice.domain.base import Frozen
from mockvoice.domain.errors import BadData, ModelDamaged, ModelMissing

STAMP = ".verified.json"
CHUNK = 1 << 20

Profile = Literal["light", "standard"]
Bytes = Callable[[int], None]
"""Told the bytes dealt with so far."""


class Part(Frozen):
    """A stretch of a file that one Python package carries."""

    package: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.]+$")
    """Name and version, as ``NAME==VERSION``."""
    member: str
    """Path inside the wheel; ``a.zip!b`` is the member b of an archive a inside the wheel."""
    bytes: int = Field(gt=0)


class ModelFile(Frozen):
    """One file of a model."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    bytes: int = Field(gt=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    on_hub: str | None = None
    """Path in the hub's repository; None when the hub does not show this very file."""
    parts: tuple[Part, ...] = ()
    """Joined in order they are the file; empty when no package carries it."""

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if self.parts and sum(part.bytes for part in self.parts) != self.bytes:
            raise ValueError(f"the parts of {self.name} do not add up to its size")
        if not self.parts and self.on_hub is None:
            raise ValueError(f"{self.name} has no source")
        return self


class Hub(Frozen):
    """A repository on the model hub."""

    repository: str
    revision: str


class ModelEntry(Frozen):
    """One model of the catalogue."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    role: Literal["transcriber", "voice", "judge", "end-of-turn", "embeddings"]
    title: str
    about: str
    profiles: tuple[Profile, ...]
    licence: str
    credit: str
    hub: Hub | None = None
    files: tuple[ModelFile, ...] = Field(min_length=1)
    untested: bool = False
    """True when nobody of the project has run it."""

    @property
    def bytes(self) -> int:
        """Size of all its files."""
        return sum(file.bytes for file in self.files)


class Catalogue(Frozen):
    """All models that MockVoice knows."""

    format: Literal[1]
    models: tuple[ModelEntry, ...]

    def get(self, model_id: str) -> ModelEntry:
        """Return the entry of this id; ModelMissing names the known ones."""
        for entry in self.models:
            if entry.id == model_id:
                return entry
        known = ", ".join(entry.id for entry in self.models)
        raise ModelMissing(f"No model is called “{model_id}”.", f"Known are: {known}.")

    def profile(self, name: Profile) -> tuple[ModelEntry, ...]:
        """Return the models of a profile, in the manifest's order."""
        return tuple(entry for entry in self.models if name in entry.profiles)


class State(StrEnum):
    """How a model stands on this disk."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    """All files have the right size; their digests were not compared since they changed."""
    DAMAGED = "damaged"
    """A file has the wrong size, or is no file."""
    INCOMPLETE = "incomplete"
    """Some files are there and some are not."""
    MISSING = "missing"


def profile_named(name: str) -> Profile:
    """Return the profile of this name; BadData says which there are."""
    known: tuple[Profile, ...] = get_args(Profile)
    for profile in known:
        if name == profile:
            return profile
    raise BadData(f"There is no profile “{name}”.", f"Choose one of: {', '.join(known)}.")


def load(manifest: Path | None = None) -> Catalogue:
    """Read the manifest; BadData says in which field it is wrong."""
    path = manifest or paths.manifest()
    try:
        return Catalogue.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadData(f"The list of models {path} cannot be read.", detail=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BadData(
            f"The list of models {path} is wrong at {where}: {first['msg']}.", detail=str(error)
        ) from error


def state(entry: ModelEntry, weights: Path) -> State:
    """Tell how the model stands, without reading the files: sizes, and the stamp."""
    folder = weights / entry.id
    if not folder.exists():
        return State.MISSING
    if not folder.is_dir():
        return State.DAMAGED
    sizes = [_size(folder / file.name) for file in entry.files]
    if all(size is None for size in sizes):
        return State.MISSING
    wrong = [
        size is not None and size != file.bytes
        for size, file in zip(sizes, entry.files, strict=True)
    ]
    if any(wrong):
        return State.DAMAGED
    if None in sizes:
        return State.INCOMPLETE
    stamp = _read_stamp(folder)
    sound = all(stamp.get(file.name) == _mark(folder / file.name, file) for file in entry.files)
    return State.VERIFIED if sound else State.UNVERIFIED


def is_verified(file: ModelFile, folder: Path) -> bool:
    """Say whether this file still is what it was when its digest was last found right."""
    path = folder / file.name
    return path.is_file() and _read_stamp(folder).get(file.name) == _mark(path, file)


def require(model_id: str, weights: Path | None = None) -> Path:
    """Return the folder of a model that is on disk with the right sizes.

    ModelMissing or ModelDamaged otherwise. Costs a few milliseconds; digests are not compared.
    """
    entry = load().get(model_id)
    where = weights or paths.weights()
    match state(entry, where):
        case State.MISSING:
            raise ModelMissing(
                f"The model “{entry.title}” is not in the models folder {where}.", fetch_hint(entry)
            )
        case State.INCOMPLETE | State.DAMAGED:
            raise ModelDamaged(
                f"The model “{entry.title}” in {where / entry.id} is not complete.",
                fetch_hint(entry),
            )
    return where / entry.id


def fetch_hint(entry: ModelEntry) -> str:
    """Say how to get a model."""
    return f"Fetch it with: mockvoice models fetch {entry.id} ({entry.bytes / 1e6:.0f} MB)."


def verify(entry: ModelEntry, weights: Path, progress: Bytes = lambda _done: None) -> None:
    """Compare every digest and renew the stamp; ModelMissing or ModelDamaged names the file."""
    folder = weights / entry.id
    if state(entry, weights) is State.MISSING:
        raise ModelMissing(f"The model “{entry.title}” is not in {weights}.", fetch_hint(entry))
    done = 0
    for file in entry.files:

        def tell(here: int, before: int = done) -> None:
            progress(before + here)

        if not check(file, folder, tell):
            raise ModelDamaged(
                f"The file {file.name} of the model “{entry.title}” is not what it should be.",
                fetch_hint(entry),
            )
        done += file.bytes


def check(file: ModelFile, folder: Path, progress: Bytes = lambda _done: None) -> bool:
    """Compare one file's size and digest, and note the outcome in the stamp."""
    path = folder / file.name
    sound = _size(path) == file.bytes and digest(path, progress) == file.sha256
    if sound:
        stamp(file, folder)
    elif file.name in (marks := _read_stamp(folder)):
        _write_stamp(folder, {name: mark for name, mark in marks.items() if name != file.name})
    return sound


def stamp(file: ModelFile, folder: Path) -> None:
    """Note that the digest of this file was found right just now."""
    marks = _read_stamp(folder)
    marks[file.name] = _mark(folder / file.name, file)
    _write_stamp(folder, marks)


def remove(entry: ModelEntry, weights: Path) -> bool:
    """Delete the model's folder; False when there was none."""
    folder = weights / entry.id
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
        return True
    if folder.exists() or folder.is_symlink():
        folder.unlink()
        return True
    return False


def digest(path: Path, progress: Bytes = lambda _done: None) -> str:
    """Return the SHA-256 of a file; ModelDamaged when it cannot be read."""
    hasher = hashlib.sha256()
    done = 0
    for chunk in _chunks(path):
        hasher.update(chunk)
        done += len(chunk)
        progress(done)
    return hasher.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise ModelDamaged(
            f"The model file {path} cannot be read.", "Check who may read it.", str(error)
        ) from error


def _size(path: Path) -> int | None:
    """Return the size, None when nothing is there, -1 for what is no file (a folder)."""
    if not path.exists():
        return None
    return path.stat().st_size if path.is_file() else -1


def _mark(path: Path, file: ModelFile) -> list[object]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, file.sha256]


def _read_stamp(folder: Path) -> dict[str, list[object]]:
    """Return the stamp; a missing or unreadable one only means that files are hashed again."""
    try:
        marks = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return marks if isinstance(marks, dict) else {}


def _write_stamp(folder: Path, marks: dict[str, list[object]]) -> None:
    """Keep the stamp; where the folder may not be written, files are hashed again next time."""
    half = folder / (STAMP + ".new")
    with contextlib.suppress(OSError):
        half.write_text(json.dumps(marks), encoding="utf-8")
        half.replace(folder / STAMP)
