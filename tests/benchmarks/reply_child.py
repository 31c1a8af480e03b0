"""The two sides that `tests.benchmarks.reply` compares, each in a process of its own.

``session PLAN`` holds a real interview and obeys one word a line until its input ends;
``sequential PLAN`` answers each recording the plain way: transcribe all, judge all, synthesise,
play. Both write JSON lines.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from mockvoice.app import Stage, WorkerEngines
from mockvoice.domain import follow_up
from mockvoice.domain.events import Countdown, Event, Level, SessionEnded
from mockvoice.domain.ports import JudgeRequest, TranscribeRequest
from mockvoice.domain.question import Question
from mockvoice.engine.playback import PortAudioSpeaker
from mockvoice.services.bank import Entry
from mockvoice.settings import Settings
from mockvoice.ui.parts import Wish


class Lines:
    """Lines of JSON on standard output, each with the second it was written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def write(self, **fields: Any) -> None:
        """Write one."""
        text = json.dumps({"at": time.time(), **fields})
        with self._lock:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()


def session(plan: dict[str, Any], out: Lines) -> None:
    """Hold the interview; what is left to assess at its end is dropped."""
    ended = threading.Event()

    def tell(event: Event) -> None:
        if not isinstance(event, Level | Countdown):
            out.write(**event.model_dump(mode="json"))
        if isinstance(event, SessionEnded):
            ended.set()

    entries = tuple(
        Entry(Question.model_validate(one), "bench", 1, Path()) for one in plan["questions"]
    )
    stage = Stage()
    interview = stage.interview(Wish("Bench", entries, Settings(**plan["settings"])), tell)
    interview.start()

    def obey() -> None:
        for line in sys.stdin:
            getattr(interview, line.strip())()
        interview.close(drop=True)

    threading.Thread(target=obey, daemon=True).start()
    ended.wait()
    stage.close()


def sequential(plan: dict[str, Any], out: Lines) -> None:
    """Answer each recording once everything has been said, with models that are loaded."""
    engines = WorkerEngines(plan["settings"]["profile"])
    questions = [Question.model_validate(one) for one in plan["questions"]]
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.wav"
        engines.transcriber.prepare()
        engines.voice.say("Ready.", clip)
        engines.judge.prepare(_request(questions[-1], ""))
        for question, recording in zip(questions, plan["recordings"], strict=False):
            if not sys.stdin.readline():
                break
            out.write(type="begun")
            terms = tuple(term.text for term in question.terms)
            request = TranscribeRequest(audio=Path(recording), terms=terms, live=True)
            text = engines.transcriber.transcribe(request).text
            out.write(type="heard")
            verdicts = engines.judge.judge(_request(question, text)).verdicts
            out.write(type="judged")
            point = follow_up.choose_point(question.rubric, verdicts)
            spoken = engines.voice.say(point.probe if point else "Let us go on.", clip)
            out.write(type="spoken")
            PortAudioSpeaker().play(spoken.path, threading.Event(), "")
            out.write(type="played")
    engines.close()


def _request(question: Question, text: str) -> JudgeRequest:
    return JudgeRequest(question=question.text, rubric=question.rubric, answer=text)


def main() -> None:
    """Do what the first argument names."""
    plan = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    {"session": session, "sequential": sequential}[sys.argv[1]](plan, Lines())


if __name__ == "__main__":
    main()
