"""Lines between things: corners rounded, drawn as far as they have come, with arrowheads."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme, mix
from cnnstudio.ui.plates.items import Wire
from cnnstudio.ui.plates.tones import tone_colour

#: Lengths of dashes and of the gaps between them, in widths of the line.
_DASHES = (4.0, 3.0)
#: What is pointed at is drawn wider.
_LIT = 1.6


def paint_wire(painter: QPainter, wire: Wire, theme: Theme, lit: Set[Cell]) -> None:
    points = part_of(wire.points, wire.drawn)
    if len(points) < 2:
        return
    is_lit = wire.cell is not None and wire.cell in lit
    width = theme.px_f(wire.width) * (_LIT if is_lit else 1.0)
    painter.save()
    opacity = 1.0 if is_lit else wire.opacity
    colour = tone_colour(theme, "accent" if is_lit and not wire.keeps_tone else wire.tone)
    if wire.on_ground:
        colour = mix(theme.colour.surface, colour, opacity)
    else:
        painter.setOpacity(painter.opacity() * opacity)
    pen = QPen(colour, width)
    # Qt paints a straight smooth line ten times faster where its ends are not round.
    is_plain = wire.dashed or (len(points) == 2 and not wire.arrow)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if is_plain else Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if wire.dashed:
        pen.setDashPattern(_DASHES)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(rounded(points, wire.radius))
    if wire.arrow:
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawPolyline(arrowhead(points, width))
    painter.restore()


def part_of(points: Sequence[QPointF], drawn: float) -> list[QPointF]:
    """The first part of a line through points, `drawn` (0 to 1) of its length."""
    if drawn <= 0 or not points:
        return []
    if drawn >= 1:
        return list(points)
    lengths = [QLineF(a, b).length() for a, b in pairwise(points)]
    left = sum(lengths) * drawn
    found = [points[0]]
    for start, end, length in zip(points, points[1:], lengths, strict=False):
        if left < length - 1e-9:
            return [*found, QLineF(start, end).pointAt(left / length)] if left > 0 else found
        found.append(end)
        left -= length
    return found


def rounded(points: Sequence[QPointF], radius: float) -> QPainterPath:
    """The path through points, its corners cut by curves of at most that radius."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(radius, QLineF(before, corner).length() / 2, QLineF(corner, after).length() / 2)
        path.lineTo(_towards(corner, before, reach))
        path.quadTo(corner, _towards(corner, after, reach))
    path.lineTo(points[-1])
    return path


def arrowhead(points: Sequence[QPointF], width: float) -> list[QPointF]:
    """Two strokes that meet at the last point."""
    tip = points[-1]
    before = next((point for point in reversed(points[:-1]) if point != tip), tip)
    back = math.atan2(before.y() - tip.y(), before.x() - tip.x())
    size = 2.5 + 3 * width
    sides = (QPointF(math.cos(back + a), math.sin(back + a)) * size for a in (-0.72, 0.72))
    left, right = (tip + side for side in sides)
    return [left, tip, right]


def _towards(start: QPointF, end: QPointF, distance: float) -> QPointF:
    length = QLineF(start, end).length()
    return start + (end - start) * (distance / length) if length else start
