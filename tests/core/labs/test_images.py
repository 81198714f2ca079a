"""The lab of images: what is in sight, what a camera does, and how much of it changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.core.labs.base import Cell
from cnnstudio.core.labs.camera import View, seen
from cnnstudio.core.labs.images import CLOSEST, ImagesLab
from cnnstudio.core.settings import InvalidValue


def test_zooming_ends_where_pixels_are_large_enough_for_numbers() -> None:
    lab = ImagesLab()
    sides = [lab.at(step).in_sight[2] for step in range(lab.count + 1)]
    assert sides[0] == 64
    assert sides[-1] == CLOSEST
    assert sides == sorted(sides, reverse=True)
    assert len(set(sides)) == len(sides)


@given(st.integers(0, 95), st.integers(0, 95), st.integers(0, 20))
def test_what_is_in_sight_lies_within_the_picture(row: int, column: int, step: int) -> None:
    lab = replace(ImagesLab(), focus=(row, column)).at(step)
    top, left, side = lab.in_sight
    assert 0 <= top <= 64 - side
    assert 0 <= left <= 64 - side


@pytest.mark.parametrize("degrees", [-30.0, 12.0, 45.0])
@pytest.mark.parametrize("scale", [0.7, 1.0, 1.6])
def test_turning_and_scaling_are_torchs_affine_grid(degrees: float, scale: float) -> None:
    picture = np.random.default_rng(1).random((3, 24, 24))
    angle = np.deg2rad(degrees)
    matrix = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0]])
    theta = torch.from_numpy(matrix / scale)[None]
    grid = F.affine_grid(theta, (1, 3, 24, 24), align_corners=False)
    image = torch.from_numpy(picture)[None]
    expected = F.grid_sample(image, grid, padding_mode="border", align_corners=False)[0]
    assert np.allclose(seen(picture, View(turn=degrees, scale=scale)), expected)


def test_moving_by_whole_pixels_moves_every_pixel() -> None:
    picture = np.random.default_rng(1).random((1, 20, 20))
    moved = seen(picture, View(across=0.1, down=0.05))
    assert np.allclose(moved[:, 1:, 2:], picture[:, :-1, :-2])


@given(st.floats(0, 0.6))
def test_clutter_and_cover_hide_about_their_share(share: float) -> None:
    picture = np.zeros((1, 64, 64))
    for view in (View(covered=share), View(clutter=share)):
        hidden = (seen(picture, view) != picture).mean()
        assert hidden == pytest.approx(share, abs=0.03)


@given(st.floats(-0.6, 0.6))
def test_light_stays_within_black_and_white(light: float) -> None:
    picture = np.linspace(0, 1, 100).reshape(1, 10, 10)
    made = seen(picture, View(light=light))
    assert made.min() >= 0
    assert made.max() <= 1
    assert np.allclose(made, np.clip(picture + light, 0, 1))


def test_a_small_move_changes_nearly_all_numbers() -> None:
    lab = ImagesLab().change("across", 0.05)
    assert lab.show == "changes"
    part, whole = lab.at(lab.count).changed
    assert whole == 3 * 64 * 64
    assert part > 0.5 * whole
    assert lab.at(0).changed[0] == 0


def test_sliders_come_in_one_after_the_other() -> None:
    lab = ImagesLab().change("turn", 10.0).change("light", 0.2)
    assert lab.applied == ("turn", "light")
    assert lab.count == 2
    assert [str(name) for _, name in lab.chapters()] == ["turn", "light"]
    assert not np.array_equal(lab.at(1).after, lab.at(2).after)


def test_the_wall_holds_test_digits_of_one_class() -> None:
    lab = ImagesLab().change("digit", 7)
    assert lab.show == "wall"
    assert lab.wall.shape == (50, 28, 28)
    assert 0 < lab.least_difference < 784


def test_digits_have_one_plane_and_pictures_three() -> None:
    digit = np.random.default_rng(0).random((28, 28))
    one = ImagesLab().with_source("digit", 0, digit)
    assert one.input.shape == (1, 28, 28)
    assert one.with_source("ball", 0, None).input.shape == (3, 28, 28)


def test_a_number_can_be_typed_over_but_stays_a_pixel() -> None:
    lab = ImagesLab().edited(Cell("plane:1", 3, 4), 999.4)
    assert lab.input[1, 3, 4] == 255
    assert lab.source == "own"


@pytest.mark.parametrize(
    "values", [np.zeros((2, 8, 8)), np.full((3, 8, 8), -1), np.full((3, 8, 8), 256)]
)
def test_what_is_no_picture_is_refused(values: np.ndarray) -> None:
    with pytest.raises(InvalidValue, match="Picture"):
        ImagesLab(input=values)


def test_planes_are_all_there_when_they_are_chosen() -> None:
    by_setting = ImagesLab().change("show", "planes")
    by_choice = next(c for c in ImagesLab().choices()[0].choices if "planes" in c.name.code).make()
    assert by_setting.step == by_choice.step == 3
    assert by_setting.change("show", "zoom").step == 0
