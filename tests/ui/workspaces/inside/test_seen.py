"""What a number has seen is cut out of the digit as the network got it, padding and all."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.infer import infer
from cnnstudio.core.layers import Conv2d
from cnnstudio.core.network import Input, Network
from cnnstudio.core.starters import starter
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.workspaces.inside.seen import Box, box_of, cut_out, fitted_cell, patch_pixels


def test_a_cell_at_the_border_has_seen_padding() -> None:
    report = infer(starter("lenet5")).by_id["conv1"]
    box = box_of(report, Input(), 0, 27)
    assert box == Box(-2, 25, 5, 5)
    picture = np.arange(784, dtype=np.float32).reshape(28, 28)
    patch = cut_out(picture, box)
    assert np.isnan(patch[:2]).all()
    assert np.isnan(patch[:, 3:]).all()
    assert np.array_equal(patch[2:, :3], picture[:3, 25:])


def test_what_sees_all_of_the_picture_ends_with_it() -> None:
    report = infer(starter("lenet5")).by_id["dense2"]
    assert box_of(report, Input(), 0, 0) == Box(0, 0, 28, 28)


def test_a_wide_window_ends_with_the_picture_on_one_side_alone() -> None:
    wide = Conv2d(1, kernel_size=(3, 61), padding=(0, 30), id="wide")
    report = infer(Network("w", (wide,))).by_id["wide"]
    assert box_of(report, Input(), 4, 14) == Box(4, 0, 3, 28)


def test_padding_is_hatched_and_pixels_are_not() -> None:
    theme = current_theme()
    colours = patch_pixels(np.array([[1.0, np.nan]], np.float32), (40, 20), theme)
    assert colours.shape == (20, 40)
    assert np.unique(colours[:, :20]).size == 1
    hatching = {theme.colour.sunken.rgb(), theme.colour.hairline_strong.rgb()}
    assert set(np.unique(colours[:, 20:]).tolist()) == hatching


def test_a_cut_out_keeps_its_proportions() -> None:
    assert fitted_cell(Box(0, 0, 5, 10), 60) == (60, 30)
    assert fitted_cell(Box(0, 0, 200, 1), 60) == (1, 60)
