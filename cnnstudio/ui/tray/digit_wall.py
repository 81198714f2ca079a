"""Thousands of test digits to scroll through; only those in sight are painted."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from cnnstudio.core.mnist import Digits
from cnnstudio.ui.numbers import number
from cnnstudio.ui.theme import current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, compose
from cnnstudio.ui.widgets.painting import stroke_focus, stroke_selection

_GAP = 6
_CELL = 42
_PROJECTED_CELL = 56


class DigitWall(QAbstractScrollArea):
    """Digits in rows; a click or the arrow keys choose one (`chosen`, with its index)."""

    chosen = Signal(int)

    def __init__(self, digits: Digits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits = digits
        self._indices = np.arange(len(digits))
        self._current: int | None = None
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Test digits"))
        follow_theme(self._restyle)

    def show_indices(self, indices: np.ndarray) -> None:
        """Show these test digits, in this order."""
        self._indices = indices
        self._measure()
        self.show_current(self._current)

    def indices(self) -> np.ndarray:
        return self._indices

    def show_current(self, index: int | None) -> None:
        """Outline a digit, if it is among those shown, and scroll to it."""
        self._current = index
        place = self._place()
        if place is not None:
            top = place // self.columns() * self._step()
            bar = self.verticalScrollBar()
            if not bar.value() <= top <= bar.value() + self.viewport().height() - self._step():
                bar.setValue(top - self.viewport().height() // 3)
        self.viewport().update()

    def columns(self) -> int:
        return max(1, (self.viewport().width() - _GAP) // self._step())

    def rect_of(self, place: int) -> QRect:
        """Where the digit at a place of the list is, in the viewport."""
        row, column = divmod(place, self.columns())
        top = row * self._step() + _GAP - self.verticalScrollBar().value()
        return QRect(column * self._step() + _GAP, top, self._cell(), self._cell())

    def sizeHint(self) -> QSize:
        return QSize(12 * self._step() + _GAP + 14, 7 * self._step() + _GAP)

    def _cell(self) -> int:
        return _PROJECTED_CELL if current_theme().projector else _CELL

    def _step(self) -> int:
        return self._cell() + _GAP

    def _place(self) -> int | None:
        found = np.flatnonzero(self._indices == self._current)
        return int(found[0]) if len(found) else None

    def _place_at(self, point: QPoint) -> int | None:
        x, y = point.x() - _GAP, point.y() - _GAP + self.verticalScrollBar().value()
        column, row = x // self._step(), y // self._step()
        place = row * self.columns() + column
        inside = 0 <= column < self.columns() and 0 <= place < len(self._indices)
        return place if inside else None

    # Mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(int(self._indices[place]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns(),
            Qt.Key.Key_Down: self.columns(),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None or not len(self._indices):
            super().keyPressEvent(event)
            return
        place = self._place()
        place = 0 if place is None else min(max(place + move, 0), len(self._indices) - 1)
        self.chosen.emit(int(self._indices[place]))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(event.pos())
            QToolTip.showText(event.globalPos(), self._sentence(place), self.viewport())
            return True
        return super().viewportEvent(event)

    def _sentence(self, place: int | None) -> str:
        if place is None:
            return ""
        index = int(self._indices[place])
        label = int(self._digits.labels[index])
        return self.tr("Test digit {index}: a {label}").format(index=number(index), label=label)

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _restyle(self, _theme: object) -> None:
        self._measure()
        self.updateGeometry()
        self.viewport().update()

    def _measure(self) -> None:
        rows = -(-len(self._indices) // self.columns())
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, rows * self._step() + _GAP - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._step())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, columns = current_theme(), self.columns()
        first = self.verticalScrollBar().value() // self._step() * columns
        lines = self.viewport().height() // self._step() + 2
        shown = self._indices[first : first + lines * columns]
        painter = QPainter(self.viewport())
        if len(shown):
            ratio = self.devicePixelRatioF()
            cell = (round(self._cell() * ratio), round(self._cell() * ratio))
            pixels = self._digits.images[shown].astype(np.float32) / 255
            gap = round(_GAP * ratio)
            sheet = compose(pixels, columns, gap, cell, ColourMap.PIXEL, 1.0, theme)
            sheet.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(self.rect_of(first).topLeft()), sheet)
        self._paint_strokes(painter)
        painter.end()

    def _paint_strokes(self, painter: QPainter) -> None:
        theme, place = current_theme(), self._place()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place is not None:
            stroke_selection(painter, QRectF(self.rect_of(place)), theme)
        if self.hasFocus():
            stroke_focus(painter, QRectF(self.viewport().rect()), theme)
