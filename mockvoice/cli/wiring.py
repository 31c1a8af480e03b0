"""What the commands are given by the composition root: engines behind their ports."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import typer

from mockvoice.domain.ports import AudioTools, Judge, Transcriber, Voice


class Engines(Protocol):
    """The engines of one run, each in its own process, started when first used."""

    @property
    def transcriber(self) -> Transcriber:
        """Speech to words."""

    @property
    def judge(self) -> Judge:
        """The local language model."""

    @property
    def voice(self) -> Voice:
        """The interviewer's voice."""

    @property
    def audio(self) -> AudioTools:
        """Sound files."""


class Wiring(Protocol):
    """How a command reaches what lies on the other side of the process border."""

    def engines(self, profile: str) -> AbstractContextManager[Engines]:
        """Open the engines of a profile; leaving the context ends their processes."""

    def sounds(self) -> AudioTools:
        """Sound files, read and written in this process: no model is needed."""

    def open_app(self) -> int:
        """Open the window and return the exit code."""

    def play(self, audio: str) -> None:
        """Play a sound file on the loudspeaker; raises DeviceLost when there is none."""

    def devices(self) -> tuple[Device, ...]:
        """Return the microphones and loudspeakers of this machine."""


@dataclass(frozen=True)
class Device:
    """A microphone or a loudspeaker."""

    name: str
    inputs: int
    """Channels it records."""
    outputs: int
    """Channels it plays."""
    default: bool


def wiring(context: typer.Context) -> Wiring:
    """Return what the composition root gave to this run."""
    given: Wiring = context.find_root().obj
    return given
