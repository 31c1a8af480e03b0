"""What the report shows, worked out from an assessment: plain values, no markup."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mockvoice.domain import quotes
from mockvoice.domain.advice import clock
from mockvoice.domain.assessment import Assessment, Prompt, Quote
from mockvoice.domain.delivery import Pause, PauseKind, pace_runs
from mockvoice.domain.fillers import is_sound
from mockvoice.domain.joining import GAP
from mockvoice.domain.question import RubricPoint
from mockvoice.domain.scoring import FORMULA
from mockvoice.domain.transcript import Filler, Span, Transcript
from mockvoice.domain.verdict import Doubt, PointVerdict, Verdict
from mockvoice.domain.words import plain
from mockvoice.services.verdict_words import counted, verdict_word

BARS: Final = 240
"""Bars of the waveform: each a third of a second in a usual answer."""
WIDTH: Final = 1000.0
"""Width of the drawings in their own units; the page stretches them."""
WAVE_HEIGHT: Final = 100.0
PACE_RANGE: Final = (60.0, 240.0)
"""Words per minute at the bottom and top of the chart; what lies outside is drawn at the edge."""
SHOWN_PAUSE: Final = 1.0
"""Pauses in the transcript from this length on, in seconds; shorter ones are breath."""
DOUBTFUL_WORD: Final = 0.45
"""Words the transcriber gave less probability are marked as possibly misheard."""
SHOWN_TENTHS: Final = 10.0
"""Recordings shorter than so many seconds have tenths at their axis."""
PARAGRAPH_WORDS: Final = 45
"""After so many words the next end of a sentence ends the paragraph."""

MEANINGS: Final = (
    (85.0, "Strong: nearly all that a strong answer holds, and right."),
    (65.0, "Good ground, with a few points still to add."),
    (45.0, "About half of what a strong answer holds."),
    (25.0, "A start: some of it is there, most is still missing."),
    (0.5, "Little of what was asked for came across."),
    (0.0, "Nothing of what was asked for came across."),
)
"""Overall score from which on each sentence holds."""


@dataclass(frozen=True)
class Token:
    """A word, filler or pause of the transcript."""

    text: str
    start: float
    end: float
    kind: str
    """CSS classes: "w" for a word, and "filler", "doubt", "corrected", "quoted"; "gap" or
    "gap long"."""
    note: str = ""
    """What a reader is told about it; empty for plain words."""


@dataclass(frozen=True)
class Paragraph:
    """A stretch of the transcript, and what the interviewer said before it."""

    prompt: str
    start: float
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Row:
    """One rubric point as shown."""

    point: RubricPoint
    state: str
    icon: str
    word: str
    quote: Quote | None
    near: str
    """Why the verdict is in doubt, as a sentence; empty when it is not."""
    ruled: str = ""
    """A sentence when the user overruled the judge, else empty."""
    nearest: Quote | None = None
    """For a missed point the words that came nearest to it, where any came near."""


@dataclass(frozen=True)
class Tile:
    """One measure of delivery: a figure and what it means."""

    name: str
    value: str
    unit: str
    meaning: str
    marks: tuple[tuple[str, float, float], ...] = ()
    """Places to hear: text, start, end."""
    try_this: str = ""
    """One thing to try, where this measure gives a reason to; empty when it is fine as it is."""


def replies(made: Assessment) -> int:
    """How many follow-ups were answered."""
    return sum(prompt.point is not None for prompt in made.prompts)


def answer_seconds(made: Assessment) -> float:
    """Length of the answer itself, replies to follow-ups left out; 0 for a typed one."""
    begins = [prompt.at for prompt in made.prompts if prompt.point is not None]
    return min([max(0.0, at - GAP) for at in begins] or [made.transcript.seconds])


def length(made: Assessment) -> str:
    """How long a spoken answer was: "0:55 of 2:30 min", and with its follow-ups."""
    told = f"{clock(answer_seconds(made))} of {clock(made.question.answer_seconds)} min"
    many = replies(made)
    if not many:
        return told
    return f"{told}, with follow-up{'s' * (many > 1)} {clock(made.transcript.seconds)}"


def x_of(seconds: float, length: float) -> float:
    """Horizontal place of a time in drawing units."""
    return round(WIDTH * min(max(seconds / length, 0.0), 1.0), 1) if length > 0 else 0.0


def wave_path(peaks: Sequence[float]) -> str:
    """SVG path of the waveform, bars mirrored at the middle; quiet recordings are scaled up."""
    if not peaks:
        return ""
    loudest = max(*peaks, 0.05)
    step = WIDTH / len(peaks)
    middle = WAVE_HEIGHT / 2
    parts = []
    for i, peak in enumerate(peaks):
        half = max(0.8, 0.96 * middle * (peak / loudest) ** 0.8)
        x = i * step + 0.18 * step
        parts.append(
            f"M{x:.1f} {middle - half:.1f}h{0.64 * step:.1f}v{2 * half:.1f}h{-0.64 * step:.1f}z"
        )
    return "".join(parts)


def pace_path(assessment: Assessment) -> str:
    """SVG path of the pace over time in a box of WIDTH by 100, level in the half windows at the
    ends of a turn, and broken where the interviewer spoke."""
    low, high = PACE_RANGE
    length = assessment.transcript.seconds
    path = ""
    for windows in pace_runs(assessment.delivery.pace):
        points = []
        for place, window in enumerate(windows):
            rate = min(max(window.words_per_minute, low), high)
            y = f"{100 * (high - rate) / (high - low):.1f}"
            points.append(f"{x_of((window.start + window.end) / 2, length):.1f} {y}")
            if place == 0:
                points.insert(0, f"{x_of(window.start, length):.1f} {y}")
            if place == len(windows) - 1:
                points.append(f"{x_of(window.end, length):.1f} {y}")
        path += "M" + "L".join(points)
    return path


def axis(length: float) -> tuple[str, ...]:
    """Five times along the recording, evenly spread; of a short one to the tenth, for whole seconds
    would come twice."""
    times = [length * i / 4 for i in range(5)]
    if length < SHOWN_TENTHS:
        return tuple(f"{at:.1f} s" for at in times)
    return tuple(clock(at) for at in times)


def quoted_spans(assessment: Assessment) -> tuple[Span, ...]:
    """Where quotes sound, in order."""
    spans = [q.span for q in assessment.quotes if q.span is not None]
    return tuple(sorted(spans, key=lambda s: s.start))


def unwritten_fillers(transcript: Transcript) -> tuple[Filler, ...]:
    """Fillers heard in the sound that no word of the transcript stands for.

    Words used as fillers (like, kind of) are found among the words, so they are always written.
    """
    written = sorted((w.start, w.end) for w in transcript.words if w.filler)
    starts = [start for start, _ in written]
    found = []
    for filler in (f for f in transcript.fillers if is_sound(f.text)):
        near = bisect_left(starts, filler.start - 1.0)
        taken = any(
            _overlap((start, end), (filler.start, filler.end))
            for start, end in written[near : near + 6]
        )
        if not taken:
            found.append(filler)
    return tuple(found)


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Tell whether two times share some time; one without length may lie at the other's edge."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return start < end or (start == end and (one[0] == one[1] or other[0] == other[1]))


def used_as_fillers(transcript: Transcript) -> frozenset[int]:
    """Places of the words that stand for a filler of several uses (like, you know, well)."""
    words = transcript.words
    starts = [word.start for word in words]
    return frozenset(
        place
        for filler in transcript.fillers
        if not is_sound(filler.text)
        for place in range(bisect_left(starts, filler.start), bisect_right(starts, filler.end))
        if plain(words[place].text) in filler.text.split()
    )


def tokens(assessment: Assessment) -> list[Token]:
    """Words, fillers and pauses in order of time."""
    quotes = quoted_spans(assessment)
    used = used_as_fillers(assessment.transcript)
    found = []
    for place, word in enumerate(assessment.transcript.words):
        kinds, note = ["w"], ""
        if word.filler or place in used:
            kinds.append("filler")
            note = "filler"
        elif word.probability < DOUBTFUL_WORD:
            kinds.append("doubt")
            note = "may have been misheard"
        middle = (word.start + word.end) / 2
        for one in assessment.corrections:
            if one.start <= middle <= one.end:
                kinds = ["w", "corrected"]
                note = f"corrected by you; heard as “{one.heard}”"
        if any(s.start <= middle <= s.end for s in quotes):
            kinds.append("quoted")
        found.append(Token(word.text, word.start, word.end, " ".join(kinds), note))
    found += [
        Token(f.text, f.start, f.end, "w filler", "filler")
        for f in unwritten_fillers(assessment.transcript)
    ]
    found += [_gap(p) for p in assessment.delivery.pauses if p.end - p.start >= SHOWN_PAUSE]
    return sorted(found, key=lambda t: (t.start, t.end))


def _gap(pause: Pause) -> Token:
    length = pause.end - pause.start
    where = "inside a sentence" if pause.kind is PauseKind.INSIDE else "between sentences"
    kind = "gap long" if length >= 2 else "gap"
    return Token(f"{length:.1f} s", pause.start, pause.end, kind, f"pause {where}")


def paragraphs(assessment: Assessment) -> tuple[Paragraph, ...]:
    """The transcript in readable stretches, cut at the interviewer's turns and at full stops."""
    done: list[Paragraph] = []
    held: list[Token] = []
    prompts = list(assessment.prompts)
    said = ""

    def close() -> None:
        nonlocal said
        if held:
            done.append(Paragraph(said, held[0].start, tuple(held)))
            held.clear()
            said = ""

    for token in tokens(assessment):
        while prompts and token.end > prompts[0].at:
            close()  # of several prompts in a row, all stand before what was said next
            said = f"{said} {_prompt_text(prompts.pop(0))}".strip()
        ended = held and held[-1].text.endswith((".", "?", "!"))
        if ended and sum(t.kind != "gap" for t in held) >= PARAGRAPH_WORDS:
            close()
        held.append(token)
    close()
    return tuple(done)


def _prompt_text(prompt: Prompt) -> str:
    """A follow-up is shown where it was asked; the question stands at the top of the page."""
    return prompt.text if prompt.point is not None or prompt.answers else ""


def rows(assessment: Assessment) -> tuple[Row, ...]:
    """The rubric with its verdicts, in the rubric's order."""
    verdicts = _verdicts(assessment)
    shown = {q.point: q for q in assessment.quotes}
    found = []
    for point, verdict in zip(assessment.question.rubric, verdicts, strict=True):
        icon, word = verdict_word(verdict.verdict, doubted=verdict.uncertain)
        ruled = _ruled(assessment, point.id)
        word = f"{word}, by your ruling" if ruled else word
        quote = shown.get(point.id)
        nearest = quotes.nearest(verdict, assessment.transcript)
        row = Row(point, verdict.verdict.value, icon, word, quote, _near(verdict), ruled, nearest)
        found.append(row)
    return tuple(found)


def _verdicts(assessment: Assessment) -> list[PointVerdict]:
    """A verdict for every point of the rubric, also for one that the judge left out."""
    judged = {verdict.point: verdict for verdict in assessment.judgement.verdicts}
    return [
        judged.get(point.id)
        or PointVerdict(point=point.id, verdict=Verdict.NOT_JUDGED, probability=None)
        for point in assessment.question.rubric
    ]


def _ruled(assessment: Assessment, point: str) -> str:
    """What the judge had said of a point that the user overruled."""
    if assessment.judged is None or all(one.point != point for one in assessment.rulings):
        return ""
    own = next((v for v in assessment.judged.verdicts if v.point == point), None)
    verdict, doubted = (own.verdict, own.uncertain) if own else (Verdict.NOT_JUDGED, False)
    word = verdict_word(verdict, doubted=doubted)[1].lower()
    return f"You pointed to these words. The judge alone: {word}."


def _near(verdict: PointVerdict) -> str:
    if not verdict.uncertain or verdict.probability is None:
        return ""
    return f"{_why_doubted(verdict, f'{100 * verdict.probability:.0f} %')} Decide for yourself."


def _why_doubted(verdict: PointVerdict, said: str) -> str:
    """Why a verdict is in doubt, as a sentence; ``said`` is the share for covered."""
    if verdict.doubt is Doubt.PASSAGE:
        return "The judge is not sure: the words it found hardly speak of this point."
    if verdict.verdict is Verdict.WRONG:
        return f"The judge cannot tell whether you said this or its contrary ({said} for said)."
    if verdict.doubt is Doubt.RIVAL and verdict.verdict is Verdict.PARTIAL:
        return f"The judge wavers between several verdicts ({said} for covered)."
    if verdict.doubt is Doubt.LINE and verdict.verdict is not Verdict.COVERED:
        return f"The judge gives {said} that this was said in full: just too little for covered."
    if verdict.doubt is Doubt.RIVAL:
        return f"The judge gives {said} that this was covered after all."
    return f"The judge gives {said} that this was covered."


def counts(assessment: Assessment) -> tuple[tuple[str, str, int], ...]:
    """How many points stand in each state: icon, word, number; empty states are left out."""
    return counted(_verdicts(assessment))


def meaning(assessment: Assessment) -> str:
    """The overall score in a sentence, and how much of the rubric it stands on."""
    overall = assessment.scores.overall
    if overall is None:
        return "Not judged, so there is no score."
    text = next(text for least, text in MEANINGS if overall >= least)
    states = [row.state for row in rows(assessment)]
    judged = len(states) - states.count(Verdict.NOT_JUDGED.value)
    if judged < len(states):
        text = f"{text} Only {judged} of {len(states)} points could be judged."
    alone = assessment.judged_scores
    if alone is not None:
        figure = "no score" if alone.overall is None else f"{alone.overall:.0f}"
        text = f"{text} With your ruling; by the judge alone: {figure}."
    return text


def shares(assessment: Assessment) -> tuple[tuple[str, float | None, str], ...]:
    """The four scores of 0 to 10 with what each one asks."""
    scores = assessment.scores
    return (
        ("Relevance", scores.relevance, "Did it answer what was asked?"),
        ("Depth", scores.depth, "How much of a strong answer was there?"),
        ("Correctness", scores.correctness, "How much of what was stated is right?"),
        ("Clarity", scores.clarity, "Structure and delivery; never accent, never speed alone."),
    )


def scale(length: float) -> tuple[float, ...]:
    """Places of the whole minutes in a drawing, to guide the eye."""
    return tuple(x_of(60.0 * m, length) for m in range(1, int(length // 60) + 1))


def day(started: str) -> str:
    """The local day of a UTC time of the library, ISO 8601."""
    return datetime.fromisoformat(started).astimezone().date().isoformat()


def made_by(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """What made this page: name and value, for the foot."""
    made, took = assessment.made_by, assessment.timings
    return (
        ("MockVoice", made.mockvoice),
        ("Heard by", made.transcriber or "typed"),
        ("Judged by", f"{made.judge} ({made.method})" if made.judge else "not judged"),
        ("Scores", FORMULA),
        ("Rubric", made.rubric),
        ("Transcription", f"{took.transcribe:.1f} s"),
        ("Judging", f"{took.judge:.1f} s"),
        ("In all", f"{took.total:.1f} s"),
    )
