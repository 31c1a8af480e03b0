"""Answering a question again, also one that no pack holds any more."""

from __future__ import annotations

from pathlib import Path

from mockvoice.domain.assessment import Assessment
from mockvoice.domain.errors import UnknownQuestion
from mockvoice.services.bank import Entry
from mockvoice.ui.desk import Desk
from mockvoice.ui.parts import Wish


def answer_again(desk: Desk, made: Assessment) -> None:
    """Begin an interview of this answer's question alone."""
    try:
        entry = desk.bank.find(made.question_id)
    except UnknownQuestion:  # the answer carries a copy
        pack = made.question_id.rpartition("/")[0]
        entry = Entry(made.question, pack, version=0, file=Path())
    desk.interview(Wish(entry.question.text, (entry,), desk.settings))
