"""Voice activity by Silero (MIT, carried inside the faster-whisper package).

The ONNX session is run directly and its state is carried from window to window: the wrapper in
faster-whisper resets the state at each call and writes into the caller's array.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mockvoice.domain.errors import ModelMissing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

WINDOW: Final = 512
"""Samples per decision: 32 ms at 16 kHz."""
WINDOW_SECONDS: Final = WINDOW / 16_000
_CONTEXT: Final = 64
START: Final = 0.5
"""Speech starts where the probability reaches this (Silero's own default)."""
FAINT: Final = 0.2
"""There may be speech, whispered or swallowed, where the probability reaches this."""
_STOP: Final = 0.7
"""Speech goes on while the probability stays above this share of the start."""


class SpeechDetector:
    """Tells window by window how likely someone is speaking; remembers what it heard before."""

    def __init__(self) -> None:
        import onnxruntime
        from faster_whisper.utils import get_assets_path

        path = Path(get_assets_path()) / "silero_vad_v6.onnx"
        if not path.is_file():
            raise ModelMissing(
                "The voice activity model of faster-whisper is missing.",
                "Install faster-whisper again.",
            )
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        self._session: Any = onnxruntime.InferenceSession(
            str(path), providers=["CPUExecutionProvider"], sess_options=options
        )
        self.reset()

    def reset(self) -> None:
        """Forget everything heard, before another recording."""
        import numpy as np

        self._h = np.zeros((1, 1, 128), dtype=np.float32)
        self._c = np.zeros((1, 1, 128), dtype=np.float32)
        self._tail = np.zeros(_CONTEXT, dtype=np.float32)

    def __call__(self, window: Samples) -> float:
        """Return the probability of speech in the next 512 samples (float32, -1..1)."""
        return float(self.many(window)[0])

    def many(self, samples: Samples) -> Samples:
        """Return one probability per window for a whole number of windows, in one run."""
        import numpy as np

        if samples.ndim != 1 or len(samples) % WINDOW:
            raise ValueError(f"Give whole windows of {WINDOW} samples.")
        with_tail = np.concatenate([self._tail, samples.astype(np.float32, copy=False)])
        self._tail = with_tail[-_CONTEXT:].copy()
        starts = np.arange(len(samples) // WINDOW) * WINDOW
        windows = with_tail[starts[:, np.newaxis] + np.arange(WINDOW + _CONTEXT)]
        output, self._h, self._c = self._session.run(
            None, {"input": windows, "h": self._h, "c": self._c}
        )
        return np.asarray(output, dtype=np.float32).reshape(-1)


def speech_probabilities(detector: SpeechDetector, blocks: Iterable[Samples]) -> Samples:
    """Return one probability per 32 ms of a recording given in blocks of any length."""
    import numpy as np

    detector.reset()
    rest = np.zeros(0, dtype=np.float32)
    parts: list[Samples] = []
    for block in blocks:
        joined = np.concatenate([rest, block])
        whole = len(joined) // WINDOW * WINDOW
        if whole:
            parts.append(detector.many(joined[:whole]))
        rest = joined[whole:]
    if len(rest):
        parts.append(detector.many(np.pad(rest, (0, WINDOW - len(rest)))))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def speech_spans(
    probabilities: Samples | Sequence[float],
    *,
    start_at: float = START,
    shortest_speech: float = 0.1,
    shortest_silence: float = 0.1,
) -> list[tuple[float, float]]:
    """Return (start, end) in seconds of each stretch of speech, by hysteresis.

    Speech starts where the probability reaches ``start_at`` and goes on while it stays above 0.7
    of that (Silero's own: 0.5 and 0.35).
    Silences shorter than ``shortest_silence`` do not end a stretch; stretches shorter than
    ``shortest_speech`` are clicks and are dropped.
    """
    spans: list[tuple[float, float]] = []
    start: float | None = None
    last = 0.0
    for index, probability in enumerate(probabilities):
        now = index * WINDOW_SECONDS
        if probability >= start_at * (1.0 if start is None else _STOP):
            start = now if start is None else start
            last = now + WINDOW_SECONDS
        elif start is not None and now + WINDOW_SECONDS - last >= shortest_silence:
            spans.append((start, last))
            start = None
    if start is not None:
        spans.append((start, last))
    return [span for span in spans if span[1] - span[0] >= shortest_speech]
