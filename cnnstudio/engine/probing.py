"""What a network makes of one digit: maps, filters, logits, in float32."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from cnnstudio.core.messages import THUMBNAIL_MAPS, THUMBNAIL_SIZE, Floats, Probe, Probed
from cnnstudio.engine.build import Model, layer_modules
from cnnstudio.engine.datasets import adapt
from cnnstudio.engine.replica import Replica


@torch.inference_mode()
def probe(replica: Replica, wanted: Probe) -> Probed:
    """The answer to a Probe. To be called by the thread that owns the replica."""
    maps: dict[str, Floats] = {}
    thumbnails: dict[str, Floats] = {}
    # A block's shortcut is shown where the block is.
    in_maps = {*wanted.maps, *(f"{id}.shortcut" for id in wanted.maps)}
    in_thumbnails = {*wanted.thumbnails, *(f"{id}.shortcut" for id in wanted.thumbnails)}

    def look(id: str, output: Tensor) -> None:
        if id in in_maps:
            maps[id] = _array(output[0])
        if id in in_thumbnails:
            thumbnails[id] = _array(thumbnail(output[0]))

    digit = torch.from_numpy(np.array(wanted.digit, np.float32)).view(1, 1, 28, 28)
    logits = replica.model(adapt(digit, replica.network.input), look)
    return Probed(
        wanted.request,
        replica.run_id,
        replica.step,
        maps,
        thumbnails,
        _filters(replica.model, frozenset(wanted.filters)),
        _array(logits[0]),
    )


def thumbnail(output: Tensor) -> Tensor:
    """The first maps, every k-th row and column; a list of numbers whole."""
    if output.dim() != 3:
        return output
    step = -(-max(output.shape[1:]) // THUMBNAIL_SIZE)
    return output[:THUMBNAIL_MAPS, ::step, ::step]


def _filters(model: Model, ids: frozenset[str]) -> dict[str, dict[str, Floats]]:
    """The learned tensors of the layers named, by layer id and tensor name."""
    return {
        id: {name: _array(tensor.detach()) for name, tensor in module.named_parameters()}
        for id, module in layer_modules(model)
        if id in ids
    }


def _array(tensor: Tensor) -> Floats:
    """A copy, since the tensor's memory will hold other numbers soon."""
    return np.array(tensor.numpy(), np.float32)
