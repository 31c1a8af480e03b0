"""The composition root: the only module that knows both sides of the process border."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from mockvoice import cli, paths
from mockvoice.cli.wiring import Device, Engines
from mockvoice.domain.errors import BadData, ModelMissing
from mockvoice.domain.ports import Stop
from mockvoice.services import catalogue
from mockvoice.services.catalogue import Profile
from mockvoice.worker import remote
from mockvoice.worker.host import Host

if TYPE_CHECKING:
    from mockvoice.ui.parts import Parts


class WorkerEngines:
    """The engines of a profile, each in a process of its own that starts when first used."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._hosts: list[Host] = []

    @cached_property
    def transcriber(self) -> remote.RemoteTranscriber:
        """Speech to words."""
        return remote.RemoteTranscriber(self._ears)

    @cached_property
    def audio(self) -> remote.RemoteAudioTools:
        """Sound files, in the transcriber's process."""
        return remote.RemoteAudioTools(self._ears)

    @cached_property
    def judge(self) -> remote.RemoteJudge:
        """The local language model."""
        model, folder = self._model("judge")
        gguf = next(folder / file.name for file in model.files if file.name.endswith(".gguf"))
        head = paths.assets() / "judge" / f"{model.id}.npz"
        host = remote.judge_host(gguf, model.id, head if head.is_file() else None)
        return remote.RemoteJudge(self._keep(host))

    @cached_property
    def voice(self) -> remote.RemoteVoice:
        """The interviewer's voice."""
        model, folder = self._model("voice")
        return remote.RemoteVoice(self._keep(remote.voice_host(folder, model.id)))

    def close(self) -> None:
        """End every process that was started."""
        for host in self._hosts:
            host.close()

    @cached_property
    def _ears(self) -> Host:
        model, folder = self._model("transcriber")
        return self._keep(remote.transcriber_host(folder, model.id))

    def _keep(self, host: Host) -> Host:
        self._hosts.append(host)
        return host

    def _model(self, role: str) -> tuple[catalogue.ModelEntry, Path]:
        for entry in catalogue.load().profile(self._profile):
            if entry.role == role:
                return entry, catalogue.require(entry.id)
        raise ModelMissing(
            f"The profile “{self._profile}” has no {role}.", "Choose another profile."
        )


class App:
    """What the command line is given."""

    @contextmanager
    def engines(self, profile: str) -> Iterator[Engines]:
        """Open the engines of a profile; leaving the context ends their processes."""
        if profile not in get_args(Profile):
            raise BadData(
                f"There is no profile “{profile}”.", f"There are {', '.join(get_args(Profile))}."
            )
        engines = WorkerEngines("light" if profile == "light" else "standard")
        try:
            yield engines
        finally:
            engines.close()

    def open_app(self) -> int:
        """Open the window and return the exit code."""
        from mockvoice.ui.start import run

        return run(sys.argv, _screen_parts())

    def play(self, audio: str) -> None:
        """Play a sound file on the default loudspeaker."""
        from mockvoice.engine.playback import play_file

        play_file(Path(audio))

    def devices(self) -> tuple[Device, ...]:
        """Return the microphones and loudspeakers of this machine."""
        from mockvoice.engine.devices import sound_devices

        return tuple(
            Device(
                name=device.name,
                inputs=device.inputs,
                outputs=device.outputs,
                default=device.default_input or device.default_output,
            )
            for device in sound_devices()
        )


def _screen_parts() -> Parts:
    """Return what the window is given: the real devices and recordings."""
    from mockvoice.engine.audio_file import SoundFiles
    from mockvoice.engine.capture import PortAudioMicrophone
    from mockvoice.engine.devices import sound_devices
    from mockvoice.engine.excerpt import play_excerpt
    from mockvoice.ui.parts import Device as SoundDevice
    from mockvoice.ui.parts import Excerpt, Parts

    def devices() -> tuple[SoundDevice, ...]:
        return tuple(
            SoundDevice(d.name, d.inputs, d.outputs, d.default_input or d.default_output)
            for d in sound_devices()
        )

    def play(excerpt: Excerpt, device: str, stop: Stop, tell: Callable[[float], None]) -> bool:
        return play_excerpt(
            excerpt.audio, excerpt.start, excerpt.end, device=device, stop=stop, tell=tell
        )

    return Parts(
        devices=devices,
        microphone=PortAudioMicrophone(),
        play=play,
        sounds=SoundFiles(),
        interview=None,
        close=lambda: None,
    )


def main() -> int:
    """Run the program and return its exit code."""
    return cli.main(App())
