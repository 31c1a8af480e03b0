"""Clarifying questions: did the candidate ask the interviewer something, and what is the answer?

Only the end of what was said since the interviewer last spoke is looked at: a question that is not
the last thing said was not waiting for an answer. Rhetorical questions ("so how would I evaluate
this?") are told by the speaker being the one who acts, and in a long stretch only a question that
plainly turns to the interviewer ("may I ask …", "can I assume …") counts. On the bank's sample
answers, cut at any sentence, nothing is taken for a question (tests/domain/test_clarifying.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mockvoice.domain.question import Fact
from mockvoice.domain.words import tokens, word_set

ASSUME: Final = "Assume what you think is reasonable, and say what you assume."
"""Said when something was asked that the fact sheet does not hold."""
MOST_FACTS: Final = 3
"""So many facts are told at once; more cannot be kept in mind."""
_SHORT: Final = 45
"""Words since the interviewer last spoke, up to which any question may be meant for them."""
_VAGUE: Final = 25
"""Words up to which a question that matches no fact is answered all the same."""
_ELLIPSIS: Final = 6
"""Words up to which a question needs no verb ("And the budget?")."""


@dataclass(frozen=True)
class Reply:
    """What the interviewer says to a clarifying question."""

    text: str
    topics: tuple[str, ...]
    """Topics of the facts told; empty when nothing in the fact sheet fits."""


def reply(said: str, facts: Sequence[Fact]) -> Reply | None:
    """Return the answer to the question that ``said`` ends with, None when it is none.

    ``said`` is what the candidate has said since the interviewer last spoke.
    """
    asked = _asked(said)
    if not facts or not asked:
        return None
    many = len(said.split())
    direct = any(_DIRECT.search(one) for one in asked)
    if many > _SHORT and not direct:
        return None
    found: list[Fact] = []
    for one in asked:
        fact = _best(one, facts)
        if fact is not None and fact not in found:
            found.append(fact)
    if found:
        told = found[:MOST_FACTS]
        return Reply(" ".join(fact.answer for fact in told), tuple(fact.topic for fact in told))
    if direct or (many <= _VAGUE and any(_of_the_case(one) for one in asked)):
        return Reply(ASSUME, ())
    return None


def _of_the_case(asked: str) -> bool:
    return bool(_OF_THE_WORLD.search(asked) and _OF_US.search(asked))


_OPENERS: Final = re.compile(
    r"^(?:(?:um|uh|er|hmm|okay|ok|alright|all right|right|so|and|well|now|then|also|but|first"
    r"|great|thanks|thank you|yes|no|sure|maybe|just to clarify|to clarify"
    r"|before (?:i|we) (?:start|begin)|first of all|one (?:more )?question"
    r"|a question|another question|quick question|let me ask)\b"
    r"[\s,:.]*)+"
)
_DIRECT: Final = re.compile(
    r"\b(?:may|can|could|should|might) i (?:just |also )?"
    r"(?:ask|assume|know|clarify|suppose|expect)\b"
    r"|\b(?:can|could|would|will) you (?:please |also )?(?:tell|say|clarify|give|specify|share)\b"
    r"|\b(?:i'd|i would) like to (?:ask|know|clarify)\b|\bi (?:want|have) to ask\b"
    r"|\bdo you (?:know|have|want|need|expect|care|happen)\b"
    r"|\bare you (?:expecting|looking|after)\b"
    r"|\bis it (?:ok|okay|fair|safe|reasonable|fine) (?:to|if i) assume\b"
    r"|\b(?:can|should|may) we assume\b|\bam i right to assume\b|\bmy question is\b"
)
_OF_THE_WORLD: Final = re.compile(
    r"^(?:how (?:many|much|big|fast|large|often|long|old|fresh|quickly|far|strict)\b"
    r"|what(?:'s| is| are| was| were)\b|what (?:kind|sort|type|data|latency|scale|volume|budget)\b"
    r"|which\b|who\b|where (?:is|are|do|does)\b|when (?:is|are|do|does|must)\b"
    r"|(?:do|does|did|have|has) (?:we|they|the|users|customers|people|any|it|this|our)\b"
    r"|(?:is|are|was|were|will) (?:there|the|we|they|it|this|users|customers|any|our)\b|any\b)"
)
_UNMARKED: Final = re.compile(
    r"^(?:how (?:many|much|big|fast|large|often|long|old)\b"
    r".*\b(?:are|is|do|does|did|will|can|must)\b"
    r"|what(?:'s| is| are) (?:the|our)\b|(?:do|does|have) (?:we|they|the|users|customers)\b"
    r"|(?:is|are) there\b)"
)
"""A question by its words alone, where the transcriber wrote no question mark."""
_OF_US: Final = re.compile(
    r"^how (?:many|much)\b|\b(?:we|our|us|you|your|there|users|customers|people)\b"
)
"""A question that matches no fact must at least be about the case."""
_RHETORICAL: Final = re.compile(
    r"\b(?:how|what|why|where|which|when|who)\b[\w\s']*?"
    r"\b(?:would|do|should|could|can|will|might|shall|did|am|have) (?:i|one|you)\b"
    r"|\bhow (?:do|would|could|should|can) we\b|\bhow to\b|\bwhat (?:would|could|should|can) we\b"
    r"|^why\b|^what if\b|^what (?:happens|does|about)\b|^how (?:come|does|about)\b"
    r"|\b(?:make|makes) sense\b|\b(?:is|was) that (?:ok|okay|fine|clear|right|enough|what)\b"
    r"|^(?:right|okay|ok|no|yes|isn't it|isn't that)$"
    r"|\bwhat(?: is|'s| was) (?:the|my) (?:problem|trick|point|catch|issue|danger|risk|downside"
    r"|trade off|alternative|solution|answer|best|right)\b"
)
_NOT_FOR_FACTS: Final = re.compile(
    r"\b(?:repeat|say (?:that|it) again|rephrase|go (?:on|deeper|into)|move on|continue|hear me"
    r"|next question|a (?:minute|moment|second) to think)\b"
)
"""Direct questions that ask for something else than facts."""
_QUESTION_WORD: Final = re.compile(
    r"(?:,|\band|\bor)\s+(?=(?:how (?:many|much|big|fast|large|often|long)|what(?:'s| is| are)"
    r"|which|do we|does|is there|are there|who|where|when)\b)"
)


def _asked(said: str) -> list[str]:
    """The questions that the end of what was said consists of, in lower case, openers cut off."""
    sentences = [one for one in re.split(r"(?<=[.?!])\s+", said.strip()) if one]
    found: list[str] = []
    for sentence in reversed(sentences):
        marked = sentence.rstrip().endswith("?")
        parts = _QUESTION_WORD.split(sentence.lower().replace("’", "'").replace("-", " "))
        asked = [part for part in map(_plain, parts) if part]
        # What begins as a statement is none: "I ask one thing: how many …", "…, which costs …".
        if not asked or not _is_question(asked[0], marked=marked):
            break
        found = [one for one in asked if _is_question(one, marked=marked)] + found
    return found


def _plain(part: str) -> str:
    return _OPENERS.sub("", part.strip()).strip(" .,?!")


def _is_question(part: str, *, marked: bool) -> bool:
    """Tell whether words ask the interviewer something; ``marked`` with a question mark."""
    if _NOT_FOR_FACTS.search(part):
        return False
    if _DIRECT.search(part):
        return True
    if _RHETORICAL.search(part):
        return False
    if marked:
        return len(part.split()) <= _ELLIPSIS or bool(_OF_THE_WORLD.search(part))
    return bool(_UNMARKED.search(part))


_SMALL: Final = word_set(
    "how many much big fast large often long what which when where who do does did is are was were"
    " the a an of to in on at by for from with and or we i you our your they there have has it its"
    " be must should can could would will any some per about that this get go may data size time"
    " today current new more one need needs tell me know assume ask want like please kind sort type"
)
"""Words that name no topic by themselves."""
_SAME: Final = {
    "qps": "queries requests per second traffic",
    "rps": "requests per second traffic",
    "throughput": "traffic requests",
    "load": "traffic",
    "dau": "daily active users",
    "sla": "latency response time",
    "slo": "latency response time",
    "p99": "latency",
    "realtime": "real time latency",
    "millisecond": "latency",
    "milliseconds": "latency",
    "labelled": "labels",
    "labeled": "labels",
    "kpi": "metric goal",
    "objective": "goal objective",
    "money": "budget cost",
    "gdpr": "privacy regulation",
    "legal": "regulation law",
    "engineers": "team",
    "people": "users",
    "customers": "users",
}
"""What candidates say for what the fact sheets are filed under."""


def _best(asked: str, facts: Sequence[Fact]) -> Fact | None:
    """The fact that fits a question best; None when none does."""
    scores = [_fit(asked, fact) for fact in facts]
    best = max(scores)
    return facts[scores.index(best)] if best >= 1.0 else None


def _fit(asked: str, fact: Fact) -> float:
    """How well a fact fits: words of its keys count, and a little those of its answer."""
    spoken = tokens(asked)
    wide = [*spoken, *(word for one in spoken for word in _SAME.get(one, "").split())]
    line, stems = f" {' '.join(wide)} ", {_stem(word) for word in wide}
    best = 0.0
    for key in (fact.topic, *fact.asks):
        words = tokens(key)
        content = {_stem(word) for word in words if word not in _SMALL}
        if f" {' '.join(words)} " in line:
            best = max(best, len(words) + 1.0 if content else 0.7 * len(words))
        elif content and {_stem(word) for word in words} <= stems:
            best = max(best, float(len(words)))
    about = {_stem(w) for key in fact.asks for w in tokens(key)}
    about |= {_stem(w) for w in tokens(f"{fact.topic} {fact.answer}")}
    named = {_stem(word) for word in spoken if word not in _SMALL}
    return best + 0.6 * len(named & about)


def _stem(word: str) -> str:
    """Cut plural endings, so that "user" meets "users"."""
    if word.endswith("ies") and len(word) > 5:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word
