"""What a user does to a network by hand: filters held fast, maps switched off, numbers changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cnnstudio.core.tensors import Floats

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, order=True)
class Unit:
    """One filter of a layer, or one output of a dense one, and what comes out of it: a feature map
    or a number. `layer_id` may be "<id>.shortcut" for the shortcut of a block."""

    layer_id: str
    index: int


@dataclass(frozen=True)
class Interventions:
    """Which units are `frozen` and which are `off`; those that a network lacks mean nothing.

    Training leaves every tensor of a frozen unit as it is, to the last bit: weights, bias, and
    batch norm's running mean and variance. What comes out of a unit that is off is 0.
    """

    frozen: frozenset[Unit] = frozenset()
    off: frozenset[Unit] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.frozen or self.off)

    def with_frozen(self, units: Iterable[Unit], frozen: bool) -> Interventions:
        return replace(self, frozen=_switched(self.frozen, units, frozen))

    def with_off(self, units: Iterable[Unit], off: bool) -> Interventions:
        return replace(self, off=_switched(self.off, units, off))

    def frozen_in(self, layer_id: str) -> tuple[int, ...]:
        return _indices(self.frozen, layer_id)

    def off_in(self, layer_id: str) -> tuple[int, ...]:
        return _indices(self.off, layer_id)


def _switched(units: frozenset[Unit], some: Iterable[Unit], on: bool) -> frozenset[Unit]:
    return units | frozenset(some) if on else units - frozenset(some)


def _indices(units: frozenset[Unit], layer_id: str) -> tuple[int, ...]:
    return tuple(sorted(unit.index for unit in units if unit.layer_id == layer_id))


def by_layer(units: Iterable[Unit]) -> Mapping[str, tuple[int, ...]]:
    """The sorted indices of each layer that has any."""
    found: dict[str, list[int]] = {}
    for unit in sorted(units):
        found.setdefault(unit.layer_id, []).append(unit.index)
    return {layer_id: tuple(indices) for layer_id, indices in found.items()}


@dataclass(frozen=True, eq=False)
class Patch:
    """Other values for some numbers of one tensor ("<layer id>.<name>").

    `indices` are those of the tensor laid out flat, row by row: int64 (count,); `values` float32
    (count,). Only what changed is in it, so that the rest of a tensor that is being trained stays.
    """

    tensor: str
    indices: Indices
    values: Floats

    def applied(self, tensor: Floats) -> Floats:
        """The tensor with these values; itself if they do not fit into it."""
        if len(self.indices) and int(self.indices.max()) >= tensor.size:
            return tensor
        changed = np.array(tensor, np.float32)
        changed.reshape(-1)[self.indices] = self.values
        return changed


def difference(tensor: str, before: Floats, after: Floats) -> Patch | None:
    """What makes `after` of `before`, to the last bit; None where nothing does."""
    old, new = (np.ascontiguousarray(array, np.float32).reshape(-1) for array in (before, after))
    indices = np.flatnonzero(old.view(np.uint32) != new.view(np.uint32))
    return Patch(tensor, indices.astype(np.int64), new[indices]) if len(indices) else None
