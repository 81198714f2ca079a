"""Rings around everything that hangs together with the cell that is pointed at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Disc, Picture, PixelGrid, Plate
from cnnstudio.ui.plates.marks import paint_ring

#: Of more single cells than this only plain outlines are drawn.
_MOST_RINGS = 400


def paint_rings(
    painter: QPainter, plate: Plate, theme: Theme, hovered: Cell | None, linked: Set[Cell]
) -> None:
    """Ring the cells, discs and pictures of a plate that are hovered or linked.

    Cells of a grid that lie side by side get one outline together.
    """
    lit = linked | {hovered} if hovered is not None else linked
    if not lit:
        return
    by_grid: dict[str, list[Cell]] = defaultdict(list)
    for cell in linked:
        by_grid[cell.grid].append(cell)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for item in plate.items:
        if isinstance(item, PixelGrid):
            _ring_linked(painter, item, theme, by_grid[item.key])
            if hovered is not None and item.holds(hovered):
                paint_ring(painter, item.area(hovered.row, hovered.column), item.cell, theme)
        elif isinstance(item, Disc) and item.cell in lit:
            _ring_disc(painter, item, theme)
        elif isinstance(item, Picture) and item.cell in lit:
            width = theme.px_f("hover_ring")
            paint_ring(painter, item.rect.adjusted(-width, -width, width, width), 99, theme)
    painter.restore()


def _ring_linked(painter: QPainter, grid: PixelGrid, theme: Theme, linked: Sequence[Cell]) -> None:
    if not linked:
        return
    mask = _mask(grid, linked)
    if _is_scattered(mask) and int(mask.sum()) <= _MOST_RINGS:
        for row, column in np.argwhere(mask).tolist():
            paint_ring(painter, _area(grid, row, column), grid.cell, theme)
    else:
        _outline(painter, grid, mask, theme)


def _ring_disc(painter: QPainter, disc: Disc, theme: Theme) -> None:
    width = theme.px_f("hover_ring")
    halo, radius = theme.px_f("selection_halo_w"), disc.radius + width / 2
    painter.setPen(QPen(theme.colour.selection_halo, width + 2 * halo))
    painter.drawEllipse(disc.centre, radius, radius)
    painter.setPen(QPen(theme.colour.accent, width))
    painter.drawEllipse(disc.centre, radius, radius)


def _mask(grid: PixelGrid, cells: Iterable[Cell]) -> NDArray[np.bool_]:
    mask = np.zeros((grid.rows, grid.columns), dtype=bool)
    for cell in cells:
        if grid.holds(cell):
            mask[grid.place_of(cell)] = True
    return mask


def _is_scattered(mask: NDArray[np.bool_]) -> bool:
    """Whether no two cells lie side by side."""
    return not ((mask[1:] & mask[:-1]).any() or (mask[:, 1:] & mask[:, :-1]).any())


def _area(grid: PixelGrid, row: int, column: int) -> QRectF:
    first_row, first_column = grid.corner_name
    return grid.area(row + first_row, column + first_column)


def _outline(painter: QPainter, grid: PixelGrid, mask: NDArray[np.bool_], theme: Theme) -> None:
    width = min(theme.px_f("hover_ring"), max(1.2, grid.cell / 6))
    halo = min(theme.px_f("selection_halo_w"), width / 2)
    lines = list(_border(grid, mask))
    for colour, wide in (
        (theme.colour.selection_halo, width + 2 * halo),
        (theme.colour.accent, width),
    ):
        painter.setPen(QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        painter.drawLines(lines)


def _border(grid: PixelGrid, mask: NDArray[np.bool_]) -> Iterator[QLineF]:
    """The lines between cells of the mask and others, each as long as it goes on straight."""
    framed = np.pad(mask, 1)
    x, y, cell = grid.corner.x(), grid.corner.y(), grid.cell
    for row, start, stop in _straight(framed[1:, 1:-1] != framed[:-1, 1:-1]):
        yield QLineF(x + start * cell, y + row * cell, x + stop * cell, y + row * cell)
    for column, start, stop in _straight((framed[1:-1, 1:] != framed[1:-1, :-1]).T):
        yield QLineF(x + column * cell, y + start * cell, x + column * cell, y + stop * cell)


def _straight(edges: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
    """(line, start, stop) of each run of edges in a line."""
    flanked = np.pad(edges.astype(np.int8), ((0, 0), (1, 1)))
    change = np.diff(flanked, axis=1)
    starts, stops = np.argwhere(change == 1).tolist(), np.argwhere(change == -1).tolist()
    for (line, start), (_, stop) in zip(starts, stops, strict=True):
        yield line, start, stop
