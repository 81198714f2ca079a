"""The ways to change a network: immutable values that `network.apply` carries out.

Undo is then a stack of networks, and a fix is a tuple of edits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnstudio.core.layers.base import Layer
    from cnnstudio.core.network import Input


@dataclass(frozen=True)
class Place:
    """A gap in the stack: before the layer that now has `index` in the body of the block
    `parent`, or in the network itself where `parent` is None."""

    index: int
    parent: str | None = None


@dataclass(frozen=True)
class Insert:
    layers: tuple[Layer, ...]
    place: Place


@dataclass(frozen=True)
class Remove:
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Move:
    """Take the layers out and put them, in the order given, into the gap at `place`, which is
    counted while they are still where they were."""

    ids: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Replace:
    """The layer with the same id becomes `layer`."""

    layer: Layer


@dataclass(frozen=True)
class Dissolve:
    """The layers of a residual block take its place."""

    id: str


@dataclass(frozen=True)
class SetInput:
    input: Input


@dataclass(frozen=True)
class Rename:
    name: str


Edit = Insert | Remove | Move | Replace | Dissolve | SetInput | Rename
