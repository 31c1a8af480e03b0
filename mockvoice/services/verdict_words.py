"""Signs and words for verdicts, one table for window, report, exports and terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from mockvoice.domain.verdict import PointVerdict, Verdict

_WORDS: Final = {
    Verdict.COVERED: ("✓", "Covered"),
    Verdict.PARTIAL: ("◐", "Partly"),
    Verdict.MISSED: ("○", "Not heard"),
    Verdict.WRONG: ("✕", "Contradicted"),
    Verdict.NOT_JUDGED: ("–", "Not judged"),
}


def verdict_word(verdict: Verdict, *, doubted: bool = False) -> tuple[str, str]:
    """Return sign and word of a verdict, with a question mark where a true statement may have been
    taken for its contrary."""
    sign, word = _WORDS[verdict]
    return sign, f"{word}?" if is_doubted(verdict, doubted=doubted) else word


def is_doubted(verdict: Verdict, *, doubted: bool) -> bool:
    """Say whether a verdict is one that must accuse nobody: a contradiction in doubt."""
    return doubted and verdict is Verdict.WRONG


def counted(verdicts: Iterable[PointVerdict]) -> tuple[tuple[str, str, int], ...]:
    """Return sign, word and number of every kind of verdict that occurs, the best first."""
    many = Counter((v.verdict, is_doubted(v.verdict, doubted=v.uncertain)) for v in verdicts)
    return tuple(
        (*verdict_word(verdict, doubted=doubted), many[verdict, doubted])
        for verdict in Verdict
        for doubted in (False, True)
        if many[verdict, doubted]
    )
