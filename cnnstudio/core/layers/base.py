"""What every kind of layer is: a frozen value that knows its shapes and what they cost."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import Checked, InvalidValue, Pair

if TYPE_CHECKING:
    from cnnstudio.core.findings import Finding

#: (channels, height, width) of feature maps, or (count,) of a plain list of numbers.
Shape = tuple[int, ...]

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


class Window(NamedTuple):
    """How a layer reads its input: (rows, columns) of the window, its steps, its padding."""

    kernel_size: Pair
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    dilation: Pair = (1, 1)

    def reach(self, axis: int) -> int:
        """Input cells from the window's first to its last, both counted."""
        return self.dilation[axis] * (self.kernel_size[axis] - 1) + 1

    def output_size(self, size: int, axis: int) -> int:
        """Positions of the window on `size` cells, rounded down; 0 where it does not fit.

        floor((N + 2P − D(F − 1) − 1) / S) + 1, as in PyTorch's documentation of Conv2d.
        """
        room = size + 2 * self.padding[axis] - self.reach(axis)
        return room // self.stride[axis] + 1 if room >= 0 else 0

    def uncovered(self, size: int, axis: int) -> int:
        """Cells of the input (padding not counted) past the last window's edge."""
        room = size + 2 * self.padding[axis] - self.reach(axis)
        left_over = room % self.stride[axis] if room >= 0 else 0
        return max(0, left_over - self.padding[axis])


def new_id() -> str:
    return secrets.token_hex(5)


@dataclass(frozen=True, kw_only=True)
class Layer(Checked):
    """One layer. Its id stays with it through every edit; its weights are kept under that id.

    A kind of layer is one subclass: its settings as fields, and the rules below. The rules may
    rely on `findings` having named no problem for the same input shape.
    """

    #: The plain word on cards ("Conv"), the group in the palette, what it does for a student.
    word: ClassVar[str]
    group: ClassVar[str]
    help: ClassVar[str]

    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not _ID.fullmatch(self.id):
            raise InvalidValue(say("must_be_id", value=repr(self.id)[:50]))
        super().__post_init__()

    @property
    def kind(self) -> str:
        """PyTorch's name of the layer, such as Conv2d."""
        return type(self).__name__

    def title(self) -> tuple[Sentence, ...]:
        """The card's title, as parts to be joined by commas."""
        return (say("title_" + self.kind),)

    def findings(self, shape: Shape) -> tuple[Finding, ...]:
        """What is wrong with an input of this shape, or worth knowing."""
        return ()

    def output_shape(self, shape: Shape) -> Shape:
        return shape

    def weight_shapes(self, shape: Shape) -> Mapping[str, Shape]:
        """Name and shape of every learned tensor, as in PyTorch's state_dict."""
        return {}

    def buffer_shapes(self, shape: Shape) -> Mapping[str, Shape]:
        """Name and shape of every tensor that is kept but not learned."""
        return {}

    def parameters(self, shape: Shape) -> int:
        return sum(math.prod(size) for size in self.weight_shapes(shape).values())

    def macs(self, shape: Shape) -> int:
        """Multiply-adds for one input, of convolutions and dense layers only, as
        torch.utils.flop_counter counts them (halved)."""
        return 0

    def window(self, shape: Shape) -> Window | None:
        """The window that slides over the maps; None where each cell reads only itself."""
        return None


def with_settings(layer: Layer, **settings: Any) -> Layer:
    """The layer with some of its settings changed; raises InvalidValue."""
    return replace(layer, **settings)


def is_maps(shape: Shape) -> bool:
    return len(shape) == 3


def times(size: Pair | Shape) -> str:
    """5×5, as kernels and maps are written."""
    return "×".join(map(str, size))


def one_or_two(size: Pair) -> str:
    """2 where rows and columns are alike, else 2×3."""
    return str(size[0]) if size[0] == size[1] else times(size)
