"""The shipped weights of starter networks."""

from __future__ import annotations

import json
from functools import lru_cache

import numpy as np

from cnnstudio.core.layer_names import renamed
from cnnstudio.core.layers import fresh_copy
from cnnstudio.core.messages import Floats, Weights
from cnnstudio.core.network import Network, walk
from cnnstudio.core.resources import resource_path
from cnnstudio.core.starters import starter
from cnnstudio.core.weights_file import load_weights


def trained_starter(name: str) -> tuple[Network, Weights]:
    """A starter network, and its weights where some are shipped; KeyError for another name."""
    network = starter(name)
    path = resource_path("pretrained", f"{name}.safetensors")
    return network, load_weights(path, network)[0] if path.is_file() else {}


def under_fresh_ids(network: Network, weights: Weights) -> tuple[Network, Weights]:
    """The same with ids that no other network has: starters' ids are alike, and a layer must not
    find the weights of another network's layer under its own."""
    layers = tuple(fresh_copy(layer) for layer in network.layers)
    pairs = zip(walk(network.layers), walk(layers), strict=True)
    fresh = {old.id: new.id for old, new in pairs}
    anew = {renamed(key, fresh): tensor for key, tensor in weights.items()}
    return Network(network.name, layers, network.input), anew


def shipped_origin(weight: Floats | None) -> tuple[int, str] | None:
    """If a layer's weight is one of those shipped, and untouched: the seed that its training
    began with, and the id that the layer had in it."""
    if weight is None:
        return None
    for seed, weights in _shipped():
        for key, shipped in weights.items():
            if shipped.shape == weight.shape and np.array_equal(shipped, weight):
                return seed, key.partition(".")[0]
    return None


@lru_cache(maxsize=1)
def _shipped() -> tuple[tuple[int, Weights], ...]:
    """Of each trained network, its seed and its weights under their first ids."""
    found = []
    for path in sorted(resource_path("pretrained").glob("*.safetensors")):
        made = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        found.append((int(made["seed"]), trained_starter(path.stem)[1]))
    return tuple(found)
