"""The transcriber on real recordings, with the real models."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from mockvoice import paths
from mockvoice.domain.errors import BadAudio, ModelDamaged, ModelMissing
from mockvoice.domain.fillers import Said, mark_sounds
from mockvoice.domain.ports import TranscribeRequest
from mockvoice.domain.transcript import FillerSource, Transcript
from mockvoice.domain.words import tokens
from mockvoice.engine.whisper import WhisperTranscriber, compose
from mockvoice.engine.whisper_decoder import Heard, HeardWord, Stretch, WhisperDecoder

RATE = 16_000
ANSWER = "demo/answer.flac"


@pytest.fixture(scope="module")
def transcriber(light_weights: Path) -> WhisperTranscriber:
    """The light model, loaded once."""
    return WhisperTranscriber(light_weights / "whisper-tiny.en", "whisper-tiny.en")


@pytest.fixture(scope="module")
def heard(transcriber: WhisperTranscriber) -> Transcript:
    """The first 25 s of the demo's answer."""
    return transcriber.transcribe(TranscribeRequest(audio=paths.assets() / ANSWER, end=25.0))


@pytest.mark.golden
def test_what_was_said_is_heard(heard: Transcript) -> None:
    """The words of the answer are there, in order of time."""
    said = tokens(heard.text)
    assert {"variance", "training", "underfitting"} <= set(said)
    starts = [word.start for word in heard.words]
    assert starts == sorted(starts)
    assert heard.model == "whisper-tiny.en"


@pytest.mark.golden
def test_verbatim_text_is_the_words(heard: Transcript) -> None:
    """Joined by single spaces, the words are the verbatim text."""
    assert heard.verbatim_text == " ".join(word.text for word in heard.words)


@pytest.mark.golden
def test_filler_sounds_are_counted_and_not_read(weights: Path) -> None:
    """The standard model finds the three "um" of these seconds and leaves none in the text."""
    standard = WhisperTranscriber(weights / "whisper-base", "whisper-base")
    heard = standard.transcribe(TranscribeRequest(audio=paths.assets() / ANSWER, end=25.0))
    sounds = [filler for filler in heard.fillers if filler.text in {"um", "uh"}]
    assert len(sounds) == 3
    assert not {"um", "uh"} & set(tokens(heard.text))


@pytest.mark.golden
def test_words_lie_in_speech(heard: Transcript) -> None:
    """At least nine of ten words begin and end within 0.1 s of speech."""
    inside = [
        word
        for word in heard.words
        if any(s.start - 0.1 <= word.start and word.end <= s.end + 0.1 for s in heard.speech)
    ]
    assert len(inside) >= 0.9 * len(heard.words)


@pytest.mark.golden
def test_a_stretch_keeps_the_times_of_the_file(transcriber: WhisperTranscriber) -> None:
    """Times count from the start of the file even when its middle is asked for, live too."""
    request = TranscribeRequest(audio=paths.assets() / ANSWER, start=10.0, end=20.0, live=True)
    part = transcriber.transcribe(request)
    assert part.words
    assert all(9.9 <= word.start <= word.end <= 20.1 for word in part.words)


@pytest.mark.golden
def test_the_same_recording_gives_the_same_transcript(transcriber: WhisperTranscriber) -> None:
    """Nothing is sampled."""
    request = TranscribeRequest(audio=paths.assets() / ANSWER, end=8.0)
    assert transcriber.transcribe(request) == transcriber.transcribe(request)


@pytest.mark.golden
@pytest.mark.parametrize("kind", ["silence", "noise", "chord"])
def test_nothing_is_invented(transcriber: WhisperTranscriber, tmp_path: Path, kind: str) -> None:
    """Where nobody speaks there are no words."""
    t = np.arange(6 * RATE) / RATE
    sounds = {
        "silence": np.zeros_like(t),
        "noise": 0.1 * np.random.default_rng(5).standard_normal(len(t)),
        "chord": sum(0.1 * np.sin(2 * np.pi * f * t) for f in (262, 330, 392)),
    }
    path = tmp_path / "a.wav"
    soundfile.write(path, sounds[kind], RATE)
    nothing = transcriber.transcribe(TranscribeRequest(audio=path))
    assert nothing.silent
    assert nothing.text == nothing.verbatim_text == ""
    assert nothing.fillers == ()
    assert nothing.seconds == pytest.approx(6.0)


@pytest.mark.golden
def test_foreign_terms_gain_no_words(transcriber: WhisperTranscriber) -> None:
    """Terms of another field do not turn up in what is heard."""
    terms = ("Kubernetes", "Kafka", "gRPC", "load balancer")
    request = TranscribeRequest(audio=paths.assets() / ANSWER, end=25.0, terms=terms)
    text = transcriber.transcribe(request).text.lower()
    assert not [term for term in terms if term.lower() in text]


TERMS = TranscribeRequest(audio=Path("answer.wav"), terms=("lasso", "ridge"))


def _hearing(text: str, sureness: float, no_speech: float = 0.0, *, loop: bool = False) -> Heard:
    words = tuple(
        HeardWord(word, 0.4 * i, 0.4 * i + 0.3, 0.9) for i, word in enumerate(text.split())
    )
    return Heard(words, sureness, no_speech, repetitive=loop)


class Hearings(WhisperDecoder):
    """A decoder without a model that hears one thing with terms and another without."""

    def __init__(self, with_terms: Heard, without: Heard) -> None:
        self._with_terms, self._without = with_terms, without
        self.prompts: list[str] = []

    def hear(
        self, stretch: Stretch, *, prompt: str = "", stamps: bool = False, beam: int = 5
    ) -> Heard:
        """Return what was set, whatever the stretch is."""
        self.prompts.append(prompt)
        return self._with_terms if prompt else self._without


def _hard_of_hearing(decoder: WhisperDecoder) -> WhisperTranscriber:
    transcriber = object.__new__(WhisperTranscriber)
    transcriber._decoder = decoder
    return transcriber


@pytest.mark.parametrize(
    ("with_terms", "without", "kept"),
    [
        (_hearing("a lasso", -0.39), _hearing("a less", -0.1), "a lasso"),
        (_hearing("a lasso", -0.41), _hearing("a less", -0.4), "a less"),
        (_hearing("a lasso", -0.41), _hearing("a less", -0.5), "a lasso"),
        (
            _hearing("we keep the rare", -0.6),
            _hearing("we we we we", -0.1, loop=True),
            "we keep the rare",
        ),
        (_hearing("we keep the rare", -0.6), _hearing("Okay now", -0.1), "we keep the rare"),
        (_hearing("a lasso", -1.2, 0.9), _hearing("Thank you", -0.7, 0.9), "a lasso"),
    ],
)
def test_hard_speech_is_heard_without_terms_too(
    with_terms: Heard, without: Heard, kept: str
) -> None:
    """Below a sureness the surer of two hearings counts, but no loop, no scrap, and no hearing of
    sound in which nobody speaks."""
    decoder = Hearings(with_terms, without)

    assert _hard_of_hearing(decoder)._clean(Stretch(None, 0), TERMS).text == kept


def test_captions_are_heard_once() -> None:
    """While somebody speaks no stretch is decoded twice, however hard it is."""
    decoder = Hearings(_hearing("a lasso", -0.9), _hearing("a less", -0.1))

    _hard_of_hearing(decoder)._clean(Stretch(None, 0), TERMS.model_copy(update={"live": True}))

    assert decoder.prompts == ["lasso, ridge."]


def test_without_terms_nothing_is_prompted() -> None:
    """Of no terms no lone full stop is left."""
    decoder = Hearings(_hearing("a lasso", -0.1), _hearing("a less", -0.1))

    _hard_of_hearing(decoder)._clean(Stretch(None, 0), TERMS.model_copy(update={"terms": ()}))

    assert decoder.prompts == [""]


def test_a_hesitation_cuts_no_sentence() -> None:
    """A stop written where somebody only hesitates is in no text of the transcript."""
    line = "We stop when. Um, the shift is small. Then we test."
    words = [Said(w, 0.4 * i, 0.4 * i + 0.3, 0.9) for i, w in enumerate(line.split())]

    found = compose(mark_sounds(words, FillerSource.CLEAN), [(0.0, 5.0)], 5.0, "test")

    assert found.text == "We stop when the shift is small. Then we test."
    assert [word.text for word in found.words][2:5] == ["when", "um,", "the"]
    assert found.verbatim_text == "We stop when um, the shift is small. Then we test."


@pytest.mark.golden
def test_a_file_that_is_no_recording(transcriber: WhisperTranscriber, tmp_path: Path) -> None:
    """The refusal of the decoder reaches the caller."""
    path = tmp_path / "notes.wav"
    path.write_text("not a recording")
    with pytest.raises(BadAudio):
        transcriber.transcribe(TranscribeRequest(audio=path))


def test_a_missing_model_is_said_to_be_missing(tmp_path: Path) -> None:
    """A folder that is not there, and an empty one."""
    for folder in (tmp_path / "whisper-none", tmp_path):
        with pytest.raises(ModelMissing, match="not in the models folder"):
            WhisperTranscriber(folder, "whisper-none")


@pytest.mark.golden
def test_a_damaged_model_is_said_to_be_damaged(light_weights: Path, tmp_path: Path) -> None:
    """A folder without tokenizer is not completed from the network; half a model is refused."""
    source = light_weights / "whisper-tiny.en"
    for name in ("config.json", "vocabulary.txt"):
        shutil.copy(source / name, tmp_path / name)
    (tmp_path / "model.bin").write_bytes((source / "model.bin").read_bytes()[:1_000_000])
    with pytest.raises(ModelDamaged, match=r"lacks tokenizer\.json"):
        WhisperTranscriber(tmp_path, "whisper-tiny.en")
    shutil.copy(source / "tokenizer.json", tmp_path / "tokenizer.json")
    with pytest.raises(ModelDamaged, match="cannot be read"):
        WhisperTranscriber(tmp_path, "whisper-tiny.en")
