"""Subtitles of answers: SRT and WebVTT from the times of the words.

The figures for what can be read in time are those that Netflix and the BBC give their subtitlers:
two lines of 42 signs, five sixths of a second to seven seconds, about 17 signs a second. What the
interviewer asked is not in the recording; it stands as a cue of its own, marked as the
interviewer's, from the second at which the reply begins, for as long as it takes to read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap
from typing import Final, NamedTuple

from mockvoice.domain.assessment import Assessment, Prompt
from mockvoice.domain.transcript import Word
from mockvoice.domain.words import ends_phrase, ends_sentence, readable

LINE: Final = 42
"""Signs in a line."""
LINES: Final = 2
LONGEST: Final = 7.0
"""Seconds a cue stands at most."""
SHORTEST: Final = 5 / 6
"""Seconds a cue stands at least, where the next one leaves it room."""
PER_SECOND: Final = 17.0
"""Signs that are read in a second."""
SILENCE: Final = 1.0
"""Seconds of silence after which a new cue begins."""
LINGER: Final = 0.4
"""Seconds a cue may stay after its last word."""
BETWEEN: Final = 0.04
"""Seconds between two cues, so that one is seen to follow the other."""
CLAUSE_FROM: Final = 30
"""Signs from which on a comma is a good place to end a cue."""
_TAG: Final = re.compile(r"(?<=<)(?=[/a-zA-Z])|(?<=\{)(?=\\)|(?<=--)(?=>)")
_APART: Final = "\u2060"
"""A word joiner: it is not seen, and "<b>", "{\\an8}" and "-->" are text with it."""


class Cue(NamedTuple):
    """One subtitle."""

    start: float
    """Seconds from the start of the recording."""
    end: float
    text: str
    """One or two lines."""
    interviewer: bool = False
    """True for what the interviewer asked."""


def cues(made: Assessment, offset: float = 0.0) -> tuple[Cue, ...]:
    """Cues of a spoken answer in order of time, moved by ``offset`` seconds; none for a typed one.

    Fillers are left out, as subtitles do.
    """
    said = [word for word in made.transcript.words if not word.filler]
    replies = [prompt for prompt in made.prompts if prompt.point is not None or prompt.answers]
    found = _of_words(_pieces(said, [prompt.at for prompt in replies]))
    for prompt in replies:
        found += question(prompt)
    moved = (cue._replace(start=cue.start + offset, end=cue.end + offset) for cue in found)
    return tuple(sorted(moved, key=lambda cue: (cue.start, not cue.interviewer)))


def question(prompt: Prompt) -> list[Cue]:
    """What the interviewer asked, from the second of the reply on, in stretches of two lines."""
    found, at = [], prompt.at
    lines = wrap(f"[Interviewer: {prompt.text}]", LINE)
    for place in range(0, len(lines), LINES):
        shown = "\n".join(lines[place : place + LINES])
        end = at + min(LONGEST, max(SHORTEST, len(shown) / PER_SECOND))
        found.append(Cue(at, end - BETWEEN, shown, interviewer=True))
        at = end
    return found


def srt(shown: Sequence[Cue]) -> str:
    """Write cues as SubRip, which has no escapes: what would be taken for a tag is kept apart."""
    blocks = (
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n"
        f"{_TAG.sub(_APART, cue.text)}\n"
        for number, cue in enumerate(shown, start=1)
    )
    return "\n".join(blocks)


def vtt(shown: Sequence[Cue]) -> str:
    """Write cues as WebVTT: voices are named, and what the interviewer asked stands at the top."""
    blocks = ["WEBVTT\n"]
    for cue in shown:
        voice, place = ("Interviewer", " line:0") if cue.interviewer else ("Candidate", "")
        text = cue.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        times = f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}{place}"
        blocks.append(f"{times}\n<v {voice}>{text}\n")
    return "\n".join(blocks)


def _pieces(said: Sequence[Word], begins: Sequence[float]) -> list[list[Word]]:
    """Words in stretches that fit a cue each, ended where a reader expects it."""
    found: list[list[Word]] = []
    held: list[Word] = []
    for word in said:
        if held and _full(held, word, begins):
            found.append(held)
            held = []
        held.append(word)
    if held:
        found.append(held)
    return found


def _full(held: Sequence[Word], word: Word, begins: Sequence[float]) -> bool:
    """Tell whether the cue ends before this word."""
    last = held[-1]
    length = len(_text(held))
    longer = [*held, word]
    return (
        len(wrap(_text(longer), LINE)) > LINES
        or word.end - held[0].start > LONGEST - LINGER
        or word.start - last.end >= SILENCE
        or any(held[0].start < at <= word.start for at in begins)
        or (ends_sentence(last.text) and length >= LINE // 2)
        or (ends_phrase(last.text) and length >= CLAUSE_FROM)
    )


def _of_words(pieces: Sequence[Sequence[Word]]) -> list[Cue]:
    """Cues from the first word to a little after the last, never into the next one."""
    found = []
    begins = [piece[0].start for piece in pieces]
    for piece, after in zip(pieces, [*begins, float("inf")][1:], strict=True):
        start, end = piece[0].start, max(word.end for word in piece)
        end = min(max(end + LINGER, start + SHORTEST), after - BETWEEN, start + LONGEST)
        found.append(Cue(start, max(end, start + BETWEEN), _balanced(_text(piece))))
    return found


def _text(piece: Sequence[Word]) -> str:
    text = readable(word.text for word in piece)
    # Only a sentence that begins here begins with a capital: cues go on where the last one ended.
    return text if piece[0].text[:1].isupper() else text[:1].lower() + text[1:]


def _balanced(text: str) -> str:
    """Break a text that is too long for one line where the lines come out most alike."""
    if len(text) <= LINE:
        return text
    words = text.split()
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    fitting = [(one, two) for one, two in breaks if max(len(one), len(two)) <= LINE]
    if not fitting:
        return "\n".join(wrap(text, LINE))
    best = min(fitting, key=lambda both: abs(len(both[0]) - len(both[1])))
    return "\n".join(best)


def _clock(seconds: float, point: str) -> str:
    whole = max(0, round(seconds * 1000))
    minutes, milliseconds = divmod(whole, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds // 1000:02d}{point}{milliseconds % 1000:03d}"
