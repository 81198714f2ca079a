"""Layers that keep numbers in range, or drop some of them, so that training goes steadily."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from cnnstudio.core.findings import Finding
from cnnstudio.core.layers.base import Layer, Shape
from cnnstudio.core.layers.window_rules import needs_maps
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import real, whole


@dataclass(frozen=True)
class BatchNorm2d(Layer):
    word: ClassVar[str] = "Batch norm"
    group: ClassVar[str] = "steady"
    help: ClassVar[str] = (
        "Shifts and scales each map so that over a batch it has mean 0 and spread 1, then by "
        "two learned numbers for each map. Deep networks train faster with it."
    )

    momentum: float = real(
        0.1,
        "Momentum",
        "How fast the running mean and spread follow the batches.",
        0,
        1,
        advanced=True,
    )
    eps: float = real(
        1e-5,
        "Epsilon",
        "Added to the spread so that nothing is divided by 0.",
        1e-12,
        1,
        advanced=True,
    )

    def findings(self, shape: Shape) -> tuple[Finding, ...]:
        return needs_maps(self, shape)

    def weight_shapes(self, shape: Shape) -> Mapping[str, Shape]:
        return {"weight": shape[:1], "bias": shape[:1]}

    def buffer_shapes(self, shape: Shape) -> Mapping[str, Shape]:
        return {"running_mean": shape[:1], "running_var": shape[:1]}


@dataclass(frozen=True)
class LocalResponseNorm(Layer):
    word: ClassVar[str] = "Local response norm"
    group: ClassVar[str] = "steady"
    help: ClassVar[str] = (
        "Divides each number by how loud the maps beside it are at the same place, as in "
        "AlexNet (2012)."
    )

    size: int = whole(5, "Channels", "How many neighbouring maps count, itself included.", 1, 256)
    alpha: float = real(1e-4, "Alpha", "How strongly the neighbours count.", 0, 1000, advanced=True)
    beta: float = real(0.75, "Beta", "The power of the divisor.", 0, 100, advanced=True)
    k: float = real(1.0, "K", "Added to the divisor.", 1e-6, 1000, advanced=True)

    def findings(self, shape: Shape) -> tuple[Finding, ...]:
        return needs_maps(self, shape)


@dataclass(frozen=True)
class Dropout(Layer):
    word: ClassVar[str] = "Dropout"
    group: ClassVar[str] = "steady"
    help: ClassVar[str] = (
        "While training, sets a random share of the numbers to 0, so that the network does not "
        "lean on any one of them. It does nothing when answering."
    )

    p: float = real(0.5, "Share dropped", "The chance of each number to become 0.", 0, 0.99)

    def title(self) -> tuple[Sentence, ...]:
        return (say("title_Dropout", percent=100 * self.p),)
