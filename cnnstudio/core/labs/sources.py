"""Where the numbers of a lab's input come from: slides, patterns, chance, the digit, pictures."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnstudio.core.labs import patterns
from cnnstudio.core.labs.base import Floats
from cnnstudio.core.labs.pictures import PICTURES, picture
from cnnstudio.core.labs.resampling import (
    TOP,
    Scale,
    averaged,
    middle_part,
    rescaled,
    with_planes,
)
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.core.settings import InvalidValue, shown

__all__ = ["DRAWN", "SOURCES", "Source", "fitted", "make", "random_kernel", "rescaled", "source"]

#: Channels, rows, columns.
Shape = tuple[int, int, int]

#: A digit's side, and that of the box around its ink.
_DIGIT, _INK_BOX = 28, 20


class Source(NamedTuple):
    """A kind of input: its name, the channels that it has by nature (it is made with any number),
    and whether it is made of whole numbers from 0 to 9, so that “small” loses nothing of it.
    """

    key: str
    name: Sentence
    channels: int = 1
    whole: bool = True


#: All sources, in the order in which they are offered.
SOURCES: tuple[Source, ...] = (
    Source("slides", say("source_slides")),
    Source("numbers", say("source_numbers")),
    Source("edge", say("source_edge")),
    Source("cross", say("source_cross")),
    Source("diagonal", say("source_diagonal")),
    Source("ring", say("source_ring")),
    Source("checker", say("source_checker")),
    Source("ramp", say("source_ramp")),
    Source("random", say("source_random")),
    Source("zeros", say("source_zeros")),
    Source("digit", say("source_digit"), whole=False),
    Source("part", say("source_part"), whole=False),
    Source("house", say("source_house"), channels=3, whole=False),
    Source("ball", say("source_ball"), channels=3, whole=False),
    Source("flower", say("source_flower"), channels=3, whole=False),
    Source("face", say("source_face"), channels=3, whole=False),
    Source("lights", say("source_lights"), channels=3, whole=False),
)

#: Sources that need nothing from outside, so that they can be drawn anew at any size.
DRAWN = frozenset(row.key for row in SOURCES) - {"digit", "part"}


def source(key: str) -> Source:
    """The source with this key; InvalidValue if there is none."""
    found = next((row for row in SOURCES if row.key == key), None)
    if found is None:
        raise InvalidValue(say("source_unknown", value=shown(key)))
    return found


def make(
    key: str,
    shape: Shape,
    *,
    seed: int = 0,
    digit: NDArray[np.floating] | None = None,
    crop: tuple[int, int] | None = None,
    scale: Scale | str = "small",
) -> Floats:
    """The numbers of a source as (C, H, W), from 0 to the `TOP` of the scale.

    `digit` is (28, 28) from 0 to 1, for the source of that name. It is shrunk or enlarged as a
    whole; up to 20 rows or columns what is shown is the box around its ink, at full contrast.
    `crop` cuts its pixels out instead, from that (row, column) on; the source “part” does so
    around the middle of its ink. Raises InvalidValue.

    The scale “small” has the ones of slides as ones; patterns, pictures and digits run up to 9.
    """
    source(key)
    if key in PICTURES:
        return rescaled(_picture(key, shape), "unit", scale)
    if key == "part" and digit is not None:
        crop = _middle_of_ink(digit, shape)
    if key in ("digit", "part"):
        return rescaled(_digit(digit, shape, crop), "unit", scale)
    if key in patterns.PATTERNS:
        return TOP[scale] * _drawn_pattern(key, shape)
    if key == "ramp":
        return patterns.ramp(shape, TOP[scale])
    if key == "slides":
        ones = patterns.from_slide(patterns.ZEROS_AND_ONES, shape)
        return ones if scale == "small" else TOP[scale] * ones
    return rescaled(_small(key, shape, seed), "small", scale)


def _small(key: str, shape: Shape, seed: int) -> Floats:
    """Whole numbers from 0 to 9."""
    if key == "numbers":
        return patterns.from_slide(patterns.SMALL_NUMBERS, shape)
    if key == "random":
        return np.random.default_rng(seed).integers(0, 10, shape).astype(np.float64)
    return np.zeros(shape)


def random_kernel(shape: tuple[int, ...], seed: int = 0) -> Floats:
    """Whole numbers from −3 to 3, of any shape, at least one of them not 0."""
    made = np.random.default_rng(seed).integers(-3, 4, shape).astype(np.float64)
    if not made.any():
        made.flat[made.size // 2] = 1
    return made


def fitted(image: NDArray[np.uint8], shape: Shape, crop: tuple[int, int] | None = None) -> Floats:
    """An image (H, W, 3) or (H, W) as (C, H, W) from 0 to 1.

    It is shrunk, or enlarged, by averages of areas; of an image of other proportions that is its
    middle. `crop` cuts its pixels out instead, from that (row, column) on. Raises InvalidValue.
    """
    planes = image[None] if image.ndim == 2 else np.moveaxis(image, -1, 0)
    part = _cut(planes, shape, crop) if crop else middle_part(planes, shape[1:])
    return with_planes(averaged(part, shape[1:]) / 255, shape[0])


def _cut(planes: NDArray[np.generic], shape: Shape, crop: tuple[int, int]) -> Floats:
    (top, left), (rows, columns) = crop, shape[1:]
    high, wide = planes.shape[-2:]
    if not (0 <= top <= high - rows and 0 <= left <= wide - columns):
        raise InvalidValue(say("source_crop", rows=rows, columns=columns, high=high, wide=wide))
    part = planes[..., top : top + rows, left : left + columns]
    return np.asarray(part, np.float64)


# A single row, or column, of something that is drawn is its middle one.


def _drawn_pattern(key: str, shape: Shape) -> Floats:
    return _middle_line(patterns.pattern(key, _not_a_line(shape)), shape)


def _picture(key: str, shape: Shape) -> Floats:
    drawn = picture(key, *_not_a_line(shape)[1:])
    return with_planes(_middle_line(drawn, shape), shape[0])


def _not_a_line(shape: Shape) -> Shape:
    channels, rows, columns = shape
    return (channels, max(shape[1:]), max(shape[1:])) if 1 in (rows, columns) else shape


def _middle_line(drawn: Floats, shape: Shape) -> Floats:
    return middle_part(drawn, shape[1:]) if 1 in shape[1:] else drawn


# The digit


def _digit(
    digit: NDArray[np.floating] | None, shape: Shape, crop: tuple[int, int] | None
) -> Floats:
    if digit is None:
        raise InvalidValue(say("source_no_digit"))
    if crop is not None:
        return with_planes(_cut(digit[None], shape, crop), shape[0])
    rows, columns = _not_a_line(shape)[1:]
    side = min(rows, columns)
    square = _shrunk(digit, side)
    field = np.zeros((1, rows, columns))
    top, left = (rows - side) // 2, (columns - side) // 2
    field[0, top : top + side, left : left + side] = square
    return with_planes(_middle_line(field, shape), shape[0])


def _middle_of_ink(digit: NDArray[np.floating], shape: Shape) -> tuple[int, int] | None:
    """Where a part of that size begins that has the middle of the ink in its own; None where it
    would be larger than the digit."""
    if max(shape[1:]) > _DIGIT:
        return None
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    if not len(rows):
        return 0, 0
    middle = ((rows[0] + rows[-1] + 1) // 2, (columns[0] + columns[-1] + 1) // 2)
    top, left = (
        int(min(max(at - size // 2, 0), _DIGIT - size))
        for at, size in zip(middle, shape[1:], strict=True)
    )
    return top, left


def _shrunk(digit: NDArray[np.floating], side: int) -> Floats:
    """The digit as a square of `side` rows."""
    if side > _INK_BOX:
        return averaged(digit, (side, side))
    small = averaged(_ink_box(digit), (side, side))
    return small / max(float(small.max()), 1e-9)


def _ink_box(digit: NDArray[np.floating]) -> Floats:
    """The smallest square around the ink, its middle where that of the ink's box is."""
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    if not len(rows):
        return np.asarray(digit, np.float64)
    side = int(max(np.ptp(rows), np.ptp(columns))) + 1
    field = np.pad(np.asarray(digit, np.float64), _DIGIT)
    top, left = ((found[0] + found[-1] + 1 - side) // 2 + _DIGIT for found in (rows, columns))
    return field[top : top + side, left : left + side]
