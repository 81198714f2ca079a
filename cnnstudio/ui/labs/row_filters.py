"""The filters of the 1-D picture: their weights, edged in their colours, and their biases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.row import RowLab
from cnnstudio.core.labs.row_links import lowered
from cnnstudio.ui.labs import sweep_parts as parts
from cnnstudio.ui.labs.layout import CENTRE, LEFT, line_height, text_width, thinned
from cnnstudio.ui.labs.row_equations import has_own_colours, weight_colour
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Item, PixelGrid, Run, Text

#: From the weights to the bias, in cells.
_BETWEEN = 0.6

#: Of the height: all filters together.
_HEIGHT_SHARE = 0.5


def filters_height(lab: RowLab, rect: QRectF, theme: Theme) -> float:
    """What of a rectangle they take."""
    return _title(theme) + len(_lines(lab)) * _each(lab, rect, theme)


def filter_items(lab: RowLab, rect: QRectF, theme: Theme) -> Iterator[Item]:
    """One or two side by side in a line, each with the names of its weights below."""
    cell, gap = _cell(lab, rect, theme), 4.0 * theme.px("unit")
    title = tr("Filter") if lab.filters == 1 else tr("{count} filters").format(count=lab.filters)
    note = tr("same colour, same weight")
    if not has_own_colours(lab):
        note = tr("in each: same colour, same weight")
    words = (Run(title, strong=True), Run(f"   {note}", "muted"))
    yield Text(QRectF(rect.left(), rect.top(), rect.width(), _title(theme)), words, "body", LEFT)
    for number, line in enumerate(_lines(lab)):
        y = rect.top() + _title(theme) + number * _each(lab, rect, theme)
        x = rect.left()
        for filter in line:
            yield from _filter(lab, filter, QPointF(x, y), cell, theme)
            x += _wide(lab) * cell + 1.5 * gap


def _filter(lab: RowLab, filter: int, corner: QPointF, cell: float, theme: Theme) -> Iterator[Item]:
    name = tr("Weights of filter {k}").format(k=filter + 1)
    grid = parts.kernel_grid(lab, filter, 0, corner, cell, name)
    colours = [[weight_colour(lab, filter, tap) for tap in range(lab.kernel_size)]]
    # Twice the usual scale: the colours of the edges are what tells the weights apart here.
    yield replace(grid, edges=np.array(colours), limit=2 * grid.limit)
    bias = parts.bias_grid(
        lab, filter, QPointF(grid.rect.right() + _BETWEEN * cell, corner.y()), cell
    )
    yield replace(bias, limit=2 * bias.limit)
    plus = QRectF(grid.rect.right(), corner.y(), _BETWEEN * cell, cell)
    yield Text(plus, (Run("+", "muted"),), "formula", CENTRE)
    yield from _names(lab, filter, grid, bias, theme)


def _names(
    lab: RowLab, filter: int, grid: PixelGrid, bias: PixelGrid, theme: Theme
) -> Iterator[Item]:
    widest = text_width(theme, "formula_line", lowered("w", lab.kernel_size, filter)) + 6
    named = thinned(lab.kernel_size, grid.cell, widest)
    taps = [(grid.area(0, tap), tap + 1) for tap in named]
    for area, number in [*taps, (bias.area(0, 0), 0)]:
        below = QRectF(area.left() - 8, area.bottom() + 1, area.width() + 16, _name(theme))
        name = lowered("w", number, filter)
        cell = Cell(grid.key, 0, number - 1) if number else Cell(bias.key, 0, 0)
        yield Text(below, (Run(name, cell=cell),), "formula_line", CENTRE)


# Sizes


def _lines(lab: RowLab) -> list[range]:
    """Filters in lines: each alone, or two side by side where they are many and short."""
    each = 2 if lab.filters > 2 and lab.kernel_size <= 3 else 1
    return [range(n, min(n + each, lab.filters)) for n in range(0, lab.filters, each)]


def _wide(lab: RowLab) -> float:
    """Cells that a filter with its bias is wide."""
    return lab.kernel_size + _BETWEEN + 1


def _cell(lab: RowLab, rect: QRectF, theme: Theme) -> float:
    gap = 4.0 * theme.px("unit")
    most = theme.px_f("cell_lab_window") * 1.4
    lines = _lines(lab)
    side_by_side = len(lines[0])
    wide = (rect.width() - (side_by_side - 1) * 1.5 * gap) / side_by_side
    high = _HEIGHT_SHARE * rect.height() / len(lines) - _name(theme) - 0.6 * gap
    cell = min(most, wide / _wide(lab), high)
    return float(max(int(cell), 1))


def _each(lab: RowLab, rect: QRectF, theme: Theme) -> float:
    """From one line of filters to the next."""
    return _cell(lab, rect, theme) + _name(theme) + 2.4 * theme.px("unit")


def _title(theme: Theme) -> float:
    return line_height(theme, "panel_title") + 2 * theme.px("unit")


def _name(theme: Theme) -> float:
    return line_height(theme, "formula_line") + 2
