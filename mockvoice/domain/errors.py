"""Every error a user can meet: what happened, what to do, and an exit code of its own per kind."""

from __future__ import annotations

from typing import ClassVar


class MockvoiceError(Exception):
    """Root of all expected errors.

    ``message`` says what happened, ``hint`` what to do, ``detail`` is for the log only.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadAudio(MockvoiceError):
    """The file is not audio, is empty, or cannot be read."""

    exit_code = 3


class UnknownQuestion(MockvoiceError):
    """No question of this id is in any pack."""

    exit_code = 4


class BrokenPack(MockvoiceError):
    """A question pack does not have the right form."""

    exit_code = 5


class BadData(MockvoiceError):
    """An input document (JSON lines, a question file, CSV) does not have the right form."""

    exit_code = 6


class ModelMissing(MockvoiceError):
    """A model that is needed is not in the models folder."""

    exit_code = 7


class ModelDamaged(MockvoiceError):
    """A model file is truncated, altered, or of the wrong kind."""

    exit_code = 8


class FetchFailed(MockvoiceError):
    """No source gave the file: no network, a missing part, or a wrong byte."""

    exit_code = 9


class DiskFull(MockvoiceError):
    """There is not enough space for what was to be written."""

    exit_code = 10


class RoleOff(MockvoiceError):
    """A worker process failed twice, so its role is off until the user asks again."""

    exit_code = 11


class DeviceLost(MockvoiceError):
    """A microphone or loudspeaker is missing or stopped answering."""

    exit_code = 12


class StoreProblem(MockvoiceError):
    """The library of sessions cannot be read or written, or the session is not in it."""

    exit_code = 13


class CannotWrite(MockvoiceError):
    """An output file or folder cannot be written."""

    exit_code = 14


class NoScreen(MockvoiceError):
    """The window cannot be shown, for there is no screen."""

    exit_code = 15


class Cancelled(MockvoiceError):
    """The user stopped it: an outcome, not a failure."""

    exit_code = 130

    def __init__(self, message: str = "Cancelled.") -> None:
        super().__init__(message)
