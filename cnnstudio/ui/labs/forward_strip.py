"""All levels of a pass in a row, each a little picture that fills in as the digit gets there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.forward import STRIP, ForwardLab
from cnnstudio.core.labs.passes import Level
from cnnstudio.ui.labs.forward_colours import colours_and_limit
from cnnstudio.ui.labs.layout import CENTRE, line_height
from cnnstudio.ui.labs.sweep_parts import tr
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Box, Item, Picture, Run, Text
from cnnstudio.ui.session.wording import title, word
from cnnstudio.ui.widgets.colormap import ColourMap, colours_of, tiled

#: The narrowest tile, in heights of the names' type.
_NARROWEST = 3.4

#: The most that a tile is wider than high.
_WIDEST = 1.25


def strip_items(lab: ForwardLab, rect: QRectF, theme: Theme) -> Iterator[Item]:
    """Of more levels than there is room for, those around the present one."""
    line = line_height(theme, "axis")
    gap = theme.px_f("unit") * 2
    room = max(1, int((rect.width() + gap) / (_NARROWEST * line + gap)))
    levels = _in_sight(len(lab.passed.levels), lab.position.level if lab.step else 0, room)
    high = rect.height() - line - 4
    slot = (rect.width() + gap) / len(levels)
    wide = min(slot - gap, _WIDEST * high)
    for place, level in enumerate(levels):
        tile = QRectF(rect.left() + place * slot, rect.top(), slot - gap, high)
        tile.setWidth(wide)
        tile.moveCenter(QRectF(rect.left() + place * slot, rect.top(), slot - gap, high).center())
        yield from _tile(lab, level, tile, theme)
        below = QRectF(rect.left() + place * slot - gap / 2, tile.bottom() + 4, slot, line)
        below = below.intersected(QRectF(rect.left(), 0, rect.width(), rect.bottom()))
        shown = level == lab.position.level if lab.step else level == 0
        name = Run(_word(lab, level), "accent" if shown else "muted", strong=shown)
        yield Text(below, (name,), "axis", CENTRE)


def _in_sight(levels: int, present: int, room: int) -> range:
    if levels <= room:
        return range(levels)
    first = min(max(0, present - room // 2), levels - room)
    return range(first, first + room)


def _word(lab: ForwardLab, level: int) -> str:
    return word(lab.layers[level - 1].word) if level else tr("Input")


def _name(lab: ForwardLab, level: int) -> str:
    return title(lab.layers[level - 1].title()) if level else tr("Input")


def _tile(lab: ForwardLab, level: int, tile: QRectF, theme: Theme) -> Iterator[Item]:
    """A frame with the level's maps in it, as far as they are there."""
    is_present = level == lab.position.level if lab.step else not level
    edge, fill = ("accent", "accent_tint") if is_present else ("hairline", "raised")
    yield Box(tile, fill, edge, theme.px_f("radius_card"), 2.0 if is_present else 1.0)
    inside = tile.adjusted(5, 5, -5, -5)
    colours = _mosaic(lab, level, inside.width() / inside.height(), theme)
    rows, columns = colours.shape
    scale = min(inside.width() / columns, inside.height() / rows)
    place = QRectF(0, 0, max(columns * scale, 3.0), max(rows * scale, 3.0))
    place.moveCenter(tile.center())
    cell = Cell(STRIP, 0, level)
    yield Picture(
        place, colours, smooth=scale < 1, cell=cell, name=_name(lab, level), edge="hairline"
    )


def _mosaic(lab: ForwardLab, level: int, wide: float, theme: Theme) -> NDArray[np.uint32]:
    """The level's maps side by side, those that are not begun empty; `wide` is how much wider
    than high the room is."""
    kept = lab.passed.levels[level]
    return _sheet(kept, lab.maps_done(level), *colours_and_limit(lab, level), wide, theme)


@lru_cache(maxsize=128)
def _sheet(
    kept: Level, done: int, colour_map: ColourMap, limit: float, wide: float, theme: Theme
) -> NDArray[np.uint32]:
    """All tiles stand still while one of them fills in. Not to be changed by who gets it."""
    pixels = colours_of(kept.values, colour_map, limit, theme)
    pixels[done:] = theme.colour.hairline.rgba()
    maps, rows, columns = pixels.shape
    gap = 0 if maps == 1 else max(1, rows // 8)
    across = min(range(1, maps + 1), key=lambda n: _misfit(maps, n, columns / rows, wide))
    sheet = tiled(pixels, across, gap)
    sheet[sheet == 0] = theme.colour.raised.rgba()
    return sheet


def _misfit(maps: int, across: int, shape: float, wide: float) -> float:
    """How badly so many maps in a row use a room, 0 where they fill it."""
    down = -(-maps // across)
    ratio = across * shape / down / wide
    return max(ratio, 1 / ratio) + 2 * (across * down - maps) / maps
