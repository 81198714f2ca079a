"""How a window slides along one axis, rows or columns, and what it reads there."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

#: How padding is filled in, by the names of torch's `padding_mode`.
MODES = ("zeros", "reflect", "replicate", "circular")


def same_padding(kernel: int, dilation: int = 1) -> tuple[int, int]:
    """Padding in front and behind that keeps the size at stride 1, as torch's `padding="same"`
    has it: where the two differ, the cell more is behind."""
    total = dilation * (kernel - 1)
    return total // 2, total - total // 2


def largest_padding(mode: str, size: int) -> int | None:
    """The most cells that torch adds on a side of an axis of `size` cells; None: any number."""
    _check(mode in MODES, f"no such way to fill padding: {mode!r}")
    return {"reflect": size - 1, "circular": size}.get(mode)


def largest_pool_padding(kernel: int) -> int:
    """The most padding on a side that torch's 2-D pooling allows, dilated or not."""
    return kernel // 2


@dataclass(frozen=True)
class Axis:
    """A window of `kernel` cells that slides along an axis of `size` cells.

    Cells have numbers: 0 to size − 1 are the input's, from −before on and from size on those of
    its padding. A place is one position of the window, a tap one of the window's own cells; both
    count from 0. Settings that torch refuses are a ValueError, a window that does not fit is none:
    it has no position.
    """

    size: int
    kernel: int
    stride: int = 1
    before: int = 0
    after: int = 0
    dilation: int = 1
    mode: str = "zeros"

    def __post_init__(self) -> None:
        for name, least in (("size", 1), ("kernel", 1), ("stride", 1), ("dilation", 1)):
            _check(getattr(self, name) >= least, f"{name} is {getattr(self, name)}")
        limit = largest_padding(self.mode, self.size)
        for padding in (self.before, self.after):
            _check(padding >= 0, f"padding is {padding}")
            _check(limit is None or padding <= limit, f"{self.mode} padding is {padding} > {limit}")

    @property
    def reach(self) -> int:
        """Cells from the window's first one to its last, both included."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def extent(self) -> int:
        """Cells of the input and its padding."""
        return self.before + self.size + self.after

    @property
    def positions(self) -> int:
        """Places of the window, PyTorch's output size; 0 where the window does not fit at all."""
        return max(0, (self.extent - self.reach) // self.stride + 1)

    @property
    def exact(self) -> Fraction:
        """(N + padding − reach) / stride + 1, before it is rounded down."""
        return Fraction(self.extent - self.reach, self.stride) + 1

    @property
    def fits_exactly(self) -> bool:
        """Whether the last window ends at the last cell."""
        return self.positions > 0 and self.left_over == 0

    @property
    def left_over(self) -> int:
        """Cells behind the last window's end, padding included; 0 where no window fits."""
        return (self.extent - self.reach) % self.stride if self.positions else 0

    def start(self, place: int) -> int:
        """The first cell that the window reads at a place, one beyond the last included."""
        return place * self.stride - self.before

    def reads(self, place: int) -> tuple[int, ...]:
        """The cells that the window reads at a place, by tap; beyond the last place some of them
        do not exist."""
        start = self.start(place)
        return tuple(range(start, start + self.reach, self.dilation))

    def source(self, cell: int) -> int | None:
        """The input cell whose value a cell has; None where it is a zero of the padding.

        A cell beyond the padding is an IndexError.
        """
        if not -self.before <= cell < self.size + self.after:
            raise IndexError(f"no cell {cell} in {self}")
        if 0 <= cell < self.size:
            return cell
        match self.mode:
            case "reflect":
                return -cell if cell < 0 else 2 * (self.size - 1) - cell
            case "replicate":
                return 0 if cell < 0 else self.size - 1
            case "circular":
                return cell % self.size
        return None

    def readers(self, cell: int) -> tuple[tuple[int, int], ...]:
        """(place, tap) of every window that reads this cell, place by place."""
        found = []
        for tap in reversed(range(self.kernel)):
            place, between = divmod(cell + self.before - tap * self.dilation, self.stride)
            if not between and 0 <= place < self.positions:
                found.append((place, tap))
        return tuple(found)

    def times_read(self) -> NDArray[np.int64]:
        """How many windows read each cell, from the first cell of the padding to its last."""
        counts = np.zeros(self.extent, dtype=np.int64)
        for tap in range(self.kernel):
            counts[self.cells_of_tap(tap)] += 1
        return counts

    def unread(self) -> tuple[int, ...]:
        """The input cells, without padding, that no window reads."""
        counts = self.times_read()[self.before : self.before + self.size]
        return tuple(int(cell) for cell in np.flatnonzero(counts == 0))

    def cells_of_tap(self, tap: int) -> slice:
        """What one tap reads, place by place, as a slice of the axis with its padding."""
        if not self.positions:
            return slice(0, 0)
        first = tap * self.dilation
        return slice(first, first + (self.positions - 1) * self.stride + 1, self.stride)


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
