"""Which of a question's terms count as put into a mouth."""

from __future__ import annotations

from tests.benchmarks.terms import gained


def test_only_what_nobody_said_or_heard_is_gained() -> None:
    """A term that was said, or is heard without being given, is no gain."""
    said = ["we", "tune", "the", "learning", "rate", "with", "k", "means"]
    plain = ["we", "tune", "the", "learning", "rate", "with", "came", "in"]
    heard = ["we", "tune", "the", "dropout", "rate", "with", "k", "means", "and", "adam"]
    terms = ("learning rate", "dropout rate", "k-means", "Adam", "SMOTE")

    assert gained(said, plain, heard, terms) == ["dropout rate", "adam"]
