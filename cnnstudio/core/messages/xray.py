"""Where does this number come from? The question and its answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.arithmetic import Arithmetic, Line
from cnnstudio.core.messages.looks import Answer, Look
from cnnstudio.core.tensors import Floats


@dataclass(frozen=True)
class Explain(Look):
    """Of the number at `spot` (map, row, column; of a list its place, 0, 0) of what a layer, or a
    block's shortcut (core/sources.py), puts out for this digit, float32 (28, 28).

    Answered by one Explained; by none where the network has no such number.
    """

    digit: Floats
    layer_id: str
    spot: tuple[int, int, int]


@dataclass(frozen=True)
class Following:
    """What a layer behind makes of the number alone: one line, and what torch has there."""

    layer_id: str
    line: Line
    value: float


@dataclass(frozen=True, eq=False)
class Explained(Answer):
    """`value` is torch's own, in float32, `map` (rows, columns) the map that it is in; of a list,
    all of its numbers, (count,). `following` are the layers behind that change it without looking
    at others.

    `seen` (rows, columns) are the pixels of the picture that the number can depend on, `pads`
    whether it reads padding, too. `influence` (rows, columns) is gradient × input, the sum over
    the picture's channels: 0 where nothing is seen.
    """

    layer_id: str
    spot: tuple[int, int, int]
    value: float
    map: Floats
    arithmetic: Arithmetic
    following: tuple[Following, ...]
    seen: NDArray[np.bool_]
    pads: bool
    influence: Floats
