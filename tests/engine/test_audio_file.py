"""Recordings of any form are heard as they are; what is no recording is refused in words."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from mockvoice.domain.errors import BadAudio, CannotWrite, DiskFull
from mockvoice.engine.audio_file import SoundFiles, read_pcm

FORMS = [
    ("a.wav", 8000, 1, "PCM_U8"),
    ("a.wav", 44100, 2, "PCM_24"),
    ("a.wav", 96000, 6, "FLOAT"),
    ("a.flac", 48000, 1, "PCM_16"),
    ("a.ogg", 22050, 2, "VORBIS"),
    ("a.mp3", 44100, 2, "MPEG_LAYER_III"),
    ("a.aiff", 11025, 1, "PCM_16"),
]


def tone(rate: int, channels: int, seconds: float = 1.5) -> np.ndarray:
    """A 440 Hz tone at half level on all channels."""
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate)
    return np.repeat(wave[:, np.newaxis], channels, axis=1)


@pytest.mark.parametrize(("name", "rate", "channels", "form"), FORMS)
def test_any_form_becomes_our_pcm(
    tmp_path: Path, name: str, rate: int, channels: int, form: str
) -> None:
    """Length, pitch and level survive whatever the rate, depth and channel count."""
    path, out = tmp_path / name, tmp_path / "out.pcm"
    soundfile.write(path, tone(rate, channels), rate, subtype=form)
    seconds = SoundFiles().decode(path, out)
    samples = read_pcm(out, 0, 16000 * 3)
    assert seconds == pytest.approx(1.5, abs=0.08)
    assert len(samples) == round(seconds * 16000)
    middle = samples[4000:20000]
    assert np.argmax(np.abs(np.fft.rfft(middle))) == pytest.approx(440, abs=2)
    assert np.abs(middle).max() == pytest.approx(0.5, abs=0.05)


def test_a_form_that_only_ffmpeg_reads(tmp_path: Path) -> None:
    """AAC in MP4, which libsndfile does not know, is heard through FFmpeg."""
    import av

    path = tmp_path / "a.m4a"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44100, layout="mono")
        wave = (tone(44100, 1)[:, 0]).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(wave[np.newaxis, :], format="fltp", layout="mono")
        frame.sample_rate = 44100
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    assert SoundFiles().decode(path, tmp_path / "out.pcm") == pytest.approx(1.5, abs=0.15)


def test_raw_recordings_pass_as_they_are(tmp_path: Path) -> None:
    """What the recorder wrote needs no decoding, an odd last byte of a crash included."""
    raw = np.arange(-500, 500, dtype="<i2").tobytes()
    path = tmp_path / "answer.pcm"
    path.write_bytes(raw + b"\x01")
    SoundFiles().decode(path, tmp_path / "out.pcm")
    assert (tmp_path / "out.pcm").read_bytes() == raw
    assert SoundFiles().seconds(path) == pytest.approx(1000 / 16000)


def test_a_file_cut_off_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    """Half a WAV gives half the sound."""
    path = tmp_path / "cut.wav"
    soundfile.write(path, tone(16000, 1, 2.0), 16000)
    path.write_bytes(path.read_bytes()[: 44 + 32000])
    assert SoundFiles().decode(path, tmp_path / "out.pcm") == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("name", ["notes.txt", "notes.wav", "notes.mp3", "picture.png", "x.raw"])
def test_what_is_not_audio_is_refused(tmp_path: Path, name: str) -> None:
    """Text is not audio, whatever its name says."""
    path = tmp_path / name
    path.write_text("This is not a recording. " * 200)
    with pytest.raises(BadAudio, match="not audio"):
        SoundFiles().decode(path, tmp_path / "out.pcm")


def test_empty_missing_and_folder_are_told_apart(tmp_path: Path) -> None:
    """Each way of not being a recording has a sentence of its own."""
    (tmp_path / "empty.wav").touch()
    with pytest.raises(BadAudio, match="is empty"):
        SoundFiles().decode(tmp_path / "empty.wav", tmp_path / "o.pcm")
    with pytest.raises(BadAudio, match="There is no file"):
        SoundFiles().decode(tmp_path / "none.wav", tmp_path / "o.pcm")
    with pytest.raises(BadAudio, match="is a folder"):
        SoundFiles().decode(tmp_path, tmp_path / "o.pcm")


@pytest.fixture
def nobody() -> Iterator[None]:
    """Run the test without root's right to read everything."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    yield
    os.seteuid(before)


@pytest.mark.usefixtures("nobody")
def test_a_file_without_permission() -> None:
    """A file that may not be read is said to be so."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "secret.wav"
        path.write_bytes(b"x")
        path.chmod(0)
        with pytest.raises(BadAudio, match="may not be read"):
            SoundFiles().decode(path, Path(folder) / "o.pcm")


def test_a_wav_without_a_sample(tmp_path: Path) -> None:
    """A header alone holds no sound."""
    path = tmp_path / "none.wav"
    soundfile.write(path, np.zeros(0), 16000)
    with pytest.raises(BadAudio, match="no sound"):
        SoundFiles().decode(path, tmp_path / "out.pcm")


def test_flac_is_complete_or_absent(tmp_path: Path) -> None:
    """Compressing keeps every sample; a folder that is not there leaves nothing."""
    pcm, out = tmp_path / "a.pcm", tmp_path / "a.flac"
    wave = (tone(16000, 1)[:, 0] * 32767).astype("<i2")
    pcm.write_bytes(wave.tobytes())
    SoundFiles().compress(pcm, out)
    again, rate = soundfile.read(out, dtype="int16")
    assert rate == 16000
    assert np.array_equal(again, wave)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.flac", "a.pcm"]
    with pytest.raises(CannotWrite):
        SoundFiles().compress(pcm, tmp_path / "nowhere" / "a.flac")


def test_a_full_disk_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sound library only says "system error"; what the user reads is that the disk is full."""
    pcm = tmp_path / "a.pcm"
    pcm.write_bytes(b"\1\2" * 16000)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=0))

    with pytest.raises(DiskFull, match="disk is full"):
        SoundFiles().join((pcm,), tmp_path / "no" / "a.wav")


def test_joined_sound_is_wav_where_its_name_says_so(tmp_path: Path) -> None:
    """The ending chooses WAV or FLAC; both hold the parts with the silence between them."""
    pcm = tmp_path / "a.pcm"
    pcm.write_bytes(b"\1\2" * 16000)
    for name, form in (("a.wav", "WAV"), ("a.flac", "FLAC")):
        SoundFiles().join((pcm, pcm), tmp_path / name, 0.5)
        assert soundfile.info(str(tmp_path / name)).format == form
        assert SoundFiles().seconds(tmp_path / name) == pytest.approx(2.5)


def test_sound_that_cannot_be_joined_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part that is no sound, or a disk that fills up midway: the old file stays, nothing else."""
    pcm, text, out = tmp_path / "a.pcm", tmp_path / "b.wav", tmp_path / "joined.flac"
    pcm.write_bytes(b"\1\2" * 16000)
    text.write_text("no sound")
    SoundFiles().join((pcm,), out)
    before = out.read_bytes()

    with pytest.raises(BadAudio, match=r"b\.wav"):
        SoundFiles().join((pcm, text), out)
    assert out.read_bytes() == before

    write = soundfile.SoundFile.buffer_write
    written: list[int] = []

    def fills_up(file: soundfile.SoundFile, data: bytes, dtype: str) -> None:
        if written:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(len(data))
        write(file, data, dtype)

    monkeypatch.setattr(soundfile.SoundFile, "buffer_write", fills_up)
    with pytest.raises(DiskFull):
        SoundFiles().join((pcm, pcm), out)
    assert out.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pcm", "b.wav", "joined.flac"]


def test_peaks_show_where_it_is_loud(tmp_path: Path) -> None:
    """Each bar is the peak of its share of the recording."""
    path = tmp_path / "a.wav"
    soundfile.write(path, np.concatenate([np.zeros(8000), 0.8 * np.ones(8000)]), 16000)
    assert SoundFiles().peaks(path, 4) == pytest.approx((0, 0, 0.8, 0.8), abs=0.01)


def test_the_small_copy_plays(tmp_path: Path) -> None:
    """The copy for browsers has the same length, and its type is told."""
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(16000, 1), 16000)
    kind, data = SoundFiles().small(path)
    copy = tmp_path / "copy"
    copy.write_bytes(data)
    assert kind in {"audio/mpeg", "audio/flac", "audio/ogg"}
    assert soundfile.info(copy).duration == pytest.approx(1.5, abs=0.2)
