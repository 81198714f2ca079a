"""Readable names of layers by their place: conv1, relu1, conv2, …

Ids stay with a layer wherever it goes; these names say where it is. Starters are made with them as
ids, and weights that leave the program are named by them, so that another copy of the network, with
other ids, takes them up again.
"""

from __future__ import annotations

from dataclasses import replace

from cnnstudio.core.layers import Layer, Residual
from cnnstudio.core.messages import Weights
from cnnstudio.core.network import Layers, Network, walk

_WORDS = {
    "Conv2d": "conv",
    "LocallyConnected2d": "local",
    "MaxPool2d": "pool",
    "AvgPool2d": "pool",
    "AdaptiveAvgPool2d": "average",
    "BatchNorm2d": "norm",
    "LocalResponseNorm": "lrn",
    "Linear": "dense",
    "Residual": "block",
}


def numbered(layers: Layers) -> Layers:
    """The layers with these names as their ids."""
    counts: dict[str, int] = {}

    def number(layer: Layer) -> Layer:
        word = _WORDS.get(layer.kind, layer.kind.lower())
        counts[word] = counts.get(word, 0) + 1
        id = f"{word}{counts[word]}"
        if isinstance(layer, Residual):
            return replace(layer, id=id, body=tuple(number(inner) for inner in layer.body))
        return replace(layer, id=id)

    return tuple(number(layer) for layer in layers)


def names_by_place(network: Network) -> dict[str, str]:
    """The readable name of each layer, by its id."""
    pairs = zip(walk(network.layers), walk(numbered(network.layers)), strict=True)
    return {layer.id: name.id for layer, name in pairs}


def named_by_place(network: Network, weights: Weights) -> Weights:
    """The network's weights under readable names instead of ids."""
    names = names_by_place(network)
    return {renamed(key, names): tensor for key, tensor in weights.items()}


def renamed(key: str, names: dict[str, str]) -> str:
    """The name of a tensor, with its layer's part exchanged where `names` has another."""
    id, dot, rest = key.partition(".")
    return names.get(id, id) + dot + rest
