"""Labs of a network's own layers: with their settings, their weights, and what they read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.labs import channels, convolution, pooling
from cnnstudio.core.labs.activation import CLASSES, ActivationLab
from cnnstudio.core.labs.activation import LARGEST_SIZE as LARGEST_ACTIVATION
from cnnstudio.core.labs.base import Floats, Lab
from cnnstudio.core.labs.channels import ChannelsLab
from cnnstudio.core.labs.convolution import ConvolutionLab
from cnnstudio.core.labs.filtering import FilterLab, ImageFilterLab
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.labs.pictured import PicturedLab
from cnnstudio.core.labs.pooling import PoolingLab
from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    Layer,
    LeakyReLU,
    MaxPool2d,
    Shape,
    Softmax,
    Window,
    is_maps,
    times,
)
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, settings_of

Real = NDArray[np.floating]

#: Names of activations in their lab.
_FUNCTIONS = {
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "GELU": "gelu",
}


class LayerNumbers(NamedTuple):
    """A layer at work: what it reads, (C, H, W) or (N,), and its learned tensors by name.

    `of_digit`: it reads the current digit as it is.
    """

    layer: Layer
    values: Real
    tensors: Mapping[str, Real] = {}
    of_digit: bool = False


# Whether there is a lab


def why_not(layer: Layer, shape: Shape | None) -> Sentence | None:
    """Why no lab can show a layer that reads numbers of this shape; None where one can."""
    if shape is None:
        return say("from_layer_stuck")
    if isinstance(layer, Conv2d):
        return _why_no_filter(layer, shape)
    if isinstance(layer, MaxPool2d | AvgPool2d | AdaptiveAvgPool2d):
        return _why_no_pool(layer, shape)
    if isinstance(layer, Softmax) and (is_maps(shape) or shape[0] != CLASSES):
        return say("from_layer_softmax")
    if isinstance(layer, Softmax) or layer.kind in _FUNCTIONS:
        return None
    return say("from_layer_none", layer=layer.word)


def _why_no_filter(layer: Conv2d, shape: Shape) -> Sentence | None:
    depth = shape[0] // layer.groups
    if depth > channels.MOST_CHANNELS:
        return say("from_layer_depth", depth=depth, most=channels.MOST_CHANNELS)
    kind, largest = _filter_kind(depth)
    return _why_no_window(kind, layer.window(shape), largest)


def _filter_kind(depth: int) -> tuple[type[ImageFilterLab], int]:
    """The lab for filters of that depth, and the rows and columns that it shows."""
    if depth == 1:
        return ConvolutionLab, convolution.LARGEST_SIZE
    return ChannelsLab, channels.LARGEST_SIZE


def _why_no_pool(layer: Layer, shape: Shape) -> Sentence | None:
    window = _pool_window(layer, shape)
    if window is None:
        return say("from_layer_uneven", size=times(shape[1:]))
    return _why_no_window(PoolingLab, window, pooling.LARGEST_SIZE)


def _why_no_window(kind: type[Lab], window: Window, largest: int) -> Sentence | None:
    """Whether a window's settings are within those of a lab; the padding is no matter, since a
    part of a padded map can be shown."""
    limits = _limits(kind)
    for name, value, code in (
        ("kernel_size", window.kernel_size, "from_layer_window"),
        ("stride", window.stride, "from_layer_stride"),
        ("dilation", window.dilation, "from_layer_dilation"),
    ):
        if max(value) > limits.get(name, 1):
            return say(code, most=limits.get(name, 1), found=times(value))
    reach = max(window.reach(0), window.reach(1))
    return say("from_layer_reach", most=largest, found=reach) if reach > largest else None


def _limits(kind: type[Lab]) -> dict[str, int]:
    """The largest value of each setting of a lab that is a number."""
    return {setting.name: int(setting.maximum) for setting in settings_of(kind)}


def _pool_window(layer: Layer, shape: Shape) -> Window | None:
    """The window of a pooling layer; None of an adaptive one whose windows are not all alike."""
    if not isinstance(layer, AdaptiveAvgPool2d):
        return layer.window(shape)
    rows, columns = layer.output_size
    if shape[1] % rows or shape[2] % columns:
        return None
    size = (shape[1] // rows, shape[2] // columns)
    return Window(size, size)


# The lab


def lab_of(numbers: LayerNumbers, spot: Spot) -> Lab:
    """The lab of a layer at one number of its output: what the lab computes there is that number.

    A map that is too large for the lab is cut, with its padding, so that all windows of the part
    are windows of the layer. Raises InvalidValue where there is no such lab, or no such number.
    """
    layer, shape = numbers.layer, tuple(numbers.values.shape)
    sentence = why_not(layer, shape)
    if sentence is not None:
        raise InvalidValue(sentence)
    output = layer.output_shape(shape)
    if not _is_within(spot, output):
        raise InvalidValue(say("from_layer_spot"))
    if isinstance(layer, Conv2d):
        return _filter_lab(layer, numbers, spot)
    if isinstance(layer, Softmax):
        return ActivationLab(function="softmax", logits=_doubles(numbers.values))
    if layer.kind in _FUNCTIONS:
        return _activation_lab(layer, numbers.values, spot)
    return _pooling_lab(layer, numbers.values, spot)


def _is_within(spot: Spot, output: Shape) -> bool:
    sizes = output if is_maps(output) else (output[0], 1, 1)
    return all(0 <= place < size for place, size in zip(spot, sizes, strict=True))


def _doubles(values: Real) -> Floats:
    return np.asarray(values, np.float64)


def _filter_lab(layer: Conv2d, numbers: LayerNumbers, spot: Spot) -> Lab:
    """One filter, with the planes that it reads; its bias, or 0."""
    weight = _doubles(numbers.tensors["weight"][spot.map : spot.map + 1])
    shape, depth = tuple(numbers.values.shape), weight.shape[1]
    first = spot.map // (layer.out_channels // layer.groups) * depth
    planes = _doubles(numbers.values[first : first + depth])
    bias = np.zeros(1)
    if "bias" in numbers.tensors:
        bias = _doubles(numbers.tensors["bias"][spot.map : spot.map + 1])
    kind, largest = _filter_kind(depth)
    part = _part(planes, layer.window(shape), spot, largest, _limits(kind)["padding"])
    more: dict[str, Any] = {"scale": "unit"} if depth == 1 else {}
    is_digit = numbers.of_digit and depth == 1 and part.values.shape == planes.shape
    lab = kind(
        input=part.values,
        weight=weight,
        bias=bias,
        stride=layer.stride,
        padding=part.padding,
        dilation=layer.dilation,
        source="digit" if is_digit else "own",
        **more,
    )
    return _at(lab, part.place)


def _pooling_lab(layer: Layer, values: Real, spot: Spot) -> Lab:
    """The map alone. Padding is never the maximum: in a part of a map it is filled with the
    smallest number instead, which changes no maximum either."""
    plane = _doubles(values[spot.map : spot.map + 1])
    window = _pool_window(layer, tuple(values.shape))
    assert window is not None
    is_maximum = isinstance(layer, MaxPool2d)
    blank = float(plane.min()) if is_maximum else 0.0
    most = _limits(PoolingLab)["padding"]
    part = _part(plane, window, spot, pooling.LARGEST_SIZE, most, blank)
    lab = PoolingLab(
        input=part.values,
        source="own",
        kernel_size=window.kernel_size,
        stride=window.stride,
        padding=part.padding,
        question_about="maximum" if is_maximum else "average",
    )
    return _at(lab, part.place)


def _at(lab: FilterLab | PoolingLab, place: tuple[int, int]) -> Lab:
    """At the step that shows a place of the only map."""
    return lab.at(place[0] * lab.operation.columns.positions + place[1] + 1)


class _Part(NamedTuple):
    """A map or a part of it, the padding around it, and where the place lies in its output."""

    values: Floats
    padding: tuple[int, int]
    place: tuple[int, int]


def _part(
    values: Floats, window: Window, spot: Spot, largest: int, most: int, blank: float = 0.0
) -> _Part:
    """(C, H, W) along each axis whole, or cut so that windows around the place fit into `largest`
    cells. What is cut holds its padding as numbers, which are `blank`, and has none around it;
    nor has what would have more padding than `most`."""
    cuts, around = [slice(None)], [(0, 0)]
    padding, place = [], []
    for axis, at in ((0, spot.row), (1, spot.column)):
        size = values.shape[axis + 1]
        if size <= largest and window.padding[axis] <= most:
            cuts.append(slice(None))
            around.append((0, 0))
            padding.append(window.padding[axis])
            place.append(at)
            continue
        positions, stride = window.output_size(size, axis), window.stride[axis]
        count = min(positions, (largest - window.reach(axis)) // stride + 1)
        first = min(max(at - (count - 1) // 2, 0), positions - count)
        start = first * stride
        cuts.append(slice(start, start + (count - 1) * stride + window.reach(axis)))
        around.append((window.padding[axis],) * 2)
        padding.append(0)
        place.append(at - first)
    padded = np.pad(values, around, constant_values=blank)
    return _Part(padded[tuple(cuts)], (padding[0], padding[1]), (place[0], place[1]))


def _activation_lab(layer: Layer, values: Real, spot: Spot) -> Lab:
    """The numbers around one: a part of its map, or of the list in rows."""
    plane, (row, column) = _plane_around(_doubles(values), spot)
    function = _FUNCTIONS[layer.kind]
    slope = layer.negative_slope if isinstance(layer, LeakyReLU) else 0.1
    lab = ActivationLab(input=plane[None], source="own", function=function, slope=slope)
    return lab.at(row * plane.shape[1] + column + 1)


def _plane_around(values: Floats, spot: Spot) -> tuple[Floats, tuple[int, int]]:
    most = LARGEST_ACTIVATION
    if values.ndim == 1:
        columns = min(most, len(values))
        count = columns * min(most, len(values) // columns)
        start = min(max(spot.map - count // 2, 0), len(values) - count)
        rows = values[start : start + count].reshape(-1, columns)
        return rows, divmod(spot.map - start, columns)
    plane = values[spot.map]
    top, left = (
        min(max(at - most // 2, 0), max(0, size - most))
        for at, size in zip(spot[1:], plane.shape, strict=True)
    )
    return plane[top : top + most, left : left + most], (spot.row - top, spot.column - left)


def origin_of(numbers: LayerNumbers, spot: Spot, lab: Lab) -> Sentence:
    """What a lab that `lab_of` made shows: of which layer, which filter or map, and how much."""
    layer, shape = numbers.layer, tuple(numbers.values.shape)
    name = layer.title()[0]
    if isinstance(lab, ActivationLab) and lab.is_softmax:
        return say("from_layer_origin", layer=name)
    assert isinstance(lab, PicturedLab)
    shown = lab.input.shape[1:]
    if not is_maps(shape):
        count = math.prod(shown)
        code = "from_layer_origin" if count == shape[0] else "from_layer_origin_some"
        return say(code, layer=name, shown=count, whole=shape[0])
    kind = "filter" if isinstance(layer, Conv2d) else "map"
    code = f"from_layer_origin_{kind}"
    if shown == shape[1:]:
        return say(code, layer=name, number=spot.map + 1)
    return say(
        f"{code}_part", layer=name, number=spot.map + 1, shown=times(shown), whole=times(shape[1:])
    )


def name_of(layer: Layer, spot: Spot) -> Sentence:
    """What undo calls it."""
    if isinstance(layer, Conv2d):
        return say("from_layer_open_filter", layer=layer.title()[0], filter=spot.map + 1)
    return say("from_layer_open", layer=layer.title()[0])
