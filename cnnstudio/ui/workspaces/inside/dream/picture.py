"""The pictures of a dream: one large, or several side by side."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.labs.layout import LEFT, line_height, text_width
from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import Item, Mark, PixelGrid, Plate, Run, Text
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.workspaces.inside.dream.dreams import Film
from cnnstudio.ui.workspaces.inside.dream.subject import channel_name

_GAP = 16.0
_LARGEST_CELL = 64.0
_NEARLY = 0.88


def compose(
    film: Film, step: int, shown: tuple[int, ...], chosen: int, size: QSizeF, theme: Theme
) -> Plate:
    """The dreams `shown` of a film, by their index, after a step; `chosen` is marked among
    several."""
    frame, excitation = film.frames[step], film.excitations[step]
    rows, columns = frame.shape[2:]
    head = line_height(theme, "body_strong") + 4
    cell, across = _fitted(len(shown), (rows, columns), head, size)
    wide, high = columns * cell, rows * cell + head
    down = -(-len(shown) // across)
    left = (size.width() - across * wide - (across - 1) * _GAP) / 2
    top = (size.height() - down * high - (down - 1) * _GAP) / 2
    items: list[Item] = []
    marks: list[Mark] = []
    for place, index in enumerate(shown):
        row, column = divmod(place, across)
        corner = QPointF(
            round(left + column * (wide + _GAP)), round(top + row * (high + _GAP) + head)
        )
        name = channel_name(film.excited, film.excited.channels[index], film.report)
        items += _caption(name, float(excitation[index]), corner, wide, head, theme)
        items.append(_grid(index, name, frame[index], corner, cell))
        if index == chosen and len(shown) > 1:
            marks.append(Mark(Cell(dream_key(index), 0, 0), "window", rows, columns))
    return Plate(tuple(items), tuple(marks))


def dream_key(index: int) -> str:
    return f"dream{index}"


def index_of(cell: Cell) -> int:
    """Which dream a cell of the plate belongs to."""
    return int(cell.grid.removeprefix("dream"))


def _fitted(count: int, picture: tuple[int, int], head: float, size: QSizeF) -> tuple[float, int]:
    """The largest pixel, and how many pictures stand beside each other with it."""
    rows, columns = picture

    def cell(across: int) -> float:
        down = -(-count // across)
        wide = (size.width() - (across - 1) * _GAP) / (across * columns)
        high = (size.height() - (down - 1) * _GAP - down * head) / (down * rows)
        found = min(wide, high, _LARGEST_CELL)
        return float(int(found)) if found >= 3 else max(found, 0.5)

    best = max(cell(across) for across in range(1, count + 1))
    large = [across for across in range(1, count + 1) if cell(across) >= _NEARLY * best]
    # Of those that are nearly as large, the one that leaves the fewest places empty.
    across = min(large, key=lambda across: (-count % across, -cell(across)))
    return cell(across), across


def _caption(
    name: str, excitation: float, corner: QPointF, wide: float, head: float, theme: Theme
) -> Iterator[Text]:
    """The name, and at the right the excitation where there is room for both."""
    place = QRectF(corner.x(), corner.y() - head, wide, head - 4)
    yield Text(place, (Run(name, strong=True),), "label", LEFT)
    value = number(excitation)
    used = text_width(theme, "body_strong", name) + text_width(theme, "label", value) + 14
    if used <= wide:
        room = text_width(theme, "label", value) + 4
        yield Text(
            QRectF(place.right() - room, place.top(), room, place.height()),
            (Run(value, "muted"),),
            "label",
            LEFT,
        )


def _grid(
    index: int, name: str, pixels: NDArray[np.uint8], corner: QPointF, cell: float
) -> PixelGrid:
    """(channels, rows, columns): three channels are red, green and blue, of others the mean is
    shown."""
    values = pixels.astype(np.float32).mean(axis=0) / 255
    colours = None
    if len(pixels) == 3:
        red, green, blue = pixels.astype(np.uint32)
        colours = np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue
    return PixelGrid(
        dream_key(index),
        name,
        values,
        corner,
        cell,
        ColourMap.PIXEL,
        colours=colours,
        numbers=False,
        lines=False,
    )
