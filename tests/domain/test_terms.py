"""Terms help to spell and put no words into mouths."""

from __future__ import annotations

from mockvoice.domain.fillers import Said
from mockvoice.domain.terms import without_foreign


def said(line: str) -> list[Said]:
    """One word each half second."""
    return [Said(word, i * 0.5, i * 0.5 + 0.4, 0.9) for i, word in enumerate(line.split())]


def text(biased: str, unprompted: str, *terms: str) -> str:
    """What stays of a biased pass."""
    return " ".join(w.text for w in without_foreign(said(biased), said(unprompted), terms))


def test_better_spelling_stays() -> None:
    """A term spelled like what the other pass heard is taken."""
    assert text("in scikit-learn I chain", "in sicket learn I chain", "scikit-learn") == (
        "in scikit-learn I chain"
    )


def test_a_term_for_unlike_words_is_taken_back() -> None:
    """Where the other pass heard something else, its words stand."""
    assert text("and the Kubernetes went", "and the whole house went", "Kubernetes") == (
        "and the whole house went"
    )


def test_a_term_from_nowhere_goes() -> None:
    """A term where the other pass heard nothing is not kept."""
    assert text("we train it Kafka", "we train it", "Kafka") == "we train it"


def test_words_that_are_no_terms_are_untouched() -> None:
    """Other differences between the passes are not the terms' business."""
    assert (
        text("as complexity goes down", "as one comes down", "Kafka") == "as complexity goes down"
    )
