"""A picture in colour and its three planes of light."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.images import ImagesLab
from cnnstudio.ui.labs.images_parts import picture_grid, plane_grid, plane_name
from cnnstudio.ui.labs.layout import CENTRE, LEFT, fitting_cell, heading, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.plates.items import Item, PixelGrid, Plate, Run, Text, runs


def planes_plate(lab: ImagesLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The picture, and beside it as many planes as there are steps shown."""
    gap = 4.0 * theme.px("unit")
    line = line_height(theme, "formula")
    top, below = line_height(theme, "panel_title") + gap, 3.4 * line
    rows, columns = lab.size
    count = len(lab.input) + 1
    sign = 3 * gap
    cell = min(
        fitting_cell(size.width() - (count - 1) * sign, count * columns, 40),
        fitting_cell(size.height() - top - below, rows, 40),
    )
    step = columns * cell + sign
    left = (size.width() - count * step + sign) / 2
    corners = [QPointF(left + place * step, top) for place in range(count)]
    grids = list(_grids(lab, moment, corners, cell))
    items: list[Item] = [*grids, *_signs(grids, sign)]
    names = [tr("Picture"), *(plane_name(n, len(lab.input)) for n in range(len(lab.input)))]
    for grid, name in zip(grids, names, strict=True):
        items.append(heading(grid.corner, grid.rect.width(), theme, name))
    bottom = grids[0].rect.bottom() + gap
    items += _words(lab, moment, QRectF(left, bottom, size.width() - left, below), theme)
    sentence = tr("A picture of {size} pixels in {planes} planes.")
    return Plate(
        tuple(items), (), None, sentence.format(size=shape(lab.size), planes=len(lab.input))
    )


def _grids(
    lab: ImagesLab, moment: Moment, corners: list[QPointF], cell: float
) -> Iterator[PixelGrid]:
    yield picture_grid("picture", tr("Picture"), lab.input, corners[0], cell)
    for n, corner in enumerate(corners[1:]):
        grid = plane_grid(f"plane:{n}", lab.input, n, corner, cell)
        yield _coming_in(grid, lab.step - n, moment.phase)


def _coming_in(grid: PixelGrid, steps: int, phase: float) -> PixelGrid:
    """Not there before its step; in that step it fills in from the top."""
    if steps > 1 or (steps == 1 and phase >= 1):
        return grid
    rows = round(grid.rows * phase) if steps == 1 else 0
    return replace(grid, known=rows * grid.columns)


def _signs(grids: list[PixelGrid], width: float) -> Iterator[Item]:
    """= between the picture and its planes, + between those."""
    for place, grid in enumerate(grids[:-1]):
        rect = QRectF(grid.rect.right(), grid.rect.top(), width, grid.rect.height())
        yield Text(rect, (Run("+" if place else "=", "muted"),), "formula", CENTRE)


def _words(lab: ImagesLab, moment: Moment, rect: QRectF, theme: Theme) -> Iterator[Item]:
    """The hovered pixel's numbers, or what the picture is to a computer."""
    line = line_height(theme, "formula") + 4
    planes, rows, columns = lab.input.shape
    count = runs(
        Run(tr("To a computer: "), "muted"),
        Run(f"{planes} × {rows} × {columns} = "),
        Run(number(int(lab.input.size)), "accent", strong=True),
        Run(tr(" numbers, stretched out into one vector"), "muted"),
    )
    yield Text(QRectF(rect.left(), rect.top(), rect.width(), line), count, "formula", LEFT)
    below = QRectF(rect.left(), rect.top() + line, rect.width(), line)
    yield Text(below, _pixel(lab, moment), "formula", LEFT)


def _pixel(lab: ImagesLab, moment: Moment) -> tuple[Run, ...]:
    hovered = moment.hovered
    rows, columns = lab.size
    inside = hovered is not None and 0 <= hovered.row < rows and 0 <= hovered.column < columns
    if hovered is None or not inside:
        point = tr("Point at a pixel to see what it is made of.")
        play = tr("Press play: the picture comes apart into its planes.")
        return (Run(point if lab.step else play, "muted"),)
    where = tr("Row {row}, column {column}: ").format(
        row=hovered.row + 1, column=hovered.column + 1
    )
    found = [Run(where, "muted")]
    for n, value in enumerate(lab.input[:, hovered.row, hovered.column]):
        name = plane_name(n, len(lab.input))
        found += [Run(f"{name} ", "muted"), Run(f"{number(int(value))}   ", strong=True)]
    return tuple(found)
