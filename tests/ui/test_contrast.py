"""Contrast of the palettes, WCAG 2.2 AA: text 4.5 (1.4.3), what is not text 3 (1.4.11)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from mockvoice.ui.theme import DARK, LIGHT, Colours

_GROUNDS = ("paper", "card", "speech", "accent_soft", "warm_soft", "bad_soft")
_TEXT = (
    *(("ink", ground) for ground in _GROUNDS),
    *(("soft", ground) for ground in (*_GROUNDS, "line")),
    *((tone, ground) for tone in ("accent", "warm", "bad") for ground in ("paper", "card")),
    ("accent", "accent_soft"),
    ("warm", "warm_soft"),
    ("bad", "bad_soft"),
    ("warm", "accent_soft"),
    ("on_accent", "accent"),
    ("paper", "ink"),
    ("paper", "bad"),
)
"""Text and ground that meet in the style sheet or in what is painted."""
_SHAPES = (
    *(("edge", ground) for ground in ("paper", "card")),
    *((tone, f"{tone}_soft") for tone in ("accent", "warm", "bad")),
    *((tone, "bad_soft") for tone in ("accent", "warm")),
    *((tone, "paper") for tone in ("accent", "warm", "bad")),
)
"""Edges, lights, meters and marks that tell something, and the ground they are on."""


def light(colour: str) -> float:
    """Relative luminance as WCAG defines it, 0 to 1."""
    shares = QColor(colour).getRgbF()[:3]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colours: Colours, one: str, other: str) -> float:
    """The contrast of two colours of a palette, 1 to 21."""
    return ratio(getattr(colours, one), getattr(colours, other))


def ratio(one: str, other: str) -> float:
    """The contrast of two colours."""
    low, high = sorted(light(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(_TEXT, 4.5), (_SHAPES, 3.0)], ids=["text", "shapes"])
def test_everything_stands_out_from_its_ground(
    colours: Colours, pairs: tuple[tuple[str, str], ...], least: float
) -> None:
    """No pair falls short, in neither theme."""
    short = {
        f"{one} on {other}": round(found, 2)
        for one, other in pairs
        if (found := contrast(colours, one, other)) < least
    }

    assert short == {}


def test_black_on_white_is_the_greatest_contrast() -> None:
    """The formula gives what the standard names."""
    assert ratio("#000000", "#ffffff") == pytest.approx(21.0)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
