"""Words that begin a clause and words that want one to go on: where a sentence cannot end."""

from __future__ import annotations

from mockvoice.domain.words import plain

CLAUSE_START = frozenset(
    {"and", "but", "or", "so", "because", "then", "which", "who", "where", "when", "while", "if"}
    | {"although", "though", "since", "unless", "until", "whereas", "whether", "after", "before"}
    | {"first", "second", "third", "finally", "also", "now", "well", "however", "otherwise"}
    | {"for", "with", "without", "i", "we", "you", "they", "it", "he", "she", "there", "that's"}
    | {"it's", "i'm", "i'd", "i've", "we're", "we'd", "you're", "you'd", "they're"}
)
"""Words that often begin a clause or phrase, so that a pause before them is a breath in place."""

NEVER_LAST = frozenset(
    {"the", "a", "an", "of", "my", "our", "your", "their", "its", "very", "than", "as", "i", "we"}
    | {"and", "or", "but", "because", "which", "if", "when", "that's", "it's"}
)
"""Words after which nothing ends, whatever sign the transcriber wrote."""

CLAUSE_OPEN = NEVER_LAST | frozenset(
    {"to", "in", "on", "at", "by", "from", "into", "with", "for", "this", "that", "these", "those"}
    | {"is", "are", "was", "were", "be", "can", "could", "would", "will", "should", "might"}
    | {"you", "they", "more", "not"}
)
"""Words that want a continuation: a silence after them lies inside a clause even where the
transcriber wrote a comma. Those beyond NEVER_LAST end a sentence now and then ("after that.")."""


def goes_on(before: str, after: str) -> bool:
    """Tell whether the clause goes on from one word to the next over a filler sound between them.

    Transcribers write a stop where somebody hesitates; it is none where the word after the sound
    begins small, unless that can begin a clause ("curved. Um, so it does badly").
    """
    return after[:1].islower() and (plain(before) in NEVER_LAST or plain(after) not in CLAUSE_START)
