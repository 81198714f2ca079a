"""The numbers of one filter, or of one output, laid out so that they can be read and changed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from cnnstudio.core.infer import LayerReport
from cnnstudio.core.layers import Conv2d, Linear, LocallyConnected2d
from cnnstudio.core.messages import Floats
from cnnstudio.ui.workspaces.inside.learned import maps_read_by

Place = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Scalar:
    """One number of a tensor: what it is called, and its index in the tensor laid out flat."""

    tensor: str
    name: str
    index: int
    value: float


@dataclass(frozen=True, eq=False)
class Sheet:
    """`kernels` (channels, rows, columns) lie one after the other in the tensor laid out flat,
    from `start` on. A unit of a layer without such has none of them; `scalars` are the rest."""

    tensor: str
    start: int
    kernels: Floats
    scalars: tuple[Scalar, ...]

    @property
    def size(self) -> tuple[int, int]:
        return int(self.kernels.shape[1]), int(self.kernels.shape[2])

    def with_kernels(self, tensors: Mapping[str, Floats], kernels: Floats) -> dict[str, Floats]:
        """The tensor that they are part of, with these in their place."""
        changed = np.array(tensors[self.tensor], np.float32)
        changed.reshape(-1)[self.start : self.start + kernels.size] = kernels.reshape(-1)
        return {self.tensor: changed}

    def with_scalar(
        self, tensors: Mapping[str, Floats], scalar: Scalar, value: float
    ) -> dict[str, Floats]:
        changed = np.array(tensors[scalar.tensor], np.float32)
        changed.reshape(-1)[scalar.index] = value
        return {scalar.tensor: changed}


def sheet_of(
    reports: tuple[LayerReport, ...],
    report: LayerReport,
    tensors: Mapping[str, Floats],
    unit: int,
    place: Place | None,
) -> Sheet | None:
    """The numbers of a unit in the layer's tensors; None where it has none, or none are known.

    `place` (row, column) chooses among those of a locally connected layer.
    """
    if not tensors or any(unit >= len(array) for array in tensors.values()):
        return None
    weight, layer = tensors.get("weight"), report.layer
    if isinstance(layer, LocallyConnected2d) and weight is not None:
        return _local(layer, tensors, unit, place)
    if isinstance(layer, Conv2d) and weight is not None:
        return _sheet("weight", weight, unit, weight.shape[1:], tensors)
    if isinstance(layer, Linear) and weight is not None:
        return _sheet("weight", weight, unit, _dense_shape(reports, layer, weight), tensors)
    projection = tensors.get("shortcut.0.weight")
    if projection is not None:
        return _sheet("shortcut.0.weight", projection, unit, projection.shape[1:], tensors)
    scalars = _scalars(tensors, unit)
    return Sheet("", 0, np.zeros((0, 1, 1), np.float32), scalars) if scalars else None


def local_place(layer_shape: tuple[int, ...], place: Place | None) -> Place:
    """A place of a locally connected layer's output (filters, rows, columns); else its middle."""
    rows, columns = layer_shape[1], layer_shape[2]
    row, column = place or (rows // 2, columns // 2)
    return min(row, rows - 1), min(column, columns - 1)


def _sheet(
    name: str, weight: Floats, unit: int, shape: tuple[int, ...], tensors: Mapping[str, Floats]
) -> Sheet:
    start = unit * math.prod(weight.shape[1:])
    return Sheet(name, start, weight[unit].reshape(shape), _scalars(tensors, unit))


def _dense_shape(
    reports: tuple[LayerReport, ...], layer: Linear, weight: Floats
) -> tuple[int, int, int]:
    """As the maps, or the picture, whose numbers the weights are for; a plain list as a block."""
    count = int(weight.shape[1])
    shape = maps_read_by(reports, layer)
    if shape is not None and len(shape) == 3 and math.prod(shape) == count:
        return shape[0], shape[1], shape[2]
    rows = max(divisor for divisor in range(1, math.isqrt(count) + 1) if count % divisor == 0)
    return 1, rows, count // rows


def _local(
    layer: LocallyConnected2d, tensors: Mapping[str, Floats], unit: int, place: Place | None
) -> Sheet:
    weight = tensors["weight"]
    _, rows, columns, reads = weight.shape
    row, column = local_place(weight.shape[:3], place)
    tall, wide = layer.kernel_size
    position = (unit * rows + row) * columns + column
    kernels = weight[unit, row, column].reshape(reads // (tall * wide), tall, wide)
    scalars: tuple[Scalar, ...] = ()
    bias = tensors.get("bias")
    if bias is not None:
        scalars = (Scalar("bias", _name("bias", False), position, float(bias[unit, row, column])),)
    return Sheet("weight", position * reads, kernels, scalars)


def _scalars(tensors: Mapping[str, Floats], unit: int) -> tuple[Scalar, ...]:
    normalises = "weight" not in tensors or tensors["weight"].ndim == 1
    return tuple(
        Scalar(name, _name(name, normalises), unit, float(array[unit]))
        for name, array in tensors.items()
        if array.ndim == 1
    )


def _name(tensor: str, normalises: bool) -> str:
    if tensor.endswith("weight"):
        return QCoreApplication.translate("Edit", "Scale")
    if normalises:
        return QCoreApplication.translate("Edit", "Shift")
    return QCoreApplication.translate("Edit", "Bias")
