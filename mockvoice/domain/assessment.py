"""The documents that `assess` writes: everything said about one spoken answer."""

from __future__ import annotations

from mockvoice.domain.base import Frozen
from mockvoice.domain.delivery import Delivery
from mockvoice.domain.question import Question
from mockvoice.domain.transcript import Span, Transcript
from mockvoice.domain.verdict import Judgement, Scores, Verdict


class Quote(Frozen):
    """A verbatim span of the answer and where it sounds."""

    point: str
    """Id of the rubric point it shows."""
    text: str
    """As in the transcript."""
    span: Span | None
    """Where it is in the recording; None for a typed answer."""


class Advice(Frozen):
    """One thing to do next time."""

    text: str
    """One or two sentences, tied to the point or the quote."""
    point: str | None = None
    """The rubric point it concerns, if any."""
    span: Span | None = None
    """Where in the recording it can be heard, if anywhere."""


class FollowUp(Frozen):
    """The follow-up an interviewer would ask next."""

    point: str
    """Id of the rubric point it asks for."""
    text: str
    source: str
    """"probe" when authored in the pack, "model" when worded by the language model."""


class Prompt(Frozen):
    """What the interviewer said and when: the question, then each follow-up."""

    text: str
    at: float
    """Seconds into the joined recording at which the candidate's reply to it begins."""
    point: str | None = None
    """The rubric point a follow-up asked for; None for the question itself."""
    answers: bool = False
    """True when it answers something that the candidate asked."""


class MadeBy(Frozen):
    """What made an assessment, so that figures can be compared over time."""

    mockvoice: str
    transcriber: str
    judge: str
    method: str
    rubric: str
    """Digest of the rubric that was judged by."""


class Timings(Frozen):
    """Seconds each stage took on this machine."""

    transcribe: float
    judge: float
    total: float


class Correction(Frozen):
    """Words that were misheard, as the user put them right. Times are seconds."""

    start: float
    end: float
    heard: str
    """As it was transcribed."""
    said: str
    """As the user says it was said."""


class Ruling(Frozen):
    """The user's word against the judge's: "I did say that"."""

    point: str
    """Id of the rubric point that counts as covered."""
    quote: Quote
    """The words the user pointed to."""


class Change(Frozen):
    """A verdict of the judge that is another one since the words were corrected."""

    point: str
    before: Verdict
    after: Verdict


class Assessment(Frozen):
    """One assessed answer."""

    question_id: str
    question: Question
    """A copy, so that the rubric it was judged by is never lost."""
    prompts: tuple[Prompt, ...] = ()
    """The question and the follow-ups asked; replies to follow-ups count towards the rubric."""
    audio: str
    """Name of the audio file; empty for a typed answer."""
    transcript: Transcript
    delivery: Delivery
    judgement: Judgement
    quotes: tuple[Quote, ...]
    scores: Scores
    advice: tuple[Advice, ...]
    """At most three, the most useful first."""
    follow_up: FollowUp | None
    note: str = ""
    """A sentence when something could not be done ("No speech was heard.")."""
    made_by: MadeBy
    timings: Timings
    corrections: tuple[Correction, ...] = ()
    """Made by the user, in the order in which they were made; ``transcript`` holds them."""
    heard: Transcript | None = None
    """The transcript before any correction; None where nothing was corrected."""
    outdated: bool = False
    """True while the judge has not read the corrected words; verdicts are those of before."""
    changes: tuple[Change, ...] = ()
    """What the judge decided otherwise when it last read corrected words."""
    rulings: tuple[Ruling, ...] = ()
    """Verdicts the user overruled; ``judgement``, ``quotes`` and ``scores`` hold them."""
    judged: Judgement | None = None
    """The judge's own verdicts; None where the user overruled none of them."""
    judged_scores: Scores | None = None
    """Scores by the judge's own verdicts; None where the user overruled none of them."""
