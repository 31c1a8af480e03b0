"""A job description is read offline, and what it names is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from mockvoice.domain.errors import BadData
from mockvoice.domain.plan import Role
from mockvoice.services import bank, tailoring
from mockvoice.services.bank import Entry
from mockvoice.services.tailoring import LARGEST_BYTES, read, tailor
from tests import leaks
from tests.services import packs

TEXT = "We deploy with Kubernetes and care about regressions, Lock-files and A/B testing."


def entries(folder: Path, *terms: tuple[str, ...]) -> list[Entry]:
    """Return one question per tuple of terms, with ids 1, 2 …"""
    for number, some in enumerate(terms, start=1):
        listed = ", ".join(f"{{text: {term!r}}}" for term in some)
        text = packs.example().replace("pack: my-pack", f"pack: p{number}")
        head, _, rest = text.partition("    terms:")
        tail = rest.partition("    origins:")[2]
        packs.write(folder, f"{head}    terms: [{listed}]\n    origins:{tail}", f"p{number}.yaml")
    loaded = bank.load([folder])
    assert not loaded.problems
    return list(loaded)


def pdf(text: str) -> bytes:
    """Return a PDF of one line."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def test_text_pdf_and_docx_give_the_same_text(tmp_path: Path) -> None:
    """The words are there in each form, also from the table of a document."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(pdf(TEXT))
    document = Document()
    document.add_paragraph(TEXT)
    document.add_table(1, 1).cell(0, 0).text = "in a table"
    document.save(str(tmp_path / "a.docx"))

    assert read(tmp_path / "a.txt") == TEXT
    assert read(tmp_path / "a.pdf").strip() == TEXT
    assert read(tmp_path / "a.docx") == f"{TEXT}\nin a table"


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx"])
def test_what_cannot_be_read_is_told(name: str, tmp_path: Path, log: leaks.Log) -> None:
    """Random bytes, an empty file, a folder and a missing file are all bad data."""
    if name == "a.pdf":
        log.expect("WARNING pypdf")
    file = tmp_path / name
    with pytest.raises(BadData):
        read(file)
    file.write_bytes(b"\xff\x00\xfe" * 100)
    with pytest.raises(BadData):
        read(file)
    file.write_bytes(b"")
    with pytest.raises(BadData):
        read(file)
    file.unlink()
    file.mkdir()
    with pytest.raises(BadData):
        read(file)


def test_a_scanned_page_and_a_huge_file_are_told(tmp_path: Path) -> None:
    """A PDF without text says so, a file of 20 MB is not read."""
    (tmp_path / "scan.pdf").write_bytes(pdf(""))
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)

    with pytest.raises(BadData, match="no text"):
        read(tmp_path / "scan.pdf")
    with pytest.raises(BadData, match="larger than 20 MB"):
        read(tmp_path / "huge.txt")


def test_terms_are_found_as_whole_words(tmp_path: Path) -> None:
    """Plurals, hyphens, slashes and case do not matter; parts of words do; short ones are exact."""
    known = entries(
        tmp_path,
        ("lock files", "regression", "A B testing"),
        ("press", "IR", "car"),
        ("We", "deploy!"),
    )

    found = tailor(TEXT, known)

    assert {"lock files", "A B testing", "Kubernetes", "We"} <= set(found.terms)
    assert not {"press", "IR", "car", "deploy!"} & set(found.terms)


def test_reasons_name_what_was_found(tmp_path: Path) -> None:
    """A question's own terms are its reason; else the subject is."""
    known = entries(tmp_path, ("lock files", "regression"), ("momentum",))

    focus = tailor(TEXT, known).focus

    assert (
        focus["p1/slow-batch-job"].reason
        == "asks about lock files and regression, named in the description"
    )
    assert focus["p2/slow-batch-job"].reason == "about mlops: the description names Kubernetes"
    assert 0 < focus["p2/slow-batch-job"].score < focus["p1/slow-batch-job"].score <= 1


def test_a_rare_term_says_more(tmp_path: Path) -> None:
    """A term that one question has weighs more than one that many have."""
    known = entries(tmp_path, ("Kubernetes",), ("regression",), ("regression",), ("regression",))

    focus = tailor(TEXT, known).focus

    assert focus["p1/slow-batch-job"].score > focus["p2/slow-batch-job"].score


def test_nothing_named_changes_nothing(tmp_path: Path) -> None:
    """A text without any term gives no focus."""
    found = tailor("Bonjour tout le monde.", entries(tmp_path, ("regression",)))

    assert (found.terms, found.focus) == ((), {})


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("MLOps engineer (m/f/d). You work with a data scientist.", Role.MLOPS_ENGINEER),
        ("Senior Machine-Learning Engineer at Acme", Role.SENIOR_ML_ENGINEER),
        ("We look for a machine learning\nengineer.", Role.ML_ENGINEER),
        ("ML Platform Engineer", Role.MLOPS_ENGINEER),
        ("Data Scientist, five years of XGBoost", Role.DATA_SCIENTIST),
        ("Applied Scientist II", Role.RESEARCH_SCIENTIST),
        ("You will support our data scientists with SQL.", None),
        ("", None),
    ],
)
def test_the_role_that_is_named_first_is_found(text: str, role: Role | None) -> None:
    """Titles in any spelling are known; colleagues in the plural are no role to apply for."""
    assert tailoring.role(text) is role
