"""One question with a follow-up, spoken and heard through a virtual loudspeaker and microphone."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mockvoice import paths
from mockvoice.app import WorkerEngines
from mockvoice.domain.ports import TranscribeRequest
from mockvoice.services import bank
from mockvoice.services.store import Store
from tests.end2end.compare import likeness, samples, spoken
from tests.rig import AudioRig

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(600)]
SCRIPT = Path(__file__).with_name("one_session.py")
WHOLE_S = 400
"""All of it takes about 90 s on two quiet cores; busy ones may take long."""
GAUGES = ("level", "countdown")


class Session:
    """The child, and what it tells; each fact is logged with the second it was told."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self.child = child
        self.begun = time.monotonic()
        self.events: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    @property
    def left(self) -> float:
        """Seconds until it takes too long."""
        return max(0.0, self.begun + WHOLE_S - time.monotonic())

    def until(self, kind: str, **fields: object) -> dict[str, Any]:
        """Return the next event of a kind with these fields."""
        while True:
            try:
                event = self.events.get(timeout=self.left)
            except queue.Empty:
                pytest.fail(f"no {kind} {fields} in {WHOLE_S} s")
            if event is None:
                pytest.fail(f"the session ended before {kind} {fields}")
            if event["type"] == kind and fields.items() <= event.items():
                return event

    def _read(self) -> None:
        assert self.child.stdout
        for line in self.child.stdout:
            event = json.loads(line)
            if event["type"] not in GAUGES:
                sys.stderr.write(f"{time.monotonic() - self.begun:7.2f} {line}")
            self.events.put(event)
        self.events.put(None)


@contextmanager
def session(rig: AudioRig, plan: Path) -> Iterator[Session]:
    """A real interview in a process of its own, on the rig's devices."""
    child = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(plan)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **rig.env, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    held = Session(child)
    assert child.stdin
    assert child.stdout
    try:
        yield held
        child.stdin.close()
        assert child.wait(held.left) == 0
    finally:
        child.stdin.close()
        child.kill()
        child.wait()
        held.reader.join()
        child.stdout.close()


def words(text: str) -> set[str]:
    """Return the words, without case and signs."""
    return set("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())


def test_what_is_said_is_heard_on_both_sides(
    audio_rig: AudioRig, weights: Path, tmp_path: Path
) -> None:
    """The answer and the reply are recorded as spoken; the question is heard as written."""
    entry = bank.load([paths.questions()]).find("ml-fundamentals/bias-variance")
    question = entry.question.model_copy(update={"think_seconds": 0})
    plan = tmp_path / "plan.json"
    given = {
        "questions": [question.model_dump(mode="json")],
        "settings": {"profile": "standard", "follow_ups": 1},
    }
    plan.write_text(json.dumps(given))
    answer = spoken("answer.flac", 0.0, 14.0, tmp_path / "answer.wav")
    reply = spoken("reply.flac", 0.0, 6.0, tmp_path / "reply.wav")
    heard = tmp_path / "heard.wav"

    with audio_rig.listening(heard), session(audio_rig, plan) as held:
        held.until("prompt", follow_up=False)
        held.until("state", state="listening")
        audio_rig.speak(answer)
        held.until("recorded")
        follow_up = held.until("prompt", follow_up=True)
        held.until("state", state="listening")
        audio_rig.speak(reply)
        held.until("assessed")

    store = Store(paths.library(), paths.recordings())
    (row,) = store.answers(store.sessions()[0].id)
    store.close()
    assert row.audio is not None
    assert row.assessment is not None
    recorded = samples(row.audio)
    assert likeness(samples(answer), recorded) > 0.95
    assert likeness(samples(reply), recorded) > 0.95
    assert row.assessment.prompts[1].text == follow_up["text"]
    assert row.assessment.prompts[1].point in {
        one.point for one in row.assessment.judgement.verdicts
    }
    engines = WorkerEngines("standard")
    try:
        played = engines.transcriber.transcribe(TranscribeRequest(audio=heard, live=True)).text
    finally:
        engines.close()
    for said in (question.text, follow_up["text"]):
        assert len(words(said) & words(played)) >= 0.7 * len(words(said)), played
