"""How well a folder of recordings is heard: words, fillers, word times; plain Whisper beside it.

Usage: python -m tests.benchmarks.speech DIR [DIR ...] [--model whisper-base] [--json FILE]
Beside each sound file lies a .txt with what is said, and for some a .times.json with
{"words": [[start, end, word], ...]}. "Plain" is faster-whisper with the same weights over the whole
file, beam 5, without conditioning on the text before, and no filler prompt.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from mockvoice import paths
from mockvoice.domain.fillers import is_sound
from mockvoice.domain.ports import TranscribeRequest
from mockvoice.domain.transcript import Transcript
from mockvoice.domain.words import tokens, word_errors
from mockvoice.engine.whisper import WhisperTranscriber

SUFFIXES = {".flac", ".wav", ".ogg", ".mp3", ".m4a", ".webm"}
MARK = "<filler>"


def time_errors(transcript: Transcript, truth: Path) -> list[float]:
    """Return |error| in seconds of start and end of each word that both have."""
    wanted = json.loads(truth.read_text())["words"]
    ours = [word for word in transcript.words if tokens(word.text)]
    names = [" ".join(tokens(word[2])) for word in wanted]
    heard = [" ".join(tokens(word.text)) for word in ours]
    blocks = SequenceMatcher(None, names, heard, autojunk=False).get_matching_blocks()
    errors: list[float] = []
    for block in blocks:
        for step in range(block.size):
            want, got = wanted[block.a + step], ours[block.b + step]
            errors += [abs(got.start - want[0]), abs(got.end - want[1])]
    return errors


def score(transcript: Transcript, truth: Path) -> dict[str, Any]:
    """Compare one transcript with what was said."""
    said = [MARK if is_sound(word) else word for word in tokens(truth.read_text())]
    heard = [MARK if is_sound(word) else word for word in tokens(transcript.verbatim_text)]
    blocks = SequenceMatcher(None, said, heard, autojunk=False).get_matching_blocks()
    hit = sum(said[b.a + step] == MARK for b in blocks for step in range(b.size))
    words = [word for word in said if word != MARK]
    read = [word for word in tokens(transcript.text) if not is_sound(word)]
    stamps = truth.with_suffix(".times.json")
    return {
        "hits": hit,
        "said": said.count(MARK),
        "heard": heard.count(MARK),
        "errors": word_errors(words, read),
        "words": len(words),
        "times": time_errors(transcript, stamps) if stamps.exists() else [],
    }


def total(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum up a folder."""
    names = ("hits", "said", "heard", "errors", "words", "plain_errors")
    sums = {k: sum(r[k] for r in rows) for k in names}
    times = [error for row in rows for error in row["times"]]
    both = sums["said"] + sums["heard"]
    long = max(0.1, sum(r["seconds"] for r in rows))
    return {
        "files": len(rows),
        "seconds": round(long, 1),
        "wer": round(sums["errors"] / max(1, sums["words"]), 4),
        "plain_wer": round(sums["plain_errors"] / max(1, sums["words"]), 4),
        "fillers": sums["said"],
        "precision": round(sums["hits"] / sums["heard"], 3) if sums["heard"] else None,
        "recall": round(sums["hits"] / sums["said"], 3) if sums["said"] else None,
        "f1": round(2 * sums["hits"] / both, 3) if both else None,
        "median_time_error": round(statistics.median(times), 3) if times else None,
        "real_time_factor": round(sum(r["took"] for r in rows) / long, 3),
        "plain_real_time_factor": round(sum(r["plain_took"] for r in rows) / long, 3),
    }


HEAD = {
    "files": "recordings",
    "seconds": "seconds",
    "wer": "word error rate",
    "plain_wer": "plain",
    "fillers": "fillers said",
    "f1": "F1",
    "precision": "precision",
    "recall": "recall",
    "median_time_error": "word times, median error (s)",
    "real_time_factor": "time taken, of the sound",
    "plain_real_time_factor": "plain",
}


def table(totals: dict[str, dict[str, Any]]) -> str:
    """Return all folders as a Markdown table."""
    lines = [f"| folder | {' | '.join(HEAD.values())} |", "|---" * (len(HEAD) + 1) + "|"]
    for folder, sums in totals.items():
        cells = ["" if sums[name] is None else str(sums[name]) for name in HEAD]
        lines.append(f"| {folder} | {' | '.join(cells)} |")
    return "\n".join(lines)


def plainly(model: Any, audio: Path, truth: Path) -> dict[str, Any]:
    """Hear a recording with nothing but faster-whisper."""
    began = time.perf_counter()
    segments, _ = model.transcribe(
        str(audio), language="en", beam_size=5, condition_on_previous_text=False
    )
    text = " ".join(segment.text for segment in segments)
    took = time.perf_counter() - began
    said = [word for word in tokens(truth.read_text()) if not is_sound(word)]
    heard = [word for word in tokens(text) if not is_sound(word)]
    return {"plain_errors": word_errors(said, heard), "plain_took": took, "plain": text}


def measure(folder: Path, transcriber: WhisperTranscriber, plain: Any) -> list[dict[str, Any]]:
    """Hear all recordings of a folder both ways."""
    rows = []
    for audio in sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES):
        truth = audio.with_suffix(".txt")
        if not truth.exists():
            continue
        began = time.perf_counter()
        heard = transcriber.transcribe(TranscribeRequest(audio=audio))
        row = {"file": audio.name, "took": time.perf_counter() - began, "seconds": heard.seconds}
        row |= score(heard, truth) | plainly(plain, audio, truth)
        rows.append({**row, "transcript": heard.model_dump(mode="json")})
    return rows


def main() -> None:
    """Transcribe and score the folders; print a table."""
    from faster_whisper import WhisperModel

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    weights = paths.weights() / chosen.model
    transcriber = WhisperTranscriber(weights, chosen.model)
    plain = WhisperModel(str(weights), device="cpu", compute_type="int8", cpu_threads=2)
    results: dict[str, Any] = {}
    for folder in chosen.folders:
        rows = measure(folder, transcriber, plain)
        results[folder.name] = {**total(rows), "recordings": rows}
    print(table(results))
    if chosen.json:
        chosen.json.write_text(json.dumps({"model": chosen.model, "folders": results}, indent=1))


if __name__ == "__main__":
    main()
