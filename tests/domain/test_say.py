"""Technical text is said as an engineer says it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockvoice.domain.question import Term
from mockvoice.domain.say import in_own_terms, spoken

CASES = {
    "XGBoost or kNN?": "X G boost or K nearest neighbours?",
    "the AUC-ROC, the ROC curve": "the A.U.C R.O.C, the R.O.C curve",
    "Is the AUC good?": "Is the A.U.C good?",
    "L1/L2, or L2 alone": "L 1 and L 2, or L 2 alone",
    "O(n log n) beats O(n^2)": "O of n log n beats O of n squared",
    "O(1), O(V + E), O(nk), Θ(log(n))": "O of 1, O of V plus E, O of n k, theta of log n",
    "λ = 0.1 and β₂": "lambda equals 0.1 and beta 2",
    "10x at p99 < 100ms": "10 times at p99 less than 100 milliseconds",
    "50% and 99.9 %": "50 percent and 99.9 percent",
    "10-20% or 2–3 sentences": "10 to 20 percent or 2 to 3 sentences",
    "an A/B test": "an A.B test",
    "A B test, then A A tests": "A.B test, then A.A tests",
    "A B tree, A A cell": "A B tree, A A cell",
    "Python 3.11.4, v2": "Python 3 point 11 point 4, version 2",
    "7B parameters, 100k rows, 1 s": "7 billion parameters, 100 thousand rows, 1 second",
    "$5M, then $20, now": "5 million dollars, then 20 dollars, now",
    "1e-3, 2.5e4, 10^6": "10 to the minus 3, 2.5 times 10 to the 4, 10 to the 6",
    "R² and x³": "R squared and x cubed",
    "224x224": "224 by 224",
    "`train_test_split()` in **pandas**": "train test split in pandas",
    "e.g. this, i.e. that": "for example this, that is that",
    "this, etc. vs. those": "this, et cetera versus those",
    "models, layers, etc. Then stop.": "models, layers, et cetera. Then stop.",
    "A* in C++ over TCP/IP": "eh star in C plus plus over T.C.P I.P",
    "precision/recall, 3/4": "precision or recall, 3 over 4",
    "x ≤ 3 ≈ y → z": "x less than or equal to 3 about y to z",
    "a CI/CD pipeline": "a C.I C.D pipeline",
    "18+ years": "18 plus years",
    "Stochastic noise, two eigenvalues": "stokastic noise, two eigan values",
    "LLMs, GANs and a ReLU": "L.L.M's, gans and a rellu",
    "HNSW, KL divergence, k-means++": "H.N.S.W, K.L devurgence, K means plus plus",
    "Lasso latency, pretrained": "lass-oh laytency, pre-trained",
}
PLAIN = (
    "SMOTE, SQL, GPUs, a CPU, the API, RAG, an LLM, BERT, GPT-4, LSTM, RNN and CNN.",
    "leave-one-out and 5-fold cross-validation; F1 is state-of-the-art.",
    "It ended on 2026-11-21, with us in it: 0.05 or 1,000.",
    "Rockets and procs: AUCTION, ROCK, sequels, vsync.",
)


@pytest.mark.parametrize(("written", "said"), CASES.items())
def test_written_becomes_said(written: str, said: str) -> None:
    """Signs, formulas, units and misread abbreviations are spelled out."""
    assert spoken(written) == said


@pytest.mark.parametrize("text", PLAIN)
def test_what_the_voice_reads_right_is_left_alone(text: str) -> None:
    """Nothing is replaced inside a word, a date or an abbreviation that is spelled anyway."""
    assert spoken(text) == text


def test_an_entrys_own_terms_win() -> None:
    """The longest term of the entry is said its own way, and is not read over again."""
    terms = [Term(text="AUC", say="area"), Term(text="PR AUC", say="P/R"), Term(text="ROC")]

    assert spoken("PR AUC, AUC, ROC, AUCs", terms) == "P/R, area, R.O.C, A.U.C's"


def test_a_term_in_lower_case_is_found_in_either_case() -> None:
    """A term written small is found at the start of a sentence; one with capitals only as is."""
    terms = [Term(text="deque", say="deck"), Term(text="LoRA", say="laura")]

    assert spoken("Deque or deque, LoRA or lora.", terms) == "deck or deck, laura or lora."


@given(st.text())
def test_any_text_can_be_said(text: str) -> None:
    """No text breaks the table, and what is said is one line without doubled spaces."""
    said = spoken(text)

    assert "\n" not in said
    assert "  " not in said


def test_only_an_entrys_own_terms_are_put_as_they_are_said() -> None:
    """The rest is left to the voice, so that its words and those that are read stay the same."""
    terms = [Term(text="ef", say="E.F"), Term(text="ef search", say="E.F search"), Term(text="k")]
    assert in_own_terms("Raise EF search by 10 ms, ef, k.", terms) == (
        "Raise E.F search by 10 ms, E.F, k."
    )
    assert in_own_terms("Chef, ef.", ()) == "Chef, ef."
    assert in_own_terms("Chef, ef.", terms) == "Chef, E.F."
