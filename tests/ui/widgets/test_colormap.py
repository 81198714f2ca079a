from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from cnnstudio.ui.look import Theme
from cnnstudio.ui.widgets.colormap import (
    ColourMap,
    colourise,
    colours_of,
    compose,
    limits_per_map,
    range_limit,
)

LIGHT = Theme()


def _colour(value: float, colour_map: ColourMap, limit: float, theme: Theme = LIGHT) -> str:
    picture = colourise(np.array([[value]]), colour_map, limit, theme)
    return picture.pixelColor(0, 0).name().upper()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_ends_and_the_middle_of_the_signed_map_are_those_of_the_table(mode) -> None:
    theme = Theme(mode)
    for value, stop in ((-2.0, 0), (0.0, 3), (2.0, 6)):
        assert _colour(value, ColourMap.SIGNED, 2.0, theme) == theme.palette.diverging[stop][1]


def test_the_sequential_map_starts_at_zero_and_keeps_below_it_dark() -> None:
    lowest, highest = LIGHT.palette.sequential[0][1], LIGHT.palette.sequential[-1][1]
    assert _colour(0, ColourMap.SEQUENTIAL, 5) == _colour(-3, ColourMap.SEQUENTIAL, 5) == lowest
    assert _colour(5, ColourMap.SEQUENTIAL, 5) == _colour(99, ColourMap.SEQUENTIAL, 5) == highest


def test_opposite_values_are_equally_far_from_the_middle() -> None:
    values = np.linspace(-1, 1, 21)[None, :]
    colours = colours_of(values, ColourMap.SIGNED, 1.0, LIGHT)[0]
    blue, orange = QColor.fromRgba(int(colours[0])), QColor.fromRgba(int(colours[-1]))
    assert blue.blue() > blue.red()
    assert orange.red() > orange.blue()
    assert len(set(colours.tolist())) == 21


@pytest.mark.parametrize("colour_map", list(ColourMap))
def test_what_is_not_a_number_has_a_colour_of_its_own(colour_map) -> None:
    assert _colour(float("nan"), colour_map, 1.0) == LIGHT.palette.not_a_number
    values = np.linspace(-1, 1, 999)[None, :]
    known = {QColor.fromRgba(int(c)).name() for c in colours_of(values, colour_map, 1, LIGHT)[0]}
    assert LIGHT.palette.not_a_number.lower() not in known


def test_infinities_take_the_colours_of_the_ends() -> None:
    assert _colour(float("inf"), ColourMap.SIGNED, 1.0) == LIGHT.palette.diverging[-1][1]
    assert _colour(float("-inf"), ColourMap.SIGNED, 1.0) == LIGHT.palette.diverging[0][1]


def test_the_range_leaves_out_the_rarest_values() -> None:
    values = np.concatenate([np.linspace(-1, 1, 1001), [500.0]])
    assert range_limit(values, ColourMap.SIGNED) == pytest.approx(0.985, abs=0.01)


@pytest.mark.parametrize("values", [np.zeros(5), np.array([]), np.full(3, np.nan), -np.ones(4)])
def test_a_range_is_above_zero_whatever_the_values_are(values) -> None:
    assert range_limit(values, ColourMap.SEQUENTIAL) > 0


def test_a_map_with_one_bright_value_in_many_still_has_a_range_of_its_own() -> None:
    values = np.zeros(1000)
    values[0] = 4.0
    assert range_limit(values, ColourMap.SEQUENTIAL) == 4.0


def test_each_map_can_have_its_own_limit() -> None:
    maps = np.stack([np.full((2, 2), 1.0), np.full((2, 2), 10.0)])
    picture = compose(
        maps, 2, 0, (2, 2), ColourMap.SEQUENTIAL, limits_per_map(maps, ColourMap.SEQUENTIAL), LIGHT
    )
    assert picture.pixelColor(0, 0) == picture.pixelColor(3, 0)


def test_maps_are_laid_out_in_rows_with_transparent_gaps() -> None:
    maps = np.arange(3, dtype=float)[:, None, None] * np.ones((3, 2, 2))
    picture = compose(maps, 2, 3, (4, 4), ColourMap.SEQUENTIAL, 2.0, LIGHT)
    assert (picture.width(), picture.height()) == (11, 11)
    assert picture.pixelColor(5, 1).alpha() == 0
    assert picture.pixelColor(9, 9).alpha() == 0  # there is no fourth map
    assert picture.pixelColor(1, 9).name().upper() == LIGHT.palette.sequential[-1][1]


def test_enlarged_values_keep_sharp_edges() -> None:
    maps = np.array([[[0.0, 1.0]]])
    picture = compose(maps, 1, 0, (10, 5), ColourMap.PIXEL, 1.0, LIGHT)
    row = [picture.pixelColor(x, 2).name() for x in range(10)]
    assert row == [row[0]] * 5 + [row[9]] * 5
