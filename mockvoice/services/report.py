"""The report: one HTML file with sound, pictures and text, that needs nothing else.

``report(parts, audio, title="") -> str`` where ``parts`` are pairs of an assessment and its
recording (None for a typed answer, or when the sound is gone).

The page may load nothing: its Content-Security-Policy allows only its own style, its own script
(both by digest) and sound in data: addresses. All text is escaped, for transcripts and packs are
not to be trusted.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mockvoice import paths
from mockvoice.domain.advice import as_speech, clock
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.measure import COMFORTABLE_PACE, LONG_PAUSE
from mockvoice.domain.ports import Sounds
from mockvoice.domain.question import Level
from mockvoice.services import report_phases, report_tiles, report_view, retention


@dataclass(frozen=True)
class Sound:
    """A recording made ready for the page."""

    address: str
    """data: address of a small copy."""
    peaks: tuple[float, ...]


def report(
    parts: Sequence[tuple[Assessment, Path | None]],
    audio: Sounds,
    title: str = "",
    level: Level = Level.MID,
) -> str:
    """Write the page for one or more answers; ``level`` is what the time per phase should suit.

    Raises BadAudio when a recording is given that cannot be read.
    """
    sounds = [_sound(audio, path) if path is not None else None for _, path in parts]
    return page([made for made, _ in parts], sounds, title, level)


def page(
    assessments: Sequence[Assessment],
    sounds: Sequence[Sound | None],
    title: str = "",
    level: Level = Level.MID,
) -> str:
    """Write the page from sounds that were made ready before."""
    folder = paths.assets() / "report"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clock"] = clock
    environment.filters["speech"] = as_speech
    style = (folder / "report.css").read_text("utf-8")
    script = (folder / "report.js").read_text("utf-8")
    answers = [
        {"made": made, "sound": sound, "number": number}
        for number, (made, sound) in enumerate(zip(assessments, sounds, strict=True), start=1)
    ]
    return environment.get_template("report.html").render(
        title=title or _title(assessments),
        answers=answers,
        heard=any(sound is not None for sound in sounds),
        style=Markup(style),
        script=Markup(script),
        style_digest=_digest(style),
        script_digest=_digest(script),
        view=report_view,
        no_sound=retention.no_sound,
        tiles=report_tiles.tiles,
        phases=lambda made: report_phases.view(made, level),
        unclear=report_phases.unclear_told,
        band=COMFORTABLE_PACE,
        long_pause=LONG_PAUSE,
    )


def _title(assessments: Sequence[Assessment]) -> str:
    if len(assessments) == 1:
        return assessments[0].question.text
    return f"Interview practice: {len(assessments)} answers"


def _sound(audio: Sounds, path: Path) -> Sound:
    kind, data = audio.small(path)
    address = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
    return Sound(address, audio.peaks(path, report_view.BARS))


def _digest(text: str) -> str:
    """Digest of an inline style or script in the form a Content-Security-Policy wants."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
