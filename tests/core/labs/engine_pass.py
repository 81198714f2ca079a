"""Passes that torch computes, for tests of what the window makes of them."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from cnnstudio.core.labs.passes import Pass, pass_of
from cnnstudio.core.messages import Floats, Weights
from cnnstudio.core.network import Network
from cnnstudio.engine.build import Model
from cnnstudio.engine.datasets import adapt
from cnnstudio.engine.weights import initialised


def model_of(network: Network, weights: Weights | None = None, seed: int = 0) -> Model:
    return initialised(network, weights or {}, seed).eval()


def outputs_of(network: Network, model: Model, digit: Floats) -> dict[str, Floats]:
    """What each layer puts out for a digit (28, 28), by its id."""
    found: dict[str, Floats] = {}

    def look(id: str, output: Tensor) -> None:
        found[id] = output[0].detach().numpy().copy()

    with torch.inference_mode():
        model(adapt(torch.from_numpy(digit.copy()).view(1, 1, 28, 28), network.input), look)
    return found


def seen_by(network: Network, digit: Floats) -> Floats:
    """One channel of the network's input."""
    adapted = adapt(torch.from_numpy(digit.copy()).view(1, 1, 28, 28), network.input)
    return np.asarray(adapted[0, 0], np.float32)


def a_digit(seed: int = 0) -> Floats:
    return np.random.default_rng(seed).random((28, 28), np.float32)


def made_pass(network: Network, seed: int = 0) -> Pass:
    """A pass through the network with first weights."""
    digit = a_digit(seed)
    model = model_of(network, seed=seed)
    return pass_of(network, seen_by(network, digit), outputs_of(network, model, digit))
