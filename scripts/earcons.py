"""Make the short sounds of assets/earcons: soft struck tones, 16-bit mono WAV.

Run it again after a change: python scripts/earcons.py
"""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

RATE = 48_000
FOLDER = Path(__file__).resolve().parent.parent / "assets" / "earcons"
SOUNDS = {
    "listening": ((0.00, 587.3), (0.09, 880.0)),
    "done": ((0.00, 880.0), (0.09, 587.3)),
    "ended": ((0.00, 523.3), (0.10, 659.3), (0.20, 784.0)),
}
"""Name -> (second at which a tone begins, its frequency in hertz)."""
LENGTH = 0.55
LOUD = 0.22
ATTACK = 0.008
DECAY = 9.0
"""Per second: how fast a tone dies away."""
FADE = 0.05


def tone(frequency: float, second: float) -> float:
    """Return the level of a struck tone so many seconds after it began."""
    if second < 0:
        return 0.0
    rise = min(1.0, second / ATTACK)
    body = math.sin(math.tau * frequency * second)
    body += 0.25 * math.sin(math.tau * 2 * frequency * second) * math.exp(-6 * second)
    return rise * body * math.exp(-DECAY * second)


def make(name: str) -> None:
    """Write one sound."""
    tones = SOUNDS[name]
    seconds = LENGTH + tones[-1][0]
    count = round(seconds * RATE)
    samples = []
    for place in range(count):
        at = place / RATE
        level = LOUD * sum(tone(frequency, at - begin) for begin, frequency in tones)
        level *= min(1.0, (seconds - at) / FADE)
        samples.append(round(32767 * max(-1.0, min(1.0, level))))
    with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{count}h", *samples))


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for sound in SOUNDS:
        make(sound)
