"""A child process that plays a file, and records the same seconds into another.

Arguments: what to play, seconds after which playing is stopped (0: to the end), the recording.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from mockvoice.domain.end_of_turn import Patience
from mockvoice.engine.capture import PortAudioMicrophone
from mockvoice.engine.playback import PortAudioSpeaker
from mockvoice.engine.smart_turn import SileroVoice
from mockvoice.services.recording import Closed, Ears, News, Opened, Take


class Never:
    """Never thinks that a turn is over."""

    def finished(self, _pcm: bytes) -> float:
        """Return 0."""
        return 0.0


def main() -> None:
    """Play and record."""
    clip, seconds, file = Path(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
    opened, closed = threading.Event(), threading.Event()

    def tell(news: News) -> None:
        if isinstance(news, Opened):
            opened.set()
        if isinstance(news, Closed):
            assert news.error is None, news.error
            closed.set()

    stop = threading.Event()
    timer = threading.Timer(seconds, stop.set)
    if seconds:
        timer.start()
    whole = PortAudioSpeaker().play(clip, stop, "interviewer_out")
    assert whole is (not seconds)
    ears = Ears(PortAudioMicrophone(), SileroVoice(), Never(), "candidate_mic", Patience.NORMAL)
    take = Take(file, ears, tell)
    assert opened.wait(5)
    sys.stdout.write("recording\n")
    sys.stdout.flush()
    sys.stdin.readline()
    take.stop()
    assert closed.wait(5)
    take.join(5)


main()
