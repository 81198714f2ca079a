"""The steps of a convolution: window, kernel, products, sums."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnstudio.core.sliding.axis import Axis
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


@dataclass(frozen=True, eq=False)
class Step:
    """One place of a convolution's window: products = window × kernel, number by number.

    C are the channels that the filter reads, F × F the window.
    """

    index: int
    place: Place
    rows: tuple[int, ...]  # cells read, FH of them; below 0 or from the input's size on: padding
    columns: tuple[int, ...]  # FW of them
    channels: tuple[int, ...]  # of the input: all of them, or those of the filter's group
    window: Floats  # (C, FH, FW), padding filled in
    kernel: Floats  # (C, FH, FW), flipped where the convolution flips it
    products: Floats  # (C, FH, FW)
    partial_sums: Floats  # (C,), of the products of each channel
    bias: float
    total: float  # of the partial sums
    sum: float  # total + bias: the output cell


@dataclass(frozen=True, eq=False)
class Convolution(Windows[Step]):
    """K filters that slide over an input of C channels, (C, H, W), and give K feature maps.

    `weight` is (K, C / groups, FH, FW), `bias` (K,). As torch's `conv2d` has it, this is
    cross-correlation; `flipped` turns the kernels by 180° first, which makes it the convolution of
    signal processing. Of `groups`, the n-th share of the filters reads the n-th share of the
    channels. Shapes that do not go together are a ValueError.
    """

    input: Floats
    weight: Floats
    bias: Floats
    rows: Axis
    columns: Axis
    flipped: bool = False
    groups: int = 1

    def __post_init__(self) -> None:
        for name in ("input", "weight", "bias"):
            object.__setattr__(self, name, read_only(getattr(self, name)))
        check_input(self.input, (self.rows, self.columns))
        self._check_filters()

    def _check_filters(self) -> None:
        filters, channels = len(self.bias) if self.bias.ndim == 1 else 0, len(self.input)
        if self.groups < 1 or filters < 1 or channels % self.groups or filters % self.groups:
            raise ValueError(
                f"{self.groups} groups of {channels} channels, bias of {self.bias.shape}"
            )
        window = (self.rows.kernel, self.columns.kernel)
        if self.weight.shape != (filters, channels // self.groups, *window):
            raise ValueError(
                f"weight of {self.weight.shape} for {filters} filters of {window} that read "
                f"{channels} channels in {self.groups} groups"
            )

    @property
    def maps(self) -> int:
        return len(self.bias)

    @property
    def kernels(self) -> Floats:
        """The weight as it is multiplied, (K, C / groups, FH, FW)."""
        return self.weight[:, :, ::-1, ::-1] if self.flipped else self.weight

    def channels_of(self, filter: int) -> range:
        """The input channels that a filter reads."""
        share = self.weight.shape[1]
        first = filter // (self.maps // self.groups) * share
        return range(first, first + share)

    @as_they_come
    def step(self, index: int) -> Step:
        place = self.place(index)
        rows, columns = self.rows.reads(place.row), self.columns.reads(place.column)
        channels = self.channels_of(place.map)
        read_from = self.input[channels.start : channels.stop]
        window = sealed(read(read_from, (self.rows, self.columns), (rows, columns)))
        kernel = self.kernels[place.map]
        products = sealed(window * kernel)
        partial_sums = sealed(sum_in_order(products.reshape(len(channels), -1)))
        total, bias = float(sum_in_order(partial_sums)), float(self.bias[place.map])
        return Step(
            index=index,
            place=place,
            rows=rows,
            columns=columns,
            channels=tuple(channels),
            window=window,
            kernel=kernel,
            products=products,
            partial_sums=partial_sums,
            bias=bias,
            total=total,
            sum=total + bias,
        )

    def padded(self) -> Floats:
        """The input with its padding filled in, read-only; computed once."""
        return self._padded

    def output(self) -> Floats:
        return self._output

    @cached_property
    def _padded(self) -> Floats:
        return sealed(filled_in(self.input, (self.rows, self.columns)))

    @cached_property
    @as_they_come
    def _output(self) -> Floats:
        total = np.zeros(self.output_shape)
        per_group = self.maps // self.groups
        for first in range(0, self.maps, per_group):
            filters = slice(first, first + per_group)
            for number, channel in enumerate(self.channels_of(first)):
                total[filters] += self._partial_sums(filters, number, self._padded[channel])
        return sealed(total + self.bias[:, None, None])

    def _partial_sums(self, filters: slice, number: int, plane: Floats) -> Floats:
        """What the filters' kernels of that number make of one padded channel, (filters, OH, OW):
        tap after tap, the order in which a step adds its products."""
        kernels = self.kernels[filters, number]
        sums = np.zeros((len(kernels), *self.output_shape[1:]))
        for tap_row, tap_column in np.ndindex(kernels.shape[1:]):
            cells = plane[self.rows.cells_of_tap(tap_row), self.columns.cells_of_tap(tap_column)]
            sums += kernels[:, tap_row, tap_column, None, None] * cells
        return sums
