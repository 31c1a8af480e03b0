"""A real transcript with an invented judgement, for tests of what is made from assessments."""

from __future__ import annotations

import json
from pathlib import Path

from mockvoice.domain import advice, measure, quotes, scoring
from mockvoice.domain.assessment import Assessment, FollowUp, MadeBy, Prompt, Timings
from mockvoice.domain.delivery import Prosody
from mockvoice.domain.question import Question
from mockvoice.domain.transcript import Transcript
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict

DATA = Path(__file__).parent / "data" / "report"


def transcript() -> Transcript:
    """51 s of a synthetic candidate on data leakage, as Whisper heard it."""
    return Transcript.model_validate_json((DATA / "transcript.json").read_text("utf-8"))


def question() -> Question:
    """The question it answers."""
    return Question.model_validate(json.loads((DATA / "question.json").read_text("utf-8")))


def judgement() -> Judgement:
    """One verdict of every kind, with the words that show it."""
    said = [
        ("target", Verdict.MISSED, 0.04, False, None),
        (
            "contamination",
            Verdict.COVERED,
            0.94,
            False,
            "the mean you subtract already knows about the rows you'll be graded on",
        ),
        ("detection", Verdict.WRONG, 0.05, False, "the number came out nice"),
        (
            "pipeline",
            Verdict.COVERED,
            0.57,
            True,
            "I chained the steps into one object and let the cross validation refit",
        ),
        ("time", Verdict.PARTIAL, 0.41, True, "sales or sensor data, I never shuffle"),
        ("groups", Verdict.MISSED, 0.11, False, None),
    ]
    verdicts = tuple(
        PointVerdict(point=point, verdict=verdict, probability=p, uncertain=near, quote=quote)
        for point, verdict, p, near, quote in said
    )
    return Judgement(verdicts=verdicts, model="qwen2.5-coder-1.5b", method="head-1")


def assessment(
    heard: Transcript | None = None, judged: Judgement | None = None, asked: Question | None = None
) -> Assessment:
    """All of it put together as the assessing service does."""
    heard, judged, asked = heard or transcript(), judged or judgement(), asked or question()
    found = quotes.of_judgement(judged, heard)
    delivery = measure.measure(
        heard, Prosody(pitch_variation_semitones=3.3, loudness_variation_db=4.3)
    )
    scores = scoring.score(asked.rubric, judged, asked.text, heard.text, delivery)
    return Assessment(
        question_id="data-and-features/leakage",
        question=asked,
        prompts=(Prompt(text=asked.text, at=0.0),),
        audio="answer.flac",
        transcript=heard,
        delivery=delivery,
        judgement=judged,
        quotes=found,
        scores=scores,
        advice=advice.advise(asked, judged, found, heard, delivery, scores),
        follow_up=FollowUp(point="target", text=asked.rubric[0].probe, source="probe"),
        note=judged.failure,
        made_by=MadeBy(
            mockvoice="0.1.0",
            transcriber=heard.model,
            judge=judged.model,
            method=judged.method,
            rubric="3f2a91c04d77",
        ),
        timings=Timings(transcribe=9.4, judge=7.8, total=17.6),
    )
