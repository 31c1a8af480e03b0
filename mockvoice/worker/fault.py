"""Ways in which a worker can fail, for the role that fails on demand."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """A way in which the fake role fails."""

    CRASH = "crash"
    """Dies of SIGSEGV."""
    HANG = "hang"
    """Never answers and does nothing."""
    GARBAGE = "garbage"
    """Writes a line that is no message."""
    NATIVE_PRINT = "native_print"
    """Prints on file descriptor 1 as a native library would, then answers properly."""
    WRONG_VERSION = "wrong_version"
    """Says hello in another version of the protocol."""
    MISSING_MODEL = "missing_model"
    """Refuses to start because its model is missing."""
    BUG = "bug"
    """Raises an exception that nobody expects."""
    STUBBORN = "stubborn"
    """Works for ever and pays no heed to a cancel."""
    PATIENT = "patient"
    """Works for ever, reports progress, and obeys a cancel."""
    SLOW = "slow"
    """Works for 1.5 s without a word, then answers."""
    QUIT = "quit"
    """Ends itself with exit code 3 and a last word on stderr."""
