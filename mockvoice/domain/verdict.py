"""What the judge says about one answer, point by point."""

from __future__ import annotations

from enum import StrEnum

from mockvoice.domain.base import Frozen


class Verdict(StrEnum):
    """How a rubric point stands in an answer."""

    COVERED = "covered"
    PARTIAL = "partial"
    MISSED = "missed"
    WRONG = "wrong"
    """The answer says something that contradicts the point."""
    NOT_JUDGED = "not_judged"
    """The judge could not judge; never replaced by a default."""


class Doubt(StrEnum):
    """Why a verdict is shown as uncertain."""

    NONE = ""
    """It is not, or a version before this one did not write down why."""
    LINE = "line"
    """The probability of being covered is near the line."""
    RIVAL = "rival"
    """Another verdict is nearly as likely, and to be wrong about it would do harm."""
    PASSAGE = "passage"
    """The passage it rests on hardly speaks of the point."""


class PointVerdict(Frozen):
    """The verdict on one rubric point."""

    point: str
    """Id of the rubric point."""
    verdict: Verdict
    probability: float | None
    """Calibrated probability that the point is covered; None when not judged."""
    uncertain: bool = False
    """True when the verdict is in doubt and is shown as such."""
    doubt: Doubt = Doubt.NONE
    """Why it is in doubt; empty when it is not, and in documents from before reasons were kept."""
    quote: str | None = None
    """A verbatim span of the judged answer that shows the verdict; of a missed point the words that
    came nearest, where any came near. None where there is none."""


class Scores(Frozen):
    """Figures computed by us, never by the language model; None when nothing was judged."""

    overall: float | None
    """0 to 100."""
    relevance: float | None
    """0 to 10."""
    depth: float | None
    """0 to 10."""
    clarity: float | None
    """0 to 10."""
    correctness: float | None
    """0 to 10."""


class Judgement(Frozen):
    """All verdicts on one answer and who made them."""

    verdicts: tuple[PointVerdict, ...]
    """In the rubric's order."""
    model: str
    """Id of the judging model."""
    method: str
    """Name and version of the judging method (prompt and head)."""
    failure: str = ""
    """Why points are not judged, as a sentence for the user; empty when all were."""
