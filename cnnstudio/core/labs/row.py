"""The lab of 1-D convolution: one filter slides along a row, as on the lecture's slides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, Self

import numpy as np

from cnnstudio.core.labs import sources
from cnnstudio.core.labs.base import Choice, Figure, Floats, Group, derived, numbers
from cnnstudio.core.labs.filtering import FilterLab, output_size_figure, recentred
from cnnstudio.core.labs.pictured import NOT_DRAWN, PicturedLab
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import whole
from cnnstudio.core.sliding import Axis

MOST_INPUTS, LARGEST_FILTER, MOST_FILTERS = 16, 8, 4

_SOURCES = ("ramp", "edge", "checker", "random", "zeros")

#: Weights that the filters begin with; more are made by chance.
_FIRST = np.array([[1.0, -1.0], [1.0, 1.0], [2.0, 1.0], [-1.0, 2.0]])


def _first_input() -> Floats:
    return np.array([[[3.0, 1, 4, 1, 5, 9]]])


@dataclass(frozen=True, kw_only=True, eq=False)
class RowLab(FilterLab, PicturedLab):
    """Inputs (1, 1, n), filters (K, 1, 1, F): the case of one row of what `core.sliding` does."""

    key: ClassVar[str] = "row"
    title: ClassVar[Sentence] = say("row_title")
    summary: ClassVar[Sentence] = say("row_summary")
    SOURCES: ClassVar[tuple[str, ...]] = _SOURCES

    input: Floats = numbers("Inputs", 1, 1, MOST_INPUTS, default=_first_input)
    weight: Floats = numbers(
        "Filters", MOST_FILTERS, 1, 1, LARGEST_FILTER, default=lambda: _FIRST[:1, None, None]
    )
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

    # Changing

    def change(self, name: str, value: Any) -> Self:
        if name == "inputs":
            count = self.setting(name).check(value)
            return replace(self, input=self._input_of(count))
        if name == "kernel_size":
            size = self.setting(name).check(value)
            return replace(self, weight=recentred(self.weight, (1, size)))
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

    def edited(self, cell: Any, value: float) -> Self:
        made = super().edited(cell, value)
        return replace(made, source="own") if cell.grid.startswith("input") else made

    # Choosing

    def choices(self) -> tuple[Group, ...]:
        """The slides' cases: F 2 with stride 2 and with stride 1, two filters, an end that needs
        padding."""
        cases = (
            ("row_case_stride", 1, 2, 0),
            ("row_case_every", 1, 1, 0),
            ("row_case_two", 2, 1, 0),
            ("row_case_padding", 1, 1, 1),
        )
        made = tuple(
            Choice(say(code), partial(self._case, filters, stride, padding))
            for code, filters, stride, padding in cases
        )
        chance = Choice(say("row_random"), partial(self._random))
        return (Group(say("row_cases"), made), Group(say("row_weights"), (chance,)))

    def _case(self, filters: int, stride: int, padding: int) -> Self:
        size = 3 if padding else 2
        weight = np.zeros((filters, 1, 1, size))
        weight[..., :2] = _FIRST[:filters, None, None]
        if padding:
            weight[0, 0, 0] = (1, 2, 1)
        return type(self)(
            weight=weight,
            bias=np.arange(filters, 0, -1.0) - 1 + (filters == 1),
            stride=stride,
            padding=padding,
            speed=self.speed,
        )

    def _random(self) -> Self:
        seed = self.seed + 1
        made = sources.random_kernel(self.weight.shape, seed)
        return replace(self, weight=made, seed=seed)

    def figures(self) -> tuple[Figure, ...]:
        weights = f"{self.filters}·({self.kernel_size} + 1)"
        parameters = str(self.filters * (self.kernel_size + 1))
        size = output_size_figure(*self.axes)._replace(note=None)
        return (size, Figure(say("row_parameters"), weights, parameters))
