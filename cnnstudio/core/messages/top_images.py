"""Which test digits excite the maps or the numbers of a layer most, and least."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cnnstudio.core.messages.looks import Answer, Look
from cnnstudio.core.tensors import Floats

#: Of a layer that puts out more numbers than this, the first ones are looked at.
MOST_UNITS = 4096

#: Bars of a histogram.
BINS = 24


@dataclass(frozen=True)
class FindTopImages(Look):
    """The `count` test digits that excite each map or number of a layer most, and least."""

    layer_id: str
    count: int = 12


@dataclass(frozen=True, eq=False)
class Picks:
    """Of each unit, some test digits in order: `digits` int64 (units, count), the numbers there
    (units, count), and `places` int64 (units, count, 2), the row and column of each number in
    its map."""

    digits: npt.NDArray[np.int64]
    values: Floats
    places: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class TopImages(Answer):
    """A unit is a map, or a number of a plain list; what excites it is the largest number of its
    map, over all test digits.

    `strongest` and `weakest` begin with the extreme ones. `histogram` int64 (units, BINS) counts
    the digits whose number lies in each of BINS equal parts of `low` to `high`, both (units,).
    `silent` int64 (units,) are the digits for which the unit is nowhere above 0. `units` is how
    many the layer has.
    """

    layer_id: str
    units: int
    digits: int
    strongest: Picks
    weakest: Picks
    histogram: npt.NDArray[np.int64]
    low: Floats
    high: Floats
    silent: npt.NDArray[np.int64]
