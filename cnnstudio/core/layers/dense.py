"""From maps to a list of numbers, and from numbers to an answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from cnnstudio.core.findings import Finding, problem
from cnnstudio.core.layers.base import Layer, Shape, is_maps, times
from cnnstudio.core.sentences import Sentence, for_count, say
from cnnstudio.core.settings import switch, whole


@dataclass(frozen=True)
class Flatten(Layer):
    word: ClassVar[str] = "Flatten"
    group: ClassVar[str] = "decide"
    help: ClassVar[str] = "Lays all maps out as one long list of numbers, map after map."

    def output_shape(self, shape: Shape) -> Shape:
        return (math.prod(shape),)


@dataclass(frozen=True)
class Linear(Layer):
    word: ClassVar[str] = "Dense"
    group: ClassVar[str] = "decide"
    help: ClassVar[str] = (
        "Every output is a weighted sum of all inputs, plus a bias: fully connected."
    )

    out_features: int = whole(
        10,
        "Outputs",
        "How many numbers come out; the last layer needs one for each digit.",
        1,
        65536,
    )
    bias: bool = switch(True, "Bias", "Whether each output adds a learned number to its sum.")

    def title(self) -> tuple[Sentence, ...]:
        return (say("title_Linear", outputs=self.out_features),)

    def findings(self, shape: Shape) -> tuple[Finding, ...]:
        if not is_maps(shape):
            return ()
        code = for_count("needs_list", shape[0])
        return (problem(say(code, channels=shape[0], size=times(shape[1:]))),)

    def output_shape(self, shape: Shape) -> Shape:
        return (self.out_features,)

    def weight_shapes(self, shape: Shape) -> Mapping[str, Shape]:
        weight = {"weight": (self.out_features, shape[0])}
        return {**weight, "bias": (self.out_features,)} if self.bias else weight

    def macs(self, shape: Shape) -> int:
        return self.out_features * shape[0]
