"""Trains the judge's head and writes it to assets/judge: one command rebuilds what is shipped.

    python -m tests.training.train_head [FILE.jsonl...] [--model ID]

What the language model makes of each answer is read once and kept under out/features (about an
hour on two cores for the answers of tests/data/judge/used.txt); training itself takes a minute.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from mockvoice import paths
from mockvoice.domain import judging
from mockvoice.domain.verdict import Doubt, Judgement, PointVerdict, Verdict
from mockvoice.engine.judge_features import (
    AnswerStates,
    Layout,
    features,
    likenesses,
)
from mockvoice.engine.judge_head import CLASSES, JudgeHead, decided
from tests.benchmarks.judge import result_of
from tests.training.extract import KEEP, LAYERS, LIGHT, STANDARD, key, read_records

DEV = Path("tests/data/judge/dev.jsonl")
EXTRA = [Path(f"tests/data/judge/train_{part}.jsonl") for part in "abcdfh"]
USED = {
    STANDARD: Path("tests/data/judge/used.txt"),
    LIGHT: Path("tests/data/judge/used-light.txt"),
}
"""The answers that each shipped head has learned from: reading all of them takes long."""
VARIANT = "points-first"
STRENGTH = 0.002
"""C of the logistic regression, chosen by cross-validation (docs/judge.md)."""
SPAN = 4000
"""Directions of the states that are used at most: the strongest, for speed."""
LOUDER = 10
"""How much larger the few scalar features are made, so that thousands of others leave them room."""
FOLDS = 6
WRONG_AT_MOST = 0.06
"""Share of false points that the line of decision may take as covered on training answers."""
DEAR = 4.0
"""What each share more of them costs, in kappa."""

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Labelled:
    """Labelled points with the model's states."""

    records: list[dict[str, Any]]
    states: list[AnswerStates]
    labels: Array
    """(points,), index into CLASSES."""
    questions: Array
    """(points,), the question each belongs to."""


def load(files: Sequence[Path], model: str, only: Path | None = None) -> Labelled:
    """Read labelled answers and their states; answers that were not extracted are left out.

    ``only`` lists the ids of the answers that are wanted, one a line.
    """
    records, states = [], []
    for record in read_records(files, only):
        place = key(record, VARIANT, model)
        if place.exists():
            records.append(record)
            states.append(_stored(place, len(LAYERS[model])))
    each = [(r, p["id"]) for r in records for p in r["rubric"]]
    return Labelled(
        records=records,
        states=states,
        labels=np.array([CLASSES.index(Verdict(r["labels"][p])) for r, p in each]),
        questions=np.array([r["question_id"] for r, _ in each]),
    )


def layout_of(data: Labelled, model: str) -> Layout:
    """Return which states the head reads, what is common to all, and how clauses are found."""
    states, layers = data.states, len(LAYERS[model])
    blank = Layout(
        blocks=(*((0, layer) for layer in range(layers)), (3, layers - 1)),
        clause_layers=KEEP,
        point_means=np.stack([_common([s.points[:, 0, layer] for s in states]) for layer in KEEP]),
        clause_means=np.stack([_common([s.answer[:, layer] for s in states]) for layer in KEEP]),
        fit=np.zeros(1),
    )
    return replace(blank, fit=fit_of(data, blank))


def _common(rows: Sequence[Array]) -> Array:
    return np.asarray(np.concatenate(rows).mean(axis=0), np.float32)


def fit_of(data: Labelled, layout: Layout) -> Array:
    """Learn from the annotators' quotes how well a clause fits a point: weights, then an offset."""
    shown, chosen = [], []
    for record, states in zip(data.records, data.states, strict=True):
        text = record["answer"].strip()
        cuts = judging.windows(text)
        alike = likenesses(states, [p["text"] for p in record["rubric"]], text, cuts, layout)
        for number, point in enumerate(record["rubric"]):
            quote = record.get("evidence", {}).get(point["id"])
            if not quote or quote not in text:
                continue
            start = text.find(quote)
            end = start + len(quote)
            inside = [min(end, cut.end) - max(start, cut.start) for cut in cuts]
            shown.append(alike[:, number].T)
            chosen += [2 * i > cut.end - cut.start for i, cut in zip(inside, cuts, strict=True)]
    table = np.concatenate(shown)
    scale = table.std(axis=0) + 1e-6
    fitted = LogisticRegression(max_iter=500).fit(table / scale, chosen)
    return np.append(fitted.coef_[0] / scale, fitted.intercept_)


def features_of(
    records: Sequence[dict[str, Any]], states: Sequence[AnswerStates], layout: Layout
) -> Array:
    """Return what the head reads of every point, (points, features)."""
    return np.concatenate(
        [
            features(s, [p["text"] for p in r["rubric"]], r["answer"].strip(), layout)[0]
            for r, s in zip(records, states, strict=True)
        ]
    )


def _stored(place: Path, layers: int) -> AnswerStates:
    with np.load(place) as held:
        points = held["points"][:, :, :layers].astype(np.float32)
        kept = held["answer"].astype(np.float32)
        answer = np.zeros((kept.shape[0], layers, kept.shape[2]), dtype=np.float32)
        answer[:, list(KEEP)] = kept
        return AnswerStates(points=points, answer=answer, ends=held["ends"])


@dataclass(frozen=True)
class Span:
    """The strongest directions of standardised features, found by the points' inner products."""

    mean: Array
    scale: Array
    back: Array
    """(features, directions)."""
    places: Array
    """(points, directions): where each point lies."""

    @classmethod
    def of(cls, shown: Array, scalars: int) -> Span:
        """Standardise and turn; fewer points than features makes this fast.

        The last ``scalars`` columns are made louder.
        """
        mean, scale = shown.mean(axis=0), shown.std(axis=0) + 1e-3
        scale[-scalars:] /= LOUDER
        scaled = (shown - mean) / scale
        size, turn = np.linalg.eigh(scaled @ scaled.T)
        kept = np.argsort(-size)[:SPAN]
        kept = kept[size[kept] > 1e-3 * size[kept[0]]]
        left, length = turn[:, kept], np.sqrt(size[kept])
        return cls(mean, scale, scaled.T @ (left / length), left * length)


def logistic(places: Array, labels: Array) -> tuple[Array, Array]:
    """Fit a multinomial logistic regression; return weights and offsets for all classes."""
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(places, labels)
    weights = np.zeros((places.shape[1], len(CLASSES)))
    offsets = np.full(len(CLASSES), -20.0)
    weights[:, model.classes_] = model.coef_.T
    offsets[model.classes_] = model.intercept_
    return weights, offsets


def train(data: Labelled, model: str) -> JudgeHead:
    """Fit a head, with its lines of decision chosen on left-out questions of the same data."""
    layout = layout_of(data, model)
    span = Span.of(features_of(data.records, data.states, layout), layout.scalars)
    learned = _learn(span, data)
    about = {
        "model": model,
        "method": f"states-{judging.PROMPT_VERSION}-head-6",
        "layers": list(LAYERS[model]),
        "blocks": layout.blocks,
        "clause_layers": layout.clause_layers,
        **learned.about,
        "trained_on": {"answers": len(data.records), "points": len(data.labels)},
    }
    arrays = {
        "weights": learned.weights,
        "offsets": learned.offsets,
        "point_means": layout.point_means,
        "clause_means": layout.clause_means,
        "fit": layout.fit,
    }
    return JudgeHead(about, arrays)


@dataclass(frozen=True)
class _Learned:
    """A map from raw features to verdicts, with temperature and lines of decision."""

    weights: Array
    offsets: Array
    about: dict[str, Any]


def _learn(span: Span, data: Labelled) -> _Learned:
    """Fit to all points; choose the lines of decision where each question was left out once."""
    places, labels, questions = span.places, data.labels, data.questions
    logits = np.zeros((len(labels), len(CLASSES)))
    folds = GroupKFold(min(FOLDS, len(set(questions))))
    for seen, unseen in folds.split(places, labels, questions):
        weights, offsets = logistic(places[seen], labels[seen])
        logits[unseen] = places[unseen] @ weights + offsets
    temperature = _temperature(logits, labels)
    shares = _shares(logits / temperature)
    line = line_of(shares, labels)
    weights, offsets = logistic(places, labels)
    on_raw = (span.back @ weights) / span.scale[:, None]
    about = {"temperature": temperature, "covered_from": line, "bias": _bias(shares, labels, line)}
    return _Learned(on_raw, offsets - span.mean @ on_raw, about)


def _shares(logits: Array) -> Array:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _temperature(logits: Array, labels: Array) -> float:
    grid = np.geomspace(0.5, 3.0, 37)
    loss = [
        -np.log(_shares(logits / t)[np.arange(len(labels)), labels] + 1e-9).mean() for t in grid
    ]
    return float(grid[int(np.argmin(loss))])


def line_of(shares: Array, labels: Array) -> float:
    """Return the probability from which a point counts as covered: best kappa, few false ones."""

    def worth(line: float) -> float:
        said, true = shares[:, 0] >= line, labels == 0
        agreed = (said == true).mean()
        chance = said.mean() * true.mean() + (1 - said.mean()) * (1 - true.mean())
        false = (said & (labels == 3)).sum() / max(1, (labels == 3).sum())
        return float((agreed - chance) / (1 - chance) - DEAR * max(0.0, false - WRONG_AT_MOST))

    grid = np.arange(0.25, 0.96, 0.025)
    return float(round(grid[int(np.argmax([worth(line) for line in grid]))], 3))


def _bias(shares: Array, labels: Array, line: float) -> dict[str, float]:
    """Return what is added to the log shares of the other verdicts: best macro F1."""
    best, found = -1.0, np.zeros(3)
    for partial in np.arange(-0.5, 2.1, 0.25):
        for wrong in np.arange(-0.5, 1.1, 0.25):
            bias = np.array((partial, 0.0, wrong))
            said = decided(shares, line, bias)
            worth = np.mean([_f1(said == c, labels == c) for c in range(len(CLASSES))])
            if worth > best:
                best, found = float(worth), bias
    return dict(zip(("partial", "missed", "wrong"), map(float, found), strict=True))


def _f1(said: Array, true: Array) -> float:
    total = said.sum() + true.sum()
    return float(2 * (said & true).sum() / total) if total else 0.0


def judged_by_others(
    file: Path, extra: Sequence[Path], model: str = STANDARD, *, read: bool = True
) -> list[dict[str, Any]]:
    """Judge each question of a file by a head trained on the other questions and the extra ones.

    Without ``read`` only answers that the model read before are used.
    """
    if read:
        extract([file], model)
        extract(extra, model, USED[model])
    inside = load([file], model)
    outside = load(extra, model, USED[model]) if extra else None
    many = len(outside.records) if outside else 0
    print(f"{len(inside.records)} answers, {many} further ones in training")
    results = []
    questions = np.array([record["question_id"] for record in inside.records])
    for _, left_out in GroupKFold(FOLDS).split(questions, groups=questions):
        unseen = set(questions[left_out])
        others = _without(inside, unseen)
        head = train(_join(others, _without(outside, unseen)) if outside else others, model)
        results += [_judged(head, inside, int(i)) for i in left_out]
    return results


def _without(data: Labelled, questions: set[str]) -> Labelled:
    kept = [i for i, r in enumerate(data.records) if r["question_id"] not in questions]
    rows = np.array([q not in questions for q in data.questions])
    return Labelled(
        records=[data.records[i] for i in kept],
        states=[data.states[i] for i in kept],
        labels=data.labels[rows],
        questions=data.questions[rows],
    )


def _join(one: Labelled, other: Labelled) -> Labelled:
    return Labelled(
        records=one.records + other.records,
        states=one.states + other.states,
        labels=np.concatenate([one.labels, other.labels]),
        questions=np.concatenate([one.questions, other.questions]),
    )


def _judged(head: JudgeHead, data: Labelled, index: int) -> dict[str, Any]:
    record, states = data.records[index], data.states[index]
    texts = [p["text"] for p in record["rubric"]]
    verdicts = [
        PointVerdict(
            point=point["id"],
            verdict=decision.verdict,
            probability=decision.probability,
            uncertain=decision.doubt is not Doubt.NONE,
            doubt=decision.doubt,
            quote=decision.quote,
        )
        for point, decision in zip(
            record["rubric"], head.decide(states, texts, record["answer"]), strict=True
        )
    ]
    return result_of(
        record, Judgement(verdicts=tuple(verdicts), model=head.model, method=head.method), 0.0
    )


def extract(files: Sequence[Path], model: str, only: Path | None = None) -> None:
    """Read what was not read yet, in a process of its own."""
    command = [sys.executable, "-m", "tests.training.extract", *map(str, files), "--model", model]
    command += ["--only", str(only)] if only else []
    subprocess.run(command, check=True)


def main() -> None:
    """Train on everything and write the head."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=Path, default=[DEV, *EXTRA])
    parser.add_argument("--model", default=STANDARD, choices=USED)
    parser.add_argument("--no-extract", action="store_true", help="use only what was read before")
    parser.add_argument("--all", action="store_true", help="not only those listed in USED")
    options = parser.parse_args()
    only = None if options.all else USED[options.model]
    if not options.no_extract:
        extract(options.files, options.model, only)
    head = train(load(options.files, options.model, only), options.model)
    out = paths.assets() / "judge" / f"{options.model}.npz"
    head.save(out)
    print(f"{out}: {out.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
