from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.labs.images_parts import picture_grid
from cnnstudio.ui.plates.items import Disc, Extent, Picture, PixelGrid, Plate
from cnnstudio.ui.plates.reading import reading

VALUES = np.array([[0.0, 0.0, 0.0], [0.0, 7.0, -2.0]])
PADDED = PixelGrid("input", "Input", VALUES, QPointF(), 9, padding=Extent(above=1, left=1))
THIRD = PixelGrid("mean", "Mean", np.array([[1 / 3, -12.345678]]), QPointF(), 9)
EMPTY = PixelGrid("output", "Output", VALUES, QPointF(), 9, known=1)
UNREAD = PixelGrid("left", "Left", VALUES, QPointF(), 9, unread=VALUES > 0)
SINGLE = PixelGrid("bias", "Bias", np.array([[-3.0]]), QPointF(), 9)
WORDS = PixelGrid("words", "Kind", np.zeros((1, 2)), QPointF(), 9, texts=(("in", "out"),))
UNIT = Disc(QPointF(), 9, text="5", cell=Cell("unit", 0, 1), name="Hidden unit 2")
PHOTO = Picture(QRectF(), np.zeros((1, 1), np.uint32), cell=Cell("photo", 0, 0), name="Red plane")
PLATE = Plate((PADDED, THIRD, EMPTY, UNREAD, SINGLE, WORDS, UNIT, PHOTO))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (Cell("input", 0, 0), "Input, row 1, column 1: 7"),
        (Cell("input", 0, 1), "Input, row 1, column 2: −2"),
        (Cell("input", -1, 0), "Input, padding: 0"),
        (Cell("mean", 0, 0), "Mean, row 1, column 1: 0.333"),
        (Cell("mean", 0, 1), "Mean, row 1, column 2: −12.3"),
        (Cell("output", 0, 1), "Output, row 1, column 2: not computed yet"),
        (Cell("left", 1, 1), "Left, row 2, column 2: 7, read by no window"),
        (Cell("bias", 0, 0), "Bias: −3"),
        (Cell("words", 0, 1), "Kind, row 1, column 2: out"),
        (Cell("unit", 0, 1), "Hidden unit 2: 5"),
        (Cell("photo", 0, 0), "Red plane"),
        (Cell("input", 9, 9), ""),
        (Cell("nowhere", 0, 0), ""),
    ],
)
def test_a_cell_says_its_name_its_place_and_its_number(cell, said) -> None:
    assert reading(PLATE, cell) == said


def test_a_pixel_in_colour_is_told_by_its_three_numbers() -> None:
    planes = np.zeros((3, 4, 4))
    planes[:, 2, 1] = 214, 72, 54
    grid = picture_grid("picture", "Picture", planes, QPointF(0, 0), 10)
    told = reading(Plate((grid,)), Cell("picture", 2, 1))
    assert told == "Picture, row 3, column 2: red 214, green 72, blue 54"
