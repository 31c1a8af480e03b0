"""Trade-offs that were really argued: a choice, what was not chosen, and why.

``find(text) -> tuple[Range, ...]``   passages, as character ranges of the text

A passage counts when three parts stand together, in a sentence or in two that belong together:
somebody decides ("I would use …"), an alternative is named ("rather than …", "the other option
is …"), and a reason or a price is given ("because …", "at the cost of …"). To name a trade-off
("there is always a trade-off between …") or to explain how two things differ is not to argue one.
The words are looked for, not understood, so what was argued in other words is not counted: figures
are "at least". How often it is right: docs/trade-offs.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

Range = tuple[int, int]
"""First character of a passage, and the one after its last."""

LONGEST: Final = 60
"""Words of a sentence at most; in longer ones the parts may not belong together."""

_WHO: Final = r"(?:i|we|you)"
_VERB: Final = (
    r"(?:us(?:e|ed)|pick(?:ed)?|ch(?:oose|ose)|t(?:ake|ook)|prefer(?:red)?|favou?r(?:ed)?"
    r"|decided?|settled? (?:on|for)|opt(?:ed)? for|kept|keep|built|switched to|moved to"
    r"|(?:go|went) (?:with|for)|start(?:ed)? with)"
)
_DECISION: Final = (
    rf"\b(?:{_WHO}(?:'d| would| could| might|'ll)\b(?! (?:get|need|see|have to|say|know|think))"
    rf"|(?<!so )(?<!where ){_WHO}(?: (?!don't|didn't|never)[\w']+)? {_VERB}\b"
    rf"|so (?:i|we) (?:{_VERB}\b|\w+ .*\b(?:rather than|instead of)\b)|let's\b)"
)
_NOT_A_CHOICE: Final = (
    r"(?! what)(?!(?: the| a| an)? (?:\w+ )?"
    r"(?:mean|average|log|sum|softmax|maximum|max|integral)\b)"
)
_OVER: Final = (
    rf"\b{_WHO}(?:'d| would)?(?: \w+)? (?:prefer|choose|chose|pick|picked|favou?r|take|took)"
    rf"{_NOT_A_CHOICE}(?:\W+[\w-]+){{1,6}}?\W+over\W+"
    r"(?!time|again|there|all|both|every|each|that|which|the (?:weeks?|years?|whole|entire))"
)
_ALTERNATIVE: Final = (
    rf"(?:\b(?:rather than|instead of|as opposed to|compared to|whereas|decided against)\b|{_OVER}"
    r"|\bprefer(?:red)?(?: (?!is|not)[\w-]+){1,6}? to\b|\brather\b.{2,90}?\bthan\b"
    r"|(?:^|[.,;] )between .{3,60}? and .{2,40}?,? (?:i|we)\b)"
)
_SINCE: Final = r"since(?! (?:the (?:start|beginning|first|last)|then|last|yesterday|\d|version))"
_DOES: Final = (
    r"(?:costs?|saves?|needs?|takes?|keeps?|avoids?|halves?|doubles?|gives?|lets?|loses?|means?)"
)
_REASON: Final = (
    rf"(?:\b(?:because|{_SINCE}|so that|the reason|due to|given that|in exchange for|therefore"
    r"|at the (?:cost|expense|price) of|so (?:i|we|you))\b"
    rf"|\bwhich {_DOES}\b|[,:] (?:and )?(?:it|that|this) {_DOES}\b"
    r"|, as (?:it|they|we|you|that|this|the|a|there|most|our)\b)"
)
_REASON_AFTER: Final = (
    rf"^(?:because|the (?:reason|price|downside|advantage)|that way|(?:it|that|this) {_DOES})\b"
)
_OTHER: Final = r"\b(?:the (?:other|alternative) (?:is|would be|was)|the other option)\b"
_EITHER: Final = rf"\b{_WHO} (?:could|can)\b.*\bor\b"
_BOTH_HANDS: Final = r"\bon (?:the )?one hand\b.+\bon the other(?: hand)?\b"


def find(text: str) -> tuple[Range, ...]:
    """Passages in which a choice, an alternative and a reason are all given, in order."""
    sentences = list(_sentences(text))
    found: list[Range] = []
    place = 0
    while place < len(sentences):
        here = _plain(text, sentences[place])
        after = _plain(text, sentences[place + 1]) if place + 1 < len(sentences) else ""
        size = _argued(here, after)
        if size:
            found.append((sentences[place][0], sentences[place + size - 1][1]))
        place += size or 1
    return tuple(found)


def _argued(here: str, after: str) -> int:
    """How many sentences, of this one and the next, argue a trade-off; 0 when they do not."""
    if _has(here, _DECISION, _ALTERNATIVE) or _has(here, _DECISION, _OTHER):
        if _has(here, _REASON):
            return 1
        if _has(after, _REASON_AFTER):
            return 2
    if (_has(here, _OTHER) or _has(here, _EITHER)) and _has(after, _DECISION, _REASON):
        return 2
    return 2 if _has(here, _DECISION) and _has(after, _BOTH_HANDS) else 0


def _has(said: str, *parts: str) -> bool:
    return bool(said) and all(re.search(part, said) for part in parts)


def _plain(text: str, sentence: Range) -> str:
    """The sentence in lower case; empty when it is too long for its parts to belong together."""
    said = text[sentence[0] : sentence[1]].lower().replace("’", "'")
    return said if len(said.split()) <= LONGEST else ""


def _sentences(text: str) -> Iterator[Range]:
    start = 0
    for stop in re.finditer(r"[.?!]+[\"'”’)]*(?=\s|$)", text):
        if text[start : stop.end()].strip():
            yield _trimmed(text, start, stop.end())
        start = stop.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Range:
    return end - len(text[start:end].lstrip()), end
