"""Colours, text size, and how both follow the system or the user's choice."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from mockvoice.settings import Settings
from mockvoice.ui.style import sheet

BASE_PX = 15
"""Height of running text at 100 %, device-independent pixels."""


@dataclass(frozen=True)
class Colours:
    """The palette, the same as the report's. Text colours reach a contrast of 4.5 on paper."""

    paper: str
    card: str
    ink: str
    soft: str
    line: str
    accent: str
    accent_soft: str
    on_accent: str
    warm: str
    warm_soft: str
    bad: str
    bad_soft: str
    bar: str
    speech: str
    edge: str
    """Borders of controls: a contrast of 3 on paper and card."""


LIGHT = Colours(
    paper="#faf9f6",
    card="#ffffff",
    ink="#1d2125",
    soft="#5a626b",
    line="#e3e1da",
    accent="#0b6e63",
    accent_soft="#d9ece8",
    on_accent="#ffffff",
    warm="#a4500b",
    warm_soft="#fbe9d3",
    bad="#a3281f",
    bad_soft="#f8e3e0",
    bar="#b9c0c4",
    speech="#f0efe9",
    edge="#838a92",
)
DARK = Colours(
    paper="#14171a",
    card="#1c2024",
    ink="#e9e8e4",
    soft="#a3abb3",
    line="#30363c",
    accent="#58c9b9",
    accent_soft="#1b3b38",
    on_accent="#0c1f1c",
    warm="#f0a860",
    warm_soft="#40301c",
    bad="#ff9a8d",
    bad_soft="#3d2522",
    bar="#525b63",
    speech="#20262b",
    edge="#6b747c",
)


class Theme(QObject):
    """The look in force. ``changed`` is told after it has been put on the application."""

    changed = Signal()

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application = application
        self._choice = settings.theme
        self.scale = settings.text_scale
        """1.0 to 2.0."""
        self.colours = self._wanted()
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @property
    def dark(self) -> bool:
        """True when the dark palette is in force."""
        return self.colours is DARK

    def px(self, size: float) -> int:
        """Return a length at 100 % in pixels of the chosen text size."""
        return round(size * self.scale)

    def colour(self, name: str) -> QColor:
        """Return a colour of the palette by its name."""
        return QColor(getattr(self.colours, name))

    def choose(self, settings: Settings) -> None:
        """Follow the settings; speaks only when something changed."""
        if (settings.theme, settings.text_scale) == (self._choice, self.scale):
            return
        self._choice, self.scale = settings.theme, settings.text_scale
        self.colours = self._wanted()
        self._apply()

    def _wanted(self) -> Colours:
        if self._choice == "system":
            scheme = self._application.styleHints().colorScheme()
            return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    def _system_changed(self) -> None:
        wanted = self._wanted()
        if wanted is not self.colours:
            self.colours = wanted
            self._apply()

    def _apply(self) -> None:
        font = _font()
        font.setPixelSize(self.px(BASE_PX))
        self._application.setFont(font)
        self._application.setPalette(_palette(self.colours))
        self._application.setStyleSheet(sheet(self.colours, self.px))
        self.changed.emit()


def _font() -> QFont:
    """The system's font; on Linux without one of its own, a humanist one where installed."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    known = set(QFontDatabase.families())
    plain = {"", "Sans", "Sans Serif", "DejaVu Sans", "Helvetica", "Open Sans"}
    better = [name for name in ("Inter", "Noto Sans", "Cantarell", "Ubuntu") if name in known]
    if font.family() in plain and better:
        font.setFamilies([better[0], font.family()])
    return font


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.paper,
        QPalette.ColorRole.Base: colours.card,
        QPalette.ColorRole.AlternateBase: colours.paper,
        QPalette.ColorRole.Button: colours.card,
        QPalette.ColorRole.ToolTipBase: colours.card,
        QPalette.ColorRole.ToolTipText: colours.ink,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.soft,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.edge))
    return palette
