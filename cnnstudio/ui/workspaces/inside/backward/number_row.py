"""Numbers in a row, each in the middle of its column."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted

_DECIMALS = 3
_APART = 6


class NumberRow(Painted):
    """Values (N,) under the N bars of a chart of the same width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Floats = np.zeros(0, np.float32)
        self._decimals = _DECIMALS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_numbers(self, values: Floats, name: str, decimals: int = _DECIMALS) -> None:
        """Numbers with so many decimals, fewer where there is no room for them."""
        self._values, self._decimals = values, decimals
        self.setAccessibleName(name)
        self.setAccessibleDescription(" ".join(_bounded(float(v), decimals) for v in values))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, round(current_theme().font_px("axis") * 1.7))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if not len(self._values):
            return
        painter.setFont(theme.font("axis"))
        painter.setPen(theme.colour.text)
        step = self.width() / len(self._values)
        for index, text in enumerate(self.texts()):
            column = QRectF(index * step, 0, step, self.height())
            painter.drawText(column, Qt.AlignmentFlag.AlignCenter, text)

    def texts(self) -> list[str]:
        """What stands below each bar: as many decimals as there is room for, but never so few that
        a share would look like 0 or 1."""
        metrics = QFontMetrics(current_theme().font("axis"))
        room = self.width() / max(1, len(self._values)) - _APART
        shares = [float(value) for value in self._values]
        for decimals in range(self._decimals, 0, -1):
            texts = [_bounded(share, decimals) for share in shares]
            if max(map(metrics.horizontalAdvance, texts), default=0) <= room:
                return texts
        return [number(share, min(1, self._decimals)) for share in shares]


def _bounded(share: float, decimals: int) -> str:
    """A share of 1, and where it would be rounded to 0 or 1 on which side of them it is."""
    least = 10**-decimals
    if decimals and 0 < share < least / 2:
        return f"<{number(least, decimals)}"
    if decimals and 1 - least / 2 < share < 1:
        return f">{number(1 - least, decimals)}"
    return number(share, decimals)
