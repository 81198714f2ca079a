"""MNIST as tensors on a device, and how a digit becomes a network's input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from cnnstudio.core.mnist import Split, ensure_unpacked
from cnnstudio.core.network import DIGIT_SIZE, Input


@dataclass(frozen=True)
class DeviceDigits:
    """One half of MNIST on a device: `images` uint8 (N, 28, 28), `labels` int64 (N,)."""

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)

    def on(self, device: torch.device | str) -> DeviceDigits:
        """The same digits on a device; themselves if they are there already."""
        return DeviceDigits(self.images.to(device), self.labels.to(device))

    def batch(self, index: Tensor) -> tuple[Tensor, Tensor]:
        """Digits by index: pixels float32 (n, 1, 28, 28) from 0 to 1, and their labels."""
        return pixels(self.images.index_select(0, index)), self.labels.index_select(0, index)

    def slice(self, start: int, end: int) -> tuple[Tensor, Tensor]:
        return pixels(self.images[start:end]), self.labels[start:end]


def load_both() -> tuple[DeviceDigits, DeviceDigits]:
    """The digits to train on and those to test on, from bytes that were checked, which takes the
    longest. MnistError if they cannot be had."""
    root = ensure_unpacked()
    return _read("train", root), _read("test", root)


def load(split: Split) -> DeviceDigits:
    """One half alone. MnistError if it cannot be had."""
    return _read(split, ensure_unpacked())


def _read(split: Split, root: Path) -> DeviceDigits:
    mnist = _torchvision_mnist()(str(root), train=split == "train")
    return DeviceDigits(mnist.data, mnist.targets)


def _torchvision_mnist() -> Any:
    """`torchvision.datasets.MNIST`, without torchvision's models and operators: they load torch's
    compiler, which takes as long as torch itself and is of no use to read digits."""
    unwanted = {name: ModuleType(name) for name in ("torchvision.models", "torchvision.ops")}
    if not any(name.startswith("torchvision") for name in sys.modules):
        sys.modules.update(unwanted)
    try:
        from torchvision.datasets import MNIST
    finally:
        for name, module in unwanted.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
    return MNIST


def pixels(images: Tensor) -> Tensor:
    """uint8 (N, 28, 28) as float32 (N, 1, 28, 28), 0 to 1."""
    return images.unsqueeze(1).to(torch.float32).div_(255)


def adapt(digits: Tensor, input: Input) -> Tensor:
    """Digits (N, 1, 28, 28) padded or resized, and their channel repeated, to fit the input."""
    rows, columns = input.height, input.width
    if (rows, columns) != (DIGIT_SIZE, DIGIT_SIZE):
        if input.pads:
            top, left = (rows - DIGIT_SIZE) // 2, (columns - DIGIT_SIZE) // 2
            below, right = rows - DIGIT_SIZE - top, columns - DIGIT_SIZE - left
            digits = F.pad(digits, (left, right, top, below))
        else:
            shrinks = min(rows, columns) < DIGIT_SIZE
            digits = F.interpolate(digits, (rows, columns), mode="bilinear", antialias=shrinks)
    return digits.expand(-1, input.channels, -1, -1)
