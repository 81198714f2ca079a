"""While a number is asked for, a picture shows what it is made of, and neither it nor its parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cnnstudio.core.labs.catalogue import LABS
from cnnstudio.core.labs.pooling import PoolingLab
from cnnstudio.core.labs.sweep import SweepLab
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.plates.items import Plate, Text
from tests.ui.labs.plates import drawn

ASKED = Moment(asked=True)


def lab_of(key: str) -> SweepLab:
    lab = next(row for row in LABS if row.key == key).first().at(2)
    assert isinstance(lab, SweepLab)
    return lab


def lines(plate: Plate) -> list[str]:
    texts = (item for item in plate.items if isinstance(item, Text))
    return ["".join(run.text for run in text.runs) for text in texts]


@pytest.mark.parametrize("key", ["convolution", "channels", "pooling"])
def test_the_window_and_the_kernel_are_those_of_the_asked_place(key: str) -> None:
    lab = lab_of(key)
    plate, step = drawn(lab, ASKED), lab.operation.step(lab.step)
    windows = [grid for grid in plate.grids if grid.key.startswith("window:")]
    assert windows
    for grid, expected in zip(windows, step.window.reshape(-1, *lab.kernel_size), strict=True):
        np.testing.assert_array_equal(grid.values, expected)
        assert grid.known is None or np.all(grid.known)


@pytest.mark.parametrize("key", ["convolution", "channels"])
def test_products_and_sums_are_not_shown_yet(key: str) -> None:
    lab = lab_of(key)
    plate = drawn(lab, ASKED)
    assert all(grid.known == 0 for grid in plate.grids if grid.key.startswith("products:"))
    assert lab.question(lab.step + 1).words is None
    output = plate.grid("output:0")
    assert output is not None
    assert output.known == lab.step
    assert "which number" in plate.sentence
    assert not any("+ bias" in line and line.rstrip()[-1].isdigit() for line in lines(plate))


@pytest.mark.parametrize("key", ["convolution", "channels", "filters", "stride", "pooling"])
def test_the_formula_ends_in_a_question_mark(key: str) -> None:
    assert any(line.endswith("= ?") for line in lines(drawn(lab_of(key), ASKED)))


@pytest.mark.parametrize("about", ["maximum", "average"])
def test_of_two_outputs_the_one_that_is_asked_about_has_the_question_mark(about: str) -> None:
    lab = lab_of("pooling")
    assert isinstance(lab, PoolingLab)
    lab = replace(lab, question_about=about)
    asked = [mark.cell for mark in drawn(lab, ASKED).marks if mark.style == "asked"]
    assert asked == [lab.question(lab.step + 1).cell]
