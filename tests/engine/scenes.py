"""Networks with random weights, as looks see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

import torch
from hypothesis import assume
from hypothesis import strategies as st

from cnnstudio.core.infer import infer
from cnnstudio.core.layers import Conv2d
from cnnstudio.core.messages import Answer
from cnnstudio.core.network import Network
from cnnstudio.engine.build import named_tensors
from cnnstudio.engine.datasets import DeviceDigits
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import initialised
from tests.strategies import sound_networks

Some = TypeVar("Some", bound=Answer)

_NO_DIGITS = DeviceDigits(torch.zeros(0, 28, 28, dtype=torch.uint8), torch.zeros(0).long())


def scene_of(network: Network, seed: int = 0) -> Scene:
    """A network with first weights that the seed decides; what batch norm has seen is no mean of
    0 and no variance of 1."""
    model = initialised(network, {}, seed).eval()
    chance = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, tensor in named_tensors(model):
            if name.endswith(("running_mean", "running_var")):
                tensor.add_(torch.rand(tensor.shape, generator=chance))
    return Scene(model, network, "run", 7, _NO_DIGITS, _NO_DIGITS)


@st.composite
def running_networks(draw: st.DrawFn) -> Network:
    network = draw(sound_networks())
    assume(infer(network).runs)
    return network


def convolutional_networks() -> st.SearchStrategy[Network]:
    """Those with at least one convolution."""
    return running_networks().map(
        lambda network: replace(network, layers=(_keeping(network), *network.layers))
    )


def _keeping(network: Network) -> Conv2d:
    """A convolution that gives as many maps as it gets, of the same size."""
    return Conv2d(network.input.channels, (3, 3), padding=(1, 1), id="first")


def answers(pieces: Iterator[object], kind: type[Some]) -> list[Some]:
    return [event for event in pieces if isinstance(event, kind)]


def digit(seed: int = 0) -> Any:
    """A picture of random pixels, float32 (28, 28)."""
    return torch.rand(28, 28, generator=torch.Generator().manual_seed(seed)).numpy()
