"""Is what the interviewer says understood? Every question and follow-up is spoken and heard back.

    python -m tests.benchmarks.speaking [--seconds N] [--pack NAME]

Piper says each text, Whisper base writes down what it hears (no prompt, beam of 1), and the words
are compared after both sides are normalised: numbers as words, American spelling, contractions in
full, letters of abbreviations joined, compounds as the other side writes them. Results are kept, by
what was said, in out/speaking.jsonl, so the run can be stopped (--seconds) and goes on where it
was. The page docs/questions-measured.md gets the figures of all that was measured.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockvoice import paths
from mockvoice.domain.question import Question, Term
from mockvoice.domain.reading import seconds as estimated
from mockvoice.domain.say import in_own_terms, spoken
from mockvoice.domain.words import word_errors
from mockvoice.services import bank
from mockvoice.services.lint_words import american
from tests.benchmarks.bank_results import ROOT, keep, kept, key, put

CACHE = ROOT / "out" / "speaking.jsonl"
VOICE, EAR = "en_US-joe-medium", "whisper-base"
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_CONTRACTED = (
    *((r"\bcan't\b", "can not"), (r"\bcannot\b", "can not"), (r"\bwon't\b", "will not")),
    *((r"n't\b", " not"), (r"'re\b", " are"), (r"'ve\b", " have"), (r"'ll\b", " will")),
    *((r"'m\b", " am"), (r"\b(judg|acknowledg)ment", r"\1ement")),
)
"""Written either way for the same words, as in the usual normaliser for Whisper's transcripts."""


@dataclass(frozen=True)
class Utterance:
    """Something the interviewer says."""

    name: str
    """Which question, and which part of it."""
    pack: str
    text: str
    terms: tuple[Term, ...]


def utterances(question: Question, pack: str) -> Iterator[Utterance]:
    """Yield the question as it is asked, its rewordings, and every follow-up."""
    said = [("question", f"{question.setup} {question.text}".strip())]
    said += [(f"rewording {n}", text) for n, text in enumerate(question.rewordings, start=1)]
    said += [(point.id, point.probe) for point in question.rubric]
    for part, text in said:
        yield Utterance(f"{pack}/{question.id}: {part}", pack, text, question.terms)


def normal(text: str) -> list[str]:
    """Return words so that only what sounds different differs."""
    plain = text.lower().replace("’", "'").replace("%", " percent ").replace("per cent", "percent")
    plain = re.sub(r"(?<=\b[a-z])\.(?=[a-z]\b)", "", plain)  # a.u.c
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    plain = re.sub(r"\b(\d+)(?:st|nd|rd|th)\b", lambda at: ordinal_words(int(at[1])), plain)
    for short, long in _CONTRACTED:
        plain = re.sub(short, long, plain)
    plain = re.sub(r"(?<=\d)\.(?=\d)", " point ", plain)
    plain = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", plain)
    plain = re.sub(r"\d+", lambda number: f" {number_words(int(number.group()))} ", plain)
    words = [american(word) for word in re.findall(r"[a-z]+(?:'[a-z]+)?", plain)]
    return re.sub(r"(?<=\b\w) (?=\w\b)", "", " ".join(words).replace("'", "")).split()


def number_words(number: int) -> str:
    """Return a whole number below a billion as it is said."""
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {number_words(number % size)}" if number % size else ""
            return f"{number_words(number // size)} {name}{rest}"
    if number < 20:
        return _ONES[number]
    return f"{_TENS[number // 10]} {_ONES[number % 10] if number % 10 else ''}".strip()


def ordinal_words(number: int) -> str:
    """Return a place below a billion as it is said: 30 is "thirtieth"."""
    *first, last = number_words(number).split()
    last = _ORDINALS.get(last, f"{last.removesuffix('y')}{'ie' if last[-1] == 'y' else ''}th")
    return " ".join([*first, last])


def alike(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the first words with pairs joined that the other side writes as one."""
    joined: list[str] = []
    for word in one:
        both = joined[-1] + word if joined else ""
        if both in other and not (joined[-1] in other and word in other):
            joined[-1] = both
        else:
            joined.append(word)
    return joined


def compare(utterance: Utterance, heard: str) -> dict[str, Any]:
    """Return the word errors and the terms of the text that were not heard."""
    first, second = normal(utterance.text), normal(heard)
    reference, other = alike(first, second), alike(second, first)
    line, told = (f" {' '.join(words)} " for words in (first, second))
    terms = {term.text: " ".join(normal(term.text)) for term in utterance.terms}
    spoken_terms = [t for t, words in terms.items() if words and f" {words} " in line]
    lost = [t for t in spoken_terms if terms[t].replace(" ", "") not in told.replace(" ", "")]
    return {
        "words": len(reference),
        "errors": word_errors(reference, other),
        "terms": len(spoken_terms),
        "lost": lost,
    }


def measure(wanted: Sequence[Utterance], limit: float) -> None:
    """Say and hear what has not been measured yet, until the time is up."""
    from faster_whisper import WhisperModel

    from mockvoice.engine.piper import PiperVoice

    done = kept(CACHE)
    todo = [u for u in wanted if _key(u) not in done]
    random.Random(0).shuffle(todo)  # what a stopped run has measured is a fair sample of all
    if not todo:
        return
    voice = PiperVoice(paths.weights() / VOICE)
    ear = WhisperModel(str(paths.weights() / EAR), device="cpu", compute_type="int8", cpu_threads=2)
    end = time.monotonic() + limit
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "said.wav"
        for utterance in todo:
            if time.monotonic() > end:
                return
            clip = voice.say(in_own_terms(utterance.text, utterance.terms), sound)
            parts, _ = ear.transcribe(str(sound), language="en", beam_size=1)
            heard = " ".join(part.text.strip() for part in parts)
            keep(CACHE, {"key": _key(utterance), "heard": heard, "seconds": clip.seconds})


def _key(utterance: Utterance) -> str:
    return key(VOICE, EAR, as_said(utterance))


def as_said(utterance: Utterance) -> str:
    """Return the words that the voice reads, as interviews have them said."""
    return spoken(in_own_terms(utterance.text, utterance.terms))


def page(wanted: Sequence[Utterance]) -> str:
    """Return the figures of what has been measured."""
    done = kept(CACHE)
    rows = [
        (u, done[_key(u)], compare(u, done[_key(u)]["heard"])) for u in wanted if _key(u) in done
    ]
    many = f"{len(rows)} of {len(wanted)} questions, rewordings and follow-ups"
    lines = ["## Spoken and heard back", "", f"{many}, said by {VOICE}, heard by {EAR}.", ""]
    lines += ["| pack | texts | words | word errors | terms | not heard |", "|---|" + "---:|" * 5]
    for pack in ("all", *sorted({u.pack for u, _, _ in rows})):
        some = [result for u, _, result in rows if pack in ("all", u.pack)]
        words = sum(result["words"] for result in some)
        rate = 100 * sum(result["errors"] for result in some) / max(1, words)
        terms, lost = (sum(r["terms"] for r in some), sum(len(r["lost"]) for r in some))
        lines.append(f"| {pack} | {len(some)} | {words} | {rate:.1f} % | {terms} | {lost} |")
    guesses = [(estimated(u.text, u.terms), row["seconds"]) for u, row, _ in rows]
    if guesses:
        off = sum(guess - real for guess, real in guesses) / len(guesses)
        apart = sum(abs(guess - real) for guess, real in guesses) / len(guesses)
        longest = max(r["seconds"] for u, r, _ in rows if u.name.endswith(": question"))
        lines += [
            "",
            f"Longest question: {longest:.1f} s. Lint's estimate of the time is off by {off:+.1f} s"
            f" on average, {apart:.1f} s without sign.",
        ]
    worst = sorted(rows, key=lambda row: -row[2]["errors"] / max(1, row[2]["words"]))[:10]
    lines += ["", "The ten worst:", ""]
    for u, row, result in worst:
        share = 100 * result["errors"] / max(1, result["words"])
        lines += [f"- {u.name} ({share:.0f} %): “{u.text}” heard as “{row['heard']}”"]
    lines += ["", *lost_terms(rows)]
    return "\n".join(lines)


def lost_terms(rows: Sequence[tuple[Utterance, dict[str, Any], dict[str, Any]]]) -> list[str]:
    """Return a table of the terms not heard right, with the sounds that the voice makes for them.

    Where the sounds are right, it is the ear that does not know the term.
    """
    from piper.phonemize_espeak import EspeakPhonemizer

    def sounds(term: str, utterance: Utterance) -> str:
        words = spoken(in_own_terms(term, utterance.terms))
        said = EspeakPhonemizer().phonemize("en-us", words)
        return "".join(sound for sentence in said for sound in sentence)

    heard: dict[str, list[str]] = {}
    for utterance, row, result in rows:
        for term in result["lost"]:
            name = f"{term} | {sounds(term, utterance)}"
            heard.setdefault(name, []).append(f"{utterance.name}: “{row['heard']}”")
    lines = [
        "Terms not heard right:",
        "",
        "| term | sounds of the voice | heard |",
        "|---|---|---|",
    ]
    lines += [f"| {name} | {'<br>'.join(texts)} |" for name, texts in sorted(heard.items())]
    return lines if heard else ["All terms were heard right."]


def main() -> None:
    """Measure for a while and renew the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=150, help="stop after this time")
    parser.add_argument("--pack", default="", help="measure only this pack")
    chosen = parser.parse_args()
    loaded = bank.load([paths.questions()])
    wanted = [u for entry in loaded for u in utterances(entry.question, entry.pack)]
    measure([u for u in wanted if chosen.pack in ("", u.pack)], chosen.seconds)
    put("speaking", page(wanted))
    print(page(wanted).partition("The ten worst")[0])


if __name__ == "__main__":
    main()
