"""The trained head: probabilities, lines of decision, quotes, files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mockvoice import paths
from mockvoice.domain.errors import ModelDamaged
from mockvoice.domain.judging import windows
from mockvoice.domain.verdict import Verdict
from mockvoice.engine.judge_features import AnswerStates, clause_means
from mockvoice.engine.judge_head import Decision, JudgeHead

WIDTH = 4
BIASES = ("partial", "missed", "wrong")
ANSWER = "I would shuffle the rows first of all, and then I scale the columns on train only"


def _head(more: dict[str, np.ndarray] | None = None, /, **about: object) -> JudgeHead:
    """A head that reads the four verdicts straight off the four numbers of the last state."""
    described = {
        "model": "tiny",
        "method": "test-1",
        "layers": [3, 7],
        "blocks": [[3, 1]],
        "clause_layers": [0],
        "temperature": 1.0,
        "covered_from": 0.6,
        "bias": {"partial": 0.0, "missed": 0.0, "wrong": 0.0},
    }
    arrays = {
        "weights": np.eye(2 * WIDTH + 14, WIDTH),
        "offsets": np.zeros(WIDTH),
        "point_means": np.zeros((1, WIDTH)),
        "clause_means": np.zeros((1, WIDTH)),
        "fit": np.array([1.0, 0.0, 0.0, 0.0, 0.0]),
    }
    return JudgeHead(described | about, arrays | (more or {}))


def _states(*verdicts: list[float]) -> AnswerStates:
    points = np.zeros((len(verdicts), 4, 2, WIDTH), dtype=np.float32)
    points[:, 3, 1] = verdicts
    points[:, 0, 0, 1] = 1.0
    words = ANSWER.split()
    ends = np.cumsum([len(word.encode()) + (i > 0) for i, word in enumerate(words)])
    answer = np.zeros((len(words), 2, WIDTH), dtype=np.float32)
    answer[:8, 0, 0] = 1.0
    answer[8:, 0, 1] = 1.0
    return AnswerStates(points=points, answer=answer, ends=ends)


def _decide(head: JudgeHead, states: AnswerStates) -> list[Decision]:
    texts = [f"Statement {number}." for number in range(len(states.points))]
    return head.decide(states, texts, f"  {ANSWER} ")


def test_the_likeliest_verdict_is_given_with_the_probability_of_covered() -> None:
    """Each point gets the class its state speaks for, and how likely covered is."""
    found = _decide(_head(), _states([9, 0, 0, 0], [0, 9, 0, 0], [0, 0, 9, 0], [0, 0, 0, 9]))

    assert [d.verdict for d in found] == [
        Verdict.COVERED,
        Verdict.PARTIAL,
        Verdict.MISSED,
        Verdict.WRONG,
    ]
    assert found[0].probability > 0.99
    assert max(d.probability for d in found[1:]) < 0.01


def test_covered_needs_the_whole_line() -> None:
    """A point whose covered share is the largest but below the line is not covered."""
    found = _decide(_head(covered_from=0.9), _states([2, 0, 0, 0]))[0]

    assert found.probability == pytest.approx(0.711, abs=0.001)
    assert found.verdict is not Verdict.COVERED


def test_points_near_the_line_are_uncertain() -> None:
    """Within the margin around the line a verdict is marked, on both sides."""
    found = _decide(_head(), _states([2, 0, 0, 0], [1.2, 0, 0, 0], [9, 0, 0, 0]))

    assert [d.uncertain for d in found] == [True, True, False]


def test_what_is_called_wrong_in_doubt_is_uncertain() -> None:
    """A point that may well be covered is not called wrong without saying so."""
    doubted, sure = _decide(_head(covered_from=0.9), _states([1, 0, 0, 1.2], [0, 0, 0, 9]))

    assert doubted.verdict is sure.verdict is Verdict.WRONG
    assert doubted.uncertain
    assert not sure.uncertain


def test_what_was_rather_said_than_contradicted_is_no_contradiction() -> None:
    """Short of the line, what is likelier said than denied was said in part, and in doubt."""
    lenient = {"partial": 0.0, "missed": 0.0, "wrong": 2.0}
    found = _decide(_head(covered_from=0.9, bias=lenient), _states([1.2, 0, 0, 1]))[0]

    assert found.verdict is Verdict.PARTIAL
    assert found.uncertain


def test_what_was_nearly_said_is_not_called_missed() -> None:
    """Just short of the line a point was said in part, and in doubt."""
    found = _decide(_head(covered_from=0.6), _states([2, 0, 1.5, 0]))[0]

    assert found.verdict is Verdict.PARTIAL
    assert found.uncertain


def test_what_may_have_been_said_is_called_missed_in_doubt_only() -> None:
    """A point with a quarter for said is not simply missed; one with a tenth is."""
    doubted, sure = _decide(_head(covered_from=0.9), _states([1.5, 0, 2, 0], [0, 0, 2, 0]))

    assert doubted.verdict is sure.verdict is Verdict.MISSED
    assert doubted.uncertain
    assert not sure.uncertain


def test_talk_about_something_else_is_not_partly_right() -> None:
    """However the lines lie: missed is likelier than said and said in part together."""
    lenient = {"partial": 2.0, "missed": 0.0, "wrong": 0.0}
    found = _decide(_head(bias=lenient), _states([0, 1.5, 3, 0]))[0]

    assert found.verdict is Verdict.MISSED


def test_a_higher_temperature_makes_it_less_sure() -> None:
    """Calibration only moves probabilities towards even shares."""
    states = _states([4, 0, 0, 0])

    less, more = (_decide(_head(temperature=t), states)[0].probability for t in (2.0, 1.0))

    assert less < more


def test_quotes_are_the_clause_that_speaks_of_the_point_verbatim() -> None:
    """The quote holds the clause whose tokens point the way of the point; none when missed."""
    covered, missed = _decide(_head(), _states([9, 0, 0, 0], [0, 0, 9, 0]))

    assert covered.quote is not None
    assert covered.quote in ANSWER
    assert covered.quote.endswith("and then I scale the columns on train only")
    assert missed.quote is None


def test_a_point_just_missed_shows_what_came_near() -> None:
    """A missed point with some chance of being covered has the passage nearest to it."""
    near = _decide(_head(), _states([0, 0, 1.5, 0]))[0]

    assert near.verdict is Verdict.MISSED
    assert near.quote is not None
    assert near.quote in ANSWER


def test_a_passage_that_hardly_speaks_of_the_point_leaves_the_verdict_in_doubt() -> None:
    """A sure verdict rests on a passage that fits; else it is uncertain, and nothing came near."""
    strange = _head({"fit": np.array([1.0, 0.0, 0.0, 0.0, -5.0])})
    states = _states([9, 0, 0, 0], [0, 0, 0, 9], [0, 0, 1.5, 0])

    covered, wrong, missed = _decide(strange, states)

    assert covered.verdict is Verdict.COVERED
    assert wrong.verdict is Verdict.WRONG
    assert covered.uncertain
    assert wrong.uncertain
    assert missed.verdict is Verdict.MISSED
    assert missed.quote is None
    assert not _decide(_head(), states)[0].uncertain


def test_clauses_in_other_scripts_keep_their_tokens() -> None:
    """Token ends are bytes, so words before a clause may have letters of several bytes."""
    text = "naïve façade über alles hier and then plain words follow here"
    cut = windows(text)[1]
    words = text.split()
    ends = np.cumsum([len(w.encode()) + (i > 0) for i, w in enumerate(words)])
    answer = np.arange(len(words), dtype=np.float32)[:, None]

    found = clause_means(answer, ends, text, [cut])

    count = len(text[cut.start : cut.end].split())
    assert found[0, 0] == np.mean(range(len(words) - count, len(words)))


def test_a_head_survives_its_file(tmp_path: Path) -> None:
    """What is read back decides as what was written."""
    states = _states([3, 1, 0, 0])
    _head().save(tmp_path / "head.npz")

    again = JudgeHead.load(tmp_path / "head.npz")

    assert again.model == "tiny"
    assert _decide(again, states) == _decide(_head(), states)


@pytest.mark.parametrize("content", [b"", b"no head", b"PK\x03\x04cut off"])
def test_a_damaged_file_is_told_so(tmp_path: Path, content: bytes) -> None:
    """A truncated or foreign file is a damaged model, with a hint."""
    path = tmp_path / "head.npz"
    path.write_bytes(content)

    with pytest.raises(ModelDamaged) as caught:
        JudgeHead.load(path)

    assert caught.value.hint


def test_shipped_heads_are_small_and_name_their_model() -> None:
    """Every head that comes with MockVoice is under 2 MB and made for the model it is named by."""
    shipped = sorted((paths.assets() / "judge").glob("*.npz"))

    assert shipped
    for path in shipped:
        assert path.stat().st_size < 2_000_000
        assert JudgeHead.load(path).model == path.stem
