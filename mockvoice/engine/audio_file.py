"""Sound files in and out: any form libsndfile or FFmpeg reads becomes 16 kHz mono PCM."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mockvoice.domain.delivery import Prosody
from mockvoice.domain.errors import BadAudio, CannotWrite, DiskFull
from mockvoice.domain.joining import GAP
from mockvoice.domain.ports import Progress, no_progress

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

RATE: Final = 16_000
"""Samples per second of everything inside MockVoice."""
RAW_SUFFIX: Final = ".pcm"
"""Raw 16-bit little-endian mono at 16 kHz, as the recorder writes it."""
_BLOCK: Final = 1 << 16
_LOSSLESS_SECONDS: Final = 600
_FORMS: Final = "Give a recording such as WAV, FLAC, OGG, MP3, M4A or WebM."


class SoundFiles:
    """Reads and writes recordings block by block, so that hours of audio need little memory."""

    def decode(self, path: Path, out_pcm: Path, progress: Progress = no_progress) -> float:
        """Write ``path`` to ``out_pcm`` as raw s16le 16 kHz mono and return its seconds.

        Raises BadAudio when the file is missing, a folder, unreadable, empty or not audio.
        """
        check_readable(path)
        samples = 0
        try:
            with out_pcm.open("wb") as out:
                for block in decoded_blocks(path, progress):
                    out.write(block)
                    samples += len(block) // 2
        except OSError as error:
            raise _cannot_write(out_pcm, error) from error
        if samples == 0:
            raise BadAudio(f"There is no sound in {path.name}.", _FORMS)
        progress(1.0)
        return samples / RATE

    def seconds(self, audio: Path) -> float:
        """Return the length of the recording; decodes it where its header does not say."""
        check_readable(audio)
        if audio.suffix.lower() == RAW_SUFFIX:
            return audio.stat().st_size // 2 / RATE
        import soundfile

        try:
            return float(soundfile.info(str(audio)).duration)
        except soundfile.LibsndfileError:
            return sum(len(block) // 2 for block in decoded_blocks(audio)) / RATE

    def peaks(self, audio: Path, count: int) -> tuple[float, ...]:
        """Return ``count`` peak levels 0..1 over equal stretches, for drawing a waveform."""
        import numpy as np

        with pcm_of(audio) as pcm:
            total = pcm.stat().st_size // 2
            samples = np.memmap(pcm, dtype="<i2", mode="r")
            levels: list[float] = []
            for bar in range(count):
                start, end = bar * total // count, (bar + 1) * total // count
                part = samples[start : max(end, start + 1)].astype(np.int32)
                levels.append(min(1.0, float(np.abs(part).max()) / 32767))
            return tuple(levels)

    def compress(self, pcm: Path, out: Path) -> None:
        """Write raw 16 kHz PCM as FLAC; ``out`` appears complete or not at all."""
        check_readable(pcm)
        self._encode(_raw_blocks(pcm), out, {"format": "FLAC", "subtype": "PCM_16"})

    def join(self, parts: tuple[Path, ...], out: Path, gap: float = GAP) -> None:
        """Write recordings one after the other, ``gap`` seconds of silence between.

        As FLAC, or as WAV where ``out`` ends in .wav; complete or not at all.
        """
        form = "WAV" if out.suffix.lower() == ".wav" else "FLAC"
        self._encode(_joined(parts, gap), out, {"format": form, "subtype": "PCM_16"})

    def prosody(self, audio: Path) -> Prosody:
        """Return how much pitch and loudness vary in the voiced parts."""
        from mockvoice.engine.prosody import prosody

        return prosody(audio)

    def small(self, audio: Path) -> tuple[str, bytes]:
        """Return (MIME type, bytes) of a copy in which browsers find any second exactly.

        FLAC, which every browser plays; Ogg Vorbis for more than ten minutes, where size counts
        more than browsers of before 2025. Not MP3: seeking in it missed by 0.1 to 1.5 s in
        Chromium, so that a word would play its neighbour.
        """
        with tempfile.TemporaryDirectory(prefix="mockvoice-") as folder, pcm_of(audio) as pcm:
            if pcm.stat().st_size <= _LOSSLESS_SECONDS * RATE * 2:
                mime, form = "audio/flac", {"format": "FLAC", "subtype": "PCM_16"}
            else:
                mime, form = "audio/ogg", {"format": "OGG", "subtype": "VORBIS"}
            out = Path(folder) / "small"
            self._encode(_raw_blocks(pcm), out, form)
            return mime, out.read_bytes()

    @staticmethod
    def _encode(blocks: Iterable[bytes], out: Path, form: dict[str, str]) -> None:
        """Write blocks of raw sound beside the target, and put the whole in its place."""
        import soundfile

        part = out.with_name(out.name + ".part")
        try:
            with soundfile.SoundFile(str(part), "w", samplerate=RATE, channels=1, **form) as target:
                for block in blocks:
                    target.buffer_write(block, dtype="int16")
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            part.replace(out)
        except (OSError, soundfile.LibsndfileError) as error:
            raise _cannot_write(out, error) from error
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def pcm_of(audio: Path, progress: Progress = no_progress) -> Iterator[Path]:
    """Give raw PCM of a recording: the file itself when it is raw, else a temporary copy."""
    check_readable(audio)
    if audio.suffix.lower() == RAW_SUFFIX:
        yield audio
        return
    with tempfile.TemporaryDirectory(prefix="mockvoice-") as folder:
        pcm = Path(folder) / "decoded.pcm"
        SoundFiles().decode(audio, pcm, progress)
        yield pcm


def read_pcm(pcm: Path, start: int, end: int) -> Samples:
    """Read samples ``start``..``end`` of a raw file as float32 in -1..1."""
    import numpy as np

    with pcm.open("rb") as file:
        file.seek(start * 2)
        raw = file.read(max(0, end - start) * 2)
    whole = np.frombuffer(raw[: len(raw) // 2 * 2], dtype="<i2")
    return whole.astype(np.float32) / np.float32(32768)


def check_readable(path: Path) -> None:
    """Raise BadAudio, in words, when ``path`` cannot hold a recording at all."""
    try:
        if path.is_dir():
            raise BadAudio(f"{path} is a folder, not a recording.", "Name the file inside it.")
        if not path.exists():
            raise BadAudio(f"There is no file {path}.", "Check the name.")
        with path.open("rb") as file:
            if not file.read(1):
                raise BadAudio(f"{path.name} is empty.", "Record it again, or choose another.")
    except PermissionError as error:
        raise BadAudio(
            f"{path.name} may not be read.", "Ask for permission to read it, or copy it."
        ) from error
    except OSError as error:
        raise BadAudio(f"{path.name} cannot be read: {error.strerror}.", "", str(error)) from error


def decoded_blocks(path: Path, progress: Progress = no_progress) -> Iterator[bytes]:
    """Yield ``path`` as blocks of raw s16le 16 kHz mono, tried with libsndfile, then FFmpeg."""
    import soundfile

    if path.suffix.lower() == RAW_SUFFIX:
        yield from _raw_blocks(path)
        return
    try:
        sound = soundfile.SoundFile(str(path))
    except (soundfile.LibsndfileError, TypeError):
        # TypeError: names such as x.raw, for which soundfile asks for a format
        yield from _ffmpeg_blocks(path, progress)
        return
    with sound:
        yield from _sndfile_blocks(sound, progress)


def _raw_blocks(pcm: Path) -> Iterator[bytes]:
    """Yield whole samples only: a recording that was cut off may end in half of one."""
    with pcm.open("rb") as file:
        while block := file.read(_BLOCK * 2):
            yield block[: len(block) // 2 * 2]


def _joined(parts: tuple[Path, ...], gap: float) -> Iterator[bytes]:
    """Yield recordings one after the other. Raises BadAudio when there is no sound in one."""
    for place, part in enumerate(parts):
        if place:
            yield bytes(2 * round(gap * RATE))
        check_readable(part)
        heard = 0
        for block in decoded_blocks(part):
            heard += len(block)
            yield block
        if not heard:
            raise BadAudio(f"There is no sound in {part.name}.", _FORMS)


def _sndfile_blocks(sound: Any, progress: Progress) -> Iterator[bytes]:
    import numpy as np
    import soundfile
    from av import AudioFrame

    to_ours = _resampler()
    done = 0
    while True:
        try:
            block = sound.read(_BLOCK, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError:
            break  # a cut-off file: what came before is what there is
        if not len(block):
            break
        done += len(block)
        mono = np.nan_to_num(block.mean(axis=1, dtype=np.float32)).clip(-1.0, 1.0)
        if sound.samplerate == RATE:
            yield (mono * 32767).round().astype("<i2").tobytes()
        else:
            frame = AudioFrame.from_ndarray(mono[np.newaxis, :], format="flt", layout="mono")
            frame.sample_rate = sound.samplerate
            for made in to_ours.resample(frame):
                yield _bytes(made)
        progress(min(0.99, done / max(1, sound.frames)))
    if sound.samplerate != RATE and done:
        for made in to_ours.resample(None):
            yield _bytes(made)


def _ffmpeg_blocks(path: Path, progress: Progress) -> Iterator[bytes]:
    import av

    to_ours = _resampler()
    with path.open("rb") as file:
        try:
            # An open file, and no other protocol: a playlist must not reach for the network.
            container = av.open(
                file, metadata_errors="ignore", options={"protocol_whitelist": "pipe"}
            )
        except (av.FFmpegError, ValueError) as error:
            raise BadAudio(f"{path.name} is not audio.", _FORMS, str(error)) from error
        with container:
            if not container.streams.audio:
                raise BadAudio(f"{path.name} is not audio.", _FORMS)
            stream = container.streams.audio[0]
            length = container.duration / av.time_base if container.duration else 0.0
            made = 0
            try:
                for frame in _frames(container, stream):
                    frame.pts = None  # gaps in the time stamps are not silence
                    for ours in to_ours.resample(frame):
                        made += ours.samples
                        yield _bytes(ours)
                    progress(min(0.99, made / RATE / length) if length else 0.5)
                if made:
                    for ours in to_ours.resample(None):
                        yield _bytes(ours)
            except (av.FFmpegError, ValueError) as error:
                if not made:
                    raise BadAudio(f"{path.name} is not audio.", _FORMS, str(error)) from error


def _frames(container: Any, stream: Any) -> Iterator[Any]:
    """Decode packet by packet; a damaged packet is left out, as players do."""
    import av

    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def _resampler() -> Any:
    from av.audio.resampler import AudioResampler

    return AudioResampler(format="s16", layout="mono", rate=RATE)


def _bytes(frame: Any) -> bytes:
    return bytes(frame.to_ndarray().astype("<i2").tobytes())


def _cannot_write(path: Path, error: Exception) -> DiskFull | CannotWrite:
    import errno

    full = isinstance(error, OSError) and error.errno == errno.ENOSPC
    if full or _no_room(path.parent):  # libsndfile only says "System error"
        return DiskFull(f"The disk is full: {path.name} was not written.", "Make some space.")
    return CannotWrite(f"{path} cannot be written.", "Choose another folder.", str(error))


def _no_room(folder: Path) -> bool:
    """Tell whether the disk has not even room for a block of samples."""
    try:
        return shutil.disk_usage(folder).free < _BLOCK
    except OSError:
        return False
