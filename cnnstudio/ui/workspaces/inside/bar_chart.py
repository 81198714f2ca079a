"""Signed numbers as bars that stand on a line, orange up and blue down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.painting import stroke_focus

_GAP_SHARE = 0.2


class BarChart(QWidget):
    """Values (N,) from left to right; `chosen` brings the index of a bar that was clicked.

    Names stand below and figures beside the bars where there is room for them.
    """

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Floats = np.zeros(0, np.float32)
        self._names: Sequence[str] = ()
        self._selected: int | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._restyle)

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

    def _restyle(self, _theme: object) -> None:
        self.update()

    def _plot(self, theme: Theme) -> QRectF:
        line = QFontMetrics(theme.font("axis")).height()
        below = line + 2 if self._names else 0
        figures = line if self._are_figures_shown(theme) else 2
        return QRectF(0, figures, self.width(), self.height() - below - 2 * figures)

    def _are_figures_shown(self, theme: Theme) -> bool:
        widest = QFontMetrics(theme.font("axis")).horizontalAdvance("−00.0")
        return bool(len(self._values)) and self.width() / len(self._values) >= widest

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
        return f"{name}: {number(float(self._values[index]))}"

    def paintEvent(self, event: QPaintEvent) -> None:
        if not len(self._values):
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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
        painter.end()

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
            painter.drawRect(
                QRectF(left, min(zero, zero - value * scale), width, abs(value) * scale)
            )

    def _paint_words(self, painter: QPainter, zero: float, scale: float, theme: Theme) -> None:
        figures = self._are_figures_shown(theme)
        if not figures and not self._names:
            return
        painter.setFont(theme.font("axis"))
        painter.setPen(theme.colour.muted)
        line, step = painter.fontMetrics().height(), self.width() / len(self._values)
        every = max(1, round(painter.fontMetrics().horizontalAdvance("000") / step + 0.5))
        for index, value in enumerate(self._values):
            place = QRectF(index * step, self.height() - line, step, line)
            if self._names and index % every == 0:
                wide = place.adjusted(-20, 0, 20, 0)
                painter.drawText(wide, Qt.AlignmentFlag.AlignCenter, self._names[index])
            if figures:
                end = zero - value * scale
                top = end - line if value >= 0 else end
                figure = QRectF(index * step - 20, top, step + 40, line)
                centre = Qt.AlignmentFlag.AlignCenter
                painter.drawText(figure, centre, number(float(value), 1))
