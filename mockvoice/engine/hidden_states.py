"""Reads a language model's inner states with llama.cpp: what it makes of a text, layer by layer."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mockvoice.domain.errors import ModelDamaged, ModelMissing
from mockvoice.domain.judging import Piece
from mockvoice.domain.ports import Progress, no_progress

States = npt.NDArray[np.float32]
"""Shape (tokens, layers, width)."""

_BATCH: Final = 512
_BLOCK: Final = 64
"""Texts are read in blocks of as many tokens, counted from their start: sums in the model depend a
little on how it was cut into batches, so what was read ahead must be cut as it would be later."""
_TOGETHER: Final = 16
"""So many continuations are asked in one pass, each in a sequence of its own after the text's."""
_WRITTEN: Final = _TOGETHER + 1
"""The sequence that holds what the model was last asked to go on from."""
_STEP: Final = 32
"""Tokens of a prompt to be gone on from are read in so many at a time, about a second of work: that
is how soon it can be told to stop."""


class _TensorHead(ctypes.Structure):
    """The first fields of ggml_tensor, enough to know its size."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("buffer", ctypes.c_void_p),
        ("ne", ctypes.c_int64 * 4),
    )


class StateReader:
    """Keeps a text in the model's memory and reads what several continuations make it think.

    Only the layers up to the last wanted one are computed, which saves the rest of the time.
    """

    def __init__(
        self, gguf: Path, *, layers: Sequence[int], threads: int = 2, context: int = 4096
    ) -> None:
        self.layers = tuple(sorted(layers))
        self.context = context
        self._lib, self._ggml = _libraries()
        self._model = load_model(gguf)
        self._vocab = self._lib.llama_model_get_vocab(self._model)
        self.width = int(self._lib.llama_model_n_embd(self._model))
        self._names = {f"l_out-{layer}".encode(): i for i, layer in enumerate(self.layers)}
        self._words = int(self._lib.llama_vocab_n_tokens(self._vocab))
        self._whole = False
        self._rows: list[npt.NDArray[np.float32]] = []
        self._ctx = self._new_context(threads)
        self._memory = self._lib.llama_get_memory(self._ctx)
        self._tokens: list[int] = []
        self._states: list[States] = []
        self._prompt: list[int] = []
        """What the sequence for writing holds."""
        self._rough = False
        """True when what is held may differ in its last digits from what a fresh reading gives."""

    def tokens(self, pieces: Sequence[Piece]) -> list[int]:
        """Cut a prompt into tokens; control tokens only where the piece is ours."""
        return [token for piece in pieces for token in self._cut(piece)]

    def token_text(self, token: int) -> bytes:
        """Return the bytes a token stands for."""
        buffer = ctypes.create_string_buffer(256)
        length = self._lib.llama_token_to_piece(self._vocab, token, buffer, 256, 0, True)
        return buffer.raw[: max(0, length)]

    def read(self, tokens: Sequence[int], *, loose: bool = False) -> States:
        """Hold exactly this text in memory (only what is new is computed); return its states.

        A ``loose`` reading takes what is held as it is, which is sooner done for a text that grows.
        One that is not gives the same digits whatever was read before.
        """
        if self._rough and not loose:
            self._forget()
        self._rough = self._rough or loose
        if len(tokens) + _BATCH + len(self._prompt) > self.context:
            self._drop_prompt(0)
        same = _same(self._tokens, tokens)
        if not loose and (same < len(tokens) or same < len(self._tokens)):
            same -= same % _BLOCK
        self._lib.llama_memory_seq_rm(self._memory, 0, same, -1)
        del self._tokens[same:]
        kept = np.concatenate(self._states)[:same] if self._states else self._nothing()
        self._states = [kept]
        rest = list(tokens[same:])
        for start in range(0, len(rest), _BLOCK):
            part = rest[start : start + _BLOCK]
            places = range(len(self._tokens), len(self._tokens) + len(part))
            self._states.append(self._decode(part, list(places), [0] * len(part)))
            self._tokens.extend(part)
        self._states = [np.concatenate(self._states)]
        return self._states[0]

    def ask(self, continuations: Sequence[Sequence[int]]) -> list[States]:
        """Return the states of each continuation of the held text, many in one pass."""
        found: list[States] = []
        group: list[Sequence[int]] = []
        for continuation in continuations:
            size = sum(map(len, group)) + len(continuation)
            if group and (size > _BATCH or len(group) == _TOGETHER):
                found += self._ask_together(group)
                group = []
            group.append(continuation)
        return found + (self._ask_together(group) if group else [])

    def write(self, tokens: Sequence[int], longest: int, progress: Progress = no_progress) -> str:
        """Let the model go on from a text, always with the likeliest word, until its end.

        What it shares with the text before is not read again. ``progress`` may raise to stop it.
        """
        text = list(tokens)[-(self.context - longest) :]
        if len(self._tokens) + _BATCH + len(text) + longest > self.context:
            self._forget()
        self._rough = self._whole = True
        written = b""
        try:
            self._hold_prompt(text, progress)
            for place in range(longest):
                progress(0.5 + 0.5 * place / longest)
                logits = np.ctypeslib.as_array(
                    self._lib.llama_get_logits_ith(self._ctx, -1), (self._words,)
                )
                last = int(logits.argmax())
                if self._lib.llama_vocab_is_eog(self._vocab, last):
                    break
                written += self.token_text(last)
                self._run([last], [len(text) + place], [_WRITTEN])
        finally:
            self._whole = False
            self._drop_prompt(len(self._prompt))
        return written.decode(errors="ignore")

    def close(self) -> None:
        """Give back the memory."""
        if self._ctx is not None:
            self._lib.llama_free(self._ctx)
            self._lib.llama_model_free(self._model)
            self._ctx = None

    def _hold_prompt(self, text: list[int], progress: Progress) -> None:
        # The last word is read again: what comes after it is known only right after reading it.
        self._drop_prompt(min(_same(self._prompt, text), len(text) - 1))
        while rest := text[len(self._prompt) :]:
            progress(0.5 * len(self._prompt) / len(text))
            part = rest[:_STEP]
            begin = len(self._prompt)
            self._run(part, list(range(begin, begin + len(part))), [_WRITTEN] * len(part))
            self._prompt += part

    def _drop_prompt(self, kept: int) -> None:
        self._lib.llama_memory_seq_rm(self._memory, _WRITTEN, kept, -1)
        del self._prompt[kept:]

    def _ask_together(self, group: Sequence[Sequence[int]]) -> list[States]:
        tokens: list[int] = []
        places: list[int] = []
        owners: list[int] = []
        held = len(self._tokens)
        for number, continuation in enumerate(group, start=1):
            self._lib.llama_memory_seq_cp(self._memory, 0, number, -1, -1)
            tokens += continuation
            places += range(held, held + len(continuation))
            owners += [number] * len(continuation)
        states = self._decode(tokens, places, owners)
        for number in range(1, len(group) + 1):
            self._lib.llama_memory_seq_rm(self._memory, number, -1, -1)
        ends = np.cumsum([len(continuation) for continuation in group])
        return [states[e - len(c) : e] for e, c in zip(ends, group, strict=True)]

    def _decode(self, tokens: list[int], places: list[int], owners: list[int]) -> States:
        self._rows = []
        self._run(tokens, places, owners)
        if len(self._rows) != len(self.layers):
            self._forget()
            raise _unreadable(f"{len(self._rows)} layers of {len(self.layers)} were seen")
        states = np.stack(self._rows, axis=1)
        if not np.isfinite(states).all():
            self._forget()
            raise _unreadable("the model's states are no numbers")
        return states

    def _run(self, tokens: list[int], places: list[int], owners: list[int]) -> None:
        count = len(tokens)
        batch = self._lib.llama_batch_init(count, 0, 1)
        try:
            batch.n_tokens = count
            for i in range(count):
                batch.token[i] = tokens[i]
                batch.pos[i] = places[i]
                batch.n_seq_id[i] = 1
                batch.seq_id[i][0] = owners[i]
                batch.logits[i] = int(i == count - 1)
            code = self._lib.llama_decode(self._ctx, batch)
        finally:
            self._lib.llama_batch_free(batch)
        if code != 0:
            self._forget()
            raise _unreadable(f"llama_decode gave {code} for {count} tokens")

    def _forget(self) -> None:
        self._tokens, self._states, self._prompt = [], [], []
        self._rough = False
        self._lib.llama_memory_clear(self._memory, True)

    def _see(self, tensor: int, ask: bool, _data: int) -> bool:
        """Called by llama.cpp for each node; False after the last wanted layer ends the pass."""
        layer = None if self._whole else self._names.get(self._ggml.ggml_get_name(tensor))
        if ask or layer is None:
            return layer is not None or not ask
        head = _TensorHead.from_address(tensor)
        rows = np.empty((head.ne[1], head.ne[0]), dtype=np.float32)
        self._ggml.ggml_backend_tensor_get(
            tensor, rows.ctypes.data_as(ctypes.c_void_p), 0, rows.nbytes
        )
        self._rows.append(rows)
        return layer + 1 < len(self.layers)

    def _new_context(self, threads: int) -> Any:
        params = self._lib.llama_context_default_params()
        params.n_ctx = self.context
        params.n_batch = params.n_ubatch = _BATCH
        params.n_seq_max = _WRITTEN + 1
        params.n_threads = params.n_threads_batch = threads
        params.kv_unified = True  # one cache for all, and tokens keep their order in a batch
        params.no_perf = True
        # llama.cpp keeps the pointer only, so Python must keep the callback.
        self._callback = self._lib.ggml_backend_sched_eval_callback(self._see)
        params.cb_eval = self._callback
        ctx = self._lib.llama_init_from_model(self._model, params)
        if not ctx:
            raise ModelDamaged("The language model could not be started.", "Free some memory.")
        return ctx

    def _cut(self, piece: Piece) -> list[int]:
        raw = piece.text.encode()
        buffer = (self._lib.llama_token * (len(raw) + 8))()
        count = self._lib.llama_tokenize(
            self._vocab, raw, len(raw), buffer, len(raw) + 8, False, piece.ours
        )
        return list(buffer[:count])

    def _nothing(self) -> States:
        return np.empty((0, len(self.layers), self.width), dtype=np.float32)


def _same(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many tokens both begin with."""
    for count, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return count
    return min(len(one), len(other))


def _unreadable(detail: str) -> ModelDamaged:
    return ModelDamaged(
        "The language model could not read the text.",
        "Check the model with `mockvoice models verify`.",
        detail=detail,
    )


def load_model(gguf: Path) -> Any:
    """Load a GGUF file for the CPU; ModelMissing or ModelDamaged when that is not possible."""
    lib, _ = _libraries()
    if not gguf.is_file():
        raise ModelMissing(
            f"The language model {gguf.name} is not in the models folder.",
            "Get it with `mockvoice models fetch`.",
        )
    params = lib.llama_model_default_params()
    params.n_gpu_layers = 0
    model = lib.llama_model_load_from_file(os.fsencode(gguf), params)
    if not model:
        raise ModelDamaged(
            f"The language model {gguf.name} cannot be loaded.",
            "Check it with `mockvoice models verify`, or fetch it again.",
        )
    return model


_SILENT: list[Any] = []


def _libraries() -> tuple[Any, Any]:
    """llama.cpp, quiet and initialised once, and the tensor library under it."""
    import llama_cpp.llama_cpp as lib

    folder = Path(lib.__file__).parent / "lib"
    names = sorted(p for p in folder.iterdir() if "ggml-base" in p.name)
    ggml = ctypes.CDLL(str(names[0]))
    ggml.ggml_get_name.restype = ctypes.c_char_p
    ggml.ggml_get_name.argtypes = [ctypes.c_void_p]
    ggml.ggml_backend_tensor_get.restype = None
    ggml.ggml_backend_tensor_get.argtypes = [
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_size_t,
        ctypes.c_size_t,
    ]
    if not _SILENT:
        _SILENT.append(lib.llama_log_callback(lambda _level, _text, _data: None))
        lib.llama_log_set(_SILENT[0], ctypes.c_void_p(0))
        lib.llama_backend_init()
    return lib, ggml
