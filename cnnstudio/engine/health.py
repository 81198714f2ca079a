"""Where numbers went bad, and how large gradients are."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn

from cnnstudio.core.layers import Layer
from cnnstudio.core.network import Network, walk
from cnnstudio.core.sentences import Sentence, english, say
from cnnstudio.engine.build import Model, layer_modules


class NotFiniteError(Exception):
    """A loss is infinite or no number. Raised before the weights are changed by it."""


class Culprit(NamedTuple):
    """The first layer that went bad: its output in the forward pass, or its gradients."""

    layer_id: str
    part: str  # "output" or "gradient"


def find_culprit(model: Model, x: Tensor) -> Culprit:
    """The layer that made the loss of the batch `x` bad.

    Gradients come from the end to the beginning, and spoil the weights of every layer from
    where they overflow on. So of several layers with bad weights, the last one was the first.
    """
    bad_weights = [
        id
        for id, module in layer_modules(model)
        if not all(torch.isfinite(weight).all() for weight in module.parameters())
    ]
    if bad_weights:
        return Culprit(bad_weights[-1], "gradient")
    bad_outputs: list[str] = []
    last = ""

    def look(id: str, output: Tensor) -> None:
        nonlocal last
        last = id.removesuffix(".shortcut")
        if not torch.isfinite(output).all():
            bad_outputs.append(last)

    kept = [(buffer, buffer.clone()) for buffer in model.buffers()]
    with torch.no_grad():
        model(x, look)
        for buffer, before in kept:
            buffer.copy_(before)
    # Finite outputs may still be too far apart for the loss: then it is the last layer's.
    return Culprit(bad_outputs[0] if bad_outputs else last, "output")


#: A rate at which most networks with any optimizer stay finite: no tenth of a wild one.
_CALM = 0.01


def bad_sentence(network: Network, culprit: Culprit, step: int, learning_rate: float) -> Sentence:
    """What happened at `step`, and a learning rate to try."""
    layers = list(walk(network.layers))
    position = [layer.id for layer in layers].index(culprit.layer_id)
    return say(
        f"went_bad_{culprit.part}",
        step=step,
        position=position + 1,
        layer=_title(layers[position]),
        suggested=_round_down(min(learning_rate / 10, _CALM)),
    )


def _title(layer: Layer) -> str:
    return ", ".join(english(part) for part in layer.title())


def _round_down(value: float) -> float:
    """To one digit: 0.0347 becomes 0.03."""
    unit = 10.0 ** math.floor(math.log10(value))
    return float(f"{math.floor(value / unit + 1e-9) * unit:.1g}")


def gradient_norms(model: nn.Module) -> dict[str, float]:
    """The length of each layer's gradient, all of its tensors together, by layer id."""
    ids, gradients = [], []
    for id, module in layer_modules(model):
        for weight in module.parameters():
            if weight.grad is not None:
                ids.append(id)
                gradients.append(weight.grad)
    if not gradients:
        return {}
    squares: dict[str, float] = {}
    for id, norm in zip(ids, torch.stack(torch._foreach_norm(gradients)).tolist(), strict=True):
        squares[id] = squares.get(id, 0.0) + norm * norm
    return {id: math.sqrt(square) for id, square in squares.items()}
