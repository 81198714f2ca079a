"""Labs in which filters sweep over an input: what they have in common."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from cnnstudio.core.labs.base import Cell, Figure, Floats, Question, derived
from cnnstudio.core.labs.diagnosis import wrong_sums
from cnnstudio.core.labs.pictured import PicturedLab
from cnnstudio.core.labs.sweep import SweepLab, fits, split
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue, Pair, pair
from cnnstudio.core.sliding import Axis, Convolution, Place

LARGEST_SIZE, LARGEST_KERNEL = 64, 11


@dataclass(frozen=True, kw_only=True, eq=False)
class FilterLab(SweepLab):
    """`input` (C, H, W), `weight` (K, C, FH, FW) and `bias` (K,) are fields of each such lab.

    Besides the sweep's grids there are kernel:k:c (as stored), turned:c (the present one as it is
    multiplied where that is turned), products:c, and bias:k of a single cell.
    """

    input: Floats
    weight: Floats
    bias: Floats

    @property
    @abstractmethod
    def axes(self) -> tuple[Axis, Axis]:
        """How the window slides over rows and columns; ValueError where torch would refuse."""

    @property
    def is_flipped(self) -> bool:
        """Whether kernels are turned by 180° before they are multiplied."""
        return False

    @cached_property
    def operation(self) -> Convolution:
        rows, columns = self.axes
        return Convolution(
            self.input, self.weight, self.bias, rows, columns, flipped=self.is_flipped
        )

    def check(self) -> None:
        super().check()
        filters, channels = self.weight.shape[:2]
        if channels != len(self.input) or filters != len(self.bias):
            raise InvalidValue(say("filter_channels", channels=len(self.input), depth=channels))
        rows, columns = self.axes
        if not fits(rows, columns):
            axis = rows if rows.positions < 1 else columns
            raise InvalidValue(say("sweep_too_large", reach=axis.reach, room=axis.extent))

    # Changing

    @property
    def editable(self) -> frozenset[str]:  # type: ignore[override]
        filters, channels = self.weight.shape[:2]
        return frozenset(
            {f"input:{c}" for c in range(channels)}
            | {f"kernel:{k}:{c}" for k in range(filters) for c in range(channels)}
            | {f"bias:{k}" for k in range(filters)}
        )

    def edited(self, cell: Cell, value: float) -> Self:
        kind, number = split(cell.grid)
        if kind == "bias":
            return replace(self, bias=with_number(self.bias, (number,), value))
        if kind == "input":
            return replace(
                self, input=with_number(self.input, (number, cell.row, cell.column), value)
            )
        filter = int(cell.grid.split(":")[1])
        place = (filter, number, cell.row, cell.column)
        return replace(self, weight=with_number(self.weight, place, value))

    # What hangs together

    def channels_read(self, map: int) -> tuple[int, ...]:
        return tuple(range(len(self.input)))

    def tap_grids(self, channel: int) -> tuple[str, ...]:
        turned = (f"turned:{channel}",) if self.is_flipped else ()
        return f"window:{channel}", f"products:{channel}", *turned

    def linked(self, cell: Cell) -> frozenset[Cell]:
        kind, number = split(cell.grid)
        if kind == "bias":
            here = Cell(f"output:{number}", self.place.row, self.place.column)
            return frozenset({here} if self.step else ())
        if kind == "kernel":
            return self._from_kernel(cell, number)
        found = self._with_kernels(super().linked(cell), cell)
        is_here = kind == "output" and self.step and cell[1:] == self.place[1:]
        return found | {Cell(f"bias:{number}", 0, 0)} if is_here else found

    def _from_kernel(self, cell: Cell, channel: int) -> frozenset[Cell]:
        if int(cell.grid.split(":")[1]) != self.place.map:
            return frozenset()
        tap = Cell(f"window:{channel}", *self._multiplied_tap(cell.row, cell.column))
        return super().linked(tap) | {tap} if self.step else frozenset()

    def _with_kernels(self, found: frozenset[Cell], cell: Cell) -> frozenset[Cell]:
        """Besides every tap of the present window, its weight."""
        if not self.step:
            return found
        taps = [c for c in (*found, cell) if c.grid.startswith("window:")]
        kernels = {
            Cell(f"kernel:{self.place.map}:{split(tap.grid)[1]}", *self._multiplied_tap(*tap[1:]))
            for tap in taps
        }
        return found | kernels

    def _multiplied_tap(self, row: int, column: int) -> tuple[int, int]:
        """The weight's place in the stored kernel and its place in the window name each other."""
        if not self.is_flipped:
            return row, column
        return self.weight.shape[2] - 1 - row, self.weight.shape[3] - 1 - column

    # Questions

    asks = True

    def while_asked(self) -> Self:
        return self.at(self.step + 1)

    def question(self, step: int) -> Question | None:
        shown = self.operation.step(step - 1)
        place: Place = shown.place
        cell = Cell(f"output:{place.map}", place.row, place.column)
        return Question(cell, shown.sum, wrong_sums(self.operation, step - 1))


@dataclass(frozen=True, kw_only=True, eq=False)
class ImageFilterLab(FilterLab, PicturedLab):
    """A filter lab over the rows and columns of a picture, with a convolution layer's settings."""

    size: Pair = derived(
        pair(9, "Input", "Rows and columns of the input.", 1, LARGEST_SIZE, symbol="N")
    )
    kernel_size: Pair = derived(
        pair(3, "Filter", "Rows and columns of the window.", 1, LARGEST_KERNEL, symbol="F")
    )
    stride: Pair = pair(1, "Stride", "Cells that the window moves at each step.", 1, 16, symbol="S")
    padding: Pair = pair(
        0, "Padding", "Rows and columns of zeros added around the input.", 0, 16, symbol="P"
    )
    dilation: Pair = pair(
        1,
        "Dilation",
        "Distance between the cells that the window reads; 1 leaves no gaps.",
        1,
        8,
        symbol="D",
    )

    def derive(self) -> None:
        object.__setattr__(self, "size", self.input.shape[1:])
        object.__setattr__(self, "kernel_size", self.weight.shape[2:])

    @property
    def axes(self) -> tuple[Axis, Axis]:
        return self._axis(0), self._axis(1)

    def is_like(
        self, input: tuple[int, ...], weight: tuple[int, ...], source: str, padding: int = 0
    ) -> bool:
        """Whether it is of these sizes, with each step and gap 1."""
        ones = self.stride == self.dilation == (1, 1)
        have = (self.input.shape, self.weight.shape, self.source, self.padding)
        return ones and have == (input, weight, source, (padding, padding))

    def _axis(self, which: int) -> Axis:
        padding = self.padding[which]
        return Axis(
            self.size[which],
            self.kernel_size[which],
            self.stride[which],
            padding,
            padding,
            self.dilation[which],
        )

    def change(self, name: str, value: Any) -> Self:
        if name == "kernel_size":
            return replace(self, weight=self.kernels_of_size(self.setting(name).check(value)))
        return super().change(name, value)

    def kernels_of_size(self, size: Pair) -> Floats:
        """The filters with kernels of another size; here, cut or filled up with zeros around
        their middle."""
        return recentred(self.weight, size)

    def edited(self, cell: Cell, value: float) -> Self:
        made = super().edited(cell, value)
        return replace(made, source="own") if cell.grid.startswith("input") else made

    def figures(self) -> tuple[Figure, ...]:
        return (output_size_figure(*self.axes),)


def output_size_figure(rows: Axis, columns: Axis) -> Figure:
    """“Output size (9 + 2·0 − 3) / 1 + 1 = 7 → 7 × 7 cells”; where rows and columns differ, one
    after the other.

    floor((N + 2P − D(F − 1) − 1) / S) + 1, as in PyTorch's documentation of Conv2d.
    """
    alike = rows == columns
    formula = (
        _size_formula(columns) if alike else f"{_size_formula(rows)}, {_size_formula(columns)}"
    )
    sizes = (rows.positions, columns.positions)
    result = f"{sizes[1]}" if alike else "{} × {}".format(*sizes)
    rounded = not (rows.fits_exactly and columns.fits_exactly)
    code = "sweep_cells_rounded" if rounded else "sweep_cells"
    note = say(code, rows=sizes[0], columns=sizes[1])
    return Figure(say("sweep_output_size"), formula, result, note, "→" if rounded else "=")


def _size_formula(axis: Axis) -> str:
    """The output's size along one axis, worked out; what does not come out even, with its exact
    value and a sign that it is rounded down."""
    padding = f"2·{axis.before}" if axis.before == axis.after else f"{axis.before} + {axis.after}"
    reach = f"{axis.kernel}" if axis.dilation == 1 else f"{axis.dilation}·({axis.kernel} − 1) − 1"
    formula = f"({axis.size} + {padding} − {reach}) / {axis.stride} + 1"
    return formula if axis.fits_exactly else f"{formula} = {float(axis.exact):.2f}"


def with_number(values: Floats, place: tuple[Any, ...], value: float) -> Floats:
    """The numbers with that of a place changed, or those of one that leaves axes open."""
    changed = values.copy()
    changed[place] = value
    return changed


def recentred(values: Floats, size: Pair) -> Floats:
    """(…, H, W) cut off, or filled up with zeros, equally on all sides."""
    made = np.zeros((*values.shape[:-2], *size))
    spans = []
    for have, want in zip(values.shape[-2:], size, strict=True):
        common, before = min(have, want), have // 2 - want // 2
        spans.append((slice(max(before, 0), max(before, 0) + common), max(-before, 0), common))
    (rows, top, high), (columns, left, wide) = spans
    made[..., top : top + high, left : left + wide] = values[..., rows, columns]
    return made
