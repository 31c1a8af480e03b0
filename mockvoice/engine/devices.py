"""The microphones and loudspeakers of this machine, as PortAudio lists them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_guard = threading.Lock()
_open = 0
"""Streams that are open in this process; renewing the list would break them."""


@dataclass(frozen=True)
class SoundDevice:
    """One entry of PortAudio's list; only opening it proves that it works."""

    name: str
    inputs: int
    outputs: int
    default_input: bool
    default_output: bool


def sound_devices() -> tuple[SoundDevice, ...]:
    """Return what PortAudio lists; empty when PortAudio itself is missing.

    The list is renewed unless a stream is open, since PortAudio renews it only by starting again,
    which breaks open streams. May block for seconds when the sound server hangs.
    """
    try:
        import sounddevice
    except OSError:  # the PortAudio library is not installed
        return ()
    renew()
    source, sink = sounddevice.default.device
    return tuple(
        SoundDevice(
            name=str(entry["name"]),
            inputs=int(entry["max_input_channels"]),
            outputs=int(entry["max_output_channels"]),
            default_input=index == source,
            default_output=index == sink,
        )
        for index, entry in enumerate(sounddevice.query_devices())
    )


def renew() -> bool:
    """Start PortAudio again so that its list is fresh; False while a stream is open."""
    import sounddevice

    with _guard:
        if _open:
            return False
        sounddevice._terminate()
        sounddevice._initialize()
        return True


def opened() -> None:
    """Note that a stream is about to be opened."""
    global _open  # noqa: PLW0603 - PortAudio's state is one per process, too
    with _guard:
        _open += 1


def closed() -> None:
    """Note that a stream has been closed, or did not open."""
    global _open  # noqa: PLW0603
    with _guard:
        _open -= 1


@contextmanager
def stream_open() -> Iterator[None]:
    """Keep the list as it is while a stream is open."""
    opened()
    try:
        yield
    finally:
        closed()
