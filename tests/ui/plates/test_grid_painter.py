from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_cache import GridCache
from cnnstudio.ui.plates.items import (
    Extent,
    Plate,
)
from cnnstudio.ui.widgets.colormap import ColourMap
from tests.ui.plates.canvas import LOOKS, THEME, grid, has, painted, pixels


@pytest.mark.parametrize("theme", LOOKS)
def test_cells_have_the_colours_of_their_values(theme: Theme) -> None:
    shown = painted(Plate((grid(numbers=False),)), theme)
    stops = [colour for _, colour in theme.palette.diverging]
    assert shown.pixelColor(30, 30) == QColor(stops[0])
    assert shown.pixelColor(70, 30) == QColor(stops[3])
    assert shown.pixelColor(110, 30) == QColor(stops[-1])


def test_colours_of_their_own_take_the_place_of_the_map() -> None:
    own = np.full((3, 3), 0xFF102030, dtype=np.uint32)
    shown = painted(Plate((grid(colours=own, numbers=False),)))
    assert shown.pixelColor(30, 30) == QColor("#102030")


def test_cells_that_are_not_known_are_empty() -> None:
    shown = painted(Plate((grid(known=4, numbers=False),)))
    assert shown.pixelColor(40, 80) != THEME.colour.sunken
    assert shown.pixelColor(80, 80) == THEME.colour.sunken
    assert shown.pixelColor(40, 120) == THEME.colour.sunken


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize(
    "more",
    [
        {"padding": Extent(1, 0, 0, 1)},
        {"known": 0},
        {"known": 5},
        {"known": np.eye(3, dtype=bool), "unread": np.eye(3, dtype=bool)},
        {"edges": np.arange(9).reshape(3, 3) - 1},
    ],
)
@pytest.mark.parametrize("cell", [40, 37.3, 5.5])
def test_a_grid_copied_from_the_cache_looks_as_if_it_were_painted(ratio, more, cell) -> None:
    plate = Plate((grid(cell=cell, **more),))
    plain, cache = painted(plate, ratio=ratio), GridCache()
    for _ in range(2):
        copied = painted(plate, ratio=ratio, cache=cache)
        assert np.abs(pixels(plain) - pixels(copied)).max() <= 2


def test_there_are_lines_between_cells_but_not_between_tiny_ones() -> None:
    same = np.ones((3, 3))
    large, tiny = (painted(Plate((grid(values=same, cell=c, numbers=False),))) for c in (40, 5))
    assert large.pixelColor(60, 40) != large.pixelColor(50, 40)
    assert tiny.pixelColor(25, 27) == tiny.pixelColor(27, 27)


@pytest.mark.parametrize("theme", LOOKS)
def test_padding_is_paler_and_hatched(theme) -> None:
    values = np.zeros((3, 3))
    shown = painted(
        Plate((grid(values=values, colour_map=ColourMap.PIXEL, padding=Extent(1, 0, 0, 0)),)), theme
    )
    ink = QColor(theme.palette.pixel[0][1])
    along = [shown.pixelColor(x, 26).name() for x in range(22, 58)]
    changes = sum(one != other for one, other in pairwise(along))
    assert ink.name() not in along
    assert changes >= 8
    assert shown.pixelColor(30, 70) == ink


def test_cells_that_no_window_reads_are_crossed() -> None:
    unread = np.zeros((3, 3), dtype=bool)
    unread[2] = True
    shown = painted(Plate((grid(unread=unread),)))
    last, first = QRectF(21, 101, 38, 38), QRectF(21, 21, 38, 38)
    assert has(shown, THEME.colour.advice_tint, last)
    assert not has(shown, THEME.colour.advice_tint, first)
    assert shown.pixelColor(26, 106) != THEME.colour.advice_tint
    assert shown.pixelColor(40, 106) == THEME.colour.advice_tint


def test_zeros_step_back_behind_other_numbers() -> None:
    def darkest(value: float) -> int:
        only = grid(values=np.array([[value]]), colours=np.array([[0xFFFFFFFF]], dtype=np.uint32))
        return int(pixels(painted(Plate((only,))))[25:55, 25:55].min())

    assert darkest(1) < 40
    assert darkest(0) > 70


@pytest.mark.parametrize("theme", LOOKS)
def test_numbers_are_dark_on_light_cells_and_light_on_dark_ones(theme) -> None:
    colours = np.array([[0xFF000000, 0xFFFFFFFF]], dtype=np.uint32)
    plate = Plate((grid(values=np.array([[8.0, 8.0]]), colours=colours),))
    shown = painted(plate, theme)
    assert has(shown, theme.colour.cell_text_on_dark, QRectF(25, 25, 30, 30))
    assert has(shown, theme.colour.cell_text_on_light, QRectF(65, 25, 30, 30))


def test_edges_tell_cells_apart() -> None:
    edges = np.array([[0, 1, -1], [-1, -1, 0], [9, -1, -1]])
    shown = painted(Plate((grid(edges=edges),)))
    identity = [QColor(name) for name in THEME.palette.identity]
    for row, column, index in ((0, 0, 0), (0, 1, 1), (1, 2, 0), (2, 0, 1)):
        place = QRectF(20 + 40 * column, 20 + 40 * row, 40, 40)
        assert has(shown, identity[index], place)
    assert not has(shown, identity[0], QRectF(100, 20, 40, 40))


def test_a_frame_of_another_tone_is_drawn_around_all() -> None:
    shown = painted(Plate((grid(frame="accent"),)))
    assert has(shown, THEME.colour.accent, QRectF(18, 60, 4, 2))
    assert not has(painted(Plate((grid(),))), THEME.colour.accent)


def test_values_that_are_no_numbers_are_shown_in_the_colour_for_that() -> None:
    values = np.array([[np.nan, 1.0]])
    shown = painted(Plate((grid(values=values, numbers=False),)))
    assert shown.pixelColor(40, 40) == THEME.colour.not_a_number
