"""A folder is worked on by one at a time, and no lock is left behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mockvoice.services import locking
from mockvoice.services.locking import NAME, Folders
from tests.leaks import Log


def test_a_folder_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    """Neither another window nor the same one takes it a second time before it is freed."""
    first, second = Folders(), Folders()
    assert first.take(tmp_path)
    assert not second.take(tmp_path)
    assert not first.take(tmp_path)
    first.free(tmp_path)
    assert second.take(tmp_path)
    second.free()


def test_folders_are_held_apart(tmp_path: Path) -> None:
    """One session that is being recorded keeps nobody from another one."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    first, second = Folders(), Folders()
    assert first.take(tmp_path / "a")
    assert second.take(tmp_path / "b")
    first.free()
    second.free()


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """The file of the lock goes with it, also when its folder went first."""
    folder = tmp_path / "a"
    folder.mkdir()
    held = Folders()
    held.take(folder)
    held.free()
    assert list(folder.iterdir()) == []
    held.take(folder)
    (folder / NAME).unlink()
    folder.rmdir()
    held.free()
    held.free()


def test_a_lock_that_is_taken_away_meanwhile_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has opened the file of a lock that is freed just then holds the next one, not a ghost."""
    holder, taker, third = Folders(), Folders(), Folders()
    holder.take(tmp_path)
    lock = locking.lock

    def just_freed(descriptor: int) -> None:
        holder.free()
        lock(descriptor)

    monkeypatch.setattr(locking, "lock", just_freed)
    assert taker.take(tmp_path)
    monkeypatch.setattr(locking, "lock", lock)
    assert not third.take(tmp_path)
    taker.free()


def test_without_locks_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    """A file system that knows none is logged; what was recorded is still recovered."""
    log.expect("cannot be locked")

    def unknown(_descriptor: int) -> None:
        raise OSError(95, os.strerror(95))

    monkeypatch.setattr(locking, "lock", unknown)
    held = Folders()
    assert held.take(tmp_path)
    held.free()
    assert held.take(tmp_path / "missing")
