"""Which pixels of the input a number deep in the network can see."""

from __future__ import annotations

from typing import NamedTuple

from cnnstudio.core.layers import Shape, Window
from cnnstudio.core.settings import Pair


class ReceptiveField(NamedTuple):
    """Rows and columns, in input pixels, that a cell of a layer's output sees.

    The field of the cell at (row, column) is `size` pixels large and starts at pixel
    offset + (row, column) × step; with padding it may start outside the picture.
    After Araujo, Norris and Sim, "Computing Receptive Fields of CNNs", Distill 2019.
    """

    size: Pair = (1, 1)
    step: Pair = (1, 1)
    offset: Pair = (0, 0)

    def through(self, window: Window) -> ReceptiveField:
        """The field after one more layer that reads through `window`."""
        (rows, columns), (down, across), (top, left) = self
        return ReceptiveField(
            (rows + (window.reach(0) - 1) * down, columns + (window.reach(1) - 1) * across),
            (down * window.stride[0], across * window.stride[1]),
            (top - window.padding[0] * down, left - window.padding[1] * across),
        )

    def beside(self, other: ReceptiveField, maps: Shape | None) -> ReceptiveField:
        """The field of the sum of two branches, which sees whatever either of them sees.

        Where the branches move by different steps the field covers both for every cell of
        `maps`, the sum's maps (None for plain numbers).
        """
        size = maps[1:] if maps is not None else (1, 1)
        rows = _covering(self, other, 0, size[0] - 1)
        columns = _covering(self, other, 1, size[1] - 1)
        return ReceptiveField(*zip(rows, columns, strict=True))

    def of_all(self, shape: Shape, picture: Shape) -> ReceptiveField:
        """The field of a number that reads every cell of maps of this shape, cut off at the
        edges of the picture."""
        starts, ends = [], []
        for axis in (0, 1):
            end = self.offset[axis] + (shape[axis + 1] - 1) * self.step[axis] + self.size[axis]
            starts.append(max(0, self.offset[axis]))
            ends.append(min(picture[axis + 1], end))
        size = (max(0, ends[0] - starts[0]), max(0, ends[1] - starts[1]))
        return ReceptiveField(size, (1, 1), (starts[0], starts[1]))

    def box(self, row: int, column: int) -> tuple[int, int, int, int]:
        """Top, left, height and width of the field of one cell, in input pixels."""
        top = self.offset[0] + row * self.step[0]
        left = self.offset[1] + column * self.step[1]
        return top, left, *self.size


def _covering(
    one: ReceptiveField, other: ReceptiveField, axis: int, last: int
) -> tuple[int, int, int]:
    """Size, step and offset on one axis that cover both fields for the cells 0 to `last`."""
    step = min(one.step[axis], other.step[axis])
    starts, ends = [], []
    for branch in (one, other):
        drift = last * (branch.step[axis] - step)
        starts.append(branch.offset[axis])
        ends.append(branch.offset[axis] + branch.size[axis] + drift)
    return max(ends) - min(starts), step, min(starts)
