"""Slanted lines over what is padding, or what no window looks at."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

_SPACING = 7.0


def hatch_around(
    painter: QPainter, outer: QRectF, inner: QRectF, colour: QColor, ground: QColor
) -> None:
    """Fill what of `outer` is not in `inner` with `ground` and lines of `colour`."""
    ring = QPainterPath()
    ring.addRect(outer)
    hole = QPainterPath()
    hole.addRect(inner)
    hatch(painter, ring.subtracted(hole), colour, ground)


def hatch(painter: QPainter, area: QPainterPath, colour: QColor, ground: QColor) -> None:
    """Fill `area` with `ground` and lines of `colour`."""
    painter.save()
    painter.setClipPath(area)
    painter.fillRect(area.boundingRect(), ground)
    painter.setPen(QPen(colour, 1.2))
    for start, end in _slanted(area.boundingRect()):
        painter.drawLine(start, end)
    painter.restore()


def _slanted(rect: QRectF) -> list[tuple[QPointF, QPointF]]:
    """Lines at 45° across a rectangle, a fixed distance apart."""
    count = int((rect.width() + rect.height()) / _SPACING) + 1
    height = rect.height()
    starts = (rect.left() - height + (place + 0.5) * _SPACING for place in range(count))
    return [(QPointF(x, rect.bottom()), QPointF(x + height, rect.top())) for x in starts]


def lines_within(rect: QRectF, origin: QPointF) -> list[QLineF]:
    """The slanted lines in a rectangle, cut off at its edges, as plain lines.

    Rectangles with one origin have lines that go on from one to the other. They need no
    clipping, which SVG files do without.
    """
    shift = origin.x() + origin.y()
    first = math.ceil((rect.left() + rect.top() - shift) / _SPACING)
    last = math.floor((rect.right() + rect.bottom() - shift) / _SPACING)
    found = []
    for place in range(first, last + 1):
        total = place * _SPACING + shift  # all along the line, x + y is this
        left, right = max(rect.left(), total - rect.bottom()), min(rect.right(), total - rect.top())
        if left < right:
            found.append(QLineF(left, total - left, right, total - right))
    return found
