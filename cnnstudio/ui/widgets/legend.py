"""The bar that says which colours stand for which numbers."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.ui.numbers import fine, number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, Values, beyond, colourise

_STEPS = 256
_GAP = 7


class ColourLegend(QWidget):
    """A colour scale with the numbers at its two ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour_map = ColourMap.SIGNED
        self._limit = 1.0
        self._digits: int | None = None
        self._beyond = (False, False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)
        self.set_scale(ColourMap.SIGNED, 1.0)

    def set_scale(
        self,
        colour_map: ColourMap,
        limit: float,
        digits: int | None = None,
        values: Values | None = None,
    ) -> None:
        """Show the scale that ends at `limit`, printed with so many decimals. Where some of the
        `values` lie beyond an end, that is marked with ≤ or ≥."""
        self._colour_map, self._limit, self._digits = colour_map, limit, digits
        self._beyond = (False, False) if values is None else beyond(values, limit)
        low, high = self.ends()
        sentence = self.tr("Colours from {low} to {high}").format(low=low, high=high)
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.updateGeometry()
        self.update()

    def ends(self) -> tuple[str, str]:
        """The two numbers as they are printed."""
        is_signed = self._colour_map is ColourMap.SIGNED
        low = self._printed(-self._limit) if is_signed else "0"
        below, above = self._beyond
        high = self._printed(self._limit, signed=is_signed and not above)
        return f"≤{low}" if below and is_signed else low, f"≥{high}" if above else high

    def _printed(self, end: float, signed: bool = False) -> str:
        if self._digits is None:
            return fine(end, signed=signed)
        return number(end, self._digits, signed=signed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        metrics = QFontMetrics(theme.font("axis"))
        text = sum(metrics.horizontalAdvance(end) for end in self.ends())
        width = text + 2 * _GAP + self._bar_width(theme) + 2
        return QSize(width, max(metrics.height(), theme.px("legend_h")))

    def _bar_width(self, theme: Theme) -> int:
        """A little less where the ends need room for their marks."""
        return round(theme.px("legend_w") * (0.8 if any(self._beyond) else 1))

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(theme.font("axis"))
        painter.setPen(theme.colour.muted)
        low, high = self.ends()
        middle = Qt.AlignmentFlag.AlignVCenter
        whole = QRectF(self.rect())
        painter.drawText(whole, middle | Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(whole, middle | Qt.AlignmentFlag.AlignRight, high)
        left = painter.fontMetrics().horizontalAdvance(low) + _GAP
        bar = QRectF(left, 0, self._bar_width(theme), theme.px("legend_h"))
        bar.moveTop((self.height() - bar.height()) / 2)
        painter.drawImage(bar, colourise(self._ramp(), self._colour_map, 1.0, theme))
        painter.end()

    def _ramp(self) -> np.ndarray:
        start = -1.0 if self._colour_map is ColourMap.SIGNED else 0.0
        return np.linspace(start, 1.0, _STEPS)[None, :]
