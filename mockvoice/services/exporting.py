"""Taking answers along: as a page, on paper, as text, as data, as subtitles, as sound.

Of several answers the recordings are joined, and subtitles carry the times of that joined sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.errors import BadData, StoreProblem
from mockvoice.domain.joining import GAP
from mockvoice.domain.ports import Sounds
from mockvoice.domain.question import Level
from mockvoice.services import export_subtitles
from mockvoice.services.export_subtitles import Cue
from mockvoice.services.files import write_whole
from mockvoice.services.report_view import BARS
from mockvoice.services.retention import sound
from mockvoice.services.store import AnswerRow, SessionRow


class Form(StrEnum):
    """In what form answers are written."""

    HTML = "html"
    PDF = "pdf"
    SUMMARY = "summary"
    MARKDOWN = "markdown"
    JSON = "json"
    SRT = "srt"
    VTT = "vtt"
    FLAC = "flac"
    WAV = "wav"


ENDINGS: Final = {
    Form.HTML: (".html", ".htm"),
    Form.PDF: (".pdf",),
    Form.SUMMARY: (".pdf", ".html", ".htm"),
    Form.MARKDOWN: (".md", ".markdown"),
    Form.JSON: (".json",),
    Form.SRT: (".srt",),
    Form.VTT: (".vtt",),
    Form.FLAC: (".flac",),
    Form.WAV: (".wav",),
}
"""Endings that a file of each form has, the usual one first."""
_SOUND: Final = {Form.FLAC, Form.WAV, Form.SRT, Form.VTT}
"""Forms that a typed answer does not have."""


def form_of(out: Path) -> Form:
    """Return the form that a file's ending stands for. Raises BadData for any other ending."""
    for form, endings in ENDINGS.items():
        if out.suffix.lower() in endings:
            return form
    known = ", ".join(endings[0] for form, endings in ENDINGS.items() if form is not Form.SUMMARY)
    raise BadData(f"“{out.name}” does not say in what form to write.", f"End it in {known}.")


def chosen(rows: Sequence[AnswerRow], answer: int | None = None) -> tuple[AnswerRow, ...]:
    """Return the judged answers of a session, or the one at this place of it.

    Raises StoreProblem when there is none such.
    """
    if answer is None:
        found = tuple(row for row in rows if row.assessment is not None)
        if not found:
            raise StoreProblem(
                "No answer of this session is judged yet.", "Wait a moment, then again."
            )
        return found
    found = tuple(row for row in rows if row.position == answer)
    if not found:
        raise StoreProblem(
            f"This session has no answer {answer}.", f"It has {_places(rows)}; choose one of them."
        )
    if found[0].assessment is None:
        raise StoreProblem(f"Answer {answer} is not judged yet.", "Wait a moment, then again.")
    return found


def export(
    form: Form,
    session: SessionRow,
    rows: Sequence[AnswerRow],
    sounds: Sounds,
    out: Path,
    *,
    level: Level = Level.MID,
) -> None:
    """Write judged answers in this form, complete or not at all.

    ``level`` is the candidate's, which the time per phase should suit.
    Raises BadData when the ending does not fit or there is no sound for subtitles or a copy,
    BadAudio, DiskFull, CannotWrite.
    """
    if out.suffix.lower() not in ENDINGS[form]:
        raise BadData(
            f"“{out.name}” is not a name for this form.", f"End it in {' or '.join(ENDINGS[form])}."
        )
    if form in {Form.FLAC, Form.WAV}:
        sounds.join(_recordings(rows), out, GAP)
    else:
        paged = out.suffix.lower() == ".pdf"
        write_whole(out, content(form, session, rows, sounds, paged=paged, level=level))


def content(
    form: Form,
    session: SessionRow,
    rows: Sequence[AnswerRow],
    sounds: Sounds,
    *,
    paged: bool = False,
    level: Level = Level.MID,
) -> bytes:
    """Return what the file of a form other than sound holds; a ``paged`` summary is a PDF."""
    # Loaded where one is written: the window opens without what draws PDFs and fills in pages.
    from mockvoice.services import export_pdf, export_summary, export_text, report

    made = [row.assessment for row in rows if row.assessment is not None]
    heard = [(row.assessment, sound(row)) for row in rows if row.assessment is not None]
    title = session.title if len(made) > 1 else ""
    match form:
        case Form.PDF:
            peaks = [sounds.peaks(audio, BARS) if audio else () for _, audio in heard]
            return export_pdf.pdf(session, made, peaks, level)
        case Form.SUMMARY if paged:
            return export_summary.pdf(session, made)
        case Form.SUMMARY:
            text = export_summary.html(session, made)
        case Form.HTML:
            text = report.report(heard, sounds, title, level)
        case Form.MARKDOWN:
            text = export_text.markdown(session, made, level)
        case Form.JSON:
            text = export_text.document(session, rows)
        case Form.SRT:
            text = export_subtitles.srt(_cues(rows, sounds))
        case Form.VTT:
            text = export_subtitles.vtt(_cues(rows, sounds))
        case _:
            raise BadData(f"{form.value} is sound, not text.", "Give the name of a sound file.")
    return text.encode("utf-8")


def offered(rows: Sequence[AnswerRow]) -> tuple[Form, ...]:
    """Return the forms these answers can be written in: subtitles and sound need a recording."""
    sounding = any(sound(row) is not None for row in rows)
    return tuple(form for form in Form if sounding or form not in _SOUND)


def _cues(rows: Sequence[AnswerRow], sounds: Sounds) -> list[Cue]:
    """Subtitles of the recordings as ``join`` puts them one after the other."""
    _recordings(rows)
    found: list[Cue] = []
    at = 0.0
    for row in rows:
        audio, made = sound(row), row.assessment
        if audio is None or made is None:
            continue
        if len(rows) > 1:
            found += _asked(made, at)
        found += export_subtitles.cues(made, at)
        at += sounds.seconds(audio) + GAP
    return sorted(found, key=lambda cue: (cue.start, not cue.interviewer))


def _asked(made: Assessment, at: float) -> list[Cue]:
    """The question an answer begins with, which only several answers need to be told apart."""
    return [
        cue
        for prompt in made.prompts[:1]
        if prompt.point is None
        for cue in export_subtitles.question(prompt.model_copy(update={"at": at}))
    ]


def _recordings(rows: Sequence[AnswerRow]) -> tuple[Path, ...]:
    found = tuple(audio for row in rows if (audio := sound(row)) is not None)
    if not found:
        raise BadData(
            "There is no recording of this: it was typed, or its sound was deleted.",
            "Choose a form without sound, such as PDF.",
        )
    return found


def _places(rows: Sequence[AnswerRow]) -> str:
    return ", ".join(str(row.position) for row in rows) or "none"
