"""The picture of 1-D convolution at its limits: names that keep apart, numbers that stay."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from cnnstudio.core.labs.row import RowLab
from cnnstudio.ui.labs.layout import thinned
from cnnstudio.ui.labs.row_general import index_read
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_numbers import grid_numbers
from cnnstudio.ui.plates.items import Disc, Text
from cnnstudio.ui.plates.text_painter import pieces_at
from tests.ui.labs.plates import drawn

#: The stage at 1600 × 900 with the settings above it.
DESK = (1212.0, 490.0)


def largest() -> RowLab:
    lab = RowLab()
    limits = {"inputs": 16, "kernel_size": 8, "padding": 8, "filters": 4, "stride": 1}
    for name, value in limits.items():
        lab = lab.change(name, value)
    return lab.at(30)


@pytest.mark.parametrize("projector", [False, True])
def test_names_keep_apart_where_there_are_most_of_them(projector: bool) -> None:
    theme = Theme(projector=projector)
    plate = drawn(largest(), size=DESK, projector=projector)
    names = [
        place
        for item in plate.items
        if isinstance(item, Text) and item.role == "formula_line" and len(item.runs) == 1
        for place, piece in pieces_at(item, theme)
        if piece.text[0] in "hwx"
    ]
    assert len(names) > 20
    assert not any(one.intersects(other) for one, other in combinations(names, 2))


def test_the_longest_row_has_its_numbers() -> None:
    grid = drawn(largest(), size=DESK).grid("input:0")
    assert grid is not None
    assert grid_numbers(grid, Theme()) is not None


def test_numbers_in_units_are_nearly_as_large_as_those_of_the_inputs() -> None:
    lab = RowLab().change("inputs", 16).change("stride", 1).change("kernel_size", 3)
    plate = drawn(lab.at(lab.count), size=DESK)
    grid = plate.grid("input:0")
    assert grid is not None
    inputs = grid_numbers(grid, Theme())
    units = [item for item in plate.items if isinstance(item, Disc) and item.role == "big_number"]
    assert inputs is not None
    assert all(unit.px >= 0.9 * inputs.px for unit in units)


@pytest.mark.parametrize("kept", [None, 0, 7, 24])
def test_thinned_names_are_as_far_apart_as_they_are_wide(kept: int | None) -> None:
    found = thinned(25, 10.0, 28.0, kept)
    assert kept is None or kept in found
    assert all(10 * (b - a) >= 28 for a, b in pairwise(found))
    assert thinned(25, 30.0, 28.0) == list(range(25))


@pytest.mark.parametrize(
    ("stride", "padding", "read"),
    [
        (1, 0, "j + k − 1"),
        (2, 0, "2(j − 1) + k"),
        (1, 1, "j + k − 2"),
        (3, 2, "3(j − 1) + k − 2"),
    ],
)
def test_the_general_form_reads_what_the_units_read(stride: int, padding: int, read: str) -> None:
    assert index_read(stride, padding) == read
    axis = RowLab(stride=stride, padding=padding).axes[1]
    factor = f"{stride} * (" if "(" in read else ""
    formula = read.replace("−", "-").replace(f"{stride}(", factor)
    for place in range(axis.positions):
        found = [eval(formula, {"j": place + 1, "k": tap + 1}) for tap in range(axis.kernel)]
        assert [cell - 1 for cell in found] == list(axis.reads(place))


def test_filters_with_one_unit_each_lie_side_by_side_as_one_layer() -> None:
    lab = next(c for c in RowLab().choices()[0].choices if "dense" in c.name.code).make()
    units = [item for item in drawn(lab).items if isinstance(item, Disc) and item.cell is not None]
    places = [unit.centre for unit in units if unit.cell.grid.startswith("output")]
    assert len(places) == 3
    assert len({place.y() for place in places}) == 1
    assert all(a.x() < b.x() for a, b in pairwise(places))
