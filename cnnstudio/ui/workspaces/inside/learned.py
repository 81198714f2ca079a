"""What a layer has learned, in the form in which it can be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import Conv2d, Linear, LocallyConnected2d
from cnnstudio.core.messages import Floats
from cnnstudio.core.network import Network

#: More weights than this are not fetched while one looks on.
MOST_WEIGHTS = 2_500_000

Place = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Kernels:
    """(maps, channels, rows, columns); `place` where each place has kernels of its own."""

    weight: Floats
    place: Place | None = None


@dataclass(frozen=True, eq=False)
class Templates:
    """(outputs, rows, columns): weights in the places of the pixels that they are for."""

    weight: Floats


@dataclass(frozen=True, eq=False)
class Matrix:
    """(outputs, inputs)."""

    weight: Floats


@dataclass(frozen=True, eq=False)
class PerMap:
    """Numbers that each map has: name and (maps,)."""

    rows: Mapping[str, Floats]


Learned = Kernels | Templates | Matrix | PerMap


def is_fetched(report: LayerReport) -> bool:
    """Whether the layer has learned tensors, and few enough to be looked at live."""
    return 0 < report.parameters <= MOST_WEIGHTS and not report.body


def learned(
    network: Network, report: LayerReport, tensors: Mapping[str, Floats], place: Place | None
) -> Learned | None:
    """What to show of a layer's learned `tensors`; None where it has nothing to show.

    `place` (row, column) chooses among the kernels of a locally connected layer.
    """
    weight, layer = tensors.get("weight"), report.layer
    if weight is None:
        return None
    if isinstance(layer, Conv2d):
        return Kernels(weight)
    if isinstance(layer, LocallyConnected2d):
        return _kernels_at(weight, layer, place)
    if isinstance(layer, Linear):
        picture = picture_read_by(network, layer)
        return Matrix(weight) if picture is None else Templates(_templates(weight, picture))
    if weight.ndim == 1:
        return PerMap({"weight": weight, "bias": tensors.get("bias", np.zeros_like(weight))})
    return None


def picture_read_by(network: Network, layer: Linear) -> tuple[int, int, int] | None:
    """The input's shape if a dense layer reads the picture itself, laid out as a list."""
    for other in network.layers:
        if other.id == layer.id:
            seen = network.input
            return seen.channels, seen.height, seen.width
        if other.kind not in ("Flatten", "Dropout"):
            return None
    return None


def maps_read_by(network_layers: tuple[LayerReport, ...], layer: Linear) -> tuple[int, ...] | None:
    """The shape of the maps whose numbers a dense layer reads, if a Flatten is what is before."""
    shape: tuple[int, ...] | None = None
    for report in network_layers:
        if report.layer.id == layer.id:
            return shape
        if report.layer.kind == "Flatten":
            shape = report.input
        elif report.layer.kind not in ("ReLU", "Dropout"):
            shape = None
    return None


def _templates(weight: Floats, picture: tuple[int, int, int]) -> Floats:
    """Every channel is the same picture, so its weights add up."""
    return np.asarray(weight.reshape(len(weight), *picture).sum(axis=1), np.float32)


def _kernels_at(weight: Floats, layer: LocallyConnected2d, place: Place | None) -> Kernels:
    maps, rows, columns, reads = weight.shape
    row, column = place or (rows // 2, columns // 2)
    row, column = min(row, rows - 1), min(column, columns - 1)
    tall, wide = layer.kernel_size
    kernels = weight[:, row, column].reshape(maps, reads // (tall * wide), tall, wide)
    return Kernels(np.ascontiguousarray(kernels), (row, column))
