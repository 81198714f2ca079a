"""Places of a window that slides over rows and columns, and the numbers under it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnstudio.core.sliding.axis import Axis

Floats = NDArray[np.float64]
StepT = TypeVar("StepT")
#: For sums of numbers that may be infinite or NaN, as in a network that went wrong: they are shown.
as_they_come = np.errstate(all="ignore")


class Place(NamedTuple):
    """One cell of the output."""

    map: int
    row: int
    column: int


class Windows(ABC, Generic[StepT]):
    """What a convolution and a pooling share: the order of their places, and who reads what.

    Places are counted map by map, row by row. A map is a filter's, or a pooled channel's.
    """

    rows: Axis
    columns: Axis

    @property
    @abstractmethod
    def maps(self) -> int:
        """Maps of the output."""

    @abstractmethod
    def step(self, index: int) -> StepT:
        """What happens at the place of that number; IndexError where there is none.

        It costs the same whatever the size of the input.
        """

    @abstractmethod
    def output(self) -> Floats:
        """All of the output at once, (maps, rows, columns), read-only; computed once.

        Each cell equals what its step comes to: nothing is rounded otherwise.
        """

    @property
    def output_shape(self) -> tuple[int, int, int]:
        return self.maps, self.rows.positions, self.columns.positions

    @property
    def count(self) -> int:
        """Places; 0 where the window does not fit."""
        maps, rows, columns = self.output_shape
        return maps * rows * columns

    def place(self, index: int) -> Place:
        """The place of that number; IndexError where there is none."""
        if not 0 <= index < self.count:
            raise IndexError(f"no step {index} of {self.count}")
        row, column = divmod(index, self.columns.positions)
        return Place(*divmod(row, self.rows.positions), column)

    def index(self, place: Place) -> int:
        """The number of a place; IndexError where there is no such place."""
        maps, rows, columns = self.output_shape
        if not (0 <= place.map < maps and 0 <= place.row < rows and 0 <= place.column < columns):
            raise IndexError(f"no {place} in an output of {self.output_shape}")
        return (place.map * rows + place.row) * columns + place.column

    def steps(self, start: int = 0) -> Iterator[StepT]:
        """The steps one by one, from the given one on; each is computed when it is asked for."""
        return (self.step(index) for index in range(start, self.count))

    def cells_of(self, place: Place) -> tuple[tuple[int, int], ...]:
        """(row, column) of each cell, padding included, that the window reads at a place."""
        columns = self.columns.reads(place.column)
        return tuple((row, column) for row in self.rows.reads(place.row) for column in columns)

    def readers_of(self, row: int, column: int) -> tuple[tuple[int, int, int, int], ...]:
        """(output row, output column, row of the window, its column) of whatever reads a cell."""
        columns = self.columns.readers(column)
        return tuple(
            (out_row, out_column, tap_row, tap_column)
            for out_row, tap_row in self.rows.readers(row)
            for out_column, tap_column in columns
        )


def read(
    values: Floats,
    axes: tuple[Axis, Axis],
    cells: tuple[Sequence[int], Sequence[int]],
    blank: float = 0.0,
) -> Floats:
    """The values of (C, H, W) at these cells of the rows and the columns, those of the padding
    filled in: (C, rows, columns). Nothing else is looked at. `blank` stands for a padding's zero.
    """
    sources = [[axis.source(n) for n in wanted] for axis, wanted in zip(axes, cells, strict=True)]
    rows, columns = (np.array([n or 0 for n in found], dtype=np.intp) for found in sources)
    found = values[:, rows[:, None], columns]
    found[:, [n is None for n in sources[0]], :] = blank
    found[:, :, [n is None for n in sources[1]]] = blank
    return found


def filled_in(values: Floats, axes: tuple[Axis, Axis], blank: float = 0.0) -> Floats:
    """The values of (C, H, W) with all of their padding around them."""
    rows, columns = (range(-axis.before, axis.size + axis.after) for axis in axes)
    return read(values, axes, (rows, columns), blank)


def sum_in_order(numbers: Floats) -> Floats:
    """The sum over the last axis, one number after the other, so that it comes to the same
    wherever it is computed. (`numpy.sum` adds in an order of its own.)"""
    return np.asarray(np.cumsum(numbers, axis=-1)[..., -1])


def read_only(values: ArrayLike) -> Floats:
    """As float64 that cannot be written to: a copy, unless it already is that."""
    if isinstance(values, np.ndarray) and values.dtype == np.float64 and not values.flags.writeable:
        return values
    return sealed(np.array(values, dtype=np.float64))


def sealed(fresh: Floats) -> Floats:
    """The same array, from now on read-only."""
    fresh.flags.writeable = False
    return fresh


def check_input(values: Floats, axes: tuple[Axis, Axis]) -> None:
    """ValueError unless this is (C, H, W) of the sizes of the axes, with a channel at least."""
    sizes = (axes[0].size, axes[1].size)
    if values.ndim != 3 or values.shape[0] < 1 or values.shape[1:] != sizes:
        raise ValueError(f"an input of {values.shape} for rows and columns of {sizes}")
