"""The report: one file, safe, and leading to the sound."""

from __future__ import annotations

import io
import math
import re
import struct
import wave
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mockvoice.domain.assessment import Assessment, Prompt
from mockvoice.domain.delivery import PacePoint
from mockvoice.domain.transcript import Filler, FillerSource, Transcript
from mockvoice.domain.verdict import Doubt, Judgement, PointVerdict, Verdict
from mockvoice.services import report_view, retention
from mockvoice.services.report import Sound, page, report
from tests import examples
from tests.browser import CHROMIUM, browser

HOSTILE = '</script><img src=x onerror=alert(1)><script>alert("x")</script>'


class Files:
    """Sound files of one tone, without any sound library."""

    def __init__(self, seconds: float = 2.0) -> None:
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setparams((1, 2, 16000, 0, "NONE", ""))
            tone = (int(8000 * math.sin(i * 0.2)) for i in range(int(seconds * 16000)))
            file.writeframes(b"".join(struct.pack("<h", s) for s in tone))
        self.data = out.getvalue()

    def small(self, audio: Path) -> tuple[str, bytes]:
        """The tone as WAV."""
        return "audio/wav", self.data

    def peaks(self, audio: Path, count: int) -> tuple[float, ...]:
        """A level per bar."""
        return tuple((i % 7) / 7 for i in range(count))


class Outline(HTMLParser):
    """Tags and their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        """Attributes of all tags of this name."""
        return [attrs for tag, attrs in self.tags if tag == name]


def made(*answers: Assessment, sound: bool = True) -> str:
    """A page of these answers, with a tone of 52 s as their sound."""
    files = Files(52.0)
    parts = [(a, Path("answer.wav") if sound else None) for a in answers]
    return report(parts, files)  # type: ignore[arg-type]  # only what the report asks for


def typed(text: str) -> Transcript:
    """A typed answer."""
    return Transcript(
        seconds=0, text=text, verbatim_text=text, words=(), fillers=(), speech=(), model=""
    )


def not_judged(why: str) -> Judgement:
    """The judge failed."""
    return Judgement(
        verdicts=tuple(
            PointVerdict(point=p.id, verdict=Verdict.NOT_JUDGED, probability=None)
            for p in examples.question().rubric
        ),
        model="",
        method="",
        failure=why,
    )


def test_it_is_one_file() -> None:
    """Nothing in the page points outside it, and its policy forbids to load anything."""
    outline = Outline(made(examples.assessment()))

    assert not outline.all("link")
    assert not outline.all("img")
    assert not outline.all("iframe")
    assert [a.get("src") for a in outline.all("script")] == [None]
    assert all((a["src"] or "").startswith("data:audio/wav;base64,") for a in outline.all("audio"))
    assert all((a["href"] or "").startswith("#") for a in outline.all("a"))
    policy = next(
        a["content"]
        for a in outline.all("meta")
        if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_hostile_text_stays_text() -> None:
    """Markup in a transcript, question, rubric, quote or note is shown, never run."""
    base = examples.assessment()
    words = list(base.transcript.words)
    words[3] = words[3].model_copy(update={"text": HOSTILE})
    points = list(base.question.rubric)
    points[0] = points[0].model_copy(update={"text": HOSTILE, "probe": HOSTILE, "says": (HOSTILE,)})
    bad = base.model_copy(
        update={
            "transcript": base.transcript.model_copy(update={"words": tuple(words)}),
            "question": base.question.model_copy(
                update={
                    "text": HOSTILE,
                    "setup": HOSTILE,
                    "sample_answer": HOSTILE,
                    "rubric": tuple(points),
                }
            ),
            "quotes": tuple(q.model_copy(update={"text": HOSTILE}) for q in base.quotes),
            "advice": tuple(a.model_copy(update={"text": HOSTILE}) for a in base.advice),
            "note": HOSTILE,
            "prompts": (Prompt(text=HOSTILE, at=3.0, point="target"),),
        }
    )
    text = made(bad, bad)

    assert len(Outline(text).all("script")) == 1
    assert not Outline(text).all("img")
    assert "<img" not in text
    assert "&lt;img" in text


def test_every_word_carries_its_second() -> None:
    """All words of the transcript are on the page, in order, with their times."""
    answer = examples.assessment()
    found = [(t.text, t.start) for t in report_view.tokens(answer) if t.kind.split()[0] == "w"]

    assert found == [(w.text, w.start) for w in answer.transcript.words]


def test_fillers_that_only_the_sound_shows_are_shown() -> None:
    """A filler without a word in the transcript gets its own place among the words."""
    answer = examples.assessment()
    um = Filler(text="um", start=2.6, end=2.9, source=FillerSource.SOUND)
    heard = answer.transcript.model_copy(update={"fillers": (um, *answer.transcript.fillers)})

    assert report_view.unwritten_fillers(heard) == (um,)


def test_a_filler_without_length_is_shown_once() -> None:
    """A filler sound that stands among the words with no length is not shown beside itself."""
    answer = examples.assessment()
    words = list(answer.transcript.words)
    at = words[3].start
    words[3] = words[3].model_copy(update={"text": "er,", "end": at, "filler": True})
    er = Filler(text="er", start=at, end=at, source=FillerSource.VERBATIM)
    heard = answer.transcript.model_copy(update={"words": tuple(words), "fillers": (er,)})

    assert report_view.unwritten_fillers(heard) == ()


def test_words_used_as_fillers_are_shown_once() -> None:
    """ "Well" and "kind of" stand once in the transcript, marked, also with stray punctuation."""
    answer = examples.assessment()
    words = list(answer.transcript.words)
    for place, text in ((0, "Well,"), (5, "kind"), (6, "of")):
        words[place] = words[place].model_copy(update={"text": text, "filler": False})
    fillers = tuple(
        Filler(text=text, start=words[a].start, end=words[b].end, source=FillerSource.CLEAN)
        for text, a, b in (("well", 0, 0), ("kind of", 5, 6))
    )
    heard = answer.transcript.model_copy(update={"words": tuple(words), "fillers": fillers})
    shown = report_view.tokens(answer.model_copy(update={"transcript": heard}))

    assert [t.text for t in shown if "gap" not in t.kind] == [w.text for w in words]
    assert {t.text for t in shown if t.kind == "w filler" and t.note} >= {"Well,", "kind", "of"}


def test_verdicts_have_words_quotes_and_doubt() -> None:
    """Each verdict is said in a word, quotes play, and what is in doubt says so."""
    text = made(examples.assessment())

    for word in ("Covered", "Partly", "Not heard", "Contradicted"):
        assert f"</span> {word}" in text
    assert "The judge gives 57 % that this was covered." in text
    plays = [a for a in Outline(text).all("button") if "quote" in (a.get("class") or "")]
    assert len(plays) == 4
    assert all(float(a["data-to"] or 0) > float(a["data-from"] or 0) for a in plays)


@pytest.mark.parametrize(
    ("verdict", "doubt", "told"),
    [
        (Verdict.COVERED, Doubt.LINE, "gives 57 % that this was covered."),
        (Verdict.PARTIAL, Doubt.LINE, "57 % that this was said in full: just too little for"),
        (Verdict.COVERED, Doubt.PASSAGE, "the words it found hardly speak of this point"),
        (Verdict.MISSED, Doubt.RIVAL, "57 % that this was covered after all"),
        (Verdict.PARTIAL, Doubt.RIVAL, "wavers between several verdicts (57 % for covered)"),
        (Verdict.WRONG, Doubt.RIVAL, "whether you said this or its contrary (57 % for said)"),
        (Verdict.WRONG, Doubt.PASSAGE, "the words it found hardly speak of this point"),
        (Verdict.COVERED, Doubt.NONE, "gives 57 % that this was covered."),
    ],
)
def test_what_is_in_doubt_says_why(verdict: Verdict, doubt: Doubt, told: str) -> None:
    """Each reason has a sentence; verdicts from before reasons were kept have one, too."""
    answer = examples.assessment()
    first, *rest = answer.judgement.verdicts
    changed = first.model_copy(
        update={"verdict": verdict, "uncertain": True, "probability": 0.57, "doubt": doubt}
    )
    judged = answer.judgement.model_copy(update={"verdicts": (changed, *rest)})

    near = report_view.rows(answer.model_copy(update={"judgement": judged}))[0].near

    assert told in near
    assert near.endswith("Decide for yourself.")


def test_the_curve_of_pace_is_broken_where_the_interviewer_spoke() -> None:
    """Windows of two turns give two curves, each level to the ends of its turn."""
    answer = examples.assessment()
    pace = tuple(
        PacePoint(start=start, end=start + 15, words_per_minute=150) for start in (0, 5, 36)
    )
    delivery = answer.delivery.model_copy(update={"pace": pace})
    path = report_view.pace_path(answer.model_copy(update={"delivery": delivery}))

    assert path.count("M") == 2
    assert path.split("M")[2].startswith(f"{report_view.x_of(36, answer.transcript.seconds):.1f} ")


def test_fillers_are_at_least() -> None:
    """Where the sources disagree, the count is given as a lower bound."""
    assert "at least 6" in made(examples.assessment())


def test_silence_has_no_verdict_and_no_score() -> None:
    """For a silent recording the page says so and shows neither rubric nor figures."""
    empty = typed("")
    silent = examples.assessment(
        heard=empty.model_copy(update={"seconds": 6.0}), judged=not_judged("No speech was heard.")
    )
    text = made(silent)

    assert "No speech was heard." in text
    assert "of 100" not in text
    assert 'class="rubric"' not in text


def test_fillers_alone_are_not_called_silence() -> None:
    """A recording of nothing but "um" is told as that."""
    um = examples.transcript().words[0].model_copy(update={"text": "Um.", "filler": True})
    only = typed("").model_copy(update={"seconds": 6.0, "words": (um,), "verbatim_text": "Um."})
    text = made(examples.assessment(heard=only, judged=not_judged("Only fillers were heard.")))

    assert "Only fillers were heard." in text
    assert "No speech" not in text
    assert "of 100" not in text


def test_a_failed_judge_is_not_a_score() -> None:
    """When nothing was judged the reason is shown and no figure stands in for a score."""
    why = "The judge stopped twice. Rebuild llama-cpp-python without AMX."
    text = made(examples.assessment(judged=not_judged(why)))

    assert why in text
    assert text.count("Not judged") >= len(examples.question().rubric)
    assert "of 100" not in text
    assert 'class="shares"' not in text


def test_typed_answers_have_no_player() -> None:
    """Without sound there is nothing to play, yet quotes and verdicts stand."""
    judged = Judgement(
        verdicts=(
            PointVerdict(
                point="time", verdict=Verdict.COVERED, probability=0.9, quote="never shuffle"
            ),
        ),
        model="m",
        method="m",
    )
    text = made(examples.assessment(heard=typed("I never shuffle."), judged=judged), sound=False)

    assert not Outline(text).all("audio")
    assert "“never shuffle”" in text
    assert not [a for a in Outline(text).all("button") if "play" in (a.get("class") or "")]


def test_an_answer_whose_recording_was_deleted_says_so() -> None:
    """Its length and its words stand, nothing offers to be heard."""
    text = made(examples.assessment(), sound=False)
    outline = Outline(text)

    assert retention.no_sound(examples.assessment()) in text
    assert report_view.length(examples.assessment()) in text
    assert not outline.all("audio")
    assert not [a for a in outline.all("button") if "play" in (a.get("class") or "")]
    assert "Click a word" not in text
    assert "Hear it" not in text
    assert "Hear them" not in text
    assert "so listen" not in text
    assert "so listen" in made(examples.assessment())
    assert "was deleted" not in made(examples.assessment())
    assert "was deleted" not in made(examples.assessment(heard=typed("Never.")), sound=False)


def test_several_answers_have_a_summary() -> None:
    """A session begins with its answers and their scores, each leading to its part."""
    outline = Outline(made(examples.assessment(), examples.assessment()))

    assert {a["href"] for a in outline.all("a")} >= {"#a1", "#a2"}
    assert len(outline.all("h1")) == 1
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_follow_ups_stand_where_they_were_asked() -> None:
    """The interviewer's follow-up is shown between the answer and the reply to it."""
    answer = examples.assessment()
    asked = Prompt(text="And with time series?", at=30.0, point="time")
    both = answer.model_copy(update={"prompts": (*answer.prompts, asked)})
    shown = report_view.paragraphs(both)

    at = [p.start for p in shown if p.prompt]
    assert [p.prompt for p in shown if p.prompt] == ["And with time series?"]
    assert at[0] >= 30


def test_what_the_interviewer_said_twice_in_a_row_stands_before_the_reply() -> None:
    """Two prompts with nothing said between them do not tear the reply apart."""
    answer = examples.assessment()
    told = Prompt(text="Forty million.", at=30.0, answers=True)
    asked = Prompt(text="And with time series?", at=30.0, point="time")
    both = answer.model_copy(update={"prompts": (*answer.prompts, told, asked)})
    (reply,) = [p for p in report_view.paragraphs(both) if p.prompt]

    assert reply.prompt == "Forty million. And with time series?"


def test_waveform_of_silence_and_of_nothing() -> None:
    """Peaks of zero still draw a line; none at all draw nothing."""
    assert report_view.wave_path(()) == ""
    assert report_view.wave_path((0.0, 0.0)).count("M") == 2
    assert "nan" not in page([examples.assessment()], [Sound("data:audio/wav;base64,", (0.0,))])


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_in_a_real_browser(tmp_path: Path) -> None:
    """Opened in Chromium the page loads nothing, fits a phone, and plays the clicked quote."""
    file = tmp_path / "report.html"
    hostile = examples.assessment(heard=typed(HOSTILE), judged=not_judged(HOSTILE))
    file.write_text(made(examples.assessment(), hostile), "utf-8")
    with browser(tmp_path / "profile") as shown:
        shown.open(file, width=360, height=800)

        assert shown.js("document.documentElement.scrollWidth") == 360
        assert shown.complaints == []
        assert [r for r in shown.requests if not r.startswith("data:")] == [file.as_uri()]

        shown.js("document.querySelector('button.play.quote').click()")
        shown.wait("document.querySelector('.w.at')")
        start = float(shown.js("document.querySelector('button.play.quote').dataset.from"))
        assert start - 0.1 <= shown.js("document.querySelector('audio').currentTime") < start + 2
        assert shown.js("document.querySelector('.w.at').classList.contains('quoted')")
        end = float(shown.js("document.querySelector('button.play.quote').dataset.to"))
        shown.wait("document.querySelector('audio').paused")
        assert abs(shown.js("document.querySelector('audio').currentTime") - end - 0.15) < 0.4

        word = "document.querySelectorAll('.transcript .w')[40]"
        shown.js(f"{word}.click()")
        shown.wait("document.querySelector('.w.at')")
        start = float(shown.js(f"{word}.dataset.from"))
        assert abs(shown.js("document.querySelector('audio').currentTime") - start) < 1.0
        assert shown.complaints == []


def test_scripts_and_styles_have_the_digest_of_the_policy() -> None:
    """Browsers refuse script and style whose digest differs; both must match to the byte."""
    text = made(examples.assessment())

    assert len(re.findall(r"'sha256-[\w+/=]{44}'", text)) == 2
    assert "style=" not in re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("length", [0.9, 2.9, 9.9, 10.0, 51.0])
def test_no_time_stands_twice_at_the_axis(length: float) -> None:
    """Also of a recording of a second or two each of the five labels is another."""
    assert len(set(report_view.axis(length))) == 5


def test_a_score_of_nought_says_that_nothing_came_across() -> None:
    """What is shown as 0 has its own sentence."""
    answer = examples.assessment()

    def told(overall: float) -> str:
        scores = answer.scores.model_copy(update={"overall": overall})
        return report_view.meaning(answer.model_copy(update={"scores": scores}))

    assert told(0.4) == "Nothing of what was asked for came across."
    assert told(0.6) == "Little of what was asked for came across."
