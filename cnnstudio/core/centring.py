"""Drawings and photographs made into 28×28 digits the way MNIST's were.

"The original black and white images from NIST were size normalized to fit in a 20x20 pixel box
while preserving their aspect ratio. […] the images were centered in a 28x28 image by computing
the center of mass of the pixels, and translating the image so as to position this point at the
center of the 28x28 field." (LeCun, Cortes and Burges, "The MNIST database", yann.lecun.com)
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Real = npt.NDArray[np.floating]

SIDE = 28
BOX = 20

#: Where MNIST's centres of mass lie, counted from the outer edges: the middle of pixel (14, 14).
CENTRE = 14.5

#: Ink below this share of the darkest is paper: scans are never quite black.
_PAPER = 0.02


def centre_like_mnist(ink: Real) -> Floats:
    """A picture (H, W), 0 paper to 1 ink, as MNIST would hold it: float32 (28, 28).

    What is drawn is made as large as fits into 20×20, then moved by whole pixels until its
    centre of mass is as near to the centre as that allows. A blank picture gives a black one.
    """
    inked = _cropped(np.asarray(ink, np.float32))
    if inked is None:
        return np.zeros((SIDE, SIDE), np.float32)
    return _placed(resized(inked, _fitting(inked.shape, BOX)))


def fit_whole(ink: Real) -> Floats:
    """The whole picture (H, W), nothing centred: as large as fits, in the middle of (28, 28)."""
    picture = resized(np.asarray(ink, np.float32), _fitting(ink.shape, SIDE))
    rows, columns = picture.shape
    top, left = (SIDE - rows) // 2, (SIDE - columns) // 2
    field = np.zeros((SIDE, SIDE), np.float32)
    field[top : top + rows, left : left + columns] = picture
    return field


def centre_of_mass(picture: Real) -> tuple[float, float]:
    """Row and column of the centre of mass, in pixels from the outer edges; (H/2, W/2) if blank."""
    total = float(picture.sum())
    rows, columns = picture.shape
    if total <= 0:
        return rows / 2, columns / 2
    down = float(picture.sum(axis=1) @ (np.arange(rows) + 0.5)) / total
    across = float(picture.sum(axis=0) @ (np.arange(columns) + 0.5)) / total
    return down, across


def off_centre(picture: Real) -> tuple[int, int]:
    """How many rows below and columns right of the middle a picture's ink lies."""
    down, across = centre_of_mass(picture)
    return round(down - CENTRE), round(across - CENTRE)


def resized(picture: Real, size: tuple[int, int]) -> Floats:
    """A picture brought to `size` (rows, columns) without jagged edges.

    Each new pixel is a mean weighted by a triangle two pixels wide, of the coarser of the two
    grids; at the same size nothing changes.
    """
    down = _triangles(picture.shape[0], size[0])
    across = _triangles(picture.shape[1], size[1])
    return np.asarray(down @ picture.astype(np.float32) @ across.T, np.float32)


@lru_cache(maxsize=64)
def _triangles(before: int, after: int) -> Floats:
    """Weights (after, before); each row adds up to 1."""
    scale = before / after
    centres = (np.arange(after) + 0.5) * scale
    distance = np.abs(centres[:, None] - (np.arange(before) + 0.5)[None, :])
    weights = np.clip(1 - distance / max(scale, 1.0), 0, None)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


def _cropped(ink: Floats) -> Floats | None:
    """The smallest box that holds all ink; None where there is none."""
    marked = ink > _PAPER * max(float(ink.max(initial=0)), 1e-6)
    rows, columns = np.flatnonzero(marked.any(axis=1)), np.flatnonzero(marked.any(axis=0))
    if not len(rows):
        return None
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _fitting(shape: tuple[int, ...], side: int) -> tuple[int, int]:
    longest = max(shape)
    rows, columns = (max(1, round(length * side / longest)) for length in shape)
    return rows, columns


def _placed(digit: Floats) -> Floats:
    """The digit in the 28×28 field, its centre of mass at the field's centre."""
    down, across = centre_of_mass(digit)
    top = _offset(down, digit.shape[0])
    left = _offset(across, digit.shape[1])
    field = np.zeros((SIDE, SIDE), np.float32)
    field[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    return np.clip(field, 0, 1)


def _offset(centre: float, length: int) -> int:
    """Where a digit begins whose centre of mass is `centre`; it never leaves the field."""
    return min(max(round(CENTRE - centre), 0), SIDE - length)
