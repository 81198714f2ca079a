"""The picture of the activation lab: what is pointed at is found on the curve."""

from __future__ import annotations

import pytest

from cnnstudio.core.labs.activation import ActivationLab
from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.plates.items import Disc, Wire
from tests.ui.labs.plates import drawn


def on_the_curve(lab: ActivationLab, hovered: Cell | None) -> tuple[list[Disc], int]:
    """Points on the curve, and how many dashed lines lead to them."""
    items = drawn(lab, Moment(hovered=hovered)).items
    dashed = [item for item in items if isinstance(item, Wire) and item.dashed]
    return [item for item in items if isinstance(item, Disc)], len(dashed)


@pytest.mark.parametrize("grid", ["input:0", "output:0"])
def test_a_cell_that_is_pointed_at_has_its_point_on_the_curve(grid: str) -> None:
    lab = ActivationLab().at(4)
    (now,), none = on_the_curve(lab, None)
    assert none == 0
    points, lines = on_the_curve(lab, Cell(grid, 0, 0))
    assert lines == 2
    first = on_the_curve(lab.at(1), None)[0][0]
    assert [point.centre for point in points] == [now.centre, first.centre]


def test_a_number_that_is_not_computed_yet_is_not_led_across() -> None:
    lab = ActivationLab().at(1)
    assert on_the_curve(lab, Cell("input:0", 1, 1))[1] == 1
