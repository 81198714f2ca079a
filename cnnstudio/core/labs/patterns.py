"""Patterns made by hand, for inputs in which every number can be understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.labs.base import Floats

#: Zeros and ones, the usual first example of a convolution (Stanford's UFLDL tutorial has it).
ZEROS_AND_ONES = (
    (1, 1, 1, 0, 0),
    (0, 1, 1, 1, 0),
    (0, 0, 1, 1, 1),
    (0, 0, 1, 1, 0),
    (0, 1, 1, 0, 0),
)

#: Small numbers, the usual first example of pooling (Stanford's CS231n has it).
SMALL_NUMBERS = (
    (1, 1, 2, 4),
    (5, 6, 7, 8),
    (3, 2, 1, 0),
    (1, 2, 3, 4),
)

Table = tuple[tuple[int, ...], ...]


def from_slide(table: Table, shape: tuple[int, int, int]) -> Floats:
    """A table of numbers at any size: cut off, or mirrored at its last row and column to go on.

    Other channels than the first have it turned by a quarter each.
    """
    channels, rows, columns = shape
    return np.stack([_continued(np.rot90(table, -c), rows, columns) for c in range(channels)])


def _continued(table: Floats, rows: int, columns: int) -> Floats:
    down, across = (
        _there_and_back(n, m) for n, m in zip(table.shape, (rows, columns), strict=True)
    )
    return np.asarray(table, np.float64)[np.ix_(down, across)]


def _there_and_back(length: int, wanted: int) -> list[int]:
    """0 1 2 1 0 1 2 … for a length of 3."""
    period = 2 * (length - 1)
    return [min(i % period, period - i % period) for i in range(wanted)]


def ramp(shape: tuple[int, int, int], top: float) -> Floats:
    """From 0 at the left to `top` at the right, in equal steps: whole ones where `top` is larger
    than the columns are many. Other channels rise downwards, then to the left, then upwards.
    """
    channels, rows, columns = shape
    return np.stack([_slope(rows, columns, top, c % 4) for c in range(channels)])


def _slope(rows: int, columns: int, top: float, quarter: int) -> Floats:
    length = rows if quarter % 2 else columns
    steps = max(length - 1, 1)
    step = top / steps if top <= 1 else top // steps
    line = np.arange(length) * step if step else np.rint(np.arange(length) * top / steps)
    line = line[::-1] if quarter > 1 else line
    across = line[:, None] if quarter % 2 else line[None, :]
    return np.broadcast_to(across, (rows, columns)).astype(np.float64)


class Grid(NamedTuple):
    """How far each cell lies below and right of the middle, and the length of the shorter side."""

    down: Floats
    across: Floats
    side: int


Drawing = Callable[[Grid], NDArray[np.bool_]]


def pattern(name: str, shape: tuple[int, int, int]) -> Floats:
    """The pattern `name`, zeros and ones (C, H, W); in other channels it is turned and moved."""
    return np.stack([_plane(PATTERNS[name], shape[1:], c) for c in range(shape[0])])


def _plane(draw: Drawing, size: tuple[int, ...], channel: int) -> Floats:
    """Drawn over rows and columns counted from the middle, in cells."""
    rows, columns = size
    side = min(size)
    down = np.arange(rows)[:, None] - (rows - 1) / 2
    across = np.arange(columns)[None, :] - (columns - 1) / 2
    away = _MOVES[channel % len(_MOVES)]
    down, across = down - round(away[0] * side), across - round(away[1] * side)
    for _ in range(channel % 4):
        down, across = -across, down
    drawn = draw(Grid(np.asarray(down), np.asarray(across), side))
    return np.broadcast_to(drawn, (rows, columns)).astype(np.float64)


#: How far channels are moved, in shares of the shorter side: no two cover each other.
_MOVES = ((0.0, 0.0), (0.15, -0.15), (-0.15, 0.15))


def _edge(grid: Grid) -> NDArray[np.bool_]:
    return grid.across >= 0


def _cross(grid: Grid) -> NDArray[np.bool_]:
    width, reach = _like(grid.side, grid.side / 4) / 2, _like(grid.side, 0.8 * grid.side) / 2
    bars = (abs(grid.down) < width) | (abs(grid.across) < width)
    return bars & (abs(grid.down) < reach) & (abs(grid.across) < reach)


def _like(side: int, length: float) -> int:
    """The length nearest to `length` that has a middle where the side has one."""
    return max(2 - side % 2, 2 * round((length - side % 2) / 2) + side % 2)


def _checker(grid: Grid) -> NDArray[np.bool_]:
    cell = max(1, round(grid.side / 8))
    rows = np.floor((grid.down + grid.side / 2) / cell)
    columns = np.floor((grid.across + grid.side / 2) / cell)
    return np.asarray((rows + columns) % 2 == 0)


def _diagonal(grid: Grid) -> NDArray[np.bool_]:
    return abs(grid.down - grid.across) <= grid.side // 8 + 0.5


def _ring(grid: Grid) -> NDArray[np.bool_]:
    distance = np.hypot(grid.down, grid.across)
    return (distance < 0.46 * grid.side) & (distance > 0.25 * grid.side)


#: name -> whether the cells so far below and right of the middle are 1.
PATTERNS: dict[str, Drawing] = {
    "edge": _edge,
    "cross": _cross,
    "checker": _checker,
    "diagonal": _diagonal,
    "ring": _ring,
}
