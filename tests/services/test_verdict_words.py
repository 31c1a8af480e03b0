"""Every place tells verdicts by the same signs and words, and doubt accuses nobody."""

from __future__ import annotations

import pytest

from mockvoice.cli import summary
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.verdict import PointVerdict, Verdict
from mockvoice.services import export_summary, report_view, takes
from mockvoice.services.store import SessionRow
from mockvoice.services.verdict_words import counted, verdict_word
from tests import examples


def doubted() -> Assessment:
    """The example, its contradiction in doubt."""
    made = examples.assessment()
    verdicts = tuple(
        one.model_copy(update={"uncertain": True}) if one.verdict is Verdict.WRONG else one
        for one in made.judgement.verdicts
    )
    judged = made.judgement.model_copy(update={"verdicts": verdicts})
    return made.model_copy(update={"judgement": judged})


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_a_contradiction_in_doubt_has_a_question_mark(verdict: Verdict) -> None:
    """What is in doubt in other ways is still what it is."""
    sign, word = verdict_word(verdict)
    mark = "?" if verdict is Verdict.WRONG else ""
    assert verdict_word(verdict, doubted=True) == (sign, word + mark)


def test_contradictions_in_doubt_are_counted_apart() -> None:
    """Two that are sure and one that is not are not three contradictions."""
    wrong = [
        PointVerdict(point="a", verdict=Verdict.WRONG, probability=0.1, uncertain=near)
        for near in (False, True, False)
    ]
    assert counted(wrong) == (("✕", "Contradicted", 2), ("✕", "Contradicted?", 1))
    assert ("✕", "Contradicted?", 1) in report_view.counts(doubted())


def test_takes_know_of_the_doubt() -> None:
    """A pair says of each side whether the judge was sure."""
    pairs = {pair.point.id: pair for pair in takes.pairs(examples.assessment(), doubted())}
    assert pairs["detection"].doubted == (False, True)
    assert pairs["target"].doubted == (False, False)


def test_the_summary_is_red_only_where_the_judge_was_sure() -> None:
    """A contradiction in doubt says so beside its sign."""
    session = SessionRow(id="s", started="2026-11-19T09:15:00+00:00", title="Data leakage")

    def line(made: Assessment) -> export_summary.Line:
        page = export_summary.one_page(session, (made,), 99)
        return next(one for one in page.missing if one.sign == "✕")

    assert (line(examples.assessment()).bad, line(examples.assessment()).note) == (True, "")
    assert (line(doubted()).bad, line(doubted()).note) == (False, "Contradicted?")


def test_the_terminal_explains_each_sign_once() -> None:
    """With a sure contradiction and one in doubt the sign stands for the sure one."""
    both = summary.legend([doubted(), examples.assessment()])
    assert both.count("✕") == 1
    assert "✕ contradicted\n" in both
    assert "✕ contradicted?\n" in summary.legend([doubted()])
    assert summary.summary(doubted()).count("✕ ") == 1
