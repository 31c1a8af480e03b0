"""How technical text is said: the table of pronunciations, and rules for signs, numbers, formulas.

The result is for a voice that reads English words, small numbers and most capital abbreviations
right by itself (espeak's rules, as Piper uses them); only what it gets wrong is written down here.
Letters to be spelled are joined by dots without a last one ("A.U.C"): with spaces between them a
lone A is read as the article, and a last dot would end the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from mockvoice.domain.pronunciations import GREEK, SAID, SIGNS, SPELLED, SUBSCRIPTS, UNITS
from mockvoice.domain.question import Term

_NUMBER: Final = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNIT: Final = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_SINGULAR: Final = {"seconds": "second", "minutes": "minute"}


def spoken(text: str, terms: Iterable[Term] = ()) -> str:
    """Return ``text`` as a voice should read it; an entry's own terms win over the table."""
    own = tuple(sorted(((t.text, t.say) for t in terms if t.say), key=_longest_first))
    plain = re.sub(r"(\*\*|__|`)", "", text)
    said = _say(plain, own)
    said = re.sub(r"\s+", " ", said)
    return re.sub(r" ([,.;:?!)])", r"\1", said).strip()


def in_own_terms(text: str, terms: Iterable[Term]) -> str:
    """Return ``text`` with only an entry's own terms as they are said; the voice does the rest."""
    own = sorted(((t.text, t.say) for t in terms if t.say), key=_longest_first)
    edges = ((_edge(word), _any_case(word)) for word, _ in own)
    either = "|".join(f"({left}{word}{right})" for (left, right), word in edges)
    return re.sub(either, lambda met: own[(met.lastindex or 1) - 1][1], text) if own else text


def _say(text: str, own: tuple[tuple[str, str], ...]) -> str:
    """Go over the text once, so that nothing that was replaced is replaced again."""
    pattern, rules = _rules(own)

    def replace(match: re.Match[str]) -> str:
        name = match.lastgroup
        assert name is not None  # every alternative is a named group
        return rules[int(name[1:])](match.group(), own)

    return pattern.sub(replace, text)


_Rule = Callable[[str, tuple[tuple[str, str], ...]], str]


@lru_cache(maxsize=64)
def _rules(own: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], list[_Rule]]:
    """All rules as one pattern, the first that fits wins."""
    found = [(r"\betc\.(?=\s+[A-Z]|\s*$)", _fixed("et cetera.")), *_word_rules(own), *_form_rules()]
    parts = [f"(?P<r{number}>{rule})" for number, (rule, _) in enumerate(found)]
    return re.compile("|".join(parts)), [work for _, work in found]


def _word_rules(own: tuple[tuple[str, str], ...]) -> list[tuple[str, _Rule]]:
    """An entry's own terms, then the table."""
    table = sorted(SAID.items(), key=_longest_first)
    return [
        (rf"{_edge(word)[0]}{_any_case(word)}{_edge(word)[1]}", _fixed(said))
        for word, said in (*own, *table)
    ]


def _form_rules() -> list[tuple[str, _Rule]]:
    """What is known by its form, not by its word: formulas, numbers, units, code, signs."""
    letters = "|".join(sorted(SPELLED, key=len, reverse=True))
    signs = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
    whole = r"(?<![\w.])", r"(?![\w])"
    return [
        (r"(?<!\w)[OΘΩ]\((?:[^()]|\([^()]*\))*\)", _big_o),
        (rf"{whole[0]}(?:{letters})(?:s(?!\w)|{whole[1]})", _letters),
        (rf"\${_NUMBER}(?:\s?(?:k|K|M|B|million|billion))?(?!\w)", _money),
        (r"(?<!\w)v\d+(?:\.\d+)*(?!\w)", _version),
        (r"(?<![\w.])\d+(?:\.\d+){2,}(?![\w])", _version),
        (r"(?<![\w.])\d+(?:\.\d+)?[eE][+-]?\d+(?!\w)", _scientific),
        (r"(?<!\w)\w+(?:\^\(?[-−]?\w+\)?|[²³])", _power),
        (r"(?<![\w-])\d+\s?[x×]\s?\d+(?!\w)", _grid),
        (rf"(?<![\w-]){_NUMBER}[x×](?!\w)", _times),
        (
            rf"(?<![\w.–-]){_NUMBER}\s?[%kKMB]?\s?[–-]\s?{_NUMBER}(?![\w–-])(?:\s?(?:{_UNIT})(?!\w))?",
            _range,
        ),
        (rf"(?<![\w.]){_NUMBER}(?:\s(?!us\b)|-)?(?:{_UNIT})(?!\w)", _quantity),
        (r"(?<!\w)A [AB](?=[ -](?:tests?|testing|tested)\b)", _spelt),
        (r"(?<!\w)L\d(?!\w)", _letter_digit),
        (r"(?<!\w)[#№]\d+", _numbered),
        (r"(?<!\w)[A-Za-z_]\w*\(\)", _call),
        (r"(?<!\w)[a-zA-Z]\w*_\w+", _snake),
        (f"[{''.join(GREEK)}]", _greek),
        (r"(?<=\d)\+(?!\s?\w)", _fixed(" or more")),
        (r"(?<!\w)C\+\+", _fixed("C plus plus")),
        (r"(?<=[A-Za-z])/(?=[A-Za-z])", _fixed(" or ")),
        (r"(?<=\d)/(?=\d)", _fixed(" over ")),
        (r"[₀-₉]+", _subscript),
        (signs, _sign),
    ]


def _longest_first(entry: tuple[str, str]) -> tuple[int, str]:
    return -len(entry[0]), entry[0]


def _edge(word: str) -> tuple[str, str]:
    """Boundaries so that a word of the table is not found inside another word."""
    before = r"(?<!\w)" if re.match(r"[\w.]", word) else ""
    after = r"(?!\w)" if word[-1] not in "+*" else r"(?![\w*+])"
    return before, after


def _any_case(word: str) -> str:
    """All-lower-case words are found in either case, others only as written."""
    return f"(?i:{re.escape(word)})" if word == word.lower() else re.escape(word)


def _fixed(said: str) -> _Rule:
    return lambda _found, _own: said


def _letters(found: str, _own: object) -> str:
    plural = found.endswith("s")
    return ".".join(found[:-1] if plural else found) + ("'s" if plural else "")


def _big_o(found: str, own: tuple[tuple[str, str], ...]) -> str:
    name = {"O": "O", "Θ": "theta", "Ω": "omega"}[found[0]]
    inner = found[2:-1].replace("*", " times ").replace("/", " over ")
    inner = re.sub(r"\blog\(([^()]*)\)", r"log \1", inner)
    # n+m and nk as a speaker would read them; a product of two one-letter names is spelled.
    inner = re.sub(r"\b(?!log\b)([a-zA-Z])([a-zA-Z])\b", r"\1 \2", inner)
    inner = re.sub(r"\blog(?=\w)", "log ", inner)
    return f"{name} of {_say(inner.replace('(', ' ').replace(')', ' '), own)}"


def _money(found: str, own: tuple[tuple[str, str], ...]) -> str:
    return f"{_say(found[1:], own)} dollars"


def _version(found: str, _own: object) -> str:
    numbers = found.removeprefix("v").replace(".", " point ")
    return f"version {numbers}" if found.startswith("v") else numbers


def _scientific(found: str, _own: object) -> str:
    base, exponent = re.split("[eE]", found)
    power = exponent.lstrip("+").replace("-", "minus ")
    return f"10 to the {power}" if base == "1" else f"{base} times 10 to the {power}"


def _power(found: str, own: tuple[tuple[str, str], ...]) -> str:
    if found[-1] in "²³":
        base, power = found[:-1], {"²": "2", "³": "3"}[found[-1]]
    else:
        base, power = found.split("^")
    power = power.strip("()").replace("-", "minus ").replace("−", "minus ")
    word = {"2": "squared", "3": "cubed"}.get(power, f"to the {_say(power, own)}")
    return f"{_say(base, own)} {word}"


def _grid(found: str, _own: object) -> str:
    return re.sub(r"\s?[x×]\s?", " by ", found)


def _times(found: str, _own: object) -> str:
    return f"{found[:-1]} times"


def _range(found: str, own: tuple[tuple[str, str], ...]) -> str:
    first, last = re.split(r"\s?[–-]\s?", found, maxsplit=1)
    return f"{_say(first, own)} to {_say(last, own)}"


def _quantity(found: str, _own: object) -> str:
    parts = re.fullmatch(rf"({_NUMBER})(?:\s|-)?(.+)", found)
    assert parts is not None  # the rule that found it has the same form
    unit = UNITS[parts[2]]
    return f"{parts[1]} {_SINGULAR.get(unit, unit) if parts[1] == '1' else unit}"


def _letter_digit(found: str, _own: object) -> str:
    return f"{found[0]} {found[1]}"


def _spelt(found: str, _own: object) -> str:
    return found.replace(" ", ".")


def _numbered(found: str, _own: object) -> str:
    return f"number {found[1:]}"


def _call(found: str, own: tuple[tuple[str, str], ...]) -> str:
    return _say(found[:-2], own)


def _snake(found: str, own: tuple[tuple[str, str], ...]) -> str:
    return " ".join(_say(part, own) for part in found.split("_") if part)


def _greek(found: str, _own: object) -> str:
    return f" {GREEK[found]} "


def _subscript(found: str, _own: object) -> str:
    return f" {found.translate(SUBSCRIPTS)}"


def _sign(found: str, _own: object) -> str:
    return f" {SIGNS[found]} "
