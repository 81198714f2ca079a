from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_cache import GridCache
from cnnstudio.ui.plates.items import Picture, PixelGrid, Plate
from cnnstudio.ui.plates.paint import paint_plate

GRID = PixelGrid(
    "g", "G", np.arange(12.0).reshape(3, 4), QPointF(10, 10), 30, limit=12.0, lines=False
)


def paint(cache: GridCache, *items, theme: Theme = Theme(), turn: float = 0) -> QImage:  # noqa: B008
    image = QImage(200, 150, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.colour.surface)
    painter = QPainter(image)
    painter.rotate(turn)
    paint_plate(painter, Plate(items), theme, cache=cache)
    painter.end()
    return image


def test_steps_and_places_need_no_new_pixels() -> None:
    cache = GridCache()
    for known in range(12):
        paint(cache, replace(GRID, known=known, corner=QPointF(10 + known, 10)))
    assert cache.misses == 2  # all cells, and none


def test_whatever_is_seen_in_the_cells_makes_new_pixels() -> None:
    cache, other = GridCache(), np.full((3, 4), 0xFF00FF00, dtype=np.uint32)
    for grid in (
        GRID,
        replace(GRID, values=GRID.values + 1),
        replace(GRID, limit=20.0),
        replace(GRID, colours=other),
        replace(GRID, cell=31),
        replace(GRID, unread=np.eye(3, 4, dtype=bool)),
        replace(GRID, edges=np.zeros((3, 4), dtype=int)),
        replace(GRID, numbers=False),
        replace(GRID, digits=1),
    ):
        before = cache.misses
        paint(cache, grid)
        assert cache.misses == before + 1
    paint(cache, GRID, theme=Theme("dark"))
    assert cache.misses == 10


def test_grids_that_are_alike_share_the_lines_between_their_cells() -> None:
    cache, lined = GridCache(), replace(GRID, lines=True)
    paint(cache, lined)
    assert cache.misses == 2  # the cells, and the lines
    paint(cache, replace(lined, values=GRID.values + 1, known=0))
    assert cache.misses == 3


def test_values_changed_in_place_are_seen() -> None:
    cache, values = GridCache(), np.zeros((3, 4))
    grid = replace(GRID, values=values, numbers=False)
    before = paint(cache, grid).pixelColor(20, 20)
    values[0, 0] = 12
    assert paint(cache, grid).pixelColor(20, 20) != before


def test_what_is_kept_is_bounded_and_the_oldest_goes_first() -> None:
    size = 4 * 120 * 90
    cache = GridCache(room=2 * size)
    grids = [replace(GRID, values=GRID.values + k) for k in range(3)]
    for grid in grids:
        paint(cache, grid)
    assert cache.used == 2 * size
    paint(cache, grids[2])
    paint(cache, grids[1])
    assert cache.misses == 3
    paint(cache, grids[0])
    assert cache.misses == 4


def test_one_that_is_larger_than_the_room_is_painted_all_the_same() -> None:
    cache = GridCache(room=10)
    assert paint(cache, replace(GRID, numbers=False)) == paint(cache, replace(GRID, numbers=False))
    assert cache.misses == 1


def test_on_turned_ground_nothing_is_copied() -> None:
    cache = GridCache()
    paint(cache, GRID, turn=20)
    assert cache.misses == 0


def test_pictures_are_kept_too() -> None:
    cache = GridCache()
    picture = Picture(QRectF(10, 10, 80, 80), np.full((4, 4), 0xFF123456, dtype=np.uint32))
    paint(cache, picture)
    assert paint(cache, picture).pixelColor(40, 40) == QColor("#123456")
    assert cache.misses == 1


def test_a_cleared_cache_holds_nothing() -> None:
    cache = GridCache()
    paint(cache, GRID)
    cache.clear()
    assert cache.used == 0
