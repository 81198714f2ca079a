"""Where a square covers a picture, and the maps made of the scores that are left then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
        times = np.rint(self._spread(np.ones(len(falls))))
        means = np.full(times.shape, np.nan)
        np.divide(self._spread(falls.astype(np.float64)), times, out=means, where=times > 0)
        return means.astype(np.float32)

    def _spread(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """For each pixel the sum of the values of the first places whose squares cover it."""
        row, column = np.divmod(np.arange(len(values)), self.grid[1])
        top, left = row * self.strides[0], column * self.strides[1]
        bottom = np.minimum(top + self.side[0], self.rows)
        right = np.minimum(left + self.side[1], self.columns)
        # What begins and ends at each corner; summed up along both axes, what covers each pixel.
        corners = np.zeros((self.rows + 1, self.columns + 1))
        for rows, columns in ((top, left), (bottom, right)):
            np.add.at(corners, (rows, columns), values)
        for rows, columns in ((top, right), (bottom, left)):
            np.subtract.at(corners, (rows, columns), values)
        return np.asarray(corners.cumsum(0).cumsum(1)[:-1, :-1])


def class_scores(logits: Floats, target: int, of: str) -> Floats:
    """The score of a class in each row of logits (N, outputs): its "logit", or its "probability"
    among the first ten."""
    first = logits[:, :CLASSES].astype(np.float64)
    if of == "probability":
        powers = np.exp(first - first.max(axis=1, keepdims=True))
        first = powers / powers.sum(axis=1, keepdims=True)
    return np.asarray(first[:, target], np.float32)
