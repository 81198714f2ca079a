"""The lab of 1-D convolution: one filter slides along a row, as on the lecture's slides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np

from cnnstudio.core.labs import sources
from cnnstudio.core.labs.base import Cell, Choice, Figure, Floats, Group, derived, numbers
from cnnstudio.core.labs.filtering import FilterLab, output_size_figure
from cnnstudio.core.labs.pictured import NOT_DRAWN, PicturedLab, resized
from cnnstudio.core.labs.row_links import RowLinks, lowered
from cnnstudio.core.labs.sweep import split
from cnnstudio.core.sentences import Sentence, for_count, say
from cnnstudio.core.settings import whole
from cnnstudio.core.sliding import Axis, Place

MOST_INPUTS, LARGEST_FILTER, MOST_FILTERS = 16, 8, 4

_SOURCES = ("ramp", "edge", "checker", "random", "zeros")

#: Inputs and weights that the lecture's cases begin with.
_INPUTS = (3.0, 1.0, 4.0, 1.0, 5.0, 9.0)
_WEIGHTS = ((1.0, -1.0), (1.0, 1.0))


class Case(NamedTuple):
    """Settings that are taken with one click. What is not given has the program's own numbers."""

    code: str
    inputs: int = 6
    weights: tuple[tuple[float, ...], ...] = _WEIGHTS[:1]
    stride: int = 1
    padding: int = 0


#: The slides' row with stride 2, its two filters with stride 1; an end that needs padding; and
#: filters as long as the row, which make a dense layer.
CASES = (
    Case("row_case_stride", stride=2),
    Case("row_case_every"),
    Case("row_case_two", inputs=5, weights=_WEIGHTS),
    Case("row_case_padding", weights=((1.0, 2.0, 1.0),), padding=1),
    Case(
        "row_case_dense", 4, ((1.0, -1.0, 2.0, 0.0), (0.0, 1.0, 1.0, -2.0), (2.0, 0.0, -1.0, 1.0))
    ),
)


def _first_input() -> Floats:
    return np.array([[_INPUTS]])


def _first_weight() -> Floats:
    return np.array(_WEIGHTS[:1])[:, None, None]


@dataclass(frozen=True, kw_only=True, eq=False)
class RowLab(RowLinks, FilterLab, PicturedLab):
    """Inputs (1, 1, n), filters (K, 1, 1, F): the case of one row of what `core.sliding` does."""

    key: ClassVar[str] = "row"
    title: ClassVar[Sentence] = say("row_title")
    summary: ClassVar[Sentence] = say("row_summary")
    SOURCES: ClassVar[tuple[str, ...]] = _SOURCES

    input: Floats = numbers("Inputs", 1, 1, MOST_INPUTS, default=_first_input)
    weight: Floats = numbers("Filters", MOST_FILTERS, 1, 1, LARGEST_FILTER, default=_first_weight)
    bias: Floats = numbers("Biases", MOST_FILTERS, default=lambda: np.ones(1))
    speed: float = 1.0
    inputs: int = derived(
        whole(6, "Inputs n", "How many numbers there are in the row.", 1, MOST_INPUTS)
    )
    kernel_size: int = derived(
        whole(2, "Filter size F", "How many neighbours a unit reads.", 1, LARGEST_FILTER)
    )
    filters: int = derived(
        whole(1, "Filters K", "Each has weights of its own and a row of units.", 1, MOST_FILTERS)
    )
    stride: int = whole(2, "Stride S", "Cells that the filter moves at each step.", 1, 8)
    padding: int = whole(0, "Padding P", "Zeros added at both ends.", 0, 8)

    def derive(self) -> None:
        object.__setattr__(self, "inputs", self.input.shape[2])
        object.__setattr__(self, "kernel_size", self.weight.shape[3])
        object.__setattr__(self, "filters", len(self.weight))

    @property
    def axes(self) -> tuple[Axis, Axis]:
        columns = Axis(self.inputs, self.kernel_size, self.stride, self.padding, self.padding)
        return Axis(1, 1), columns

    # Steps: unit by unit, filter by filter

    @property
    def units(self) -> int:
        """Hidden units of one filter."""
        return self.operation.columns.positions

    def chapters(self) -> tuple[tuple[int, Sentence], ...]:
        if self.filters == 1:
            return tuple((n, say("row_unit", unit=lowered("h", n + 1))) for n in range(self.units))
        return tuple((k * self.units, say("row_filter", filter=k + 1)) for k in range(self.filters))

    def ticks(self) -> tuple[int, ...]:
        return tuple(range(self.count + 1))

    def where(self) -> tuple[Sentence, Sentence]:
        if not self.step:
            before = say(for_count("row_before", self.count), count=self.count)
            return before, say("sweep_press_play")
        return say("row_step", step=self.step, count=self.count), self._reading(self.place)

    def name_of(self, cell: Cell) -> Sentence | None:
        kind, filter = split(cell.grid)
        if kind != "output":
            return None
        return say("row_unit", unit=lowered("h", cell.column + 1, filter))

    def _reading(self, place: Place) -> Sentence:
        unit = lowered("h", place.column + 1, place.map)
        cells = self.operation.columns.reads(place.column)
        inside = [lowered("x", cell + 1) for cell in cells if 0 <= cell < self.inputs]
        if not inside:
            return say("row_reads_padding", unit=unit)
        if len(inside) == 1:
            return say("row_reads_one", unit=unit, input=inside[0])
        return say("row_reads", unit=unit, first=inside[0], last=inside[-1])

    # Changing

    def change(self, name: str, value: Any) -> Self:
        if name == "inputs":
            return replace(self, input=self._input_of(self.setting(name).check(value)))
        if name == "kernel_size":
            size = self.setting(name).check(value)
            return replace(self, weight=resized(self.weight, (*self.weight.shape[:3], size)))
        if name == "filters":
            return self._with_filters(self.setting(name).check(value))
        return super().change(name, value)

    def _input_of(self, count: int) -> Floats:
        if self.source not in NOT_DRAWN:
            return self.drawn(self.source, (1, 1, count), self.seed)
        more = sources.make("random", (1, 1, count), seed=count, scale="small")
        common = min(count, self.inputs)
        more[..., :common] = self.input[..., :common]
        return more

    def _with_filters(self, count: int) -> Self:
        weight = sources.random_kernel((count, 1, 1, self.kernel_size), seed=count)
        bias = np.zeros(count)
        common = min(count, self.filters)
        weight[:common], bias[:common] = self.weight[:common], self.bias[:common]
        return replace(self, weight=weight, bias=bias)

    def edited(self, cell: Cell, value: float) -> Self:
        made = super().edited(cell, value)
        return replace(made, source="own") if cell.grid.startswith("input") else made

    def picked(self, cell: Cell) -> Self | None:
        """A click on a unit, or on one of its lines or terms, goes to that unit."""
        kind, filter = split(cell.grid)
        return super().picked(Cell(f"output:{filter}", 0, cell.row) if kind == "line" else cell)

    # Choosing

    def choices(self) -> tuple[Group, ...]:
        cases = tuple(
            Choice(say(case.code), partial(self._case, case), chosen=self._is(case))
            for case in CASES
        )
        weights = (
            Choice(say("row_difference"), partial(self._with_weights, "difference")),
            Choice(say("row_mean"), partial(self._with_weights, "mean")),
            Choice(say("row_random"), self._random),
        )
        return (Group(say("row_cases"), cases), Group(say("row_weights"), weights))

    def _is(self, case: Case) -> bool:
        wanted = (case.inputs, len(case.weights), len(case.weights[0]), case.stride, case.padding)
        have = (self.inputs, self.filters, self.kernel_size, self.stride, self.padding)
        return have == wanted

    def _case(self, case: Case) -> Self:
        filters = len(case.weights)
        return type(self)(
            input=np.array([[_INPUTS[: case.inputs]]]),
            weight=np.array(case.weights)[:, None, None],
            bias=np.array([1.0, *np.zeros(filters - 1)]),
            stride=case.stride,
            padding=case.padding,
            speed=self.speed,
        )

    def _with_weights(self, kind: str) -> Self:
        """The first filter as the mean of what it reads, or as its last number minus its first."""
        size = self.kernel_size
        made = np.full(size, 1 / size) if kind == "mean" else np.zeros(size)
        if kind == "difference":
            made[0], made[-1] = -1, 1
        weight, bias = self.weight.copy(), self.bias.copy()
        weight[0, 0, 0], bias[0] = made, 0
        return replace(self, weight=weight, bias=bias, step=0)

    def _random(self) -> Self:
        seed = self.seed + 1
        made = sources.random_kernel(self.weight.shape, seed)
        return replace(self, weight=made, seed=seed, step=0)

    def figures(self) -> tuple[Figure, ...]:
        weights = f"{self.filters}·({self.kernel_size} + 1)"
        parameters = str(self.filters * (self.kernel_size + 1))
        size = output_size_figure(self.axes[1], self.axes[1])._replace(note=None)
        return (size, Figure(say("row_parameters"), weights, parameters))
