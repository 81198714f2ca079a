"""How one number of a layer comes about, as plain values that are alike for all kinds of layers.

A number reads windows of the layer below, one for each channel; each channel adds something; and
line by line the sum becomes the number. A layer's kind decides what the lines are, nobody else:
what draws an arithmetic draws those of all kinds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.tensors import Floats

#: The distance from 1 to the next float32.
_EPSILON = 2.0**-23

#: Roundings that a number may go through besides those of its sum.
_ROUNDINGS = 8


@dataclass(frozen=True, eq=False)
class Reading:
    """Numbers that are read: `values` (channels, rows, columns), zeros of the padding included.

    They are of `source` (see core/sources.py), whose maps are `size` (rows, columns) large: of its
    maps `channels` (of a list: its places), at its `rows` and `columns`; what lies beyond is
    padding. `factors`, in the shape of the values, is what they are multiplied by, None where they
    are not. `sums` (channels,), float64, is what each channel adds. `branch` tells the two readings
    of a block apart: "body" and "shortcut".
    """

    source: str
    channels: NDArray[np.intp]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    size: tuple[int, int]
    values: Floats
    factors: Floats | None
    sums: NDArray[np.float64]
    branch: str = ""

    def is_padding(self, row: int, column: int) -> bool:
        """Whether a cell of the window lies beyond the maps."""
        inside = 0 <= self.rows[row] < self.size[0] and 0 <= self.columns[column] < self.size[1]
        return not inside


@dataclass(frozen=True)
class Line:
    """One line of the arithmetic: `code` says what is done, `values` with which numbers, `result`
    what it comes to."""

    code: str
    result: float
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """Where a number comes from. The last line's result is the number, in float64.

    `terms` and `magnitude` say how far float32 may be from it: how many numbers are added, and how
    large they are together. `winner` is the index in the only reading's values of the one that
    was chosen, where one is. `summary` puts all in one line, where the layer reads one number.
    """

    readings: tuple[Reading, ...]
    lines: tuple[Line, ...]
    terms: int
    magnitude: float
    bias: float | None = None
    winner: tuple[int, int, int] | None = None
    summary: Line | None = None

    def switched_off(self) -> Arithmetic:
        """The same where the number is put to 0 in the end, whatever it comes to."""
        line = Line("switched_off", 0.0, {"value": self.result})
        return replace(self, lines=(*self.lines, line), summary=line)

    @property
    def result(self) -> float:
        return self.lines[-1].result

    def agrees_with(self, value: float) -> bool:
        """Whether a float32 computation of the same in any order may come to `value`."""
        if not math.isfinite(value) or not math.isfinite(self.result):
            return str(float(np.float32(self.result))) == str(value)
        room = _EPSILON * (_ROUNDINGS + math.sqrt(self.terms)) * self.magnitude
        return abs(self.result - value) <= room
