"""What a layer's weights were before anything was learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cnnstudio.core.messages.looks import Answer, Look
from cnnstudio.core.tensors import Floats


@dataclass(frozen=True)
class AskFirstWeights(Look):
    """The weights that `seed` gives to a layer. `named` is the id that the layer had then: first
    weights depend on it."""

    layer_id: str
    seed: int
    named: str


@dataclass(frozen=True)
class FirstWeights(Answer):
    """`tensors`: the layer's learned tensors by name, as they would begin."""

    layer_id: str
    tensors: Mapping[str, Floats]
