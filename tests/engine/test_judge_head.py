"""The trained head: probabilities, lines of decision, quotes, files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mockvoice import paths
from mockvoice.domain.errors import ModelDamaged
from mockvoice.domain.judging import windows
from mockvoice.domain.verdict import Doubt, Verdict
from mockvoice.engine.judge_features import AnswerStates, Found, clause_means
from mockvoice.engine.judge_head import CLASSES, Decision, JudgeHead, decided, doubt_of

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


LINE = 0.6
EVEN = np.zeros(3)


def _verdict(*shares: float, bias: np.ndarray = EVEN) -> Verdict:
    return CLASSES[int(decided(np.array([shares]), LINE, bias)[0])]


def _doubt(verdict: Verdict, *shares: float, poor: bool = False) -> Doubt:
    return doubt_of(verdict, np.array(shares), LINE, poor=poor)


def test_covered_begins_at_the_line() -> None:
    """At the line, as it is written down, a point is covered; below it is not."""
    assert _verdict(0.5996, 0.0, 0.4004, 0.0) is Verdict.COVERED
    assert _verdict(0.599, 0.0, 0.401, 0.0) is Verdict.PARTIAL


def test_what_was_nearly_said_is_not_called_missed() -> None:
    """Down to 0.12 below the line a point was said in part, and missed below that."""
    assert _verdict(0.48, 0.05, 0.47, 0.0) is Verdict.PARTIAL
    assert _verdict(0.479, 0.05, 0.471, 0.0) is Verdict.MISSED


def test_what_was_rather_said_than_contradicted_is_no_contradiction() -> None:
    """Only what is likelier wrong than said is called wrong, whatever the lines are."""
    lenient = np.array([0.0, 0.0, 2.0])

    assert _verdict(0.4, 0.2, 0.0, 0.4, bias=lenient) is Verdict.PARTIAL
    assert _verdict(0.399, 0.2, 0.0, 0.401, bias=lenient) is Verdict.WRONG


def test_talk_about_something_else_is_not_partly_right() -> None:
    """Where missed is likelier than said and said in part together, the lines change nothing."""
    lenient = np.array([2.0, 0.0, 0.0])

    assert _verdict(0.1, 0.4, 0.5, 0.0, bias=lenient) is Verdict.PARTIAL
    assert _verdict(0.1, 0.399, 0.501, 0.0, bias=lenient) is Verdict.MISSED


@pytest.mark.parametrize(
    ("covered", "verdict", "doubt"),
    [
        (0.721, Verdict.COVERED, Doubt.NONE),
        (0.72, Verdict.COVERED, Doubt.LINE),
        (0.6, Verdict.COVERED, Doubt.LINE),
        (0.48, Verdict.PARTIAL, Doubt.LINE),
        (0.479, Verdict.WRONG, Doubt.RIVAL),
        (0.25, Verdict.WRONG, Doubt.RIVAL),
        (0.249, Verdict.WRONG, Doubt.NONE),
        (0.25, Verdict.MISSED, Doubt.RIVAL),
        (0.249, Verdict.MISSED, Doubt.NONE),
    ],
)
def test_doubt_begins_where_it_is_said_to(covered: float, verdict: Verdict, doubt: Doubt) -> None:
    """Near the line on both sides; and where a true statement may have been called false."""
    assert _doubt(verdict, covered, 0.0, 1 - covered, 0.0) is doubt


def test_partly_said_is_in_doubt_beside_a_likelier_or_a_false_reading() -> None:
    """Sure only where nothing is likelier and it is hardly false."""
    assert _doubt(Verdict.PARTIAL, 0.2, 0.5, 0.06, 0.24) is Doubt.NONE
    assert _doubt(Verdict.PARTIAL, 0.2, 0.5, 0.05, 0.25) is Doubt.RIVAL
    assert _doubt(Verdict.PARTIAL, 0.3, 0.34, 0.36, 0.0) is Doubt.RIVAL


def test_a_passage_that_fits_badly_leaves_any_verdict_but_missed_in_doubt() -> None:
    """Nothing else being in doubt, the passage is; a missed point rests on none."""
    assert _doubt(Verdict.COVERED, 0.99, 0.0, 0.01, 0.0, poor=True) is Doubt.PASSAGE
    assert _doubt(Verdict.WRONG, 0.01, 0.0, 0.0, 0.99, poor=True) is Doubt.PASSAGE
    assert _doubt(Verdict.MISSED, 0.01, 0.0, 0.99, 0.0, poor=True) is Doubt.NONE
    assert _doubt(Verdict.COVERED, 0.65, 0.0, 0.35, 0.0, poor=True) is Doubt.LINE


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
    near = _decide(_head(), _states([1, 0, 1.5, 0]))[0]

    assert near.verdict is Verdict.MISSED
    assert near.quote is not None
    assert near.quote in ANSWER


@pytest.mark.parametrize(("offset", "near"), [(-1.9, True), (-2.1, False)])
def test_a_missed_point_is_near_only_a_passage_that_fits(offset: float, *, near: bool) -> None:
    """The best clause has fit 1 and the offset; below -1 in all it shows and proves nothing."""
    head = _head({"fit": np.array([1.0, 0.0, 0.0, 0.0, offset])})

    covered, missed = _decide(head, _states([9, 0, 0, 0], [1, 0, 1.5, 0]))

    assert missed.verdict is Verdict.MISSED
    assert (missed.quote is not None) is near
    assert covered.quote is not None
    assert covered.doubt is (Doubt.NONE if near else Doubt.PASSAGE)


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


def test_what_is_said_of_one_point_is_not_quoted_for_its_opposite() -> None:
    """Where a clause fits another point much better, the next best speaks for this one."""
    text = (
        "It underfits badly even on its training data. Then there is nothing of interest in here. "
        "And the model fits all the noise that there is."
    )
    cuts = windows(text)
    assert len(cuts) == 3
    fit = np.array([[4.0, -2.0, 0.0], [2.2, -2.0, 1.2]], dtype=np.float32)
    found = Found(cuts, np.zeros((1, 2, 3), np.float32), fit)
    assert found.quote(0, text).startswith("It underfits badly")
    assert found.quote(1, text).endswith("all the noise that there is.")
    assert found.best_fit(1) == pytest.approx(1.2)


def test_two_points_may_share_a_clause_that_speaks_of_both_alike() -> None:
    """Only a clear difference takes a clause away."""
    text = "A penalty trades a bit of bias for variance. Then there is nothing of interest here."
    fit = np.array([[3.0, -2.0], [2.8, -2.0]], dtype=np.float32)
    found = Found(windows(text), np.zeros((1, 2, 2), np.float32), fit)
    assert found.quote(0, text) == found.quote(1, text) != ""
