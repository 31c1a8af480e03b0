"""What the interviewer says before the candidate answers: told in writing too, and then it goes on.

What was under way is given up before.
"""

from __future__ import annotations

from collections.abc import Callable

from mockvoice.domain.errors import MockvoiceError
from mockvoice.domain.ports import SpokenClip
from mockvoice.services.session import Session


def say_prompt(
    session: Session,
    begins: Callable[[], None],
    then: Callable[[], None],
    speed: float = 1.0,
) -> None:
    """Say the prompt of the part under way. ``begins`` is called when it begins to sound; where no
    sound can be made it is only told, and goes on at once."""
    part = session.turn.part
    begun = False

    def begin(word_ends: tuple[float, ...] = ()) -> None:
        nonlocal begun
        begun = True
        begins()
        follow_up = part.point is not None
        session.announce.prompt(part.prompt, follow_up=follow_up, word_ends=word_ends)

    def sounds(clip: SpokenClip) -> None:
        begin(tuple(word.end for word in clip.words))

    def spoken(error: MockvoiceError | None) -> None:
        if error:
            session.announce.failed("voice", error)
        if not begun:
            begin()
        then()

    unless_ended = session.epoch.unless_ended
    session.epoch.end()
    session.speaking.say(
        session.turn.asked.aloud(part.prompt), unless_ended(spoken), unless_ended(sounds), speed
    )


def say_aside(
    session: Session, text: str, begins: Callable[[], None], then: Callable[[], None]
) -> None:
    """Say what the candidate has asked for; the same answer goes on after it."""

    def spoken(error: MockvoiceError | None) -> None:
        if error:
            session.announce.failed("voice", error)
        then()

    session.epoch.end()
    session.announce.aside(text)
    begins()
    session.speaking.say(session.turn.asked.aloud(text), session.epoch.unless_ended(spoken))
