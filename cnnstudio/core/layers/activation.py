"""Activations: a bend, applied to every number by itself (softmax: to all of them together)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cnnstudio.core.layers.base import Layer
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import real


@dataclass(frozen=True)
class _Activation(Layer):
    group: ClassVar[str] = "bend"


@dataclass(frozen=True)
class ReLU(_Activation):
    word: ClassVar[str] = "ReLU"
    help: ClassVar[str] = "Keeps what is above 0 and turns the rest into 0: max(0, x)."


@dataclass(frozen=True)
class LeakyReLU(_Activation):
    word: ClassVar[str] = "Leaky ReLU"
    help: ClassVar[str] = "Keeps what is above 0 and lets a small share of the rest through."

    negative_slope: float = real(
        0.01, "Negative slope", "What numbers below 0 are multiplied by.", 0, 1
    )

    def title(self) -> tuple[Sentence, ...]:
        return (say("title_LeakyReLU", slope=self.negative_slope),)


@dataclass(frozen=True)
class Sigmoid(_Activation):
    word: ClassVar[str] = "Sigmoid"
    help: ClassVar[str] = "Squeezes every number between 0 and 1: 1 / (1 + e⁻ˣ)."


@dataclass(frozen=True)
class Tanh(_Activation):
    word: ClassVar[str] = "Tanh"
    help: ClassVar[str] = "Squeezes every number between −1 and 1."


@dataclass(frozen=True)
class GELU(_Activation):
    word: ClassVar[str] = "GELU"
    help: ClassVar[str] = "A smooth bend like ReLU: x times the share of a bell curve below x."


@dataclass(frozen=True)
class Softmax(_Activation):
    word: ClassVar[str] = "Softmax"
    group: ClassVar[str] = "decide"
    help: ClassVar[str] = (
        "Turns the numbers into shares that add up to 1 (over the channels, where there are "
        "maps). At the end it is kept for show: the loss is computed from the numbers before it."
    )
