"""Locks that end with the process that holds them, so that none is ever left behind."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

NAME: Final = "lock"
"""The file in a folder by which it is held."""
log = logging.getLogger(__name__)


def lock(descriptor: int) -> None:
    """Lock an open file. Raises BlockingIOError or PermissionError when another one holds it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Folders:
    """The folders of sessions that are worked on here: what one holds no other one takes up."""

    def __init__(self) -> None:
        self._held: dict[Path, int] = {}

    def take(self, folder: Path) -> bool:
        """Hold a folder; False when it is held already, here or in another window.

        Where the file system knows no locks, or nothing can be written, it is taken all the same.
        """
        while True:
            try:
                descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                log.warning("%s cannot be locked: %s", folder, error)
                return True
            try:
                lock(descriptor)
            except (BlockingIOError, PermissionError):
                os.close(descriptor)
                return False
            except OSError as error:
                log.warning("%s cannot be locked: %s", folder, error)
            if _is_there(descriptor, folder / NAME):
                self._held[folder] = descriptor
                return True
            os.close(descriptor)  # its holder took it away while it was opened here

    def free(self, folder: Path | None = None) -> None:
        """Let go of a folder, or of all; one that is not held stays as it is."""
        for one in [folder] if folder is not None else list(self._held):
            descriptor = self._held.pop(one, None)
            if descriptor is not None:
                with suppress(OSError):  # the folder was deleted, or a system that keeps open files
                    (one / NAME).unlink()
                os.close(descriptor)


def _is_there(descriptor: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False
