"""A short text about an assessed answer, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from mockvoice.cli.output import many
from mockvoice.domain.assessment import Assessment
from mockvoice.services.report_view import meaning
from mockvoice.services.verdict_words import counted, verdict_word


def summary(made: Assessment, *, asked: bool = True) -> str:
    """Return score, delivery, verdicts with their quotes, and advice as plain lines.

    ``asked``: begin with the question; it need not stand where it was just read.
    """
    lines = [made.question.text, ""] if asked else []
    if made.note:
        lines += [made.note, ""]
    if made.scores.overall is not None:
        lines += [f"Overall {made.scores.overall:.0f} of 100. {meaning(made)}", ""]
    lines += [_delivery(made), ""]
    quotes = {quote.point: quote for quote in made.quotes}
    texts = {point.id: point.text for point in made.question.rubric}
    for verdict in made.judgement.verdicts:
        near = " (in doubt)" if verdict.uncertain else ""
        sign, _word = verdict_word(verdict.verdict)
        lines.append(f"{sign} {texts[verdict.point]}{near}")
        quote = quotes.get(verdict.point)
        if quote is not None:
            where = f" [{quote.span.start:.1f} s]" if quote.span else ""
            lines.append(f"    “{quote.text}”{where}")
    if made.advice:
        lines += ["", "Next time"]
        lines += [f"- {piece.text}" for piece in made.advice]
    if made.follow_up is not None:
        lines += ["", f"The interviewer would ask: {made.follow_up.text}"]
    return "\n".join(lines)


def legend(answers: Sequence[Assessment]) -> str:
    """Explain the signs that these answers show; empty when there are none."""
    verdicts = [verdict for made in answers for verdict in made.judgement.verdicts]
    if not verdicts:
        return ""
    meanings: dict[str, str] = {}
    for sign, word, _many in counted(verdicts):
        meanings.setdefault(sign, word.lower())
    lines = ["   ".join(f"{sign} {word}" for sign, word in meanings.items())]
    if any(verdict.uncertain for verdict in verdicts):
        lines.append("(in doubt): the judge was not quite sure. Decide for yourself.")
    return "\n".join(lines)


def _delivery(made: Assessment) -> str:
    said = made.delivery
    told = [f"{said.seconds:.0f} s", many(said.words, "word")]
    if said.words_per_minute is not None:
        told.append(f"{said.words_per_minute:.0f} words a minute")
    least = "at least " if said.fillers_at_least else ""
    told.append(least + many(said.filler_sounds + said.filler_words, "filler"))
    told.append(f"{many(len(said.pauses), 'pause')} ({said.long_pauses} long)")
    return ", ".join(told)
