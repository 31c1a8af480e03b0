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

from mockvoice.domain.errors import ModelDamaged
from mockvoice.domain.verdict import Doubt, Verdict
from mockvoice.engine.judge_features import AnswerStates, Array, Layout, features

CLASSES: Final = (Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSED, Verdict.WRONG)
_COVERED, _PARTIAL, _MISSED, _WRONG = range(len(CLASSES))
DIGITS: Final = 3
"""Probabilities are rounded so before anything is decided by them, as they are written down."""

RULE: Final = 5
"""Version of ``decided``, ``doubt_of`` and what is quoted, part of the method's name: raised when
any changes, so that Progress says from when on verdicts may differ."""
DOUBTED: Final = 0.25
"""Probability of being covered from which a point called wrong or missed is shown as uncertain, and
of being wrong from which one called partly said is: to be told that a true statement is false does
the most harm, and next to it that one was not heard. From it on, too, a missed point has a passage
that came near it. Of 274 points of tests/data/judge/dev.jsonl called missed below it 258 are missed
(between 0.1 and 0.25 all 14); of 26 from it on 15."""
NEAR_LINE: Final = 0.12
"""Distance of the probability of being covered from the line up to which a verdict is uncertain,
and below the line partly said rather than missed. Set by judgement: on dev.jsonl it leaves about
one verdict in five in doubt and 99 of 100 others right about covered or not (docs/judge.md)."""
POOR_FIT: Final = -1.0
"""Fit of the best clause below which a passage hardly speaks of the point: one in four such clauses
is part of what a person would quote (a logit). No missed point is said to be near on it, and a
verdict that rests on it is shown as uncertain."""


@dataclass(frozen=True)
class Decision:
    """What the head says about one point."""

    verdict: Verdict
    probability: float
    """Calibrated probability that the point is covered."""
    doubt: Doubt
    """Why the verdict is uncertain, if it is."""
    quote: str | None
    """A verbatim span of the answer; for a missed point what came near it, or None."""


def decided(shares: Array, line: float, bias: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return the verdict of each point as an index into CLASSES.

    ``shares`` are the probabilities of the four verdicts, (points, verdicts); ``bias`` is added to
    the logarithms of the last three. From the line on a point is covered. It is called wrong only
    where that is likelier than that it was said, and missed only where it is not near the line;
    otherwise it was said in part: better to leave a false statement open than to contradict a true
    one. And nothing is said in part where missed is likelier than said and said in part together.
    """
    shares = shares.round(DIGITS)
    covered, missed = shares[:, _COVERED], shares[:, _MISSED]
    other = 1 + np.argmax(np.log(shares[:, 1:] + 1e-9) + bias, axis=1)
    said = (other == _WRONG) & (shares[:, _WRONG] <= covered)
    said |= (other == _MISSED) & (covered >= round(line - NEAR_LINE, DIGITS))
    other = np.where(said, _PARTIAL, other)
    other = np.where((other == _PARTIAL) & (missed > covered + shares[:, _PARTIAL]), _MISSED, other)
    return np.where(covered >= line, _COVERED, other)


def doubt_of(verdict: Verdict, shares: Array, line: float, *, poor: bool) -> Doubt:
    """Return why the verdict of one point is in doubt, if it is.

    ``shares`` are the probabilities of the four verdicts; ``poor``: its passage fits badly.
    """
    shares = shares.round(DIGITS)
    covered = float(shares[_COVERED])
    if round(abs(covered - line), DIGITS) <= NEAR_LINE:
        return Doubt.LINE
    if verdict in {Verdict.WRONG, Verdict.MISSED} and covered >= DOUBTED:
        return Doubt.RIVAL
    if verdict is Verdict.PARTIAL and (
        float(shares[_WRONG]) >= DOUBTED or int(np.argmax(shares)) != _PARTIAL
    ):
        return Doubt.RIVAL
    return Doubt.PASSAGE if poor and verdict is not Verdict.MISSED else Doubt.NONE


class JudgeHead:
    """A trained head: linear maps over the states, calibrated, with its lines of decision."""

    def __init__(self, about: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> None:
        self.model: str = about["model"]
        self.method = f"{about['method']}-rule-{RULE}"
        self.layers: tuple[int, ...] = tuple(about["layers"])
        self._about = about
        self._arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
        self._layout = Layout(
            blocks=tuple((place, layer) for place, layer in about["blocks"]),
            clause_layers=tuple(about["clause_layers"]),
            point_means=self._arrays["point_means"],
            clause_means=self._arrays["clause_means"],
            fit=self._arrays["fit"],
        )

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

    def decide(self, states: AnswerStates, points: Sequence[str], answer: str) -> list[Decision]:
        """Give a verdict with its probability and its quote per point."""
        text = answer.strip()
        x, found = features(states, points, text, self._layout)
        return [
            self._decide(row, found.quote(number, text), poor=found.best_fit(number) < POOR_FIT)
            for number, row in enumerate(self._shares(x))
        ]

    def _decide(self, shares: Array, quote: str, *, poor: bool) -> Decision:
        """Decide by the shares of the four verdicts; ``poor`` where the passage fits badly."""
        line: float = self._about["covered_from"]
        bias = np.array([self._about["bias"][name] for name in ("partial", "missed", "wrong")])
        verdict = CLASSES[int(decided(shares[None], line, bias)[0])]
        covered = round(float(shares[_COVERED]), DIGITS)
        near = verdict is not Verdict.MISSED or (covered >= DOUBTED and not poor)
        doubt = doubt_of(verdict, shares, line, poor=poor)
        return Decision(verdict, covered, doubt, quote if near else None)

    def _shares(self, x: Array) -> Array:
        """Probabilities of the four verdicts, (points, verdicts)."""
        logits = x @ self._arrays["weights"] + self._arrays["offsets"]
        logits /= self._about["temperature"]
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)
