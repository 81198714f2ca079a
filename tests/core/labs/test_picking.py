"""A click on a cell: to the step that makes an output, or closer to a pixel."""

from __future__ import annotations

import pytest

from cnnstudio.core.labs.activation import ActivationLab
from cnnstudio.core.labs.base import Cell, Lab
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.core.labs.images import ImagesLab
from cnnstudio.core.labs.padding import PaddingLab
from cnnstudio.core.labs.pooling import AVERAGE, PoolingLab


@pytest.mark.parametrize(
    ("lab", "cell", "step"),
    [
        (ConvolutionLab(), Cell("output:0", 3, 5), 27),
        (PoolingLab(), Cell(AVERAGE, 1, 0), 4),
        (PaddingLab(padding=2), Cell("output:0", 0, 1), 4),
        (ActivationLab(), Cell("output:0", 1, 1), 6),
    ],
)
def test_an_output_is_the_end_of_its_step(lab: Lab, cell: Cell, step: int) -> None:
    picked = lab.picked(cell)
    assert picked is not None
    assert picked.step == step


@pytest.mark.parametrize(
    "cell", [Cell("input:0", 0, 0), Cell("output:0", 7, 0), Cell("output:3", 0, 0)]
)
def test_other_cells_do_nothing(cell: Cell) -> None:
    assert ConvolutionLab().picked(cell) is None


def test_a_pixel_is_zoomed_in_on() -> None:
    picked = ImagesLab().picked(Cell("picture", 50, 10))
    assert picked is not None
    top, left, side = picked.in_sight
    assert top <= 50 < top + side
    assert left <= 10 < left + side
