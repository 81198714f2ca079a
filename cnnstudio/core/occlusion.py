"""Where a square covers a picture, and the maps made of the scores that are left then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.attribution import Square
from cnnstudio.core.tensors import Floats


@dataclass(frozen=True)
class Places:
    """The places of a square on a picture of `rows` × `columns` pixels, row by row.

    Every pixel is covered: a square that is larger than the picture is cut to it, a stride that
    is larger than the square is as large as the square, and the last square of a row may reach
    beyond the edge.
    """

    rows: int
    columns: int
    square: Square

    @property
    def side(self) -> tuple[int, int]:
        """Rows and columns of the square."""
        return min(self.square.size, self.rows), min(self.square.size, self.columns)

    @property
    def strides(self) -> tuple[int, int]:
        """How far the square moves down and across."""
        high, wide = self.side
        return min(self.square.stride, high), min(self.square.stride, wide)

    @property
    def inset(self) -> tuple[float, float]:
        """How far below and beside the picture's corner a map of cells as large as the strides
        begins, if each cell is to lie in the middle of its square."""
        (high, wide), (down, across) = self.side, self.strides
        return (high - down) / 2, (wide - across) / 2

    @property
    def grid(self) -> tuple[int, int]:
        """How many places there are below and beside each other."""
        high, wide = self.side
        down, across = self.strides
        return -(-(self.rows - high) // down) + 1, -(-(self.columns - wide) // across) + 1

    @property
    def count(self) -> int:
        down, across = self.grid
        return down * across

    def box(self, place: int) -> tuple[int, int, int, int]:
        """First row and column, height and width of what the square covers at a place."""
        row, column = divmod(place, self.grid[1])
        high, wide = self.side
        down, across = self.strides
        top, left = row * down, column * across
        return top, left, min(high, self.rows - top), min(wide, self.columns - left)

    def covered(self, picture: Floats, place: int) -> Floats:
        """The picture (..., rows, columns) with the square at a place, as a copy."""
        top, left, high, wide = self.box(place)
        copy = picture.copy()
        copy[..., top : top + high, left : left + wide] = self.square.value
        return copy

    def place_map(self, falls: Floats) -> Floats:
        """The falls of the first places as a map (down, across); nan where none is known yet."""
        whole = np.full(self.count, np.nan, np.float32)
        whole[: len(falls)] = falls
        return whole.reshape(self.grid)

    def pixel_map(self, falls: Floats) -> Floats:
        """For each pixel the mean over the squares that covered it; nan where none has yet.

        For the falls of all places this is the attribution of Captum's `Occlusion`.
        """
        total = np.zeros((self.rows, self.columns))
        times = np.zeros((self.rows, self.columns))
        for place, fall in enumerate(falls):
            top, left, high, wide = self.box(place)
            total[top : top + high, left : left + wide] += fall
            times[top : top + high, left : left + wide] += 1
        means = np.full(total.shape, np.nan)
        np.divide(total, times, out=means, where=times > 0)
        return means.astype(np.float32)


def class_scores(logits: Floats, target: int, of: str) -> Floats:
    """The score of a class in each row of logits (N, outputs): its "logit", or its "probability"
    among the first ten."""
    first = logits[:, :CLASSES].astype(np.float64)
    if of == "probability":
        powers = np.exp(first - first.max(axis=1, keepdims=True))
        first = powers / powers.sum(axis=1, keepdims=True)
    return np.asarray(first[:, target], np.float32)
