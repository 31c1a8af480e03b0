"""The composition root: the only module that knows both sides of the process border."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mockvoice import log, paths
from mockvoice.domain.end_of_turn import Patience
from mockvoice.domain.errors import MockvoiceError, ModelMissing, NoScreen
from mockvoice.domain.events import Event
from mockvoice.domain.ports import AudioTools, Judge, SpokenClip, Stop, TranscribeRequest, Voice
from mockvoice.domain.question import Term
from mockvoice.domain.say import in_own_terms
from mockvoice.services import catalogue
from mockvoice.services.cast import Asked, Cast, Options
from mockvoice.services.catalogue import Profile
from mockvoice.services.interview import Interview
from mockvoice.services.keeping import new_session
from mockvoice.services.locking import Folders
from mockvoice.services.retention import forget_abandoned
from mockvoice.services.review import Assessors, Library, Review, recover
from mockvoice.services.serial import Serial
from mockvoice.settings import Settings
from mockvoice.worker import remote
from mockvoice.worker.host import Host

if TYPE_CHECKING:
    from mockvoice.cli.wiring import Device, Engines
    from mockvoice.ui.parts import Parts, Wish

_TURN_MODEL = "smart-turn-v3.2-cpu"
_END_SECONDS = 10.0
"""How long closing the window waits for what is being written."""
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Of these variables one is set on Linux where Qt can show a window."""


class WorkerEngines:
    """The engines of a profile, each in a process of its own that starts when first used."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._hosts: list[Host] = []
        self._closed = False

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
        """End every process that was started; none is started any more."""
        self._closed = True
        for host in self._hosts:
            host.close()

    @cached_property
    def _ears(self) -> Host:
        model, folder = self._model("transcriber")
        return self._keep(remote.transcriber_host(folder, model.id))

    def _keep(self, host: Host) -> Host:
        self._hosts.append(host)
        if self._closed:  # by another thread, while this one was about to load
            host.close()
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
        engines = WorkerEngines(catalogue.profile_named(profile))
        try:
            yield engines
        finally:
            engines.close()

    def sounds(self) -> AudioTools:
        """Return the reader and writer of sound files."""
        from mockvoice.engine.audio_file import SoundFiles

        return SoundFiles()

    def open_app(self) -> int:
        """Open the window and return the exit code. Raises NoScreen."""
        _need_screen()
        from mockvoice.ui.start import run

        return run(sys.argv, screen_parts())

    def play(self, audio: str) -> None:
        """Play a sound file on the default loudspeaker."""
        from mockvoice.engine.playback import play_file

        play_file(Path(audio))

    def devices(self) -> tuple[Device, ...]:
        """Return the microphones and loudspeakers of this machine."""
        from mockvoice.cli.wiring import Device
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


class _MonotonicClock:
    """Clock of this machine."""

    def now(self) -> float:
        """Return seconds since some fixed moment."""
        return time.monotonic()


class _Paced:
    """The interviewer's voice at the pace the user chose."""

    def __init__(self, voice: Voice, pace: float) -> None:
        self._voice, self._pace = voice, pace

    def say(self, text: str, out: Path, speed: float = 1.0) -> SpokenClip:
        """Write the utterance; ``speed`` is relative to the chosen pace."""
        return self._voice.say(text, out, speed * self._pace)


class Stage:
    """What the window's interviews run on: engines that stay loaded, and who still assesses."""

    def __init__(self) -> None:
        self._library = Library(paths.library(), paths.recordings())
        self._engines: dict[Profile, WorkerEngines] = {}
        self._running: list[Interview | Review] = []
        self._loading = Serial("loading")

    def warm(self, profile: Profile) -> None:
        """Load the engines ahead of the first interview. Returns at once."""

        def load() -> None:
            # What fails here is told when the engine is needed.
            with suppress(MockvoiceError):
                engines = self._of(profile)
                engines.transcriber.prepare()
                engines.judge.host.warm()
                engines.voice.host.warm()

        self._loading.do(load)

    def interview(self, wish: Wish, tell: Callable[[Event], None]) -> Interview:
        """Make an interview ready. Raises ModelMissing, ModelDamaged."""
        chosen = wish.settings
        made = Interview(
            new_session(wish.title),
            [Asked(entry.id, entry.question) for entry in wish.entries],
            self._cast(chosen),
            Options(
                follow_ups=chosen.follow_ups,
                patience=Patience(chosen.patience),
                microphone=chosen.microphone,
                loudspeaker=chosen.loudspeaker,
                barge_in=chosen.headphones,
            ),
            self._library,
            tell,
        )
        self._running.append(made)
        return made

    def mend(self, profile: Profile, told: Callable[[], None]) -> int:
        """Keep and assess answers that a crash or an early exit left; return how many.

        ``told`` is called from another thread after each assessment.
        """
        folders = Folders()
        try:
            return self._mend(profile, told, folders)
        except BaseException:
            folders.free()
            raise

    def _mend(self, profile: Profile, told: Callable[[], None], folders: Folders) -> int:
        from mockvoice.engine.audio_file import SoundFiles

        store = self._library.open()
        try:
            drafts = recover(store, self._library.recordings, SoundFiles(), folders)
            forget_abandoned(store, self._library.recordings, datetime.now(UTC))
        finally:
            store.close()
        if not drafts:
            return 0
        engines = self._of(profile)
        by = Assessors(engines.transcriber, engines.judge, engines.audio)
        review = Review(
            self._library, by, lambda _draft: told(), lambda _draft, _error: told(), folders.free
        )
        self._running.append(review)
        for draft in drafts:
            review.add(draft)
        review.close()  # when all is assessed
        return len(drafts)

    def hear(self, sentence: Path, profile: Profile) -> str:
        """Return what is said in a short recording. Raises ModelMissing, BadAudio."""
        request = TranscribeRequest(audio=sentence, live=True)
        return self._of(profile).transcriber.transcribe(request).text

    def judge(self, profile: Profile) -> Judge:
        """Return the judge of a profile; it loads when it is first asked. Raises ModelMissing."""
        return self._of(profile).judge

    def speak(self, text: str, terms: Sequence[Term], chosen: Settings) -> Path:
        """Say a text in the interviewer's voice; returns the sound. Raises ModelMissing."""
        said = in_own_terms(text, terms)
        name = hashlib.sha256(f"{said} {chosen.profile} {chosen.voice_speed}".encode()).hexdigest()
        file = self._voices / f"{name}.wav"
        if not file.is_file():
            voice = _Paced(self._of(chosen.profile).voice, chosen.voice_speed)
            voice.say(said, file)
        return file

    def close(self) -> None:
        """End; answers that are not assessed yet are left to the next start."""
        for running in self._running:
            running.close(drop=True)
        for engines in tuple(self._engines.values()):
            engines.close()
        self._loading.close()
        self._loading.join(_END_SECONDS)
        for running in self._running:
            running.join(_END_SECONDS)
        if "_voices" in self.__dict__:
            shutil.rmtree(self._voices, ignore_errors=True)

    @cached_property
    def _voices(self) -> Path:
        """Where what was read aloud is kept until the program ends."""
        return Path(tempfile.mkdtemp(prefix="mockvoice-read-"))

    def _of(self, profile: Profile) -> WorkerEngines:
        return self._engines.setdefault(profile, WorkerEngines(profile))

    def _cast(self, chosen: Settings) -> Cast:
        from mockvoice.engine.capture import PortAudioMicrophone
        from mockvoice.engine.playback import PortAudioSpeaker
        from mockvoice.engine.smart_turn import SileroVoice, SmartTurn

        engines = self._of(chosen.profile)
        return Cast(
            transcriber=engines.transcriber,
            judge=engines.judge,
            voice=_Paced(engines.voice, chosen.voice_speed),
            audio=engines.audio,
            microphone=PortAudioMicrophone(),
            speaker=PortAudioSpeaker(),
            vad=SileroVoice(),
            turn_end=SmartTurn(catalogue.require(_TURN_MODEL)),
            clock=_MonotonicClock(),
        )


def screen_parts() -> Parts:
    """Return what the window is given: the real devices, recordings and interviews."""
    from mockvoice.engine.audio_file import SoundFiles
    from mockvoice.engine.capture import PortAudioMicrophone
    from mockvoice.engine.devices import sound_devices
    from mockvoice.ui.parts import Device as SoundDevice
    from mockvoice.ui.parts import Excerpt, Parts

    stage = Stage()

    def devices() -> tuple[SoundDevice, ...]:
        return tuple(
            SoundDevice(d.name, d.inputs, d.outputs, d.default_input or d.default_output)
            for d in sound_devices()
        )

    def play(excerpt: Excerpt, device: str, stop: Stop, tell: Callable[[float], None]) -> bool:
        from mockvoice.engine.excerpt import Stretch, play_excerpt

        wanted = Stretch(excerpt.start, excerpt.end, excerpt.speed, excerpt.loop)
        return play_excerpt(excerpt.audio, wanted, device=device, stop=stop, tell=tell)

    return Parts(
        devices=devices,
        microphone=PortAudioMicrophone(),
        play=play,
        sounds=SoundFiles(),
        interview=stage.interview,
        mend=stage.mend,
        warm=stage.warm,
        close=stage.close,
        judge=stage.judge,
        speak=stage.speak,
        hear=stage.hear,
    )


def main() -> int:
    """Run the program and return its exit code."""
    if not sys.argv[1:]:
        return _open()
    from mockvoice import cli

    return cli.main(App())


def _need_screen() -> None:
    """Raise NoScreen where Qt would end the whole program with words about its own libraries."""
    if sys.platform == "linux" and not any(map(os.environ.get, _SCREENS)):
        raise NoScreen(
            "There is no screen for the window.",
            "Without one: `mockvoice demo` or `mockvoice assess`; `mockvoice --help` shows all.",
        )


def _open() -> int:
    """Open the window without the command line, which takes as long to load as the window."""
    with log.kept():
        try:
            return App().open_app()
        except MockvoiceError as error:
            sys.stderr.write(f"✗ {error.message}\n  {error.hint}\n")
            return error.exit_code
