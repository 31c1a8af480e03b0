"""Judging an answer again after the user corrected what was misheard, and keeping their word.

A correction or ruling is saved at once. The judge reads the corrected words later, in the
background; what it says is saved only if the words are still the ones it read.
"""

from __future__ import annotations

import time

from mockvoice.domain import amending, follow_up
from mockvoice.domain.assessment import Assessment, FollowUp
from mockvoice.domain.errors import RoleOff
from mockvoice.domain.ports import Judge, JudgeRequest
from mockvoice.services import assessing
from mockvoice.services.store import AnswerRow, Store


def judge_again(made: Assessment, model: Judge) -> Assessment:
    """Let the judge read the words as they are now.

    Raises what the judge raises, RoleOff when it gave up: the verdicts then stay as they were.
    """
    begun = time.perf_counter()
    answer, question = made.transcript.text, made.question
    request = JudgeRequest(question=question.text, rubric=question.rubric, answer=answer)
    judgement = model.judge(request)
    if judgement.failure:
        raise RoleOff(judgement.failure, "Try again later.")
    again = amending.judged_again(made, judgement)
    took = made.timings.model_copy(update={"judge": round(time.perf_counter() - begun, 3)})
    again = again.model_copy(update={"timings": took, "note": _note(made)})
    return again.model_copy(update={"follow_up": _next(again, model)})


def keep_judged(store: Store, session: str, position: int, judged: Assessment) -> AnswerRow | None:
    """Save what the judge said if the words are still those it read; None when they are not.

    Rulings made meanwhile stay.
    """

    def still(made: Assessment) -> Assessment:
        if made.transcript.text != judged.transcript.text:
            raise _Overtaken
        own = judged.judged or judged.judgement
        again = amending.judged_again(made, own)
        held = {name: getattr(judged, name) for name in ("timings", "note", "follow_up")}
        return again.model_copy(update=held)

    try:
        return store.amend(session, position, still)
    except _Overtaken:
        return None


class _Overtaken(Exception):
    """The words were corrected once more while the judge was reading."""


def _note(made: Assessment) -> str:
    """A note that told of the judge's failure is over."""
    return "" if made.note and made.note == made.judgement.failure else made.note


def _next(made: Assessment, model: Judge) -> FollowUp | None:
    """Keep the follow-up unless another point is now the most important one missing."""
    point = follow_up.choose_point(made.question.rubric, made.judgement.verdicts)
    if point is not None and made.follow_up is not None and point.id == made.follow_up.point:
        return made.follow_up
    asked = [prompt.text for prompt in made.prompts if prompt.point is not None]
    answer = made.transcript.text
    return assessing.next_follow_up(model, made.question, made.judgement, answer, asked)
