"""What every picture of a lab must keep to: nothing outside of it, no grid over another."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QRectF, QSizeF

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.labs.catalogue import compose
from cnnstudio.ui.labs.moment import REST, Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Box, Disc, Item, Legend, Picture, PixelGrid, Plate, Text

#: Strokes and halos may reach that far beyond (px).
_SLACK = 4.0

#: The stage on the desk: as usual, on a large screen, and in the smallest window.
SIZES = ((1250.0, 570.0), (1780.0, 720.0), (820.0, 400.0))

#: The same projected, where a rail has the place of the spine.
PROJECTED = ((1450.0, 560.0), (1780.0, 720.0), (1040.0, 420.0))


def drawn(
    lab: Lab,
    moment: Moment = REST,
    size: tuple[float, float] = SIZES[0],
    *,
    projector: bool = False,
) -> Plate:
    return compose(lab, moment, QSizeF(*size), Theme(projector=projector))


def check(plate: Plate, size: tuple[float, float]) -> None:
    """Assert that the picture keeps within its size and that grids lie beside each other."""
    whole = QRectF(0, 0, *size).adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    for item in plate.items:
        rect = _rect(item)
        assert rect is None or whole.contains(rect), (item, rect)
    for one, other in combinations(plate.grids, 2):
        assert not _inside(one.rect).intersects(_inside(other.rect)), (one.key, other.key)
    keys = [grid.key for grid in plate.grids]
    assert len(keys) == len(set(keys))
    for mark in plate.marks:
        grid = plate.grid(mark.cell.grid)
        if grid is not None:
            area = grid.area(mark.cell.row, mark.cell.column, mark.rows, mark.columns)
            assert grid.rect.adjusted(-1, -1, 1, 1).contains(area), mark
    assert plate.sentence


def _rect(item: Item) -> QRectF | None:
    if isinstance(item, PixelGrid | Box | Legend | Picture):
        return item.rect
    if isinstance(item, Disc):
        side = 2 * item.radius
        return QRectF(item.centre.x() - item.radius, item.centre.y() - item.radius, side, side)
    # Words are elided where they have no room; their rectangle may be empty, but not elsewhere.
    return item.rect if isinstance(item, Text) and item.rect.isValid() else None


def _inside(rect: QRectF) -> QRectF:
    return rect.adjusted(0.5, 0.5, -0.5, -0.5)
