"""The starter networks, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cnnstudio.core.layer_names import numbered
from cnnstudio.core.network import Input, Layers, Network
from cnnstudio.core.starter_stacks import (
    alexnet,
    alexnet_2012,
    cifar,
    lenet5,
    lenet5_1998,
    linear,
    local,
    mlp,
    resnet,
    simple_cnn,
    vgg,
)

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
    return Network(found.title, numbered(found.make()), found.input)


STARTERS: dict[str, Starter] = {
    "linear": Starter("Linear", "Each pixel votes for each digit: templates.", linear),
    "mlp": Starter("MLP", "One hidden layer of 128; the picture is a plain list.", mlp),
    "local": Starter("Locally connected", "LeNet-5 whose weights are not shared.", local),
    "lenet5": Starter("LeNet-5", "LeCun’s network of 1998 with ReLU and max pooling.", lenet5),
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
