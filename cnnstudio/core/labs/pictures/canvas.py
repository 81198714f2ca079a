"""A sheet to paint on: shapes given by their distance, smooth at any size."""

from __future__ import annotations

from math import ceil, sqrt

import numpy as np

from cnnstudio.core.labs.base import Floats

#: Samples along the side of a square picture, so that small ones are as true as large ones.
_SAMPLES = 256


class Canvas:
    """A picture of (rows, columns) pixels under way.

    `x` and `y` run over the samples: 0 to 1, to the right and downwards, over the square in the
    middle; a picture that is not square shows more on two sides. Distances are in that unit, and
    negative inside a shape.
    """

    def __init__(self, rows: int, columns: int) -> None:
        side = min(rows, columns)
        self._fine = max(4, ceil(_SAMPLES / sqrt(rows * columns)))
        self._size = (rows, columns)
        self._sample = 1 / (side * self._fine)
        self.y = self._line(rows, side)[:, None]
        self.x = self._line(columns, side)[None, :]
        self.colours = np.zeros((rows * self._fine, columns * self._fine, 3))

    def _line(self, length: int, side: int) -> Floats:
        middles = (np.arange(length * self._fine) + 0.5) / self._fine
        return np.asarray((middles - (length - side) / 2) / side)

    def fill(self, *stops: tuple[float, str]) -> None:
        """The whole sheet, from colour to colour downwards; stops are (y, colour)."""
        self.colours[:] = self.shade(self.y, *stops)

    def paint(
        self, distance: Floats, colour: str | Floats, soft: float = 0.0, strength: float = 1.0
    ) -> None:
        """Lay a colour, or colours (…, 3), over a shape whose rim fades over the width `soft`."""
        width = max(soft, self._sample)
        cover = (strength * np.clip(0.5 - distance / width, 0, 1))[..., None]
        new = rgb(colour) if isinstance(colour, str) else colour
        self.colours += cover * (new - self.colours)

    def shade(self, along: Floats, *stops: tuple[float, str]) -> Floats:
        """Colours (…, 3) that run from stop to stop with `along`."""
        at = [stop for stop, _ in stops]
        table = np.stack([rgb(colour) for _, colour in stops])
        return np.stack([np.interp(along, at, table[:, c]) for c in range(3)], axis=-1)

    def pixels(self) -> Floats:
        """The picture: (3, rows, columns), 0 to 1."""
        rows, columns = self._size
        blocks = self.colours.reshape(rows, self._fine, columns, self._fine, 3)
        return np.ascontiguousarray(np.clip(blocks.mean(axis=(1, 3)), 0, 1).transpose(2, 0, 1))

    # Shapes

    def disc(self, x: float, y: float, radius: float) -> Floats:
        return np.asarray(np.hypot(self.x - x, self.y - y) - radius)

    def oval(self, x: float, y: float, wide: float, high: float) -> Floats:
        """An ellipse with these half axes (its distance is nearly right close to its rim)."""
        across, down = (self.x - x) / wide, (self.y - y) / high
        inside = np.hypot(across, down)
        slope = np.hypot(across / wide, down / high)
        return np.asarray(inside * (inside - 1) / np.maximum(slope, 1e-9))

    def box(
        self, left: float, top: float, right: float, bottom: float, round_by: float = 0.0
    ) -> Floats:
        across = abs(self.x - (left + right) / 2) - (right - left) / 2 + round_by
        down = abs(self.y - (top + bottom) / 2) - (bottom - top) / 2 + round_by
        outside = np.hypot(np.maximum(across, 0), np.maximum(down, 0))
        return np.asarray(outside + np.minimum(np.maximum(across, down), 0) - round_by)

    def polygon(self, *corners: tuple[float, float]) -> Floats:
        """A convex one; corners (x, y) in the order of the clock."""
        sides = []
        for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
            length = float(np.hypot(x1 - x0, y1 - y0))
            sides.append(((self.x - x0) * (y1 - y0) - (self.y - y0) * (x1 - x0)) / length)
        return np.asarray(np.maximum.reduce(np.broadcast_arrays(*sides)))

    def stroke(self, start: tuple[float, float], end: tuple[float, float], width: float) -> Floats:
        """A line with round ends."""
        (x0, y0), (x1, y1) = start, end
        dx, dy = x1 - x0, y1 - y0
        share = ((self.x - x0) * dx + (self.y - y0) * dy) / (dx * dx + dy * dy)
        share = np.clip(share, 0, 1)
        return np.asarray(np.hypot(self.x - x0 - share * dx, self.y - y0 - share * dy) - width / 2)


def rgb(colour: str) -> Floats:
    """The colour “#rrggbb”, 0 to 1."""
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
