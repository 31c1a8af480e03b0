"""Messages survive the wire, and nothing else is taken for one."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from mockvoice.domain import errors
from mockvoice.domain.errors import BadData, MockvoiceError
from mockvoice.worker import messages as m

ECHO = m.Echo(text="um — «ε»\n", fault=m.Fault.CRASH, once=Path("there is"))
TO_WORKER = (m.Request(id=1, task=ECHO), m.Cancel(id=1))
FROM_WORKER = (
    m.Hello(protocol=m.PROTOCOL, role=m.RoleName.VOICE),
    m.Ready(model="fake", self_test_s=0.5),
    m.Beat(),
    m.Progress(id=1, share=0.25),
    m.Result(id=1, answer=m.Copy(mime="audio/flac", content=bytes(range(256)))),
    m.Result(id=1, answer=m.Done()),
    m.Failure(id=None, error="BadAudio", message="No.", hint="Yes."),
)
ERRORS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, MockvoiceError)
]


@pytest.mark.parametrize("message", TO_WORKER, ids=lambda message: message.type)
def test_what_a_worker_reads_is_what_was_written(message: m.ToWorker) -> None:
    """A message to a worker is one line and comes back equal."""
    text = m.line(message)

    assert text.count(b"\n") == 1
    assert m.read_by_worker(text) == message


@pytest.mark.parametrize("message", FROM_WORKER, ids=lambda message: message.type)
def test_what_the_app_reads_is_what_was_written(message: m.FromWorker) -> None:
    """A message from a worker is one line and comes back equal, bytes included."""
    text = m.line(message)

    assert text.count(b"\n") == 1
    assert m.read_by_app(text) == message


@pytest.mark.parametrize(
    "text",
    [
        b"\n",
        b"\xff\xfe\n",
        b"loading model ...\n",
        b'{"type": "result"}\n',
        b'{"type": "ready", "model": "x", "self_test_s": 1, "more": 1}\n',
        b'{"type": "cancel", "id": 1}\n',
        b'{"type": "progress", "id": 1, "share": 0.1',
    ],
)
def test_anything_else_is_no_message(text: bytes) -> None:
    """Native prints, unknown keys, the other side's messages and cut lines are refused."""
    with pytest.raises(m.NotAMessage):
        m.read_by_app(text)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_crosses_as_itself(kind: type[MockvoiceError]) -> None:
    """Each class of error arrives as the same class with the same words."""
    error = kind("What.") if kind is errors.Cancelled else kind("What.", "Do this.", "log")

    arrived = m.Failure.of(7, error).as_error()

    assert type(arrived) is kind
    assert (arrived.message, arrived.hint, arrived.detail) == (
        error.message,
        error.hint,
        error.detail,
    )


def test_an_unknown_error_is_still_one_of_ours() -> None:
    """A name that is no error of ours, even of something importable, becomes the root error."""
    arrived = m.Failure(id=1, error="ClassVar", message="What.", hint="").as_error()

    assert type(arrived) is MockvoiceError


def test_a_file_name_that_is_no_text_is_refused() -> None:
    """A path with broken bytes is an error for the user, not a crash."""
    broken = m.Measure(audio=Path("a\udcff.wav"))

    with pytest.raises(BadData, match="not valid Unicode"):
        m.line(m.Request(id=1, task=broken))
