"""The program's own pictures, at any size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.core.labs.pictures import PICTURES, picture
from cnnstudio.core.labs.pictures.canvas import Canvas, rgb
from cnnstudio.core.labs.resampling import averaged

names = pytest.mark.parametrize("name", sorted(PICTURES))


def assert_alike(one: np.ndarray, other: np.ndarray) -> None:
    """The same but for how finely edges were sampled."""
    assert abs(one - other).max() < 0.12
    assert abs(one - other).mean() < 0.005


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(PICTURES)), st.integers(1, 96), st.integers(1, 96))
def test_a_picture_has_three_planes_from_0_to_1(name: str, rows: int, columns: int) -> None:
    made = picture(name, rows, columns)
    assert made.shape == (3, rows, columns)
    assert made.min() >= 0
    assert made.max() <= 1
    assert not made.flags.writeable


@names
def test_a_picture_always_comes_out_the_same(name: str) -> None:
    assert np.array_equal(PICTURES[name](32, 32), PICTURES[name](32, 32))


@names
def test_a_small_picture_is_the_large_one_from_further_away(name: str) -> None:
    for side in (9, 32):
        shrunk = averaged(picture(name, 96, 96), (side, side))
        assert_alike(picture(name, side, side), shrunk)


@names
def test_a_wider_picture_shows_the_same_square_in_its_middle(name: str) -> None:
    square, wide, high = (picture(name, *size) for size in ((32, 32), (32, 48), (44, 32)))
    assert_alike(wide[:, :, 8:40], square)
    assert_alike(high[:, 6:38], square)


@names
def test_a_picture_has_contrast_and_is_not_grey(name: str) -> None:
    made = picture(name, 32, 32)
    assert made.mean(axis=0).std() > 0.1
    assert np.ptp(made, axis=0).max() > 0.5


def test_things_have_their_colours() -> None:
    def at(name: str, x: float, y: float) -> int:
        """The plane that is brightest there."""
        return int(picture(name, 64, 64)[:, int(64 * y), int(64 * x)].argmax())

    red, green, blue = range(3)
    assert at("house", 0.3, 0.5) == red  # the roof
    assert at("house", 0.5, 0.05) == blue  # the sky
    assert at("house", 0.1, 0.8) == green  # the meadow
    assert at("flower", 0.5, 0.15) == red
    assert at("flower", 0.1, 0.1) == blue


def test_three_lights_are_one_disc_in_each_plane_and_white_where_they_meet() -> None:
    made = picture("lights", 64, 64)
    assert np.all(made[:, 33, 32] == 1)
    assert np.all(made[:, 1, 1] == 0)
    for plane in made:
        inside = np.mean((plane > 0) & (plane < 1))
        assert 0 < inside < 0.1
        assert plane.mean() == pytest.approx(np.pi * 0.275**2, rel=0.02)


def test_edges_are_smooth_and_areas_true() -> None:
    canvas = Canvas(10, 10)
    canvas.paint(canvas.disc(0.5, 0.5, 0.31), "#ffffff")
    assert canvas.pixels().mean() == pytest.approx(np.pi * 0.31**2, rel=1e-3)
    canvas = Canvas(7, 13)
    canvas.paint(canvas.box(0.1, 0.2, 0.55, 0.9), "#ff0000")
    assert canvas.pixels()[0].sum() / 49 == pytest.approx(0.45 * 0.7, rel=1e-3)
    assert not canvas.pixels()[1:].any()


def test_ovals_and_polygons_cover_their_areas() -> None:
    canvas = Canvas(20, 20)
    canvas.paint(canvas.oval(0.5, 0.5, 0.4, 0.2), "#ffffff")
    assert canvas.pixels().mean() == pytest.approx(np.pi * 0.4 * 0.2, rel=1e-2)
    canvas = Canvas(20, 20)
    canvas.paint(canvas.polygon((0.5, 0.1), (0.9, 0.8), (0.1, 0.8)), "#ffffff")
    assert canvas.pixels().mean() == pytest.approx(0.8 * 0.7 / 2, rel=1e-2)


def test_a_colour_is_read_from_its_six_digits() -> None:
    assert rgb("#ff8000").tolist() == [1, 128 / 255, 0]
