"""Weights into a module and out of it, as {"<layer id>.<tensor>": float32 array}."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

from cnnstudio.core.messages import Floats, Weights
from cnnstudio.core.network import Network
from cnnstudio.engine.build import Model, build, layer_modules, named_tensors
from cnnstudio.engine.locally_connected import LocallyConnected2d


def initialised(network: Network, weights: Weights, seed: int) -> Model:
    """The network's module on the CPU: `weights` where there are any of the right shape, and
    else first weights that depend on `seed` and the layer's id alone."""
    model = build(network)
    initialise(model, seed, skip=frozenset(load(model, weights)))
    return model


def initialise(model: Model, seed: int, skip: frozenset[str] = frozenset()) -> None:
    """First weights as torch's modules have them, but each layer's own: an edit leaves those of
    all other layers alone. Tensors named in `skip` keep their values. The model is on the CPU."""
    for id, module in layer_modules(model):
        initialise_layer(module, id, seed, skip)


def initialise_layer(
    module: nn.Module, id: str, seed: int, skip: frozenset[str] = frozenset()
) -> None:
    """The same for the module of one layer alone."""
    chance = torch.Generator().manual_seed(_seed_of(seed, id))
    for part_name, part in module.named_modules():
        prefix = f"{id}.{part_name}." if part_name else f"{id}."
        _initialise_part(part, chance, prefix, skip)


def _initialise_part(
    part: nn.Module, chance: torch.Generator, prefix: str, skip: frozenset[str]
) -> None:
    for name, tensor in (
        *part.named_parameters(recurse=False),
        *part.named_buffers(recurse=False),
    ):
        first = _first_values(part, name, tensor.detach(), chance)
        if prefix + name not in skip:
            tensor.detach().copy_(first)


def _first_values(part: nn.Module, name: str, like: Tensor, chance: torch.Generator) -> Tensor:
    """torch's rule for a weight, kaiming_uniform_(a=√5), comes to ±1/√fan_in, as for the bias."""
    if isinstance(part, nn.BatchNorm2d):
        return torch.full_like(like, 1 if name in ("weight", "running_var") else 0)
    bound = 1 / math.sqrt(_fan_in(part))
    return torch.empty(like.shape).uniform_(-bound, bound, generator=chance)


def _fan_in(part: nn.Module) -> int:
    assert isinstance(part.weight, Tensor)
    shape = part.weight.shape
    return shape[-1] if isinstance(part, LocallyConnected2d) else math.prod(shape[1:])


def _seed_of(seed: int, id: str) -> int:
    digest = hashlib.sha256(f"{seed}/{id}".encode()).digest()
    return int.from_bytes(digest[:8], "little") >> 1


def load(model: Model, weights: Mapping[str, Floats]) -> list[str]:
    """Copy the weights that fit into the model; the names of those that were."""
    loaded = []
    with torch.no_grad():
        for name, tensor in named_tensors(model):
            given = weights.get(name)
            if given is not None and tuple(given.shape) == tuple(tensor.shape):
                # A copy, since torch warns of arrays that may not be written to.
                tensor.copy_(torch.from_numpy(np.array(given, dtype=np.float32)))
                loaded.append(name)
    return loaded


def as_arrays(model: Model) -> dict[str, Floats]:
    """A copy of all of the model's tensors."""
    return {
        name: tensor.detach().to("cpu", torch.float32, copy=True).contiguous().numpy()
        for name, tensor in named_tensors(model)
    }
