"""`mockvoice judge`: verdicts on written answers, for measuring the judge."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from mockvoice.cli.output import (
    JsonOption,
    ProfileOption,
    check_writable,
    many,
    progress,
    stdout,
    write_json,
)
from mockvoice.cli.wiring import wiring
from mockvoice.domain import scoring
from mockvoice.domain.errors import RoleOff
from mockvoice.domain.ports import Judge, JudgeRequest, no_progress
from mockvoice.services import assessing
from mockvoice.services.records import AnswerLine, JudgedAnswer, read_answers


def judge(
    context: typer.Context,
    data: Annotated[
        Path, typer.Option("--data", help="JSON lines: id, question, rubric [{id, text}], answer.")
    ],
    profile: ProfileOption = "standard",
    json: JsonOption = None,
) -> None:
    """Judge answers against rubrics. Other keys of the data, above all labels, are ignored."""
    check_writable(json)
    lines = read_answers(data)
    done: list[JudgedAnswer] = []
    with wiring(context).engines(profile) as engines, progress(many(len(lines), "answer")) as tell:
        for number, line in enumerate(lines, start=1):
            done.append(_judged(engines.judge, line))
            tell(number / len(lines))
    if json is not None:
        write_json(json, [item.model_dump(mode="json") for item in done])
    else:
        for item in done:
            marks = "  ".join(f"{point} {verdict}" for point, verdict in item.verdicts.items())
            stdout.print(f"{item.id}  {_score(item)}  {marks}", markup=False)
    failed = [item for item in done if item.failure]
    if failed:
        raise RoleOff(f"{len(failed)} of {len(done)} answers were not judged.", failed[0].failure)


def _judged(model: Judge, line: AnswerLine) -> JudgedAnswer:
    begun = time.perf_counter()
    request = JudgeRequest(question=line.question, rubric=line.points(), answer=line.answer)
    judged = assessing.judge_request(model, request, no_progress)
    scores = scoring.score(request.rubric, judged, request.question, line.answer)
    return JudgedAnswer.of(line.id, judged, scores, time.perf_counter() - begun)


def _score(item: JudgedAnswer) -> str:
    return "not judged" if item.scores.overall is None else f"{item.scores.overall:.0f}/100"
