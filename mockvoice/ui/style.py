"""The style sheet. Widgets say what they are by the property ``role``; colours come from theme."""

from __future__ import annotations

from collections.abc import Callable
from string import Template
from typing import TYPE_CHECKING

from mockvoice import paths

if TYPE_CHECKING:
    from mockvoice.ui.theme import Colours

_SHEET = Template("""
QWidget { color: $ink; }
QMainWindow, QDialog, QStackedWidget, QScrollArea, QWidget[role="page"] { background: $paper; }
QScrollArea { border: 0; }
QToolTip { background: $card; color: $ink; border: 1px solid $line; padding: ${p4}px; }

QFrame[role="rail"] { background: $card; border: 0; border-right: 1px solid $line; }
QFrame[role="card"] { background: $card; border: 1px solid $line; border-radius: ${p14}px; }
QFrame[role="notice"] { background: $warm_soft; border: 0; border-left: 4px solid $warm;
  border-top-right-radius: ${p10}px; border-bottom-right-radius: ${p10}px; }
QFrame[role="told"] { background: $accent_soft; border: 0; border-left: 4px solid $accent;
  border-top-right-radius: ${p10}px; border-bottom-right-radius: ${p10}px; }
QFrame[role="trouble"] { background: $bad_soft; border: 0; border-left: 4px solid $bad;
  border-top-right-radius: ${p10}px; border-bottom-right-radius: ${p10}px; }
QFrame[role="rule"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }

QLabel { background: transparent; }
QLabel[role="brand"] { color: $accent; font-weight: 650; font-size: ${p18}px; }
QLabel[role="title"] { font-size: ${p26}px; font-weight: 650; }
QLabel[role="question"] { font-size: ${p24}px; font-weight: 600; }
QLabel[role="section"] { font-size: ${p17}px; font-weight: 650; }
QLabel[role="strong"] { font-weight: 650; }
QLabel[role="soft"] { color: $soft; }
QLabel[role="small"] { color: $soft; font-size: ${p13}px; }
QLabel[role="figure"] { font-size: ${p22}px; font-weight: 650; }
QLabel[role="clock"] { font-size: ${p20}px; font-weight: 600; }
QLabel[role="accent"] { color: $accent; font-weight: 650; }
QLabel[role="warm"] { color: $warm; font-weight: 600; }
QLabel[role="bad"] { color: $bad; font-weight: 600; }
QLabel[role="pill"] { color: $soft; background: $speech; border-radius: ${p10}px;
  padding: ${p2}px ${p10}px; font-size: ${p13}px; }

QLabel#qt_msgbox_label { font-weight: 650; min-width: 17em; padding-top: ${p8}px; }
QLabel#qt_msgbox_informativelabel { min-width: 17em; padding-right: ${p16}px; }

QPushButton { background: $card; border: 1px solid $edge; border-radius: ${p9}px;
  padding: ${p7}px ${p15}px; min-height: ${p20}px; }
QPushButton:hover { border-color: $accent; color: $accent; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border: 2px solid $accent; padding: ${f7}px ${f15}px; }
QPushButton:disabled { color: $edge; border-color: $line; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  font-weight: 650; }
QPushButton[role="primary"]:hover, QPushButton[role="big"]:hover { background: $ink;
  border-color: $ink; color: $paper; }
QPushButton[role="primary"]:focus { border: 3px solid $ink; padding: ${g7}px ${g15}px; }
QPushButton[role="primary"]:disabled, QPushButton[role="big"]:disabled { background: $line;
  border-color: $line; color: $soft; }
QPushButton[role="big"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  font-weight: 650; font-size: ${p18}px; border-radius: ${p12}px;
  padding: ${p12}px ${p30}px; min-height: ${p26}px; }
QPushButton[role="big"]:focus { border: 3px solid $ink; padding: ${g12}px ${g30}px; }
QPushButton[role="plain"] { background: transparent; border: 1px solid transparent;
  padding: ${p7}px ${p10}px ${p7}px ${p5}px; }
QPushButton[role="plain"]:hover { background: $speech; color: $ink; }
QPushButton[role="plain"]:focus { border: 2px solid $accent;
  padding: ${f7}px ${f10}px ${f7}px ${f5}px; }
QPushButton[role="rail"] { background: transparent; border: 2px solid transparent;
  text-align: left; padding: ${p8}px ${p12}px; border-radius: ${p10}px; color: $soft; }
QPushButton[role="rail"]:hover { background: $speech; color: $ink; }
QPushButton[role="rail"]:checked { background: $accent_soft; color: $accent; }
QPushButton[role="rail"]:focus { border-color: $accent; }
QPushButton[role="chip"] { border-radius: ${p16}px; padding: ${p5}px ${p14}px; }
QPushButton[role="chip"]:checked { background: $accent_soft; border-color: $accent;
  color: $accent; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: ${f5}px ${f14}px; }
QPushButton[role="quote"] { text-align: left; background: $accent_soft; border: 0;
  border-left: 3px solid $accent; border-radius: 0; border-top-right-radius: ${p6}px;
  border-bottom-right-radius: ${p6}px; padding: ${p8}px ${p12}px; }
QPushButton[role="quote-bad"] { text-align: left; background: $bad_soft; border: 0;
  border-left: 3px solid $bad; border-radius: 0; border-top-right-radius: ${p6}px;
  border-bottom-right-radius: ${p6}px; padding: ${p8}px ${p12}px; }
QFrame[role="quote"] { background: $accent_soft; border: 0; border-left: 3px solid $accent;
  border-top-right-radius: ${p6}px; border-bottom-right-radius: ${p6}px; }
QFrame[role="quote-bad"] { background: $bad_soft; border: 0; border-left: 3px solid $bad;
  border-top-right-radius: ${p6}px; border-bottom-right-radius: ${p6}px; }
QPushButton[role="quote"]:hover, QPushButton[role="quote-bad"]:hover { color: $ink;
  background: $line; }
QPushButton[role="quote"]:focus { border: 2px solid $accent; }
QPushButton[role="quote-bad"]:focus { border: 2px solid $bad; }
QPushButton[role="row"] { text-align: left; background: transparent; border: 2px solid transparent;
  border-radius: ${p10}px; padding: ${p8}px; }
QPushButton[role="row"]:hover { background: $speech; color: $ink; }
QPushButton[role="row"]:focus { border-color: $accent; }
QPushButton[role="row"]:checked { background: $accent_soft; }
QPushButton[role="danger"] { background: $card; color: $bad; border: 1px solid $bad; }
QPushButton[role="danger"]:hover { background: $bad; color: $paper; border-color: $bad; }
QPushButton[role="danger"]:focus { border: 2px solid $bad; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox { background: $card; border: 1px solid $edge;
  border-radius: ${p9}px; padding: ${p7}px ${p10}px; selection-background-color: $accent;
  selection-color: $on_accent; placeholder-text-color: $soft; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: 2px solid $accent; padding: ${f7}px ${f10}px; }
QComboBox::drop-down { border: 0; width: ${p28}px; }
QComboBox::down-arrow { image: url("$chevron"); width: ${p14}px; height: ${p14}px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line; padding: ${p4}px;
  selection-background-color: $accent_soft; selection-color: $ink; outline: 0; }
QTextBrowser { background: transparent; border: 2px solid transparent; border-radius: ${p8}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QTextBrowser:focus { border-color: $accent; }

QListView { background: transparent; border: 0; outline: 0; }
QListView::item { border: 2px solid transparent; border-radius: ${p10}px; padding: ${p8}px; }
QListView::item:hover { background: $speech; }
QListView::item:selected { background: $accent_soft; color: $ink; }
QListView:focus::item:selected { border-color: $accent; }

QCheckBox { spacing: ${p10}px; padding: ${p4}px ${p4}px ${p4}px 0; border: 2px solid transparent;
  border-radius: ${p8}px; }
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator { width: ${p18}px; height: ${p18}px; border: 1px solid $edge;
  border-radius: ${p5}px; background: $card; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
  image: url("$tick"); }

QSlider { min-height: ${p26}px; border: 2px solid transparent; border-radius: ${p8}px; }
QSlider:focus { border-color: $accent; }
QSlider::groove:horizontal { height: ${p4}px; background: $line; border-radius: ${p2}px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: ${p2}px; }
QSlider::handle:horizontal { width: ${p18}px; height: ${p18}px; margin: -${p7}px 0;
  border-radius: ${p9}px; background: $accent; }

QProgressBar { background: $line; border: 0; border-radius: ${p3}px; max-height: ${p6}px;
  min-height: ${p6}px; }
QProgressBar::chunk { background: $accent; border-radius: ${p3}px; }

QScrollBar:vertical { background: transparent; width: ${p10}px; margin: 2px; }
QScrollBar::handle:vertical { background: $bar; border-radius: ${p3}px; min-height: ${p30}px; }
QScrollBar:horizontal { background: transparent; height: ${p10}px; margin: 2px; }
QScrollBar::handle:horizontal { background: $bar; border-radius: ${p3}px; min-width: ${p30}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def sheet(colours: Colours, px: Callable[[float], int]) -> str:
    """Return the style sheet for these colours and this text size."""
    icons = paths.assets() / "icons"
    dark = "-dark" if colours.paper < "#8" else ""
    values = {
        **vars(colours),
        **{f"p{n}": str(px(n)) for n in range(1, 41)},
        # Where focus makes the border two or three pixels wide, the padding gives them back.
        **{f"f{n}": str(px(n) - 1) for n in range(1, 41)},
        **{f"g{n}": str(px(n) - 2) for n in range(1, 41)},
        "chevron": (icons / "chevron.svg").as_posix(),
        "tick": (icons / f"tick{dark}.svg").as_posix(),
    }
    return _SHEET.substitute(values)
