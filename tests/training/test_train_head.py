"""Training the judge's head, on states made up so that the right answer is known."""

from __future__ import annotations

from typing import Any

import numpy as np

from mockvoice.engine.judge_features import AnswerStates
from mockvoice.engine.judge_head import CLASSES, Decision, JudgeHead
from tests.training import train_head
from tests.training.extract import LAYERS, STANDARD

WIDTH = 12
ANSWER = "a few spoken words here and then some more of them"
POINTS = 4


def _labelled(questions: int, seed: int) -> train_head.Labelled:
    """Answers whose states hold their label in four of twelve numbers, with noise."""
    draw = np.random.default_rng(seed)
    records: list[dict[str, Any]] = []
    states, labels, names = [], [], []
    for number in range(questions):
        for _ in range(6):
            truth = draw.integers(0, len(CLASSES), POINTS)
            points = draw.normal(size=(POINTS, 4, len(LAYERS[STANDARD]), WIDTH))
            points[..., :4] += 3 * np.eye(4)[truth][:, None, None, :]
            answer = draw.normal(size=(11, len(LAYERS[STANDARD]), WIDTH))
            states.append(
                AnswerStates(
                    points=points.astype(np.float32),
                    answer=answer.astype(np.float32),
                    ends=np.cumsum([len(word) + 1 for word in ANSWER.split()]) - 1,
                )
            )
            records.append(
                {
                    "question_id": f"q{number}",
                    "answer": ANSWER,
                    "rubric": [{"id": str(i), "text": f"Statement {i}."} for i in range(POINTS)],
                    "evidence": {"0": "a few spoken words here and", "1": "then some more of them"},
                }
            )
            labels += list(truth)
            names += [f"q{number}"] * POINTS
    return train_head.Labelled(
        records=records,
        states=states,
        labels=np.array(labels),
        questions=np.array(names),
    )


def _decide(head: JudgeHead, data: train_head.Labelled, index: int) -> list[Decision]:
    record = data.records[index]
    return head.decide(data.states[index], [p["text"] for p in record["rubric"]], record["answer"])


def test_a_head_learns_what_is_there_to_learn() -> None:
    """On other questions nearly every verdict is right."""
    head = train_head.train(_labelled(8, seed=1), STANDARD)
    other = _labelled(3, seed=2)

    said = [
        CLASSES.index(d.verdict) for i in range(len(other.states)) for d in _decide(head, other, i)
    ]

    assert np.mean(np.array(said) == other.labels) > 0.9


def test_training_twice_gives_the_same_head() -> None:
    """The recipe has no chance in it, so the shipped head can be rebuilt."""
    one, other = (train_head.train(_labelled(6, seed=3), STANDARD) for _ in range(2))
    data = _labelled(1, seed=4)

    assert _decide(one, data, 0) == _decide(other, data, 0)


def test_no_line_takes_many_false_points_as_covered() -> None:
    """Where false points look covered, the line moves up although agreement suffers."""
    labels = np.array([0] * 50 + [3] * 50 + [2] * 100)
    shares = np.full((200, 4), 0.1)
    shares[:50, 0] = np.linspace(0.5, 0.7, 50)
    shares[50:100, 0] = np.linspace(0.4, 0.6, 50)

    line = train_head.line_of(shares, labels)

    assert (shares[labels == 3, 0] >= line).mean() <= 0.12
