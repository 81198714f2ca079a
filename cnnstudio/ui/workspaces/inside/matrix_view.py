"""A matrix of weights as one picture: a row for each output, a column for each input."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.messages import Floats
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise
from cnnstudio.ui.widgets.painting import stroke_selection


class MatrixView(QWidget):
    """Weights (outputs, inputs) stretched over the widget; `weight_chosen` brings output and input
    of a clicked weight.

    Where there are more weights than pixels, a pixel shows one of them: the middle one.
    """

    weight_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights: Floats = np.zeros((1, 1), np.float32)
        self._limit = 1.0
        self._selected: int | None = None
        self._image: QImage | None = None
        self.setAccessibleName(self.tr("Weights"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._forget)

    def set_weights(self, weights: Floats, limit: float) -> None:
        self._weights, self._limit = weights, limit
        self._forget()

    def select(self, output: int | None) -> None:
        self._selected = output
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 200)

    def sentence_at(self, point: QPointF) -> str:
        """The weight under a point."""
        row, column = self._spot(point)
        # Outputs that stand for digits are called by them, others counted from 1.
        first = 0 if len(self._weights) == CLASSES else 1
        return self.tr("Weight of input {column} for output {row}: {value}").format(
            row=row + first, column=column + 1, value=number(float(self._weights[row, column]))
        )

    def _rect(self) -> QRectF:
        return QRectF(self.rect()).adjusted(4, 4, -4, -4)

    def _spot(self, point: QPointF) -> tuple[int, int]:
        rect, (rows, columns) = self._rect(), self._weights.shape
        row = int((point.y() - rect.top()) * rows / rect.height())
        column = int((point.x() - rect.left()) * columns / rect.width())
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._rect().contains(event.position()):
            self.weight_chosen.emit(*self._spot(event.position()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            point = QPointF(event.pos())
            text = self.sentence_at(point) if self._rect().contains(point) else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self._rect()
        if self._image is None:
            self._image = self._made(rect)
        painter.drawImage(rect, self._image)
        rows = len(self._weights)
        if self._selected is not None and self._selected < rows:
            high = rect.height() / rows
            row = QRectF(rect.left(), rect.top() + self._selected * high, rect.width(), high)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            stroke_selection(painter, row, current_theme())
        painter.end()

    def _made(self, rect: QRectF) -> QImage:
        ratio = self.devicePixelRatioF()
        rows = _middles(self._weights.shape[0], round(rect.height() * ratio))
        columns = _middles(self._weights.shape[1], round(rect.width() * ratio))
        shown = self._weights[rows[:, None], columns[None, :]]
        return colourise(shown, ColourMap.SIGNED, self._limit, current_theme())

    def _forget(self, _theme: object = None) -> None:
        self._image = None
        self.update()


def _middles(count: int, pixels: int) -> np.ndarray:
    """Which of `count` numbers each pixel shows, or all where there are fewer of them."""
    if count <= pixels:
        return np.arange(count)
    return ((np.arange(pixels) + 0.5) * count / pixels).astype(np.intp)
