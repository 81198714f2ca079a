"""Filters or feature maps of the moments of a run, as a film shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from cnnstudio.core.messages import Floats
from cnnstudio.ui.look import Theme
from cnnstudio.ui.widgets.colormap import ColourMap, pictured, range_limit

_GAP = 0.16  # between maps, in widths of a map


@dataclass(frozen=True, eq=False)
class MapScenes:
    """`maps` of each moment: (N, rows, columns), or (N, 3, rows, columns) in red, green and blue;
    `in_columns` (down, across, rows, columns), in that arrangement. All moments share one scale."""

    colours: ColourMap
    maps: Sequence[Floats]
    in_columns: bool = False

    @cached_property
    def limit(self) -> float:
        """Where the colour scale ends."""
        everything = np.concatenate([maps.ravel() for maps in self.maps])
        return range_limit(everything, self.colours, 99.5)

    def paint(self, painter: QPainter, room: QRectF, place: int, theme: Theme) -> None:
        """All maps of that moment, as large as fit."""
        maps, across = self.maps[place], None
        if self.in_columns:
            across = maps.shape[1]
            maps = maps.reshape(-1, *maps.shape[-2:])
        tall = maps.shape[-2] / maps.shape[-1]
        for index, cell in enumerate(cells(room, len(maps), tall, across)):
            picture = pictured(maps[index], self.colours, self.limit, theme)
            painter.drawImage(cell, picture)
            painter.setPen(theme.colour.hairline)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(cell)


def cells(room: QRectF, count: int, tall: float, across: int | None = None) -> list[QRectF]:
    """Places of so many pictures, `tall` times as high as wide, as large as fit, in the middle;
    `across` of them side by side, or as many as is best."""
    best, columns = 0.0, 1
    for tried in (across,) if across else range(1, count + 1):
        rows = -(-count // tried)
        wide = min(
            room.width() / (tried + _GAP * (tried - 1)),
            room.height() / (rows * tall + _GAP * (rows - 1)),
        )
        if wide > best:
            best, columns = wide, tried
    rows, pitch_x, pitch_y = -(-count // columns), best * (1 + _GAP), best * (tall + _GAP)
    left = room.center().x() - (pitch_x * columns - best * _GAP) / 2
    top = room.center().y() - (pitch_y * rows - best * _GAP) / 2
    return [
        QRectF(left + i % columns * pitch_x, top + i // columns * pitch_y, best, best * tall)
        for i in range(count)
    ]
