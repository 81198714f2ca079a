"""A stack of layers as maps side by side: by how many ways each cell reaches the unit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from cnnstudio.core.labs.base import Cell, Floats
from cnnstudio.core.labs.receptive import ReceptiveLab
from cnnstudio.ui.labs.layout import fitting_cell, heading, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import shape
from cnnstudio.ui.plates.items import Item, Mark, PixelGrid, Wire
from cnnstudio.ui.widgets.colormap import ColourMap


@dataclass(frozen=True)
class _Cone:
    """The ways from each cell of each level to the unit, as far down as they are shown."""

    ways: tuple[Floats, ...]
    lowest: int


def map_items(
    lab: ReceptiveLab,
    level: int,
    unit: tuple[int, int],
    moment: Moment,
    rect: QRectF,
    theme: Theme,
) -> tuple[list[Item], tuple[Mark, ...]]:
    """The input at the left, the top of the stack at the right, in one or two rows of maps."""
    cone = _cone(lab, level, unit, moment)
    grids = _placed(lab, cone, rect, theme)
    items: list[Item] = [*grids]
    for n, grid in enumerate(grids):
        name = tr("layer {n}").format(n=n) if n else tr("Input")
        room = _room_above(grids, n, rect.right(), 2.0 * theme.px("unit"))
        items.append(heading(grid.corner, room, theme, name, shape((lab.sizes[n],) * 2)))
    marks = tuple(_outline(n, ways) for n, ways in enumerate(cone.ways) if cone.lowest <= n)
    items += _cone_lines(grids, marks)
    if moment.asked:
        marks = (*marks, Mark(lab.question(lab.step + 1).cell, "asked"))
    return items, marks


def _room_above(grids: list[PixelGrid], n: int, right: float, gap: float) -> float:
    """The width for a map's heading: up to the next map in its line, else to the right end."""
    left, level = grids[n].corner.x(), grids[n].corner.y()
    beside = n + 1 < len(grids) and grids[n + 1].corner.y() == level
    return (grids[n + 1].corner.x() - gap if beside else right) - left


def _cone(lab: ReceptiveLab, level: int, unit: tuple[int, int], moment: Moment) -> _Cone:
    rows, columns = lab.paths(level, unit[0]), lab.paths(level, unit[1])
    ways = tuple(np.outer(down, across) for down, across in zip(rows, columns, strict=True))
    hovered = moment.hovered is not None and moment.hovered.grid.startswith("row:")
    lowest = 0 if hovered else max(0, len(lab.layers) - lab.step)
    return _Cone(ways, min(lowest, level))


def _placed(lab: ReceptiveLab, cone: _Cone, rect: QRectF, theme: Theme) -> list[PixelGrid]:
    """As large as fits, in the number of lines that makes the cells largest."""
    gap = 4.0 * theme.px("unit")
    top = line_height(theme, "panel_title") + gap
    sizes = lab.sizes
    most = theme.px_f("cell_lab_grid") * 1.3

    def cell_for(lines: int) -> float:
        rows = _lines(sizes, lines)
        wide = max(sum(line) for line in rows)
        high = sum(max(line) for line in rows)
        between = (max(len(line) for line in rows) - 1) * 3 * gap
        across = fitting_cell(rect.width() - between, wide, most)
        return min(across, fitting_cell(rect.height() - lines * (top + gap), high, most))

    lines = max(range(1, len(sizes) + 1), key=cell_for)
    cell = cell_for(lines)
    found: list[PixelGrid] = []
    y = rect.top() + top
    for line in _lines(sizes, lines):
        x = rect.left()
        for size in line:
            n = len(found)
            shown = n < len(cone.ways) and n >= cone.lowest
            values = cone.ways[n] if shown else np.zeros((size, size))
            found.append(_grid(n, values, QPointF(x, y), cell))
            x += size * cell + 3 * gap
        y += max(line) * cell + top + gap
    return found


def _lines(sizes: tuple[int, ...], count: int) -> list[tuple[int, ...]]:
    each = -(-len(sizes) // count)
    return [sizes[start : start + each] for start in range(0, len(sizes), each)]


def _grid(level: int, values: Floats, corner: QPointF, cell: float) -> PixelGrid:
    return PixelGrid(
        key=f"row:{level}",
        name=tr("Layer {n}").format(n=level) if level else tr("Input"),
        values=values,
        corner=corner,
        cell=cell,
        colour_map=ColourMap.SEQUENTIAL,
        limit=float(values.max()) or 1.0,
        digits=0,
    )


def _outline(level: int, ways: Floats) -> Mark:
    rows, columns = np.flatnonzero(ways.any(axis=1)), np.flatnonzero(ways.any(axis=0))
    cell = Cell(f"row:{level}", int(rows[0]), int(columns[0]))
    return Mark(cell, "window", int(rows[-1] - rows[0] + 1), int(columns[-1] - columns[0] + 1))


def _cone_lines(grids: list[PixelGrid], marks: tuple[Mark, ...]) -> list[Item]:
    """From the outline on one map to that on the next, where they stand in one line."""
    found: list[Item] = []
    for one, other in pairwise(marks):
        left, right = (_grid_of(grids, mark) for mark in (one, other))
        if left.corner.y() != right.corner.y():
            continue
        start = left.area(one.cell.row, one.cell.column, one.rows, one.columns)
        end = right.area(other.cell.row, other.cell.column, other.rows, other.columns)
        found.append(Wire((start.topRight(), end.topLeft()), "accent", "window_link"))
        found.append(Wire((start.bottomRight(), end.bottomLeft()), "accent", "window_link"))
    return found


def _grid_of(grids: list[PixelGrid], mark: Mark) -> PixelGrid:
    """The grid that a mark lies on."""
    return next(grid for grid in grids if grid.key == mark.cell.grid)
