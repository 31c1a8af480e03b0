"""The interviewer's mouth: each utterance has a sound file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.ports import SpokenClip
from mockvoice.engine.fakes import FakeVoice
from mockvoice.services.speaking import Speaking
from tests.services.sound import FakeSpeaker


class Hoarse(FakeVoice):
    """Fails at its first words."""

    def say(self, text: str, out: Path, speed: float = 1.0) -> SpokenClip:
        """Speak, but not at once."""
        if not self.said:
            self.said.append(text)
            raise MockvoiceError("Hoarse.")
        return super().say(text, out, speed)


def test_what_is_made_again_overwrites_no_other_sound() -> None:
    """After a failed utterance is made anew each text still has its own file."""
    speaking = Speaking(Hoarse(), FakeSpeaker())
    try:
        with pytest.raises(MockvoiceError):
            speaking.prepare("One.").result(10)
        two = speaking.prepare("Two.").result(10)
        assert speaking.prepare("One.").result(10).path != two.path
        assert speaking.prepare("Two.").result(10) is two
    finally:
        speaking.close()
        assert speaking.join(10)
