"""Before and after: how many numbers change while the thing stays the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.images import ImagesLab
from cnnstudio.ui.labs.images_parts import WHITE, picture_grid
from cnnstudio.ui.labs.layout import LEFT, fitting_cell, heading, line_height
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, percent
from cnnstudio.ui.plates.items import Box, Item, PixelGrid, Plate, Run, Text, runs
from cnnstudio.ui.widgets.colormap import ColourMap


def changes_plate(lab: ImagesLab, size: QSizeF, theme: Theme) -> Plate:
    """The picture as it was, as it is now, and by how much each pixel differs."""
    gap = 4.0 * theme.px("unit")
    top = line_height(theme, "panel_title") + gap
    below = 3.2 * line_height(theme, "formula") + 2 * gap
    rows, columns = lab.size
    cell = min(
        fitting_cell(size.width() - 6 * gap, 3 * columns, 40),
        fitting_cell(size.height() - top - below, rows, 40),
    )
    between = min((size.width() - 3 * columns * cell) / 2, 6 * gap)
    corners = [QPointF(n * (columns * cell + between), top) for n in range(3)]
    grids = (
        picture_grid("before", tr("Before"), lab.input, corners[0], cell),
        picture_grid("after", tr("After"), lab.after, corners[1], cell),
        _difference(lab, corners[2], cell),
    )
    items: list[Item] = [*grids]
    for grid, name in zip(grids, (tr("Before"), tr("After"), tr("Difference")), strict=True):
        items.append(heading(grid.corner, grid.rect.width(), theme, name))
    rect = QRectF(0, size.height() - below + gap, size.width(), below - gap)
    items += _count(lab, rect, grids[2].rect.right(), theme)
    return Plate(tuple(items), (), None, _sentence(lab))


def _difference(lab: ImagesLab, corner: QPointF, cell: float) -> PixelGrid:
    return PixelGrid(
        key="difference",
        name=tr("Difference"),
        values=np.abs(lab.after - lab.input).mean(axis=0),
        corner=corner,
        cell=cell,
        colour_map=ColourMap.SEQUENTIAL,
        limit=WHITE / 2,
        digits=0,
    )


def _count(lab: ImagesLab, rect: QRectF, right: float, theme: Theme) -> Iterator[Item]:
    """How many numbers changed, as a bar and in words."""
    part, whole = lab.changed
    line = line_height(theme, "formula")
    words = runs(
        Run(number(part), "accent", strong=True),
        Run(tr(" of {whole} numbers changed").format(whole=number(whole))),
        Run(f"  ({percent(part / whole, 0)})", "muted"),
    )
    yield Text(QRectF(0, rect.top(), rect.width(), line + 4), words, "big_number", LEFT)
    bar = QRectF(0, rect.top() + line + 8, right, theme.px_f("progress_h"))
    yield Box(bar, "bar_track", "hairline", bar.height() / 2)
    if part:
        done = QRectF(bar)
        done.setWidth(max(bar.height(), bar.width() * part / whole))
        yield Box(done, "accent", "accent", bar.height() / 2)
    below = QRectF(0, bar.bottom() + 6, rect.width(), line + 2)
    yield Text(below, (Run(_moral(lab), "muted"),), "body", LEFT)


def _moral(lab: ImagesLab) -> str:
    if not lab.applied:
        return tr("Move, turn, darken or cover the picture, and see how many numbers change.")
    return tr("To us it is still the same thing. A network must learn to see it so.")


def _sentence(lab: ImagesLab) -> str:
    part, whole = lab.changed
    template = tr("{part} of {whole} numbers changed.")
    return template.format(part=number(part), whole=number(whole))
