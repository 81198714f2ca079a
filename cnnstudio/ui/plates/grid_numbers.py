"""The numbers of a grid as texts, and how large they can be set in its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontMetricsF

from cnnstudio.ui.look import Theme
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import PixelGrid
from cnnstudio.ui.theme_tables import GRID_NUMBER_SHARE

#: How much of a cell's width a number may take.
ROOM = 0.88

#: From this size on numbers are set heavier.
_HEAVY_FROM = 20

_MEASURED_AT = 64
_DIGIT = re.compile(r"\d")

Texts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class GridNumbers:
    """Texts (rows, columns) of one size."""

    texts: Texts
    font: QFont


def grid_numbers(grid: PixelGrid, theme: Theme) -> GridNumbers | None:
    """The texts of all cells, or None where they would be smaller than the theme's smallest type
    or the cells are too small for any."""
    if not grid.numbers or grid.cell < theme.px("cell_number_from"):
        return None
    for texts in _candidates(grid):
        px = fitting_px(_room_in(grid, theme), _widest(texts, _weight(theme, _HEAVY_FROM)), theme)
        if px is not None:
            return GridNumbers(texts, number_font(theme, px))
    return None


def _room_in(grid: PixelGrid, theme: Theme) -> float:
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


def number_font(theme: Theme, px: int) -> QFont:
    font = theme.font("grid_number")
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(_weight(theme, px)))
    return font


def cell_text(value: float, digits: int) -> str:
    """A number as it stands in a cell. Zero itself has no decimals, what is rounded to it has."""
    if np.isnan(value):
        return QCoreApplication.translate("plates", "NaN")
    return number(value, digits if value else 0)


def decimals_needed(values: NDArray[np.floating]) -> int:
    """How many of at most two decimals it takes to write all values."""
    known = values[np.isfinite(values)]
    for digits in (0, 1):
        scaled = known * 10**digits
        if np.all(np.abs(scaled - np.rint(scaled)) < 1e-6):
            return digits
    return 2


def _candidates(grid: PixelGrid) -> Iterator[Texts]:
    if grid.texts is not None:
        yield grid.texts
        return
    digits = grid.digits if grid.digits is not None else decimals_needed(grid.values)
    fewest = digits if grid.digits is not None else min(digits, 1)
    found, which = np.unique(grid.values, return_inverse=True)
    for count in range(digits, fewest - 1, -1):
        texts = np.array([cell_text(value, count) for value in found.tolist()], dtype=object)
        yield tuple(map(tuple, texts[which].reshape(grid.values.shape).tolist()))


def _weight(theme: Theme, px: int) -> int:
    weight = theme.font_weight("grid_number")
    return max(weight, 600) if px >= _HEAVY_FROM else weight


def _widest(texts: Texts, weight: int) -> float:
    """The width of the widest text where 1 px is the size: figures are all equally wide."""
    patterns = {_DIGIT.sub("0", text) for text in {text for row in texts for text in row}}
    return max(_width(pattern, weight) for pattern in patterns)


@lru_cache(maxsize=4096)
def _width(text: str, weight: int) -> float:
    font = Theme().font("grid_number")
    font.setPixelSize(_MEASURED_AT)
    font.setWeight(QFont.Weight(weight))
    return QFontMetricsF(font).horizontalAdvance(text) / _MEASURED_AT
