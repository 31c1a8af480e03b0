"""What is missing on this machine, and how to mend it."""

from __future__ import annotations

from pathlib import Path

from mockvoice.services import catalogue, checkup
from mockvoice.services.checkup import Outcome


def test_missing_models_are_fetched_by_one_command(tmp_path: Path) -> None:
    """Nobody types four lines where one will do."""
    found = checkup.models("standard", tmp_path)
    assert {check.outcome for check in found} == {Outcome.BAD}
    (mend,) = {check.mend for check in found}
    assert "mockvoice models fetch --profile standard" in mend


def test_one_missing_model_is_named(tmp_path: Path) -> None:
    """The others need not be fetched for it."""
    first, *others = catalogue.load().profile("standard")
    for entry in others:
        for file in entry.files:
            path = tmp_path / entry.id / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                out.truncate(file.bytes)
    missing, *there = checkup.models("standard", tmp_path)
    assert f"mockvoice models fetch {first.id} " in missing.mend
    assert not any(check.mend for check in there)
