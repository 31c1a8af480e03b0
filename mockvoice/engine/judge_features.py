"""What the judge's head is shown of an answer: the model's states, and where the answer speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mockvoice.domain import judging
from mockvoice.domain.judging import Piece, Window
from mockvoice.engine.hidden_states import StateReader

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class AnswerStates:
    """What the model made of one answer and of each rubric point asked about it."""

    points: Array
    """(points, 4 positions, layers, width): mean of the point's words, its last word, the verdict
    word, and the colon after it."""
    answer: Array
    """(answer tokens, layers, width)."""
    ends: npt.NDArray[np.int64]
    """Where each answer token ends, in bytes of the stripped answer."""


def read_answer(
    reader: StateReader, question: str, points: Sequence[str], answer: str
) -> AnswerStates:
    """Read an answer once and ask about every point."""
    shared = judging.shared_prompt(question, tuple(points), answer)
    return read_prompts(reader, shared, [judging.point_prompt(text) for text in points])


def read_prompts(
    reader: StateReader,
    shared: Sequence[Piece],
    asks: Sequence[tuple[Piece, Piece, Piece]],
    *,
    loose: bool = False,
) -> AnswerStates:
    """Read a shared prompt that ends with the answer, and what is asked about each point."""
    lead = len(reader.tokens(shared[:-1]))
    prefix = reader.tokens(shared)
    read = reader.read(prefix, loose=loose)[lead:]
    parts = [[reader.tokens([piece]) for piece in ask] for ask in asks]
    asked = reader.ask([before + text + after for before, text, after in parts])
    rows = []
    for (before, text, _), found in zip(parts, asked, strict=True):
        said = found[len(before) : len(before) + len(text)]
        rows.append(np.stack([said.mean(axis=0), said[-1], found[-2], found[-1]]))
    ends = np.cumsum([len(reader.token_text(token)) for token in prefix[lead:]], dtype=np.int64)
    return AnswerStates(points=np.stack(rows), answer=read, ends=ends)


@dataclass(frozen=True)
class Layout:
    """Which of the states a head reads; layers are counted among those that were read."""

    blocks: tuple[tuple[int, int], ...]
    """(position, layer) of a point's states."""
    clause_layers: tuple[int, ...]
    """Layers at which clauses are compared with points, and of the clause that fits best."""
    point_means: Array
    clause_means: Array
    """What is common to all points and to all clauses at those layers, (layers, width)."""
    fit: Array
    """How much each row of ``likenesses`` says about the fit, then an offset."""

    @property
    def scalars(self) -> int:
        """Columns at the end of the features that are plain numbers."""
        return 2 * (6 + len(self.clause_layers))


@dataclass(frozen=True)
class Found:
    """Where an answer speaks of each point."""

    cuts: tuple[Window, ...]
    alike: Array
    """How much each clause is about each point, (rows of likeness, points, clauses)."""
    fit: Array
    """The same in one number, learned from quotes that people chose, (points, clauses)."""

    def best_fit(self, point: int) -> float:
        """Return how much the clause that is quoted for the point is about it, as a logit."""
        return float(self.fit[point, self._own(point).argmax()])

    def quote(self, point: int, text: str) -> str:
        """Return the clause most about the point, with the better of its neighbours, verbatim."""
        row = self._own(point)
        best = int(row.argmax())
        beside = [i for i in (best - 1, best + 1) if 0 <= i < len(self.cuts)]
        other = max(beside, key=lambda i: float(row[i]), default=best)
        first, last = min(best, other), max(best, other)
        return text[self.cuts[first].start : self.cuts[last].end]

    def _own(self, point: int) -> Array:
        """Return the fit of each clause, less by how much better it fits another point.

        What is said of underfitting is no quote for overfitting, though most words are the same.
        """
        fit = self.fit[point]
        return np.asarray(fit - (self.fit.max(axis=0) - fit), np.float32)


def likenesses(
    states: AnswerStates,
    points: Sequence[str],
    text: str,
    cuts: Sequence[Window],
    layout: Layout,
) -> Array:
    """Compare every clause with every point, (rows, points, clauses).

    Likeness of the states at each of the clause layers and rare words in common; then the same
    less the mean over all points, because a clause about everything is about nothing.
    """
    rows = []
    for place, layer in enumerate(layout.clause_layers):
        clauses = clause_means(states.answer[:, layer], states.ends, text, cuts)
        left = _unit(states.points[:, 0, layer] - layout.point_means[place])
        rows.append(left @ _unit(clauses - layout.clause_means[place]).T)
    shared = judging.shared_words(points, [text[cut.start : cut.end] for cut in cuts])
    each = np.stack([*rows, np.array(shared, dtype=np.float32)])
    return np.concatenate([each, each - each.mean(axis=1, keepdims=True)]).astype(np.float32)


def find(states: AnswerStates, points: Sequence[str], text: str, layout: Layout) -> Found:
    """Find the clauses that speak of each point."""
    cuts = judging.windows(text)
    alike = likenesses(states, points, text, cuts, layout)
    return Found(cuts, alike, np.tensordot(layout.fit[:-1], alike, axes=1) + layout.fit[-1])


def features(
    states: AnswerStates, points: Sequence[str], text: str, layout: Layout
) -> tuple[Array, Found]:
    """Return what the head reads of every point, (points, features), and where it was found.

    The last ``layout.scalars`` columns say how well the best clauses fit: fit of the best, of the
    two best, of all on average, best likeness of each kind, number of clauses, and whether the best
    clause fits no other point better; then the same on average over all points of the answer,
    which tells a vague answer from one that is full of substance.
    """
    found = find(states, points, text, layout)
    best = found.fit.argmax(axis=1)
    columns = [states.points[:, position, layer] for position, layer in layout.blocks]
    for layer in layout.clause_layers:
        means = clause_means(states.answer[:, layer], states.ends, text, found.cuts)
        columns.append(means[best])
    order = np.sort(found.fit, axis=1)[:, ::-1]
    own = found.fit[:, best].argmax(axis=0) == np.arange(len(points))
    scalars = (
        order[:, 0],
        order[:, :2].mean(axis=1),
        order.mean(axis=1),
        *found.alike[: len(layout.clause_layers) + 1].max(axis=2),
        np.full(len(points), len(found.cuts)),
        own,
    )
    each = np.stack(scalars, axis=1).astype(np.float32)
    columns += [each, np.repeat(each.mean(axis=0, keepdims=True), len(points), axis=0)]
    return np.concatenate(columns, axis=1), found


def _unit(rows: Array) -> Array:
    return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6), np.float32)


def clause_means(
    answer: Array, ends: npt.NDArray[np.int64], text: str, cuts: Sequence[Window]
) -> Array:
    """Return the mean state of the tokens of each clause, (clauses, width)."""
    rows = []
    for cut in cuts:
        first = len(text[: cut.start].encode())
        last = len(text[: cut.end].encode())
        inside = (ends > first) & (ends <= last)
        rows.append(answer[inside].mean(axis=0) if inside.any() else answer.mean(axis=0))
    return np.stack(rows)
