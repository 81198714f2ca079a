"""“Images are numbers”: at the closest, every pixel of every plane says its number."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF

from cnnstudio.core.labs.images import ImagesLab
from cnnstudio.ui.labs.images import compose
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_numbers import grid_numbers
from tests.ui.labs.plates import REST, check


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        ((1444, 607), Theme(projector=True)),
        ((1124, 474), Theme(projector=True, scale=0.8)),
        ((904, 480), Theme()),
    ],
)
def test_the_closest_pixels_are_nothing_but_numbers(
    size: tuple[float, float], theme: Theme
) -> None:
    lab = ImagesLab()
    closest = lab.at(lab.count)
    plate = compose(closest, REST, QSizeF(*size), theme)
    check(plate, size)
    for n in range(3):
        grid = plate.grid(f"plane:{n}")
        assert grid is not None
        numbers = grid_numbers(grid, theme)
        assert numbers is not None
        assert all(text for row in numbers.texts for text in row)
