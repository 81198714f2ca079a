"""The picture of many filters: what it says of the step, and what belongs to what is pointed at."""

from __future__ import annotations

import numpy as np
import pytest

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.filters import FiltersLab
from cnnstudio.ui.labs.moment import REST, Moment
from cnnstudio.ui.plates.items import Text, Wire
from tests.ui.labs.plates import drawn


def sum_line(lab: FiltersLab, moment: Moment = REST) -> str:
    plate = drawn(lab, moment)
    lines = [item for item in plate.items if isinstance(item, Text) and item.role == "formula_line"]
    return "".join(run.text for run in lines[1].runs)


def test_the_sum_of_the_step_is_written_out_channel_by_channel() -> None:
    lab = FiltersLab().at(2 * 28 * 28 + 30)
    line = sum_line(lab)
    assert line.startswith("Map 3, row 2, column 2:")
    shown = line.partition(":")[2].replace("−", "-").replace("\N{NO-BREAK SPACE}", " ")
    terms, _, result = shown.partition("=")
    total = sum(float(term) for term in terms.replace("- ", "+ -").replace("bias", "").split("+"))
    assert total == pytest.approx(float(result))
    assert total == pytest.approx(lab.operation.output()[2, 1, 1])


def test_a_question_shows_the_numbers_that_it_asks_to_add() -> None:
    lab = FiltersLab().at(99)
    asked = sum_line(lab, Moment(asked=True))
    assert asked.endswith("= ?")
    following = sum_line(lab.at(100))
    assert asked.removesuffix("?") == following[: len(asked) - 1]


def test_the_products_of_a_single_small_kernel_are_written_out() -> None:
    weight = np.array([[[[1.0, -1.0], [2.0, 0.0]]]])
    lab = FiltersLab(input=np.ones((1, 4, 4)), weight=weight, bias=np.ones(1)).at(1)
    assert sum_line(lab).endswith("1·1 + (−1)·1 + 2·1 + 0·1 + bias 1 = 3")


def test_each_filter_has_its_bias_to_be_changed() -> None:
    plate = drawn(FiltersLab().at(1))
    for filter in range(6):
        grid = plate.grid(f"bias:{filter}")
        assert grid is not None
        assert grid.editable


def test_the_line_begins_at_the_window_of_the_place_that_is_pointed_at() -> None:
    lab = FiltersLab().at(5)
    moment = Moment(hovered=Cell("output:3", 20, 10))
    plate = drawn(lab, moment)
    source = plate.grid("input:0")
    assert source is not None
    window = source.area(20, 10, 5, 5)
    wire = next(item for item in plate.items if isinstance(item, Wire))
    assert wire.points[0].x() == pytest.approx(window.right())
    assert wire.points[0].y() == pytest.approx(window.center().y())
