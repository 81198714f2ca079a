"""Keeps the pixels of grids, so that a step of an animation only copies them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_painter import (
    face_of,
    has_lines,
    paint_empty,
    paint_frame,
    paint_lines,
    paint_over_fill,
)
from cnnstudio.ui.plates.items import PixelGrid
from cnnstudio.ui.plates.ruler import Ruler, is_upright, known_blocks, ruler
from cnnstudio.ui.widgets.colormap import to_image

#: Bytes of pixels that are kept.
_ROOM = 64 * 2**20


class GridCache:
    """Pixels by what is seen on them; what has not been asked for longest goes first.

    It holds images, so that it also serves films that are made outside of the window's thread; one
    cache is for one thread. Never paint with one into a vector file.
    """

    def __init__(self, room: int = _ROOM) -> None:
        self._kept: OrderedDict[Hashable, QImage] = OrderedDict()
        self._room = room
        self._used = 0
        self.misses = 0

    @property
    def used(self) -> int:
        """Bytes of all that is kept."""
        return self._used

    def clear(self) -> None:
        self._kept.clear()
        self._used = 0

    def pixels(self, key: Hashable, make: Callable[[], QImage]) -> QImage:
        """What is kept under a key; made and kept if it is not."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        self.misses += 1
        made = make()
        self._kept[key] = made
        self._used += _bytes_of(made)
        while self._used > self._room and len(self._kept) > 1:
            self._used -= _bytes_of(self._kept.popitem(last=False)[1])
        return made

    def paint(self, painter: QPainter, grid: PixelGrid, theme: Theme) -> None:
        """Like `paint_grid`, from kept pixels."""
        at = ruler(painter, grid)
        blocks, widths = known_blocks(grid), _widths(at)
        if grid.known is not None:
            empty_key = ("empty", grid.lines, theme, widths, at.scale)
            empty = self.pixels(empty_key, lambda: self._no_cells(grid, at, theme))
            _copy(painter, empty, at, at.rect)
        if blocks:
            key = (_content(grid), theme, widths, at.scale)
            pixels = self.pixels(key, lambda: self._all_cells(grid, at, theme))
            for block in blocks:
                _copy(painter, pixels, at, at.block(*block))
        paint_frame(painter, grid, at, theme)

    def _all_cells(self, grid: PixelGrid, at: Ruler, theme: Theme) -> QImage:
        """Every cell as if it were known, in pixels of the device."""
        face = face_of(grid, theme)
        wide, high = _pixels_of(at)
        pixels = to_image(np.repeat(np.repeat(face.colours, high, 0), wide, 1))
        pixels = pixels.convertToFormat(QImage.Format.Format_RGB32)
        every = np.ones(face.colours.shape, dtype=bool)
        with _onto(pixels, at) as painter:
            paint_over_fill(painter, face, at, every, self._copy_lines)
        return pixels

    def _no_cells(self, grid: PixelGrid, at: Ruler, theme: Theme) -> QImage:
        """Every cell as if it were not known yet, in pixels of the device."""
        pixels = _blank(at, QImage.Format.Format_RGB32)
        with _onto(pixels, at) as painter:
            paint_empty(painter, grid, at, theme, self._copy_lines)
        return pixels

    def _copy_lines(self, painter: QPainter, grid: PixelGrid, at: Ruler, theme: Theme) -> None:
        """Qt copies a picture of translucent lines ten times faster than it paints them."""
        if has_lines(grid, at):
            lines = self.pixels(
                ("lines", theme, _widths(at), at.scale), lambda: _lines(grid, at, theme)
            )
            painter.save()
            painter.resetTransform()
            painter.drawImage(0, 0, lines)
            painter.restore()


def can_copy(painter: QPainter) -> bool:
    """Whether kept pixels fit onto those that are painted on."""
    return is_upright(painter.deviceTransform())


def _copy(painter: QPainter, pixels: QImage, at: Ruler, rect: QRectF) -> None:
    inside = rect.translated(-at.rect.topLeft())
    scale = at.scale
    source = QRectF(inside.topLeft() * scale, inside.size() * scale)
    painter.drawImage(rect, pixels, source)


def _lines(grid: PixelGrid, at: Ruler, theme: Theme) -> QImage:
    """The lines between cells on nothing, in pixels of the device."""
    pixels = _blank(at, QImage.Format.Format_ARGB32_Premultiplied)
    pixels.fill(Qt.GlobalColor.transparent)
    with _onto(pixels, at) as painter:
        paint_lines(painter, grid, at, theme)
    return pixels


def _blank(at: Ruler, form: QImage.Format) -> QImage:
    wide, high = _pixels_of(at)
    return QImage(int(wide.sum()), int(high.sum()), form)


def _pixels_of(at: Ruler) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """How wide and high cells are, in pixels of the device."""
    wide, high = (np.rint(np.diff(ends) * at.scale).astype(np.intp) for ends in (at.xs, at.ys))
    return wide, high


@contextmanager
def _onto(pixels: QImage, at: Ruler) -> Iterator[QPainter]:
    """A painter for which the grid lies where it lies on the device."""
    painter = QPainter(pixels)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(at.scale, at.scale)
    painter.translate(-at.rect.topLeft())
    yield painter
    painter.end()


def _widths(at: Ruler) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """How wide and high cells are: not all alike where they are no whole pixels of the device."""
    return _steps(at.xs), _steps(at.ys)


@lru_cache(maxsize=1024)
def _steps(ends: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(np.diff(ends).round(6).tolist())


def _content(grid: PixelGrid) -> Hashable:
    """What is seen in the cells, but not where the grid lies and which cells are known."""
    arrays = (grid.values, grid.colours, grid.unread, grid.edges)
    return (
        *(None if array is None else (array.shape, array.tobytes()) for array in arrays),
        *(grid.colour_map, grid.limit, grid.padding, grid.texts),
        *(grid.numbers, grid.digits, grid.cell),
    )


def _bytes_of(pixels: QImage) -> int:
    return pixels.sizeInBytes()
