"""The steps of pooling: of each window one number, the largest or the average."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.sliding.axis import Axis, largest_pool_padding
from cnnstudio.core.sliding.windows import (
    Floats,
    Place,
    Windows,
    as_they_come,
    check_input,
    filled_in,
    read,
    read_only,
    sealed,
    sum_in_order,
)

KINDS = ("max", "average")


@dataclass(frozen=True, eq=False)
class PoolStep:
    """One place of a pooling's window, F × F numbers of one channel."""

    index: int
    place: Place
    rows: tuple[int, ...]  # cells read, FH of them; below 0 or from the input's size on: padding
    columns: tuple[int, ...]  # FW of them
    window: Floats  # (FH, FW), padding nan
    winner: tuple[int, int] | None  # the maximum's row and column in the window, if any
    divisor: int  # what an average divides by
    sum: float  # of the input cells read
    result: float  # the output cell


@dataclass(frozen=True, eq=False)
class Pooling(Windows[PoolStep]):
    """A window that slides over each channel of (C, H, W) and keeps its maximum or average.

    As torch's `max_pool2d` and `avg_pool2d` have it: padding never is the maximum, and it counts as
    zeros in an average, or with `count_include_pad` off not at all. Of equal maxima the first one,
    row by row, wins. A NaN makes its window's result NaN, and wins (the first one, where torch's
    indices name the last). A dilated window can meet nothing but padding: its maximum is −∞, and
    nobody's. What torch refuses is a ValueError: padding above half a window or not of zeros,
    dilated averages.
    """

    input: Floats
    rows: Axis
    columns: Axis
    kind: str
    count_include_pad: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "input", read_only(self.input))
        check_input(self.input, (self.rows, self.columns))
        if self.kind not in KINDS:
            raise ValueError(f"no such pooling: {self.kind!r}")
        for axis in (self.rows, self.columns):
            self._check_axis(axis)

    def _check_axis(self, axis: Axis) -> None:
        if max(axis.before, axis.after) > largest_pool_padding(axis.kernel):
            raise ValueError(f"padding above half the window: {axis}")
        if axis.mode != "zeros" and (axis.before or axis.after):
            raise ValueError(f"pooling pads with zeros: {axis}")
        if self.kind == "average" and axis.dilation > 1:
            raise ValueError(f"averages are not dilated: {axis}")

    @property
    def maps(self) -> int:
        return len(self.input)

    @as_they_come
    def step(self, index: int) -> PoolStep:
        place = self.place(index)
        rows, columns = self.rows.reads(place.row), self.columns.reads(place.column)
        channel = self.input[place.map : place.map + 1]
        window = sealed(read(channel, (self.rows, self.columns), (rows, columns), np.nan)[0])
        inside = np.outer(_inside(self.rows, rows), _inside(self.columns, columns))
        total = float(sum_in_order(np.where(inside, window, 0.0).ravel()))
        divisor = inside.size if self.count_include_pad else int(inside.sum())
        winner = _first_maximum(window, inside) if self.kind == "max" else None
        if self.kind == "average":
            result = total / divisor
        else:
            result = -np.inf if winner is None else float(window[winner])
        return PoolStep(index, place, rows, columns, window, winner, divisor, total, result)

    def output(self) -> Floats:
        return self._output

    @cached_property
    @as_they_come
    def _output(self) -> Floats:
        if self.kind == "average":
            return sealed(self._folded(np.add, 0.0) / self._divisors())
        return sealed(self._folded(np.maximum, -np.inf))

    def _folded(self, fold: np.ufunc, blank: float) -> Floats:
        """Each window folded tap by tap, starting with `blank`, which padding is filled with."""
        padded = filled_in(self.input, (self.rows, self.columns), blank)
        folded = np.full(self.output_shape, blank)
        for tap_row, tap_column in np.ndindex(self.rows.kernel, self.columns.kernel):
            cells = padded[
                :, self.rows.cells_of_tap(tap_row), self.columns.cells_of_tap(tap_column)
            ]
            fold(folded, cells, out=folded)
        return folded

    def _divisors(self) -> NDArray[np.int64]:
        """What each average divides by, (OH, OW)."""
        if self.count_include_pad:
            return np.full(self.output_shape[1:], self.rows.kernel * self.columns.kernel)
        read_rows, read_columns = (
            [sum(_inside(axis, axis.reads(place))) for place in range(axis.positions)]
            for axis in (self.rows, self.columns)
        )
        return np.outer(read_rows, read_columns).astype(np.int64)


def _inside(axis: Axis, cells: tuple[int, ...]) -> list[bool]:
    """Which of these cells are the input's."""
    return [0 <= cell < axis.size for cell in cells]


def _first_maximum(window: Floats, inside: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Row and column of the largest number, or of the first NaN, among those of the input."""
    candidates = np.flatnonzero(inside)
    if not len(candidates):
        return None
    row, column = divmod(int(candidates[np.argmax(window.ravel()[candidates])]), window.shape[1])
    return row, column
