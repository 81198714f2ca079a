"""A wall of test digits of one class: all the same to us, none the same in numbers."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.images import WALL, ImagesLab
from cnnstudio.ui.labs.images_parts import WHITE
from cnnstudio.ui.labs.layout import LEFT, fitting_cell, heading, line_height
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import Box, Item, Picture, PixelGrid, Plate, Run, Text, runs
from cnnstudio.ui.widgets.colormap import ColourMap, colours_of


def wall_plate(lab: ImagesLab, moment: Moment, size: QSizeF, theme: Theme) -> Plate:
    """The digits row by row; at the right their mean, or the one under the mouse."""
    gap = 4.0 * theme.px("unit")
    top = line_height(theme, "panel_title") + gap
    below = 1.8 * line_height(theme, "formula") + gap
    rows, columns = WALL
    side = min(
        fitting_cell(size.width() * 0.68, columns, 160),
        fitting_cell(size.height() - top - below, rows, 160),
    )
    items: list[Item] = list(_digits(lab, side, top, theme))
    title = tr("Test digits that are a {digit}").format(digit=lab.digit)
    items.append(heading(QPointF(0, top), columns * side, theme, title))
    left = columns * side + 3 * gap
    room = QRectF(left, top, size.width() - left, rows * side)
    items += _close(lab, moment, room, theme)
    rect = QRectF(0, size.height() - below + gap, size.width(), below - gap)
    items.append(Text(rect, _words(lab), "formula", LEFT))
    sentence = tr("{shown} test digits that are a {digit}.")
    return Plate(tuple(items), (), None, sentence.format(shown=lab.step, digit=lab.digit))


def _digits(lab: ImagesLab, side: float, top: float, theme: Theme) -> Iterator[Item]:
    columns = WALL[1]
    for place, digit in enumerate(lab.wall):
        row, column = divmod(place, columns)
        rect = QRectF(column * side + 2, top + row * side + 2, side - 4, side - 4)
        if place < lab.step:
            colours = colours_of(digit, ColourMap.PIXEL, WHITE, theme)
            yield Picture(rect, colours, cell=Cell(f"wall:{place}", row, column))
        else:
            yield Box(rect, "sunken", "hairline", 3)


def _close(lab: ImagesLab, moment: Moment, room: QRectF, theme: Theme) -> Iterator[Item]:
    """The digit under the mouse large; else the mean of all that are shown."""
    hovered = moment.hovered
    number_of = int(hovered.grid[5:]) if hovered and hovered.grid.startswith("wall:") else None
    if number_of is not None and number_of < lab.step:
        values, title = lab.wall[number_of], tr("This one")
    elif lab.step:
        values, title = lab.wall[: lab.step].mean(axis=0), tr("Their mean")
    else:
        return
    cell = min(
        fitting_cell(room.width(), values.shape[1], 40),
        fitting_cell(room.height(), values.shape[0], 40),
    )
    yield heading(room.topLeft(), room.width(), theme, title)
    yield PixelGrid(
        key="mean",
        name=title,
        values=values,
        corner=room.topLeft(),
        cell=cell,
        colour_map=ColourMap.PIXEL,
        limit=WHITE,
        digits=0,
    )


def _words(lab: ImagesLab) -> tuple[Run, ...]:
    return runs(
        Run(tr("Even the two that are most alike differ in ")),
        Run(number(lab.least_difference), "accent", strong=True),
        Run(tr(" of 784 numbers.")),
    )
