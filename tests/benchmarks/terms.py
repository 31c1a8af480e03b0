"""Do a question's terms put words into mouths? The same sound is heard with the terms of others.

    python -m tests.benchmarks.terms DIR [DIR ...] [--model whisper-base] [--seed N]

Each recording is heard without terms and with the terms of three questions of the bank drawn at
random, as if it were an answer to them. Counted are the terms that are written though they were
neither said nor heard without terms, and word errors with and without. Beside each sound file
lies a .txt with what is said.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from mockvoice import paths
from mockvoice.domain.fillers import is_sound
from mockvoice.domain.ports import TranscribeRequest
from mockvoice.domain.words import tokens, word_errors
from mockvoice.engine.whisper import WhisperTranscriber
from mockvoice.services import bank
from tests.benchmarks.speech import SUFFIXES

DRAWN = 3


def gained(
    said: Sequence[str], plain: Sequence[str], heard: Sequence[str], terms: Sequence[str]
) -> list[str]:
    """Return the terms that are written though they were neither said nor heard without terms."""
    truths = [f" {' '.join(words)} " for words in (said, plain)]
    wanted = [f" {' '.join(tokens(term))} " for term in terms]
    text = f" {' '.join(heard)} "
    return [t.strip() for t in wanted if t in text and not any(t in truth for truth in truths)]


def read(text: str) -> list[str]:
    """Return the words without filler sounds."""
    return [word for word in tokens(text) if not is_sound(word)]


def main() -> None:
    """Hear everything with foreign terms and without; print what the terms did."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)
    entries = [e for e in bank.load([paths.questions()]) if len(e.question.terms) >= DRAWN]
    transcriber = WhisperTranscriber(paths.weights() / chosen.model, chosen.model)
    print("| folder | heard with terms | words | terms gained | word errors | … without terms |")
    print("|---|---:|---:|---:|---:|---:|")
    gains: list[str] = []
    for folder in chosen.folders:
        many = words = with_terms = without = 0
        found: list[str] = []
        for audio in sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES):
            if not (truth := audio.with_suffix(".txt")).is_file():
                continue
            said = read(truth.read_text("utf-8"))
            plain = read(transcriber.transcribe(TranscribeRequest(audio=audio)).text)
            for entry in draw.sample(entries, DRAWN):
                terms = tuple(term.text for term in entry.question.terms)
                heard = read(
                    transcriber.transcribe(TranscribeRequest(audio=audio, terms=terms)).text
                )
                found += gained(said, plain, heard, terms)
                many, words = many + 1, words + len(said)
                with_terms += word_errors(said, heard)
                without += word_errors(said, plain)
        print(f"| {folder.name} | {many} | {words} | {len(found)} | {with_terms} | {without} |")
        gains += [f"{folder.name}: {term}" for term in found]
    print("\n".join(["", "Gained:", *gains] if gains else []))


if __name__ == "__main__":
    main()
