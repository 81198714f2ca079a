"""The number that is being typed into a cell."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import MINUS
from cnnstudio.ui.plates.grid_numbers import fitting_px, number_font
from cnnstudio.ui.plates.marks import stroke, stroke_width

_PADDING = 6.0


def paint_typing(
    painter: QPainter, area: QRectF, typed: str, cell: float, bounds: QRectF, theme: Theme
) -> None:
    """A field over a cell with what has been typed so far, as wide as that needs.

    It stays within `bounds`, the grid, while there is room.
    """
    text = typed.replace("-", MINUS)
    font = number_font(theme, fitting_px(cell, 0.62, theme) or theme.font_px("min"))
    metrics = QFontMetricsF(font)
    width = max(area.width(), metrics.horizontalAdvance(text) + 2 * _PADDING)
    height = max(area.height(), metrics.height() + 2)
    field = _inside(QRectF(0, 0, width, height), area, bounds)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(field, theme.colour.surface)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    stroke(painter, field, theme, stroke_width(max(cell, 20), theme), 1.0, 2)
    painter.setFont(font)
    painter.setPen(theme.colour.text)
    painter.drawText(field, Qt.AlignmentFlag.AlignCenter, text)
    x = field.center().x() + metrics.horizontalAdvance(text) / 2 + 1.5
    half = metrics.capHeight() * 0.75
    painter.setPen(QPen(theme.colour.accent, 1.5))
    painter.drawLine(QLineF(x, field.center().y() - half, x, field.center().y() + half))
    painter.restore()


def _inside(field: QRectF, area: QRectF, bounds: QRectF) -> QRectF:
    field.moveCenter(area.center())
    if field.width() <= bounds.width():
        left = min(max(field.left(), bounds.left()), bounds.right() - field.width())
        field.moveLeft(left)
    return field
