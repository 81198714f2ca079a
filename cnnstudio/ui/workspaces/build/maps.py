"""What flows into and out of a layer for the current digit, ready to be drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cnnstudio.core.layers import Layer, Shape
from cnnstudio.core.messages import THUMBNAIL_SIZE, Floats, Probed
from cnnstudio.core.network import Input, Network
from cnnstudio.ui.outputs import colour_map_after, seen_by
from cnnstudio.ui.widgets.colormap import ColourMap, range_limit

#: Layers with more numbers than this are drawn from their thumbnails.
MOST_NUMBERS = 1_000_000


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
    return Flow(seen_by(input, pixels)[None], ColourMap.PIXEL, 1.0)


def _fits(found: Shape, shape: Shape | None, step: int) -> bool:
    """An answer may be of the network before an edit: then its shapes are others."""
    return shape is not None and len(found) == len(shape) and (step > 1 or found == shape)
