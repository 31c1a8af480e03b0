"""What MockVoice needs of this machine, and how to mend what is missing."""

from __future__ import annotations

import ctypes.util
import os
import platform
import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from rapidfuzz import fuzz

from mockvoice.domain.base import Frozen
from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.ports import Judge, JudgeRequest, Transcriber, TranscribeRequest, Voice
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.verdict import Verdict
from mockvoice.services import catalogue
from mockvoice.services.catalogue import Profile, State

SENTENCE = "The quick brown fox jumps over the lazy dog near the river bank."
"""Said and read back in the spoken round trip."""
ROUND_TRIP_AT_LEAST = 85.0
"""Likeness of what was read back, 0..100, from which the round trip counts as sound."""
DISK_WANTED = 2_000_000_000
"""Bytes free below which recordings may soon not fit."""
_LIBRARIES = {
    "portaudio": ("libportaudio2", "microphone and loudspeaker"),
    "GL": ("libgl1", "the window"),
    "EGL": ("libegl1", "the window"),
    "fontconfig": ("libfontconfig1", "the window"),
    "dbus-1": ("libdbus-1-3", "the window"),
    "xcb-cursor": ("libxcb-cursor0", "the window"),
    "xkbcommon-x11": ("libxkbcommon-x11-0", "the window"),
}
_THERE = {State.VERIFIED, State.UNVERIFIED}
_WORDS = {
    Verdict.COVERED: "covered",
    Verdict.PARTIAL: "partly covered",
    Verdict.MISSED: "not heard",
    Verdict.WRONG: "contradicted",
    Verdict.NOT_JUDGED: "not judged",
}


class Outcome(StrEnum):
    """How one check ended."""

    GOOD = "good"
    NOTE = "note"
    """Something is missing that only part of MockVoice needs."""
    BAD = "bad"
    """MockVoice cannot do its work."""


class Check(Frozen):
    """One finding."""

    name: str
    outcome: Outcome
    found: str
    mend: str = ""
    """What to do; empty when nothing is wrong."""


def python() -> Check:
    """Python 3.11 or newer."""
    version = platform.python_version()
    good = sys.version_info >= (3, 11)
    return Check(
        name="Python",
        outcome=Outcome.GOOD if good else Outcome.BAD,
        found=version,
        mend="" if good else "Install Python 3.11 or newer.",
    )


def libraries() -> Check:
    """System libraries that packages from the registry do not bring along (Linux)."""
    if not sys.platform.startswith("linux"):
        return Check(name="System libraries", outcome=Outcome.GOOD, found="come with the packages")
    missing = [name for name in _LIBRARIES if ctypes.util.find_library(name) is None]
    if not missing:
        return Check(name="System libraries", outcome=Outcome.GOOD, found="all there")
    packages = " ".join(_LIBRARIES[name][0] for name in missing)
    lacking = ", ".join(sorted({_LIBRARIES[name][1] for name in missing}))
    return Check(
        name="System libraries",
        outcome=Outcome.NOTE,
        found=f"missing for {lacking}: {', '.join(missing)}",
        mend=f"sudo apt-get install {packages}",
    )


def processor() -> Check:
    """Instruction sets; without AVX2 the language model is slow."""
    flags = _cpu_flags()
    cores = os.cpu_count() or 1
    found = f"{platform.machine()}, {cores} cores"
    if not flags:
        return Check(name="Processor", outcome=Outcome.GOOD, found=found)
    known = [flag for flag in ("avx", "avx2", "avx512f", "amx_tile") if flag in flags]
    slow = platform.machine() == "x86_64" and "avx2" not in flags
    return Check(
        name="Processor",
        outcome=Outcome.NOTE if slow else Outcome.GOOD,
        found=f"{found}, {' '.join(known)}",
        mend="Choose the light profile: this processor has no AVX2." if slow else "",
    )


def devices(microphones: Sequence[str], loudspeakers: Sequence[str]) -> Check:
    """At least one microphone and one loudspeaker."""
    found = f"{len(microphones)} microphones, {len(loudspeakers)} loudspeakers"
    if microphones and loudspeakers:
        return Check(name="Sound", outcome=Outcome.GOOD, found=found)
    return Check(
        name="Sound",
        outcome=Outcome.NOTE,
        found=found,
        mend="Plug in a headset, or check that the sound server runs; answers can also be typed.",
    )


def models(profile: Profile, weights: Path) -> tuple[Check, ...]:
    """One check per model of the profile; sizes and stamps, not digests."""
    states = {entry: catalogue.state(entry, weights) for entry in catalogue.load().profile(profile)}
    wanted = [entry for entry, state in states.items() if state not in _THERE]
    size = sum(entry.bytes for entry in wanted) / 1e6
    together = f"Fetch them all with: mockvoice models fetch --profile {profile} ({size:.0f} MB)."
    return tuple(
        Check(
            name=f"Model {entry.id}",
            outcome=Outcome.BAD if entry in wanted else Outcome.GOOD,
            found=str(state),
            mend=(together if len(wanted) > 1 else catalogue.fetch_hint(entry))
            if entry in wanted
            else "",
        )
        for entry, state in states.items()
    )


def round_trip(voice: Voice, transcriber: Transcriber, folder: Path) -> Check:
    """The voice says a sentence and the transcriber reads it back."""
    name = "Spoken round trip"
    try:
        clip = voice.say(SENTENCE, folder / "round-trip.wav")
        heard = transcriber.transcribe(TranscribeRequest(audio=clip.path)).text
    except MockvoiceError as error:
        return Check(name=name, outcome=Outcome.BAD, found=error.message, mend=error.hint)
    likeness = fuzz.ratio(SENTENCE.lower(), heard.lower())
    good = likeness >= ROUND_TRIP_AT_LEAST
    return Check(
        name=name,
        outcome=Outcome.GOOD if good else Outcome.BAD,
        found=f"heard “{heard}”",
        mend="" if good else "Verify the models: mockvoice models verify.",
    )


def judging(judge: Judge) -> Check:
    """The language model starts and judges; a llama.cpp built wrong for the CPU dies here."""
    name = "Judge"
    point = RubricPoint(id="colour", text="The sky is blue by day.")
    asked = JudgeRequest(
        question="What colour is the sky?", rubric=(point,), answer="By day the sky is blue."
    )
    try:
        verdict = judge.judge(asked).verdicts[0].verdict
    except MockvoiceError as error:
        return Check(name=name, outcome=Outcome.BAD, found=error.message, mend=error.hint)
    tried = f"tried on “{asked.answer}” for the point “{point.text}”: {_WORDS[verdict]}"
    if verdict is Verdict.COVERED:
        return Check(name=name, outcome=Outcome.GOOD, found=f"{tried}, as it should be")
    return Check(
        name=name,
        outcome=Outcome.NOTE,
        found=f"it runs, but {tried}, where “covered” would be right",
        mend="See whether `mockvoice demo` judges better; if not: mockvoice models verify.",
    )


def disk(folder: Path) -> Check:
    """Space for recordings: FLAC takes about 1 MB a minute."""
    place = folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    good = free >= DISK_WANTED
    return Check(
        name="Disk",
        outcome=Outcome.GOOD if good else Outcome.NOTE,
        found=f"{free / 1e9:.1f} GB free in {place}",
        mend="" if good else "Free some space, or set MOCKVOICE_HOME to a folder on another disk.",
    )


def screen() -> Check:
    """A screen for the window (Linux)."""
    if not sys.platform.startswith("linux"):
        return Check(name="Screen", outcome=Outcome.GOOD, found="there")
    there = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    return Check(
        name="Screen",
        outcome=Outcome.GOOD if there else Outcome.NOTE,
        found=there or "none",
        mend="" if there else "Without a screen use the command line: mockvoice demo.",
    )


def _cpu_flags() -> frozenset[str]:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return frozenset()
    line = next((line for line in text.splitlines() if line.startswith("flags")), "")
    return frozenset(line.partition(":")[2].split())
