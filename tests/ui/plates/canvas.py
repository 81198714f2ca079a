"""Paints plates for tests, and looks at what came out."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QBuffer, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import PixelGrid, Plate
from cnnstudio.ui.plates.paint import paint_plate

THEME = Theme()
LOOKS = [Theme(), Theme("dark"), Theme("light", projector=True)]
VALUES = np.array([[-2.0, 0.0, 2.0], [1.0, 0.5, -1.0], [0.0, 0.0, 1.0]])


def grid(key: str = "input", x: float = 20, cell: float = 40, **more) -> PixelGrid:
    values = more.pop("values", VALUES)
    return PixelGrid(key, key.title(), values, QPointF(x, 20), cell, limit=2.0, **more)


def painted(
    plate: Plate, theme: Theme = THEME, ratio: float = 1.0, size=(400, 200), **how
) -> QImage:
    made = QImage(
        round(size[0] * ratio), round(size[1] * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    made.setDevicePixelRatio(ratio)
    made.fill(theme.colour.surface)
    painter = QPainter(made)
    paint_plate(painter, plate, theme, **how)
    painter.end()
    return made


def svg(plate: Plate, **how) -> str:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setViewBox(QRect(0, 0, 400, 200))
    generator.setSize(QSize(400, 200))
    painter = QPainter(generator)
    paint_plate(painter, plate, THEME, **how)
    painter.end()
    return bytes(buffer.data().data()).decode()


def pixels(image: QImage) -> np.ndarray:
    """Blue, green and red of each pixel (rows, columns, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    bytes_ = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4)
    return bytes_[..., :3].astype(int)


def has(image: QImage, colour: QColor, area: QRectF | None = None) -> bool:
    """Whether a colour is seen on an image, or in an area of it."""
    part = image.copy(area.toRect()) if area is not None else image
    wanted = (colour.blue(), colour.green(), colour.red())
    return bool((np.abs(pixels(part) - wanted).max(axis=2) <= 3).any())
