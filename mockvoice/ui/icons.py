"""The icons of assets/icons, drawn in any colour and size."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mockvoice import paths

_SHARP = 2
"""Pixels per device-independent pixel, so that icons stay sharp on dense screens."""


@cache
def _source(name: str) -> bytes:
    return (paths.assets() / "icons" / f"{name}.svg").read_bytes()


def icon(name: str, colour: QColor, size: int = 20, room: int = 0) -> QIcon:
    """Return the icon in this colour; ``size``, and ``room`` at its right, in device-independent
    pixels."""
    return QIcon(pixmap(name, colour, size, room))


def pixmap(name: str, colour: QColor, size: int = 20, room: int = 0) -> QPixmap:
    """Draw the icon as a picture."""
    data = _source(name).replace(b"currentColor", colour.name().encode())
    picture = QPixmap((size + room) * _SHARP, size * _SHARP)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(data)).render(painter, QRectF(0, 0, size * _SHARP, size * _SHARP))
    painter.end()
    picture.setDevicePixelRatio(_SHARP)
    return picture
