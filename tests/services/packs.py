"""Packs for tests: the example of `mockvoice questions new`, with one thing changed."""

from __future__ import annotations

from pathlib import Path

from mockvoice import paths


def example() -> str:
    """Return the commented example, which has no finding."""
    return (paths.assets() / "pack" / "example.yaml").read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    """Return the example with one text replaced; fails when it is not there once."""
    text = example()
    assert text.count(old) == 1, old
    return text.replace(old, new)


def write(folder: Path, text: str, name: str = "my-pack.yaml") -> Path:
    """Write a pack file and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file
