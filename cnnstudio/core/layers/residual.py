"""A residual block: its layers' output is added to its input, which takes a shortcut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from cnnstudio.core.layers.base import Layer, Shape, new_id
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, Pair, choice, switch

#: How many blocks may be in each other.
DEEPEST = 16

#: A longer stride reads the same one cell, and would be too large a number for PyTorch.
LONGEST_STRIDE = 2**30


@dataclass(frozen=True)
class Residual(Layer):
    """The sum of a body of layers and a shortcut around them (He et al. 2015).

    The shortcut is the input itself, or a 1×1 convolution without bias that brings it to the
    body's channels and moves by the product of the body's strides, with batch norm after it if
    `projection_norm`. Shapes and costs of a block need its body's, so `infer` works them out.
    """

    word: ClassVar[str] = "Residual block"
    group: ClassVar[str] = "patterns"
    help: ClassVar[str] = (
        "Adds the block's input to what its layers make of it. The layers only have to learn "
        "the difference, and gradients pass straight through: very deep networks become "
        "trainable."
    )

    body: tuple[Layer, ...] = field(default=())
    shortcut: str = choice(
        "identity",
        "Shortcut",
        "How the input gets to the sum.",
        {"identity": "Identity", "projection": "1×1 projection"},
    )
    projection_norm: bool = switch(
        True,
        "Batch norm on the projection",
        "Whether the projection is followed by batch norm, as in ResNet.",
        advanced=True,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        body: Any = self.body
        if not isinstance(body, tuple | list) or not all(isinstance(x, Layer) for x in body):
            raise InvalidValue(say("must_be_layers", value=repr(body)[:40]))
        object.__setattr__(self, "body", tuple(body))
        if self.depth > DEEPEST:
            raise InvalidValue(say("blocks_too_deep", limit=DEEPEST))

    @cached_property
    def depth(self) -> int:
        """How many blocks are in each other here, this one counted."""
        inner = (layer.depth for layer in self.body if isinstance(layer, Residual))
        return 1 + max(inner, default=0)

    def title(self) -> tuple[Sentence, ...]:
        return (say("title_Residual", count=len(self.body)),)

    def projection_shapes(self, in_channels: int, out_channels: int) -> Mapping[str, Shape]:
        """Learned tensors of the projection; `shortcut.0` convolves, `shortcut.1` normalises."""
        if self.shortcut == "identity":
            return {}
        shapes: dict[str, Shape] = {"shortcut.0.weight": (out_channels, in_channels, 1, 1)}
        if self.projection_norm:
            shapes |= {"shortcut.1.weight": (out_channels,), "shortcut.1.bias": (out_channels,)}
        return shapes

    def projection_buffers(self, out_channels: int) -> Mapping[str, Shape]:
        if self.shortcut == "identity" or not self.projection_norm:
            return {}
        names = ("shortcut.1.running_mean", "shortcut.1.running_var")
        return dict.fromkeys(names, (out_channels,))

    def projection_stride(self) -> Pair:
        """The product of the strides in the body, so that both branches shrink alike."""
        rows, columns = 1, 1
        for layer in self.body:
            stride = (
                layer.projection_stride()
                if isinstance(layer, Residual)
                else getattr(layer, "stride", (1, 1))
            )
            rows, columns = rows * stride[0], columns * stride[1]
        return min(rows, LONGEST_STRIDE), min(columns, LONGEST_STRIDE)


def fresh_copy(layer: Layer) -> Layer:
    """The same layer, and every layer that it holds, with ids and so weights of their own."""
    if isinstance(layer, Residual):
        body = tuple(fresh_copy(inner) for inner in layer.body)
        return replace(layer, body=body, id=new_id())
    return replace(layer, id=new_id())
