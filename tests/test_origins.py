"""Every question of the source documents is in the bank, and every entry says where it is from."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from mockvoice import paths
from mockvoice.services import bank

TABLE: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "origins.yaml").read_text(encoding="utf-8")
)
SHIPPED = bank.load([paths.questions()])


def test_every_source_question_has_an_entry_that_names_it() -> None:
    """Each row of the table leads to an entry with that document and position."""
    missing = []
    for row in TABLE:
        entries = [entry for entry in SHIPPED if entry.question.id == row["entry"]]
        named = [(o.document, o.position) for e in entries for o in e.question.origins]
        if (row["document"], row["position"]) not in named:
            missing.append(row)

    assert missing == []


def test_every_origin_of_an_entry_is_in_the_table() -> None:
    """An entry names no document or position that the table gives to another entry or to none."""
    table = {(row["document"], row["position"], row["entry"]) for row in TABLE}

    assert [
        (entry.id, origin.document, origin.position)
        for entry in SHIPPED
        for origin in entry.question.origins
        if (origin.document, origin.position, entry.question.id) not in table
    ] == []


def test_the_table_counts_through_each_document() -> None:
    """The positions of the four documents run from 1 without a gap or a repeat."""
    positions: dict[str, list[int]] = defaultdict(list)
    for row in TABLE:
        positions[row["document"]].append(row["position"])

    assert len(positions) == 4
    assert all(
        numbers == list(range(1, len(numbers) + 1)) for numbers in map(sorted, positions.values())
    )


def test_short_ids_are_unique() -> None:
    """The table's short ids each mean one entry of all packs."""
    ids = [entry.question.id for entry in SHIPPED]

    assert sorted({name for name in ids if ids.count(name) > 1}) == []
