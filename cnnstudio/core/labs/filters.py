"""The lab of many filters: each of them makes one map, and the maps are stacked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, Self

import numpy as np

from cnnstudio.core.labs import kernels, sources
from cnnstudio.core.labs.base import Cell, Choice, Figure, Floats, Group, derived, numbers
from cnnstudio.core.labs.digits import first_digit
from cnnstudio.core.labs.filtering import ImageFilterLab, with_number
from cnnstudio.core.labs.sweep import split
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import Pair, pair, whole

LARGEST_SIZE, LARGEST_KERNEL, MOST_FILTERS, MOST_CHANNELS = 32, 11, 16, 3

_SOURCES = ("house", "ball", "flower", "face", "lights", "digit", "random", "image")

#: Known kernels that the first filters have in all of their channels.
_FIRST = ("sobel_x", "sobel_y", "laplacian", "gaussian", "emboss", "corner")


def _first_input() -> Floats:
    return sources.make("house", (3, 32, 32), scale="small")


def _filters(count: int, channels: int, size: Pair) -> Floats:
    """So many filters: known ones first, then those that pick out colours, then chance."""
    made = sources.random_kernel((count, channels, *size), seed=7)
    for place, name in enumerate(_FIRST[:count]):
        if kernels.takes(name, size):
            made[place] = kernels.kernel(name, size)
    return made


@dataclass(frozen=True, kw_only=True, eq=False)
class FiltersLab(ImageFilterLab):
    """K filters give K maps; grids are kernel:k:c, output:k and filter:k (a filter as a whole)."""

    key: ClassVar[str] = "filters"
    title: ClassVar[Sentence] = say("filters_title")
    summary: ClassVar[Sentence] = say("filters_summary")
    SOURCES: ClassVar[tuple[str, ...]] = _SOURCES

    input: Floats = numbers(
        "Input", MOST_CHANNELS, LARGEST_SIZE, LARGEST_SIZE, default=_first_input
    )
    weight: Floats = numbers(
        "Filters",
        MOST_FILTERS,
        MOST_CHANNELS,
        LARGEST_KERNEL,
        LARGEST_KERNEL,
        default=lambda: _filters(6, 3, (5, 5)),
    )
    bias: Floats = numbers("Biases", MOST_FILTERS, default=lambda: np.zeros(6))
    source: str = "house"
    speed: float = 50.0
    size: Pair = derived(
        pair(32, "Input", "Rows and columns of each plane.", 1, LARGEST_SIZE, symbol="N")
    )
    filters: int = derived(
        whole(6, "Filters K", "How many patterns are looked for.", 1, MOST_FILTERS)
    )
    channels: int = derived(
        whole(3, "Channels C", "Planes of the input, and kernels of each filter.", 1, MOST_CHANNELS)
    )

    def derive(self) -> None:
        super().derive()
        object.__setattr__(self, "filters", len(self.weight))
        object.__setattr__(self, "channels", len(self.input))

    def change(self, name: str, value: Any) -> Self:
        if name == "filters":
            return self._with_filters(self.setting(name).check(value))
        if name == "channels":
            return self._with_channels(self.setting(name).check(value))
        return super().change(name, value)

    def _with_filters(self, count: int) -> Self:
        weight = _filters(count, self.channels, self.kernel_size)
        common = min(count, self.filters)
        weight[:common] = self.weight[:common]
        bias = np.zeros(count)
        bias[:common] = self.bias[:common]
        return replace(self, weight=weight, bias=bias)

    def _with_channels(self, channels: int) -> Self:
        weight = np.resize(self.weight, (self.filters, channels, *self.kernel_size))
        common = min(channels, self.channels)
        weight[:, :common] = self.weight[:, :common]
        weight[:, common:] = self.weight[:, :1]
        return replace(self, input=self.input_of_shape((channels, *self.size)), weight=weight)

    def kernels_of_size(self, size: Pair) -> Floats:
        """Known kernels stay what they are at another size."""
        made = super().kernels_of_size(size)
        for place in np.ndindex(*self.weight.shape[:2]):
            known = kernels.matching(self.weight[place])
            if known is not None and kernels.takes(known, size):
                made[place] = kernels.kernel(known, size)
        return made

    @property
    def is_in_colour(self) -> bool:
        """Whether the input is shown as one picture, its three planes together."""
        return self.channels == 3 and bool(self.input.min() >= 0)

    def edited(self, cell: Cell, value: float) -> Self:
        """A pixel of a picture in colour is one number as long as it is grey."""
        if split(cell.grid)[0] == "input" and self.is_in_colour:
            return replace(self, input=with_number(self.input, (..., cell.row, cell.column), value))
        return super().edited(cell, value)

    # What hangs together

    def linked(self, cell: Cell) -> frozenset[Cell]:
        """A map and its filter light up together."""
        kind, _, number = cell.grid.partition(":")
        if kind == "filter":
            return frozenset({Cell(f"output:{number}", *self._present_place())})
        found = super().linked(cell)
        if kind == "output":
            return found | {Cell(f"filter:{number}", 0, 0)}
        if kind == "kernel":
            return found | {Cell(f"filter:{number.partition(':')[0]}", 0, 0)}
        return found

    def _present_place(self) -> tuple[int, int]:
        return self.place.row, self.place.column

    # Choosing

    def choices(self) -> tuple[Group, ...]:
        house, digit = (3, 32, 32), (1, 14, 14)
        lecture = Choice(
            say("filters_case_lecture"),
            partial(type(self), speed=self.speed),
            chosen=self.is_like(house, (6, 3, 5, 5), "house"),
        )
        quiz = Choice(
            say("filters_case_quiz"),
            partial(self._quiz),
            chosen=self.is_like(house, (10, 3, 5, 5), "house", padding=2),
        )
        small = Choice(
            say("filters_case_small"),
            partial(self._small),
            chosen=self.is_like(digit, (3, 1, 3, 3), "digit"),
        )
        chance = Choice(say("filters_random"), partial(self._random))
        return (
            Group(say("filters_cases"), (lecture, quiz, small)),
            Group(say("filters_filters"), (chance,)),
        )

    def _quiz(self) -> Self:
        """The lecture's quiz: ten 5×5 filters, stride 1, padding 2, on 32×32×3."""
        return type(self)(
            weight=_filters(10, 3, (5, 5)),
            bias=np.zeros(10),
            padding=(2, 2),
            speed=self.speed,
        )

    def _small(self) -> Self:
        return type(self)(
            input=self.drawn("digit", (1, 14, 14), digit=first_digit()),
            source="digit",
            weight=_filters(3, 1, (3, 3)),
            bias=np.zeros(3),
            speed=10.0,
        )

    def _random(self) -> Self:
        seed = self.seed + 1
        return replace(self, weight=sources.random_kernel(self.weight.shape, seed), seed=seed)

    # Figures

    @property
    def parameters(self) -> int:
        return int(self.weight.size + self.bias.size)

    def figures(self) -> tuple[Figure, ...]:
        rows, columns = self.kernel_size
        formula = f"{self.filters}·({self.channels}·{rows}·{columns} + 1)"
        return (
            *super().figures(),
            Figure(say("filters_parameters"), formula, f"{self.parameters:,}"),
        )
