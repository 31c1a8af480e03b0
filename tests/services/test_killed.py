"""A process that ends without warning in the middle of an answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import soundfile

from mockvoice.engine.audio_file import SoundFiles
from mockvoice.services import review
from mockvoice.services.locking import Folders
from mockvoice.services.review import Library
from tests.services.people import question
from tests.services.sound import SECOND, speech

SCRIPT = Path(__file__).with_name("killed_session.py")


def test_kill_9_in_the_middle_of_an_answer_loses_nothing(tmp_path: Path) -> None:
    """The next start finds the session, the question and every sample that was spoken; while it is
    being spoken, another window finds nothing."""
    child = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    library = Library(tmp_path / "library.sqlite", tmp_path / "recordings")
    store, folders = library.open(), Folders()
    try:
        assert child.stdout
        assert child.stdout.readline() == "spoken\n"
        assert review.recover(store, library.recordings, SoundFiles(), folders) == ()
    finally:
        child.kill()
        child.communicate()

    try:
        (draft,) = review.recover(store, library.recordings, SoundFiles(), folders)
        (session,) = store.sessions()
        (row,) = store.answers(session.id)
    finally:
        folders.free()
        store.close()
    assert draft.question == question("one")
    assert (row.question_id, row.assessment) == ("pack/one", None)
    assert row.audio is not None
    samples, rate = soundfile.read(row.audio, dtype="int16")
    assert rate * 2 == SECOND
    assert samples.tobytes().startswith(speech(2.0))
