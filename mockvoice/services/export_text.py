"""Answers as text one can edit, Markdown, and as data one can compute with, JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from mockvoice.domain.advice import as_speech, clock
from mockvoice.domain.assessment import Assessment, Quote
from mockvoice.domain.base import Frozen
from mockvoice.domain.question import Level
from mockvoice.services import report_phases, report_tiles, report_view
from mockvoice.services.report_phases import PhaseView
from mockvoice.services.report_view import Row
from mockvoice.services.store import AnswerRow, SessionRow

_SIGNS: Final = re.compile(r"([\\`*_\[\]<>#|~])")
"""Signs that mean something in Markdown."""


class ExportedAnswer(Frozen):
    """One judged answer of an exported session."""

    position: int
    """1-based place in the session."""
    question_id: str
    audio: str
    """Name of the recording; empty for a typed answer, or when the sound was deleted."""
    assessment: Assessment


class ExportedSession(Frozen):
    """What ``mockvoice sessions export`` writes as JSON."""

    form: Literal["mockvoice-session-1"] = "mockvoice-session-1"
    """Name and version of this document."""
    session: SessionRow
    answers: tuple[ExportedAnswer, ...]


def document(session: SessionRow, rows: Sequence[AnswerRow]) -> str:
    """Return the session as JSON; its schema: `mockvoice schema export`."""
    answers = tuple(
        ExportedAnswer(
            position=row.position,
            question_id=row.question_id,
            audio=row.audio.name if row.audio else "",
            assessment=row.assessment,
        )
        for row in rows
        if row.assessment is not None
    )
    return ExportedSession(session=session, answers=answers).model_dump_json(indent=1) + "\n"


def markdown(session: SessionRow, answers: Sequence[Assessment], level: Level = Level.MID) -> str:
    """Return the answers as Markdown: scores, advice, rubric, measures, transcript.

    ``level`` is what the time per phase should suit.
    """
    several = len(answers) > 1
    parts = (
        [f"# {_safe(session.title)}", f"{report_view.day(session.started)}, MockVoice"]
        if several
        else []
    )
    for number, made in enumerate(answers, start=1):
        asked = _safe(made.question.text)
        parts += [
            f"## {number}. {asked}" if several else f"# {asked}",
            *_answer(made, several, level),
        ]
        if not several:
            parts.insert(1, f"{report_view.day(session.started)}, MockVoice")
    return "\n\n".join(parts) + "\n"


def _answer(made: Assessment, several: bool, level: Level) -> list[str]:
    head = "###" if several else "##"
    parts = [f"*{_safe(made.question.setup)}*"] if made.question.setup else []
    parts.append(_scores(made))
    if note := made.note or made.judgement.failure:
        parts.append(f"> {_safe(note)}")
    if made.advice:
        lines = [f"{n}. {_safe(piece.text)}" for n, piece in enumerate(made.advice, start=1)]
        parts += [f"{head} Next time", "\n".join(lines)]
    if not made.transcript.silent:
        parts += [
            f"{head} Point by point",
            "\n".join(_point(row) for row in report_view.rows(made)),
        ]
        parts += [f"{head} What you said", *_said(made)]
    if shared := report_phases.view(made, level):
        parts += [f"{head} {shared.title}", _phases(shared)]
    if made.transcript.words:
        lines = [
            f"- **{tile.name}: {tile.value}** {tile.unit}".rstrip()
            + f". {_safe(tile.meaning)}"
            + (f" *Try:* {_safe(tile.try_this)}" if tile.try_this else "")
            for tile in report_tiles.tiles(made)
        ]
        parts += [f"{head} How you said it", "\n".join(lines)]
    if made.question.sample_answer:
        parts += [f"{head} A sample answer", _safe(made.question.sample_answer)]
    return parts


def _scores(made: Assessment) -> str:
    if made.scores.overall is None:
        return "**Not judged.**"
    shares = " · ".join(
        f"{name} {value:.1f}" for name, value, _ in report_view.shares(made) if value is not None
    )
    return f"**{made.scores.overall:.0f} of 100.** {report_view.meaning(made)}\n\n{shares}"


def _phases(shared: PhaseView) -> str:
    lines = [
        f"- {bar.label}: {clock(bar.seconds)}"
        f" ({100 * bar.share:.0f} %, usual {100 * bar.target:.0f} %)"
        for bar in shared.bars
    ]
    told = _safe(shared.meaning) + (f" *Try:* {_safe(shared.try_next)}" if shared.try_next else "")
    return "\n".join([*lines, "", told])


def _point(row: Row) -> str:
    essential = " *(essential)*" if row.point.must else ""
    lines = [f"- {row.icon} **{row.word}**{essential}: {_safe(row.point.text)}"]
    if row.quote is not None:
        lines.append(_quoted("You said", row.quote))
    lines += [f"  - {_safe(told)}" for told in (row.near, row.ruled) if told]
    if row.nearest is not None:
        lines.append(_quoted("You came nearest to it here", row.nearest))
    if row.state in {"missed", "partial", "wrong"} and row.point.says:
        lines.append(f"  - A strong answer says: “{_safe(as_speech(row.point.says[0]))}”")
    return "\n".join(lines)


def _quoted(what: str, quote: Quote) -> str:
    at = f" ({clock(quote.span.start)})" if quote.span else ""
    return f"  - {what}{at}: “{_safe(quote.text)}”"


def _said(made: Assessment) -> list[str]:
    if not made.transcript.words:
        return [_safe(made.transcript.text)]
    parts = []
    for paragraph in report_view.paragraphs(made):
        if paragraph.prompt:
            parts.append(f"> **Interviewer:** {_safe(paragraph.prompt)}")
        said = " ".join(_token(token.text, token.kind) for token in paragraph.tokens)
        parts.append(f"`{clock(paragraph.start)}` {said}")
    return parts


def _token(text: str, kind: str) -> str:
    return f"*[{text} pause]*" if kind.startswith("gap") else _safe(text)


def _safe(text: str) -> str:
    """Text whose signs stay signs in Markdown, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
