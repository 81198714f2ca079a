from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.plates.items import Disc, Extent, Picture, Plate
from tests.ui.plates.canvas import THEME, grid, has, painted

ACCENT = THEME.colour.accent
LARGE = grid(values=np.ones((4, 4)), numbers=False)


def cells(*places: tuple[int, int]) -> frozenset[Cell]:
    return frozenset(Cell("input", *place) for place in places)


def test_single_cells_are_ringed_one_by_one() -> None:
    shown = painted(Plate((LARGE,)), linked=cells((0, 0), (2, 2)))
    for left, top in ((20, 20), (100, 100)):
        assert has(shown, ACCENT, QRectF(left, top, 40, 40))
    assert not has(shown, ACCENT, QRectF(60, 20, 40, 40))


def test_cells_side_by_side_have_one_outline_together() -> None:
    shown = painted(Plate((LARGE,)), linked=cells((0, 0), (0, 1), (1, 0)))
    assert not has(shown, ACCENT, QRectF(56, 30, 8, 20))
    assert has(shown, ACCENT, QRectF(96, 30, 8, 20))
    assert has(shown, ACCENT, QRectF(70, 56, 20, 8))
    assert not has(shown, ACCENT, QRectF(66, 66, 30, 30))


def test_the_hovered_cell_has_a_ring_of_its_own_among_linked_ones() -> None:
    linked = cells(*((row, column) for row in range(4) for column in range(4)))
    shown = painted(Plate((LARGE,)), linked=linked, hovered=Cell("input", 1, 1))
    assert has(shown, ACCENT, QRectF(60, 75, 8, 10))
    assert not has(shown, ACCENT, QRectF(105, 75, 30, 10))


def test_padding_is_ringed_where_it_lies() -> None:
    padded = grid(values=np.ones((4, 4)), numbers=False, padding=Extent(1, 1, 1, 1))
    shown = painted(Plate((padded,)), hovered=Cell("input", -1, -1))
    assert has(shown, ACCENT, QRectF(20, 20, 40, 40))
    assert not has(shown, ACCENT, QRectF(62, 62, 40, 40))


def test_many_single_cells_are_outlined_all_the_same() -> None:
    many = grid(values=np.ones((32, 32)), numbers=False, cell=5)
    linked = cells(*((row, column) for row in range(0, 32, 2) for column in range(0, 32, 2)))
    more = linked | cells(*((row, column) for row in range(1, 32, 2) for column in range(1, 32, 2)))
    assert len(more) == 512
    shown, plain = painted(Plate((many,)), linked=more), painted(Plate((many,)))
    for left, top in ((20, 20), (150, 150)):
        corner = QRect(left, top, 25, 25)
        assert shown.copy(corner) != plain.copy(corner)


def test_discs_and_pictures_are_ringed_too() -> None:
    cell = Cell("unit", 0, 0)
    picture = Picture(QRectF(100, 20, 40, 40), np.full((2, 2), 0xFFFFFFFF, np.uint32), cell=cell)
    plate = Plate((Disc(QPointF(40, 40), 20, cell=cell), picture))
    shown = painted(plate, hovered=cell)
    assert has(shown, ACCENT, QRectF(14, 36, 10, 8))
    assert has(shown, ACCENT, QRectF(94, 36, 10, 8))
    assert not has(painted(plate), ACCENT)


def test_cells_of_grids_that_are_not_there_are_passed_over() -> None:
    assert painted(Plate((LARGE,)), linked=frozenset({Cell("nowhere", 0, 0)})) == painted(
        Plate((LARGE,))
    )
