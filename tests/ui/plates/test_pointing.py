from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.items import Disc, PixelGrid, Plate, Run, Text, Wire
from cnnstudio.ui.plates.pointing import pointed_cell
from cnnstudio.ui.plates.text_painter import pieces_at

THEME = Theme()
FIRST, SECOND, WEIGHT, UNIT = (Cell(key, 0, 0) for key in ("first", "second", "w", "unit"))
GRID = PixelGrid("input", "Input", np.zeros((2, 2)), QPointF(0, 0), 20)
FORMULA = Text(
    QRectF(100, 0, 200, 40),
    (Run("1·7", cell=FIRST), Run(" + "), Run("2·3", cell=SECOND)),
    align=Qt.AlignmentFlag.AlignCenter,
)
WIRE = Wire((QPointF(0, 100), QPointF(100, 100), QPointF(100, 160)), cell=WEIGHT)
DISC = Disc(QPointF(100, 160), 10, cell=UNIT)
PLATE = Plate((WIRE, GRID, FORMULA, DISC))


def at(x: float, y: float, plate: Plate = PLATE) -> Cell | None:
    return pointed_cell(plate, QPointF(x, y), THEME)


def test_cells_of_grids_are_found() -> None:
    assert at(30, 10) == Cell("input", 0, 1)
    assert at(41, 10) is None


@pytest.mark.parametrize(("index", "cell"), [(0, FIRST), (1, None), (2, SECOND)])
def test_terms_of_a_formula_are_found_where_they_stand(index, cell) -> None:
    place, _ = list(pieces_at(FORMULA, THEME))[index]
    assert at(place.center().x(), place.center().y()) == cell


def test_a_wire_is_found_a_little_beside_it_and_below_what_lies_over_it() -> None:
    assert at(50, 104) == WEIGHT
    assert at(97, 130) == WEIGHT
    assert at(50, 107) is None
    assert at(-10, 100) is None
    assert at(100, 155) == UNIT


def test_of_two_wires_the_nearer_one_is_found() -> None:
    other = Wire((QPointF(0, 106), QPointF(90, 106)), cell=FIRST)
    both = Plate((WIRE, other))
    assert at(50, 102, both) == WEIGHT
    assert at(50, 104, both) == FIRST


def test_a_wire_that_is_still_drawn_or_has_no_name_is_not_found() -> None:
    points = (QPointF(0, 0), QPointF(90, 0))
    assert at(40, 0, Plate((Wire(points), Wire(points, drawn=0.9, cell=WEIGHT)))) is None


def test_what_only_a_term_or_a_wire_names_is_held_by_the_plate() -> None:
    assert all(PLATE.holds(cell) for cell in (FIRST, SECOND, WEIGHT, UNIT))
    assert not PLATE.holds(Cell("nowhere", 0, 0))
