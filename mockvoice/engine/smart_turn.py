"""The end of a turn: Silero says whether there is voice, Smart Turn v3.2 whether it has finished.

Smart Turn (pipecat-ai, BSD-2-Clause) is Whisper tiny's encoder with a classifier. It hears the last
8 s, padded with silence in front, as the log-mel spectrogram of the normalised waveform.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from mockvoice.domain.errors import ModelDamaged, ModelMissing
from mockvoice.engine.vad import WINDOW, SpeechDetector

SECONDS: Final = 8
_RATE: Final = 16_000


class SileroVoice:
    """VoiceActivity by Silero, for a live microphone."""

    def __init__(self) -> None:
        self._detector = SpeechDetector()

    def reset(self) -> None:
        """Forget what was heard."""
        self._detector.reset()

    def voice(self, window: bytes) -> float:
        """Return the probability of speech in the next 512 samples."""
        import numpy as np

        samples = np.frombuffer(window, dtype="<i2", count=WINDOW).astype(np.float32)
        return self._detector(samples / np.float32(32768))


class SmartTurn:
    """TurnEnd by the ONNX model in ``folder``. Raises ModelMissing, ModelDamaged."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from faster_whisper.feature_extractor import FeatureExtractor

        found = sorted(folder.glob("*.onnx"))
        if not found:
            raise ModelMissing(
                "The model that hears the end of a turn is missing.",
                "Fetch it on the models page, or with `mockvoice models fetch`.",
            )
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(found[0]), providers=["CPUExecutionProvider"], sess_options=options
            )
        # onnxruntime's errors share no public root
        except Exception as error:
            raise ModelDamaged(
                f"{found[0].name} cannot be read.", "Fetch the model again.", detail=str(error)
            ) from error
        self._features = FeatureExtractor(chunk_length=SECONDS)

    def finished(self, pcm: bytes) -> float:
        """Return the probability that the turn is over at the end of this sound."""
        import numpy as np

        whole = SECONDS * _RATE
        heard = np.frombuffer(pcm[-whole * 2 :], dtype="<i2").astype(np.float32) / 32768
        samples = np.zeros(whole, dtype=np.float32)
        samples[whole - len(heard) :] = heard
        # As the model was trained: zero mean and unit variance over the whole window.
        samples = (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)
        mel = self._features(samples, padding=0)[:, : SECONDS * 100]
        features = mel.astype(np.float32)[np.newaxis]
        (output,) = self._session.run(None, {"input_features": features})
        return float(output[0, 0])
