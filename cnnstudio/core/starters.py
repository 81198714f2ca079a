"""The starter networks, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from cnnstudio.core.layers import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Layer,
    Linear,
    LocallyConnected2d,
    LocalResponseNorm,
    MaxPool2d,
    ReLU,
    Residual,
    Tanh,
)
from cnnstudio.core.network import Input, Layers, Network

IMAGENET = Input(channels=3, height=224, width=224, fit="resize")
IMAGENET_227 = Input(channels=3, height=227, width=227, fit="resize")


class Starter(NamedTuple):
    """A network to begin with: its title, what it is good for, and how to make it."""

    title: str
    help: str
    make: Callable[[], Layers]
    input: Input = Input()


def starter(name: str) -> Network:
    """The starter network of this name; KeyError if there is none.

    The layers' ids are the same each time, so that weights kept for a starter fit it.
    """
    found = STARTERS[name]
    return Network(found.title, _numbered(found.make()), found.input)


def _numbered(layers: Layers) -> Layers:
    counts: dict[str, int] = {}

    def number(layer: Layer) -> Layer:
        word = _ID_WORDS.get(layer.kind, layer.kind.lower())
        counts[word] = counts.get(word, 0) + 1
        id = f"{word}{counts[word]}"
        if isinstance(layer, Residual):
            return replace(layer, id=id, body=tuple(number(inner) for inner in layer.body))
        return replace(layer, id=id)

    return tuple(number(layer) for layer in layers)


_ID_WORDS = {
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


def linear() -> Layers:
    return (Flatten(), Linear(10))


def mlp() -> Layers:
    return (Flatten(), Linear(128), ReLU(), Linear(10))


def lenet5() -> Layers:
    """LeNet-5 with ReLU and max pooling, as it is usually built today."""
    return (
        *(Conv2d(6, 5, padding=2), ReLU(), MaxPool2d()),
        *(Conv2d(16, 5), ReLU(), MaxPool2d()),
        *(Flatten(), Linear(120), ReLU(), Linear(84), ReLU(), Linear(10)),
    )


def local() -> Layers:
    """LeNet-5 with locally connected layers in the place of convolutions."""
    return tuple(
        LocallyConnected2d(layer.out_channels, layer.kernel_size, padding=layer.padding)
        if isinstance(layer, Conv2d)
        else layer
        for layer in lenet5()
    )


def lenet5_1998() -> Layers:
    """As in LeCun et al. 1998, with all maps connected and plain average pooling."""
    return (
        *(Conv2d(6, 5), Tanh(), AvgPool2d()),
        *(Conv2d(16, 5), Tanh(), AvgPool2d()),
        *(Conv2d(120, 5), Tanh(), Flatten(), Linear(84), Tanh(), Linear(10)),
    )


def simple_cnn() -> Layers:
    def block(filters: int) -> Layers:
        return (Conv2d(filters, 3, padding=1, bias=False), BatchNorm2d(), ReLU())

    return (
        *block(16),
        *block(16),
        MaxPool2d(),
        *block(32),
        *block(32),
        MaxPool2d(),
        *block(64),
        AdaptiveAvgPool2d(),
        Flatten(),
        Linear(10),
    )


def alexnet() -> Layers:
    """As torchvision.models.alexnet."""
    return (
        *(Conv2d(64, 11, stride=4, padding=2), ReLU(), MaxPool2d(3, 2)),
        *(Conv2d(192, 5, padding=2), ReLU(), MaxPool2d(3, 2)),
        *(Conv2d(384, 3, padding=1), ReLU()),
        *(Conv2d(256, 3, padding=1), ReLU()),
        *(Conv2d(256, 3, padding=1), ReLU(), MaxPool2d(3, 2)),
        *(AdaptiveAvgPool2d(6), Flatten()),
        *(Dropout(0.5), Linear(4096), ReLU()),
        *(Dropout(0.5), Linear(4096), ReLU()),
        Linear(1000),
    )


def alexnet_2012() -> Layers:
    """As in Krizhevsky et al. 2012, in one tower and without groups."""
    return (
        *(Conv2d(96, 11, stride=4), ReLU(), MaxPool2d(3, 2), LocalResponseNorm(k=2.0)),
        *(Conv2d(256, 5, padding=2), ReLU(), MaxPool2d(3, 2), LocalResponseNorm(k=2.0)),
        *(Conv2d(384, 3, padding=1), ReLU()),
        *(Conv2d(384, 3, padding=1), ReLU()),
        *(Conv2d(256, 3, padding=1), ReLU(), MaxPool2d(3, 2)),
        Flatten(),
        *(Linear(4096), ReLU(), Dropout(0.5)),
        *(Linear(4096), ReLU(), Dropout(0.5)),
        Linear(1000),
    )


def vgg(*convolutions: int) -> Callable[[], Layers]:
    """Configurations of Simonyan and Zisserman 2015: 3×3 convolutions in five stages."""

    def make() -> Layers:
        return tuple(_vgg_layers(convolutions))

    return make


def _vgg_layers(convolutions: tuple[int, ...]) -> Iterator[Layer]:
    for filters, count in zip((64, 128, 256, 512, 512), convolutions, strict=True):
        for _ in range(count):
            yield Conv2d(filters, 3, padding=1)
            yield ReLU()
        yield MaxPool2d()
    yield from (AdaptiveAvgPool2d(7), Flatten())
    for _ in range(2):
        yield from (Linear(4096), ReLU(), Dropout(0.5))
    yield Linear(1000)


def resnet(*counts: int, bottleneck: bool = False) -> Callable[[], Layers]:
    """ResNets of He et al. 2015 for ImageNet, as torchvision has them."""

    def make() -> Layers:
        return tuple(_resnet_layers(counts, bottleneck))

    return make


def _resnet_layers(counts: tuple[int, ...], bottleneck: bool) -> Iterator[Layer]:
    yield from (Conv2d(64, 7, stride=2, padding=3, bias=False), BatchNorm2d(), ReLU())
    yield MaxPool2d(3, 2, 1)
    for stage, (filters, count) in enumerate(zip((64, 128, 256, 512), counts, strict=True)):
        for index in range(count):
            stride = 2 if stage and not index else 1
            body = _bottleneck(filters, stride) if bottleneck else _basic(filters, stride)
            changes = index == 0 and (stage > 0 or bottleneck)
            yield Residual(body, "projection" if changes else "identity")
            yield ReLU()
    yield from (AdaptiveAvgPool2d(1), Flatten(), Linear(1000))


def _conv_norm(filters: int, size: int, stride: int = 1) -> Layers:
    conv = Conv2d(filters, size, stride=stride, padding=size // 2, bias=False)
    return (conv, BatchNorm2d())


def _basic(filters: int, stride: int) -> Layers:
    return (*_conv_norm(filters, 3, stride), ReLU(), *_conv_norm(filters, 3))


def _bottleneck(filters: int, stride: int) -> Layers:
    """The stride is on the 3×3 convolution, as in torchvision (ResNet v1.5)."""
    return (
        *(*_conv_norm(filters, 1), ReLU()),
        *(*_conv_norm(filters, 3, stride), ReLU()),
        *_conv_norm(4 * filters, 1),
    )


def cifar(blocks: int, residual: bool) -> Callable[[], Layers]:
    """The small networks of He et al. 2015 with 6n + 2 layers, plain or residual."""

    def make() -> Layers:
        return tuple(_cifar_layers(blocks, residual))

    return make


def _cifar_layers(blocks: int, residual: bool) -> Iterator[Layer]:
    yield from (*_conv_norm(16, 3), ReLU())
    for stage, filters in enumerate((16, 32, 64)):
        for index in range(blocks):
            changes = stage > 0 and index == 0
            body = _basic(filters, 2 if changes else 1)
            if residual:
                yield Residual(body, "projection" if changes else "identity")
            else:
                yield from body
            yield ReLU()
    yield from (AdaptiveAvgPool2d(1), Flatten(), Linear(10))


STARTERS: dict[str, Starter] = {
    "linear": Starter("Linear", "Each pixel votes for each digit: templates.", linear),
    "mlp": Starter("MLP", "One hidden layer of 128; the picture is a plain list.", mlp),
    "local": Starter("Locally connected", "LeNet-5 whose weights are not shared.", local),
    "lenet5": Starter("LeNet-5", "The network of this course: two convolutions.", lenet5),
    "lenet5-1998": Starter(
        "LeNet-5 (1998)", "Average pooling, tanh, 32×32.", lenet5_1998, Input(height=32, width=32)
    ),
    "simple-cnn": Starter("Simple CNN", "3×3 filters with batch norm; very accurate.", simple_cnn),
    "plain20": Starter("Plain-20", "20 layers without shortcuts.", cifar(3, residual=False)),
    "resnet20": Starter("ResNet-20", "20 layers with shortcuts.", cifar(3, residual=True)),
    "plain56": Starter("Plain-56", "56 layers without shortcuts.", cifar(9, residual=False)),
    "resnet56": Starter("ResNet-56", "56 layers with shortcuts.", cifar(9, residual=True)),
    "alexnet": Starter("AlexNet", "As torchvision has it.", alexnet, IMAGENET),
    "alexnet-2012": Starter("AlexNet (2012)", "The winner of 2012.", alexnet_2012, IMAGENET_227),
    "vgg11": Starter("VGG-11", "Only 3×3 filters.", vgg(1, 1, 2, 2, 2), IMAGENET),
    "vgg13": Starter("VGG-13", "Only 3×3 filters.", vgg(2, 2, 2, 2, 2), IMAGENET),
    "vgg16": Starter("VGG-16", "Only 3×3 filters.", vgg(2, 2, 3, 3, 3), IMAGENET),
    "vgg19": Starter("VGG-19", "Only 3×3 filters.", vgg(2, 2, 4, 4, 4), IMAGENET),
    "resnet18": Starter("ResNet-18", "Residual blocks of two.", resnet(2, 2, 2, 2), IMAGENET),
    "resnet34": Starter("ResNet-34", "Residual blocks of two.", resnet(3, 4, 6, 3), IMAGENET),
    "resnet50": Starter(
        "ResNet-50", "Bottleneck blocks.", resnet(3, 4, 6, 3, bottleneck=True), IMAGENET
    ),
    "resnet101": Starter(
        "ResNet-101", "Bottleneck blocks.", resnet(3, 4, 23, 3, bottleneck=True), IMAGENET
    ),
    "resnet152": Starter(
        "ResNet-152", "Bottleneck blocks.", resnet(3, 8, 36, 3, bottleneck=True), IMAGENET
    ),
}
