"""What of a digit a number deep in the network has seen, cut out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.messages import Floats
from cnnstudio.core.network import Input
from cnnstudio.ui.look import Theme
from cnnstudio.ui.outputs import seen_by
from cnnstudio.ui.widgets.colormap import ColourMap, Pixels, colours_of, resized

#: Width of a stripe of the hatching over padding, in pixels.
_STRIPE = 3


class Box(NamedTuple):
    """Rows and columns of the network's input, in pixels; parts of it may lie outside."""

    top: int
    left: int
    height: int
    width: int


def box_of(report: LayerReport, network_input: Input, row: int, column: int) -> Box:
    """What a number of a layer sees. Where that is all rows (or columns) of the picture, it ends
    with the picture; else zeros around the picture that are seen too count."""
    field = report.receptive_field
    whole = Box(0, 0, network_input.height, network_input.width)
    if field is None:
        return whole
    top, left, height, width = field.box(row, column)
    if top <= 0 and top + height >= whole.height:
        top, height = 0, whole.height
    if left <= 0 and left + width >= whole.width:
        left, width = 0, whole.width
    return Box(top, left, height, width)


def cut_out(picture: Floats, box: Box) -> Floats:
    """The pixels (height, width) of a picture (H, W) in a box; NaN beyond its edges."""
    rows = np.arange(box.top, box.top + box.height)
    columns = np.arange(box.left, box.left + box.width)
    known = np.ix_(_within(rows, picture.shape[0]), _within(columns, picture.shape[1]))
    patch = np.full((box.height, box.width), np.nan, np.float32)
    patch[known] = picture[
        np.ix_(rows[_within(rows, picture.shape[0])], columns[_within(columns, picture.shape[1])])
    ]
    return patch


def as_input(network_input: Input, image: NDArray[np.uint8]) -> Floats:
    """A digit of bytes (28, 28) as one channel of the network's input."""
    return seen_by(network_input, np.asarray(image / 255, np.float32))


def patch_pixels(patch: Floats, cell: tuple[int, int], theme: Theme) -> Pixels:
    """A patch as colours (cell height, cell width); its padding is hatched."""
    width, height = cell
    values = np.nan_to_num(patch)
    colours = resized(colours_of(values, ColourMap.PIXEL, 1.0, theme)[None], cell)[0]
    beyond = resized(np.isnan(patch).astype(np.uint32)[None], cell)[0].astype(bool)
    rows, columns = np.indices((height, width))
    striped = (rows + columns) // _STRIPE % 3 == 0
    ground, line = (colour.rgb() for colour in (theme.colour.sunken, theme.colour.hairline_strong))
    hatching = np.where(striped, np.uint32(line), np.uint32(ground))
    return np.where(beyond, hatching, colours)


def fitted_cell(box: Box, side: int) -> tuple[int, int]:
    """Width and height of a patch drawn as large as fits into a square of `side` pixels."""
    longest = max(box.height, box.width)
    return max(1, side * box.width // longest), max(1, side * box.height // longest)


def _within(places: NDArray[np.intp], length: int) -> NDArray[np.bool_]:
    return (places >= 0) & (places < length)
