"""A learned tensor, its gradient or its change, as pictures that can be looked at."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.layers import Linear, LocallyConnected2d, Shape
from cnnstudio.core.messages import Floats
from cnnstudio.core.network import Network
from cnnstudio.ui.numbers import number
from cnnstudio.ui.workspaces.inside.learned import picture_read_by

translate = QCoreApplication.translate

#: More pictures than this could not be told apart in a part of the stage.
MOST_PICTURES = 256


@dataclass(frozen=True)
class Layout:
    """How a tensor is cut into pictures: `pictures` of `rows` × `columns` numbers, in the order of
    the tensor's own numbers; `names` of the pictures."""

    pictures: int
    rows: int
    columns: int
    names: tuple[str, ...]

    def of(self, tensor: Floats) -> Floats:
        """(pictures, rows, columns) of a tensor of the shape that this layout was made for."""
        size = self.rows * self.columns
        return tensor.reshape(-1)[: self.pictures * size].reshape(-1, self.rows, self.columns)

    def unit_of(self, spot: Spot, whole: Shape) -> int:
        """The index along a tensor's first axis of a number that stands at a spot."""
        place = (spot.map * self.rows + spot.row) * self.columns + spot.column
        return place // math.prod(whole[1:])

    def pictures_of(self, units: Collection[int], whole: Shape) -> frozenset[int]:
        """The pictures that hold numbers of these units alone."""
        first, last = (0, 0), (self.rows - 1, self.columns - 1)
        return frozenset(
            picture
            for picture in range(self.pictures)
            if self.unit_of(Spot(picture, *first), whole) in units
            and self.unit_of(Spot(picture, *first), whole)
            == self.unit_of(Spot(picture, *last), whole)
        )


def layout_of(network: Network, layer_id: str, told: Shape) -> Layout:
    """The layout of a tensor of a layer, of which a part of shape `told` is known.

    Kernels of a convolution are a picture each, and so are the weights of a dense layer that reads
    the picture; those of other dense layers are one picture with a row for each output. Numbers
    that each map has one of are tiles.
    """
    layer = network.find(layer_id)
    if isinstance(layer, Linear) and len(told) == 2:
        picture = picture_read_by(network, layer)
        if picture is None:
            return Layout(1, told[0], told[1], (translate("Inside", "Weights"),))
        channels, rows, columns = picture
        return _layout(told[0], channels, rows, columns, *_outputs(layer))
    if len(told) == 4:
        maps, across, rows, columns = told
        if isinstance(layer, LocallyConnected2d):
            return _layout(maps, 1, across * rows, columns, translate("Inside", "Map {filter}"))
        return _layout(maps, across, rows, columns, translate("Inside", "Filter {filter}"))
    if isinstance(layer, Linear):
        return _layout(told[0], 1, 1, 1, *_outputs(layer))
    return _layout(told[0], 1, 1, 1, translate("Inside", "Number {filter}"))


def _outputs(layer: Linear) -> tuple[str, int]:
    """What the outputs are called, and from where they count: ten of them are digits."""
    if layer.out_features == CLASSES:
        return translate("Inside", "Output for digit {filter}"), 0
    return translate("Inside", "Output {filter}"), 1


def _layout(
    filters: int, channels: int, rows: int, columns: int, name: str, first: int = 1
) -> Layout:
    count = min(filters * channels, MOST_PICTURES if rows * columns > 1 else 4 * MOST_PICTURES)
    each = translate("Inside", "{filter}, input {channel}")
    names = (
        each.format(
            filter=name.format(filter=index // channels + first), channel=index % channels + 1
        )
        if channels > 1
        else name.format(filter=index + first)
        for index in range(count)
    )
    return Layout(count, rows, columns, tuple(names))


def part_words(layout: Layout, whole: Shape) -> str:
    """What is said where not all of a tensor is shown."""
    shown, count = layout.pictures * layout.rows * layout.columns, int(np.prod(whole))
    if shown >= count:
        return ""
    template = translate("Inside", "the first {shown} of {count} numbers")
    return template.format(shown=number(shown), count=number(count))


def tensor_word(name: str) -> str:
    """“Weight”, “Bias”; of a block's projection, which part of it."""
    words = {
        "weight": translate("Inside", "Weights"),
        "bias": translate("Inside", "Biases"),
        "shortcut.0.weight": translate("Inside", "Weights of the shortcut"),
        "shortcut.1.weight": translate("Inside", "Scales of the shortcut's norm"),
        "shortcut.1.bias": translate("Inside", "Shifts of the shortcut's norm"),
    }
    return words[name]
