"""Which pixels of the picture one number can depend on, exactly.

`ReceptiveField` gives a box of the same size for every cell of a map, as the lecture reckons it.
Here each pixel is told apart: borders, dilation, strides, adaptive pooling and the union of two
branches are taken as they are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.block_rules import projection_window
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    Flatten,
    Linear,
    Residual,
    Shape,
    Softmax,
    Window,
    is_maps,
)
from cnnstudio.core.reports import LayerReport, Report
from cnnstudio.core.sources import PICTURE, is_shortcut, owner_of, source_of

Mask = NDArray[np.bool_]


class Footprint(NamedTuple):
    """`seen` (rows, columns) of the picture, or of maps on the way there, whatever their channel;
    (numbers,) of a list. `pads` says whether zeros of some padding are read, too."""

    seen: Mask
    pads: bool = False

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """Top, left, height and width of the part that holds all pixels seen; None for none."""
        rows, columns = (np.flatnonzero(self.seen.any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            return None
        top, left = int(rows[0]), int(columns[0])
        return top, left, int(rows[-1]) - top + 1, int(columns[-1]) - left + 1


def footprint(report: Report, id: str, spot: tuple[int, int, int]) -> Footprint:
    """What the number at (map, row, column) of a layer's output, or of a block's shortcut, can
    depend on; of a list, `map` is its place."""
    layer = report.by_id[owner_of(id)]
    print_ = _spot(layer.output, spot)
    print_ = _shortcut(layer, print_) if is_shortcut(id) else _through(layer, print_)
    while (id := source_of(report.network, id)) != PICTURE:
        print_ = _through(report.by_id[id], print_)
    return print_


def _spot(shape: Shape | None, spot: tuple[int, int, int]) -> Footprint:
    assert shape is not None
    seen = np.zeros(shape[1:] if is_maps(shape) else shape, dtype=np.bool_)
    seen[spot[1:] if is_maps(shape) else spot[0]] = True
    return Footprint(seen)


def _through(report: LayerReport, after: Footprint) -> Footprint:
    """What of a layer's input the numbers `after` it can depend on."""
    layer, shape = report.layer, report.input
    assert shape is not None
    if isinstance(layer, Residual):
        return _block(report, after)
    if isinstance(layer, Flatten):
        return after._replace(seen=_unflattened(after.seen, shape))
    if isinstance(layer, Linear) or (isinstance(layer, Softmax) and not is_maps(shape)):
        return after._replace(seen=np.ones(shape, dtype=np.bool_))
    if isinstance(layer, AdaptiveAvgPool2d):
        sizes = zip(shape[1:], layer.output_size, strict=True)
        rows, columns = (_bins(size, count) for size, count in sizes)
        return after._replace(seen=rows.T @ after.seen @ columns)
    window = layer.window(shape)
    return after if window is None else _window(window, shape, after)


def _unflattened(seen: Mask, shape: Shape) -> Mask:
    """The list of numbers as the maps that it was made from, whatever their channel."""
    return seen if not is_maps(shape) else np.asarray(seen.reshape(shape).any(axis=0))


def _block(report: LayerReport, after: Footprint) -> Footprint:
    body = after
    for inner in reversed(report.body):
        body = _through(inner, body)
    short = _shortcut(report, after)
    return Footprint(body.seen | short.seen, body.pads or short.pads)


def _shortcut(report: LayerReport, after: Footprint) -> Footprint:
    block, shape = report.layer, report.input
    assert isinstance(block, Residual)
    assert shape is not None
    if block.shortcut == "identity":
        return after
    return _window(projection_window(block), shape, after)


def _window(window: Window, shape: Shape, after: Footprint) -> Footprint:
    rows, outside_rows = _reads(window, 0, shape[1], after.seen.shape[0])
    columns, outside_columns = _reads(window, 1, shape[2], after.seen.shape[1])
    beyond = after.seen[outside_rows].any() or after.seen[:, outside_columns].any()
    return Footprint(rows.T @ after.seen @ columns, after.pads or bool(beyond))


def _reads(window: Window, axis: int, size: int, places: int) -> tuple[Mask, Mask]:
    """Which of the cells each place of a window reads, (places, size), and which of the places
    read beyond them, (places,)."""
    starts = np.arange(places) * window.stride[axis] - window.padding[axis]
    taps = np.arange(window.kernel_size[axis]) * window.dilation[axis]
    cells = starts[:, None] + taps
    inside = (cells >= 0) & (cells < size)
    reads = np.zeros((places, size), dtype=np.bool_)
    reads[np.nonzero(inside)[0], cells[inside]] = True
    return reads, np.asarray(~inside.all(axis=1))


def _bins(size: int, bins: int) -> Mask:
    """PyTorch's AdaptiveAvgPool2d: place i reads the cells from floor(i·N/M) up to
    ceil((i + 1)·N/M)."""
    place, cell = np.arange(bins)[:, None], np.arange(size)
    reads: Mask = (cell >= place * size // bins) & (cell < -(-(place + 1) * size // bins))
    return reads
