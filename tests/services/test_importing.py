"""Own packs are made of what people have, and nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockvoice import paths
from mockvoice.domain.errors import BadData, BrokenPack, CannotWrite
from mockvoice.domain.question import Competency, Kind, Level
from mockvoice.services import bank
from mockvoice.services.importing import import_file, new_pack, slug
from mockvoice.services.lint import lint
from tests.services import packs

CSV = """\
question,points,sample answer,competency,kind,level
"What is overfitting, in short?",It fits noise.| A held-out set shows it. ,"Well, noise.",,,
Design a cache.,Keys.|Keys.,,system-design,system design,senior
"""
MARKDOWN = """\
# My notes

Not a question.

## What is overfitting?
- It fits noise.
* A held-out set shows it.

It means that
the model learnt noise.

## Why regularise? ##
- It keeps weights small.
"""


def file_of(folder: Path, name: str, text: str) -> Path:
    """Write a file to import."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_csv_becomes_a_pack(tmp_path: Path) -> None:
    """Each row is a question; points are parted, ids made and kept apart, names understood."""
    made = import_file(file_of(tmp_path, "My Öwn list.csv", CSV), tmp_path / "own", [])

    pack = bank.read_pack(made)
    first, second = pack.questions
    assert (made.name, pack.pack, pack.title) == (
        "my-own-list.yaml",
        "my-own-list",
        "My öwn list",
    )
    assert first.text == "What is overfitting, in short?"
    assert [point.text for point in first.rubric] == ["It fits noise.", "A held-out set shows it."]
    assert (first.sample_answer, first.kind) == ("Well, noise.", Kind.TECHNICAL)
    assert (second.competency, second.kind) == (Competency.SYSTEM_DESIGN, Kind.SYSTEM_DESIGN)
    assert list(second.levels) == [Level.SENIOR]
    assert [point.id for point in second.rubric] == ["keys", "keys-2"]


def test_semicolons_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    """What spreadsheets of other languages write is read as well."""
    file = file_of(tmp_path, "a.csv", "\ufeffQuestion;Points\nWhat is it?;One, two|Three\n")

    pack = bank.read_pack(import_file(file, tmp_path / "own", []))

    assert [point.text for point in pack.questions[0].rubric] == ["One, two", "Three"]


def test_markdown_becomes_a_pack(tmp_path: Path) -> None:
    """A heading is a question, a list its points, all other text the sample answer."""
    pack = bank.read_pack(import_file(file_of(tmp_path, "n.md", MARKDOWN), tmp_path / "own", []))

    first, second = pack.questions
    assert [first.text, second.text] == ["What is overfitting?", "Why regularise?"]
    assert [point.text for point in first.rubric] == ["It fits noise.", "A held-out set shows it."]
    assert first.sample_answer == "It means that the model learnt noise."


def test_a_pack_is_imported_whole(tmp_path: Path) -> None:
    """A YAML pack keeps everything, under its own name or another."""
    file = file_of(tmp_path, "x.yaml", packs.example())

    made = import_file(file, tmp_path / "own", [])
    other = import_file(file, tmp_path / "own", [], name="other")

    assert bank.read_pack(made) == bank.read_pack(file)
    assert bank.read_pack(other).questions == bank.read_pack(file).questions
    assert [entry.pack for entry in bank.load([tmp_path / "own"])] == ["my-pack", "other"]
    assert lint([made]) == []


WRONGS = {
    "no column": ("a.csv", "question,answer\nx,y\n", "a.csv:1: there is no column “points”"),
    "a strange column": ("a.csv", "question,points,colour\n", "column “colour” is not known"),
    "no question": ("a.csv", "question,points\n", "There is no question in"),
    "an empty question": ("a.csv", "question,points\n,x\n", "a.csv:2: the question is empty"),
    "no points": ("a.csv", "question,points\n\nWhy?,|\n", "a.csv:3: the question has no points"),
    "too many cells": ("a.csv", "question,points\nWhy, then?,x\n", "a.csv:2: there are more cells"),
    "a strange kind": ("a.csv", "question,points,kind\nWhy?,x,quiz\n", "the kind “quiz”"),
    "a strange level": ("a.csv", "question,points,level\nWhy?,x,boss\n", "the level “boss”"),
    "no number": ("a.csv", "question,points,seconds\nWhy?,x,2 min\n", "“2 min” is not a number"),
    "too long": ("a.csv", "question,points,seconds\nWhy?,x,9999\n", "a.csv:2: answer_seconds"),
    "no heading": ("a.md", "- a point\n", "There is no question in"),
    "another form": ("a.pptx", "x", "cannot be imported"),
}


@pytest.mark.parametrize("name", WRONGS)
def test_bad_files_are_told_with_their_line(name: str, tmp_path: Path) -> None:
    """The message says where, and nothing is written."""
    file, text, reason = WRONGS[name]

    with pytest.raises(BadData) as told:
        import_file(file_of(tmp_path, file, text), tmp_path / "own", [])

    assert reason in told.value.message
    assert told.value.hint
    assert not (tmp_path / "own").exists()


def test_a_file_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    """Both are told as bad data."""
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00\x01")

    with pytest.raises(BadData, match="cannot be read: it is not text in UTF-8"):
        import_file(tmp_path / "a.csv", tmp_path / "own", [])
    with pytest.raises(BadData, match="There is no file"):
        import_file(tmp_path / "b.csv", tmp_path / "own", [])


def test_a_broken_pack_is_not_imported(tmp_path: Path) -> None:
    """The line of the YAML file is told."""
    with pytest.raises(BrokenPack, match=r"x.yaml:3"):
        import_file(file_of(tmp_path, "x.yaml", "pack: x\ntitle: ["), tmp_path / "own", [])


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Neither a file nor a pack that comes with MockVoice is replaced."""
    file = file_of(tmp_path, "n.md", MARKDOWN)
    made = import_file(file, tmp_path / "own", [])
    before = made.read_bytes()

    with pytest.raises(CannotWrite, match="already exists"):
        import_file(file, tmp_path / "own", [])
    with pytest.raises(CannotWrite, match="already is a pack “maths”"):
        import_file(file, tmp_path / "own", ["maths"], name="maths")
    with pytest.raises(CannotWrite, match="already exists"):
        new_pack("n", tmp_path / "own", paths.assets() / "pack" / "example.yaml")
    assert made.read_bytes() == before


def test_a_new_pack_has_its_name_and_no_finding(tmp_path: Path) -> None:
    """The example is written under the name, comments and all."""
    made = new_pack("team-questions", tmp_path, paths.assets() / "pack" / "example.yaml")

    assert bank.read_pack(made).pack == "team-questions"
    assert "# lower-case words" in made.read_text("utf-8")
    assert lint([made]) == []


def test_a_name_must_be_a_slug(tmp_path: Path) -> None:
    """The hint gives a name that would do."""
    with pytest.raises(BadData) as told:
        new_pack("My Pack!", tmp_path, paths.assets() / "pack" / "example.yaml")

    assert "my-pack" in told.value.hint
    assert slug("Ünï — " * 30).startswith("uni-uni")
    assert len(slug("word " * 30)) <= 60
    assert slug("…") == "pack"
