"""The shipped weights of starter networks."""

from __future__ import annotations

from cnnstudio.core.layer_names import renamed
from cnnstudio.core.layers import fresh_copy
from cnnstudio.core.messages import Weights
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
