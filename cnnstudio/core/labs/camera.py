"""What may happen between a thing and its picture: moves, turns, light, and what is in the way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnnstudio.core.labs.base import Floats


class View(NamedTuple):
    """How a picture is seen. Lengths are shares of its side, so that they hold at every size.

    `across` and `down` move it, `turn` is in degrees against the clock, `scale` enlarges,
    `bend` shifts rows along a wave, `light` adds (above 0) or takes away brightness,
    `covered` is the share of the area that a grey bar hides, `clutter` that of specks.
    """

    across: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    scale: float = 1.0
    bend: float = 0.0
    light: float = 0.0
    covered: float = 0.0
    clutter: float = 0.0


#: The wave of `bend` at its strongest: its height as a share of the side, and its length.
_WAVE_HEIGHT, _WAVE_LENGTH = 0.15, 0.5

#: Where the bar that covers begins, as a share of the width; how grey it is.
_BAR_LEFT, _BAR_GREY = 0.36, 0.55

_CLUTTER_SEED = 11


def seen(picture: Floats, view: View) -> Floats:
    """The picture (C, H, W), values 0 to 1, as seen that way; beyond its border it is continued
    by the border's own cells."""
    if view == View():
        return picture
    made = picture
    if view[:5] != View()[:5]:
        made = _sampled(made, *_places(picture.shape[1:], view))
    made = np.clip(made + view.light, 0, 1)
    return _with_bar(_with_specks(made, view.clutter), view.covered)


def _places(size: tuple[int, ...], view: View) -> tuple[Floats, Floats]:
    """For each cell, the row and column of the picture that is seen there."""
    rows, columns = size
    down, across = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    y = (down - (rows - 1) / 2) / rows - view.down
    x = (across - (columns - 1) / 2) / columns - view.across
    angle = np.deg2rad(view.turn)
    turned_x = (np.cos(angle) * x - np.sin(angle) * y) / view.scale
    turned_y = (np.sin(angle) * x + np.cos(angle) * y) / view.scale
    wave = np.sin(2 * np.pi * turned_y / _WAVE_LENGTH)
    turned_x = turned_x + view.bend * _WAVE_HEIGHT * wave
    return turned_y * rows + (rows - 1) / 2, turned_x * columns + (columns - 1) / 2


def _sampled(picture: Floats, down: Floats, across: Floats) -> Floats:
    """The picture at places between its cells, bilinearly."""
    _, rows, columns = picture.shape
    down, across = np.clip(down, 0, rows - 1), np.clip(across, 0, columns - 1)
    top, left = np.floor(down).astype(int), np.floor(across).astype(int)
    below, right = np.minimum(top + 1, rows - 1), np.minimum(left + 1, columns - 1)
    lower, further = down - top, across - left
    upper_row = picture[:, top, left] * (1 - further) + picture[:, top, right] * further
    lower_row = picture[:, below, left] * (1 - further) + picture[:, below, right] * further
    return np.asarray(upper_row * (1 - lower) + lower_row * lower)


def _with_bar(picture: Floats, share: float) -> Floats:
    columns = picture.shape[2]
    width = round(share * columns)
    if not width:
        return picture
    left = min(round(_BAR_LEFT * columns), columns - width)
    made = picture.copy()
    made[:, :, left : left + width] = _BAR_GREY
    return made


def _with_specks(picture: Floats, share: float) -> Floats:
    """Specks of any colour over that share of the cells, the same ones each time."""
    if not share:
        return picture
    random = np.random.default_rng(_CLUTTER_SEED)
    there = random.random(picture.shape[1:]) < share
    colours = random.random(picture.shape)
    return np.where(there, colours, picture)
