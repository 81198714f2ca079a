"""The numbers of a layer as a table with a row for each digit, made narrow enough to work with."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from cnnstudio.core.layers import Shape, is_maps

#: Columns that the table has at most: 10,000 rows of them are 80 MB.
MOST = 2048


class Table:
    """Rows of features, filled piece by piece.

    Maps of more than MOST numbers are averaged over squares of `pool` × `pool` cells, the least
    that is enough. Of longer lists (and of maps too many for that) each number is added, with a
    random sign, to one of MOST sums, always the same, which keeps distances in expectation
    (Charikar, Chen and Farach-Colton, "Finding frequent items in data streams", 2002).
    """

    def __init__(self, shape: Shape, rows: int) -> None:
        self.numbers = math.prod(shape)
        self.pool = _pool(shape)
        pooled = math.prod(pooled_shape(shape, self.pool))
        self.columns = min(pooled, MOST)
        self.rows = torch.empty(rows, self.columns)
        self._sums: Tensor | None = None
        if pooled > MOST:
            chance = torch.Generator().manual_seed(0)
            self._sums = torch.randint(MOST, (pooled,), generator=chance)
            self._signs = torch.randint(2, (pooled,), generator=chance).mul_(2).sub_(1).float()

    def fill(self, start: int, end: int, output: Tensor) -> None:
        """The rows `start` to `end`, from what the layer made of these digits."""
        if self.pool > 1:
            output = F.avg_pool2d(output, self.pool, ceil_mode=True)
        flat = output.flatten(1)
        if self._sums is not None:
            narrow = torch.zeros(len(flat), MOST)
            flat = narrow.index_add_(1, self._sums, flat * self._signs)
        self.rows[start:end] = flat


def pooled_shape(shape: Shape, pool: int) -> Shape:
    return (shape[0], *(-(-length // pool) for length in shape[1:]))


def _pool(shape: Shape) -> int:
    """The least side of a square that makes maps narrow enough; 1 where there are no maps."""
    if not is_maps(shape):
        return 1
    longest = max(shape[1:])
    fits = (side for side in range(1, longest) if math.prod(pooled_shape(shape, side)) <= MOST)
    return next(fits, longest)
