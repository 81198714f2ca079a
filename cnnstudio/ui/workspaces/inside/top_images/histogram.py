"""How often a unit is how excited: bars of a histogram."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted

_GAP = 2


class HistogramView(Painted):
    """Counts (bins,) over numbers from `low` to `high`. Rare ones are drawn by the root of their
    count, so that a single digit can still be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._low = self._high = 0.0
        self.setAccessibleName(self.tr("How strongly the digits excite it"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: NDArray[np.int64], low: float, high: float) -> None:
        self._counts, self._low, self._high = counts, low, high
        self.setAccessibleDescription(
            self.tr("from {low} to {high}").format(low=number(low), high=number(high))
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 70 + self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 44 + self._line())

    def _line(self) -> int:
        return current_theme().font_px("axis") + 6

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.sentence_at(event.pos().x()), self)
            return True
        return super().event(event)

    def sentence_at(self, x: float) -> str:
        """How many digits lie in the part of the range under a point."""
        bins = len(self._counts)
        if not bins or not 0 <= x < self.width():
            return ""
        place = int(x * bins / self.width())
        step = (self._high - self._low) / bins
        return self.tr("{count} digits from {low} to {high}").format(
            count=number(int(self._counts[place])),
            low=number(self._low + place * step),
            high=number(self._low + (place + 1) * step),
        )

    def paint(self, painter: QPainter, theme: Theme) -> None:
        bins = len(self._counts)
        if not bins:
            return
        plot = QRectF(0, 0, self.width(), self.height() - self._line())
        heights = np.sqrt(self._counts / max(1, int(self._counts.max()))) * (plot.height() - 2)
        wide = plot.width() / bins
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour.bar_wrong_top)
        for place, high in enumerate(heights):
            if high > 0:
                bar = QRectF(place * wide, plot.bottom() - high, wide - _GAP, high)
                painter.drawRect(bar)
        painter.setPen(QPen(theme.colour.hairline_strong, 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        self._paint_ends(painter, QRectF(0, plot.bottom(), plot.width(), self._line()), theme)

    def _paint_ends(self, painter: QPainter, room: QRectF, theme: Theme) -> None:
        painter.setFont(theme.font("axis"))
        painter.setPen(theme.colour.muted)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, number(self._low))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, number(self._high))
