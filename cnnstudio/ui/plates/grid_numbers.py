"""The numbers of a grid as texts, and how large they can be set in its cells."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontMetricsF

from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import PixelGrid
from cnnstudio.ui.theme_tables import GRID_NUMBER_SHARE

#: How much of a cell's width a number may take.
ROOM = 0.84

#: Decimals of numbers that are not whole, at most.
MOST_DECIMALS = 2

#: How numbers are written, the best way first: decimals, and whether “0.31” has its zero.
WAYS = ((2, True), (2, False), (1, True), (1, False))

#: From this size on numbers are set heavier.
_HEAVY_FROM = 20

#: From this magnitude on a number may lose its last decimal for want of room: a tenth more or less
#: is little of it.
_WHOLE_FROM = 10

#: The share of cells whose numbers must fit in the size that is chosen; wider ones are set smaller.
_COMMON = 0.8
#: All numbers have one size if that is at least this share of what the common ones could have.
_ALIKE = 0.8
#: With fewer numbers than this share of all cells there are none: the grid would look unfinished.
_ENOUGH = 0.5

#: What of a number may be the rounding of sums rather than a decimal of its own.
_ROUNDING = 1e-6

_MEASURED_AT = 64
_DIGIT = re.compile(r"\d")
_ZERO = re.compile(r"^(−?)0\.")

Ways = tuple[tuple[int, bool], ...]
Texts = tuple[tuple[str, ...], ...]
#: Writes a number with at most so many decimals, and with or without its zero.
Write = Callable[[float, int, bool], str]


@dataclass(frozen=True)
class GridNumbers:
    """Texts (rows, columns), empty where there is no room for one; `px` is the size of most of
    them, `smaller` those of the wider ones."""

    texts: Texts
    px: int
    smaller: Mapping[str, int]

    def px_of(self, text: str) -> int:
        return self.smaller.get(text, self.px)


@dataclass(frozen=True)
class _Fitted:
    """How a number could stand in a cell: its text and the largest size that it fits in.
    `is_best`: no better text was too wide."""

    text: str
    px: int
    is_best: bool


def grid_numbers(grid: PixelGrid, theme: Theme) -> GridNumbers | None:
    """The texts of the cells, or None where there is no room for most of them.

    Numbers have as many decimals as they need and as fit, so whole ones have none. No text is
    smaller than the theme's smallest type: single ones that would be are left out.
    """
    if not grid.numbers or grid.cell < theme.px("cell_number_from"):
        return None
    found, which = _different(grid)
    counts = np.bincount(which.ravel(), minlength=len(found))
    fitted = _fitted(found, counts, grid, theme)
    shown = sum(count for count, one in zip(counts.tolist(), fitted, strict=True) if one)
    if shown < _ENOUGH * which.size:
        return None
    px = _common_px(fitted, counts)
    texts = np.array([one.text if one else "" for one in fitted], dtype=object)[which]
    smaller = {one.text: one.px for one in fitted if one and one.px < px}
    return GridNumbers(tuple(map(tuple, texts.tolist())), px, smaller)


def _fitted(
    found: list[str] | list[float], counts: NDArray[np.integer], grid: PixelGrid, theme: Theme
) -> list[_Fitted | None]:
    """Every text or number as it fits. Where many must lose a decimal all lose it: numbers of a
    grid that are rounded differently are hard to compare."""
    width = _width_in(grid, theme)
    write = cache(cell_text)  # the ways that are left are those that were tried before

    @cache
    def size_of(text: str) -> int | None:
        return fitting_px(width, text_width(text, theme), theme)

    for ways in _ways_of(grid):
        fitted = [_first_that_fits(_texts(one, ways, write), size_of) for one in found]
        is_best = [one is not None and one.is_best for one in fitted]
        if counts[is_best].sum() >= _COMMON * counts.sum():
            break
    return fitted


def _first_that_fits(texts: Iterable[str], size_of: Callable[[str], int | None]) -> _Fitted | None:
    """In no less than the smallest type."""
    for place, text in enumerate(texts):
        px = size_of(text)
        if px is not None:
            return _Fitted(text, px, is_best=place == 0)
    return None


def _texts(one: str | float, ways: Ways, write: Write) -> Iterator[str]:
    """A text as it is, or a number in each of these ways; a large one also without decimals, a
    small one is never rounded to a whole one."""
    if isinstance(one, str):
        yield one
        return
    for most, zero in ways:
        yield write(one, most, zero)
    if abs(one) >= _WHOLE_FROM:
        yield write(one, 0, True)


def _common_px(fitted: list[_Fitted | None], counts: NDArray[np.integer]) -> int:
    """The size of most texts: one for all of them, unless a few wide ones would make it small."""
    sizes = sorted((one.px, count) for one, count in zip(fitted, counts, strict=True) if one)
    smallest, total = sizes[0][0], sum(count for _, count in sizes)
    passed = 0
    for px, count in sizes:
        passed += count
        if passed > (1 - _COMMON) * total:
            return int(smallest if smallest >= _ALIKE * px else px)
    return int(smallest)


def _width_in(grid: PixelGrid, theme: Theme) -> float:
    return grid.cell if grid.edges is None else grid.cell - 2 * edge_width(grid.cell, theme)


def edge_width(cell: float, theme: Theme) -> float:
    """The width of the edge that tells a cell apart."""
    return min(theme.px_f("identity_edge"), max(1.0, cell / 6))


def fitting_px(cell: float, widest: float, theme: Theme) -> int | None:
    """The size in which a text fits into a cell that is `widest` where 1 px is its size."""
    smallest = theme.font_px("min")
    wanted = max(smallest, round(cell * GRID_NUMBER_SHARE[theme.projector]))
    px = min(wanted, int(ROOM * cell / widest)) if widest else wanted
    return px if px >= smallest else None


def cell_needed(text: str, theme: Theme) -> float:
    """The least cell in which a text is legible."""
    width = theme.font_px("min") * text_width(text, theme) / ROOM
    return max(theme.px_f("cell_number_from"), width + 0.01)


def number_font(theme: Theme, px: int) -> QFont:
    font = theme.font("grid_number")
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(_weight(theme, px)))
    return font


def cell_text(value: float, most: int = MOST_DECIMALS, zero: bool = True) -> str:
    """A number as it stands in a cell, with the decimals that it needs, but at most so many.

    Without `zero` there is none before the point: “−.31”.
    """
    if np.isnan(value):
        return QCoreApplication.translate("plates", "NaN")
    text = number(value, min(most, _decimals_of(value)))
    return text if zero else _ZERO.sub(r"\1.", text)


def cell_texts(value: float) -> tuple[str, ...]:
    """A number in each of the ways in which it may stand in a cell, the best one first."""
    return tuple(dict.fromkeys(_texts(value, WAYS, cell_text)))


def _ways_of(grid: PixelGrid) -> list[Ways]:
    """All ways to write its numbers, then all but the best one, and so on."""
    limit = MOST_DECIMALS if grid.digits is None else grid.digits
    ways = tuple(dict.fromkeys((min(most, limit), zero) for most, zero in WAYS))
    return [ways[first:] for first in range(len(ways))]


def decimals_needed(values: NDArray[np.floating]) -> int:
    """How many of at most two decimals it takes to write all values."""
    known = values[np.isfinite(values)]
    for digits in range(MOST_DECIMALS):
        scaled = known * 10**digits
        if np.all(np.abs(scaled - np.rint(scaled)) < _ROUNDING):
            return digits
    return MOST_DECIMALS


def _decimals_of(value: float) -> int:
    """Like `decimals_needed`, of one number."""
    if not math.isfinite(value):
        return 0
    for digits in range(MOST_DECIMALS):
        scaled = value * 10**digits
        if abs(scaled - round(scaled)) < _ROUNDING:
            return digits
    return MOST_DECIMALS


def _different(grid: PixelGrid) -> tuple[list[str] | list[float], NDArray[np.intp]]:
    """Each different text or number, and which of them each cell (rows, columns) has."""
    written = grid.values if grid.texts is None else np.array(grid.texts, dtype=str)
    found, which = np.unique(written, return_inverse=True)
    return found.tolist(), which.reshape(grid.values.shape)


def _weight(theme: Theme, px: int) -> int:
    weight = theme.font_weight("grid_number")
    return max(weight, 600) if px >= _HEAVY_FROM else weight


def text_width(text: str, theme: Theme) -> float:
    """The width of a text where 1 px is its size: figures are all equally wide."""
    return _width(_DIGIT.sub("0", text), _weight(theme, _HEAVY_FROM))


@lru_cache(maxsize=4096)
def _width(text: str, weight: int) -> float:
    font = Theme().font("grid_number")
    font.setPixelSize(_MEASURED_AT)
    font.setWeight(QFont.Weight(weight))
    return QFontMetricsF(font).horizontalAdvance(text) / _MEASURED_AT
