"""What flows into and out of a layer for the current digit, ready to be drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cnnstudio.core.layers import Layer, Shape
from cnnstudio.core.messages import THUMBNAIL_SIZE, Floats, Probed
from cnnstudio.core.network import DIGIT_SIZE, Input, Network
from cnnstudio.ui.widgets.colormap import ColourMap, range_limit

#: Layers with more numbers than this are drawn from their thumbnails.
MOST_NUMBERS = 1_000_000

_SEQUENTIAL = ("ReLU", "Sigmoid", "Softmax")
_KEEP_SCALE = (
    "MaxPool2d",
    "AvgPool2d",
    "AdaptiveAvgPool2d",
    "Dropout",
    "Flatten",
    "LocalResponseNorm",
)


@dataclass(frozen=True, eq=False)
class Flow:
    """Numbers between two layers: (maps, rows, columns) or (count,), with their colours.

    Of large maps only every `step`-th row and column is there, and of many only the first.
    """

    values: Floats
    colour_map: ColourMap
    limit: float
    step: int = 1

    @property
    def is_maps(self) -> bool:
        return self.values.ndim == 3


def layer_before(network: Network, id: str) -> str | None:
    """The layer whose output the layer `id` reads; None where that is the network's input."""
    place = network.place_of(id)
    while place.index == 0 and place.parent is not None:
        place = network.place_of(place.parent)
    if place.index == 0:
        return None
    body = getattr(network.find(place.parent), "body", ()) if place.parent else network.layers
    return body[place.index - 1].id


def colour_map_after(network: Network, id: str | None) -> ColourMap:
    """How the output of a layer (None: the input) is coloured, whatever its numbers now are."""
    while id is not None:
        kind = network.find(id).kind
        if kind not in _KEEP_SCALE:
            return ColourMap.SEQUENTIAL if kind in _SEQUENTIAL else ColourMap.SIGNED
        id = layer_before(network, id)
    return ColourMap.PIXEL


def needs_thumbnail(shape: Shape | None) -> bool:
    """Whether an output is too large to be fetched whole for each new picture."""
    return shape is not None and len(shape) == 3 and math.prod(shape) > MOST_NUMBERS


def flow_after(
    network: Network, layer: Layer, shape: Shape | None, probed: Probed | None
) -> Flow | None:
    """The output of a layer in the last answer of the engine; None where it isn't there."""
    if probed is None:
        return None
    values = probed.maps.get(layer.id)
    step = 1
    if values is None and needs_thumbnail(shape):
        values = probed.thumbnails.get(layer.id)
        step = math.ceil(max(shape[1:]) / THUMBNAIL_SIZE) if shape else 1
    if values is None or not _fits(values.shape, shape, step):
        return None
    return coloured(values, colour_map_after(network, layer.id), step)


def coloured(values: Floats, colour_map: ColourMap, step: int = 1) -> Flow:
    return Flow(values, colour_map, range_limit(values, colour_map), step)


def flow_of_input(pixels: Floats, input: Input) -> Flow:
    """What the network sees of a digit (28, 28): one map, since its channels are all alike."""
    return Flow(as_input(pixels, input)[None], ColourMap.PIXEL, 1.0)


def as_input(pixels: Floats, input: Input) -> Floats:
    """A digit (28, 28) padded or resized to (height, width), as the engine does it."""
    size = (input.height, input.width)
    if input.pads:
        spare = [(length - DIGIT_SIZE) // 2 for length in size]
        after = [length - DIGIT_SIZE - left for length, left in zip(size, spare, strict=True)]
        return np.pad(pixels, tuple(zip(spare, after, strict=True)))
    if size == pixels.shape:
        return pixels
    return _resized(_resized(pixels, input.height).T, input.width).T


def _resized(rows: Floats, length: int) -> Floats:
    """Rows brought to `length` of them by linear interpolation between their centres."""
    where = np.clip((np.arange(length) + 0.5) * len(rows) / length - 0.5, 0, len(rows) - 1)
    first = np.minimum(where.astype(np.intp), max(len(rows) - 2, 0))
    share = (where - first)[:, None]
    after = rows[np.minimum(first + 1, len(rows) - 1)]
    return np.asarray(rows[first] * (1 - share) + after * share, np.float32)


def _fits(found: Shape, shape: Shape | None, step: int) -> bool:
    """An answer may be of the network before an edit: then its shapes are others."""
    return shape is not None and len(found) == len(shape) and (step > 1 or found == shape)
