"""A whole interview at the real window: keys, a voice, ears, and what a screen reader reads out."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from mockvoice import paths
from mockvoice.app import WorkerEngines
from mockvoice.domain.ports import Judge, JudgeRequest, TranscribeRequest
from mockvoice.domain.question import Pack, Question
from mockvoice.domain.verdict import Verdict
from mockvoice.engine.audio_file import pcm_of
from mockvoice.services import bank
from mockvoice.services.store import AnswerRow, Store
from tests.end2end.compare import likeness
from tests.end2end.person import Person, at_the_window
from tests.rig import AudioRig, offline

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(2400)]
APP = Path(__file__).with_name("real_app.py")
ASKED_S = 60.0
"""Longest time until something is said or asked; busy machines are slow."""
JUDGED_S = 900.0


@dataclass(frozen=True)
class Script:
    """What the candidate says to a question, and which points that leaves out."""

    question: Question
    answer: str
    left_out: frozenset[str]
    reply: str
    """What is said to whatever is asked further."""


SAID = {
    "ml-fundamentals/bias-variance": (
        "With squared error, what we expect to lose on new data has three parts: bias, variance and"
        " noise we can't remove. High bias means the model is too simple for the pattern, so it"
        " underfits and is already poor on the training data, like a straight line through a curve."
        " High variance is the opposite: the model is so flexible that it follows the noise of its"
        " particular sample, so it overfits, and on new data it does much worse. To see which one I"
        " have, I compare training and validation error. If both are high and close together, it's"
        " bias, and I need a richer model. If there's a wide gap, it's variance.",
        {"regularisation-trade", "l1-zeros", "l2-shrinks", "strength-tuned"},
        "Regularisation accepts a bit more bias to get less variance, and that pays as long as the"
        " total error falls.",
    ),
    "data-and-features/leakage": (
        "Leakage means the model sees something in training or evaluation that it won't have when"
        " it really predicts, so the score is too good and collapses live. I think of four kinds."
        " Target leakage: a feature that follows from the outcome, like the cancellation reason"
        " when predicting churn. Time leakage: I shuffle daily sales, and the model has already"
        " seen next week. Group leakage: ten scans of one patient lie on both sides, and the model"
        " simply recognises the patient. And preprocessing leakage: the scaler or the selection"
        " was fitted on all data before the split.",
        {"signs", "prevention"},
        "To prevent it, I split the way the model will be used, by time or by group, even though"
        " the score gets worse.",
    ),
    "evaluation/precision-recall-f1": (
        "Precision asks: of the cases I flagged, how many were really positive? Recall asks: of all"
        " the real positives, how many did I find? Which one I favour depends on the cost of the"
        " mistakes. In a spam filter, losing a real mail hurts more than seeing one advert, so I"
        " favour precision. In screening for a serious disease, a missed case can cost a life,"
        " while a false alarm leads to another test, so I favour recall. Normally I don't need"
        " another model for that. I move the threshold: a higher one usually gives better precision"
        " and lower recall, a lower one the reverse.",
        {"f1", "f1-limits"},
        "F1 is the harmonic mean of the two, so it's low as soon as one of them is low.",
    ),
}
"""What is said to each question, from its sample answer, and the points of which it says nothing.
Read by hand."""


def scripts() -> dict[str, Script]:
    """Return what is said, by the text of the question."""
    loaded = bank.load([paths.questions()])
    found = [(loaded.find(name).question, *said) for name, said in SAID.items()]
    return {
        question.text: Script(question, answer, frozenset(left_out), reply)
        for question, answer, left_out, reply in found
    }


def three_questions(parts: dict[str, Script], folder: Path) -> Path:
    """Write a bank of these questions."""
    # Named by id alone, for other questions are not there to be related to.
    asked = [one.question.model_copy(update={"related": ()}) for one in parts.values()]
    pack = Pack(pack="three", title="Three questions", version=1, questions=tuple(asked))
    folder.mkdir()
    # JSON is YAML.
    (folder / "three.yaml").write_text(pack.model_dump_json(), encoding="utf-8")
    return folder


def recordings(parts: dict[str, Script], folder: Path) -> dict[str, Path]:
    """Have everything that the candidate will say spoken by the standard voice, by its text."""
    folder.mkdir()
    texts = [text for part in parts.values() for text in (part.answer, part.reply)]
    with engines() as mine:
        return {
            text: mine.voice.say(text, folder / f"said-{place}.wav").path
            for place, text in enumerate(texts)
        }


@contextmanager
def engines() -> Iterator[WorkerEngines]:
    """The engines of the standard profile, for the test's own use."""
    opened = WorkerEngines("standard")
    try:
        yield opened
    finally:
        opened.close()


def words(text: str) -> list[str]:
    """Return the words, without case and signs."""
    return re.findall(r"[a-z0-9']+", text.lower())


def share(said: str, heard: str) -> float:
    """Return how much of what was said is among what was heard, 0 to 1."""
    there = set(words(heard))
    return sum(word in there for word in words(said)) / len(words(said))


def begin(person: Person) -> None:
    """From the start page to the first question, by keys."""
    person.until_reads("plan", "3 questions", ASKED_S)
    person.tab_to("mode")
    person.tab_to("begin")
    person.press("space")


def listen_for(person: Person, kind: str) -> str:
    """Wait until a question of this kind was asked and the microphone is on; return its text."""
    person.until_reads("prompt-kind", kind, JUDGED_S)
    person.until(
        lambda seen: (
            any(p.id == "state" and p.name.startswith("Time to think") for p in seen)
            or any(p.id == "state" and p.name == "Recording" for p in seen)
        ),
        ASKED_S,
        "end of the question",
    )
    if person.read("state") != "Recording":
        person.press("space")
    person.until_reads("state", "Recording", ASKED_S)
    return person.read("question")


def answer(person: Person, rig: AudioRig, sound: Path, *, by_key: bool) -> None:
    """Say something, and end by the key or by falling silent."""
    rig.speak(sound)
    if by_key:
        person.press("space")
    person.until(
        lambda seen: all(p.id != "state" or p.name not in {"Recording", "Finished?"} for p in seen),
        ASKED_S,
        "end of the turn",
    )


def hold(
    person: Person, rig: AudioRig, parts: dict[str, Script], said: dict[str, Path]
) -> list[str]:
    """Answer three questions with a follow-up each; return what was asked, as shown on the page."""
    shown = []
    for number in range(3):
        asked = listen_for(person, "Question")
        part = parts[asked]
        answer(person, rig, said[part.answer], by_key=number == 1)
        further = listen_for(person, "Follow-up")
        answer(person, rig, said[part.reply], by_key=number == 0)
        shown.append((asked, further))
    return shown


def kept() -> tuple[str, tuple[AnswerRow, ...]]:
    """Return the title of the only session in the library, and its answers."""
    store = Store(paths.library(), paths.recordings())
    try:
        (session,) = store.sessions()
        return session.title, store.answers(session.id)
    finally:
        store.close()


def sound_of(file: Path) -> np.ndarray:
    """Return a recording at the rate of the microphone, as numbers."""
    with pcm_of(file) as pcm:
        return np.fromfile(pcm, dtype="<i2").astype(np.float32) / 32768


def test_an_interview_of_three_questions(
    audio_rig: AudioRig, desktop: Mapping[str, str], weights: Path, own_home: Path, tmp_path: Path
) -> None:
    """Asked aloud, answered aloud, asked for what was left out, and found again after closing."""
    parts = scripts()
    said = recordings(parts, tmp_path / "said")
    chosen = {"first_start_done": True, "follow_ups": 1, "minutes": 30, "theme": "light"}
    (own_home / "settings.json").write_text(json.dumps(chosen))
    command = [*offline(), sys.executable, str(APP), str(three_questions(parts, tmp_path / "bank"))]
    env = {**desktop, **audio_rig.env}
    heard = tmp_path / "heard.wav"

    with at_the_window(command, env) as person:
        begin(person)
        with audio_rig.listening(heard):
            shown = hold(person, audio_rig, parts, said)
            person.until_reads("told", "3 answers recorded", ASKED_S)
        person.until(
            lambda seen: any(p.id == "told" and "judged" not in p.name for p in seen),
            JUDGED_S,
            "judgement of all answers",
        )
        person.press("ctrl+q")
        assert person.app.wait(60) == 0

    title, rows = kept()
    assert [row.position for row in rows] == [1, 2, 3]
    for row, (asked, further) in zip(rows, shown, strict=True):
        check_answer(row, parts[asked], further, said)
    aimed = [
        asks_what_is_missing(row, parts[one]) for row, (one, _) in zip(rows, shown, strict=True)
    ]
    # How often the judge is right about that is measured by tests.benchmarks.follow_ups.
    assert any(aimed), shown
    with engines() as mine:
        # A machine too slow for a last look replies by what was known before (docs/replies.md).
        assert any(found_missing(mine.judge, row) for row in rows), shown
        played = mine.transcriber.transcribe(TranscribeRequest(audio=heard, live=True)).text
    for text in chain.from_iterable(shown):
        assert share(text, played) > 0.8, (text, played)

    with at_the_window(command, env) as person:
        person.until_reads("plan", "3 questions", ASKED_S)
        person.press("ctrl+2")
        person.until(lambda seen: any(title in part.name for part in seen), ASKED_S, title)
        person.tab_to("session-list")
        person.press("Return")
        for asked, _further in shown:
            person.until(
                lambda seen, text=asked: any(text in part.name for part in seen), ASKED_S, asked
            )
        person.tab_to("review-1")
        person.press("Return")
        person.until(
            lambda seen: (
                any(part.id == "review-page" for part in seen)
                and any(shown[0][0] in part.name for part in seen)
                and any(part.name == "Point by point" for part in seen)
            ),
            ASKED_S,
            "the review of the first answer",
        )
        person.press("ctrl+q")
        assert person.app.wait(60) == 0


def asks_what_is_missing(row: AnswerRow, part: Script) -> bool:
    """Say whether the follow-up was about a point of which the answer had said nothing."""
    assert row.assessment is not None
    return row.assessment.prompts[1].point in part.left_out


def check_answer(row: AnswerRow, part: Script, further: str, said: dict[str, Path]) -> None:
    """What is kept is what was said, and the follow-up was about what had been left out."""
    assert row.audio is not None
    assert row.assessment is not None
    asked, follow_up = row.assessment.prompts
    assert part.question.text in asked.text
    assert follow_up.text == further
    recorded = sound_of(row.audio)
    for text in (part.answer, part.reply):
        assert likeness(sound_of(said[text]), recorded) > 0.9, text
        assert share(text, row.assessment.transcript.text) > 0.8, row.assessment.transcript.text
    judged = {one.point: one for one in row.assessment.judgement.verdicts}
    assert set(judged) == {point.id for point in part.question.rubric}
    assert follow_up.point in judged
    assert row.assessment.scores.overall is not None


def found_missing(judge: Judge, row: AnswerRow) -> bool:
    """Say whether the judge does not find in the first part what the follow-up was about."""
    assert row.assessment is not None
    question, follow_up = row.assessment.question, row.assessment.prompts[1]
    heard = (word.text for word in row.assessment.transcript.words if word.start < follow_up.at)
    request = JudgeRequest(question=question.text, rubric=question.rubric, answer=" ".join(heard))
    verdicts = {one.point: one.verdict for one in judge.judge(request).verdicts}
    assert follow_up.point is not None
    return verdicts[follow_up.point] is not Verdict.COVERED
