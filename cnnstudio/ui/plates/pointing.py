"""What of a plate lies under the mouse: cells, discs, terms of formulas, wires."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Plate, Text, Wire
from cnnstudio.ui.plates.text_painter import pieces_at

#: How far beside a wire the mouse may be.
_NEAR = 5.0


def pointed_cell(plate: Plate, point: QPointF, theme: Theme) -> Cell | None:
    """The cell that is named at a point: by a grid, disc or picture, else by a term of a formula,
    else by the nearest wire."""
    found = plate.cell_at(point)
    if found is not None:
        return found
    return _of_texts(plate, point, theme) or _of_wires(plate, point)


def _of_texts(plate: Plate, point: QPointF, theme: Theme) -> Cell | None:
    for item in plate.items:
        if isinstance(item, Text) and item.rect.contains(point):
            for place, piece in pieces_at(item, theme):
                if piece.run.cell is not None and place.contains(point):
                    return piece.run.cell
    return None


def _of_wires(plate: Plate, point: QPointF) -> Cell | None:
    near = [
        (_distance(item, point), item.cell)
        for item in plate.items
        if isinstance(item, Wire) and item.cell is not None and item.drawn >= 1
    ]
    best = min(near, key=lambda entry: entry[0], default=None)
    return best[1] if best is not None and best[0] <= _NEAR else None


def _distance(wire: Wire, point: QPointF) -> float:
    return min((_from_line(QLineF(a, b), point) for a, b in pairwise(wire.points)), default=1e9)


def _from_line(line: QLineF, point: QPointF) -> float:
    along, away = line.p2() - line.p1(), point - line.p1()
    squared = QPointF.dotProduct(along, along)
    part = min(1.0, max(0.0, QPointF.dotProduct(away, along) / squared)) if squared else 0.0
    return QLineF(point, line.pointAt(part)).length()
