"""The kinds of layers. A new kind is one class, named once in `KINDS`."""

from cnnstudio.core.layers.activation import GELU, LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from cnnstudio.core.layers.base import (
    Layer,
    Shape,
    Window,
    is_maps,
    new_id,
    one_or_two,
    times,
    with_settings,
)
from cnnstudio.core.layers.convolution import Conv2d, LocallyConnected2d
from cnnstudio.core.layers.dense import Flatten, Linear
from cnnstudio.core.layers.normalisation import BatchNorm2d, Dropout, LocalResponseNorm
from cnnstudio.core.layers.pooling import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d
from cnnstudio.core.layers.residual import Residual, fresh_copy

#: Every kind of layer by PyTorch's name, in the order of the palette.
KINDS: dict[str, type[Layer]] = {
    kind.__name__: kind
    for kind in (
        Conv2d,
        LocallyConnected2d,
        Residual,
        MaxPool2d,
        AvgPool2d,
        AdaptiveAvgPool2d,
        ReLU,
        LeakyReLU,
        Tanh,
        Sigmoid,
        GELU,
        BatchNorm2d,
        LocalResponseNorm,
        Dropout,
        Flatten,
        Linear,
        Softmax,
    )
}

#: Groups of the palette, in order, with their headings.
GROUPS: dict[str, str] = {
    "patterns": "Look for patterns",
    "shrink": "Shrink",
    "bend": "Bend",
    "steady": "Train steadily",
    "decide": "Decide",
}

__all__ = [
    "GELU",
    "GROUPS",
    "KINDS",
    "AdaptiveAvgPool2d",
    "AvgPool2d",
    "BatchNorm2d",
    "Conv2d",
    "Dropout",
    "Flatten",
    "Layer",
    "LeakyReLU",
    "Linear",
    "LocalResponseNorm",
    "LocallyConnected2d",
    "MaxPool2d",
    "ReLU",
    "Residual",
    "Shape",
    "Sigmoid",
    "Softmax",
    "Tanh",
    "Window",
    "fresh_copy",
    "is_maps",
    "new_id",
    "one_or_two",
    "times",
    "with_settings",
]
