"""A digit moved by whole pixels."""

from __future__ import annotations

import numpy as np

from cnnstudio.core.tensors import Floats


def shifted(picture: Floats, down: int, right: int) -> Floats:
    """A picture (H, W) moved; what leaves it is lost, and what comes in is black."""
    rows, columns = picture.shape
    moved = np.zeros_like(picture)
    top, left = max(0, down), max(0, right)
    bottom, end = min(rows, rows + down), min(columns, columns + right)
    if top < bottom and left < end:
        source = picture[top - down : bottom - down, left - right : end - right]
        moved[top:bottom, left:end] = source
    return moved


def every_shift(picture: Floats, reach: int, about: tuple[int, int] = (0, 0)) -> Floats:
    """The picture moved by −reach to reach rows and columns, and by `about` more:
    ((2·reach + 1)², H, W), row by row of moves."""
    downs, rights = (range(middle - reach, middle + reach + 1) for middle in about)
    return np.stack([shifted(picture, down, right) for down in downs for right in rights])
