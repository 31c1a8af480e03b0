"""One page to print: how it went, what stood, what to do next, as PDF or as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mockvoice import paths
from mockvoice.domain import session_picture
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.delivery import Delivery
from mockvoice.domain.scoring import FORMULA
from mockvoice.domain.verdict import Verdict
from mockvoice.services import report_view
from mockvoice.services.export_paper import ACCENT, BAD, INK, MARGIN, SOFT, WIDTH, Paper, cut
from mockvoice.services.store import SessionRow

ANSWERS: Final = 8
"""Answers that are listed; of more, the number of the rest is said."""
POINTS: Final = 4
"""Points that are listed as said, and as still to say, where the page is full."""
FILLS: Final = ((99, True), (10, True), (7, True), (5, True), (POINTS, True), (POINTS, False))
"""Points per list, and whether texts stand whole: the first for which there is room is taken."""
_FIRST: Final = 16.0
"""Width of the column of figures."""


@dataclass(frozen=True)
class Line:
    """One answer, or one point: a figure or sign, what it is, and what to know of it."""

    sign: str
    text: str
    note: str = ""
    bad: bool = False
    """True for what was said and does not hold."""


@dataclass(frozen=True)
class OnePage:
    """What stands on the page."""

    title: str
    date: str
    overall: float | None
    meaning: str
    answers: tuple[Line, ...]
    more: str
    """How many answers found no room; empty when all did."""
    advice: tuple[str, ...]
    said: tuple[Line, ...]
    missing: tuple[Line, ...]
    measures: tuple[Line, ...]
    foot: str


def fitting(session: SessionRow, answers: Sequence[Assessment]) -> OnePage:
    """Choose as much as one page has room for: texts are cut only where they must be."""
    for points, whole in FILLS[:-1]:
        shown = one_page(session, answers, points, whole=whole)
        paper = _paper(shown)
        fits = _print(paper, shown)
        paper.discard()
        if fits:
            return shown
    return one_page(session, answers)


def one_page(
    session: SessionRow, answers: Sequence[Assessment], points: int = POINTS, *, whole: bool = False
) -> OnePage:
    """Put together a page of so many points per list, texts ``whole`` or cut."""
    by_place = dict(enumerate(answers, start=1))
    overall = session_picture.overall(by_place)
    steps = session_picture.steps(by_place)
    many = len(answers)
    more = many - ANSWERS
    return OnePage(
        title=cut(session.title if many > 1 else answers[0].question.text, 150),
        date=report_view.day(session.started),
        overall=overall,
        meaning=_meaning(overall, answers),
        answers=tuple(_line(made, whole) for made in answers[:ANSWERS]) if many > 1 else (),
        more=f"and {more} more" if more > 0 else "",
        advice=tuple(dict.fromkeys(_cut(step.advice.text, 260, whole) for step in steps)),
        said=_points(answers, ("covered",), points, whole),
        missing=_points(answers, ("wrong", "missed", "partial"), points, whole),
        measures=_measures([made.delivery for made in answers if made.transcript.words]),
        foot=f"Scores: {FORMULA}. Verdicts come from a small language model and can be wrong.",
    )


def pdf(session: SessionRow, answers: Sequence[Assessment]) -> bytes:
    """Return the page as PDF."""
    shown = fitting(session, answers)
    paper = _paper(shown)
    _print(paper, shown)
    return paper.bytes()


def _paper(shown: OnePage) -> Paper:
    return Paper(shown.title, f"MockVoice  ·  {shown.date}  ·  {shown.foot}")


def _print(paper: Paper, shown: OnePage) -> bool:
    """Print as far as the page has room; False when something was left out."""
    paper.say("MockVoice", ACCENT, 9.5, bold=True)
    paper.gap(1.5)
    paper.say(shown.title, INK, 15, bold=True)
    paper.say(shown.date, SOFT, 9)
    paper.gap(4)
    top = paper.get_y()
    paper.ring(shown.overall, MARGIN + 1.5, top + 1.5, 24)
    paper.set_y(top + 1)
    paper.say(shown.meaning, INK, 10.5, indent=34)
    paper.gap(2)
    _measured(paper, shown.measures)
    paper.set_y(max(paper.get_y(), top + 29))
    done = _lines(paper, "Answers", shown.answers)
    if shown.more and paper.room > 6:
        paper.say(shown.more, SOFT, 8.5, indent=_FIRST)
    numbered = [Line(str(n), text) for n, text in enumerate(shown.advice, start=1)]
    for heading, lines in (
        ("Next time", numbered),
        ("Still to say", shown.missing),
        ("Said well enough to count", shown.said),
    ):
        done = _lines(paper, heading, lines) and done
    return done


def html(session: SessionRow, answers: Sequence[Assessment]) -> str:
    """Return the page as HTML that prints on one sheet and loads nothing."""
    folder = paths.assets() / "report"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (folder / "summary.css").read_text("utf-8")
    return environment.get_template("summary.html").render(
        page=fitting(session, answers), style=Markup(style)
    )


def _measured(paper: Paper, measures: Sequence[Line]) -> None:
    """Print the figures of delivery beside the ring, next to each other."""
    if not measures:
        return
    width, top = (WIDTH - 34) / len(measures), paper.get_y()
    for place, measure in enumerate(measures):
        x = MARGIN + 34 + place * width
        paper.ink(INK, 12, bold=True)
        paper.label(measure.sign, x, top, width)
        paper.ink(SOFT, 8)
        paper.label(measure.text, x, top + 5, width)
    paper.set_y(top + 11)


def _lines(paper: Paper, heading: str, lines: Sequence[Line]) -> bool:
    """Print a list as far as the page has room for it; False when lines were left out."""
    if not lines:
        return True
    if paper.room < 12 + _height(paper, lines[0]):
        return False
    paper.gap(3.5)
    paper.say(heading, INK, 10.5, bold=True)
    paper.gap(0.8)
    for line in lines:
        if paper.room < _height(paper, line) + 1:
            return False
        top = paper.get_y()
        paper.ink(BAD if line.bad else ACCENT, 9.5, bold=True)
        paper.label(line.sign, MARGIN, top, _FIRST)
        paper.set_y(top)
        paper.say(line.text, INK, 9, indent=_FIRST)
        if line.note:
            paper.say(line.note, SOFT, 8, indent=_FIRST)
        paper.gap(0.9)
    return True


def _height(paper: Paper, line: Line) -> float:
    note = paper.height(line.note, 8, WIDTH - _FIRST) if line.note else 0.0
    return max(4.5, paper.height(line.text, 9, WIDTH - _FIRST)) + note


def _meaning(overall: float | None, answers: Sequence[Assessment]) -> str:
    if len(answers) == 1:
        return report_view.meaning(answers[0])
    if overall is None:
        return "No answer was judged, so there is no score."
    judged = sum(made.scores.overall is not None for made in answers)
    text = next(text for least, text in report_view.MEANINGS if overall >= least)
    return f"{text} Mean of {judged} judged answer{'s' * (judged != 1)}."


def _cut(text: str, signs: int, whole: bool) -> str:
    return text if whole else cut(text, signs)


def _line(made: Assessment, whole: bool) -> Line:
    overall = made.scores.overall
    asked = _cut(made.question.text, 90, whole)
    if overall is None:
        return Line("–", asked, "Not judged.")
    counted = report_view.counts(made)
    note = "  ·  ".join(f"{icon} {count} {word.lower()}" for icon, word, count in counted)
    return Line(f"{overall:.0f}", asked, note)


def _points(
    answers: Sequence[Assessment], states: Sequence[str], most: int, whole: bool
) -> tuple[Line, ...]:
    """Points in these states from all answers, each once: essential ones first, then by state."""
    rows = [row for made in answers for row in report_view.rows(made) if row.state in states]
    rows.sort(key=lambda r: (not r.point.must, states.index(r.state), -r.point.weight))
    lines = (
        Line(
            row.icon,
            _cut(row.point.text, 120, whole),
            _point_note(row, whole),
            bad=row.state == Verdict.WRONG and not row.near,
        )
        for row in rows
    )
    found = tuple(dict.fromkeys(lines))
    more = len(found) - most
    return found if more <= 0 else (*found[:most], Line("", f"and {more} more"))


def _point_note(row: report_view.Row, whole: bool) -> str:
    """What was said of a covered point; of a contradiction in doubt, that it is one."""
    if row.state == Verdict.COVERED and row.quote:
        return f"“{_cut(row.quote.text, 90, whole)}”"
    return row.word if row.state == Verdict.WRONG and row.near else ""


def _measures(taken: Sequence[Delivery]) -> tuple[Line, ...]:
    """Means over the spoken answers; what could not be taken is left out."""
    found = []
    for name, figures in (
        ("words a minute", [d.words_per_minute for d in taken]),
        ("fillers a minute", [d.fillers_per_minute for d in taken]),
        ("long pauses", [float(d.long_pauses) for d in taken]),
    ):
        known = [figure for figure in figures if figure is not None]
        if known:
            mean = fmean(known)
            least = any(d.fillers_at_least for d in taken) and name.startswith("fillers")
            shown = f"{mean:.0f}" if name.startswith("words") else f"{mean:.1f}"
            found.append(Line(f"{'≥ ' if least else ''}{shown}", name))
    return tuple(found)
