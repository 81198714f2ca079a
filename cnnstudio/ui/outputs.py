"""What a layer puts out, as pictures: maps, or a list of numbers as maps of one cell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnstudio.core.centring import SIDE, resized
from cnnstudio.core.layers import Residual
from cnnstudio.core.messages import Floats
from cnnstudio.core.network import Input, Layers, Network
from cnnstudio.core.sources import source_of
from cnnstudio.ui.widgets.colormap import ColourMap

_AT_LEAST_ZERO = frozenset({"ReLU", "Sigmoid", "Softmax"})
_KEEP_COLOURS = frozenset(
    {"MaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d", "Dropout", "Flatten", "LocalResponseNorm"}
)


def colour_map_after(network: Network, layer_id: str | None) -> ColourMap:
    """How the output of a layer (None: the input) is coloured, whatever its numbers now are, so
    that colours never jump from one picture to the next.

    Layers that pass on what they get (pooling, flatten, dropout) keep the colours before them.
    """
    if layer_id is None:
        return ColourMap.PIXEL
    return dict(_colour_maps(network.layers, ColourMap.PIXEL))[layer_id]


def _colour_maps(layers: Layers, colours: ColourMap) -> Iterator[tuple[str, ColourMap]]:
    """Each layer's id with the colours of its output, given those of the first one's input."""
    for layer in layers:
        if isinstance(layer, Residual):
            yield from _colour_maps(layer.body, colours)
        if layer.kind not in _KEEP_COLOURS:
            at_least_zero = layer.kind in _AT_LEAST_ZERO
            colours = ColourMap.SEQUENTIAL if at_least_zero else ColourMap.SIGNED
        yield layer.id, colours


def layer_before(network: Network, layer_id: str) -> str | None:
    """The layer whose output a layer reads; None where that is the network's input."""
    return source_of(network, layer_id) or None


def as_maps(values: Floats) -> Floats:
    """(N, H, W) as it is; a list (N,) as N maps of one cell."""
    return values if values.ndim == 3 else values.reshape(-1, 1, 1)


def strongest(map: Floats) -> tuple[int, int]:
    """Row and column of the number of largest magnitude."""
    row, column = divmod(int(np.abs(np.nan_to_num(map)).argmax()), map.shape[1])
    return row, column


def seen_by(network_input: Input, digit: Floats) -> Floats:
    """The digit (28, 28) as one channel of the network's input: padded or resized."""
    rows, columns = network_input.height, network_input.width
    if digit.shape == (rows, columns):
        return digit
    if not network_input.pads:
        return resized(digit, (rows, columns))
    picture = np.zeros((rows, columns), np.float32)
    top, left = (rows - SIDE) // 2, (columns - SIDE) // 2
    picture[top : top + SIDE, left : left + SIDE] = digit
    return picture
