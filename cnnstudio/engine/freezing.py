"""Filters that training leaves as they are, and numbers changed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from cnnstudio.core.interventions import Patch, Unit, by_layer
from cnnstudio.engine.build import Model, named_tensors


@dataclass(frozen=True)
class _Held:
    """Some rows of a tensor's first dimension, and what they hold."""

    tensor: Tensor
    rows: Tensor
    kept: Tensor


def rows_of(name: str, tensor: Tensor, units: Mapping[str, tuple[int, ...]]) -> list[int]:
    """The rows of a named tensor's first dimension that belong to units, by their layers' ids."""
    mine = (index for id, rows in units.items() if name.startswith(f"{id}.") for index in rows)
    return sorted({index for index in mine if index < len(tensor)})


class Freezer:
    """Holds the frozen units of a model as they are now, whatever an optimizer does to them.

    Their gradients become 0, so that neither momentum nor the lengths of gradients count them.
    That alone would not do: weight decay and momentum from before would still move them, and batch
    norm's running mean and variance change in the forward pass. So what they hold is put back.
    """

    def __init__(self, model: Model, frozen: Iterable[Unit]) -> None:
        self._held: list[_Held] = []
        layers = by_layer(frozen)
        for name, tensor in named_tensors(model):
            if rows := rows_of(name, tensor, layers):
                self._hold(tensor, rows)

    def _hold(self, tensor: Tensor, rows: list[int]) -> None:
        places = torch.tensor(rows, device=tensor.device)
        kept = tensor.detach().index_select(0, places).clone()
        self._held.append(_Held(tensor, places, kept))

    def before_update(self) -> None:
        """Call when the gradients are there."""
        for held in self._held:
            if held.tensor.grad is not None:
                held.tensor.grad.index_fill_(0, held.rows, 0)

    @torch.no_grad()
    def after_update(self) -> None:
        """Call when the optimizer has made its step."""
        for held in self._held:
            held.tensor.index_copy_(0, held.rows, held.kept)


def apply_patches(model: Model, patches: Iterable[Patch]) -> None:
    """Change numbers in place; patches for tensors that the model lacks mean nothing."""
    tensors = dict(named_tensors(model))
    with torch.no_grad():
        for patch in patches:
            tensor = tensors.get(patch.tensor)
            if tensor is not None and _fits(patch, tensor):
                # By row and column, since the tensor may lie channels last in memory.
                places = np.unravel_index(patch.indices, tuple(tensor.shape))
                where = tuple(torch.from_numpy(place).to(tensor.device) for place in places)
                values = torch.from_numpy(np.array(patch.values, np.float32))
                tensor[where] = values.to(tensor.device)


def _fits(patch: Patch, tensor: Tensor) -> bool:
    return bool(len(patch.indices)) and int(patch.indices.max()) < tensor.numel()
