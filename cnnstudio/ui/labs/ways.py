"""Ways of lines that keep off words: around grids, along the edges of cells."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from cnnstudio.core.labs.sweep import SweepLab
from cnnstudio.ui.plates.items import PixelGrid, Wire

#: From the end of an arrow to the edge of its cell, in pixels.
_TIP = 5.0

#: How round corners are, in pixels.
_RADIUS = 7.0


def landing(
    start: QPointF, side: float, lane: float, slack: float, cell: QRectF, drawn: float
) -> Wire:
    """To a cell of an output: along `side` to the height of `lane` below the output, and from
    there up through cells that are not computed yet. A start that lies within `slack` below the
    lane needs no corner to get there."""
    level = start.y() if lane < start.y() < lane + slack else lane
    x = cell.center().x()
    points = (
        start,
        QPointF(side, start.y()),
        QPointF(side, level),
        QPointF(x, level),
        QPointF(x, cell.bottom() + _TIP),
    )
    return Wire(points, "accent", "window_link", arrow=True, radius=_RADIUS, drawn=drawn)


def window_of(source: PixelGrid, lab: SweepLab) -> QRectF:
    """What the window of the present step covers of the input."""
    place, rows, columns = lab.place, lab.operation.rows, lab.operation.columns
    top, left = rows.start(place.row), columns.start(place.column)
    return source.area(top, left, rows.reach, columns.reach)
