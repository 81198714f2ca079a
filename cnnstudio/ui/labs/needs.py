"""How large the cells of a grid must be for its numbers, before anything is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cnnstudio.core.labs.base import Floats
from cnnstudio.ui.look import Theme
from cnnstudio.ui.plates.grid_numbers import cell_needed, cell_texts

#: The share of numbers that are to be legible at least, and with all their decimals. Single wide
#: ones do not count: grids set those smaller, or leave them out.
_LEAST, _FULL = 0.85, 0.95

#: What all decimals are worth beside being legible at all, and what it is worth to be larger.
_DECIMALS, _LARGER = 0.1, 0.15

#: From this size on cells are easily told apart and pointed at.
_POINTED_AT = 12.0

#: How much larger than usual cells may be for the sake of all decimals.
_STRETCH = 1.15


@dataclass(frozen=True)
class Need:
    """Sizes of cells in pixels: from `least` on numbers are legible, from `full` on with all
    their decimals; larger than `most` would be out of proportion."""

    least: float
    full: float
    most: float

    def worth(self, cell: float) -> float:
        """What a size is worth: 1 and more where numbers are legible, less than 0 where cells are
        hardly to be told apart."""
        if cell < self.least:
            return 0.5 * cell / self.least + min(cell / _POINTED_AT, 1) - 1
        if cell < self.full:
            return 1 + _DECIMALS * (cell - self.least) / (self.full - self.least)
        return 1 + _DECIMALS + _LARGER * min(cell / self.most, 1)

    @property
    def sizes(self) -> tuple[float, float, float]:
        """The sizes at which something changes."""
        return self.least, self.full, self.most


def need_of(values: Floats, theme: Theme, most: float) -> Need:
    """What the numbers of a grid need."""
    return _need_of(np.asarray(values, np.float64).tobytes(), theme, most)


@lru_cache(maxsize=64)
def _need_of(numbers: bytes, theme: Theme, most: float) -> Need:
    """Kept, since every frame of a step asks for it."""
    found, counts = np.unique(np.frombuffer(numbers), return_counts=True)
    ways = [cell_texts(value) for value in found.tolist()]
    least = [cell_needed(texts[-1], theme) for texts in ways]
    full = [cell_needed(texts[0], theme) for texts in ways]
    wanted = _common(full, counts, _FULL)
    return Need(_common(least, counts, _LEAST), wanted, max(most, min(wanted, _STRETCH * most)))


def joined(*needs: Need) -> Need:
    """Of grids that have cells of one size."""
    return Need(
        max(need.least for need in needs),
        max(need.full for need in needs),
        max(need.most for need in needs),
    )


def _common(sizes: list[float], counts: np.ndarray, share: float) -> float:
    """The least size in which that share of the numbers fits."""
    order = np.argsort(sizes)
    passed = np.cumsum(counts[order]) / counts.sum()
    return float(sizes[int(order[int(np.searchsorted(passed, share))])])
