"""The rows of an arithmetic: one for each channel that is read, or the strongest of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cnnstudio.core.arithmetic import Arithmetic, Reading
from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number

#: Decimals of sums: at least, and at most of those that are very small.
FEWEST, _MOST = 2, 8

#: Codes of the lines that are the sum of what the rows add.
SUMS = frozenset(
    {
        "sum_of_products",
        "sum_and_bias",
        "branches",
        "sum_of_window",
        "sum_of_powers",
        "sum_of_squares",
    }
)


@dataclass(frozen=True, eq=False)
class Row:
    """Channel number `place` of a reading; `channel` is its map, or its place in a list."""

    reading: Reading
    place: int

    @property
    def channel(self) -> int:
        return int(self.reading.channels[self.place])

    @property
    def values(self) -> Floats:
        return self.reading.values[self.place]

    @property
    def factors(self) -> Floats | None:
        return None if self.reading.factors is None else self.reading.factors[self.place]

    @property
    def total(self) -> float:
        return float(self.reading.sums[self.place])


@dataclass(frozen=True)
class Rest:
    """All channels that have no row: how many, and what they come to."""

    count: int
    total: float


@dataclass(frozen=True, eq=False)
class Rows:
    rows: tuple[Row, ...]
    rest: Rest | None = None

    @property
    def limit(self) -> float:
        """The largest magnitude of a sum, which the longest bar stands for; 1 where all are 0."""
        sums = [row.total for row in self.rows] + ([self.rest.total] if self.rest else [])
        known = [abs(total) for total in sums if np.isfinite(total)]
        return max(known, default=0.0) or 1.0


def rows_of(arithmetic: Arithmetic, most: int | None) -> Rows:
    """At most so many rows, the strongest first; all in their order where they are no more."""
    every = [Row(one, at) for one in arithmetic.readings for at in range(len(one.channels))]
    if most is None or len(every) <= most:
        return Rows(tuple(every))
    (reading,) = arithmetic.readings
    order = np.argsort(-np.abs(np.nan_to_num(reading.sums)), kind="stable")
    shown, rest = order[:most], order[most:]
    total = float(reading.sums[rest].sum())
    return Rows(tuple(Row(reading, int(at)) for at in shown), Rest(len(rest), total))


class Rounding(NamedTuple):
    """With how many decimals sums are shown, and whether they add up as they are shown."""

    decimals: int
    adds_up: bool


def rounding_of(terms: Sequence[float], total: float) -> Rounding:
    """The fewest decimals that leave the largest of the terms two figures, or one more if that
    makes them add up to the total as it is rounded."""
    if not np.isfinite([*terms, total]).all():
        return Rounding(FEWEST, True)
    largest = max(map(abs, [*terms, total]), default=0.0)
    fewest = FEWEST
    while 0 < largest < 10.0 ** (1 - fewest) and fewest < _MOST:
        fewest += 1
    for decimals in (fewest, fewest + 1):
        rounded = round(sum(round(term, decimals) for term in terms), decimals)
        if rounded == round(total, decimals):
            return Rounding(decimals, True)
    return Rounding(fewest, False)


def figure(value: float, decimals: int) -> str:
    """A sum as it is shown: with its sign."""
    return number(value, decimals, signed=True)
