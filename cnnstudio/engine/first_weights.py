"""The first weights of one layer, as a seed gives them."""

from __future__ import annotations

from collections.abc import Iterator

from torch import nn

from cnnstudio.core.messages import AskFirstWeights, Event, FirstWeights, Floats
from cnnstudio.core.network import Network
from cnnstudio.engine.build import build, layer_modules
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialise_layer


def first_weights(look: AskFirstWeights, scene: Scene) -> Iterator[Event | None]:
    """Answers at once: no other layer is made."""
    tensors = first_tensors(scene.network, look.layer_id, look.seed, look.named)
    yield FirstWeights(look.request, scene.run_id, scene.step, look.layer_id, tensors)


def first_tensors(network: Network, layer_id: str, seed: int, named: str) -> dict[str, Floats]:
    """By name, what a layer learns, as it begins; {} for a layer that is not there."""
    for id, module in layer_modules(build(network, "meta")):
        if id == layer_id:
            return _begun(module.to_empty(device="cpu"), seed, named)
    return {}


def _begun(module: nn.Module, seed: int, named: str) -> dict[str, Floats]:
    initialise_layer(module, named, seed)
    return {name: tensor.detach().numpy() for name, tensor in module.named_parameters()}
