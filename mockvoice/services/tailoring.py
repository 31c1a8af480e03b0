"""A job description or résumé read offline: which terms it names, and which questions ask them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mockvoice.domain.errors import BadData
from mockvoice.domain.plan import Focus, Role
from mockvoice.domain.question import Competency
from mockvoice.services.bank import Entry

LARGEST_BYTES: Final = 20_000_000
MOST_PAGES: Final = 60

SUBJECTS: Final[dict[Competency, tuple[str, ...]]] = {
    Competency.ALGORITHMS_AND_CODING: (
        *("algorithm", "data structure", "coding", "LeetCode", "C++", "clean code"),
        "computer science",
    ),
    Competency.ML_FUNDAMENTALS: (
        *("machine learning", "scikit-learn", "XGBoost", "LightGBM", "supervised learning"),
        *("clustering", "classification", "regression"),
    ),
    Competency.EVALUATION: (
        *("A/B test", "A/B testing", "experimentation", "evaluation", "metric", "offline metrics"),
        "online experiment",
    ),
    Competency.DEEP_LEARNING: (
        *("deep learning", "PyTorch", "TensorFlow", "JAX", "neural network", "transformer", "LLM"),
        *("large language model", "NLP", "computer vision", "generative AI", "fine-tuning", "RAG"),
    ),
    Competency.MATHS: ("statistics", "probability", "linear algebra", "mathematics", "Bayesian"),
    Competency.DATA_AND_FEATURES: (
        *("SQL", "Spark", "feature engineering", "feature store", "data pipeline", "data quality"),
        *("ETL", "pandas", "data cleaning", "Airflow", "dbt"),
    ),
    Competency.OPTIMISATION: (
        *("optimisation", "optimization", "hyperparameter", "CUDA", "quantisation", "quantization"),
        *("GPU", "distributed training", "operations research"),
    ),
    Competency.MLOPS: (
        *("MLOps", "Kubernetes", "Docker", "CI/CD", "MLflow", "Kubeflow", "model monitoring"),
        *("deployment", "drift", "AWS", "GCP", "Azure", "SageMaker", "Vertex AI", "Terraform"),
    ),
    Competency.SYSTEM_DESIGN: (
        *("system design", "architecture", "recommender system", "recommendation system"),
        *("ranking", "search", "fraud", "scalable", "low latency", "real-time", "ads"),
    ),
    Competency.RESEARCH: (
        *("research", "publication", "paper", "NeurIPS", "ICML", "ICLR", "PhD", "state of the art"),
        "prototype",
    ),
    Competency.BEHAVIOURAL: (
        *("leadership", "mentor", "mentoring", "stakeholder", "cross-functional", "communication"),
        *("ownership", "teamwork", "team lead"),
    ),
}
"""Words of job descriptions that point at a whole competency; a term of a question says more."""

_ML: Final = "(?:ml|machine learning|ai|deep learning|algorithm)"
TITLES: Final[dict[Role, tuple[str, ...]]] = {
    Role.SENIOR_ML_ENGINEER: (
        rf"(?:senior|sr\.?|staff|principal|lead) {_ML} engineer",
        rf"{_ML} (?:tech )?lead",
    ),
    Role.ML_ENGINEER: (rf"{_ML} (?:software )?engineer", rf"{_ML} developer", "ml scientist"),
    Role.DATA_SCIENTIST: ("data scientist", "decision scientist"),
    Role.MLOPS_ENGINEER: (
        "(?:ml|ai) ?ops engineer",
        f"{_ML} (?:platform|infrastructure|operations) engineer",
    ),
    Role.RESEARCH_SCIENTIST: (
        f"(?:{_ML} )?research (?:scientist|engineer)",
        "applied scientist",
    ),
}
"""How job descriptions name the roles, as patterns in lower case with single spaces."""

_SUBJECT_WEIGHT: Final = 0.4
"""What naming the subject counts, beside 1 for a term that only this question has."""
_ENOUGH: Final = 2.0
"""The sum from which a question is as wanted as it can be."""


@dataclass(frozen=True)
class Tailored:
    """What a description names."""

    terms: tuple[str, ...]
    """Terms of the bank that were found, the most frequent first."""
    focus: dict[str, Focus]
    """By full id; questions that nothing was found for are missing."""


def read(file: Path) -> str:
    """Return the text of a text, PDF or DOCX file.

    Raises BadData when it cannot be read, is too large, or has no text in it.
    """
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise BadData(f"{file} is larger than 20 MB.", "Give the description alone.")
        text = {".pdf": _pdf, ".docx": _docx}.get(file.suffix.lower(), _plain)(file)
    except OSError as error:
        raise BadData(
            f"{file} cannot be read: {error.strerror or error}.", "Give a text, PDF or DOCX file."
        ) from error
    if not text.strip():
        raise BadData(
            f"There is no text in {file}.",
            "A scanned page is a picture: paste its text into a .txt file.",
        )
    return text


def tailor(text: str, entries: Iterable[Entry]) -> Tailored:
    """Find the terms of the bank in a description and say which questions ask about them."""
    known = tuple(entries)
    owners: dict[str, set[str]] = defaultdict(set)
    names = {_key(word): word for words in SUBJECTS.values() for word in words}
    for entry in known:
        for term in entry.question.terms:
            owners[_key(term.text)].add(entry.id)
            names[_key(term.text)] = term.text
    counts = {key: _count(name, text) for key, name in names.items()}
    focus: dict[str, Focus] = {}
    for entry in known:
        terms = {_key(t.text): t.text for t in entry.question.terms if counts[_key(t.text)]}
        subject = [w for w in SUBJECTS[entry.question.competency] if counts[_key(w)]]
        score = sum(1 / math.sqrt(len(owners[key])) for key in terms)
        score += _SUBJECT_WEIGHT * bool(subject)
        if score:
            reason = _reason(entry, list(terms.values()), subject)
            focus[entry.id] = Focus(min(1.0, score / _ENOUGH), reason)
    found = sorted((key for key in counts if counts[key]), key=lambda key: (-counts[key], key))
    return Tailored(tuple(names[key] for key in found), focus)


def role(text: str) -> Role | None:
    """Return the role that a description names first, in the singular; None when it names none."""
    flat = _key(text)
    found = [
        (match.start(), -len(match.group()), role)
        for role, titles in TITLES.items()
        for title in titles
        if (match := re.search(rf"(?<![\w+#]){title}(?![\w+#])", flat))
    ]
    return min(found)[2] if found else None


def _reason(entry: Entry, terms: list[str], subject: list[str]) -> str:
    if terms:
        return f"asks about {_listed(terms)}, named in the description"
    about = entry.question.competency.replace("-", " ")
    return f"about {about}: the description names {_listed(subject)}"


def _listed(names: list[str]) -> str:
    few = names[:3]
    return few[0] if len(few) == 1 else f"{', '.join(few[:-1])} and {few[-1]}"


def _count(term: str, text: str) -> int:
    """Count a term as whole words. Short ones are abbreviations: only as they are written."""
    form = _flat if len(term) <= 3 else _key
    return len(re.findall(rf"(?<![\w+#]){re.escape(form(term))}(?:s|es)?(?![\w+#])", form(text)))


def _key(text: str) -> str:
    return _flat(text).lower()


def _flat(text: str) -> str:
    """Return the text with hyphens, slashes and white space as single spaces."""
    return re.sub(r"[\s/‐-–-]+", " ", text).strip()


def _plain(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadData(f"{file} is not text.", "Give a text, PDF or DOCX file.") from error


def _pdf(file: Path) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = PdfReader(file).pages
        if len(pages) > MOST_PAGES:
            raise BadData(f"{file} has {len(pages)} pages.", "Give the description alone.")
        return "\n".join(page.extract_text() for page in pages)
    except PyPdfError as error:
        raise BadData(f"{file} is not a PDF that can be read.", "Save it as text.") from error


def _docx(file: Path) -> str:
    import zipfile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(file))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadData(f"{file} is not a DOCX document.", "Save it as text.") from error
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
