"""A process that is killed in the middle of an answer: says "spoken" when it has been recorded.

Argument: the folder of its library.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mockvoice.domain.events import Level
from mockvoice.domain.session import State
from tests.services.people import Room, question
from tests.services.sound import silence, speech


def main() -> None:
    """Record two seconds of speech, then wait for the end."""
    room = Room(Path(sys.argv[1]))
    with room.interview(question("one")) as interview:
        interview.start()
        room.until_state(State.LISTENING)
        room.microphone.say(speech(2.0), silence(0.2))
        room.until(Level, lambda level: level.seconds >= 2.0)
        sys.stdout.write("spoken\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
