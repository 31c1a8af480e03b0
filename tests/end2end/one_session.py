"""A child process that holds a real interview: the app's own engines, on the devices it finds.

Reads {"questions", "settings"} from the JSON file named in its argument, writes each event as a
line of JSON with the second it was told, and obeys commands: one word a line.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from mockvoice.app import Stage
from mockvoice.domain.events import Event, SessionEnded
from mockvoice.domain.question import Question
from mockvoice.services.bank import Entry
from mockvoice.settings import Settings
from mockvoice.ui.parts import Wish


def main() -> None:
    """Hold the interview."""
    given = json.loads(Path(sys.argv[1]).read_text())
    ended, writing = threading.Event(), threading.Lock()

    def tell(event: Event) -> None:
        line = json.dumps({"at": time.time(), **event.model_dump(mode="json")})
        with writing:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        if isinstance(event, SessionEnded):
            ended.set()

    questions = [Question.model_validate(one) for one in given["questions"]]
    entries = tuple(Entry(one, "test", 1, Path()) for one in questions)
    stage = Stage()
    interview = stage.interview(Wish("Test", entries, Settings(**given["settings"])), tell)
    interview.start()

    def obey() -> None:
        for line in sys.stdin:
            getattr(interview, line.strip())()

    threading.Thread(target=obey, daemon=True).start()
    ended.wait()
    done = interview.join(200)
    stage.close()
    assert done


main()
