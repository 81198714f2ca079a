"""Pictures brought to another size, to grey, and to another range of numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.labs.base import Floats

T = TypeVar("T", bound=np.generic)

Scale = Literal["unit", "bytes", "small"]

#: What white is in each range of numbers. Pixels are whole numbers in all but the first.
TOP: dict[str, float] = {"unit": 1.0, "bytes": 255.0, "small": 9.0}

#: How much red, green and blue make up brightness: ITU-R BT.601, as Pillow and OpenCV have it.
LUMA: Floats = np.array([0.299, 0.587, 0.114])
LUMA.setflags(write=False)


def rescaled(values: Floats, before: str, after: str) -> Floats:
    """Numbers of one range in another, white to white; rounded where that one is of whole numbers.

    Numbers outside the range are stretched like all others.
    """
    if before == after:
        return np.array(values, np.float64)
    made = np.asarray(values, np.float64) * TOP[after] / TOP[before]
    return made if after == "unit" else np.rint(made)


def averaged(values: NDArray[np.generic], size: tuple[int, int]) -> Floats:
    """(…, H, W) brought to `size` (rows, columns): each cell is the mean of what it covers.

    The mean of the whole stays the same, and so does everything at the same size. An enlarged
    pixel stays a square.
    """
    rows = _overlaps(values.shape[-2], size[0])
    columns = _overlaps(values.shape[-1], size[1])
    made = rows @ values.astype(np.float64) @ columns.T
    return np.asarray(np.clip(made, values.min(), values.max()))  # rounding leads out of it


@lru_cache(maxsize=64)
def _overlaps(before: int, after: int) -> Floats:
    """Weights (after, before): which share of a new cell lies in an old one. Each row sums to 1."""
    scale = before / after
    new, old = np.arange(after)[:, None], np.arange(before)[None, :]
    common = np.minimum((new + 1) * scale, old + 1) - np.maximum(new * scale, old)
    return np.asarray(np.clip(common, 0, None) / scale)


def with_planes(picture: Floats, channels: int) -> Floats:
    """A picture (1 or 3, H, W) with so many planes: red, green and blue become grey (`LUMA`) for
    one, a single plane is repeated, and for any other number the planes come round again.
    """
    if channels == 1 and len(picture) == 3:
        return np.tensordot(LUMA, picture, 1)[None]
    return picture[np.arange(channels) % len(picture)]


def middle_part(values: NDArray[T], size: tuple[int, int]) -> NDArray[T]:
    """The largest part of (…, H, W) that has the proportions of `size`, from its middle."""
    high, wide = values.shape[-2:]
    rows = min(high, max(1, round(wide * size[0] / size[1])))
    columns = min(wide, max(1, round(high * size[1] / size[0])))
    top, left = (high - rows) // 2, (wide - columns) // 2
    return values[..., top : top + rows, left : left + columns]
