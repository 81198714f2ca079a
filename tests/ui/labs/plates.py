"""What every picture of a lab must keep to: nothing outside of it, no grid over another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from PySide6.QtCore import QLineF, QRectF, QSizeF

from cnnstudio.core.labs.base import Lab
from cnnstudio.ui.labs.catalogue import compose
from cnnstudio.ui.labs.moment import REST, Moment
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import (
    Box,
    Disc,
    Item,
    Legend,
    Picture,
    PixelGrid,
    Plate,
    Text,
    Wire,
)
from cnnstudio.ui.plates.text_painter import pieces_at

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


def struck(plate: Plate, theme: Theme) -> list[str]:
    """Words, scales and small grids that a line runs through."""
    wires = [item for item in plate.items if isinstance(item, Wire)]
    lines = [QLineF(*ends) for wire in wires for ends in pairwise(wire.points)]
    clear = _kept_clear(plate, theme)
    return [name for name, rect in clear if any(crosses(line, rect) for line in lines)]


def cut_off(plate: Plate, theme: Theme) -> list[str]:
    """Words of which there is only a part, for want of room."""
    texts = (item for item in plate.items if isinstance(item, Text) and item.rect.isValid())
    pieces = (piece for text in texts for _, piece in pieces_at(text, theme))
    return [
        piece.text
        for piece in pieces
        if piece.text.endswith("…") and not piece.run.text.rstrip().endswith("…")
    ]


def _kept_clear(plate: Plate, theme: Theme) -> Iterator[tuple[str, QRectF]]:
    """What no line may touch: letters as they stand, without the space around them. Lines lead to
    inputs and outputs, and over their cells."""
    for item in plate.items:
        if isinstance(item, Text):
            for rect, piece in pieces_at(item, theme):
                if piece.text.strip():
                    high = 0.2 * rect.height()
                    yield piece.text, rect.adjusted(0, high, 0, -high)
        elif isinstance(item, Legend):
            yield "legend", item.rect
        elif isinstance(item, PixelGrid) and not item.key.startswith(("input", "output")):
            yield item.key, item.rect.adjusted(3, 3, -3, -3)


def crosses(line: QLineF, rect: QRectF) -> bool:
    if not QRectF(line.p1(), line.p2()).normalized().adjusted(-1, -1, 1, 1).intersects(rect):
        return False
    corners = rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft()
    if rect.contains(line.p1()) or rect.contains(line.p2()):
        return True
    sides = (QLineF(a, b) for a, b in pairwise((*corners, corners[0])))
    bounded = QLineF.IntersectionType.BoundedIntersection
    return any(line.intersects(side)[0] == bounded for side in sides)


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
