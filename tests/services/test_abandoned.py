"""A program that is ended before anything was said leaves a session that holds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mockvoice import paths
from mockvoice.domain.errors import StoreProblem
from mockvoice.services import retention
from mockvoice.services.locking import Folders
from mockvoice.services.store import AnswerRow, SessionRow, Store
from tests import leaks
from tests.cli.stage import Stage

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def store() -> Iterator[Store]:
    """The library of the test."""
    with closing(Store(paths.library(), paths.recordings())) as made:
        yield made


def begin(store: Store, name: str, **files: bytes) -> Path:
    """Begin a session that leaves these files; returns its folder."""
    store.add_session(SessionRow(id=name, started=NOW.isoformat(), title=name))
    folder = store.folder(name)
    for file, content in files.items():
        (folder / f"answer-1{file.replace('_', '.')}").write_bytes(content)
    return folder


def listed(store: Store) -> list[str]:
    """The sessions that are shown."""
    return sorted(row.id for row in retention.sessions(store, paths.recordings()))


def kept(store: Store) -> list[str]:
    """The sessions that are in the library."""
    return sorted(row.id for row in store.sessions())


def test_a_session_that_holds_nothing_is_not_shown_and_goes_at_a_later_start(store: Store) -> None:
    """Whatever has sound, a draft or an answer stays, and is shown."""
    empty = begin(store, "empty")
    silent = begin(store, "silent", _pcm=b"")
    begin(store, "sound", _pcm=b"some sound")
    begin(store, "flac", _flac=b"some sound")
    begin(store, "draft", _json=b"{}")
    begin(store, "typed")
    store.save_answer(
        AnswerRow(session="typed", position=1, question_id="q/q", audio=None, assessment=None)
    )
    stay = ["draft", "flac", "sound", "typed"]
    assert listed(store) == stay
    retention.forget_abandoned(store, paths.recordings(), LATER)
    assert kept(store) == stay
    assert not empty.exists()
    assert not silent.exists()
    assert (paths.recordings() / "sound" / "answer-1.pcm").read_bytes() == b"some sound"


def test_nothing_is_open_in_a_folder_that_is_deleted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the lock it was held by: some systems delete no open files."""
    folder = begin(store, "empty")
    delete, there = store.delete, []

    def noted(session: str) -> None:
        there.extend(folder.iterdir())
        delete(session)

    monkeypatch.setattr(store, "delete", noted)
    retention.forget_abandoned(store, paths.recordings(), LATER)
    assert kept(store) == there == []


def test_what_cannot_be_deleted_hinders_nothing_else(
    store: Store, monkeypatch: pytest.MonkeyPatch, log: leaks.Log
) -> None:
    """It is logged; the answers that were found at the same start are judged all the same."""

    def fail(_session: str) -> None:
        raise StoreProblem("The recordings of the session could not all be deleted.", "")

    log.expect("sessions that hold nothing stay")
    begin(store, "empty")
    monkeypatch.setattr(store, "delete", fail)
    retention.forget_abandoned(store, paths.recordings(), LATER)
    assert kept(store) == ["empty"]


def test_a_row_without_a_folder_goes_too(store: Store) -> None:
    """The folder is made after the row, so the end may come between them."""
    begin(store, "empty").rmdir()
    retention.forget_abandoned(store, paths.recordings(), LATER)
    assert kept(store) == []


def test_what_may_be_beginning_in_another_window_is_left_alone(store: Store) -> None:
    """Its folder is held; and where no lock is known, it is not old enough."""
    folder = begin(store, "other")
    retention.forget_abandoned(store, paths.recordings(), NOW + timedelta(minutes=4))
    assert kept(store) == ["other"]
    assert listed(store) == []
    held = Folders()
    assert held.take(folder)
    retention.forget_abandoned(store, paths.recordings(), LATER)
    assert kept(store) == ["other"]
    held.free()
    retention.forget_abandoned(store, paths.recordings(), LATER)
    assert kept(store) == []


def test_the_command_line_lists_none_of_them(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither as a line nor in what is counted."""
    begin(store, "empty")
    assert Stage().run("sessions", "list") == 0
    told = capsys.readouterr().out
    assert "No sessions yet." in told
    assert retention.storage(store, paths.library(), paths.recordings()).sessions == 0
