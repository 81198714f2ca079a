"""Numbers in the cells of a map: how large, and with how many decimals, they can be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontMetrics

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme

_SMALLEST = 10  # pixels of type
_OF_THE_CELL = 0.36
_MARGIN = 3  # pixels of a cell that stay free
_DECIMALS = (2, 1, 0)


@dataclass(frozen=True)
class Figures:
    """The font of a map's numbers and their decimals, alike for all of them."""

    font: QFont
    decimals: int

    @classmethod
    def fitting(cls, values: Floats, side: float, theme: Theme) -> Figures | None:
        """The most decimals, at most 2, at which every number fits into a cell, if need be in
        smaller type; None where that is not legible, or would make nearly all of them 0."""
        if side < theme.px("cell_number_from"):
            return None
        font = theme.font("grid_number")
        font.setPixelSize(
            int(max(_SMALLEST, min(side * _OF_THE_CELL, theme.font_px("grid_number"))))
        )
        known = values[np.isfinite(values)]
        ends = [float(known.min()), float(known.max())] if known.size else [0.0]
        largest = max(abs(end) for end in ends)
        for decimals in _DECIMALS:
            if 0 < largest < 10**-decimals:
                return None
            texts = [number(end, decimals) for end in ends]
            if known.size < values.size:
                texts.append(_no_number())
            smaller = _narrowed(font, texts, side - _MARGIN)
            if smaller is not None:
                return cls(smaller, decimals)
        return None

    def text(self, value: float) -> str:
        if value != value:
            return _no_number()
        return number(value, self.decimals if value else 0)


def _no_number() -> str:
    """What stands in a cell that holds none: there is no room to spell it out."""
    return QCoreApplication.translate("Figures", "NaN")


def _narrowed(font: QFont, texts: list[str], room: float) -> QFont | None:
    """The font, as much smaller as it must be for the texts; None where that is not legible."""
    for pixels in range(font.pixelSize(), _SMALLEST - 1, -1):
        narrowed = QFont(font)
        narrowed.setPixelSize(pixels)
        if max(map(QFontMetrics(narrowed).horizontalAdvance, texts)) <= room:
            return narrowed
    return None
