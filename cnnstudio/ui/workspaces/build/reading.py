"""Which cells of its input a cell of a layer's output was made from."""

from __future__ import annotations

import math

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import Residual, Window, is_maps
from cnnstudio.core.receptive_field import ReceptiveField

#: Top, left, height and width in cells of the input; a padded window may start above 0.
Box = tuple[int, int, int, int]

#: Layers of which a map reads only the map of the same number.
_EACH_BY_ITSELF = frozenset(
    {
        "MaxPool2d",
        "AvgPool2d",
        "AdaptiveAvgPool2d",
        "ReLU",
        "LeakyReLU",
        "Sigmoid",
        "Tanh",
        "GELU",
        "BatchNorm2d",
        "Dropout",
        "Flatten",
    }
)


def box_read(report: LayerReport, row: int, column: int) -> Box:
    """The window that the cell (row, column) of a layer for maps looked at."""
    assert report.input is not None
    if report.layer.kind == "AdaptiveAvgPool2d" and report.output is not None:
        top, bottom = _bin(report.input[1], report.output[1], row)
        left, right = _bin(report.input[2], report.output[2], column)
        return top, left, bottom - top, right - left
    return reach_of(report).box(row, column)


def reach_of(report: LayerReport) -> ReceptiveField:
    """The field of a cell in the layer's own input, of a block through all that it holds."""
    if isinstance(report.layer, Residual):
        field = ReceptiveField()
        for inner in report.body:
            size, step, (top, left) = reach_of(inner)
            field = field.through(Window(size, step, (-top, -left)))
        stride = report.layer.projection_stride()
        return field.beside(ReceptiveField((1, 1), stride), report.output)
    window = report.layer.window(report.input) if report.input and is_maps(report.input) else None
    return ReceptiveField() if window is None else ReceptiveField().through(window)


def _bin(size: int, bins: int, index: int) -> tuple[int, int]:
    """First and past-the-last cell that PyTorch's adaptive pooling averages."""
    return index * size // bins, math.ceil((index + 1) * size / bins)


def maps_read(report: LayerReport, index: int) -> range:
    """The numbers of the input maps that output map `index` is made from."""
    assert report.input is not None
    channels = report.input[0]
    layer = report.layer
    if layer.kind in _EACH_BY_ITSELF:
        return range(index, index + 1)
    if layer.kind == "LocalResponseNorm":
        size = getattr(layer, "size", 1)
        return range(max(0, index - size // 2), min(channels, index + (size + 1) // 2))
    groups = getattr(layer, "groups", 1)
    if groups > 1 and report.output is not None:
        group = index * groups // report.output[0]
        each = channels // groups
        return range(group * each, (group + 1) * each)
    return range(channels)
