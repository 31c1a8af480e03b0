"""The learned part of the judge: from the model's inner states to verdicts and quotes.

Trained by tests/training/train_head.py; assets/judge/README.md says on what.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mockvoice.domain import judging
from mockvoice.domain.errors import ModelDamaged
from mockvoice.domain.judging import Piece, Window
from mockvoice.domain.verdict import Verdict
from mockvoice.engine.hidden_states import StateReader

Array = npt.NDArray[np.float32]

CLASSES: Final = (Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSED, Verdict.WRONG)


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
    reader: StateReader, shared: Sequence[Piece], asks: Sequence[tuple[Piece, Piece, Piece]]
) -> AnswerStates:
    """Read a shared prompt that ends with the answer, and what is asked about each point."""
    lead = len(reader.tokens(shared[:-1]))
    prefix = reader.tokens(shared)
    read = reader.read(prefix)[lead:]
    parts = [[reader.tokens([piece]) for piece in ask] for ask in asks]
    asked = reader.ask([before + text + after for before, text, after in parts])
    rows = []
    for (before, text, _), found in zip(parts, asked, strict=True):
        said = found[len(before) : len(before) + len(text)]
        rows.append(np.stack([said.mean(axis=0), said[-1], found[-2], found[-1]]))
    ends = np.cumsum([len(reader.token_text(token)) for token in prefix[lead:]], dtype=np.int64)
    return AnswerStates(points=np.stack(rows), answer=read, ends=ends)


@dataclass(frozen=True)
class Decision:
    """What the head says about one point."""

    verdict: Verdict
    probability: float
    """Calibrated probability that the point is covered."""
    uncertain: bool


class JudgeHead:
    """A trained head: linear maps over the states, calibrated, with its lines of decision."""

    def __init__(self, about: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> None:
        self.model: str = about["model"]
        self.method: str = about["method"]
        self.layers: tuple[int, ...] = tuple(about["layers"])
        self._about = about
        self._arrays = {name: array.astype(np.float32) for name, array in arrays.items()}

    @classmethod
    def load(cls, path: Path) -> JudgeHead:
        """Read a head from its file; ModelDamaged when it is not one."""
        try:
            # From memory: NumPy leaves the file open when it is not one of its own.
            with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as held:
                about = json.loads(str(held["about"]))
                return cls(about, {name: held[name] for name in held.files if name != "about"})
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise ModelDamaged(
                f"The judge's head {path.name} cannot be read.",
                "Reinstall MockVoice, or rebuild the head (assets/judge/README.md).",
                detail=str(error),
            ) from error

    def save(self, path: Path) -> None:
        """Write the head to a file of some 100 kB."""
        about = np.array(json.dumps(self._about))
        np.savez_compressed(path, about=about, **self._arrays)  # type: ignore[arg-type]

    def decide(self, states: AnswerStates) -> list[Decision]:
        """Give a verdict with its probability per point."""
        shares = self.shares(states)
        line: float = self._about["covered_from"]
        margin: float = self._about["uncertain_within"]
        bias = np.array([self._about["bias"][name] for name in ("partial", "missed", "wrong")])
        found = []
        for row in shares:
            # Rounded, so that how the text was cut into batches cannot tip a verdict.
            covered = round(float(row[0]), 3)
            other = CLASSES[1 + int(np.argmax(np.log(row[1:] + 1e-9) + bias))]
            verdict = Verdict.COVERED if covered >= line else other
            found.append(Decision(verdict, covered, abs(covered - line) <= margin))
        return found

    def shares(self, states: AnswerStates) -> Array:
        """Return calibrated probabilities, (points, classes)."""
        x = np.concatenate(
            [states.points[:, p, self.layers.index(la)] for p, la in self._about["blocks"]], axis=1
        )
        logits = x @ self._arrays["weights"] + self._arrays["offsets"]
        logits = logits / self._about["temperature"]
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)

    def quotes(self, states: AnswerStates, points: Sequence[str], answer: str) -> list[str | None]:
        """Return for each point the clause of the answer that speaks of it most, verbatim."""
        text = answer.strip()
        cuts = judging.windows(text)
        if not cuts:
            return [None] * len(points)
        scores = self.window_scores(states, points, text, cuts)
        return [text[cuts[best].start : cuts[best].end] for best in scores.argmax(axis=1)]

    def window_scores(
        self, states: AnswerStates, points: Sequence[str], text: str, cuts: Sequence[Window]
    ) -> Array:
        """Return how much each clause speaks of each point, (points, clauses)."""
        layer = self.layers.index(self._about["quote_layer"])
        heard = window_means(states.answer[:, layer], states.ends, text, cuts)
        left = _unit(states.points[:, 0, layer] - self._arrays["point_mean"])
        right = _unit(heard - self._arrays["window_mean"])
        shared = judging.shared_words(points, [text[cut.start : cut.end] for cut in cuts])
        weight: float = self._about["quote_words"]
        return np.asarray(left @ right.T + weight * np.array(shared), dtype=np.float32)


def _unit(rows: Array) -> Array:
    return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6), np.float32)


def window_means(
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
