"""The catalogue of models and their state on disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from mockvoice.domain.errors import BadData, ModelDamaged, ModelMissing
from mockvoice.services import catalogue
from mockvoice.services.catalogue import Part, State
from tests.services.doubles import BIG, SMALL, entry


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A models folder with the tiny model in it."""
    folder = tmp_path / "weights" / "tiny"
    folder.mkdir(parents=True)
    (folder / "big.bin").write_bytes(BIG)
    (folder / "small.json").write_bytes(SMALL)
    return tmp_path / "weights"


def test_the_manifest_is_sound_and_has_all_roles_in_both_profiles() -> None:
    """Each profile brings a transcriber, a voice, a judge and the end of turn."""
    known = catalogue.load()
    for profile in ("light", "standard"):
        roles = sorted(model.role for model in known.profile(profile))
        assert roles == ["end-of-turn", "judge", "transcriber", "voice"]
    assert len({model.id for model in known.models}) == len(known.models)


def test_a_broken_manifest_says_where(tmp_path: Path) -> None:
    """A wrong field is named by its place."""
    text = "format: 1\nmodels: [{id: x, role: cook}]\n"
    (tmp_path / "manifest.yaml").write_text(text)
    with pytest.raises(BadData, match=r"models\.0\.role"):
        catalogue.load(tmp_path / "manifest.yaml")


@pytest.mark.parametrize("text", ["models: [", "\0"])
def test_a_manifest_that_is_no_yaml_is_refused(tmp_path: Path, text: str) -> None:
    """Neither broken nor binary text gets through."""
    (tmp_path / "manifest.yaml").write_text(text)
    with pytest.raises(BadData, match="cannot be read"):
        catalogue.load(tmp_path / "manifest.yaml")


def test_parts_must_add_up() -> None:
    """A file whose parts do not give its size is refused when the manifest is read."""
    file = entry().files[0]
    with pytest.raises(ValidationError, match="add up"):
        file.model_validate({**file.model_dump(), "bytes": file.bytes + 1})


@pytest.mark.parametrize("spec", ["name", "name>=1", "--index-url==1", "a==1; rm"])
def test_a_package_is_a_name_and_a_version(spec: str) -> None:
    """Nothing that pip could read as an option or a range is a package."""
    with pytest.raises(ValidationError):
        Part(package=spec, member="x", bytes=1)


def test_an_unknown_model_is_told_with_the_known_ones() -> None:
    """The sentence lists what there is."""
    with pytest.raises(ModelMissing, match="whisper-base"):
        catalogue.load().get("whisper-enormous")


def test_verified_only_after_its_digest_was_compared(weights: Path) -> None:
    """The right size alone is not trusted; a verified model stays so without reading it."""
    assert catalogue.state(entry(), weights) is State.UNVERIFIED
    catalogue.verify(entry(), weights)
    assert catalogue.state(entry(), weights) is State.VERIFIED


def test_a_file_touched_after_verifying_is_not_trusted(weights: Path) -> None:
    """A new modification time asks for a new comparison."""
    catalogue.verify(entry(), weights)
    os.utime(weights / "tiny" / "big.bin", ns=(1, 1))
    assert catalogue.state(entry(), weights) is State.UNVERIFIED


def test_one_wrong_byte_is_found_and_the_file_named(weights: Path) -> None:
    """Same size, other content: damaged, and the stamp no longer vouches for it."""
    catalogue.verify(entry(), weights)
    (weights / "tiny" / "big.bin").write_bytes(b"\xff" + BIG[1:])
    with pytest.raises(ModelDamaged, match=r"big\.bin"):
        catalogue.verify(entry(), weights)
    assert catalogue.state(entry(), weights) is State.UNVERIFIED


def test_truncated_incomplete_and_missing_are_told_apart(weights: Path) -> None:
    """Sizes alone tell these three, without hashing."""
    (weights / "tiny" / "small.json").unlink()
    assert catalogue.state(entry(), weights) is State.INCOMPLETE
    (weights / "tiny" / "big.bin").write_bytes(BIG[:-1])
    assert catalogue.state(entry(), weights) is State.DAMAGED
    assert catalogue.remove(entry(), weights)
    assert catalogue.state(entry(), weights) is State.MISSING
    assert not catalogue.remove(entry(), weights)


def test_a_file_in_the_place_of_the_folder_is_damage(tmp_path: Path) -> None:
    """A model folder of the wrong kind is no crash."""
    (tmp_path / "tiny").write_text("not a folder")
    assert catalogue.state(entry(), tmp_path) is State.DAMAGED


def test_a_folder_in_the_place_of_a_file_is_damage(weights: Path) -> None:
    """A file name taken by a folder is told like any other damage."""
    (weights / "tiny" / "small.json").unlink()
    (weights / "tiny" / "small.json").mkdir()
    assert catalogue.state(entry(), weights) is State.DAMAGED
    with pytest.raises(ModelDamaged, match=r"small\.json"):
        catalogue.verify(entry(), weights)


def test_a_garbled_stamp_only_costs_time(weights: Path) -> None:
    """An unreadable stamp means unverified, not an error."""
    (weights / "tiny" / catalogue.STAMP).write_text("[1")
    assert catalogue.state(entry(), weights) is State.UNVERIFIED


def test_require_says_how_to_get_a_missing_model(tmp_path: Path) -> None:
    """The hint is the command to run."""
    with pytest.raises(ModelMissing, match="mockvoice models fetch whisper-base"):
        catalogue.require("whisper-base", tmp_path)


def test_require_refuses_a_truncated_model(tmp_path: Path) -> None:
    """A short file is found before an engine loads it."""
    model = catalogue.load().get("smart-turn-v3.2-cpu")
    (tmp_path / model.id).mkdir()
    (tmp_path / model.id / model.files[0].name).write_bytes(b"short")
    with pytest.raises(ModelDamaged, match="not complete"):
        catalogue.require(model.id, tmp_path)
