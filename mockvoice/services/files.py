"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from mockvoice.domain.errors import CannotWrite, DiskFull, MockvoiceError


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in the file's place; a device or pipe is written to, never replaced.

    A link stays a link. Raises DiskFull, CannotWrite; then what was there before is still there.
    """
    try:
        _replace(Path(os.path.realpath(path)), content)
    except OSError as error:
        raise not_written(path, error) from error


def not_read(error: OSError | UnicodeDecodeError) -> str:
    """Say in plain words why a text file could not be read: "there is no such file"."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not text in UTF-8"
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    if isinstance(error, PermissionError):
        return "you have no right to read it"
    return (error.strerror or str(error)).lower()


def not_written(path: Path, error: OSError) -> MockvoiceError:
    """Return what to tell the user about a file that the system would not write."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(f"The disk is full: {path} was not written.", "Free some space.")
    return CannotWrite(
        f"{path} cannot be written: {error.strerror or error}.", "Choose another place."
    )


def _replace(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
