"""The demonstration: a question asked, a recorded answer heard, a follow-up, and the report.

Everything comes from the real engines; only the candidate is a recording (assets/demo).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mockvoice.domain import joining
from mockvoice.domain.assessment import Assessment, FollowUp, Prompt
from mockvoice.domain.ports import AudioTools, Judge, Transcriber, Voice
from mockvoice.domain.question import Question
from mockvoice.domain.say import in_own_terms
from mockvoice.services import assessing

Play = Callable[[Path], None]
"""Plays a sound file to its end."""


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    transcriber: Transcriber
    judge: Judge
    voice: Voice
    audio: AudioTools


@dataclass(frozen=True)
class Performance:
    """What the demonstration leaves behind."""

    first: Assessment
    """The answer alone."""
    follow_up: FollowUp | None
    """What was asked next; None when nothing was missing."""
    whole: Assessment
    """The answer and the reply to the follow-up together."""
    recording: Path
    """The sound that the quotes of ``whole`` are played from."""


def perform(  # noqa: PLR0913
    question: Question,
    question_id: str,
    recordings: tuple[Path, Path],
    out: Path,
    *,
    cast: Cast,
    tell: Callable[[str], None],
    play: Play | None = None,
) -> Performance:
    """Ask, hear, follow up, hear again, judge. Sound files are written to ``out``.

    ``tell`` is given a line before everything that takes long, and what came of it.
    """

    def say(text: str, name: str) -> None:
        clip = cast.voice.say(in_own_terms(text, question.terms), out / name)
        tell(f"Interviewer ({clip.seconds:.1f} s): {text}")
        if play is not None:
            play(clip.path)

    assess = partial(
        assessing.assess,
        question=question,
        question_id=question_id,
        model=cast.judge,
        audio=cast.audio,
    )
    tell("1 of 6: the interviewer asks")
    say(f"{question.setup} {question.text}".strip(), "question.wav")
    tell("2 of 6: listening to the recorded answer")
    answer = _heard(cast, recordings[0], question, tell)
    tell("3 of 6: judging it, point by point, and wording a follow-up")
    first = assess([answer])
    further = first.follow_up
    if further is None:
        return Performance(first, None, first, recordings[0])
    tell("4 of 6: the interviewer follows up")
    say(further.text, "follow-up.wav")
    tell("5 of 6: listening to the recorded reply")
    reply = _heard(cast, recordings[1], question, tell)
    tell("6 of 6: judging answer and reply as one")
    joined = out / "answer.flac"
    cast.audio.join(recordings, joined, joining.GAP)
    at = joining.starts([answer.transcript, reply.transcript])[1]
    whole = assess([answer, reply], prompts=_prompts(question, further, at), joined=joined)
    return Performance(first, further, whole, joined)


def _heard(
    cast: Cast, audio: Path, question: Question, tell: Callable[[str], None]
) -> assessing.Heard:
    part = assessing.hear(cast.transcriber, audio, question)
    tell(f"Candidate ({part.transcript.seconds:.0f} s): {part.transcript.text}")
    return part


def _prompts(question: Question, further: FollowUp, at: float) -> tuple[Prompt, Prompt]:
    """The question, and the follow-up asked at this second of the joined recording."""
    return (
        Prompt(text=question.text, at=0.0),
        Prompt(text=further.text, at=at, point=further.point),
    )
