"""Signed numbers as bars that stand on a line, orange up and blue down."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import fine, number
from cnnstudio.ui.theme import Theme, current_theme
from cnnstudio.ui.widgets.painted import Painted
from cnnstudio.ui.widgets.painting import stroke_focus

_GAP_SHARE = 0.2


class BarChart(Painted):
    """Values (N,) from left to right; `chosen` brings the index of a bar that was clicked.

    Names stand below and figures beside the bars where there is room for them; else the largest
    up and the largest down have theirs, as a scale.
    """

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Floats = np.zeros(0, np.float32)
        self._names: Sequence[str] = ()
        self._selected: int | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_values(self, values: Floats, names: Sequence[str] = ()) -> None:
        self._values, self._names = np.nan_to_num(values), names
        self.update()

    def select(self, index: int | None) -> None:
        self._selected = index
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 140)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 60)

    def _plot(self, theme: Theme) -> QRectF:
        line = QFontMetrics(theme.font("axis")).height()
        below = line + 2 if self._names else 0
        return QRectF(0, line, self.width(), self.height() - below - 2 * line)

    def figures(self) -> dict[int, str]:
        """What stands beside bars, by their indices."""
        decimals, values = self._decimals(current_theme()), self._values
        if decimals is not None:
            return {index: number(float(value), decimals) for index, value in enumerate(values)}
        up, down = int(values.argmax()), int(values.argmin())
        ends = {*([up] if values[up] > 0 else []), *([down] if values[down] < 0 else [])}
        return {end: fine(float(values[end]), signed=True) for end in sorted(ends)}

    def _decimals(self, theme: Theme) -> int | None:
        """Decimals of a figure beside each bar; None where there is no room for all."""
        metrics, step = QFontMetrics(theme.font("axis")), self.width() / len(self._values)
        largest = float(np.abs(self._values).max())
        for decimals in (2, 1, 0):
            if 0 < largest < 10**-decimals:
                return None  # nearly all of them would be 0
            if step >= metrics.horizontalAdvance(number(-10, decimals)):
                return decimals
        return None

    def _index_at(self, x: float) -> int | None:
        if not len(self._values) or not 0 <= x < self.width():
            return None
        return int(x * len(self._values) / self.width())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().x())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(index)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._index_at(event.pos().x())
            QToolTip.showText(event.globalPos(), self.sentence(index), self)
            return True
        return super().event(event)

    def sentence(self, index: int | None) -> str:
        if index is None:
            return ""
        name = self._names[index] if index < len(self._names) else str(index)
        return f"{name}: {fine(float(self._values[index]))}"

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if not len(self._values):
            return
        plot = self._plot(theme)
        high = max(float(self._values.max()), 0)
        low = min(float(self._values.min()), 0)
        scale = plot.height() / ((high - low) or 1)
        zero = plot.top() + high * scale
        self._paint_bars(painter, plot, zero, scale, theme)
        painter.setPen(QPen(theme.colour.muted, 1))
        painter.drawLine(0, round(zero), self.width(), round(zero))
        self._paint_words(painter, zero, scale, theme)
        if self.hasFocus():
            stroke_focus(painter, QRectF(self.rect()), theme)

    def _paint_bars(
        self, painter: QPainter, plot: QRectF, zero: float, scale: float, theme: Theme
    ) -> None:
        values, step = self._values, plot.width() / len(self._values)
        width = max(1.0, step * (1 - _GAP_SHARE)) if step > 2 else max(1.0, step)
        painter.setPen(Qt.PenStyle.NoPen)
        for index, value in enumerate(values):
            colour = theme.colour.positive if value > 0 else theme.colour.negative
            painter.setBrush(theme.colour.accent if index == self._selected else colour)
            left = (index + 0.5) * step - width / 2
            if index == self._selected:
                painter.fillRect(QRectF(left, 0, width, self.height()), theme.colour.accent_tint)
            painter.drawRect(
                QRectF(left, min(zero, zero - value * scale), width, abs(value) * scale)
            )

    def _paint_words(self, painter: QPainter, zero: float, scale: float, theme: Theme) -> None:
        painter.setFont(theme.font("axis"))
        painter.setPen(theme.colour.muted)
        metrics = painter.fontMetrics()
        line, step = metrics.height(), self.width() / len(self._values)
        widest = metrics.horizontalAdvance(max(self._names, key=len, default=""))
        every = max(1, math.ceil((widest + 10) / step))
        centre = Qt.AlignmentFlag.AlignCenter
        for index, name in enumerate(self._names):
            if index % every == 0:
                left = max((index + 0.5) * step - widest / 2 - 2, 0)
                below = QRectF(left, self.height() - line, widest + 4, line)
                painter.drawText(below, centre, name)
        for index, text in self.figures().items():
            value, width = self._values[index], metrics.horizontalAdvance(text) + 4
            end, left = zero - value * scale, (index + 0.5) * step - width / 2
            left = min(max(left, 0), max(self.width() - width, 0))
            top = end - line if value >= 0 else end
            painter.drawText(QRectF(left, top, width, line), centre, text)
