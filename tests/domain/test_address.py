"""Points about "the candidate" are said to the candidate."""

from __future__ import annotations

import pytest

from mockvoice import paths
from mockvoice.domain.address import to_reader
from mockvoice.services import bank


@pytest.mark.parametrize(
    ("point", "told"),
    [
        ("names one model that was live.", "name one model that was live."),
        ("was honest about it.", "were honest about it."),
        ("has a plan and says who made it.", "have a plan and say who made it."),
        ("clearly specifies the task.", "clearly specify the task."),
        ("passes the test.", "pass the test."),
        ("gave several options with their costs.", "gave several options with their costs."),
        ("says what they led themselves.", "say what you led yourself."),
        ("asked the users or watched their work.", "asked the users or watched their work."),
        ("weighed two offers by their own rule.", "weighed two offers by your own rule."),
        ("explains afterwards how they did it.", "explain afterwards how you did it."),
    ],
)
def test_the_candidate_becomes_the_reader(point: str, told: str) -> None:
    """The verb fits "you", and "they" is the reader unless several others were named before."""
    assert to_reader(f"The candidate {point}") == f"You {told}"


def test_other_points_stay() -> None:
    """A statement that is not about the candidate is not touched."""
    text = "The candidates from the opened cells are ranked by their distance."

    assert to_reader(text) == text


def test_no_point_of_the_bank_is_left_in_the_third_person() -> None:
    """Every story point that begins with the candidate can be said to the reader."""
    entries = bank.load([paths.questions()]).entries
    points = [p.text for e in entries for p in e.question.rubric]
    told = [to_reader(text) for text in points if text.startswith("The candidate ")]

    assert len(told) > 80
    assert all(text.startswith("You ") and "candidate" not in text for text in told)
    assert not [text for text in told if text.split()[1].endswith("s")]
