"""One question while it is being asked and answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mockvoice.domain import clarifying
from mockvoice.domain.assessment import FollowUp, Prompt
from mockvoice.domain.clarifying import Reply
from mockvoice.domain.question import Question
from mockvoice.services.cast import Asked
from mockvoice.services.pondering import Subject
from mockvoice.services.review import Draft, Part

ACKNOWLEDGEMENTS: Final = ("Thank you.", "All right.", "I see.", "Okay, thanks.")
"""Said at once when an answer ends, while the reply is prepared."""
TO_ANSWERS_AND_QUESTIONS: Final = ("All right.", "Okay.")
"""The same where the candidate may have asked something: nobody is thanked for a question."""
MOST_ASIDES: Final = 8
"""Questions of the candidate that are answered in one part; then it is time to go on."""


@dataclass
class Turn:
    """One question while it is being asked and answered; belongs to the interview's thread."""

    position: int
    """1-based; 0 before the first."""
    asked: Asked
    is_open: bool = True
    """False before it is asked, and once its answer was handed over."""
    part: Part = field(init=False)
    """What is being answered now: the question or a follow-up."""
    parts: tuple[Part, ...] = ()
    """What has been answered before."""
    follow_ups: tuple[FollowUp, ...] = ()
    said: str = ""
    """Everything said to the parts before."""
    answered: int = 0
    """Characters of what was said to this question up to when the interviewer last spoke."""
    wording: int = 0
    attempt: int = 1
    voiced: bool = False
    """A voice was heard in the part under way, since it began to be recorded."""
    submitted: bool = False
    """The candidate, or their silence, has ended the part, and nobody has taken that back."""
    silent_end: bool = False
    """Nothing was said between the last stretch that was told to be over and that end."""
    told: bool = False
    """It was told that the part, as it is, is on disk."""

    def __post_init__(self) -> None:
        self.part = Part(prompt=wording(self.asked.question, 0))

    @property
    def file(self) -> str:
        """The name for the raw recording of the part under way."""
        reply = f"-reply-{len(self.parts)}" if self.parts else ""
        attempt = f"-attempt-{self.attempt}" if self.attempt > 1 else ""
        return f"answer-{self.position}{reply}{attempt}.pcm"

    @property
    def last_recording(self) -> str:
        """Name of the recording of the part under way or, before that begins, of the part before;
        empty when there is none."""
        return self.part.file or (self.parts[-1].file if self.parts else "")

    @property
    def acknowledgement(self) -> str:
        """What is said when the part ends; not the same each time."""
        words = TO_ANSWERS_AND_QUESTIONS if self.asked.question.facts else ACKNOWLEDGEMENTS
        before = self.position - 1 + len(self.parts) + len(self.part.asides)
        return words[before % len(words)]

    def draft(self, session: str, parts: tuple[Part, ...]) -> Draft:
        """Return the draft of the answer with these parts."""
        return Draft(
            session=session,
            position=self.position,
            question_id=self.asked.id,
            question=self.asked.question,
            parts=parts,
        )

    def subject(self, follow_ups: int) -> Subject:
        """What the reply to the part is about, where so many follow-ups may be asked in all."""
        more = len(self.follow_ups) < follow_ups
        return Subject(self.asked.question, self.said, self.follow_ups, more)

    def begin_recording(self) -> None:
        """Name the recording of the part, of which nothing is known yet."""
        self.part = self.part.model_copy(update={"file": self.file})
        self._begin_anew()

    def record_on(self) -> None:
        """Take the end of the part back, if there was one: its recording goes on."""
        self.submitted = self.silent_end = self.told = False

    def voice_heard(self) -> None:
        """A voice was heard in the recording."""
        self.voiced = True

    def submit(self, *, silent: bool) -> None:
        """End the part; ``silent`` when nothing was said since the last stretch."""
        self.submitted, self.silent_end = True, silent

    def go_on(self, reply: FollowUp, said: str) -> None:
        """Turn to a follow-up."""
        self.said = said
        self.answered = len(said)
        self.parts += (self.part,)
        self.follow_ups += (reply,)
        self.part = Part(prompt=reply.text, point=reply.point)
        self.attempt = 1
        self._begin_anew()

    def clarification(self, said: str) -> Reply | None:
        """The answer to a question that ``said``, all that was said so far, ends with."""
        if self.part.typed or len(self.part.asides) >= MOST_ASIDES:
            return None
        return clarifying.reply(said[self.answered :], self.asked.question.facts)

    def clarify(self, reply: Reply, said: str, at: float) -> None:
        """Keep what the interviewer answers at this second of the recording; the part goes on."""
        aside = Prompt(text=reply.text, at=at, answers=True)
        self.part = self.part.model_copy(update={"asides": (*self.part.asides, aside)})
        self.answered = len(said)
        self.record_on()  # a question is no answer yet

    def reword(self) -> None:
        """Put the question in its next wording; a follow-up stays as it is."""
        if self.part.point is None:
            self.wording += 1
            prompt = wording(self.asked.question, self.wording)
            self.part = self.part.model_copy(update={"prompt": prompt})

    def again(self) -> None:
        """Begin another attempt at the part under way; what was typed to it stays."""
        self.attempt += 1
        self.answered = len(self.said)
        self.part = self.part.model_copy(update={"file": "", "asides": ()})
        self._begin_anew()

    def close(self) -> None:
        """The answer, or that there is none, is known: nothing more comes to it."""
        self.is_open = False

    def _begin_anew(self) -> None:
        """Forget how another recording went: of the part nothing is recorded yet."""
        self.voiced = False
        self.record_on()


def wording(question: Question, number: int) -> str:
    """Return what is said to ask the question: as written first, then each rewording in turn."""
    if number and question.rewordings:
        return question.rewordings[(number - 1) % len(question.rewordings)]
    return f"{question.setup} {question.text}".strip()
