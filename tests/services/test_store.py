"""The library keeps what it was given, finds it again, and really deletes it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from mockvoice.domain.errors import BadAudio, DiskFull, StoreProblem
from mockvoice.services import keeping
from mockvoice.services.store import AnswerRow, SessionRow, Store
from tests import examples
from tests.cli.stage import FakeAudio

NAME = "20260101-120000-ab12"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the library of the test lives."""
    return tmp_path


def opened(folder: Path) -> Store:
    """Open the library."""
    return Store(folder / "library.sqlite", folder / "recordings")


def filled(folder: Path) -> Store:
    """A library with one session of one answer."""
    store = opened(folder)
    audio = store.folder(NAME) / "answer-1.flac"
    audio.write_bytes(b"sound")
    store.add_session(SessionRow(id=NAME, started="2026-01-01T12:00:00+00:00", title="Leakage"))
    store.save_answer(
        AnswerRow(
            session=NAME,
            position=1,
            question_id="data-and-features/leakage",
            audio=audio,
            assessment=examples.assessment(),
        )
    )
    return store


def test_what_was_saved_is_there_after_opening_again(folder: Path) -> None:
    """Sessions, answers and their documents come back as they were saved."""
    filled(folder).close()
    store = opened(folder)

    (session,) = store.sessions()
    (answer,) = store.answers(session.id)
    store.close()

    assert session.answers == 1
    assert answer.assessment == examples.assessment()
    assert answer.audio == folder / "recordings" / NAME / "answer-1.flac"


def test_what_was_said_is_found_by_its_words(folder: Path) -> None:
    """Full-text search finds answers that hold all words, and no others, whatever is typed."""
    store = filled(folder)

    found = store.search("cross validation")

    assert [row[:2] for row in found] == [(NAME, 1)]
    assert store.search("xylophone") == ()
    assert store.search('" OR text MATCH "a* NEAR(') == ()
    assert store.search("  ") == ()
    assert store.search("cross\0validation")
    assert store.search("\ud800") == ()
    store.close()


def test_deletion_leaves_no_trace(folder: Path) -> None:
    """After deletion neither rows, search, audio nor the bytes of the file hold what was said."""
    store = filled(folder)
    said = examples.transcript().text[:40].encode()
    store.delete(NAME)
    store.close()

    left = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert said not in left
    assert not (folder / "recordings" / NAME).exists()
    store = opened(folder)
    assert store.sessions() == ()
    assert store.search("cross") == ()
    store.close()


def test_an_ambiguous_start_of_an_id_is_refused(folder: Path) -> None:
    """A start of an id works while it is unique; otherwise the user is told."""
    store = filled(folder)
    assert store.session("20260101").id == NAME
    store.add_session(SessionRow(id=NAME + "x", started="2026-01-01T12:00:00+00:00", title="B"))

    with pytest.raises(StoreProblem, match="several"):
        store.session("20260101")
    assert store.session(NAME).id == NAME
    store.close()


def test_no_name_is_no_session(folder: Path) -> None:
    """An empty name means none, even where there is only one session: it may be for deletion."""
    store = filled(folder)

    with pytest.raises(StoreProblem, match="no session"):
        store.session("")
    store.close()


def test_a_document_that_cannot_be_read_is_named(folder: Path) -> None:
    """An assessment of a form this version does not know is a sentence, not a traceback."""
    filled(folder).close()
    database = sqlite3.connect(folder / "library.sqlite")
    database.execute("UPDATE answer SET assessment = '{}'")
    database.commit()
    database.close()
    store = opened(folder)

    with pytest.raises(StoreProblem, match=f"Answer 1 of session {NAME}"):
        store.answers(NAME)
    store.close()


def test_a_full_disk_is_told_and_the_library_goes_on(folder: Path) -> None:
    """A commit without space is DiskFull, and the next one works."""
    store = filled(folder)
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    row = SessionRow(id="long", started="2026-01-01T12:00:00+00:00", title="x" * 1_000_000)

    with pytest.raises(DiskFull):
        store.add_session(row)
    store._db.execute("PRAGMA max_page_count = 1000000")
    store.add_session(row)
    assert store.session("long").id == "long"
    store.close()


def test_what_cannot_be_kept_whole_is_not_kept(folder: Path) -> None:
    """A recording that cannot be copied leaves no session and no folder."""
    with pytest.raises(BadAudio):
        keeping.keep(
            folder / "library.sqlite",
            folder / "recordings",
            examples.assessment(),
            folder / "missing.flac",
            FakeAudio(),
        )

    store = opened(folder)
    assert store.sessions() == ()
    assert list((folder / "recordings").iterdir()) == []
    store.close()


def test_a_newer_library_is_not_touched(folder: Path) -> None:
    """A file written by a newer version is refused with a sentence, not migrated down."""
    opened(folder).close()
    database = sqlite3.connect(folder / "library.sqlite")
    database.execute("PRAGMA user_version = 999")
    database.close()

    with pytest.raises(StoreProblem, match="newer MockVoice"):
        opened(folder)


def test_a_file_that_is_no_library_is_refused(folder: Path) -> None:
    """Some other file in its place is a clear error and stays as it is."""
    (folder / "library.sqlite").write_bytes(b"not a database, " * 100)

    with pytest.raises(StoreProblem, match="cannot be opened"):
        opened(folder)
    assert (folder / "library.sqlite").read_bytes().startswith(b"not a database")


WRITER = """
import sys
from pathlib import Path
from mockvoice.services.store import SessionRow, Store
folder = Path(sys.argv[1])
store = Store(folder / "library.sqlite", folder / "recordings")
for number in range(100000):
    row = SessionRow(id=f"s{number:06}", started="2026-01-01T00:00:00+00:00", title="t")
    store.add_session(row)
    print(number, flush=True)
"""


def test_no_acknowledged_session_is_lost_at_kill(folder: Path) -> None:
    """A process killed -9 while writing loses nothing that it had been told was saved."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    last = -1
    for line in child.stdout:
        last = int(line)
        if last >= 30:
            os.kill(child.pid, signal.SIGKILL)
            break
    rest = child.stdout.read().split()
    child.stdout.close()
    child.wait()
    last = int(rest[-1]) if rest else last

    store = opened(folder)
    kept = {row.id for row in store.sessions()}
    store.close()
    assert {f"s{number:06}" for number in range(last + 1)} <= kept
