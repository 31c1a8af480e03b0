"""An assessed answer in a few figures, so that progress is read without whole assessments."""

from __future__ import annotations

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.base import Frozen
from mockvoice.domain.delivery import PauseKind
from mockvoice.domain.measure import FEWEST_SECONDS
from mockvoice.domain.question import Competency, Kind
from mockvoice.domain.verdict import Scores


class Summary(Frozen):
    """What is kept of an assessment beside the whole of it."""

    competency: Competency
    kind: Kind
    question: str
    """The wording that was asked."""
    scores: Scores
    seconds: float
    """Length of the recording; 0 for a typed answer."""
    words_per_minute: float | None
    fillers_per_minute: float | None
    hedges_per_minute: float | None
    stops_per_minute: float | None
    """Pauses inside a clause, per minute."""
    transcriber: str
    judge: str
    """Judging model and method; empty when nothing was judged."""
    rubric: str
    """Digest of the rubric that was judged by."""


def summary(made: Assessment) -> Summary:
    """Sum up an assessment; nothing is measured again."""
    delivery, by = made.delivery, made.made_by
    spoken = bool(made.transcript.words)
    stops = sum(1 for pause in delivery.pauses if pause.kind is PauseKind.INSIDE)
    return Summary(
        competency=made.question.competency,
        kind=made.question.kind,
        question=made.question.text,
        scores=made.scores,
        seconds=made.transcript.seconds,
        words_per_minute=delivery.words_per_minute,
        fillers_per_minute=delivery.fillers_per_minute if spoken else None,
        hedges_per_minute=_rate(len(delivery.hedges), made, spoken=spoken),
        stops_per_minute=_rate(stops, made, spoken=spoken),
        transcriber=by.transcriber,
        judge=f"{by.judge} {by.method}".strip() if made.scores.overall is not None else "",
        rubric=by.rubric,
    )


def _rate(count: int, made: Assessment, *, spoken: bool) -> float | None:
    own = made.delivery.turn_seconds
    seconds = made.transcript.seconds if own is None else own
    return round(60 * count / seconds, 2) if spoken and seconds >= FEWEST_SECONDS else None
