"""The composition root: what the window's parts are made of."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mockvoice import paths
from mockvoice.app import Stage
from mockvoice.domain.errors import ModelMissing, NoScreen
from mockvoice.services import review
from mockvoice.services.locking import Folders
from mockvoice.services.review import Draft, Part
from mockvoice.services.store import SessionRow, Store
from tests.services.people import question


def test_what_cannot_be_assessed_yet_is_left_to_another_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without models an answer that a crash left is kept, and its folder is not held on to."""
    monkeypatch.setenv("MOCKVOICE_MODELS", str(tmp_path))
    store = Store(paths.library(), paths.recordings())
    store.add_session(SessionRow(id="s1", started="2026-01-01T00:00:00+00:00", title="Test"))
    folder = store.folder("s1")
    parts = (Part(prompt="Tell me.", file="answer-1.pcm"),)
    draft = Draft(session="s1", position=1, question_id="q", question=question("one"), parts=parts)
    (folder / "answer-1.pcm").write_bytes(b"\1\2" * 16_000)
    review.save(draft, folder)
    stage = Stage()

    with pytest.raises(ModelMissing):
        stage.mend("standard", lambda: None)
    stage.close()

    assert [row.position for row in store.answers("s1")] == [1]
    other = Folders()
    assert other.take(folder)
    other.free()
    store.close()


def test_the_next_start_takes_sessions_away_that_hold_nothing() -> None:
    """Those begun long ago; one that has just begun may be another window's."""
    store = Store(paths.library(), paths.recordings())
    now = datetime.now(UTC).isoformat()
    for name, started in (("old", "2026-01-01T00:00:00+00:00"), ("new", now)):
        store.add_session(SessionRow(id=name, started=started, title="Test"))
        store.folder(name)
    stage = Stage()
    assert stage.mend("standard", lambda: None) == 0
    stage.close()
    assert [row.id for row in store.sessions()] == ["new"]
    store.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_it_says_what_works_instead() -> None:
    """Two lines and an exit code of its own, instead of the abort that Qt ends in."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {name: value for name, value in os.environ.items() if name not in screens}

    done = subprocess.run(
        [sys.executable, "-m", "mockvoice"],
        capture_output=True,
        text=True,
        check=False,
        env=bare,
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (NoScreen.exit_code, "")
    first, second = done.stderr.splitlines()
    assert first == "✗ There is no screen for the window."
    assert "`mockvoice demo` or `mockvoice assess`" in second
