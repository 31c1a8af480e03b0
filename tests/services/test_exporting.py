"""Taking answers along: every form opens, says the same, and appears whole or not at all."""

from __future__ import annotations

import json
import os
import re
import time
import wave
from itertools import pairwise
from pathlib import Path

import av
import jsonschema
import pytest
from pydantic import TypeAdapter
from pypdf import PdfReader

from mockvoice import paths
from mockvoice.domain.assessment import Assessment, Prompt
from mockvoice.domain.errors import BadData, CannotWrite, DiskFull, StoreProblem
from mockvoice.domain.joining import GAP
from mockvoice.domain.question import Level
from mockvoice.domain.transcript import Transcript
from mockvoice.engine.audio_file import SoundFiles
from mockvoice.services import (
    export_subtitles,
    export_summary,
    export_text,
    exporting,
    files,
    report_phases,
)
from mockvoice.services.export_text import ExportedSession
from mockvoice.services.exporting import ENDINGS, Form
from mockvoice.services.store import AnswerRow, SessionRow
from tests import examples, phased
from tests.browser import CHROMIUM, browser
from tests.services.sound import speech

SESSION = SessionRow(id="20261120-1", started="2026-11-20T18:30:00+00:00", title="Mid | *ML*")
ASKED = Prompt(
    text="And what would you do with time series, where rows follow?", at=30.0, point="time"
)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Two seconds of sound."""
    file = tmp_path / "answer-1.wav"
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        out.writeframes(speech(2.0))
    return file


def rows(*answers: Assessment, audio: Path | None = None) -> tuple[AnswerRow, ...]:
    """These answers as the library holds them."""
    return tuple(
        AnswerRow(session=SESSION.id, position=place, question_id="q", audio=audio, assessment=made)
        for place, made in enumerate(answers, start=1)
    )


def typed(text: str) -> Assessment:
    """An answer that was typed."""
    heard = Transcript(
        seconds=0, text=text, verbatim_text=text, words=(), fillers=(), speech=(), model=""
    )
    return examples.assessment(heard)


def asked() -> Assessment:
    """An answer with a follow-up at 30 s."""
    made = examples.assessment()
    return made.model_copy(update={"prompts": (*made.prompts, ASKED)})


def wordy(many: int) -> list[Assessment]:
    """So many answers with long questions and long points, all different."""
    made = examples.assessment()
    found = []
    for number in range(many):
        points = tuple(
            point.model_copy(update={"text": f"Point {number} {point.id} goes on and on. " * 12})
            for point in made.question.rubric
        )
        asked = made.question.model_copy(update={"text": "What now? " * 40, "rubric": points})
        advice = tuple(a.model_copy(update={"text": f"Do {number}! " * 90}) for a in made.advice)
        found.append(made.model_copy(update={"question": asked, "advice": advice}))
    return found


def text_of(file: Path) -> str:
    """All text of a PDF, on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def player_times(file: Path) -> list[tuple[float, float]]:
    """Start and length of each subtitle as FFmpeg reads them."""
    with av.open(str(file)) as read:
        (stream,) = read.streams
        unit = float(stream.time_base or 0)
        packets = [packet for packet in read.demux(stream) if packet.pts is not None]
        return [(unit * packet.pts, unit * (packet.duration or 0)) for packet in packets]


@pytest.mark.parametrize("form", list(Form))
def test_every_form_is_written(form: Form, recording: Path, tmp_path: Path) -> None:
    """A session is written in every form, under every ending of it, and nothing is left beside."""
    folder = tmp_path / "out"
    folder.mkdir()
    made = rows(asked(), examples.assessment(), audio=recording)
    for ending in ENDINGS[form]:
        exporting.export(form, SESSION, made, SoundFiles(), folder / f"session{ending}")

    assert sorted(file.suffix for file in folder.iterdir()) == sorted(ENDINGS[form])
    assert all(file.stat().st_size > 100 for file in folder.iterdir())


def test_the_pdf_says_what_was_judged(recording: Path, tmp_path: Path) -> None:
    """Question, verdicts, quotes, measures and transcript are text in the PDF, with a contents."""
    out = tmp_path / "answer.pdf"
    exporting.export(Form.PDF, SESSION, rows(asked(), audio=recording), SoundFiles(), out)
    said = text_of(out)

    assert examples.question().text in said
    assert "the mean you subtract already knows about the rows" in said
    assert "Interviewer: And what would you do" in said
    for word in ("Covered", "Contradicted", "Not heard", "Pauses inside sentences", "Try:"):
        assert word in said
    assert "□" not in said


def test_what_came_nearest_to_a_missed_point_is_taken_along(tmp_path: Path) -> None:
    """PDF, page and Markdown show the words, for the missed point that has some and no other."""
    words = "sales or sensor data, I never shuffle"
    verdicts = tuple(
        one.model_copy(update={"quote": words if one.point == "groups" else None})
        for one in examples.judgement().verdicts
    )
    made = examples.assessment(
        judged=examples.judgement().model_copy(update={"verdicts": verdicts})
    )
    for ending in (".pdf", ".html", ".md"):
        out = tmp_path / f"x{ending}"
        exporting.export(exporting.form_of(out), SESSION, rows(made), SoundFiles(), out)
        said = text_of(out) if ending == ".pdf" else out.read_text("utf-8")
        assert said.count("You came nearest to it here") == 1
        assert words in said.partition("You came nearest to it here")[2][:200]


@pytest.mark.parametrize("which", [phased.DESIGN, phased.STORY])
def test_time_per_phase_is_taken_along(which: str, tmp_path: Path) -> None:
    """Where an answer has phases, PDF, page and Markdown tell how its time was shared out."""
    made = phased.assessment(which)
    shared = report_phases.view(made, Level.MID)
    assert shared is not None
    for ending in (".pdf", ".html", ".md"):
        out = tmp_path / f"x{ending}"
        exporting.export(exporting.form_of(out), SESSION, rows(made), SoundFiles(), out)
        said = text_of(out) if ending == ".pdf" else out.read_text("utf-8")
        assert shared.title in said
        assert all(bar.label in said for bar in shared.bars)


def test_the_time_per_phase_is_held_against_the_users_level(tmp_path: Path) -> None:
    """What is taken along says the same share as the window, which knows the level."""
    made = phased.assessment(phased.DESIGN)
    targets = {}
    for level in (Level.MID, Level.SENIOR):
        shared = report_phases.view(made, level)
        assert shared is not None
        targets[level] = [f"usual {100 * bar.target:.0f} %" for bar in shared.bars]
        out = tmp_path / "x.md"
        exporting.export(Form.MARKDOWN, SESSION, rows(made), SoundFiles(), out, level=level)
        assert re.findall(r"usual \d+ %", out.read_text("utf-8")) == targets[level]
        exporting.export(
            Form.HTML, SESSION, rows(made), SoundFiles(), tmp_path / "x.html", level=level
        )
        assert f"at {level.value} level" in (tmp_path / "x.html").read_text("utf-8")
    assert targets[Level.MID] != targets[Level.SENIOR]


def test_signs_without_a_glyph_are_shown_as_missing(tmp_path: Path) -> None:
    """What the fonts cannot print becomes a box, and printing goes on without a warning."""
    out = tmp_path / "typed.pdf"
    exporting.export(Form.PDF, SESSION, rows(typed("α ≤ β → done ✓ 漢 \x07")), SoundFiles(), out)

    assert "α ≤ β → done ✓ □ □" in text_of(out)


@pytest.mark.parametrize("many", [1, 4, 14])
def test_the_summary_is_one_page(many: int, tmp_path: Path) -> None:
    """However many answers a session has, its summary is one sheet."""
    out = tmp_path / "summary.pdf"
    exporting.export(Form.SUMMARY, SESSION, rows(*wordy(many)), SoundFiles(), out)

    assert len(PdfReader(out).pages) == 1


def test_json_is_as_its_schema_says(recording: Path, tmp_path: Path) -> None:
    """The document validates against the schema that `mockvoice schema export` prints."""
    out = tmp_path / "session.json"
    made = rows(asked(), typed("I never shuffle."), audio=recording)
    exporting.export(Form.JSON, SESSION, made, SoundFiles(), out)
    schema = TypeAdapter(ExportedSession).json_schema(mode="serialization")
    document = json.loads(out.read_text("utf-8"))

    jsonschema.validate(document, schema)
    assert document["answers"][0]["audio"] == recording.name
    assert str(recording.parent) not in out.read_text("utf-8")
    assert ExportedSession.model_validate(document).answers[0].assessment == asked()


def test_subtitles_sound_when_they_are_shown() -> None:
    """Every word stands in a cue that is on while it sounds; cues do not overlap or flash past."""
    made = asked()
    shown = export_subtitles.cues(made)
    spoken = [cue for cue in shown if not cue.interviewer]
    words = [word for word in made.transcript.words if not word.filler]
    texts = [text for cue in spoken for text in cue.text.split()]

    assert [t.lower() for t in texts] == [w.text.lower() for w in words]
    place = 0
    for cue in spoken:
        inside = words[place : place + len(cue.text.split())]
        place += len(inside)
        assert cue.start == inside[0].start
        assert cue.end >= inside[-1].end - 0.3
        assert cue.end - cue.start <= export_subtitles.LONGEST
        assert all(len(line) <= export_subtitles.LINE for line in cue.text.split("\n"))
        assert cue.text.count("\n") < export_subtitles.LINES
    for one, two in pairwise(spoken):
        assert one.end < two.start


def test_what_the_interviewer_asked_is_marked() -> None:
    """A follow-up is a cue of its own from the second of the reply, long enough to be read."""
    shown = [cue for cue in export_subtitles.cues(asked()) if cue.interviewer]

    assert shown[0].start == 30.0
    assert " ".join(" ".join(c.text for c in shown).split()) == f"[Interviewer: {ASKED.text}]"
    assert all(len(c.text) / (c.end - c.start) < 18 for c in shown)
    assert "<v Interviewer>[Interviewer: And" in export_subtitles.vtt(shown)
    assert "line:0" in export_subtitles.vtt(shown)


def test_subtitles_are_written_as_players_read_them(recording: Path, tmp_path: Path) -> None:
    """SRT is numbered with commas in its times, VTT begins with its name and escapes markup."""
    out = tmp_path / "answer.srt"
    exporting.export(Form.SRT, SESSION, rows(asked(), audio=recording), SoundFiles(), out)
    blocks = out.read_text("utf-8").strip().split("\n\n")

    for number, block in enumerate(blocks, start=1):
        first, times, *lines = block.split("\n")
        assert first == str(number)
        assert re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", times)
        assert 1 <= len(lines) <= 2
    wanted = [(c.start, c.end - c.start) for c in export_subtitles.cues(asked())]
    for file in (out, tmp_path / "answer.vtt"):
        exporting.export(
            exporting.form_of(file), SESSION, rows(asked(), audio=recording), SoundFiles(), file
        )
        assert player_times(file) == [pytest.approx(one, abs=0.002) for one in wanted]
    cue = export_subtitles.Cue(3661.0414, 3662.5, "a < b & c")
    assert export_subtitles.vtt([cue]) == (
        "WEBVTT\n\n01:01:01.041 --> 01:01:02.500\n<v Candidate>a &lt; b &amp; c\n"
    )


def test_nothing_said_is_markup_in_subtitles() -> None:
    """SRT has no escapes, so a sign that is not seen keeps tags and arrows from being ones."""
    cue = export_subtitles.Cue(0.0, 1.0, r"a < b, vector<int> {\an8} --> </i>")
    shown = export_subtitles.srt([cue]).split("\n")[2]
    assert not re.search(r"</?[a-z]|\{\\|-->", shown)
    assert shown.replace("\u2060", "") == cue.text
    assert "a < b," in shown


def test_the_day_is_the_users() -> None:
    """An evening west of Greenwich is not dated tomorrow."""
    late = SESSION.model_copy(update={"started": "2026-11-21T02:30:00+00:00"})
    made = [examples.assessment()]
    try:
        with pytest.MonkeyPatch.context() as west:
            west.setenv("TZ", "EST+5")
            time.tzset()
            text, page = export_text.markdown(late, made), export_summary.one_page(late, made)
    finally:
        time.tzset()

    assert "2026-11-20, MockVoice" in text
    assert page.date == "2026-11-20"


def test_subtitles_of_a_session_fit_its_joined_sound(recording: Path, tmp_path: Path) -> None:
    """The second answer's subtitles begin where its sound begins in the joined recording."""
    made = rows(examples.assessment(), examples.assessment(), audio=recording)
    exporting.export(Form.WAV, SESSION, made, SoundFiles(), tmp_path / "all.wav")
    cues = exporting._cues(made, SoundFiles())
    begins = 2.0 + GAP
    first = next(w for w in examples.transcript().words if not w.filler)

    with wave.open(str(tmp_path / "all.wav")) as sound:
        length = sound.getnframes() / sound.getframerate()
    assert length == pytest.approx(4.0 + GAP, abs=0.01)
    assert any(c.start == pytest.approx(begins + first.start) and not c.interviewer for c in cues)
    questions = [c.start for c in cues if c.interviewer and c.text.startswith("[Interviewer")]
    assert questions == pytest.approx([0.0, begins])


def test_typed_answers_have_no_subtitles_and_no_sound(tmp_path: Path) -> None:
    """Forms that need a recording are not offered and say why; all others work."""
    made = rows(typed("I never shuffle."))

    assert set(Form) - set(exporting.offered(made)) == {Form.SRT, Form.VTT, Form.FLAC, Form.WAV}
    for form in (Form.SRT, Form.FLAC):
        with pytest.raises(BadData, match="no recording"):
            exporting.export(form, SESSION, made, SoundFiles(), tmp_path / f"x.{form.value}")
    exporting.export(Form.HTML, SESSION, made, SoundFiles(), tmp_path / "x.html")
    assert [file.name for file in tmp_path.iterdir()] == ["x.html"]


def test_a_recording_that_was_deleted_leaves_the_rest(tmp_path: Path) -> None:
    """When only the sound is gone, page and PDF are still written, with all that was measured."""
    made = rows(examples.assessment(), audio=tmp_path / "gone.flac")
    for form in (Form.HTML, Form.PDF):
        exporting.export(form, SESSION, made, SoundFiles(), tmp_path / f"x{ENDINGS[form][0]}")

    assert {file.suffix for file in tmp_path.iterdir()} == {".html", ".pdf"}
    assert "Pauses inside sentences" in (tmp_path / "x.html").read_text("utf-8")
    assert "Pauses inside sentences" in text_of(tmp_path / "x.pdf")


def test_nothing_without_sound_tells_to_listen(tmp_path: Path) -> None:
    """In every form advice on fillers says when they come."""
    made = rows(examples.assessment(), audio=tmp_path / "gone.flac")
    told = {}
    for form in (Form.HTML, Form.PDF, Form.SUMMARY, Form.MARKDOWN, Form.JSON):
        out = tmp_path / f"{form}{ENDINGS[form][0]}"
        exporting.export(form, SESSION, made, SoundFiles(), out)
        told[form] = text_of(out) if out.suffix == ".pdf" else out.read_text("utf-8")

    assert [form for form, text in told.items() if "together from 0:07 on" not in text] == []
    assert [form for form, text in told.items() if re.search(r"\b[Ll]isten\b", text)] == []


def test_markdown_keeps_signs_as_signs(tmp_path: Path) -> None:
    """Stars, brackets and markup in what was said or asked are not formatting."""
    out = tmp_path / "x.md"
    made = typed("use *args and <b>bold</b> [link](x) `code`")
    exporting.export(Form.MARKDOWN, SESSION, rows(made, made), SoundFiles(), out)
    text = out.read_text("utf-8")

    assert r"use \*args and \<b\>bold\</b\> \[link\](x) \`code\`" in text
    assert text.startswith(r"# Mid \| \*ML\*")


def test_the_ending_says_the_form() -> None:
    """A form is known by the ending of the file, and an unknown ending by a sentence."""
    assert exporting.form_of(Path("a.PDF")) is Form.PDF
    assert exporting.form_of(Path("a.md")) is Form.MARKDOWN
    with pytest.raises(BadData, match=r"a\.doc"):
        exporting.form_of(Path("a.doc"))
    with pytest.raises(BadData, match=r"End it in \.srt"):
        exporting.export(Form.SRT, SESSION, (), SoundFiles(), Path("a.txt"))


def test_only_judged_answers_are_written() -> None:
    """An answer that waits for its judgement, or is not there, is named in a sentence."""
    waiting = rows(examples.assessment(), examples.assessment())
    waiting = (waiting[0], waiting[1].model_copy(update={"assessment": None}))

    assert exporting.chosen(waiting) == waiting[:1]
    with pytest.raises(StoreProblem, match="not judged yet"):
        exporting.chosen(waiting, 2)
    with pytest.raises(StoreProblem, match="no answer 7"):
        exporting.chosen(waiting, 7)
    with pytest.raises(StoreProblem, match="No answer"):
        exporting.chosen(waiting[1:])


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_an_exported_session_plays_in_a_browser(tmp_path: Path) -> None:
    """Opened in Chromium it asks for nothing, and the sound of each answer plays from its quote."""
    out = tmp_path / "session.html"
    made = rows(asked(), examples.assessment(), audio=paths.assets() / "demo" / "answer.flac")
    exporting.export(Form.HTML, SESSION, made, SoundFiles(), out)
    with browser(tmp_path / "profile") as shown:
        shown.open(out)

        assert shown.complaints == []
        assert [one for one in shown.requests if not one.startswith("data:")] == [out.as_uri()]
        assert shown.js("document.querySelectorAll('audio').length") == 2
        for answer in ("a1", "a2"):
            audio = f"document.querySelector('#{answer} audio')"
            shown.wait(f"{audio}.readyState >= 3")
            assert shown.js(f"{audio}.duration") > 20
            quote = f"document.querySelector('#{answer} button.play.quote')"
            shown.js(f"{quote}.click()")
            start = float(shown.js(f"{quote}.dataset.from"))
            shown.wait(f"!{audio}.paused && {audio}.currentTime > {start} + 0.3")
        assert shown.js("document.querySelector('#a1 audio').paused")
        shown.open(out, width=360, height=800, dark=True)
        assert shown.js("document.documentElement.scrollWidth") == 360
        assert "Interviewer" in shown.js("document.querySelector('#a1 .transcript').innerText")


def test_the_summary_lists_essential_points_that_were_not_heard_and_fills_the_page(
    tmp_path: Path,
) -> None:
    """Essential points come first whatever their state, all open ones are there, none is cut."""
    made = examples.assessment()
    long = [
        point.model_copy(update={"must": point.id == "groups", "text": point.text + " and so" * 30})
        for point in made.question.rubric
    ]
    question = made.question.model_copy(update={"rubric": tuple(long)})
    made = made.model_copy(update={"question": question})
    page = export_summary.fitting(SESSION, (made,))
    out = tmp_path / "summary.pdf"
    exporting.export(Form.SUMMARY, SESSION, rows(made), SoundFiles(), out)

    assert [line.sign for line in page.missing] == ["○", "✕", "○", "◐"]
    assert page.missing[0].text.startswith(made.question.rubric[-1].text)
    assert not [line for line in (*page.missing, *page.said) if line.text.endswith("…")]
    assert "…" not in text_of(out)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_the_printed_summary_is_one_sheet(tmp_path: Path) -> None:
    """The HTML summary asks for nothing and prints on one page."""
    out = tmp_path / "summary.html"
    exporting.export(Form.SUMMARY, SESSION, rows(*wordy(14)), SoundFiles(), out)
    with browser(tmp_path / "profile") as shown:
        shown.open(out)

        assert shown.complaints == []
        assert shown.requests == [out.as_uri()]
        shown.pdf(tmp_path / "printed.pdf")
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == 1


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk or in a locked folder the old file stays, no part is left, and it is said."""
    out = tmp_path / "a.md"
    out.write_text("old")
    with pytest.raises(DiskFull, match="disk is full"):
        files.write_whole(Path("/dev/full"), b"x" * 100_000)
    with pytest.raises(CannotWrite):
        files.write_whole(tmp_path / "no" / "a.md", b"new")

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        exporting.export(Form.MARKDOWN, SESSION, rows(typed("x")), SoundFiles(), out)
    assert out.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]
