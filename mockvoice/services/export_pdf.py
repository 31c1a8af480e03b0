"""Answers on paper: scores, advice, rubric, delivery and transcript as a PDF of A4 pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mockvoice.domain.advice import as_speech, clock
from mockvoice.domain.assessment import Assessment, Quote
from mockvoice.domain.question import Level
from mockvoice.services import report_phases, report_tiles, report_view
from mockvoice.services.export_paper import (
    ACCENT,
    BAD,
    BAR,
    INK,
    LINE,
    MARGIN,
    SOFT,
    VERDICTS,
    WARM,
    WIDTH,
    Paper,
)
from mockvoice.services.report_phases import PhaseView
from mockvoice.services.report_view import Row, Tile
from mockvoice.services.store import SessionRow

_RING: Final = 30.0
_TIMES: Final = 13.0
"""Width of the column that holds the times of the transcript."""
_COLUMN: Final = (WIDTH - 8) / 2


def pdf(
    session: SessionRow,
    answers: Sequence[Assessment],
    peaks: Sequence[Sequence[float]],
    level: Level = Level.MID,
) -> bytes:
    """Return the PDF; ``peaks`` draw each recording, none for an answer without sound.

    ``level`` is what the time per phase should suit.
    """
    title = session.title if len(answers) > 1 else answers[0].question.text
    paper = Paper(title, f"MockVoice  ·  {report_view.day(session.started)}  ·  {title}")
    if len(answers) > 1:
        _contents(paper, session, answers)
    for number, (made, heard) in enumerate(zip(answers, peaks, strict=True), start=1):
        if number > 1 or len(answers) > 1:
            paper.add_page()
        paper.start_section(paper.clean(made.question.text))
        which = f"Answer {number} of {len(answers)}" if answers[1:] else ""
        _answer(paper, made, heard, which, level)
    return paper.bytes()


def _contents(paper: Paper, session: SessionRow, answers: Sequence[Assessment]) -> None:
    paper.say("MockVoice", ACCENT, 10, bold=True)
    paper.gap(3)
    paper.say(session.title, INK, 20, bold=True)
    paper.say(f"{report_view.day(session.started)}, {len(answers)} answers", SOFT, 10)
    paper.gap(6)
    for made in answers:
        paper.need(18)
        paper.rule()
        paper.gap(2.5)
        top = paper.get_y()
        overall = made.scores.overall
        paper.ink(ACCENT if overall is not None else SOFT, 16, bold=True)
        paper.label("–" if overall is None else f"{overall:.0f}", MARGIN, top + 0.6, 14)
        paper.set_y(top)
        paper.say(made.question.text, INK, 10, indent=16)
        paper.say(_standing(made), SOFT, 8.5, indent=16)
        paper.gap(2.5)
    paper.rule()


def _standing(made: Assessment) -> str:
    if made.scores.overall is None:
        return made.note or made.judgement.failure or "Not judged."
    return "  ·  ".join(
        f"{icon} {count} {word.lower()}" for icon, word, count in report_view.counts(made)
    )


def _answer(
    paper: Paper, made: Assessment, peaks: Sequence[float], which: str, level: Level
) -> None:
    kind = [which, made.question.competency.label]
    if made.transcript.seconds:
        kind.append(report_view.length(made))
    paper.say("  ·  ".join(part for part in kind if part), ACCENT, 8.5, bold=True)
    paper.gap(0.8)
    if made.question.setup:
        paper.say(made.question.setup, SOFT, 9)
        paper.gap(0.8)
    paper.say(made.question.text, INK, 15, bold=True)
    if note := made.note or made.judgement.failure:
        paper.gap(2)
        paper.say(note, BAD, 9.5)
    if made.transcript.silent:
        return
    _scores(paper, made)
    _advice(paper, made)
    if len(peaks) and made.transcript.words:
        _sound(paper, made, peaks)
    _rubric(paper, made)
    if made.transcript.words:
        _phases(paper, report_phases.view(made, level))
        _delivery(paper, report_tiles.tiles(made))
    _transcript(paper, made)
    if made.question.sample_answer:
        paper.heading("A sample answer")
        paper.say(made.question.sample_answer, SOFT, 9)
    paper.gap(5)
    by = "  ·  ".join(f"{name}: {value}" for name, value in report_view.made_by(made))
    paper.say(by, SOFT, 7)


def _scores(paper: Paper, made: Assessment) -> None:
    """Print the overall score as a ring, what it means, and the four shares."""
    paper.gap(5)
    top = paper.get_y()
    paper.ring(made.scores.overall, MARGIN + 1.5, top + 1, _RING - 3)
    left = MARGIN + _RING + 8
    paper.set_y(top)
    paper.say(report_view.meaning(made), INK, 10.5, indent=_RING + 8)
    paper.say(_standing(made), SOFT, 8.5, indent=_RING + 8)
    under = paper.get_y() + 2.5
    width = (WIDTH - _RING - 8 - 6) / 2
    for place, (name, value, _asks) in enumerate(report_view.shares(made)):
        x, y = left + (place % 2) * (width + 6), under + (place // 2) * 8.5
        paper.ink(SOFT, 8.5)
        paper.label(name, x, y, width - 14)
        paper.ink(INK, 9, bold=True)
        paper.label("–" if value is None else f"{value:.1f}", x + width - 14, y, 14, "R")
        paper.meter((value or 0.0) / 10, x, y + 5, width)
    paper.set_y(max(under + 17, top + _RING + 1))


def _advice(paper: Paper, made: Assessment) -> None:
    """Print what to do next time, numbered."""
    if not made.advice:
        return
    paper.heading("Next time")
    for number, item in enumerate(made.advice, start=1):
        paper.need(paper.height(item.text, 9.5, WIDTH - 8) + 2)
        top = paper.get_y()
        paper.ink(ACCENT, 9.5, bold=True)
        paper.label(str(number), MARGIN, top + 0.1, 6)
        at = f" ({clock(item.span.start)})" if item.span else ""
        paper.set_y(top)
        paper.say(f"{item.text}{at}", INK, 9.5, indent=8)
        paper.gap(1.4)


def _sound(paper: Paper, made: Assessment, peaks: Sequence[float]) -> None:
    paper.heading("The sound", 44)
    length = max(made.transcript.seconds, 0.1)
    top = paper.get_y()
    paper.wave(peaks, 18)
    under = top + 19.5
    quoted = [(span.start, span.end) for span in report_view.quoted_spans(made)]
    pauses = [(p.start, p.end) for p in made.delivery.pauses if p.end - p.start >= 0.5]
    paper.marks([(f.start, f.end) for f in made.transcript.fillers], length, under, WARM)
    paper.marks(quoted, length, under + 1.8, ACCENT)
    paper.marks(pauses, length, under + 3.6, BAR)
    paper.ink(SOFT, 7.5)
    times = report_view.axis(length)
    for place, at in enumerate(times):
        x = MARGIN + (WIDTH - 12) * place / (len(times) - 1)
        side = "L" if place == 0 else "R" if place == len(times) - 1 else "C"
        paper.label(at, x, under + 5, 12, side)
    paper.set_y(under + 10)
    x = MARGIN
    for shade, meaning in ((WARM, "filler"), (ACCENT, "quoted in a verdict"), (BAR, "pause")):
        paper.set_fill_color(*shade)
        paper.rect(x, under + 11.3, 3, 1.4, style="F")
        paper.label(meaning, x + 4, under + 9.8, 40)
        x += 10 + paper.get_string_width(meaning)
    paper.set_y(under + 15)


def _rubric(paper: Paper, made: Assessment) -> None:
    paper.heading("Point by point", 34)
    for row in report_view.rows(made):
        paper.need(_row_height(paper, row))
        _point(paper, row)
        paper.gap(2.6)


def _helps(row: Row) -> list[str]:
    """What helps with a point that is not covered."""
    found = []
    found += [told for told in (row.near, row.ruled) if told]
    if row.nearest is not None:
        found.append(f"You came nearest to it here{_at(row.nearest)}: “{row.nearest.text}”")
    if row.state in {"missed", "partial", "wrong"}:
        if row.point.says:
            found.append(f"A strong answer says: “{as_speech(row.point.says[0])}”")
        if row.point.probe and row.state != "wrong":
            found.append(f"An interviewer would ask: {row.point.probe}")
    return found


def _row_height(paper: Paper, row: Row) -> float:
    width = WIDTH - 7
    found = 5.0 + paper.height(row.point.text, 9.5, width)
    found += paper.height(f"“{row.quote.text}”", 9.5, width) if row.quote else 0.0
    return found + sum(paper.height(line, 8.5, width) for line in _helps(row)) + 2


def _point(paper: Paper, row: Row) -> None:
    top, shade = paper.get_y(), VERDICTS[row.state]
    paper.ink(shade, 11, bold=True)
    paper.label(row.icon, MARGIN, top + 0.2, 7)
    paper.set_y(top)
    tags = [row.word]
    if row.near:
        tags.append("in doubt")
    if row.point.must:
        tags.append("essential")
    paper.say("  ·  ".join(tags), shade, 9, bold=True, indent=7)
    paper.say(row.point.text, INK, 9.5, indent=7)
    if row.quote is not None:
        tone = BAD if row.state == "wrong" else ACCENT
        paper.say(f"“{row.quote.text}”{_at(row.quote)}", tone, 9.5, indent=7)
    for line in _helps(row):
        paper.say(line, SOFT, 8.5, indent=7)


def _at(quote: Quote) -> str:
    """When a quote sounds; empty for one that was typed."""
    return f" ({clock(quote.span.start)})" if quote.span else ""


def _phases(paper: Paper, shared: PhaseView | None) -> None:
    """Print how the time was shared out, a bar per phase with a stroke at its usual share."""
    if shared is None:
        return
    paper.heading(shared.title, 16 + 5.5 * len(shared.bars))
    left, wide = MARGIN + 42, WIDTH - 42 - 16
    for bar in shared.bars:
        top = paper.get_y()
        paper.ink(INK, 9)
        paper.label(bar.label, MARGIN, top, 40)
        paper.label(clock(bar.seconds), left + wide, top, 16, "R")
        paper.meter(bar.share / shared.widest, left, top + 1.8, wide)
        if bar.target:
            paper.set_fill_color(*INK)
            paper.rect(left + wide * bar.target / shared.widest, top + 0.9, 0.4, 2.9, style="F")
        paper.set_y(top + 5.2)
    paper.say(f"{shared.usual} {shared.meaning}", SOFT, 8)
    if shared.try_next:
        paper.say(f"Try: {shared.try_next}", INK, 8)


def _delivery(paper: Paper, tiles: Sequence[Tile]) -> None:
    paper.heading("How you said it", 40)
    for place in range(0, len(tiles), 2):
        pair = tiles[place : place + 2]
        paper.need(max(_tile_height(paper, tile) for tile in pair) + 3)
        top, lowest = paper.get_y(), 0.0
        for column, tile in enumerate(pair):
            paper.set_y(top)
            _tile(paper, tile, column * (_COLUMN + 8))
            lowest = max(lowest, paper.get_y())
        paper.set_y(lowest + 3)


def _tile_height(paper: Paper, tile: Tile) -> float:
    lines = (line for line in (tile.meaning, tile.try_this) if line)
    return 11.5 + sum(paper.height(line, 8, _COLUMN) for line in lines)


def _tile(paper: Paper, tile: Tile, indent: float) -> None:
    paper.say(tile.name, INK, 9, bold=True, indent=indent, width=_COLUMN)
    top = paper.get_y()
    paper.ink(ACCENT, 12, bold=True)
    paper.label(tile.value, MARGIN + indent, top + 0.4, _COLUMN)
    wide = paper.get_string_width(paper.clean(tile.value))
    paper.ink(SOFT, 8.5)
    paper.label(tile.unit, MARGIN + indent + wide + 2, top + 0.9, _COLUMN - wide - 2)
    paper.set_y(top + 6)
    paper.say(tile.meaning, SOFT, 8, indent=indent, width=_COLUMN)
    if tile.try_this:
        paper.say(f"Try: {tile.try_this}", INK, 8, indent=indent, width=_COLUMN)


def _transcript(paper: Paper, made: Assessment) -> None:
    paper.heading("What you said")
    if not made.transcript.words:
        paper.say(made.transcript.text, INK, 9.5)
        return
    for paragraph in report_view.paragraphs(made):
        if paragraph.prompt:
            paper.gap(1)
            paper.say(f"Interviewer: {paragraph.prompt}", ACCENT, 9.5, indent=_TIMES)
            paper.gap(1)
        paper.need(12)
        top = paper.get_y()
        paper.ink(SOFT, 8)
        paper.label(clock(paragraph.start), MARGIN, top + 0.2, _TIMES)
        paper.set_y(top)
        said = " ".join(
            f"[{token.text}]" if token.kind.startswith("gap") else token.text
            for token in paragraph.tokens
        )
        paper.say(said, INK, 9.5, indent=_TIMES)
        paper.gap(1.8)
    paper.set_draw_color(*LINE)
