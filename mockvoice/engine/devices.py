"""The microphones and loudspeakers of this machine, as PortAudio lists them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SoundDevice:
    """One entry of PortAudio's list; only opening it proves that it works."""

    name: str
    inputs: int
    outputs: int
    default_input: bool
    default_output: bool


def sound_devices() -> tuple[SoundDevice, ...]:
    """Return what PortAudio lists right now; empty when PortAudio itself is missing.

    The list is only renewed when PortAudio starts again, which breaks open streams: call this
    while nothing records or plays. May block for seconds when the sound server hangs.
    """
    try:
        import sounddevice
    except OSError:  # the PortAudio library is not installed
        return ()
    sounddevice._terminate()
    sounddevice._initialize()
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
