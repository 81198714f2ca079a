"""The pass that is shown before any network is open: a test digit through the shipped LeNet-5."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from cnnstudio.core.files import ProjectError
from cnnstudio.core.labs.base import Floats
from cnnstudio.core.labs.digits import FIRST, first_digit, test_digits
from cnnstudio.core.labs.passes import Pass, pass_of
from cnnstudio.core.layers import Conv2d, Layer, MaxPool2d, Shape
from cnnstudio.core.mnist import MnistError
from cnnstudio.core.network import DIGIT_SIZE, Network
from cnnstudio.core.resources import resource_path
from cnnstudio.core.sliding import Axis, Convolution, Pooling
from cnnstudio.core.starters import starter
from cnnstudio.core.tensors import Weights, weights_of_network
from cnnstudio.core.weights_file import load_weights

Tensors = Mapping[str, Floats]


@cache
def first_pass() -> Pass:
    """Test digit 35 through LeNet-5 with the weights that come with the program.

    Without the digit's or the weights' file they are zeros: the lab says what is missing by
    showing nothing, and goes on to show the network that is opened.
    """
    network = starter("lenet5")
    picture, digit = _digit()
    return pass_of(network, picture, outputs_of(network, picture, _weights(network)), digit)


def _digit() -> tuple[Floats, int | None]:
    try:
        return first_digit(), int(test_digits().labels[FIRST])
    except MnistError:
        return np.zeros((DIGIT_SIZE, DIGIT_SIZE)), None


def _weights(network: Network) -> Weights:
    path = resource_path("pretrained", "lenet5.safetensors")
    known = {name: np.zeros(size, np.float32) for name, size in weights_of_network(network).items()}
    try:
        return {**known, **load_weights(path, network)[0]}
    except ProjectError:
        return known


def outputs_of(network: Network, picture: Floats, weights: Weights) -> dict[str, Floats]:
    """What each layer puts out for a picture (H, W), by its id; float64.

    KeyError for kinds of layers that LeNet-5 has not: everything else is the engine's work.
    """
    values: Floats = np.repeat(picture[None], network.input.channels, axis=0)
    found: dict[str, Floats] = {}
    for layer in network.layers:
        names = layer.weight_shapes(tuple(values.shape))
        tensors = {name: weights[f"{layer.id}.{name}"].astype(np.float64) for name in names}
        values = _FORWARD[layer.kind](layer, values, tensors)
        found[layer.id] = values
    return found


def axes_of(layer: Layer, shape: Shape) -> tuple[Axis, Axis]:
    """How a layer's window slides over rows and columns; ValueError where it has none."""
    window = layer.window(shape)
    if window is None:
        raise ValueError(f"{layer.kind} has no window")
    rows, columns = (
        Axis(
            shape[which + 1],
            window.kernel_size[which],
            window.stride[which],
            window.padding[which],
            window.padding[which],
            window.dilation[which],
        )
        for which in (0, 1)
    )
    return rows, columns


def _convolved(layer: Layer, values: Floats, tensors: Tensors) -> Floats:
    assert isinstance(layer, Conv2d)
    bias = tensors.get("bias", np.zeros(layer.out_channels))
    axes = axes_of(layer, tuple(values.shape))
    return Convolution(values, tensors["weight"], bias, *axes, groups=layer.groups).output()


def _pooled(layer: Layer, values: Floats, _: Tensors) -> Floats:
    kind = "max" if isinstance(layer, MaxPool2d) else "average"
    return Pooling(values, *axes_of(layer, tuple(values.shape)), kind=kind).output()


def _dense(_: Layer, values: Floats, tensors: Tensors) -> Floats:
    return np.asarray(tensors["weight"] @ values + tensors.get("bias", 0.0))


_FORWARD: Mapping[str, Callable[[Layer, Floats, Tensors], Floats]] = {
    "Conv2d": _convolved,
    "MaxPool2d": _pooled,
    "AvgPool2d": _pooled,
    "ReLU": lambda _layer, values, _: np.maximum(values, 0),
    "Flatten": lambda _layer, values, _: values.ravel(),
    "Linear": _dense,
}
