"""Playing sound where the system gives no loudspeaker."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from mockvoice.domain.errors import DeviceLost
from mockvoice.engine import playback


class PortAudioError(Exception):
    """What PortAudio raises."""


def no_device(**_wanted: object) -> None:
    """Open nothing."""
    raise PortAudioError("Error querying device -1")


def test_what_portaudio_says_is_detail_not_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user reads a sentence and what to do; the raw words are for the log."""
    bare = SimpleNamespace(PortAudioError=PortAudioError, OutputStream=no_device)
    monkeypatch.setitem(sys.modules, "sounddevice", bare)
    piece = playback.Piece(np.zeros((16, 1), np.float32), 0.0)
    with pytest.raises(DeviceLost) as caught:
        playback.play(playback.Sound([piece], 16_000, 1), "", playback._Never(), lambda _at: None)
    assert caught.value.message == "The loudspeaker does not play."
    assert "Settings" in caught.value.hint
    assert caught.value.detail == "Error querying device -1"
