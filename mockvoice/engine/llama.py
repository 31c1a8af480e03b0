"""The judge: llama.cpp reads the answer, a small trained head decides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from mockvoice.domain import judging
from mockvoice.domain.errors import Cancelled, MockvoiceError, ModelMissing
from mockvoice.domain.judging import Piece
from mockvoice.domain.ports import FollowUpRequest, JudgeRequest, Progress, no_progress
from mockvoice.domain.verdict import Doubt, Judgement, PointVerdict, Verdict
from mockvoice.engine.hidden_states import StateReader
from mockvoice.engine.judge_features import Array, read_answer, read_prompts
from mockvoice.engine.judge_head import Decision, JudgeHead

_LONGEST: Final = 700
"""Words of an answer judged in one go, some five minutes; longer ones are judged in overlapping
parts, because the head was trained on answers of one to three minutes."""
_OVERLAP: Final = 100
_FOLLOW_UP_TOKENS: Final = 48
_TEST_TEXT: Final = "The model is checked on data that it has never seen before. " * 20


class LlamaJudge:
    """Judges rubric points by the inner states of a language model.

    Nothing is sampled, so the same answer gets the same verdicts.
    """

    def __init__(self, gguf: Path, model_id: str, head: Path | None, threads: int = 2) -> None:
        self._model_id = model_id
        self._head = JudgeHead.load(head) if head is not None else None
        layers = self._head.layers if self._head else (0,)
        self._reader = StateReader(_file(gguf), layers=layers, threads=threads)
        self._looked: JudgeRequest | None = None
        self._seen: dict[str, Array] = {}
        """What the model made of each point when it last looked at this growing answer."""

    def judge(self, request: JudgeRequest, progress: Progress = no_progress) -> Judgement:
        """Give one verdict per point; all "not judged", with the reason, when that fails."""
        if not request.answer.strip():
            return self._judgement([_missed(point.id) for point in request.rubric])
        why = self._unable()
        if why or self._head is None:
            return self._not_judged(request, why)
        try:
            return self._judgement(self._verdicts(self._head, request, progress))
        except Cancelled:
            raise
        except MockvoiceError as error:
            return self._not_judged(request, str(error))

    def look(self, request: JudgeRequest, point: str) -> PointVerdict:
        """Look for one point in an answer that still grows."""
        if not request.answer.strip():
            return _missed(point)
        why = self._unable()
        if why or self._head is None:
            raise MockvoiceError(why)
        if not _grown(self._looked, request):
            self._seen = {}
        self._looked = request
        shared, part = self._shared(request)
        texts = {one.id: one.text for one in request.rubric}
        ask = judging.point_prompt(texts[point])
        states = read_prompts(self._reader, shared, [ask], loose=True)
        self._seen[point] = states.points[0]
        seen = [one for one in texts if one in self._seen]
        states = replace(states, points=np.stack([self._seen[one] for one in seen]))
        found = self._head.decide(states, [texts[one] for one in seen], part)
        return _verdict(point, found[seen.index(point)])

    def prepare(self, request: JudgeRequest) -> None:
        """Read the question, its points and the answer so far into the model's memory."""
        if not self._unable():
            self._reader.read(self._reader.tokens(self._shared(request)[0]), loose=True)

    def word_follow_up(self, request: FollowUpRequest, progress: Progress = no_progress) -> str:
        """Return the model's wording of a follow-up; the caller checks it."""
        pieces = judging.follow_up_prompt(request.question, request.answer, request.point.text)
        tokens = self._reader.tokens(pieces)
        return self._reader.write(tokens, _FOLLOW_UP_TOKENS, progress).strip().strip('"')

    def self_test(self) -> None:
        """Run a prompt of more than 200 tokens; on some processors a broken build dies here."""
        prompt = judging.shared_prompt("Is this build sound?", ("It runs.",), _TEST_TEXT)
        self._reader.read(self._reader.tokens(prompt))

    def close(self) -> None:
        """Give back the model's memory."""
        self._reader.close()

    def _verdicts(
        self, head: JudgeHead, request: JudgeRequest, progress: Progress
    ) -> list[PointVerdict]:
        parts = judging.parts(request.answer, longest=_LONGEST, overlap=_OVERLAP)
        texts = [point.text for point in request.rubric]
        found: list[list[Decision]] = []
        for number, part in enumerate(parts):
            progress(number / len(parts))
            states = read_answer(self._reader, request.question, texts, part)
            found.append(head.decide(states, texts, part))
        progress(1.0)
        best = [max(seen, key=_weight) for seen in zip(*found, strict=True)]
        return [_verdict(point.id, seen) for point, seen in zip(request.rubric, best, strict=True)]

    @staticmethod
    def _shared(request: JudgeRequest) -> tuple[tuple[Piece, ...], str]:
        """What all points share, with the last part of the answer, and that part."""
        part = judging.parts(request.answer, longest=_LONGEST, overlap=_OVERLAP)[-1]
        texts = tuple(point.text for point in request.rubric)
        return judging.shared_prompt(request.question, texts, part), part

    def _unable(self) -> str:
        if self._head is None:
            return f"There is no trained judge's head for the model “{self._model_id}”."
        if self._head.model != self._model_id:
            return (
                f"The judge's head was trained for the model “{self._head.model}”, "
                f"not for “{self._model_id}”."
            )
        return ""

    def _judgement(self, verdicts: list[PointVerdict], failure: str = "") -> Judgement:
        return Judgement(
            verdicts=tuple(verdicts),
            model=self._model_id,
            method=self._head.method if self._head else "none",
            failure=failure,
        )

    def _not_judged(self, request: JudgeRequest, why: str) -> Judgement:
        verdicts = [
            PointVerdict(point=point.id, verdict=Verdict.NOT_JUDGED, probability=None)
            for point in request.rubric
        ]
        return self._judgement(verdicts, failure=why)


_RANK: Final = {Verdict.COVERED: 3, Verdict.WRONG: 2, Verdict.PARTIAL: 1, Verdict.MISSED: 0}


def _weight(seen: Decision) -> tuple[int, float]:
    """Where a part of a long answer says more about a point, it speaks for the whole."""
    return _RANK[seen.verdict], seen.probability


def _grown(before: JudgeRequest | None, now: JudgeRequest) -> bool:
    """True when it is the same answer, perhaps with more words."""
    return (
        before is not None
        and (before.question, before.rubric) == (now.question, now.rubric)
        and now.answer.startswith(before.answer)
    )


def _verdict(point: str, seen: Decision) -> PointVerdict:
    return PointVerdict(
        point=point,
        verdict=seen.verdict,
        probability=seen.probability,
        uncertain=seen.doubt is not Doubt.NONE,
        doubt=seen.doubt,
        quote=seen.quote,
    )


def _missed(point: str) -> PointVerdict:
    return PointVerdict(point=point, verdict=Verdict.MISSED, probability=0.0)


def _file(gguf: Path) -> Path:
    """The model file itself, also when its folder is given."""
    if not gguf.is_dir():
        return gguf
    files = sorted(gguf.glob("*.gguf"))
    if not files:
        raise ModelMissing(
            f"There is no .gguf file in the folder {gguf.name}.",
            "Get the model with `mockvoice models fetch`.",
        )
    return files[0]
