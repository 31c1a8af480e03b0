"""From a recording to an assessment: hear it, measure it, judge it, say what to do next."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import mockvoice
from mockvoice.domain import advice, follow_up, joining, measure, phases, quotes, scoring
from mockvoice.domain.assessment import Assessment, FollowUp, MadeBy, Prompt, Quote, Timings
from mockvoice.domain.delivery import Delivery, Prosody
from mockvoice.domain.errors import Cancelled, MockvoiceError, ModelDamaged, ModelMissing
from mockvoice.domain.ports import (
    AudioTools,
    FollowUpRequest,
    Judge,
    JudgeRequest,
    Progress,
    Transcriber,
    TranscribeRequest,
    no_progress,
)
from mockvoice.domain.question import Question, RubricPoint
from mockvoice.domain.transcript import Transcript
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict

SILENT = "No speech was heard, so there is nothing to judge."
ONLY_FILLERS = "Only fillers were heard, so there is nothing to judge."


@dataclass(frozen=True)
class Heard:
    """One recording and what was heard in it."""

    audio: Path
    transcript: Transcript
    elapsed: float
    """Seconds the transcription took."""


def hear(
    transcriber: Transcriber, audio: Path, question: Question, progress: Progress = no_progress
) -> Heard:
    """Transcribe one recorded answer with the question's terms in mind."""
    begun = time.perf_counter()
    terms = tuple(term.text for term in question.terms)
    heard = transcriber.transcribe(TranscribeRequest(audio=audio, terms=terms), progress)
    return Heard(audio, heard, time.perf_counter() - begun)


def judge(
    model: Judge, question: Question, answer: str, progress: Progress = no_progress
) -> Judgement:
    """Judge a spoken answer to a question of the bank; silence is not judged."""
    if not answer.strip():
        return not_judged(question.rubric, SILENT)
    request = JudgeRequest(question=question.text, rubric=question.rubric, answer=answer)
    return judge_request(model, request, progress)


def judge_request(model: Judge, request: JudgeRequest, progress: Progress) -> Judgement:
    """Judge an answer; when the judge fails, every point is "not judged" and it says why.

    Raises ModelMissing and ModelDamaged, which the user can mend before anything is judged.
    """
    try:
        return model.judge(request, progress)
    except (Cancelled, ModelMissing, ModelDamaged):
        raise
    except MockvoiceError as error:
        return not_judged(request.rubric, str(error))


def not_judged(rubric: Sequence[RubricPoint], why: str) -> Judgement:
    """Return the judgement of an answer that could not be judged."""
    verdicts = tuple(
        PointVerdict(point=point.id, verdict=Verdict.NOT_JUDGED, probability=None)
        for point in rubric
    )
    return Judgement(verdicts=verdicts, model="", method="", failure=why)


def next_follow_up(
    model: Judge, question: Question, judgement: Judgement, answer: str, asked: Sequence[str] = ()
) -> FollowUp | None:
    """Choose the most important point still missing and word a question about it.

    The language model's wording is taken only where it passes the checks, else the authored probe.
    None when nothing is missing, nothing was judged, or the point has no probe and no wording.
    """
    point = follow_up.choose_point(question.rubric, judgement.verdicts)
    if point is None:
        return None
    try:
        request = FollowUpRequest(question=question.text, answer=answer, point=point)
        wording = model.word_follow_up(request).strip()
    except Cancelled:
        raise
    except MockvoiceError:
        wording = ""
    if wording and follow_up.check_wording(wording, point, answer, tuple(asked)) is None:
        return FollowUp(point=point.id, text=wording, source="model")
    if point.probe and point.probe not in asked:
        return FollowUp(point=point.id, text=point.probe, source="probe")
    return None


def assess(  # noqa: PLR0913
    heard: Sequence[Heard],
    question: Question,
    question_id: str,
    *,
    model: Judge,
    audio: AudioTools,
    prompts: Sequence[Prompt] = (),
    joined: Path | None = None,
    progress: Progress = no_progress,
) -> Assessment:
    """Assess an answer and the replies to its follow-ups as one.

    ``heard`` holds the answer first, then the replies; ``joined`` is the recording that quotes are
    played from when there are several.
    """
    begun = time.perf_counter()
    transcript = joining.join([part.transcript for part in heard])
    recording = joined or heard[0].audio
    melody = audio.prosody(recording) if transcript.words else None
    judgement, judging = _judged(model, question, transcript, progress)
    said = quotes.of_judgement(judgement, transcript)
    delivery = _delivery(transcript, melody, _begins(heard, prompts), question, said)
    scores = scoring.score(question.rubric, judgement, question.text, transcript.text, delivery)
    return Assessment(
        question_id=question_id,
        question=question,
        prompts=tuple(prompts) or (Prompt(text=question.text, at=0.0),),
        audio=recording.name,
        transcript=transcript,
        delivery=delivery,
        judgement=judgement,
        quotes=said,
        scores=scores,
        advice=advice.advise(question, judgement, said, transcript, delivery, scores),
        follow_up=_further(model, question, judgement, transcript, prompts),
        note=judgement.failure,
        made_by=_made_by(question, judgement, transcript),
        timings=_timings(sum(part.elapsed for part in heard), judging, begun),
    )


def _judged(
    model: Judge, question: Question, transcript: Transcript, progress: Progress
) -> tuple[Judgement, float]:
    """The judgement, and how many seconds it took."""
    begun = time.perf_counter()
    if transcript.silent:
        why = ONLY_FILLERS if transcript.words else SILENT
        judgement = not_judged(question.rubric, why)
    else:
        judgement = judge(model, question, transcript.text, progress)
    return judgement, time.perf_counter() - begun


def _begins(heard: Sequence[Heard], prompts: Sequence[Prompt]) -> Sequence[float]:
    """Seconds of the joined recording at which the interviewer spoke."""
    return [prompt.at for prompt in prompts] or joining.starts([part.transcript for part in heard])


def _delivery(
    transcript: Transcript,
    melody: Prosody | None,
    begins: Sequence[float],
    question: Question,
    said: Sequence[Quote],
) -> Delivery:
    measured = measure.measure(transcript, melody, begins)
    spoken_of = phases.follow(transcript.words, question, said)
    return measured.model_copy(update={"phases": spoken_of})


def _further(
    model: Judge,
    question: Question,
    judgement: Judgement,
    transcript: Transcript,
    prompts: Sequence[Prompt],
) -> FollowUp | None:
    """What would be asked next, of an answer that could be judged."""
    if transcript.silent or judgement.failure:
        return None
    asked = [prompt.text for prompt in prompts if prompt.point is not None]
    return next_follow_up(model, question, judgement, transcript.text, asked)


def _made_by(question: Question, judgement: Judgement, transcript: Transcript) -> MadeBy:
    return MadeBy(
        mockvoice=mockvoice.__version__,
        transcriber=transcript.model,
        judge=judgement.model,
        method=judgement.method,
        rubric=rubric_digest(question.rubric),
    )


def _timings(transcribing: float, judging: float, begun: float) -> Timings:
    return Timings(
        transcribe=round(transcribing, 3),
        judge=round(judging, 3),
        total=round(transcribing + time.perf_counter() - begun, 3),
    )


def rubric_digest(rubric: Sequence[RubricPoint]) -> str:
    """Return a short digest of a rubric, so that verdicts by different rubrics are told apart.

    How a point is said to the candidate is left out: nothing is judged by it.
    """
    points = [point.model_dump(mode="json", exclude={"you"}) for point in rubric]
    text = json.dumps(points, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
