"""The picture of 2-D convolution: numbers that stay legible, and lines that keep off words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QLineF

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_numbers import grid_numbers
from cnnstudio.ui.plates.items import Plate, Wire
from tests.ui.labs.plates import crosses, drawn

#: The stage at 1600 × 900 with the settings above it, and projected with those folded away.
DESK, HALL = (1226.0, 483.0), (1440.0, 600.0)


def without_numbers(plate: Plate, theme: Theme) -> list[tuple[str, str]]:
    """Grids of which not all known cells show a number, with how many do not."""
    found = []
    for grid in plate.grids:
        numbers = grid_numbers(grid, theme)
        empty = grid.values.size if numbers is None else sum(row.count("") for row in numbers.texts)
        if empty:
            found.append((grid.key, f"{empty} of {grid.values.size}"))
    return found


def lab(**settings) -> ConvolutionLab:
    made = ConvolutionLab()
    for name, value in settings.items():
        made = made.change(name, value)
    return made.at(made.count // 2)


@pytest.mark.parametrize("size", [3, 4, 5, 6])
def test_every_grid_has_its_numbers_for_kernels_up_to_six(size: int) -> None:
    assert without_numbers(drawn(lab(kernel_size=(size, size)), size=DESK), Theme()) == []


@pytest.mark.parametrize(
    ("cell", "value"), [(Cell("kernel:0:0", 1, 1), -7.5), (Cell("input:0", 4, 4), 0.5)]
)
def test_one_edit_takes_no_number_away(cell: Cell, value: float) -> None:
    edited = lab().edited(cell, value)
    assert without_numbers(drawn(edited, size=DESK), Theme()) == []


def test_one_large_number_takes_no_other_number_away() -> None:
    edited = lab().edited(Cell("input:0", 4, 4), 1000.0)
    numbers = {grid.key: grid_numbers(grid, Theme()) for grid in drawn(edited, size=DESK).grids}
    assert None not in numbers.values()
    texts = numbers["input:0"].texts
    assert sum(row.count("") for row in texts) <= 1


@pytest.mark.parametrize("scale", ["small", "unit"])
def test_every_grid_has_its_numbers_in_each_range_of_pixels(scale: str) -> None:
    assert without_numbers(drawn(lab(scale=scale), size=DESK), Theme()) == []


def test_weights_that_were_learned_are_shown_with_two_decimals() -> None:
    weight = np.random.default_rng(0).uniform(-0.6, 0.6, (1, 1, 5, 5))
    made = ConvolutionLab(weight=weight)
    plate = drawn(made.at(12), size=DESK)
    assert without_numbers(plate, Theme()) == []
    grid = plate.grid("kernel:0:0")
    assert grid is not None
    texts = grid_numbers(grid, Theme()).texts
    assert {len(text.partition(".")[2]) for row in texts for text in row} == {2}


def test_projected_grids_have_their_numbers_with_padding_and_stride() -> None:
    made = lab(stride=(2, 2), padding=(1, 1))
    plate = drawn(made, size=HALL, projector=True)
    assert without_numbers(plate, Theme(projector=True)) == []


def test_nothing_moves_from_step_to_step() -> None:
    made = lab(kernel_size=(5, 5))
    places = [
        {grid.key: grid.rect for grid in drawn(made.at(step), size=DESK).grids}
        for step in range(made.count + 1)
    ]
    assert all(place == places[0] for place in places)


def test_small_inputs_have_larger_cells_than_large_ones_have() -> None:
    sides = [cell_of(lab(size=(size, size))) for size in (3, 5, 9)]
    assert sides == sorted(sides, reverse=True)
    assert sides[0] > 1.5 * sides[-1]


def cell_of(lab: ConvolutionLab) -> float:
    grid = drawn(lab, size=DESK).grid("input:0")
    assert grid is not None
    return grid.cell


@pytest.mark.parametrize("size", [3, 4, 6, 9])
def test_the_place_for_a_question_is_free(size: int) -> None:
    plate = drawn(lab(size=(size, size)), size=DESK)
    assert plate.slot is not None
    lines = [item for item in plate.items if isinstance(item, Wire)]
    ends = [QLineF(*pair) for wire in lines for pair in pairwise(wire.points)]
    assert not any(crosses(line, plate.slot) for line in ends)
    assert not any(grid.rect.intersects(plate.slot) for grid in plate.grids)
