"""What a transcript says of itself."""

from __future__ import annotations

import pytest

from tests import examples


@pytest.mark.parametrize(
    ("text", "sounded", "typed"),
    [
        ("I never shuffle.", False, True),
        ("I never shuffle.", True, False),
        ("", True, False),
        ("", False, False),
    ],
)
def test_typed_is_text_of_which_no_word_sounded(text: str, sounded: bool, typed: bool) -> None:
    """A recording in which no word was understood was spoken, and so was one of "um" alone."""
    heard = examples.transcript()
    words = heard.words if sounded else ()

    assert heard.model_copy(update={"text": text, "words": words}).typed is typed
