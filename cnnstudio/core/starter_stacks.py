"""The stacks of layers of the starter networks, each as its paper or torchvision has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
from cnnstudio.core.network import Layers


def conv(filters: int, size: int, stride: int = 1, padding: int = 0, bias: bool = True) -> Conv2d:
    """A convolution that is alike in rows and columns."""
    return Conv2d(filters, (size, size), (stride, stride), (padding, padding), bias=bias)


def max_pool(size: int, stride: int, padding: int = 0) -> MaxPool2d:
    return MaxPool2d((size, size), (stride, stride), (padding, padding))


def linear() -> Layers:
    return (Flatten(), Linear(10))


def mlp() -> Layers:
    return (Flatten(), Linear(128), ReLU(), Linear(10))


def lenet5() -> Layers:
    """LeNet-5 with ReLU and max pooling, as it is usually built today."""
    return (
        *(conv(6, 5, padding=2), ReLU(), MaxPool2d()),
        *(conv(16, 5), ReLU(), MaxPool2d()),
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
        *(conv(6, 5), Tanh(), AvgPool2d()),
        *(conv(16, 5), Tanh(), AvgPool2d()),
        *(conv(120, 5), Tanh(), Flatten(), Linear(84), Tanh(), Linear(10)),
    )


def simple_cnn() -> Layers:
    def block(filters: int) -> Layers:
        return (conv(filters, 3, padding=1, bias=False), BatchNorm2d(), ReLU())

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
        *(conv(64, 11, stride=4, padding=2), ReLU(), max_pool(3, 2)),
        *(conv(192, 5, padding=2), ReLU(), max_pool(3, 2)),
        *(conv(384, 3, padding=1), ReLU()),
        *(conv(256, 3, padding=1), ReLU()),
        *(conv(256, 3, padding=1), ReLU(), max_pool(3, 2)),
        *(AdaptiveAvgPool2d((6, 6)), Flatten()),
        *(Dropout(0.5), Linear(4096), ReLU()),
        *(Dropout(0.5), Linear(4096), ReLU()),
        Linear(1000),
    )


def alexnet_2012() -> Layers:
    """As in Krizhevsky et al. 2012, in one tower and without groups."""
    return (
        *(conv(96, 11, stride=4), ReLU(), max_pool(3, 2), LocalResponseNorm(k=2.0)),
        *(conv(256, 5, padding=2), ReLU(), max_pool(3, 2), LocalResponseNorm(k=2.0)),
        *(conv(384, 3, padding=1), ReLU()),
        *(conv(384, 3, padding=1), ReLU()),
        *(conv(256, 3, padding=1), ReLU(), max_pool(3, 2)),
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
            yield conv(filters, 3, padding=1)
            yield ReLU()
        yield MaxPool2d()
    yield from (AdaptiveAvgPool2d((7, 7)), Flatten())
    for _ in range(2):
        yield from (Linear(4096), ReLU(), Dropout(0.5))
    yield Linear(1000)


def resnet(*counts: int, bottleneck: bool = False) -> Callable[[], Layers]:
    """ResNets of He et al. 2015 for ImageNet, as torchvision has them."""

    def make() -> Layers:
        return tuple(_resnet_layers(counts, bottleneck))

    return make


def _resnet_layers(counts: tuple[int, ...], bottleneck: bool) -> Iterator[Layer]:
    yield from (conv(64, 7, stride=2, padding=3, bias=False), BatchNorm2d(), ReLU())
    yield max_pool(3, 2, 1)
    for stage, (filters, count) in enumerate(zip((64, 128, 256, 512), counts, strict=True)):
        for index in range(count):
            stride = 2 if stage and not index else 1
            body = _bottleneck(filters, stride) if bottleneck else _basic(filters, stride)
            changes = index == 0 and (stage > 0 or bottleneck)
            yield Residual(body, "projection" if changes else "identity")
            yield ReLU()
    yield from (AdaptiveAvgPool2d(), Flatten(), Linear(1000))


def _conv_norm(filters: int, size: int, stride: int = 1) -> Layers:
    return (conv(filters, size, stride, size // 2, bias=False), BatchNorm2d())


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
    yield from (AdaptiveAvgPool2d(), Flatten(), Linear(10))
