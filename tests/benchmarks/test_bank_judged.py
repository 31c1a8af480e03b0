"""The answers that the bank gives to the judge, and what is said of its verdicts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mockvoice.services import bank
from tests.benchmarks import bank_judged
from tests.benchmarks.bank_judged import cases, false_answer, in_random_order, page
from tests.services import packs


@pytest.fixture
def entry(tmp_path: Path) -> bank.Entry:
    """The question of the example pack, with four points."""
    packs.write(tmp_path, packs.example())
    return bank.load([tmp_path]).entries[0]


def test_a_false_answer_denies_every_point(entry: bank.Entry) -> None:
    """One false statement of each point, as sentences."""
    said = false_answer(entry)

    assert said.startswith("There's no need to measure, a bigger machine solves it anyway. The ")
    assert said.count(".") == len(entry.question.rubric)


def test_the_order_is_random_and_the_same_every_time(entry: bank.Entry) -> None:
    """A stopped run goes on where it was, and has judged both answers to questions of all packs."""
    names = [f"question-{number}" for number in range(20)]
    questions = [entry.question.model_copy(update={"id": name}) for name in names]
    entries = [replace(entry, question=question) for question in questions]
    once, again = (in_random_order(entries) for _ in range(2))

    assert [case.entry for case in once] == [case.entry for case in again]
    assert [case.entry for case in once[::2]] != [one.id for one in entries]
    assert {case.sample for case in once[:10]} == {True, False}


def test_the_page_counts_points_and_names_those_amiss(
    entry: bank.Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A point missed in the sample answer, and one taken from the false answer, are named."""
    monkeypatch.setattr(bank_judged, "CACHE", tmp_path / "judged.jsonl")
    sample, false = cases(entry)
    ids = [point.id for point in entry.question.rubric]
    told = {
        sample: {**dict.fromkeys(ids, "covered"), ids[1]: "missed"},
        false: {**dict.fromkeys(ids, "wrong"), ids[2]: "covered"},
    }
    rows = [json.dumps({"key": c.key("m"), "verdicts": v}) for c, v in told.items()]
    (tmp_path / "judged.jsonl").write_text("\n".join(rows), encoding="utf-8")

    text = page([sample, false], "m")

    assert "1 sample answers and 1 false ones of 1 questions" in text
    assert "| my-pack | 1 | 3 of 4 | 1 | 1 of 4 |" in text
    assert f"- my-pack/slow-batch-job: {ids[1]} (missed)" in text
    assert f"- my-pack/slow-batch-job: {ids[2]} (covered)" in text
