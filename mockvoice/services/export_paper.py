"""Paper: an A4 page in MockVoice's look, and the few shapes that reports are drawn with.

Lengths are millimetres, sizes of type points. The fonts come with MockVoice (assets/fonts) and only
the signs that are used go into the file; a sign that neither has is printed as □.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from mockvoice import paths

MARGIN: Final = 18.0
WIDTH: Final = 210.0 - 2 * MARGIN
Shade = tuple[int, int, int]
INK: Final[Shade] = (29, 33, 37)
SOFT: Final[Shade] = (90, 98, 107)
LINE: Final[Shade] = (222, 220, 212)
ACCENT: Final[Shade] = (11, 110, 99)
WARM: Final[Shade] = (164, 80, 11)
BAD: Final[Shade] = (163, 40, 31)
BAR: Final[Shade] = (185, 192, 196)
VERDICTS: Final[dict[str, Shade]] = {
    "covered": ACCENT,
    "partial": WARM,
    "missed": INK,
    "wrong": BAD,
    "not_judged": SOFT,
}
_FONT: Final = "Noto"
_SYMBOLS: Final = "Symbols"
_UNKNOWN: Final = "□"
_LEADING: Final = 0.5
"""Height of a line in mm per point of type size: 1.42 times the size."""


class Paper(FPDF):
    """A document with running foot; text flows down the page and on to the next."""

    def __init__(self, title: str, foot: str) -> None:
        super().__init__(format="A4")
        # The library that cuts the fonts down reports each step as it would to a font maker.
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        folder = paths.assets() / "fonts"
        self.add_font(_FONT, "", folder / "NotoSans-Regular.ttf")
        self.add_font(_FONT, "B", folder / "NotoSans-Bold.ttf")
        self.add_font(_SYMBOLS, "", folder / "DejaVuSans-symbols.ttf")
        self.set_fallback_fonts([_SYMBOLS], exact_match=False)
        self._cut_fonts = [font for font in self.fonts.values() if isinstance(font, TTFFont)]
        self._signs = {chr(code) for font in self._cut_fonts for code in font.cmap}
        self._foot = self.clean(foot)
        self.set_title(self.clean(title))
        self.set_creator("MockVoice")
        self.set_lang("en")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.c_margin = 0.0
        self.set_auto_page_break(True, margin=20)
        self.add_page()

    def footer(self) -> None:
        """Print what this is and the number of the page at its foot."""
        self.set_y(-14)
        self.ink(SOFT, 8)
        self.cell(WIDTH - 25, 5, cut(self._foot, 110))
        self.cell(25, 5, f"{self.page_no()} of {{nb}}", align="R")

    def clean(self, text: str) -> str:
        """Text on one line, with what the fonts cannot print made visible."""
        return "".join(
            sign if sign in self._signs or sign == " " else _UNKNOWN
            for sign in " ".join(text.split())
        )

    def ink(self, shade: Shade, size: float, *, bold: bool = False) -> None:
        """Choose colour and size of the type that follows."""
        # WORKAROUND fpdf2 2.8: after a sign of the fallback font the page's font is not what the
        # library remembers, and it leaves out a change to what it believes is set already.
        self.set_font(_FONT, "B" if bold else "", size + 1)
        self.set_font_size(size)
        self.set_text_color(*shade)

    def say(
        self,
        text: str,
        shade: Shade = INK,
        size: float = 9.5,
        *,
        bold: bool = False,
        indent: float = 0.0,
        width: float | None = None,
    ) -> None:
        """Print a paragraph and go on below it."""
        self.ink(shade, size, bold=bold)
        self.set_x(MARGIN + indent)
        self.multi_cell(
            width or WIDTH - indent,
            size * _LEADING,
            self.clean(text),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def height(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """Return how high a paragraph would stand."""
        self.ink(INK, size, bold=bold)
        found = self.multi_cell(
            width, size * _LEADING, self.clean(text), align="L", dry_run=True, output="HEIGHT"
        )
        return float(found)  # type: ignore[arg-type]

    def label(self, text: str, x: float, y: float, width: float, align: str = "L") -> None:
        """Print one line at a place of its own."""
        self.set_xy(x, y)
        self.cell(width, 4.5, self.clean(text), align=align)

    def gap(self, height: float) -> None:
        """Leave room."""
        self.set_y(self.get_y() + height)

    def need(self, height: float) -> None:
        """Begin a new page when there is less room than this left on this one."""
        if self.will_page_break(height):
            self.add_page()

    @property
    def room(self) -> float:
        """How much of this page is left."""
        return float(self.page_break_trigger - self.get_y())

    def heading(self, text: str, room: float = 26.0) -> None:
        """Print the heading of a section, never alone at the foot of a page."""
        self.gap(5)
        self.need(room)
        self.say(text, INK, 11.5, bold=True)
        self.gap(1.2)

    def rule(self) -> None:
        """Draw a hair line across the page."""
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        self.line(MARGIN, self.get_y(), MARGIN + WIDTH, self.get_y())

    def ring(self, value: float | None, x: float, y: float, size: float) -> None:
        """Draw a score of 0 to 100 as a ring with its figure."""
        self.set_line_width(size / 11)
        self.set_draw_color(*LINE)
        self.ellipse(x, y, size, size)
        if value is None:
            self.ink(SOFT, size * 0.33)
            self.label("not judged", x, y + size / 2 - 2.2, size, "C")
            return
        self.set_draw_color(*ACCENT)
        if value > 0:
            share = 3.6 * min(value, 100.0)
            self.arc(x, y, size, start_angle=90 - share, end_angle=90, b=size)
        self.ink(INK, size * 0.8, bold=True)
        self.label(f"{value:.0f}", x, y + size / 2 - 3.4, size, "C")
        self.ink(SOFT, size * 0.28)
        self.label("of 100", x, y + size / 2 + 1.8, size, "C")

    def meter(self, share: float, x: float, y: float, width: float) -> None:
        """Draw a share of 0 to 1 as a bar."""
        for shade, part in ((LINE, 1.0), (ACCENT, min(max(share, 0.0), 1.0))):
            if part > 0:
                self.set_fill_color(*shade)
                self.rect(x, y, width * part, 1.1, style="F")

    def wave(self, peaks: Sequence[float], height: float) -> None:
        """Draw a recording as bars across the page."""
        loudest = max([*peaks, 0.05])
        middle, step = self.get_y() + height / 2, WIDTH / max(len(peaks), 1)
        self.set_fill_color(*BAR)
        for place, peak in enumerate(peaks):
            half = max(0.15, height / 2 * (peak / loudest) ** 0.8)
            self.rect(MARGIN + place * step, middle - half, 0.62 * step, 2 * half, style="F")

    def marks(
        self, spans: Sequence[tuple[float, float]], length: float, y: float, shade: Shade
    ) -> None:
        """Mark stretches of a recording of ``length`` seconds under its picture."""
        self.set_fill_color(*shade)
        for start, end in spans:
            x, width = WIDTH * start / length, max(0.5, WIDTH * (end - start) / length)
            self.rect(MARGIN + x, y, min(width, WIDTH - x), 1.0, style="F")

    def bytes(self) -> bytes:
        """Return the finished file."""
        return bytes(self.output())

    def discard(self) -> None:
        """Close the fonts of a page that was only tried and is not to be written."""
        for font in self._cut_fonts:
            font.close()


def cut(text: str, signs: int) -> str:
    """Text of at most so many signs, its end left off where it is longer."""
    if len(text) <= signs:
        return text
    kept = text[: signs - 1]
    return f"{kept.rpartition(' ')[0] or kept} …"
