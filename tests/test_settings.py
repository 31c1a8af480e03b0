"""Choices are kept, also when one of them makes no sense."""

from __future__ import annotations

import json

import pytest

from mockvoice import paths, settings
from mockvoice.settings import Settings


def write(text: str) -> None:
    """Put a settings file in its place."""
    paths.data().mkdir(parents=True, exist_ok=True)
    (paths.data() / "settings.json").write_text(text, encoding="utf-8")


def test_what_was_saved_is_loaded() -> None:
    """All choices come back."""
    chosen = Settings(theme="dark", minutes=45, kinds=("coding",))
    settings.save(chosen)

    assert settings.load() == chosen


def test_one_bad_choice_leaves_the_others() -> None:
    """A value that makes no sense has its default; the rest is as chosen."""
    write(json.dumps({"theme": "purple", "level": "guru", "minutes": 45, "kinds": [7], "newer": 1}))

    assert settings.load() == Settings(minutes=45)


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_a_file_that_is_no_settings_gives_the_defaults(text: str) -> None:
    """An unreadable file never keeps the app from starting."""
    write(text)

    assert settings.load() == Settings()
