"""Every command: what it writes, and what it says when its input is bad."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

from mockvoice import paths
from mockvoice.cli.demo import QUESTION
from mockvoice.cli.schema import SCHEMAS
from mockvoice.cli.summary import summary
from mockvoice.domain.errors import BadAudio, RoleOff, StoreProblem
from mockvoice.domain.question import Pack
from mockvoice.domain.transcript import Transcript, Word
from mockvoice.domain.verdict import Judgement, PointVerdict, Verdict
from mockvoice.services import bank
from mockvoice.services.store import AnswerRow, SessionRow, Store
from tests import examples
from tests.cli.stage import Stage

LINE = {
    "id": "a1",
    "question": "What is overfitting?",
    "rubric": [{"id": "R 1", "text": "It fits noise."}, {"id": "R 2", "text": "More data helps."}],
    "answer": "It learns the noise.",
    "labels": {"R 1": "covered"},
}


def silence() -> Transcript:
    """A recording in which nobody spoke."""
    return Transcript(
        seconds=4.0, text="", verbatim_text="", words=(), fillers=(), speech=(), model="w"
    )


def judged(*points: str) -> Judgement:
    """A judgement that finds every point covered."""
    verdicts = tuple(
        PointVerdict(point=point, verdict=Verdict.COVERED, probability=0.9, quote="the noise")
        for point in points
    )
    return Judgement(verdicts=verdicts, model="m", method="t")


def check(name: str, document: Any) -> None:
    """Compare a written document with its published schema."""
    jsonschema.validate(document, TypeAdapter(SCHEMAS[name]).json_schema(mode="serialization"))


@pytest.fixture
def stage() -> Stage:
    """Engines without replies; tests enqueue what they need."""
    return Stage()


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A file that the doubles take for a recording."""
    file = tmp_path / "answer.wav"
    file.write_bytes(b"sound")
    return file


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack file with one question."""
    question = examples.question().model_dump(mode="json", exclude_defaults=True)
    file = tmp_path / "one.yaml"
    file.write_text(
        json.dumps({"pack": "one", "title": "One", "version": 1, "questions": [question]})
    )
    Pack.model_validate_json(file.read_text())
    return file


def test_transcribe_writes_what_its_schema_says(
    stage: Stage, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The document on standard output is valid, one element per file, and nothing else is."""
    stage.transcriber.replies.enqueue(examples.transcript(), silence())

    assert stage.run("transcribe", str(sound), str(sound), "--json", "-") == 0

    written = json.loads(capsys.readouterr().out)
    check("transcribe", written)
    assert [item["text"] for item in written] == [examples.transcript().text, ""]
    assert " ".join(w["text"] for w in written[0]["words"]) == written[0]["verbatim_text"]


def test_judge_ignores_labels_and_keeps_foreign_ids(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Labels in the data never reach the judge; point ids of any form come back."""
    data = tmp_path / "data.jsonl"
    data.write_text(json.dumps(LINE) + "\n\n")
    stage.judge.replies.enqueue(judged("R 1", "R 2"))

    assert stage.run("judge", "--data", str(data), "--json", "-") == 0

    written = json.loads(capsys.readouterr().out)
    check("judge", written)
    assert written[0]["verdicts"] == {"R 1": "covered", "R 2": "covered"}
    assert "labels" not in stage.judge.asked[0].model_dump_json()


def test_a_line_may_hold_any_sign_that_json_allows(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """U+2028 and other ends of line inside a string, and a byte order mark, cut no line."""
    answer = "It learns\u2028the\u0085noise."
    data = tmp_path / "data.jsonl"
    line = json.dumps({**LINE, "answer": answer}, ensure_ascii=False)
    data.write_text("\ufeff" + line + "\r\n", encoding="utf-8", newline="")
    stage.judge.replies.enqueue(judged("R 1", "R 2"))

    assert stage.run("judge", "--data", str(data), "--json", "-") == 0
    assert stage.judge.asked[0].answer == answer


def test_a_judge_that_fails_says_so_and_invents_nothing(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its answers are "not judged" without scores, and the exit code is the failure's own."""
    data = tmp_path / "data.jsonl"
    data.write_text(json.dumps(LINE))
    stage.judge.replies.enqueue(RoleOff("The judge is off.", "Rebuild it."))

    assert stage.run("judge", "--data", str(data), "--json", "-") == RoleOff.exit_code

    told = capsys.readouterr()
    written = json.loads(told.out)[0]
    assert set(written["verdicts"].values()) == {"not_judged"}
    assert set(written["scores"].values()) == {None}
    assert "Rebuild it." in told.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not json", "line 1: not JSON"),
        (json.dumps({**LINE, "rubric": []}), "line 1: rubric"),
        (json.dumps({"id": "x"}), "line 1: question"),
        (json.dumps(LINE) + "\n" + json.dumps(LINE), "occurs twice"),
        ("", "no answers"),
        ("[1]", "line 1"),
        ("[" * 100_000, "line 1: not JSON"),
        (json.dumps({**LINE, "rubric": [{"id": "a", "text": "b"}] * 2}), "same id"),
        (json.dumps({**LINE, "rubric": [{"id": "a" * 81, "text": "b"}]}), "rubric.0.id"),
    ],
)
def test_broken_lines_are_named(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    """A bad line of data is named before any engine starts."""
    data = tmp_path / "data.jsonl"
    data.write_text(text)

    assert stage.run("judge", "--data", str(data), "--json", "-") == 6

    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert stage.opened == []


@pytest.mark.parametrize(
    "arguments", [("judge", "--data", "no.jsonl"), ("questions", "lint", "no.yaml")]
)
def test_a_file_that_is_not_there_is_said_in_words(
    stage: Stage, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    """The sentence names the file and says that it is not there; no number of the system's."""
    assert stage.run(*arguments) != 0

    told = "".join(capsys.readouterr())
    assert f"{arguments[-1]}" in told
    assert "cannot be read: there is no such file" in told
    assert "Errno" not in told


def test_one_of_a_thing_is_told_as_one() -> None:
    """One filler and one pause have no plural, a rate that was not taken is left out, and the score
    has its sentence."""
    made = examples.assessment()
    few = made.delivery.model_copy(
        update={
            "words_per_minute": None,
            "filler_sounds": 1,
            "filler_words": 0,
            "pauses": made.delivery.pauses[:1],
            "long_pauses": 0,
        }
    )
    nought = made.scores.model_copy(update={"overall": 0.0})
    told = summary(made.model_copy(update={"delivery": few, "scores": nought}))

    assert f" {few.words} words, at least 1 filler, 1 pause (0 long)" in told
    assert "Overall 0 of 100. Nothing of what was asked for came across." in told


def test_the_signs_are_explained_once(
    stage: Stage, sound: Path, pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After the text about an answer stands what its signs and "in doubt" mean."""
    stage.transcriber.replies.enqueue(examples.transcript())
    stage.judge.replies.enqueue(examples.judgement())
    stage.judge.wordings.enqueue("")

    assert stage.run("assess", str(sound), "--question-file", str(pack)) == 0

    told = capsys.readouterr().out
    assert told.count("✓ covered   ◐ partly   ○ not heard   ✕ contradicted") == 1
    assert told.count("(in doubt): the judge") == 1


def test_assess_writes_document_report_and_library(
    stage: Stage, sound: Path, pack: Path, tmp_path: Path
) -> None:
    """One answer gives a valid document, a page that quotes it, and a session with its sound."""
    stage.transcriber.replies.enqueue(examples.transcript())
    stage.judge.replies.enqueue(examples.judgement())
    stage.judge.wordings.enqueue("")
    out, page = tmp_path / "out.json", tmp_path / "out.html"

    code = stage.run(
        "assess", str(sound), "--question-file", str(pack),
        "--json", str(out), "--report", str(page), "--save",
    )  # fmt: skip

    assert code == 0
    written = json.loads(out.read_text())
    check("assess", written)
    quoted = {quote["text"] for quote in written["quotes"]}
    assert quoted
    assert all(quote in written["transcript"]["text"] for quote in quoted)
    assert "number came out nice" in page.read_text()
    store = Store(paths.library(), paths.recordings())
    (session,) = store.sessions()
    (answer,) = store.answers(session.id)
    store.close()
    assert answer.assessment is not None
    assert answer.audio is not None
    assert answer.audio.read_bytes() == b"sound"


def test_silence_is_assessed_as_silence(
    stage: Stage, sound: Path, pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing heard: no verdict, no score, no advice, the judge is not asked, and it says so."""
    stage.transcriber.replies.enqueue(silence())

    assert stage.run("assess", str(sound), "--question-file", str(pack), "--json", "-") == 0

    written = json.loads(capsys.readouterr().out)
    assert "No speech was heard" in written["note"]
    assert set(written["scores"].values()) == {None}
    assert {v["verdict"] for v in written["judgement"]["verdicts"]} == {"not_judged"}
    assert written["advice"] == []
    assert stage.judge.asked == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("assess", "a.wav", "--question", "no-such-question"), 4),
        (("questions", "show", "no-such-question"), 4),
        (("sessions", "show", "nothing"), 13),
        (("sessions", "delete", "nothing", "--yes"), 13),
        (("schema", "nothing"), 6),
        (("transcribe", "a.wav", "--json", "/no/such/folder/out.json"), 14),
        (("assess", "a.wav"), 2),
        (("nonsense",), 2),
    ],
)
def test_bad_requests_have_codes_of_their_own(
    stage: Stage, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int
) -> None:
    """Each kind of failure has its exit code and a sentence, and no traceback."""
    assert stage.run(*arguments) == code

    told = capsys.readouterr()
    assert told.err.strip()
    assert "Traceback" not in told.err


def test_a_broken_pack_is_named_with_its_line(
    stage: Stage, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pack that does not load is named with file, line and reason."""
    file = tmp_path / "bad.yaml"
    file.write_text("pack: bad\ntitle: Bad\nversion: none\nquestions: []\n")

    assert stage.run("assess", str(sound), "--question-file", str(file)) == 5

    assert f"{file}:3: version" in capsys.readouterr().err


def test_without_a_command_the_app_opens(stage: Stage) -> None:
    """`mockvoice` alone opens the window."""
    assert stage.run() == 0
    assert stage.opened == ["app"]


def test_every_schema_is_a_schema(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    """What `mockvoice schema` prints is a valid JSON Schema."""
    for name in SCHEMAS:
        assert stage.run("schema", name) == 0
        jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_a_device_is_written_to_and_never_replaced(stage: Stage, tmp_path: Path) -> None:
    """`--json` on a pipe or a link writes through it: the pipe and the link are still there."""
    pipe, target, link = tmp_path / "pipe", tmp_path / "target.json", tmp_path / "link.json"
    os.mkfifo(pipe)
    target.write_text("old")
    link.symlink_to(target)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    assert stage.run("sessions", "list", "--json", str(pipe)) == 0
    assert stage.run("sessions", "list", "--json", str(link)) == 0

    assert os.read(reader, 100) == b"[]\n"
    os.close(reader)
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert target.read_text() == "[]\n"
    assert not list(tmp_path.glob("*.part"))


def test_one_bad_recording_does_not_lose_the_others(
    stage: Stage, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was heard is written, the bad file is named, and the exit code is its own."""
    bad = BadAudio("noise.txt is not audio.", "Give a sound file.")
    stage.transcriber.replies.enqueue(bad, examples.transcript())
    out = tmp_path / "out.json"

    code = stage.run("transcribe", "noise.txt", str(sound), "--json", str(out))

    assert code == BadAudio.exit_code
    assert [item["file"] for item in json.loads(out.read_text())] == [str(sound)]
    assert "noise.txt is not audio" in capsys.readouterr().err


def test_nothing_heard_at_all_writes_nothing(stage: Stage, tmp_path: Path) -> None:
    """With no good recording there is no document, not an empty one."""
    stage.transcriber.replies.enqueue(BadAudio("a.txt is not audio."))
    out = tmp_path / "out.json"

    assert stage.run("transcribe", "a.txt", "--json", str(out)) == BadAudio.exit_code
    assert not out.exists()


def test_fillers_alone_are_nothing_to_judge(
    stage: Stage, sound: Path, pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A recording of "um" is an outcome like silence, and is not told to be without speech."""
    um = Word(text="Um.", start=1.0, end=1.4, probability=0.9, filler=True)
    only = silence().model_copy(update={"words": (um,), "verbatim_text": "Um."})
    stage.transcriber.replies.enqueue(only)

    assert stage.run("assess", str(sound), "--question-file", str(pack), "--json", "-") == 0

    written = json.loads(capsys.readouterr().out)
    assert written["note"].startswith("Only fillers were heard")
    assert set(written["scores"].values()) == {None}
    assert stage.judge.asked == []


def test_the_document_is_written_before_anything_else_can_fail(
    stage: Stage, sound: Path, pack: Path, tmp_path: Path
) -> None:
    """A library that cannot be opened costs the session, not the assessment."""
    paths.library().mkdir(parents=True)
    stage.transcriber.replies.enqueue(examples.transcript())
    stage.judge.replies.enqueue(examples.judgement())
    stage.judge.wordings.enqueue("")
    out = tmp_path / "out.json"

    code = stage.run(
        "assess", str(sound), "--question-file", str(pack), "--json", str(out), "--save"
    )

    assert code == StoreProblem.exit_code
    check("assess", json.loads(out.read_text()))


def test_the_log_keeps_what_the_sentence_leaves_out(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    """The user is told where the last words of a broken worker are, in a name with brackets too."""
    stage.transcriber.replies.enqueue(
        RoleOff("It is [/off].", "Send the log.", "the worker's last words")
    )

    assert stage.run("transcribe", "[/b].wav") == RoleOff.exit_code

    kept = paths.data() / "mockvoice.log"
    told = capsys.readouterr().err
    assert "It is [/off]." in told
    assert str(kept) in told
    assert "the worker's last words" in kept.read_text()
    assert "the worker's last words" not in told


@pytest.fixture
def kept() -> str:
    """The id of a session with two judged answers."""
    store = Store(paths.library(), paths.recordings())
    store.add_session(SessionRow(id="s1", started="2026-11-20T18:30:00+00:00", title="Practice"))
    for position in (1, 2):
        audio = store.folder("s1") / f"answer-{position}.flac"
        audio.write_bytes(b"sound")
        store.save_answer(
            AnswerRow(
                session="s1",
                position=position,
                question_id="q",
                audio=audio,
                assessment=examples.assessment(),
            )
        )
    store.close()
    return "s1"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.html", ()),
        ("a.pdf", ("--answer", "2")),
        ("b.pdf", ("--format", "summary")),
        ("a.md", ()),
        ("a.json", ()),
        ("a.srt", ("--answer", "1")),
        ("a.vtt", ()),
        ("a.flac", ()),
    ],
)
def test_a_session_is_exported_in_every_form(
    stage: Stage, kept: str, tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    """Each form is written from the command line, without any model being opened."""
    assert stage.run("sessions", "export", kept, "--out", str(tmp_path / name), *options) == 0

    assert (tmp_path / name).stat().st_size > 8
    assert stage.opened == []


def test_an_export_that_cannot_be_is_a_sentence(
    stage: Stage, kept: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong ending, an answer that is not there, a folder that is missing: each has its code."""
    folder = tmp_path / "no"
    for options, code in (
        (("--out", str(tmp_path / "a.doc")), 6),
        (("--out", str(tmp_path / "a.pdf"), "--answer", "9"), 13),
        (("--out", str(folder / "a.pdf")), 14),
        (("--out", str(tmp_path / "a.pdf"), "--format", "srt"), 6),
    ):
        assert stage.run("sessions", "export", kept, *options) == code
    assert "Traceback" not in capsys.readouterr().err
    assert not list(tmp_path.glob("a.*"))


def test_one_answer_is_counted_as_one(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    """A session with a single answer has "1 answer"."""
    store = Store(paths.library(), paths.recordings())
    store.add_session(SessionRow(id="s1", started="2026-11-20T17:30:00+00:00", title="One"))
    store.save_answer(
        AnswerRow(session="s1", position=1, question_id="q", audio=None, assessment=None)
    )
    store.close()

    assert stage.run("sessions", "list") == 0

    assert "1 answer  " in capsys.readouterr().out


def test_one_answer_is_deleted_and_the_space_is_shown(
    stage: Stage, kept: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list says what recordings take; deleting one answer leaves the other."""
    assert stage.run("sessions", "list") == 0
    assert "2 answers  0.0 MB  Practice" in capsys.readouterr().out
    assert stage.run("sessions", "delete", kept, "--answer", "9", "--yes") == 13
    store = Store(paths.library(), paths.recordings())
    store._db.execute("UPDATE answer SET assessment = '{}' WHERE position = 1")  # not to be read
    assert stage.run("sessions", "delete", kept, "--answer", "1", "--yes") == 0

    assert [row.position for row in store.answers(kept)] == [2]
    store.close()


def test_the_demo_says_beforehand_what_comes_and_tells_every_step(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """First what will happen and how long it takes, then a line with the time for each step."""
    asked = bank.load([paths.questions()]).find(QUESTION).question
    missed = tuple(
        PointVerdict(point=point.id, verdict=Verdict.MISSED, probability=0.1)
        for point in asked.rubric
    )
    stage.transcriber.replies.enqueue(examples.transcript(), examples.transcript())
    stage.judge.replies.enqueue(*[Judgement(verdicts=missed, model="m", method="t")] * 2)
    stage.judge.wordings.enqueue("", "")

    assert stage.run("demo", "--out", str(tmp_path)) == 0

    told = capsys.readouterr().err.splitlines()
    assert "minutes" in told[0]
    assert "recorded candidate" in told[0]
    assert not told[1]
    assert re.fullmatch(r"\d:\d\d  1 of 6: the interviewer asks", told[2])
    assert sum(" of 6: " in line for line in told) == 6
