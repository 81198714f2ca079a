from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.plates.items import Disc, Extent, PixelGrid, Plate
from cnnstudio.ui.plates.wayfinding import first_cell, place_of, to_end, to_other_grid, within


def grid(key: str, x: float, y: float, rows: int = 3, columns: int = 3, **more) -> PixelGrid:
    return PixelGrid(key, key, np.zeros((rows, columns)), QPointF(x, y), 10, **more)


PADDED = grid("input", 0, 0, 5, 5, padding=Extent(1, 1, 1, 1))
PLATE = Plate((PADDED, grid("kernel", 80, 0, editable=True), grid("output", 80, 60)))
UNITS = Plate(
    tuple(
        Disc(QPointF(20 + 30 * k, y), 9, cell=Cell(key, 0, k))
        for key, y in (("hidden", 20), ("x", 80))
        for k in range(4)
    )
)
steps = st.sampled_from([(0, 1), (0, -1), (1, 0), (-1, 0)])


def test_the_keyboard_starts_where_something_can_be_typed() -> None:
    assert first_cell(PLATE) == Cell("kernel", 0, 0)
    assert first_cell(UNITS) == Cell("hidden", 0, 0)
    assert first_cell(Plate(())) is None


def test_padding_is_walked_over_too_and_its_edge_is_the_end() -> None:
    corner = within(PLATE, Cell("input", 0, 0), -1, 0)
    assert corner == Cell("input", -1, 0)
    assert within(PLATE, corner, -1, 0) == corner


@given(st.integers(-1, 3), st.integers(-1, 3), steps)
def test_a_step_within_a_grid_leads_to_a_cell_of_it(row, column, step) -> None:
    assert PADDED.holds(within(PLATE, Cell("input", row, column), *step))


def test_other_grids_are_found_by_where_they_lie() -> None:
    assert to_other_grid(PLATE, Cell("input", 2, 2), 0, 1) == Cell("kernel", 0, 0)
    assert to_other_grid(PLATE, Cell("kernel", 0, 0), 1, 0) == Cell("output", 0, 0)
    assert to_other_grid(PLATE, Cell("output", 0, 0), 0, -1) == Cell("input", 0, 0)
    assert to_other_grid(PLATE, Cell("kernel", 1, 1), -1, 0) == Cell("kernel", 1, 1)


def test_a_piece_of_a_larger_picture_is_walked_over_by_its_own_names() -> None:
    piece = Plate((grid("photo", 0, 0, first=(20, 30)), grid("other", 80, 0, first=(5, 6))))
    assert first_cell(piece) == Cell("photo", 20, 30)
    assert within(piece, Cell("photo", 20, 30), -1, 0) == Cell("photo", 20, 30)
    assert within(piece, Cell("photo", 20, 30), 1, 0) == Cell("photo", 21, 30)
    assert to_other_grid(piece, Cell("photo", 21, 31), 0, 1) == Cell("other", 5, 6)
    assert to_end(piece, Cell("photo", 21, 30), last=True, whole_grid=True) == Cell("photo", 22, 32)


def test_home_and_end_lead_to_the_ends_of_the_row_or_of_the_grid() -> None:
    start = Cell("input", 1, 1)
    assert to_end(PLATE, start, last=False, whole_grid=False) == Cell("input", 1, -1)
    assert to_end(PLATE, start, last=True, whole_grid=False) == Cell("input", 1, 3)
    assert to_end(PLATE, start, last=False, whole_grid=True) == Cell("input", -1, -1)
    assert to_end(PLATE, start, last=True, whole_grid=True) == Cell("input", 3, 3)


def test_arrows_go_from_disc_to_disc() -> None:
    assert within(UNITS, Cell("x", 0, 1), 0, 1) == Cell("x", 0, 2)
    assert within(UNITS, Cell("x", 0, 1), -1, 0) == Cell("hidden", 0, 1)
    assert within(UNITS, Cell("x", 0, 3), 0, 1) == Cell("x", 0, 3)


def test_the_place_of_a_cell_is_where_it_is_drawn() -> None:
    assert place_of(PLATE, Cell("input", -1, 0)) == QRectF(10, 0, 10, 10)
    assert place_of(UNITS, Cell("hidden", 0, 0)) == QRectF(11, 11, 18, 18)
    assert place_of(PLATE, Cell("nowhere", 0, 0)).isEmpty()
